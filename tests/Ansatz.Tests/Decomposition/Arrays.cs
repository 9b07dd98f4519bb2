using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Xunit;

namespace Ansatz.Tests.Decomposition;

/// <summary>Test matrices and what is measured of them.</summary>
internal static class Arrays
{
    public static Tensor<double> Matrix(double[] values, int rows, int columns) => Tensor.Create(values, [rows, columns]);

    public static Tensor<double> Normal(int seed, params ReadOnlySpan<nint> shape)
    {
        nint length = 1;
        foreach (var extent in shape) length *= extent;
        return Tensor.Create(new RandomState((uint)seed).Randn((int)length), shape);
    }

    public static Tensor<float> ToSingle(this Tensor<double> tensor) => Tensor.Create([.. tensor.Values().Select(v => (float)v)], tensor.Lengths);

    public static double[] Values(this Tensor<double> tensor)
    {
        var values = new double[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    public static double Norm(this Tensor<double> tensor) => TensorPrimitives.Norm<double>(tensor.Values());

    /// <summary>‖a − b‖ / ‖a‖, summed by itself rather than by the code under test.</summary>
    public static double Error(Tensor<double> a, Tensor<double> b)
    {
        double[] x = a.Values(), y = b.Values();
        Assert.Equal(a.Lengths.ToArray(), b.Lengths.ToArray());
        return Math.Sqrt(x.Zip(y, (p, q) => (p - q) * (p - q)).Sum() / x.Sum(v => v * v));
    }

    public static double Largest(Tensor<double> a, Tensor<double> b) => a.Values().Zip(b.Values(), (p, q) => Math.Abs(p - q)).Max();

    /// <summary>A · B by definition.</summary>
    public static Tensor<double> Product(Tensor<double> a, Tensor<double> b)
    {
        var result = new double[a.Lengths[0] * b.Lengths[1]];
        for (var i = 0; i < a.Lengths[0]; i++)
        {
            for (var j = 0; j < b.Lengths[1]; j++)
            {
                for (var k = 0; k < a.Lengths[1]; k++) result[i * b.Lengths[1] + j] += a[i, k] * b[k, j];
            }
        }
        return Tensor.Create(result, [a.Lengths[0], b.Lengths[1]]);
    }

    public static Tensor<double> Transposed(Tensor<double> a)
    {
        var result = Tensor.CreateFromShape<double>([a.Lengths[1], a.Lengths[0]]);
        for (var i = 0; i < a.Lengths[0]; i++)
        {
            for (var j = 0; j < a.Lengths[1]; j++) result[j, i] = a[i, j];
        }
        return result;
    }

    /// <summary>The orthogonal factor of a QR factorization, with the signs that make R's diagonal negative or positive as Householder's reflections do.</summary>
    public static Tensor<double> Orthogonal(Tensor<double> a)
    {
        var columns = Transposed(a);
        var (q, _) = HouseholderQr.Of(new DenseMatrix((int)columns.Lengths[0], (int)columns.Lengths[1], columns.Values()));
        return Transposed(q.ToTensor());
    }

    /// <summary>How far the columns are from orthonormal: the greatest entry of A'A − I.</summary>
    public static double FromOrthonormal(Tensor<double> a)
    {
        var gram = Product(Transposed(a), a);
        var worst = 0.0;
        for (var i = 0; i < gram.Lengths[0]; i++)
        {
            for (var j = 0; j < gram.Lengths[1]; j++) worst = Math.Max(worst, Math.Abs(gram[i, j] - (i == j ? 1 : 0)));
        }
        return worst;
    }
}
