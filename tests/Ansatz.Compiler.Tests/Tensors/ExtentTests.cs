using Ansatz.Compiler.Tensors;
using Ansatz.Compiler.Tests.Interpreting;
using CsCheck;

namespace Ansatz.Compiler.Tests.Tensors;

/// <summary>Extents: normal form, arithmetic, signs and text, against evaluation.</summary>
public sealed class ExtentTests
{
    private static readonly string[] _names = ["A", "B", "C"];

    // An extent, how to compute it with numbers, and how it was made.
    private sealed record Made(Extent Extent, Func<long[], long?> Value, string Text)
    {
        public override string ToString() => $"{Text} → {Extent}";
    }

    private static readonly Gen<Made> _polynomials = Expressions(divisions: false);
    private static readonly Gen<Made> _all = Expressions(divisions: true);

    private static Extent A => Extent.Named("A");

    private static Extent B => Extent.Named("B");

    [Fact]
    public void EqualExtentsHaveEqualText()
    {
        Assert.Equal((A + B) * (A + B), (A * A) + (Extent.Of(2) * A * B) + (B * B));
        Assert.Equal("A * A + A * B * 2 + B * B", ((A + B) * (B + A)).ToCSharp());
        Assert.Equal("A - 1", (A - Extent.One).ToCSharp());
        Assert.Equal("-A + 3", (Extent.Of(3) - A).ToCSharp());
        Assert.Equal("-A * 2", (A * Extent.Of(-2)).ToCSharp());
        Assert.Equal("0", (A - A).ToCSharp());
        Assert.Equal(Extent.Zero, A - A);
        Assert.Equal((A - A).GetHashCode(), Extent.Zero.GetHashCode());
        Assert.NotEqual(A, B);
        Assert.False(A.Equals(null));
    }

    [Fact]
    public void Constants()
    {
        Assert.Equal(0, Extent.Zero.Constant);
        Assert.Equal(-7, Extent.Of(-7).Constant);
        Assert.Equal(3, (A + Extent.Of(3) - A).Constant);
        Assert.Null(A.Constant);
        Assert.Null((A + Extent.One).Constant);
    }

    [Fact]
    public void TextThatCanStandAnywhere()
    {
        Assert.Equal("(A + 1)", (A + Extent.One).ToFactor());
        Assert.Equal("(A * 2)", (A * Extent.Of(2)).ToFactor());
        Assert.Equal("A", A.ToFactor());
        Assert.Equal("5", Extent.Of(5).ToFactor());
        Assert.Equal("(A * B)", (A * B).ToOperand());
    }

    [Fact]
    public void Quotients()
    {
        Assert.Equal("A * 2 + 1", (((A * Extent.Of(4)) + Extent.Of(2)) / Extent.Of(2)).ToCSharp());
        Assert.Equal("((A + 1) / (2))", ((A + Extent.One) / Extent.Of(2)).ToCSharp());
        Assert.Equal("((A * B) / (3))", (A * B / Extent.Of(3)).ToCSharp());
        Assert.Equal("((A) % (2))", (A % Extent.Of(2)).ToCSharp());
        Assert.Equal(-3, (Extent.Of(-7) / Extent.Of(2)).Constant);
        Assert.Equal(-1, (Extent.Of(-7) % Extent.Of(2)).Constant);
    }

    [Fact]
    public void ArithmeticIsThatOfNumbers() => WithValues(_all).Sample((made, values) =>
    {
        if (made.Value(values) is not { } expected) return;
        Assert.Equal(expected, Values(values).Of(made.Extent.ToCSharp()));
    }, iter: 2000);

    [Fact]
    public void TextAsAFactorAndAsAnOperand() => WithValues(_all).Sample((made, values) =>
    {
        if (made.Value(values) is not { } expected) return;
        Assert.Equal(7 * expected, Values(values).Of($"7 * {made.Extent.ToFactor()}"));
        if (expected != 0) Assert.Equal(1000 / expected, Values(values).Of($"1000 / {made.Extent.ToOperand()}"));
    }, iter: 2000);

    [Fact]
    public void NormalFormIsUnique() => Gen.Select(_polynomials, _polynomials).Sample((x, y) =>
    {
        // Polynomials of low degree that agree on a grid are equal.
        var agree = true;
        foreach (var a in (long[])[1, 2, 3, 5, 7])
        {
            foreach (var b in (long[])[1, 2, 4, 6, 9])
            {
                foreach (var c in (long[])[1, 3, 4, 8, 11]) agree &= x.Value([a, b, c]) == y.Value([a, b, c]);
            }
        }

        if (agree) Assert.Equal(x.Extent, y.Extent);
        Assert.Equal(x.Extent + y.Extent, y.Extent + x.Extent);
        Assert.Equal(x.Extent * y.Extent, y.Extent * x.Extent);
        Assert.Equal(Extent.Zero, x.Extent - y.Extent - (x.Extent - y.Extent));
        Assert.Equal((x.Extent + y.Extent) * x.Extent, (x.Extent * x.Extent) + (x.Extent * y.Extent));
    }, iter: 1000);

    [Fact]
    public void SignsOfPolynomialsAreSound() => WithValues(_polynomials).Sample(SignIsSound, iter: 4000);

    [Fact]
    public void SignsWithQuotientsAreSound() => WithValues(_all).Sample(SignIsSound, iter: 4000);

    [Theory]
    [InlineData("A", true)]
    [InlineData("A - 1", true)]
    [InlineData("A - 2", false)]
    [InlineData("A * B - A", true)]
    [InlineData("A * B - A - B", false)]
    [InlineData("A * B * 2 - A - B", true)]
    [InlineData("A - B", false)]
    [InlineData("-A", false)]
    public void WhatIsKnownToBeNonNegative(string text, bool expected)
    {
        var extent = text switch
        {
            "A" => A,
            "A - 1" => A - Extent.One,
            "A - 2" => A - Extent.Of(2),
            "A * B - A" => (A * B) - A,
            "A * B - A - B" => (A * B) - A - B,
            "A * B * 2 - A - B" => (A * B * Extent.Of(2)) - A - B,
            "A - B" => A - B,
            _ => Extent.Zero - A,
        };
        Assert.Equal(expected, extent.IsNonNegative());
    }

    [Fact]
    public void Names() => Assert.Equal(["A", "B"], ((A * A) + (Extent.Of(3) * B) - Extent.One).Names.Order());

    private static void SignIsSound(Made made, long[] values)
    {
        if (made.Value(values) is not { } value) return;
        if (made.Extent.IsNonNegative()) Assert.True(value >= 0, $"{made} is said to be non-negative, but is {value} for A, B, C = {string.Join(", ", values)}.");
        if (made.Extent.IsNegative()) Assert.True(value < 0, $"{made} is said to be negative, but is {value} for A, B, C = {string.Join(", ", values)}.");
    }

    private static Gen<(Made, long[])> WithValues(Gen<Made> made) => Gen.Select(made, Gen.Long[1, 6].Array[3]);

    private static ExtentValues Values(long[] values) => new(_names.Zip(values).ToDictionary(p => p.First, p => p.Second));

    private static Gen<Made> Expressions(bool divisions)
    {
        var leaf = Gen.OneOf(
            Gen.Int[0, 2].Select(k => new Made(Extent.Named(_names[k]), v => v[k], _names[k])),
            Gen.Int[-4, 4].Select(c => new Made(Extent.Of(c), _ => c, $"{c}")));
        return Deeper(leaf, 3);

        Gen<Made> Deeper(Gen<Made> inner, int depth) => depth == 0 ? inner : Deeper(
            Gen.OneOf(inner, Gen.Select(Gen.Int[0, divisions ? 4 : 2], inner, inner, (op, a, b) => op switch
            {
                0 => new Made(a.Extent + b.Extent, v => a.Value(v) + b.Value(v), $"({a.Text} + {b.Text})"),
                1 => new Made(a.Extent - b.Extent, v => a.Value(v) - b.Value(v), $"({a.Text} - {b.Text})"),
                2 => new Made(a.Extent * b.Extent, v => a.Value(v) * b.Value(v), $"({a.Text} * {b.Text})"),
                3 => new Made(a.Extent / b.Extent, v => b.Value(v) is { } y and not 0 ? a.Value(v) / y : null, $"({a.Text} / {b.Text})"),
                _ => new Made(a.Extent % b.Extent, v => b.Value(v) is { } y and not 0 ? a.Value(v) % y : null, $"({a.Text} % {b.Text})"),
            })),
            depth - 1);
    }
}
