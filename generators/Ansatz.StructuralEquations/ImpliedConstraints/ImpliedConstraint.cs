using System.Numerics;
using System.Text;
using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>What kind of constraint it is.</summary>
public enum ImpliedConstraintKind
{
    /// <summary>A (partial) correlation vanishes.</summary>
    PartialCorrelation,

    /// <summary>A difference of two products of covariances of four variables vanishes.</summary>
    Tetrad,

    /// <summary>A 3 × 3 minor of the covariances vanishes.</summary>
    Minor,

    /// <summary>Another polynomial vanishes, for example Verma's.</summary>
    Polynomial,
}

/// <summary>
/// A polynomial in the covariances of a group that vanishes for all parameter values: the determinant of Σ at some rows and columns, or another polynomial. A partial correlation of i
/// and j given Z vanishes where the determinant with rows i, Z and columns j, Z does.
/// </summary>
public sealed class ImpliedConstraint
{
    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<(int I, int J)> _pairs = [];
    private readonly Lazy<bool> _structural;

    internal ImpliedConstraint(ImpliedConstraintKind kind, int group, int[] rows, int[] columns, IReadOnlyList<string> names, bool isIndependent, Func<bool> structural)
    {
        Kind = kind;
        Group = group;
        Rows = rows;
        Columns = columns;
        IsIndependent = isIndependent;
        _structural = new Lazy<bool>(structural);
        _names = names;
    }

    /// <summary>A polynomial of the vanishing ideal of a graph, which depends on the graph alone.</summary>
    internal ImpliedConstraint(int group, Polynomial polynomial, IReadOnlyList<(int I, int J)> pairs, IReadOnlyList<string> names)
        : this(ImpliedConstraintKind.Polynomial, group, [], [], names, true, () => true)
    {
        Polynomial = polynomial;
        _pairs = pairs;
    }

    /// <summary>What kind of constraint it is.</summary>
    public ImpliedConstraintKind Kind { get; }

    /// <summary>The polynomial in the covariances, for <see cref="ImpliedConstraintKind.Polynomial"/>; otherwise null.</summary>
    public Polynomial? Polynomial { get; }

    /// <summary>The group, from 1.</summary>
    public int Group { get; }

    /// <summary>The rows of the minor, by the places of observed variables; empty for another polynomial.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>The columns of the minor.</summary>
    public IReadOnlyList<int> Columns { get; }

    /// <summary>Whether it says more, at general parameter values, than those before it in the list together.</summary>
    public bool IsIndependent { get; }

    /// <summary>Whether it follows from the graph (m-separation or trek separation); otherwise from fixed values or equality constraints.</summary>
    public bool IsStructural => _structural.Value;

    /// <summary>With the names of the variables, for example <c>rho(x1,x4|x2,x3) = 0</c> or <c>s(x1,x2)*s(x3,x4) - s(x1,x3)*s(x2,x4) = 0</c>.</summary>
    public string Text => Print(v => _names[v], (a, b) => $"s({_names[Math.Min(a, b)]},{_names[Math.Max(a, b)]})");

    /// <summary>With the numbers of the variables, from 1, for example <c>rho(1,4|2,3) = 0</c> or <c>s12*s34 - s13*s24 = 0</c>; numbers above 9 are set apart, as in <c>s3_12</c>.</summary>
    public string IndexText => Print(v => (v + 1).ToString(), (a, b) => a < 9 && b < 9 ? $"s{Math.Min(a, b) + 1}{Math.Max(a, b) + 1}" : $"s{Math.Min(a, b) + 1}_{Math.Max(a, b) + 1}");

    /// <summary>The value of the polynomial at covariances (p × p, row by row).</summary>
    public double Evaluate(IReadOnlyList<double> covariances)
    {
        var p = _names.Count;
        if (covariances.Count != p * p) throw new ArgumentException($"{covariances.Count} covariances are given; {p} variables have {p * p}.", nameof(covariances));
        if (Polynomial is { } polynomial) return polynomial.Evaluate((double[])[.. _pairs.Select(c => covariances[(c.I * p) + c.J])]);
        return Determinant([.. Rows], [.. Columns]);

        double Determinant(int[] rows, int[] columns)
        {
            if (rows.Length == 1) return covariances[(rows[0] * p) + columns[0]];
            if (rows.Length == 2)
                return (covariances[(rows[0] * p) + columns[0]] * covariances[(rows[1] * p) + columns[1]]) - (covariances[(rows[0] * p) + columns[1]] * covariances[(rows[1] * p) + columns[0]]);
            return Gauss(rows, columns);
        }

        double Gauss(int[] rows, int[] columns)
        {
            var n = rows.Length;
            var a = new double[n, n];
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++) a[i, j] = covariances[(rows[i] * p) + columns[j]];
            var result = 1.0;
            for (var c = 0; c < n; c++)
            {
                var pivot = Enumerable.Range(c, n - c).OrderByDescending(r => Math.Abs(a[r, c])).First();
                if (a[pivot, c] == 0) return 0;
                if (pivot != c) result = -result;
                for (var k = 0; k < n; k++) (a[c, k], a[pivot, k]) = (a[pivot, k], a[c, k]);
                result *= a[c, c];
                for (var r = c + 1; r < n; r++)
                {
                    var factor = a[r, c] / a[c, c];
                    for (var k = c; k < n; k++) a[r, k] -= factor * a[c, k];
                }
            }

            return result;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private string Print(Func<int, string> name, Func<int, int, string> covariance)
    {
        switch (Kind)
        {
            case ImpliedConstraintKind.PartialCorrelation:
                var given = string.Join(",", Rows.Skip(1).Select(name));
                return $"rho({name(Rows[0])},{name(Columns[0])}{(given.Length > 0 ? "|" + given : "")}) = 0";
            case ImpliedConstraintKind.Tetrad:
                return $"{covariance(Rows[0], Columns[0])}*{covariance(Rows[1], Columns[1])} - {covariance(Rows[0], Columns[1])}*{covariance(Rows[1], Columns[0])} = 0";
            case ImpliedConstraintKind.Polynomial:
                return Sum(covariance) + " = 0";
            default:
                return $"det s({string.Join(",", Rows.Select(name))} | {string.Join(",", Columns.Select(name))}) = 0";
        }
    }

    // The coefficients are integers.
    private string Sum(Func<int, int, string> covariance)
    {
        var text = new StringBuilder();
        for (var k = 0; k < Polynomial!.Count; k++)
        {
            var (coefficient, m) = (Polynomial.CoefficientAt(k).Numerator, Polynomial.MonomialAt(k));
            text.Append(coefficient.Sign < 0 ? k == 0 ? "-" : " - " : k == 0 ? "" : " + ");
            if (!BigInteger.Abs(coefficient).IsOne) text.Append(BigInteger.Abs(coefficient)).Append('*');
            text.Append(string.Join("*", Enumerable.Range(0, m.Count).Select(f => Factor(_pairs[m.Variable(f)], m.Exponent(f)))));
        }

        return text.ToString();

        string Factor((int I, int J) pair, int exponent) => covariance(pair.I, pair.J) + (exponent > 1 ? $"^{exponent}" : "");
    }
}
