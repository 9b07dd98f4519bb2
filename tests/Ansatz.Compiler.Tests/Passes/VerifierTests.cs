using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Tests.Passes;

/// <summary>One broken program for each rule of the verifier.</summary>
public sealed class VerifierTests
{
    private readonly TensorProgram _program = new(new ExpressionGraph(), "Broken");
    private readonly Tensor _x;
    private readonly Index _i;

    public VerifierTests()
    {
        _x = _program.NewTensor("X", ScalarType.Double, TensorRole.Parameter);
        _x.Shape = [Extent.Of(4)];
        _program.Given.Add(_x);
        _i = Graph.NewIndex("i", Extent.Of(4));
    }

    private ExpressionGraph Graph => _program.Graph;

    [Fact]
    public void AcceptsAWholeProgram()
    {
        var y = Define("Y", [_i], Read(_x, Graph.Of(_i)));
        _program.Results.Add(y);
        ProgramVerifier.Verify(_program, "nothing");
    }

    [Fact]
    public void DefinitionOfTheTarget()
    {
        var y = Define("Y", [_i], Read(_x, Graph.Of(_i)));
        y.Definition = new Statement(y, [_i], Reducer.None, [], Read(_x, Graph.Of(_i)));
        Rejects("the target has another definition");
    }

    [Fact]
    public void ShapeOfTheTarget()
    {
        Define("Y", [_i], Read(_x, Graph.Of(_i))).Shape = [Extent.Of(3)];
        Rejects("the target's shape is not that of the free indices");
    }

    [Fact]
    public void RankOfAScatter()
    {
        var y = _program.NewTensor("Y", ScalarType.Double, TensorRole.Intermediate);
        y.Shape = [Extent.Of(4), Extent.Of(4)];
        y.Definition = new Statement(y, [_i], Reducer.Sum, [], Read(_x, Graph.Of(_i))) { Scatter = [Graph.Of(_i)] };
        _program.Statements.Add(y.Definition);
        Rejects("the scatter map has another rank than the target");
    }

    [Fact]
    public void ReducerWithoutReducedIndices()
    {
        _program.Define("Y", ScalarType.Double, [_i], Reducer.Sum, [], Read(_x, Graph.Of(_i)));
        Rejects("reducer and reduced indices do not fit");
    }

    [Fact]
    public void ReducedIndicesWithoutReducer()
    {
        _program.Define("Y", ScalarType.Double, [], Reducer.None, [_i], Read(_x, Graph.Of(_i)));
        Rejects("reducer and reduced indices do not fit");
    }

    [Fact]
    public void IndexWithoutExtent()
    {
        var j = Graph.NewIndex("j", null);
        _program.Define("Y", ScalarType.Double, [], Reducer.Sum, [j], Read(_x, Graph.Of(j)));
        Rejects("index j has no extent");
    }

    [Fact]
    public void IndexOfTwoStatements()
    {
        Define("Y", [_i], Read(_x, Graph.Of(_i)));
        Define("Z", [_i], Read(_x, Graph.Of(_i)));
        Rejects("index i belongs to two statements");
    }

    [Fact]
    public void IndexThatIsNotBound()
    {
        Define("Y", [_i], Read(_x, Graph.Of(Graph.NewIndex("j", Extent.Of(4)))));
        Rejects("index j is not bound");
    }

    [Fact]
    public void IndexThatIsNotBoundInAScatter()
    {
        var y = _program.NewTensor("Y", ScalarType.Double, TensorRole.Intermediate);
        y.Shape = [Extent.Of(4)];
        y.Definition = new Statement(y, [_i], Reducer.Sum, [], Read(_x, Graph.Of(_i))) { Scatter = [Graph.Of(Graph.NewIndex("j", Extent.Of(4)))] };
        _program.Statements.Add(y.Definition);
        Rejects("index j is not bound");
    }

    [Fact]
    public void ReadBeforeItIsComputed()
    {
        var later = _program.NewTensor("Later", ScalarType.Double, TensorRole.Intermediate);
        later.Shape = [Extent.Of(4)];
        Define("Y", [_i], Read(later, Graph.Of(_i)));
        Rejects("Later is read before it is computed");
    }

    [Fact]
    public void NumberOfIndices()
    {
        Define("Y", [_i], Read(_x, Graph.Of(_i), Graph.Of(_i)));
        Rejects("X has 1 dimensions");
    }

    [Fact]
    public void TypeOfAnIndex()
    {
        Define("Y", [_i], Read(_x, Read(_x, Graph.Of(_i))));
        Rejects("X is read at an index that is no whole number");
    }

    [Fact]
    public void ComputedTwice()
    {
        var y = Define("Y", [], Graph.Number(1, ScalarType.Double));
        _program.Statements.Add(y.Definition!);
        Rejects("the target is computed twice");
    }

    [Fact]
    public void ComputedThoughGiven()
    {
        _x.Definition = new Statement(_x, [_i], Reducer.None, [], Graph.Number(1, ScalarType.Double));
        _program.Statements.Add(_x.Definition);
        Rejects("the target is computed twice");
    }

    [Fact]
    public void ResultThatIsNotComputed()
    {
        _program.Results.Add(_program.NewTensor("Missing", ScalarType.Double, TensorRole.Output));
        Rejects("the result Missing is not computed");
    }

    private Tensor Define(string name, Index[] free, Expression body) => _program.Define(name, ScalarType.Double, free, Reducer.None, [], body);

    private Expression Read(Tensor tensor, params Expression[] at) => Graph.Read(tensor, at);

    private void Rejects(string what)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => ProgramVerifier.Verify(_program, "a pass"));
        Assert.StartsWith("After a pass: ", failure.Message);
        Assert.Contains(what, failure.Message);
    }
}
