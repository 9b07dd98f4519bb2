using Ansatz.Numerics;
using Xunit;

namespace Ansatz.Tests.Numerics;

public unsafe class SymmetricMatrixTests
{
    [Fact]
    public void BlocksBecomeColumnsAndMirroredEntriesTheirMean()
    {
        float[] left = [1, 4, 7], right = [2.5f, 3, 5, 6.5f, 8, 9], matrix = new float[9];
        fixed (float* l = left, r = right, m = matrix)
        {
            SymmetricMatrix.SetColumns(m, 3, 0, 1, l);
            SymmetricMatrix.SetColumns(m, 3, 1, 2, r);
            Assert.Equal([1, 2.5f, 3, 4, 5, 6.5f, 7, 8, 9], matrix);
            SymmetricMatrix.Symmetrize(m, 3);
        }
        Assert.Equal([1, 3.25f, 5, 3.25f, 5, 7.25f, 5, 7.25f, 9], matrix);
    }

    [Fact]
    public void TheMeanOfTwoLargeEntriesDoesNotOverflow()
    {
        double[] matrix = [1, double.MaxValue, double.MaxValue, 1];
        fixed (double* m = matrix) SymmetricMatrix.Symmetrize(m, 2);
        Assert.Equal(double.MaxValue, matrix[1]);
    }
}
