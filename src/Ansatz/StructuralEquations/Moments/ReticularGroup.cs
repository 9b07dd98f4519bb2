using System.Runtime.CompilerServices;

namespace Ansatz.StructuralEquations;

/// <summary>
/// The moments of one group by numbers. T_ab is the total effect of a on b; all matrices are over all m variables, observed first. What is computed for one θ is kept until another θ comes.
/// </summary>
internal sealed partial class ReticularGroup
{
    private readonly int m, p;
    private readonly bool hasMeans;
    private readonly Arc[] directed, bidirected, intercepts;
    private readonly int[] parameters;

    // Free arcs: the place of their parameter in `parameters`, and their ends.
    private readonly (int Slot, int A, int B)[] loadings, covariances, means;
    private readonly int[][] components;
    private readonly bool[] cyclic;
    private readonly int[][] outgoing;
    private readonly bool[] isSink;
    private readonly int largestCycle;

    private readonly double[] lambda, omega, alpha, effects, disturbed, sigma, mu;
    private readonly double[] lastTheta, lastExogenous;
    private bool current, possible;

    public ReticularGroup(ReticularStructure structure, bool hasMeans)
    {
        m = structure.Variables.Count;
        p = structure.ObservedCount;
        this.hasMeans = hasMeans;
        directed = [.. structure.Directed];
        bidirected = [.. structure.Bidirected];
        intercepts = [.. structure.Intercepts];
        parameters = [.. directed.Concat(bidirected).Concat(intercepts).Where(a => !a.IsFixed).Select(a => a.Free).Distinct().Order()];
        loadings = Free(directed);
        covariances = Free(bidirected);
        means = Free(intercepts);
        outgoing = new int[m][];
        for (var v = 0; v < m; v++) outgoing[v] = [.. Enumerable.Range(0, directed.Length).Where(k => directed[k].From == v && !directed[k].IsZero)];
        isSink = [.. outgoing.Select(o => o.Length == 0)];
        components = [.. structure.Components.Reverse().Select(c => c.Vertices.ToArray())];
        cyclic = [.. components.Select(c => c.Length > 1 || outgoing[c[0]].Any(k => directed[k].To == c[0]))];
        CyclicComponents = cyclic.Count(c => c);
        largestCycle = components.Where((_, k) => cyclic[k]).Select(c => c.Length).DefaultIfEmpty(0).Max();
        lambda = new double[directed.Length];
        omega = new double[bidirected.Length];
        alpha = new double[m];
        effects = new double[m * m];
        disturbed = new double[m * m];
        sigma = new double[m * m];
        mu = new double[m];
        lastTheta = new double[parameters.Length];
        lastExogenous = new double[bidirected.Concat(intercepts).Count(a => a.IsFixed && double.IsNaN(a.Value))];
        cycle = new double[largestCycle * largestCycle];
        pivots = new int[largestCycle];
        cycleRows = new double[largestCycle * m];
        weighted = new double[m * p];
        weightedSigma = new double[m * m];
        weightedEffects = new double[m * m];
        meanEffects = new double[m];
        vectors = new double[2 * m * p];
        vectorsTransposed = new double[2 * m * p];
        leftVectors = new double[2 * m * p];
        rightVectors = new double[2 * m * p];
        leftGram = new double[4 * m * m];
        rightGram = new double[4 * m * m];
        meanGram = new double[2 * m];
    }

    public ReadOnlySpan<int> Parameters => parameters;

    /// <summary>How many arcs are fixed at the sample's moments.</summary>
    public int ExogenousCount => lastExogenous.Length;

    public int CyclicComponents { get; }

    private (int Slot, int A, int B)[] Free(Arc[] arcs) => [.. arcs.Where(a => !a.IsFixed).Select(a => (Array.BinarySearch(parameters, a.Free), a.From, a.To))];

    /// <summary>Computes T, Σ and μ unless they are those of these parameters already.</summary>
    /// <returns>Whether they exist.</returns>
    public bool Update(ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous)
    {
        var same = current && exogenous[..lastExogenous.Length].SequenceEqual(lastExogenous);
        for (var k = 0; k < parameters.Length; k++)
        {
            var value = theta[parameters[k]];
            same &= value == lastTheta[k];
            lastTheta[k] = value;
        }

        if (same) return possible;
        exogenous[..lastExogenous.Length].CopyTo(lastExogenous);
        current = true;
        return possible = Compute(theta, exogenous);
    }

    private bool Compute(ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous)
    {
        var e = 0;
        for (var k = 0; k < directed.Length; k++) lambda[k] = directed[k].Free >= 0 ? theta[directed[k].Free] : directed[k].Value;
        for (var k = 0; k < bidirected.Length; k++) omega[k] = Value(bidirected[k], theta, exogenous, ref e);
        if (!Effects()) return false;

        // V = ΩT, then Σ = TᵀV: a variable without effects on others adds only its own row.
        Array.Clear(disturbed);
        for (var k = 0; k < bidirected.Length; k++)
        {
            var (a, b) = (bidirected[k].From, bidirected[k].To);
            if (omega[k] == 0) continue;
            AddEffects(b, omega[k], Row(disturbed, a));
            if (a != b) AddEffects(a, omega[k], Row(disturbed, b));
        }

        Array.Clear(sigma);
        for (var k = 0; k < m; k++)
        {
            var row = Row(disturbed, k);
            if (isSink[k])
            {
                Dense.MultiplyAdd(row, 1, Row(sigma, k));
                continue;
            }

            var t = Row(effects, k);
            for (var i = 0; i < m; i++)
            {
                if (t[i] != 0) Dense.MultiplyAdd(row, t[i], Row(sigma, i));
            }
        }

        if (!hasMeans) return true;
        Array.Clear(alpha);
        Array.Clear(mu);
        foreach (var arc in intercepts) alpha[arc.To] += Value(arc, theta, exogenous, ref e);
        for (var k = 0; k < m; k++)
        {
            if (alpha[k] != 0) AddEffects(k, alpha[k], mu);
        }

        return true;
    }

    private static double Value(Arc arc, ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, ref int e)
        => arc.Free >= 0 ? theta[arc.Free] : double.IsNaN(arc.Value) ? exogenous[e++] : arc.Value;

    /// <summary>y += a T_k·.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddEffects(int k, double a, Span<double> y)
    {
        if (isSink[k]) y[k] += a;
        else Dense.MultiplyAdd(Row(effects, k), a, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<double> Row(double[] matrix, int k) => matrix.AsSpan(k * m, m);

    public void CopyMoments(Span<double> sigmaOut, Span<double> muOut)
    {
        for (var i = 0; i < p; i++) sigma.AsSpan(i * m, p).CopyTo(sigmaOut[(i * p)..]);
        if (hasMeans && !muOut.IsEmpty) mu.AsSpan(0, p).CopyTo(muOut);
    }
}
