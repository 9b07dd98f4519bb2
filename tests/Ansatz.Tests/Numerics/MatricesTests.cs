using System.Numerics;
using Ansatz.Numerics;
using Xunit;

namespace Ansatz.Tests.Numerics;

/// <summary>
/// The kernels of whole matrices against what defines them, in double precision: sizes around the vectors' widths and the blocks', every layout, memory
/// that ends where the operands do.
/// </summary>
public unsafe class MatricesTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 23, 31, 33, 64, 67];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Cholesky_of_single_precision(int n) => Cholesky<float>(n, 2e-6);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Cholesky_of_double_precision(int n) => Cholesky<double>(n, 4e-15);

    static void Cholesky<T>(int n, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int layout = 0; layout < 4; layout++)
        {
            var a = Random(n, n, seed: n + layout);
            for (int i = 0; i < n; i++) a[i, i] += 2 * Math.Sqrt(n) + 1;
            using var memory = new Operand<T>(a, layout);
            using var l = new Operand<T>(new double[n, n], 0, fill: 99);
            Matrices.Cholesky(n, memory.Start, memory.Row, memory.Column, l.Start);
            var factor = l.Values();
            for (int i = 0; i < n; i++)
            {
                Assert.True(factor[i, i] > 0);
                for (int j = i + 1; j < n; j++) Assert.Equal(0, factor[i, j]);
            }
            Near(Make(n, n, (i, j) => (memory.Value(i, j) + memory.Value(j, i)) / 2), Times(factor, Transposed(factor)), tolerance * Math.Sqrt(n));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Adjoint_of_single_precision(int n) => CholeskyAdjoint<float>(n, 1e-5);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Adjoint_of_double_precision(int n) => CholeskyAdjoint<double>(n, 2e-14);

    static void CholeskyAdjoint<T>(int n, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int layout = 0; layout < 4; layout++)
        {
            double[,] factor = Triangle(n, seed: n + layout), adjoint = Random(n, n, seed: 5 * n + layout);
            using var l = new Operand<T>(factor, layout);
            using var g = new Operand<T>(adjoint, 3 - layout);
            using var result = new Operand<T>(new double[n, n], 0, fill: 99);
            Matrices.CholeskyAdjoint(n, l.Start, l.Row, l.Column, g.Start, g.Row, g.Column, result.Start);

            // With symmetric S the adjoint, L'SL has ½ of the lower triangle of L'G, mirrored.
            double[,] s = result.Values(), exact = Make(n, n, (i, j) => j <= i ? l.Value(i, j) : 0);
            for (int i = 0; i < n; i++)
                for (int j = 0; j < i; j++) Assert.Equal(s[i, j], s[j, i]);
            var product = Times(Transposed(exact), Make(n, n, (i, j) => j <= i ? g.Value(i, j) : 0));
            Near(Make(n, n, (i, j) => product[Math.Max(i, j), Math.Min(i, j)] / 2), Times(Transposed(exact), Times(s, exact)), tolerance * Math.Sqrt(n));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Triangular_systems(int n)
    {
        foreach (int m in new[] { 1, 2, 3, 4, 8, 9, 16, 19, 33 })
        {
            for (int layout = 0; layout < 4; layout++)
            {
                Solves<float>(n, m, layout, 4e-6);
                Solves<double>(n, m, layout, 1e-14);
            }
        }
    }

    static void Solves<T>(int n, int m, int layout, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var triangle = Triangle(n, seed: n);
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++) triangle[i, j] = double.NaN;    // not read
        using var l = new Operand<T>(triangle, layout);
        using var b = new Operand<T>(Random(n, m, seed: n + m), layout % 2 == 0 ? 0 : 2);
        using var x = new Operand<T>(new double[n, m], layout / 2 == 0 ? 0 : 2, fill: 99);
        var exact = Make(n, n, (i, j) => j <= i ? l.Value(i, j) : 0);
        Matrices.SolveLower(n, m, l.Start, l.Row, l.Column, b.Start, b.Row, b.Column, x.Start, x.Row, x.Column);
        Near(b.Values(), Times(exact, x.Values()), tolerance * Math.Sqrt(n));
        Matrices.SolveLowerTransposed(n, m, l.Start, l.Row, l.Column, b.Start, b.Row, b.Column, x.Start, x.Row, x.Column);
        Near(b.Values(), Times(Transposed(exact), x.Values()), tolerance * Math.Sqrt(n));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void General_systems(int n)
    {
        foreach (int m in new[] { 1, 3, 8, 19, 33 })
        {
            for (int layout = 0; layout < 4; layout++)
            {
                Factored<float>(n, m, layout, 1e-5);
                Factored<double>(n, m, layout, 2e-14);
            }
        }
    }

    static void Factored<T>(int n, int m, int layout, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Large elements away from the diagonal, so that rows are exchanged.
        var matrix = Random(n, n, seed: n + m);
        for (int i = 0; i < n; i++) matrix[i, (3 * i + 1) % n] += 4;
        using var a = new Operand<T>(matrix, layout);
        using var b = new Operand<T>(Random(n, m, seed: 7 * n + m), layout % 2 == 0 ? 0 : 2);
        using var f = new Operand<T>(new double[n, n + 1], 0, fill: 99);
        using var x = new Operand<T>(new double[n, m], layout / 2 == 0 ? 0 : 2, fill: 99);
        Matrices.Factors(n, a.Start, a.Row, a.Column, f.Start);
        var factors = f.Values();
        var product = Times(Make(n, n, (i, j) => i == j ? 1 : j < i ? factors[i, j] : 0), Make(n, n, (i, j) => j >= i ? factors[i, j] : 0));
        for (int k = n - 1; k >= 0; k--)
            for (int j = 0; j < n; j++) (product[k, j], product[(int)factors[k, n], j]) = (product[(int)factors[k, n], j], product[k, j]);
        Near(a.Values(), product, tolerance);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++) Assert.True(Math.Abs(factors[i, j]) <= 1);

        // The elements of a solution may be much larger than those of the right side.
        Matrices.SolveFactored(n, m, f.Start, f.Row, f.Column, b.Start, b.Row, b.Column, x.Start, x.Row, x.Column);
        Near(b.Values(), Times(a.Values(), x.Values()), tolerance * n * (1 + Largest(x.Values())));
        Matrices.SolveFactoredTransposed(n, m, f.Start, f.Row, f.Column, b.Start, b.Row, b.Column, x.Start, x.Row, x.Column);
        Near(b.Values(), Times(Transposed(a.Values()), x.Values()), tolerance * n * (1 + Largest(x.Values())));
    }

    [Theory]
    [InlineData(1, 0, -1)]
    [InlineData(1, 0, 0)]
    [InlineData(5, 0, double.NaN)]
    [InlineData(5, 4, 0)]
    [InlineData(17, 9, -3)]
    [InlineData(17, 16, double.NaN)]
    public void What_is_not_positive_definite_has_no_factor(int n, int at, double pivot)
    {
        using var a = new Operand<double>(Make(n, n, (i, j) => i != j ? 0 : i == at ? pivot : 2), 0);
        using var l = new Operand<double>(new double[n, n], 0);
        using var adjoint = new Operand<double>(new double[n, n], 0);
        Matrices.Cholesky(n, a.Start, a.Row, a.Column, l.Start);
        Assert.All(l.Values().Cast<double>(), x => Assert.True(double.IsNaN(x)));
        Matrices.CholeskyAdjoint(n, l.Start, l.Row, l.Column, a.Start, a.Row, a.Column, adjoint.Start);
        Assert.All(adjoint.Values().Cast<double>(), x => Assert.True(double.IsNaN(x)));
    }

    [Fact]
    public void A_singular_matrix_has_a_pivot_of_zero_and_no_solution()
    {
        using var a = new Operand<double>(Make(3, 3, (i, j) => i + 1), 0);
        using var b = new Operand<double>(Make(3, 1, (i, _) => i * i + 1), 0);
        using var f = new Operand<double>(new double[3, 4], 0);
        using var x = new Operand<double>(new double[3, 1], 0);
        Matrices.Factors(3, a.Start, a.Row, a.Column, f.Start);
        Assert.Equal(0, f.Values()[1, 1]);
        Matrices.SolveFactored(3, 1, f.Start, f.Row, f.Column, b.Start, b.Row, b.Column, x.Start, x.Row, x.Column);
        Assert.Contains(x.Values().Cast<double>(), v => !double.IsFinite(v));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(13)]
    public void Executed_primitives_satisfy_what_defines_them(int n)
    {
        double[,] a = Random(n, n, seed: n), b = Random(n, 3, seed: 2 * n);
        for (int i = 0; i < n; i++) a[i, i] += 2 * n;
        var symmetric = Make(n, n, (i, j) => (a[i, j] + a[j, i]) / 2);
        double A(int i, int j) => a[i, j];
        double S(int i, int j) => symmetric[i, j];
        double B(int i, int j) => b[i, j];
        double[,] L = Make(n, n, LinearAlgebra.Cholesky(n, A));
        Near(symmetric, Times(L, Transposed(L)), 1e-14);
        Near(b, Times(a, Make(n, 3, LinearAlgebra.Solve(n, 3, A, B))), 1e-14);
        Near(b, Times(symmetric, Make(n, 3, LinearAlgebra.SolvePositiveDefinite(n, 3, S, B))), 1e-14);
        Near(b, Times(L, Make(n, 3, LinearAlgebra.SolveLower(n, 3, (i, j) => L[i, j], B))), 1e-14);
        Near(b, Times(Transposed(L), Make(n, 3, LinearAlgebra.SolveLowerTransposed(n, 3, (i, j) => L[i, j], B))), 1e-14);
        Near(Make(n, n, (i, j) => i == j ? 1 : 0), Times(a, Make(n, n, LinearAlgebra.Inverse(n, A))), 1e-14);
        Assert.Equal(Enumerable.Range(0, n).Sum(i => 2 * Math.Log(L[i, i])), LinearAlgebra.LogDetPositiveDefinite(n, A), 1e-12);
        Assert.Equal(LinearAlgebra.LogDetPositiveDefinite(n, S), LinearAlgebra.LogDet(n, S), 1e-12);
        Assert.Equal(LinearAlgebra.LogDet(n, S), LinearAlgebra.LogDet(n, (i, j) => -S(n - 1 - i, j)), 1e-12);
        for (int i = 0; i < n; i++)
        {
            Assert.Equal(LinearAlgebra.Solve(n, 3, A, B)(i, 1), LinearAlgebra.Solve(n, A, p => b[p, 1])(i));
            Assert.Equal((float)LinearAlgebra.Solve(n, A, p => b[p, 1])(i), LinearAlgebraF.Solve(n, (p, q) => (float)a[p, q], p => (float)b[p, 1])(i), 1e-5f);
        }
    }

    [Fact]
    public void Executed_primitives_of_what_has_none()
    {
        Assert.True(double.IsNaN(LinearAlgebra.Cholesky(2, (i, j) => i == j ? i : 0)(0, 0)));
        Assert.True(double.IsNaN(LinearAlgebra.LogDetPositiveDefinite(2, (i, j) => i == j ? i - 1 : 0)));
        Assert.Equal(double.NegativeInfinity, LinearAlgebra.LogDet(2, (_, _) => 1));
        Assert.False(float.IsFinite(LinearAlgebraF.Solve(2, (_, _) => 1, i => i)(0)));
        Assert.False(float.IsFinite(LinearAlgebraF.Inverse(2, (_, _) => 0)(1, 1)));
    }

    static double[,] Make(int rows, int columns, Func<int, int, double> value)
    {
        var x = new double[rows, columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) x[i, j] = value(i, j);
        return x;
    }

    static double[,] Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        return Make(rows, columns, (_, _) => 2 * random.NextDouble() - 1);
    }

    // Well conditioned: small elements below a diagonal of about 1.
    static double[,] Triangle(int n, int seed)
    {
        var x = Random(n, n, seed);
        return Make(n, n, (i, j) => j > i ? 0 : i == j ? 1.5 + x[i, j] / 2 : x[i, j] / Math.Sqrt(n));
    }

    static double[,] Transposed(double[,] x) => Make(x.GetLength(1), x.GetLength(0), (i, j) => x[j, i]);

    static double[,] Times(double[,] x, double[,] y) => Make(x.GetLength(0), y.GetLength(1), (i, j) =>
    {
        double sum = 0;
        for (int k = 0; k < y.GetLength(0); k++) sum += x[i, k] * y[k, j];
        return sum;
    });

    static double Largest(double[,] x) => x.Cast<double>().Max(Math.Abs);

    static void Near(double[,] expected, double[,] actual, double tolerance)
    {
        double most = tolerance * Math.Max(1, Largest(expected));
        for (int i = 0; i < expected.GetLength(0); i++)
            for (int j = 0; j < expected.GetLength(1); j++)
                Assert.True(Math.Abs(expected[i, j] - actual[i, j]) <= most, $"[{i}, {j}] of {expected.GetLength(0)} × {expected.GetLength(1)}: {actual[i, j]:R} instead of {expected[i, j]:R}, at most {most:R} apart");
    }

    /// <summary>A matrix in memory: by rows (0), by rows with a gap (1), by columns (2), by columns with a gap (3).</summary>
    sealed class Operand<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
    {
        readonly GuardedMemory<T> memory;
        readonly int rows, columns;

        public Operand(double[,] values, int layout, double? fill = null)
        {
            (rows, columns) = (values.GetLength(0), values.GetLength(1));
            (Row, Column) = layout switch { 0 => (columns, 1), 1 => (columns + 3, 1), 2 => (1, rows), _ => ((nint)1, (nint)rows + 5) };
            memory = new((rows - 1) * Row + (columns - 1) * Column + 1);
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++) Start[i * Row + j * Column] = T.CreateChecked(fill ?? values[i, j]);
        }

        public nint Row { get; }

        public nint Column { get; }

        public T* Start => memory.Start;

        public double Value(int i, int j) => double.CreateChecked(Start[i * Row + j * Column]);

        public double[,] Values() => Make(rows, columns, Value);

        public void Dispose() => memory.Dispose();
    }
}
