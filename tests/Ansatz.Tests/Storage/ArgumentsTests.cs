using System.Buffers;
using System.Numerics.Tensors;
using Ansatz.Numerics;
using Xunit;

namespace Ansatz.Tests.Storage;

public sealed unsafe class ArgumentsTests
{
    private static Tensor<float> Make(params ReadOnlySpan<nint> lengths) => Tensor.CreateFromShape<float>(lengths);

    [Fact]
    public void TheRightShapePasses()
    {
        Arguments.Require(Make(3, 4).AsReadOnlyTensorSpan(), "x", 3, 4);
        Arguments.Require(Make(3, 4).AsTensorSpan(), "x", 3, 4);
        Arguments.Require(Make(3, 1, 4).AsReadOnlyTensorSpan(), "x", 3, 1, 4);
        Arguments.Require(Make(1, 1).AsReadOnlyTensorSpan(), "x", 1, 1);
        Arguments.Require(Make(0, 4).AsReadOnlyTensorSpan(), "x", 0, 4);
        Arguments.Require(new ReadOnlyTensorSpan<int>([1, 2, 3]), "label", 3);
        Arguments.Require(Make(6, 4).Slice([new NRange(2, 5), NRange.All]).AsReadOnlyTensorSpan(), "x", 3, 4); // rows of a dense matrix
        Assert.Equal(4, Arguments.Length(Make(3, 4).AsReadOnlyTensorSpan(), "x", 2, 1));
        Assert.Equal(3, Arguments.Length(Make(3, 4).AsTensorSpan(), "x", 2, 0));
    }

    [Fact]
    public void AWrongShapeIsNamed()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => Arguments.Require(Make(32, 60).AsReadOnlyTensorSpan(), "x", 32, 64));
        Assert.Equal("'x' must have the shape [32, 64], but has [32, 60].", e.Message);
        Assert.Equal("x", e.Name);
        Assert.Equal([32, 64], e.Expected);
        Assert.Equal([32, 60], e.Found);
        Assert.Throws<ShapeMismatchException>(() => Arguments.Require(Make(32, 64).AsTensorSpan(), "x", 32, 64, 1));
        Assert.Throws<ShapeMismatchException>(() => Arguments.Require(Make(32, 64).AsTensorSpan(), "x"));
        e = Assert.Throws<ShapeMismatchException>(() => Arguments.Length(Make(32, 64).AsReadOnlyTensorSpan(), "x", 1, 0));
        Assert.Equal("'x' must have 1 dimension, but has the shape [32, 64].", e.Message);
        Assert.Throws<ShapeMismatchException>(() => Arguments.Length(Make(32, 64).AsTensorSpan(), "x", 3, 0));
    }

    [Fact]
    public void StridesOtherThanDenseAreRefused()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => Arguments.Require(Make(6, 4).Slice([NRange.All, new NRange(1, 3)]).AsReadOnlyTensorSpan(), "x", 6, 2));
        Assert.Contains("densely", e.Message);
        Assert.Throws<ShapeMismatchException>(() => Arguments.Require(Tensor.Create(new float[12], [3, 4], [1, 3]).AsTensorSpan(), "x", 3, 4));
        Assert.Throws<ShapeMismatchException>(() => Arguments.Require(Tensor.Create(new float[12], [3, 4], [0, 1]).AsReadOnlyTensorSpan(), "x", 3, 4));
    }

    [Fact]
    public void IndexDataOutsideItsRangeIsNamedWithItsPosition()
    {
        for (var count = 0; count < 40; count++)
        {
            var values = new int[count];
            for (var i = 0; i < count; i++) values[i] = i % 10;
            fixed (int* p = values)
            {
                Arguments.RequireRange(p, count, 10, "label");
                foreach (var bad in (int[])[-1, 10, int.MinValue, int.MaxValue])
                {
                    for (var i = 0; i < count; i++)
                    {
                        values[i] = bad;
                        var e = Assert.Throws<IndexDataException>(() => Check(values, 10));
                        Assert.Equal(("label", (nint)i, bad, 0, 9), (e.Name, e.Position, e.Value, e.Least, e.Last));
                        values[i] = i % 10;
                    }
                }
            }
        }
        Check([0, int.MaxValue - 1], int.MaxValue);
        Assert.Throws<IndexDataException>(() => Check([0], 0));
        Check([], -1);
        Assert.Equal("'label' must have values from 0 to -2, which none is, but its element 0 (in row-major order) is 7.", Assert.Throws<IndexDataException>(() => Check([7], -1)).Message);
        Assert.Equal("'label' must have values from 0 to 9, but its element 1 (in row-major order) is 10.", Assert.Throws<IndexDataException>(() => Check([3, 10], 10)).Message);

        static void Check(int[] values, int limit)
        {
            fixed (int* p = values) Arguments.RequireRange(p, values.Length, limit, "label");
        }
    }

    [Theory]
    [InlineData(-1, 4, 5, "from -1 to 4")]
    [InlineData(-1, 4, -2, "from -1 to 4")]
    [InlineData(3, int.MaxValue, 2, "of at least 3")]
    [InlineData(int.MinValue, 4, 5, "of at most 4")]
    public void IndexDataMayHaveAnotherRange(int least, int last, int wrong, string range)
    {
        int[] values = [Math.Max(least, -7), Math.Min(last, 9), wrong];
        fixed (int* p = values)
        {
            Arguments.RequireRange(p, 2, least, last, "token");
            var e = Assert.Throws<IndexDataException>(() => Check(values, least, last));
            Assert.Equal(($"'token' must have values {range}, but its element 2 (in row-major order) is {wrong}.", wrong), (e.Message, e.Value));
        }

        static void Check(int[] values, int least, int last)
        {
            fixed (int* p = values) Arguments.RequireRange(p, values.Length, least, last, "token");
        }
    }

    [Fact]
    public void LossesExtentsAndLimits()
    {
        Assert.Equal(1.5f, Arguments.Finite(1.5f, "Digits", "Loss"));
        foreach (var loss in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            var e = Assert.Throws<NonFiniteLossException>(() => Arguments.Finite(loss, "Digits", "Loss"));
            Assert.Equal(("Digits", "Loss", loss), (e.Model, e.Loss, e.Value));
            Assert.Equal(loss, Assert.Throws<NonFiniteLossException>(() => Arguments.Finite((float)loss, "Digits", "Loss")).Value);
        }
        Assert.Equal(1, Arguments.Extent(1, "In"));
        Assert.Equal("In", Assert.Throws<ArgumentOutOfRangeException>(() => Arguments.Extent(0, "In")).ParamName);
        Arguments.RequireAtMost(5, 5, "N");
        var mismatch = Assert.Throws<ExtentMismatchException>(() => Arguments.RequireAtMost(6, 5, "N"));
        Assert.Equal(("N", (nint)5, (nint)6), (mismatch.What, mismatch.Limit, mismatch.Value));
        Assert.All<AnsatzException>([mismatch], e => Assert.NotEmpty(e.Message));
    }

    [Fact]
    public void ChecksThatPassAllocateNothing()
    {
        var (x, y, labels) = (Make(3, 4), Make(3, 4), new int[100]);
        Assert.Equal(0, Sets.Allocated(() =>
        {
            Arguments.Require(x.AsReadOnlyTensorSpan(), "x", 3, 4);
            Arguments.Require(y.AsTensorSpan(), "y", 3, 4);
            Arguments.Length(x.AsReadOnlyTensorSpan(), "x", 2, 0);
            Arguments.Finite(1f, "M", "L");
            fixed (int* p = labels) Arguments.RequireRange(p, labels.Length, 3, "label");
        }));
    }
}
