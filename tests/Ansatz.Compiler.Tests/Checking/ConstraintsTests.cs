using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;
using Ansatz.Compiler.Tests.Interpreting;
using CsCheck;

namespace Ansatz.Compiler.Tests.Checking;

/// <summary>Ranges of index expressions under conditions: never narrower than what trying all points gives, and as narrow where that is promised.</summary>
public sealed class ConstraintsTests
{
    private readonly ExpressionGraph _graph = new();
    private readonly Index[] _indices;

    public ConstraintsTests() => _indices = [_graph.NewIndex("i", Extent.Of(5)), _graph.NewIndex("j", Extent.Of(3))];

    private Expression I => _graph.Of(_indices[0]);

    private Expression J => _graph.Of(_indices[1]);

    [Fact]
    public void RangesAreSound()
    {
        var affine = from c in Gen.Int[-2, 2].Array[3] select Affine(c);
        var comparison = from sign in Gen.Int[0, 5] from a in affine from b in affine select Compare(sign, a, b);
        var condition = Gen.Recursive<Expression>((depth, inner) => depth == 2 ? comparison : Gen.OneOf(
            comparison,
            from a in inner from b in inner select _graph.And(a, b),
            from a in inner from b in inner select _graph.Apply(ScalarOperators.Or, ScalarType.Bool, a, b),
            from a in inner select _graph.Apply(ScalarOperators.Not, ScalarType.Bool, a)));
        var value = Gen.OneOf(
            affine,
            from a in affine from b in affine select _graph.Apply(ScalarOperators.Max, ScalarType.Int, a, b),
            from a in affine from b in affine from c in affine select _graph.Apply(ScalarOperators.Min, ScalarType.Int, _graph.Apply(ScalarOperators.Max, ScalarType.Int, a, b), c));
        Gen.Select(condition, condition, Gen.Bool, value).Sample((c, d, holds, v) => Check(v, (c, true), (d, holds)), iter: 700, threads: 1);
    }

    // What leads from q to i + j, and, with q = (i + j) / 2, back again: once this never ended.
    [Fact]
    public void AConditionOnAQuotientAndWhatItIsOf()
    {
        var sum = _graph.Add(I, J);
        var quotient = _graph.Apply(ScalarOperators.Divide, ScalarType.Int, sum, Whole(2));
        var known = Constraints.None.With(_graph.Apply(ScalarOperators.GreaterOrEqual, ScalarType.Bool, sum, quotient), true).With(_graph.Apply(ScalarOperators.LessOrEqual, ScalarType.Bool, sum, quotient), true);
        var (low, high) = Numbers(known.Range(sum));
        Assert.True(low <= 0 && high is >= 0 and <= 6);
    }

    [Fact]
    public void WithoutConditionsAffineRangesAreExact() =>
        Gen.Int[-3, 3].Array[3].Sample(
            c =>
            {
                var values = new List<int>();
                for (var i = 0; i < 5; i++)
                {
                    for (var j = 0; j < 3; j++) values.Add((c[0] * i) + (c[1] * j) + c[2]);
                }

                Assert.Equal((values.Min(), values.Max()), Numbers(Constraints.None.Range(Affine(c))));
            },
            iter: 300,
            threads: 1);

    [Theory]
    [InlineData(">=", 0, 0, 3)]
    [InlineData(">", 0, 1, 3)]
    [InlineData("<", 2, -1, 1)]
    [InlineData("<=", 2, -1, 2)]
    [InlineData("==", 2, 2, 2)]
    [InlineData("!=", 2, -1, 3)]
    public void OneGuard(string sign, int limit, int low, int high)
    {
        // i − 1 lies in −1 … 3.
        var at = _graph.Subtract(I, Whole(1));
        Assert.Equal((low, high), Numbers(Constraints.None.With(Compare(Array.IndexOf(_signs, sign), at, Whole(limit)), true).Range(at)));
    }

    [Theory]
    [InlineData(">=", 0, -1, -1)]
    [InlineData(">", 0, -1, 0)]
    [InlineData("<", 2, 2, 3)]
    [InlineData("<=", 2, 3, 3)]
    [InlineData("==", 2, -1, 3)]
    [InlineData("!=", 2, 2, 2)]
    public void OneGuardThatFails(string sign, int limit, int low, int high)
    {
        var at = _graph.Subtract(I, Whole(1));
        Assert.Equal((low, high), Numbers(Constraints.None.With(Compare(Array.IndexOf(_signs, sign), at, Whole(limit)), false).Range(at)));
    }

    [Fact]
    public void BothSidesOfAnAndHold()
    {
        var at = _graph.Add(I, J);
        var guard = _graph.And(Compare(4, at, Whole(1)), Compare(0, at, Whole(4)));
        Assert.Equal((1, 3), Numbers(Constraints.None.With(guard, true).Range(at)));
        Assert.Equal((0, 6), Numbers(Constraints.None.With(guard, false).Range(at)));
    }

    [Fact]
    public void NeitherSideOfAnOrHolds()
    {
        var at = _graph.Add(I, J);
        var guard = _graph.Apply(ScalarOperators.Or, ScalarType.Bool, Compare(0, at, Whole(1)), Compare(4, at, Whole(4)));
        Assert.Equal((1, 3), Numbers(Constraints.None.With(guard, false).Range(at)));
        Assert.Equal((0, 6), Numbers(Constraints.None.With(guard, true).Range(at)));
    }

    [Fact]
    public void AGuardOnAnotherShiftOfTheSameSum() =>
        Assert.Equal((3, 5), Numbers(Constraints.None.With(Compare(4, I, Whole(2)), true).Range(_graph.Add(I, Whole(1)))));

    [Fact]
    public void AGuardOnAPart() =>
        Assert.Equal((2, 6), Numbers(Constraints.None.With(Compare(4, I, Whole(2)), true).Range(_graph.Add(I, J))));

    [Fact]
    public void AGuardOnTheLargerOfTwo()
    {
        // Max(i − 1, 1 − i) is |i − 1|: without a guard interval arithmetic gives −1 … 3.
        var at = _graph.Apply(ScalarOperators.Max, ScalarType.Int, _graph.Subtract(I, Whole(1)), _graph.Subtract(Whole(1), I));
        Assert.Equal((-1, 3), Numbers(Constraints.None.Range(at)));
        Assert.Equal((0, 3), Numbers(Constraints.None.With(Compare(4, at, Whole(0)), true).Range(at)));
    }

    [Fact]
    public void ClampedIndices()
    {
        var at = _graph.Apply(ScalarOperators.Min, ScalarType.Int, _graph.Apply(ScalarOperators.Max, ScalarType.Int, _graph.Subtract(I, Whole(2)), Whole(0)), Whole(1));
        Assert.Equal((0, 1), Numbers(Constraints.None.Range(at)));
    }

    [Fact]
    public void IndexDataHaveTheRangeOfTheirGuards()
    {
        var tensor = new TensorProgram(_graph, "").NewTensor("T", ScalarType.Int, TensorRole.Input);
        var at = _graph.Read(tensor, I);
        Assert.Equal((null, null), Constraints.None.Range(at));
        var guard = _graph.And(Compare(4, at, Whole(0)), Compare(0, at, Whole(9)));
        Assert.Equal((0, 8), Numbers(Constraints.None.With(guard, true).Range(at)));
    }

    [Fact]
    public void SymbolicEnds()
    {
        var n = Extent.Named("N");
        var k = _graph.NewIndex("k", n);
        var (low, high) = Constraints.None.Range(_graph.Subtract(_graph.Integer(n), _graph.Of(k)));
        Assert.Equal(Extent.One, low);
        Assert.Equal(n, high);
        Assert.Equal(n, Constraints.Larger(n, Extent.One));
        Assert.Equal(Extent.One, Constraints.Smaller(n, Extent.One));
        Assert.Null(Constraints.Larger(n, Extent.Named("M")));
    }

    private static readonly string[] _signs = ["<", "<=", "==", "!=", ">=", ">"];

    private void Check(Expression value, params (Expression Condition, bool Holds)[] conditions)
    {
        var known = conditions.Aggregate(Constraints.None, (k, c) => k.With(c.Condition, c.Holds));
        var (low, high) = known.Range(value);
        var point = new PointEvaluator(ExtentValues.None, _ => throw new InvalidOperationException());
        point.ForAll(_indices, at =>
        {
            if (conditions.Any(c => (point.Evaluate(c.Condition) != 0) != c.Holds)) return;
            var v = point.Evaluate(value);
            var where = $"{value} at ({string.Join(",", at)}) is {v}, not in {low} … {high} under {string.Join(", ", conditions)}";
            if (low is not null) Assert.True(v >= low.Constant, where);
            if (high is not null) Assert.True(v <= high.Constant, where);
        });
    }

    private static (int Low, int High) Numbers((Extent? Low, Extent? High) range) => ((int)range.Low!.Constant!.Value, (int)range.High!.Constant!.Value);

    private Expression Whole(long value) => _graph.Integer(Extent.Of(value));

    private Expression Affine(int[] c) => _graph.Add(_graph.Add(_graph.Multiply(Whole(c[0]), I), _graph.Multiply(Whole(c[1]), J)), Whole(c[2]));

    private Expression Compare(int sign, Expression a, Expression b) => _graph.Apply(
        new[] { ScalarOperators.Less, ScalarOperators.LessOrEqual, ScalarOperators.Equal, ScalarOperators.NotEqual, ScalarOperators.GreaterOrEqual, ScalarOperators.Greater }[sign], ScalarType.Bool, a, b);
}
