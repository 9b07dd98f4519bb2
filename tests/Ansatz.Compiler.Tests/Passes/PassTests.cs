using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Passes;
using Ansatz.Compiler.Tensors;
using Ansatz.Compiler.Tests.Declaring;

namespace Ansatz.Compiler.Tests.Passes;

/// <summary>What each pass does to the program that it is for, and what it leaves alone.</summary>
public sealed class PassTests
{
    [Theory]
    [InlineData("<", 8, "1")]
    [InlineData("<", 2, "2")]
    [InlineData("<", 7, "i + 2 < 7 ? 1 : 2")]
    [InlineData(">=", 2, "1")]
    [InlineData(">=", 8, "2")]
    [InlineData(">=", 3, "i + 2 >= 3 ? 1 : 2")]
    [InlineData("==", 8, "2")]
    [InlineData("!=", 1, "1")]
    public void DecideConditions(string sign, int limit, string after)
    {
        // i + 2 lies in 2 … 7.
        var program = new TensorProgram(new ExpressionGraph(), "Conditions");
        var graph = program.Graph;
        var i = graph.NewIndex("i", Extent.Of(6));
        var op = new[] { ScalarOperators.Less, ScalarOperators.GreaterOrEqual, ScalarOperators.Equal, ScalarOperators.NotEqual }.Single(o => o.Name == sign);
        var condition = graph.Apply(op, ScalarType.Bool, graph.Add(graph.Of(i), graph.Integer(Extent.Of(2))), graph.Integer(Extent.Of(limit)));
        var y = program.Define("Y", ScalarType.Float, [i], Reducer.None, [], graph.Select(condition, graph.Number(1, ScalarType.Float), graph.Number(2, ScalarType.Float)));
        Run("DecideConditions", program);
        Assert.Equal(after, y.Definition!.RightSide());
    }

    [Fact]
    public void SplitRowSums() => Check(
        "SplitRowSums",
        [
            "(batch N public)", "(input X float (N 4) public)", "(equation E float ((n int) (i int)) (private) (MathF.Exp ([] X n i)))",
            "(equation Y float () (public (output)) (ReduceF.Sum (N 4) (fn (n i) (* (call E n i) (call E n i)))))",
        ],
        "E[n,i] = Exp(X[n,i])   for n < N, i < 4\nY = Σ_n,i E[n,i]·E[n,i]   over n < N, i < 4",
        "E[n,i] = Exp(X[n,i])   for n < N, i < 4\nYRows[n] = Σ_i E[n,i]·E[n,i]   for n < N   over i < 4\nY = Σ_n YRows[n]   over n < N");

    [Fact]
    public void InlineProducers() => Check(
        "InlineProducers",
        [
            "(input X float (4 5) public)", "(equation S float ((i int) (j int)) (private) (/ ([] X i j) 16f))", "(equation E float ((i int) (j int)) (private) (MathF.Exp (call S i j)))",
            "(equation Y float ((i int)) (public (output 4)) (ReduceF.Sum (5) (fn (j) (call E i j))))",
        ],
        "S[i,j] = X[i,j]·0.0625   for i < 4, j < 5\nE[i,j] = Exp(S[i,j])   for i < 4, j < 5\nY[i] = Σ_j E[i,j]   for i < 4   over j < 5",
        "Y[i] = Σ_j Exp(X[i,j]·0.0625)   for i < 4   over j < 5");

    [Fact]
    public void InlineProducersLeavesWhatWouldBeComputedAgain() => Unchanged(
        "InlineProducers",
        "(input X float (4) public)", "(equation E float ((i int)) (private) (MathF.Exp ([] X i)))",
        "(equation Y float ((k int)) (public (output 5)) (ReduceF.Sum (4) (fn (i) (* (call E i) (cast float (+ i k))))))");

    [Fact]
    public void HoistFactors() => Check(
        "HoistFactors",
        ["(input X float (4 5) public)", "(input C float (4) public)", "(equation Y float ((i int)) (public (output 4)) (ReduceF.Sum (5) (fn (j) (/ (* ([] C i) ([] X i j)) 3f))))"],
        "Y[i] = Σ_j C[i]·X[i,j] / 3   for i < 4   over j < 5",
        "YSum[i] = Σ_j X[i,j]   for i < 4   over j < 5\nY[i] = C[i]·YSum[i] / 3   for i < 4");

    [Fact]
    public void OrderContractions() => Check(
        "OrderContractions",
        [
            "(input A float (20 30) public)", "(input B float (30 2) public)", "(input C float (2 40) public)",
            "(equation Y float ((i int) (j int)) (public (output 20 40)) (ReduceF.Sum (30 2) (fn (k l) (* (* ([] A i k) ([] B k l)) ([] C l j)))))",
        ],
        "Y[i,j] = Σ_k,l A[i,k]·B[k,l]·C[l,j]   for i < 20, j < 40   over k < 30, l < 2",
        "YPart[i,l] = Σ_k B[k,l]·A[i,k]   for i < 20, l < 2   over k < 30\nY[i,j] = Σ_l C[l,j]·YPart[i,l]   for i < 20, j < 40   over l < 2");

    [Fact]
    public void MaterialiseOperands() => Check(
        "MaterialiseOperands",
        [
            "(input A float (20 30) public)", "(input B float (30 40) public)",
            "(equation Y float ((i int) (j int)) (public (output 20 40)) (ReduceF.Sum (30) (fn (k) (* (MathF.Exp ([] A i k)) ([] B k j)))))",
        ],
        "Y[i,j] = Σ_k Exp(A[i,k])·B[k,j]   for i < 20, j < 40   over k < 30",
        "YLeft[i,k] = Exp(A[i,k])   for i < 20, k < 30\nY[i,j] = Σ_k YLeft[i,k]·B[k,j]   for i < 20, j < 40   over k < 30");

    [Fact]
    public void MaterialiseOperandsJoinsSmallContractions() => Check(
        "MaterialiseOperands",
        [
            "(batch N public)", "(input X float (N 64) public)", "(input W float (8 8 8 8) public)",
            "(equation Y float ((n int) (o int) (p int)) (public (output N 8 8)) (ReduceF.Sum (8 8) (fn (i j) (* ([] W o i p j) ([] X n (+ (* 8 i) j))))))",
        ],
        "Y[n,o,p] = Σ_i,j W[o,i,p,j]·X[n,8·i+j]   for n < N, o < 8, p < 8   over i < 8, j < 8",
        "YLeft[o,p,i,j] = W[o,i,p,j]   for o < 8, p < 8, i < 8, j < 8\nY[n,o,p] = Σ_i,j YLeft[o,p,i,j]·X[n,8·i+j]   for n < N, o < 8, p < 8   over i < 8, j < 8");

    [Fact]
    public void MaterialiseOperandsLeavesContractionsThatACopyDoesNotEnlarge() => Unchanged(
        "MaterialiseOperands",
        "(batch N public)", "(input A float (N 8 16) public)", "(input B float (N 8 16) public)",
        "(equation Y float ((n int) (i int) (j int)) (public (output N 8 8)) (ReduceF.Sum (16) (fn (k) (* ([] A n i k) ([] B n j k)))))");

    [Fact]
    public void EliminateCommonStatements() => Check(
        "EliminateCommonStatements",
        [
            "(input X float (4) public)", "(equation A float ((i int)) (private) (MathF.Exp ([] X i)))", "(equation B float ((j int)) (private) (MathF.Exp ([] X j)))",
            "(equation Y float ((i int)) (public (output 4)) (* (call A i) (call B (- 3 i))))",
        ],
        "A[i] = Exp(X[i])   for i < 4\nB[j] = Exp(X[j])   for j < 4\nY[i] = A[i]·B[−i+3]   for i < 4",
        "A[i] = Exp(X[i])   for i < 4\nY[i] = A[i]·A[−i+3]   for i < 4");

    [Fact]
    public void EliminateCommonStatementsTellsExtentsApart() => Unchanged(
        "EliminateCommonStatements",
        "(input X float (4) public)", "(equation Y float () (public (output)) (* (ReduceF.Sum (3) (fn (i) ([] X i))) (ReduceF.Sum (4) (fn (i) ([] X i)))))");

    [Fact]
    public void EliminateCommonStatementsReadsWhatIsLeftInScattersToo()
    {
        // P and Q are the same positions; what is added at Q must be added at P once Q is gone.
        var program = new TensorProgram(new ExpressionGraph(), "Scatter");
        var graph = program.Graph;
        var x = program.NewTensor("X", ScalarType.Float, TensorRole.Input);
        x.Shape = [Extent.Of(3), Extent.Of(4)];
        program.Given.Add(x);
        Tensor Position(string name)
        {
            var (n, k) = (graph.NewIndex("n", Extent.Of(3)), graph.NewIndex("k", Extent.Of(4)));
            return program.Define(name, ScalarType.Int, [n], Reducer.ArgMax, [k], graph.Read(x, graph.Of(n), graph.Of(k)));
        }

        var (p, q) = (Position("P"), Position("Q"));
        var i = graph.NewIndex("i", Extent.Of(3));
        var y = program.NewTensor("Y", ScalarType.Float, TensorRole.Gradient);
        y.Shape = [Extent.Of(4)];
        y.Definition = new Statement(y, [i], Reducer.Sum, [], graph.Convert(graph.Read(p, graph.Of(i)), ScalarType.Float)) { Scatter = [graph.Read(q, graph.Of(i))] };
        program.Statements.Add(y.Definition);
        program.Results.Add(y);
        ProgramVerifier.Verify(program, "nothing");
        Run("EliminateCommonStatements", program);
        Assert.StartsWith("Y[P[i]] += ", y.Definition!.ToString());
    }

    [Fact]
    public void ShareFunctions() => Check(
        "ShareFunctions",
        [
            "(input X float (4) public)", "(equation Y float ((i int)) (public (output 4)) (+ 1f (MathF.Tanh ([] X i))))", "(equation Z float ((i int)) (public (output 4)) (* 2f (MathF.Tanh ([] X i))))",
        ],
        "Y[i] = 1 + Tanh(X[i])   for i < 4\nZ[i] = 2·Tanh(X[i])   for i < 4",
        "XTanh[i] = Tanh(X[i])   for i < 4\nY[i] = 1 + XTanh[i]   for i < 4\nZ[i] = 2·XTanh[i]   for i < 4");

    [Fact]
    public void ShareFunctionsLeavesWhatStandsUnderACondition() => Unchanged(
        "ShareFunctions",
        "(input X float (4) public)", "(equation Y float ((i int)) (public (output 4)) (? (> i 1) (MathF.Log ([] X i)) 0f))", "(equation Z float ((i int)) (public (output 4)) (? (> i 2) (MathF.Log ([] X i)) 0f))");

    [Fact]
    public void EliminateDeadStatements()
    {
        var program = Declared.FrontEnd(Declared.Model("(input X float (4) public)", "(equation Y float ((i int)) (public (output 4)) ([] X i))"), ProgramPurpose.Evaluate);
        var i = program.Graph.NewIndex("i", Extent.Of(4));
        program.Define("Unread", ScalarType.Float, [i], Reducer.None, [], program.Graph.Of(i));
        Run("EliminateDeadStatements", program);
        Assert.Equal("Y[i] = X[i]   for i < 4", program.ToString());
    }

    private static void Check(string pass, string[] lines, string before, string after)
    {
        var program = Declared.FrontEnd(Declared.Model(lines), ProgramPurpose.Evaluate);
        Assert.Equal(before, program.ToString());
        Run(pass, program);
        Assert.Equal(after, program.ToString());
    }

    private static void Unchanged(string pass, params string[] lines)
    {
        var program = Declared.FrontEnd(Declared.Model(lines), ProgramPurpose.Evaluate);
        var before = program.ToString();
        Run(pass, program);
        Assert.Equal(before, program.ToString());
    }

    private static void Run(string name, TensorProgram program)
    {
        PassList.All.Single(p => p.Name == name).Run(program);
        ProgramVerifier.Verify(program, name);
    }
}
