using System.Reflection;
using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Tests.Declaring;

namespace Ansatz.Compiler.Tests.Checking;

/// <summary>What is said about declarations without meaning, and where.</summary>
public sealed class ProblemTests
{
    private const string X = "(input X float (4) public)";
    private const string Matrix = "(input X float (N 4) public)";
    private const string Batch = "(batch N public)";

    [Fact]
    public void UnknownName() => Loss(X, "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) (* ([] X i) §gain))))")
        .Require(ProblemCodes.UnknownName, "'gain' is not declared in this model.");

    [Fact]
    public void UnknownTensor() => Loss("(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) §([] Y i))))")
        .Require(ProblemCodes.UnknownName, "'Y' is not a tensor of this model.");

    [Fact]
    public void UnknownEquation() => Loss("(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) §(call F i))))")
        .Require(ProblemCodes.UnknownName, "'F' is not an equation.");

    [Fact]
    public void UnknownEquationAsArgument() => Loss("(equation L float () (public (loss)) (ReduceF.Sum (4) §(group F)))")
        .Require(ProblemCodes.UnknownName, "'F' is not an equation.");

    [Fact]
    public void UnknownExtent() => Loss("(input X float (N §M) public)", Batch, "(equation L float () (public (loss)) 1f)")
        .Require(ProblemCodes.UnknownName, "'M' is not an extent of this model.");

    [Fact]
    public void UnknownState() => Loss("§(equation U float ((i int)) (private (update Mean)) 1f)", "(equation L float () (public (loss)) 1f)")
        .Require(ProblemCodes.UnknownName, "'Mean' is not a state of this model.");

    [Fact]
    public void UnknownUsedModel() => Loss("(equation L float () (public (loss)) §(call Hidden.Y 0 0))")
        .Require(ProblemCodes.UnknownName, "'Hidden' is not a model used here.");

    [Fact]
    public void TooFewIndices() => Loss(Batch, Matrix, "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) §([] X i))))")
        .Require(ProblemCodes.WrongNumberOfIndices, "'X' has 2 dimensions (N, 4) but is read with 1 indices.");

    [Fact]
    public void TooManyArguments() => Loss(X, "(equation F float ((i int)) (private) ([] X i))", "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) §(call F i i))))")
        .Require(ProblemCodes.WrongNumberOfIndices, "'F' has 1 parameters but is called with 2 arguments.");

    [Fact]
    public void LambdaWithTheWrongNumberOfParameters() => Loss(X, "(equation L float () (public (loss)) (ReduceF.Sum (4) §(fn (i j) ([] X i))))")
        .Require(ProblemCodes.WrongNumberOfIndices, "A lambda with 2 parameters is applied to 1 arguments.");

    [Fact]
    public void BeyondTheEnd() => Loss(X, "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) §([] X (+ i 1)))))")
        .Require(ProblemCodes.OutOfRange, "'X' is read at i + 1, which reaches 4; dimension 1 has 4 elements and ends at 3.");

    [Fact]
    public void BeforeTheBeginning() => Loss(Batch, Matrix, "(equation L float () (public (loss)) (ReduceF.Sum (N 4) (fn (n i) §([] X n (- i 2)))))")
        .Require(ProblemCodes.OutOfRange, "'X' is read at i - 2, which begins at -2; dimension 2 begins at 0. Guard it: i - 2 >= 0 ? … : 0.");

    [Fact]
    public void BeyondASymbolicEnd() => Loss("(extent M public)", "(parameter W float (M) public)", "(equation L float () (public (loss)) (ReduceF.Sum (M) (fn (i) §([] W (+ i 1)))))")
        .Require(ProblemCodes.OutOfRange, "'W' is read at i + 1, which reaches M; dimension 1 has M elements and ends at M - 1.");

    [Fact]
    public void PerhapsNegative() => Loss("(extent M public)", X, "(equation L float () (public (loss)) §([] X (- M 2)))")
        .Require(ProblemCodes.PossiblyOutOfRange, "'X' is read at M - 2, which may be negative (from M - 2). Guard it: M - 2 >= 0 ? … : 0.");

    [Theory]
    [InlineData("(* i i)", "i·i", "i·i")]
    [InlineData("(+ (/ 2 (+ i 1)) 1)", "2 / (i + 1) + 1", "2 / (i + 1)")]
    [InlineData("(% (* i i) 3)", "i·i % 3", "i·i")]
    public void WhatIsNoSumOfIndices(string index, string text, string part) => Loss(X, $"(equation L float () (public (loss)) (ReduceF.Sum (2) (fn (i) §([] X {index}))))")
        .Require(ProblemCodes.IndexNotAffine, $"'X' is read at {text}: an index must be a sum of indices and extents, or a quotient or remainder of one by an extent, and '{part}' is not.");

    [Fact]
    public void ArithmeticWithIndexData() => Loss(Batch, X, "(input T int (N) public)", "(equation L float () (public (loss)) (ReduceF.Sum (N) (fn (n) §([] X (+ ([] T n) ([] T 0))))))")
        .Require(ProblemCodes.PossiblyOutOfRange, "Whether T[n] + T[0] lies in 0 … 3, dimension 1 of 'X', cannot be told: guard the read, or read at one index data.");

    [Fact]
    public void EquationReadAtIndexDataWithoutExtents() => Loss(Batch, "(input T int (N) public)", "(equation F float ((i int)) (private) 1f)", "(equation L float () (public (loss)) (ReduceF.Sum (N) (fn (n) §(call F ([] T n)))))")
        .Require(ProblemCodes.ExtentUnknown, "The extents of 'F' do not follow from how it is read: give it extents with [Output].");

    [Fact]
    public void TwoRangesOfWhichNeitherIsKnownToBeLonger() => Loss(
            "(extent A public)", "(extent B public)", "(equation F float ((i int)) (private) (cast float i))",
            "(equation L float () (public (loss)) (+ (ReduceF.Sum (A) (fn (i) §(call F i))) (ReduceF.Sum (B) (fn (i) (call F i)))))")
        .Require(ProblemCodes.ExtentUnknown, "'F' is read up to B - 1 and up to A - 1 in dimension 1; which of the two reaches further cannot be told. Give it extents with [Output].");

    [Fact]
    public void NumberOfTermsThatIsNoExtent() => Loss(Batch, "(input T int (N) public)", "(equation L float () (public (loss)) (ReduceF.Sum (N) (fn (n) (ReduceF.Sum (§([] T n)) (fn (i) 1f)))))")
        .Require(ProblemCodes.ExtentUnknown, "The number of terms of a Sum must be made of extents and whole numbers.");

    [Fact]
    public void UsedModelWithoutAnExtent() => Using("§(use Hidden LowRank owned ((In 4) (Out 4)))", "(equation L float () (public (loss)) 1f)")
        .Require(ProblemCodes.ExtentUnknown, "'Hidden' is made without a value for its extent 'Rank'.");

    [Fact]
    public void RecurrenceWithoutFirstValue() => Loss("(equation H float ((t int)) (private) (+ §(call H (- t 1)) 1f))", "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (t) (call H t))))")
        .Require(ProblemCodes.RecurrenceWithoutEnd, "'H' refers to earlier values of itself without end: say where it begins, as in t > 0 ? … : the first value.");

    [Fact]
    public void RecurrenceWithoutLastValue() => Loss("(equation H float ((t int)) (private) (+ §(call H (+ t 1)) 1f))", "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (t) (call H t))))")
        .Require(ProblemCodes.RecurrenceWithoutEnd, "'H' refers to later values of itself without end: say where it begins, as in t < … - 1 ? … : the last value.");

    [Fact]
    public void MatrixOfItsOwnFactor() => Loss("(equation K float ((i int) (j int)) (private) (? (&& (> i 0) (> j 0)) (call F (- i 1) (- j 1)) 1f))",
            "(equation F float ((i int) (j int)) (private) (apply (LinearAlgebraF.Cholesky (4) §(group K)) i j))", "(equation L float () (public (loss)) (call F 3 3))")
        .Require(ProblemCodes.MatrixOfItself, "The matrix that Cholesky is given depends on what Cholesky makes of it, and all of it is needed first: in a recurrence a matrix may depend on those of a fixed number of steps before (or after).");

    [Fact]
    public void MatrixAsANumber() => Loss("(input A float (4 4) public)", "(equation L float () (public (loss)) §(LinearAlgebraF.Cholesky (4) (fn (i j) ([] A i j))))")
        .Require(ProblemCodes.TypeConflict, "'Cholesky' gives an equation and needs its indices, as in Cholesky(…)(i, j).");

    [Fact]
    public void NumberAsAMatrix() => Loss("(input A float (4 4) public)", "(equation L float () (public (loss)) (apply §(LinearAlgebraF.LogDet (4) (fn (i j) ([] A i j))) 0 0))")
        .Require(ProblemCodes.TypeConflict, "'LogDet' is a number, not an equation.");

    [Fact]
    public void MatrixReadWithOneIndex() => Loss("(input A float (4 4) public)", "(equation L float () (public (loss)) §(apply (LinearAlgebraF.Inverse (4) (fn (i j) ([] A i j))) 0))")
        .Require(ProblemCodes.WrongNumberOfIndices, "'Inverse' gives an equation of 2 indices, which is applied to 1 arguments.");

    [Fact]
    public void MatrixThatIsNotSquare() => Loss("(input A float (4 3) public)", "(equation L float () (public (loss)) (LinearAlgebraF.LogDet (4) (fn (i j) §([] A i j))))")
        .Require(ProblemCodes.OutOfRange, "'A' is read at j, which reaches 3; dimension 2 has 3 elements and ends at 2.");

    [Fact]
    public void MatrixReadBeyondItsEnd() => Loss("(input A float (4 4) public)", "(equation L float () (public (loss)) (ReduceF.Sum (5) (fn (k) §(apply (LinearAlgebraF.Cholesky (4) (fn (i j) ([] A i j))) k 0))))")
        .Require(ProblemCodes.OutOfRange, "'LCholesky' is read at k, which reaches 4; dimension 1 has 4 elements and ends at 3.");

    [Fact]
    public void NumberOfRowsThatIsNoExtent() => Loss(Batch, "(input T int (N) public)", "(equation L float () (public (loss)) (ReduceF.Sum (N) (fn (n) (LinearAlgebraF.LogDet (§([] T n)) (fn (i j) 1f)))))")
        .Require(ProblemCodes.ExtentUnknown, "The number of rows and columns of LogDet must be made of extents and whole numbers.");

    [Fact]
    public void EquationThatHasAllItsArguments() => Loss(X, "(equation F float ((i int)) (private) ([] X i))", "(equation L float () (public (loss)) (ReduceF.Sum (4) §(call F 1)))")
        .Require(ProblemCodes.TypeConflict, "'F' with 1 arguments is a number, not an equation.");

    [Fact]
    public void EquationsThatReferToEachOther() => Loss("(equation F float ((t int)) (private) (call G t))", "(equation G float ((t int)) (private) §(call F t))", "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (t) (call F t))))")
        .Require(ProblemCodes.CyclicEquation, "'F' depends on its own value at the same t.");

    [Fact]
    public void EquationThatRefersToNoFixedTime() => Loss("(equation H float ((t int)) (private) (? (> t 0) §(call H (- 3 t)) 1f))", "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (t) (call H t))))")
        .Require(ProblemCodes.CyclicEquation, "'H' depends on itself, and no index tells earlier from later: in a recurrence every reference goes to a fixed number of steps before (or after), as in H(t - 1).");

    [Fact]
    public void MemoryThatIsNotEnough()
    {
        var problem = Assert.Single(ModelCompiler.Diagnose(
            Declared.Model(X, "(equation L float () (public (loss :memory 3)) (MathF.Exp (ReduceF.Sum (4) (fn (i) ([] X i)))))"), TestContext.Current.CancellationToken));
        Assert.Equal(
            (ProblemCodes.MemoryExceeded, 1, 0, "The intermediates of 'Gradient' take 8 bytes, more than the 3 that 'L' allows; the largest: LSum (4), L (4)."),
            (problem.Code, problem.Member, problem.Node, problem.Message));
    }

    [Fact]
    public void ParameterWithoutEffect() => Loss(X, "§(parameter W float () public)", "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) (? (> ([] X i) W) ([] X i) 0f))))")
        .Advise(ProblemCodes.NoEffectOnLoss, "The parameter 'W' will not be trained: the loss depends on it through no path that passes a gradient.");

    [Fact]
    public void ParameterThatIsNotRead() => Loss(X, "§(parameter W float () public)", "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) ([] X i))))")
        .Advise(ProblemCodes.NoEffectOnLoss, "The parameter 'W' will not be trained: the loss does not read it.");

    [Fact]
    public void NothingToCompute() => Loss(X, "(equation F float ((i int)) (private) ([] X i))")
        .Advise(ProblemCodes.NothingToCompute, "The model has no [Output], no [Loss] and no equation that another model could use: nothing of it will ever be computed.");

    [Fact]
    public void EquationThatNothingRefersTo() => Loss(
            X, "§(equation F float ((i int)) (private) ([] X i))", "(equation G float ((i int)) (public) ([] X i))", "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) ([] X i))))")
        .Advise(ProblemCodes.UnusedEquation, "Nothing refers to the equation 'F': it is checked, but not computed.", severity: Severity.Information);

    [Fact]
    public void CostsAndScatteredGradients()
    {
        var problems = ModelCompiler.Diagnose(
            Declared.Model("(input I int (4) public)", "(parameter E float (10 2) public)", "(equation L float () (public (loss)) (ReduceF.Sum (4 2) (fn (n d) ([] E ([] I n) d))))"),
            TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                (ProblemCodes.CostSummary, -1, "20 parameters. EvaluateL: 8 floating-point operations, 4 bytes of intermediates, 1 region. Gradient: 16 floating-point operations, 4 bytes of intermediates, 2 regions."),
                (ProblemCodes.ScatteredGradient, 1, "The gradient of 'E' is added up at the places that 'I' names, not gathered: in their order by one thread, sorted by rows for several."),
            ],
            problems.Select(p => (p.Code, p.Member, p.Message)));
        Assert.All(problems, p => Assert.Equal(Severity.Information, p.Severity));
    }

    [Theory]
    [InlineData("(equation Y float ((i int)) (public (output 4)) (+ ([] X i) (CounterRandomF.Normal 7 i)))", ProblemCodes.NotInOnnx, "'Sample' cannot be written as ONNX: no standard operators compute 'Normal' in Y[i] = X[i] + Normal(7, i). Give what it needs as an input, or leave 'Onnx = true' out.")]
    [InlineData("(equation Y float ((i int)) (public (output 4)) (+ ([] X i) 1f))", null, null)]
    [InlineData("(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) ([] X i))))", ProblemCodes.NothingForOnnx, "'Sample' has no output, so there is nothing to write as ONNX: mark an equation with [Output], or leave 'Onnx = true' out.")]
    public void WhatIsNoOnnxGraph(string equation, string? code, string? message)
    {
        var input = Declared.Model(X, equation);
        var problems = ModelCompiler.Check(input with { Model = input.Model with { Onnx = true } }, TestContext.Current.CancellationToken).Where(p => p.Severity == Severity.Error).ToArray();
        Assert.Equal(code is null ? [] : [(code, -1, message!)], problems.Select(p => (p.Code, p.Member, p.Message)));
        Assert.DoesNotContain(ModelCompiler.Check(input, TestContext.Current.CancellationToken), p => p.Severity == Severity.Error);
    }

    [Fact]
    public void InputThatNothingReads() => Loss("§" + X, "(equation L float () (public (loss)) 1f)")
        .Advise(ProblemCodes.InputNeverRead, "No output and no loss reads the input 'X'.");

    [Fact]
    public void DenominatorThatIsZero() => Loss(X, "(equation D float ((i int) (j int)) (private) (- ([] X i) ([] X j)))", "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) §(/ 1f (call D i i)))))")
        .Advise(ProblemCodes.DenominatorZero, "The denominator D[i,i] is 0, whatever the values are.");

    [Theory]
    [InlineData("§(MathF.Log (neg (MathF.Exp ([] X i))))", "Log has no finite value here: its argument −Exp(X[i]) lies in (−∞, -0], whatever the values are.")]
    [InlineData("§(MathF.Sqrt (- (Functions.Sigmoid ([] X i)) 2f))", "Sqrt has no finite value here: its argument Sigmoid(X[i]) - 2 lies in [-2, -1], whatever the values are.")]
    [InlineData("§(MathF.Acos (+ (MathF.Cosh ([] X i)) 1f))", "Acos has no finite value here: its argument Cosh(X[i]) + 1 lies in [2, ∞), whatever the values are.")]
    [InlineData("(MathF.Sqrt (* ([] X i) ([] X i)))", "")]
    [InlineData("(MathF.Log (MathF.Abs ([] X i)))", "")]
    [InlineData("(MathF.Sqrt (MathF.Max ([] X i) -1f))", "")]
    public void ValueOutsideADomain(string expression, string message)
    {
        var model = Loss(X, $"(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) {expression})))");
        if (message.Length == 0) Assert.Empty(model.Problems);
        else model.Advise(ProblemCodes.OutsideDomain, message);
    }

    [Fact]
    public void RootOfADistanceFromItself() => Loss(X, "(equation L float () (public (loss)) (ReduceF.Sum (4 4) (fn (i j) §(MathF.Sqrt (* (- ([] X i) ([] X j)) (- ([] X i) ([] X j)))))))")
        .Advise(ProblemCodes.NotDifferentiable, "Where i = j, (X[i] - X[j])·(X[i] - X[j]) is 0 and the slope of its root infinite: the gradient will not be a number. Leave these out (i == j ? 0 : …), or add a small number under the root.");

    [Fact]
    public void RootOfADistanceOfOthers() =>
        Assert.Empty(Loss(X, "(equation L float () (public (loss)) (ReduceF.Sum (4 4) (fn (i j) (? (== i j) 0f (MathF.Sqrt (* (- ([] X i) ([] X j)) (- ([] X i) ([] X j))))))))").Problems);

    [Fact]
    public void QuotientOfWholeNumbers() => Loss(X, "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) (* §(/ i 3) ([] X i)))))")
        .Advise(ProblemCodes.IntegerQuotient, "A quotient of whole numbers is rounded towards zero before it becomes a real number: write one of them as such, as in i / 3f.");

    [Fact]
    public void QuotientWithoutARest() => Assert.Empty(Loss(X, "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) (* (/ 4 2) ([] X i)))))").Problems);

    [Fact]
    public void IndexOfTheSameName() => Loss(X, "(equation S float ((i int)) (private) (ReduceF.Sum (4) §(fn (i) ([] X i))))", "(equation L float () (public (loss)) (call S 0))")
        .Advise(ProblemCodes.ShadowedIndex, "'i' is the name of an index outside as well: within this function the outer one cannot be read.");

    [Fact]
    public void FloatComputedInDouble() => Loss(X, "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) §(cast float (Math.Exp ([] X i))))))")
        .Advise(ProblemCodes.DoubleDetour, "'Math.Exp' is computed in double precision and cast back: MathF.Exp computes it in single precision, with more numbers at a time.", "replace MathF.Exp");

    [Fact]
    public void ExchangedIndices() => Loss(Batch, Matrix, "(equation L float () (public (loss)) (ReduceF.Sum (N 4) (fn (n i) §([] X i n))))")
        .Advise(ProblemCodes.TransposedRead, "'X' is read at i, which reaches 3, in dimension 1, which has N elements. With i and n exchanged it fits.", "swap 0 1");

    [Fact]
    public void NameAlmostRight() => Loss(X, "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) (* ([] X i) §lenght))))", "(extent Length public)")
        .Require(ProblemCodes.UnknownName, "'lenght' is not declared in this model. Did you mean 'Length'?");

    [Fact]
    public void FunctionOfNumbersThatCallsItself() => Loss("(equation F float ((x float)) (private) §(call F (* x 2f)))", "(equation L float () (public (loss)) (call F 1f))")
        .Require(ProblemCodes.ProgramTooLarge, "'F' is called more than 200 calls deep.");

    [Fact]
    public void FunctionThatIsNotKnown() => Loss(
            "(equation S float ((f (fn int float))) (private) (ReduceF.Sum (4) (fn (i) (apply f i))))",
            "(equation L float () (public (loss)) (call S §(? true (fn (i) 1f) (fn (i) 2f))))")
        .Require(ProblemCodes.FunctionNotKnown, "The equation passed here is not known at compile time: pass a lambda, a method group or a parameter.");

    [Fact]
    public void NameThatIsNoFunction() => Loss("(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) (apply §i 0))))")
        .Require(ProblemCodes.FunctionNotKnown, "The equation that 'i' stands for is not known at compile time: pass a lambda, a method group or a parameter.");

    [Fact]
    public void RealIndex() => Loss(X, "(equation L float () (public (loss)) §([] X 1f))")
        .Require(ProblemCodes.TypeConflict, "An index of 'X' is not a whole number.");

    [Fact]
    public void TruthValueInASum() => Loss(X, "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) §(+ ([] X i) (< i 2)))))")
        .Require(ProblemCodes.TypeConflict, "'+' does not apply to truth values.");

    [Fact]
    public void NumberAsACondition() => Loss(X, "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) (? §i ([] X i) 0f))))")
        .Require(ProblemCodes.TypeConflict, "A condition is not a truth value.");

    [Fact]
    public void NegatedNumberAsACondition() => Loss(X, "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) (? (not §i) ([] X i) 0f))))")
        .Require(ProblemCodes.TypeConflict, "A condition is not a truth value.");

    [Fact]
    public void DoubleWhereFloatIsNeeded() => Loss("(input Y double (4) public)", "(equation L float () (public (loss)) (ReduceF.Sum (4) §(fn (i) ([] Y i))))")
        .Require(ProblemCodes.TypeConflict, "A value of type double stands where float is needed.");

    [Fact]
    public void ResultOfTheWrongType() => Loss("(equation L float () (public (loss)) §(+ 1d 2f))")
        .Require(ProblemCodes.TypeConflict, "A value of type double stands where float is needed.");

    [Fact]
    public void FunctionAsANumber() => Loss("(equation S float ((f (fn int float))) (private) (+ §f 1f))", "(equation L float () (public (loss)) (call S (fn (i) 1f)))")
        .Require(ProblemCodes.TypeConflict, "'f' is an equation and needs its arguments.");

    [Fact]
    public void LossWithIndices() => Loss(Batch, "§(equation L float ((n int) (k int)) (public (loss)) 1f)")
        .Require(ProblemCodes.LossNotScalar, "The loss 'L' has 2 index parameters; a loss is one number: sum or average over them.");

    [Fact]
    public void OutputWithTooFewExtents() => Loss("§(equation Y float ((n int) (k int)) (public (output 4)) 1f)")
        .Require(ProblemCodes.OutputExtents, "The output 'Y' has 2 indices but 1 extents.");

    [Fact]
    public void UpdateOfAnotherRank() => Loss("(state M float (4) public)", "§(equation U float () (private (update M)) 1f)", "(equation L float () (public (loss)) 1f)")
        .Require(ProblemCodes.OutputExtents, "'U' has 0 indices, the state 'M' that it updates has 1.");

    [Fact]
    public void UsedModelThatIsNotKnown() => Loss("§(use Hidden Lib.Missing owned ())", "(equation L float () (public (loss)) 1f)")
        .Require(ProblemCodes.UsedModelUnknown, "The declaration of 'Lib.Missing', which 'Hidden' is an instance of, is not known here.");

    [Theory]
    [InlineData("§(switch 1f)", "'switch' is not part of the notation.")]
    [InlineData("§(MathF.BitIncrement 1f)", "'MathF.BitIncrement' with 1 arguments is not a function of the notation.")]
    [InlineData("§(MathF.Exp 1f 2f)", "'MathF.Exp' with 2 arguments is not a function of the notation.")]
    [InlineData("§(ReduceF.Product (4) (fn (i) 1f))", "'Product' is not a reduction of the notation.")]
    [InlineData("§(% 3f 2f)", "'%' of real numbers is not part of the notation.")]
    [InlineData("(cast float §(Math.Abs 3))", "'Abs' of a whole number is not part of the notation; cast it.")]
    [InlineData("§((+ 1f 2f) 3f)", "An expression begins with a list.")]
    public void NotInTheNotation(string body, string message) => Loss($"(equation L float () (public (loss)) {body})").Require(ProblemCodes.NotSupported, message);

    [Fact]
    public void OutputWithAFunctionParameter() => Loss("§(equation Y float ((f (fn int float))) (public (output 4)) (apply f 0))")
        .Require(ProblemCodes.NotSupported, "'Y' is evaluated by callers and may have index parameters only.");

    [Fact]
    public void HessianWithoutParameters() => Loss(X, "(equation L float () (public §(loss :hessian)) (ReduceF.Sum (4) (fn (i) ([] X i))))")
        .Require(ProblemCodes.NoHessian, "The second derivatives of 'L' are with respect to the model's parameters, but it has none.");

    [Fact]
    public void HessianOfParametersOfTwoTypes() => Loss(
            "(parameter A float () public)", "(parameter B double () public)",
            "(equation L double () (public §(loss :hessian-vector-product)) (* (cast double A) B))")
        .Require(ProblemCodes.NoHessian, "The second derivatives of 'L' are with respect to one vector of parameters, but 'A' is float and 'B' is double.");

    [Fact]
    public void StateOfALayerThatIsGivenTwoEquations()
    {
        string[] lines =
        [
            "(batch N public)", "(training Training public)", "(input X float (N 4) public)", "(use Norm Centre owned ((In 4)))",
            "(equation L float () (public (loss)) (ReduceF.Sum (N 4) (fn (n i) (* (call Norm.Y (fn (b j) ([] X b j)) n i) §(call Norm.Y (fn (b j) (neg ([] X b j))) n i)))))",
        ];
        var centre = Declared.Import("Centre", "(extent In public)", "(batch N public)", "(training Training public)", "(state M float (In) public)",
            "(equation Next float ((x (fn int int float)) (i int)) (private (update M)) (ReduceF.Mean (N) (fn (n) (apply x n i))))",
            "(equation Y float ((x (fn int int float)) (n int) (i int)) (public) (- (apply x n i) ([] M i)))");
        var model = new MarkedModel(lines) { Input = Declared.Model("Sample", [.. lines.Select(l => l.Replace("§", ""))]) with { Uses = new([centre]) } };
        var problem = Assert.Single(model.Problems);
        Assert.Equal((ProblemCodes.UpdateAmbiguous, "'Norm' is given different equations as 'x', so the next value of its 'M' is not determined. Use an object of its class for each."), (problem.Code, problem.Message));
    }

    [Fact]
    public void TextThatIsNoDeclaration() => Loss("(equation L float () (public (loss)) (+ 1f")
        .Require(ProblemCodes.CompilerFailure, "The compiler failed on this model (FormatException: A list is not closed.).");

    [Fact]
    public void EveryProblemOnItsOwnLine()
    {
        var model = Loss(X, "(equation Y float ((i int)) (public (output 4)) (+ ([] X (+ i 1)) ([] X (- i 1))))", "(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) ([] X (+ i 2)))))");
        Assert.Equal([(1, ProblemCodes.OutOfRange), (1, ProblemCodes.OutOfRange), (2, ProblemCodes.OutOfRange)], model.Problems.Select(p => (p.Member, p.Code)));
        Assert.True(model.Problems[0].Node < model.Problems[1].Node);
    }

    [Fact]
    public void AProblemInsideAUsedModelIsAtItsUse() => Using(
            "(use Hidden LowRank owned ((In 8) (Rank 2) (Out 4)))", Batch, Matrix,
            "(equation Y float ((n int) (o int)) (public (output N 4)) (call Hidden.Y (fn (b i) §([] X b i)) n o))")
        .Require(ProblemCodes.OutOfRange, "'X' is read at i, which reaches 7; dimension 2 has 4 elements and ends at 3.");

    [Fact]
    public void AProblemOfTheBinderIsThrown()
    {
        var input = Declared.Digits with { Model = Declared.Digits.Model with { Problems = new EquatableArray<string>(["ANZ0003 6:2 a statement"]) } };
        var file = Assert.Single(ModelCompiler.Compile(input, TestContext.Current.CancellationToken));
        Assert.Contains("throw new InvalidOperationException(\"ANZ0003 6:2 a statement\")", file.Text);
    }

    [Fact]
    public void EveryCodeHasADeclarationHere()
    {
        var text = File.ReadAllText(Path.Combine(typeof(ProblemTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!, "Checking", "ProblemTests.cs"));
        var codes = typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static);
        Assert.All(codes, c => Assert.Matches("^ANZ[01][0-9]{3}$", (string)c.GetValue(null)!));
        Assert.Equal(codes.Length, codes.Select(c => c.GetValue(null)).Distinct().Count());
        Assert.All(codes, c => Assert.Contains($"ProblemCodes.{c.Name}, ", text));
    }

    private static MarkedModel Loss(params string[] lines) => new(lines);

    private static MarkedModel Using(params string[] lines)
    {
        var model = new MarkedModel(lines);
        return new MarkedModel(lines) { Input = Declared.Model("Sample", [.. model.Input.Model.Members], Declared.LowRank) };
    }
}
