using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;
using Ansatz.Compiler.Tests.Interpreting;
using CsCheck;

namespace Ansatz.Compiler.Tests.Tensors;

/// <summary>Linear forms of integer expressions.</summary>
public sealed class LinearTests
{
    private readonly ExpressionGraph _graph = new();
    private readonly Index _i;
    private readonly Index _j;

    public LinearTests()
    {
        _i = _graph.NewIndex("i", Extent.Of(5));
        _j = _graph.NewIndex("j", Extent.Of(7));
    }

    private Expression I => _graph.Of(_i);

    private Expression J => _graph.Of(_j);

    [Fact]
    public void CollectsTerms()
    {
        var linear = Linear.Of(_graph.Subtract(_graph.Add(_graph.Multiply(Whole(3), I), J), _graph.Add(I, Whole(4))));
        Assert.Equal(2, linear.Coefficient(_i));
        Assert.Equal(1, linear.Coefficient(_j));
        Assert.Equal(-4, linear.Offset.Constant);
        Assert.Equal(2, linear.Count);
        Assert.True(linear.IsAffine);
    }

    [Fact]
    public void CancelledTermsAreGone()
    {
        var linear = Linear.Of(I).Plus(Linear.Of(I), -1);
        Assert.Equal(0, linear.Count);
        Assert.Equal(0, linear.Coefficient(_i));
        Assert.Empty(linear.Terms);
    }

    [Fact]
    public void WhatIsNotLinearIsOneTerm()
    {
        var product = _graph.Multiply(I, J);
        var linear = Linear.Of(_graph.Add(product, I));
        Assert.Equal(2, linear.Count);
        Assert.False(linear.IsAffine);
        Assert.Contains(linear.Terms, t => t.Term == product && t.Coefficient == 1);
    }

    [Fact]
    public void EqualSumsAreOneExpression()
    {
        Assert.Same(_graph.Add(_graph.Add(I, J), Whole(1)), _graph.Add(Whole(1), _graph.Add(J, I)));
        Assert.Same(I, _graph.Subtract(_graph.Add(I, J), J));
        Assert.Same(_graph.Integer(Extent.Zero), _graph.Subtract(I, I));
        Assert.Same(_graph.Multiply(Whole(2), I), _graph.Add(I, I));
    }

    [Fact]
    public void Text()
    {
        Assert.Equal("i - 1", _graph.Subtract(I, Whole(1)).ToString());
        Assert.Equal("2·i + j + 3", _graph.Add(_graph.Add(_graph.Multiply(Whole(2), I), J), Whole(3)).ToString());
        Assert.Equal("−i", _graph.Negate(I).ToString());
        Assert.Equal("i - j", _graph.Add(_graph.Negate(J), I).ToString());
    }

    [Fact]
    public void NormalFormHasTheSameValue()
    {
        var expression = Gen.Select(Gen.Int[-3, 3].Array[3], Gen.Int[-3, 3].Array[3], Gen.Int[-2, 2]);
        expression.Sample((a, b, factor) =>
        {
            var (x, y) = (Sum(a), Sum(b));
            var linear = Linear.Of(x).Plus(Linear.Of(y), factor).ToExpression(_graph);
            var point = new PointEvaluator(ExtentValues.None, _ => throw new InvalidOperationException());
            point.ForAll([_i, _j], at =>
            {
                int Value(int[] c) => (c[0] * at[0]) + (c[1] * at[1]) + c[2];
                Assert.Equal(Value(a) + (factor * Value(b)), point.Evaluate(linear));
                Assert.Equal(Value(a), point.Evaluate(x));
            });
        }, iter: 300, threads: 1);
    }

    private Expression Whole(long value) => _graph.Integer(Extent.Of(value));

    private Expression Sum(int[] c) => _graph.Add(_graph.Subtract(_graph.Multiply(I, Whole(c[0])), _graph.Apply(ScalarOperators.Negate, ScalarType.Int, _graph.Multiply(Whole(c[1]), J))), Whole(c[2]));
}
