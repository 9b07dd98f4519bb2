using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Tensors;
using Ansatz.Compiler.Tests.Declaring;

namespace Ansatz.Compiler.Tests.Gradients;

/// <summary>Which parameters are tables, whose gradients are computed for the rows that index data name, and how many scatters that takes.</summary>
public sealed class TableTests
{
    private const string Loss = "(equation L float () (public (loss)) (ReduceF.Sum (N 3) (fn (n d) (* (call Y n d) (call Y n d)))))";

    private static string[] Members(string y, params string[] more) =>
    [
        "(batch N public)", "(input Id int (N) public)", "(input Other int (N) public)", "(input Map int (9) public)", "(input Limit int (N) public)", "(parameter E float (7 3) public)",
        .. more, $"(equation Y float ((n int) (d int)) (private) {y})", Loss,
    ];

    private static CompileInput Model(string y, params string[] more) => Declared.Model(Members(y, more));

    private static bool IsTable(CompileInput input) => Declared.Compile(input, ProgramPurpose.Gradient).Loops.Buffers.Values.Distinct().Single(b => b.Name == "dE").IsRowSparse;

    [Theory]
    [InlineData("([] E ([] Id n) d)")]
    [InlineData("([] E ([] Map ([] Id n)) d)")]
    [InlineData("(MathF.Exp ([] E ([] Id n) d))")]
    [InlineData("(+ ([] E ([] Id n) d) ([] E ([] Other n) d))")]
    [InlineData("(? (< n ([] Limit n)) ([] E ([] Id n) d) 0f)")]
    [InlineData("(+ (? (< n ([] Limit n)) ([] E ([] Id n) d) 0f) ([] E ([] Id n) d))")]
    [InlineData("(ReduceF.Sum (3) (fn (k) (* ([] E ([] Id n) k) ([] E ([] Other n) d))))")]
    public void ReadInRowsThatDataName(string y) => Assert.True(IsTable(Model(y)));

    [Theory]
    [InlineData("([] E ([] Id n) ([] Column d))", "(input Column int (3) public)")] // not along the row
    [InlineData("(+ ([] E ([] Id n) d) ([] E 0 d))")] // elsewhere at a row that is known
    [InlineData("(* ([] E ([] Id n) d) (ReduceF.Sum (7) (fn (w) ([] E w d))))")] // elsewhere in all rows
    [InlineData("(? (< d ([] Limit n)) ([] E ([] Id n) d) 0f)")] // under a condition of its own for each element
    public void ReadInOtherWays(string y, params string[] more) => Assert.False(IsTable(Model(y, more)));

    [Fact]
    public void ReadsWithTheSameMapMakeOneScatter()
    {
        var program = Declared.Compile(Declared.Model(
            "(batch N public)", "(input Id int (N 5) public)", "(parameter E float (7 3) public)",
            "(equation T float ((n int) (d int)) (private) (ReduceF.Sum (5) (fn (f) ([] E ([] Id n f) d))))",
            "(equation S float ((n int) (d int)) (private) (ReduceF.Sum (5) (fn (f) (* ([] E ([] Id n f) d) ([] E ([] Id n f) d)))))",
            "(equation L float () (public (loss)) (ReduceF.Sum (N 3) (fn (n d) (- (* (call T n d) (call T n d)) (call S n d)))))"), ProgramPurpose.Gradient);
        var scatter = Assert.Single(program.Tensors.Statements, s => s.Scatter is not null);
        Assert.Equal("dE", scatter.Target.Name);
        Assert.Equal(["n", "f", "d"], scatter.Free.Select(i => i.Name));
    }

    [Fact]
    public void ASumOfScattersIsAddedToInPlace()
    {
        var program = Declared.Compile(Model("(+ ([] E ([] Id n) d) (* 2f ([] E ([] Other n) d)))"), ProgramPurpose.Gradient);
        var (first, second) = (program.Loops.Regions.SelectMany(r => r.Nests).Where(n => n.Scatter is not null).ToArray() is [var a, var b] ? (a, b) : throw new InvalidOperationException());
        Assert.Same(program.Loops.Buffers[first.Target!], program.Loops.Buffers[second.Target!]);
        Assert.Equal((false, true), (first.Continues, second.Continues));
        Assert.DoesNotContain(program.Loops.Buffers.Values, b => b.Storage == Storage.Whole && b.Length.Equals(Extent.Of(21)));
    }

    [Fact]
    public void IndexDataOfEveryLevelIsChecked()
    {
        var files = ModelCompiler.Compile(Model("([] E ([] Map ([] Id n)) d)"), TestContext.Current.CancellationToken);
        var surface = files.Single(f => f.HintName == "Sample.g.cs").Text;
        Assert.Contains("RequireRange(Id, N, checked((int)(9)), nameof(id))", surface, StringComparison.Ordinal);
        Assert.Contains("RequireRange(Map, 9, checked((int)(7)), nameof(map))", surface, StringComparison.Ordinal);
    }

    [Fact]
    public void IndexDataMayBeAState()
    {
        var input = Model("([] E ([] Kept ([] Id n)) d)", "(state Kept int (9) public)");
        Assert.True(IsTable(input));
        var surface = ModelCompiler.Compile(input, TestContext.Current.CancellationToken).Single(f => f.HintName == "Sample.g.cs").Text;
        Assert.Contains("RequireRange(Parameters.Pointer<int>(1), 9, checked((int)(7)), \"Kept\")", surface, StringComparison.Ordinal);
    }
}
