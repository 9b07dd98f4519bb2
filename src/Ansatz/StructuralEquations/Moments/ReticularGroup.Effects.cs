namespace Ansatz.StructuralEquations;

internal sealed partial class ReticularGroup
{
    private readonly double[] cycle, cycleRows;
    private readonly int[] pivots;

    /// <summary>
    /// T = (I − Λ)⁻¹ by rows, effects first: T_a· = e_a + Σ_c λ_ac T_c·. Only the members of a cycle need a linear system, and no larger one than the cycle.
    /// </summary>
    /// <returns>Whether no determinant is 0.</returns>
    private bool Effects()
    {
        for (var k = 0; k < components.Length; k++)
        {
            var members = components[k];
            foreach (var a in members)
            {
                var row = Row(effects, a);
                row.Clear();
                row[a] = 1;
                foreach (var arc in outgoing[a])
                {
                    var c = directed[arc].To;
                    if (cyclic[k] && Array.BinarySearch(members, c) >= 0) continue;
                    AddEffects(c, lambda[arc], row);
                }
            }

            if (!cyclic[k]) continue;
            FillCycle(members, lambda);
            var determinant = Factor(cycle, pivots, members.Length);
            if (determinant == 0 || !double.IsFinite(determinant)) return false;
            SolveRows(members);
        }

        return true;
    }

    /// <summary>det(I − Λ) of each component with a cycle.</summary>
    public void Determinants(ReadOnlySpan<double> theta, Span<double> determinants)
    {
        Span<double> values = directed.Length <= 256 ? stackalloc double[directed.Length] : new double[directed.Length];
        for (var k = 0; k < directed.Length; k++) values[k] = directed[k].Free >= 0 ? theta[directed[k].Free] : directed[k].Value;
        for (int k = 0, d = 0; k < components.Length; k++)
        {
            if (!cyclic[k]) continue;
            FillCycle(components[k], values);
            determinants[d++] = Factor(cycle, pivots, components[k].Length);
        }
    }

    private void FillCycle(int[] members, ReadOnlySpan<double> values)
    {
        var n = members.Length;
        Array.Clear(cycle);
        for (var i = 0; i < n; i++)
        {
            cycle[i * n + i] = 1;
            foreach (var arc in outgoing[members[i]])
            {
                var j = Array.BinarySearch(members, directed[arc].To);
                if (j >= 0) cycle[i * n + j] -= values[arc];
            }
        }
    }

    /// <summary>LU with row interchanges in place; returns the determinant, 0 where a pivot is 0.</summary>
    private static double Factor(double[] a, int[] pivots, int n)
    {
        var determinant = 1.0;
        for (var k = 0; k < n; k++)
        {
            var best = k;
            for (var i = k + 1; i < n; i++)
            {
                if (Math.Abs(a[i * n + k]) > Math.Abs(a[best * n + k])) best = i;
            }

            pivots[k] = best;
            if (best != k)
            {
                for (var j = 0; j < n; j++) (a[k * n + j], a[best * n + j]) = (a[best * n + j], a[k * n + j]);
                determinant = -determinant;
            }

            var pivot = a[k * n + k];
            determinant *= pivot;
            if (pivot == 0) return 0;
            for (var i = k + 1; i < n; i++)
            {
                var factor = a[i * n + k] /= pivot;
                for (var j = k + 1; j < n; j++) a[i * n + j] -= factor * a[k * n + j];
            }
        }

        return determinant;
    }

    private void SolveRows(int[] members)
    {
        var n = members.Length;
        for (var i = 0; i < n; i++) Row(effects, members[i]).CopyTo(Row(cycleRows, i));
        for (var k = 0; k < n; k++)
        {
            if (pivots[k] == k) continue;
            var a = Row(cycleRows, k);
            var b = Row(cycleRows, pivots[k]);
            for (var j = 0; j < m; j++) (a[j], b[j]) = (b[j], a[j]);
        }

        for (var i = 1; i < n; i++)
        {
            for (var j = 0; j < i; j++) Dense.MultiplyAdd(Row(cycleRows, j), -cycle[i * n + j], Row(cycleRows, i));
        }

        for (var i = n - 1; i >= 0; i--)
        {
            var row = Row(cycleRows, i);
            for (var j = i + 1; j < n; j++) Dense.MultiplyAdd(Row(cycleRows, j), -cycle[i * n + j], row);
            var scale = 1 / cycle[i * n + i];
            for (var j = 0; j < m; j++) row[j] *= scale;
            row.CopyTo(Row(effects, members[i]));
        }
    }
}
