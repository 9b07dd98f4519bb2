namespace Ansatz.StructuralEquations;

/// <summary>How a fit ended.</summary>
public enum FitStatus
{
    /// <summary>The gradient is as small as was asked for.</summary>
    Converged,

    /// <summary>The most steps were made, or the discrepancy was evaluated as often as the steps of all attempts allow.</summary>
    TooManySteps,

    /// <summary>No step lowers the discrepancy, or many together hardly do, although the gradient is not small.</summary>
    NoProgress,

    /// <summary>The starting values imply no covariances that can be compared.</summary>
    NoStart,
}

/// <summary>
/// Everything that fitting one model needs, allocated once: samples are set, the discrepancy is minimised, and that again with other samples without allocating; only constraints other than equal
/// parameters allocate in each step. Used by one thread at a time.
/// </summary>
internal sealed partial class FitWorkspace
{
    private const int StallWindow = 20;
    private readonly MomentStructure structure;
    private readonly GroupFit[] groups;
    private readonly ConstraintSet constraints;
    private readonly int q, r;
    private readonly double[] theta, trial, gradient, reduced, step, hessian, reducedHessian, factor;
    private readonly int[] cyclesBefore, variances;
    private readonly double[] merits = new double[StallWindow];
    private double total, caution;
    private (int Group, int Cycle) crossing;

    /// <summary>A workspace of a model.</summary>
    public FitWorkspace(MomentStructure structure, ConstraintSet constraints, Func<int, Discrepancy> discrepancy)
    {
        this.structure = structure;
        this.constraints = constraints;
        q = structure.Table.FreeCount;
        r = constraints.Reduced;
        groups = [.. Enumerable.Range(0, structure.Groups.Count).Select(g => new GroupFit(structure, g, discrepancy(g)))];
        theta = new double[q];
        trial = new double[q];
        gradient = new double[q];
        hessian = new double[q * q];
        reduced = new double[r];
        step = new double[r];
        reducedHessian = new double[r * r];
        factor = new double[r * r];
        var functions = constraints.FunctionCount;
        constraintValues = new double[functions];
        trialValues = new double[functions];
        multipliers = new double[functions];
        constraintJacobian = new double[functions * r];
        active = new bool[functions];
        particular = new double[r];
        curved = new double[r];
        cyclesBefore = new int[groups.Sum(g => g.Determinants.Length)];
        variances = [.. structure.Table.Rows.Where(v => v is { Free: > 0, Operator: SemOperator.Covariance } && v.Left == v.Right).Select(v => v.Free - 1)];
    }

    /// <summary>How many of the first steps are damped by need and take at most nine tenths of a positive variance: slower, but steps from far away do not end among impossible models.</summary>
    public int GuardedSteps { get; set; }

    /// <summary>How often the discrepancy may be evaluated in one minimisation.</summary>
    public int MostEvaluations { get; set; } = int.MaxValue;

    /// <summary>How often it was, in the last one.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Whether a minimisation ends where the last 20 steps together gained less than a thousandth of what a single whole one promises: steps that creep along a wall of impossible moments, each of which costs many evaluations.</summary>
    public bool EndsWhenStalled { get; set; }

    /// <summary>The parameters.</summary>
    public ReadOnlySpan<double> Theta => theta;

    /// <summary>The discrepancy per case: N times it is the χ².</summary>
    public double Value { get; private set; }

    /// <summary>The largest component of the gradient of half the discrepancy per case, along the constraints, where the last step began.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>What is compared with the tolerance: <see cref="GradientNorm"/>, or where nothing is left to gain, if it is less, the gradient in units of the parameters' own curvature.</summary>
    public double Criterion { get; private set; }

    /// <summary>How many steps were made.</summary>
    public int Iterations { get; internal set; }

    /// <summary>
    /// Where the last step that was shortened for it crossed det(I − Λ) = 0: the group, and which of its components with cycles, in the order of <see cref="MomentStructure.CycleDeterminants"/>; null
    /// if none did.
    /// </summary>
    public (int Group, int Cycle)? SingularCycle { get; private set; }

    /// <summary>The groups.</summary>
    public GroupFit[] Groups => groups;

    /// <summary>The implied moments.</summary>
    public MomentStructure Structure => structure;

    /// <summary>The equalities.</summary>
    public ConstraintSet Constraints => constraints;

    /// <summary>The free parameter, from 0, with the largest component of the gradient along the constraints.</summary>
    public int SteepestParameter
    {
        get
        {
            var steepest = 0;
            var slope = IsConstrained ? curved : reduced;
            for (var k = 1; k < q; k++)
            {
                if (Math.Abs(slope[constraints.Class[k]]) > Math.Abs(slope[constraints.Class[steepest]])) steepest = k;
            }

            return steepest;
        }
    }

    /// <summary>Takes a group's sample; false where it cannot be fitted.</summary>
    public bool SetSample(int group, int count, ReadOnlySpan<double> covariance, ReadOnlySpan<double> mean)
    {
        var g = groups[group];
        g.Count = count;
        g.SetExogenous(covariance, mean);
        return g.Discrepancy.SetSample(count, covariance, mean);
    }

    /// <summary>The unit information of all free rows at the current parameters: half the second derivative of the discrepancy of one case, groups weighed by their cases; q × q.</summary>
    public double[] Information(bool observed)
    {
        var information = new double[q * q];
        foreach (var g in groups) g.AddHessian(theta, observed, 0.5 * g.Count / total, information, q);
        return information;
    }

    /// <summary>Goes to parameters without a step; false where they imply nothing that can be compared.</summary>
    public bool MoveTo(ReadOnlySpan<double> parameters)
    {
        total = 0;
        foreach (var g in groups) total += g.Count;
        parameters.CopyTo(theta);
        Equalise(theta);
        if (!Evaluate(theta, out var value)) return false;
        Value = value;
        return true;
    }

    /// <summary>The gradient's largest component at the parameters where the last minimisation ended; see <see cref="GradientNorm"/>.</summary>
    public double FinalGradientNorm()
    {
        // Along constraints the last step is one that was not made.
        if (IsConstrained) return GradientNorm;
        Gradient();
        return GradientNorm = Largest(reduced) / 2;
    }

    /// <summary>Minimises from starting values.</summary>
    /// <param name="start">The parameters to start at.</param>
    /// <param name="tolerance">The gradient at which it ends; see <see cref="Criterion"/>.</param>
    /// <param name="steps">The most steps.</param>
    /// <param name="cancellation">Ends the fit with an exception.</param>
    public FitStatus Minimise(ReadOnlySpan<double> start, double tolerance, int steps, CancellationToken cancellation = default)
    {
        Iterations = 0;
        Evaluations = 0;
        caution = 0;
        SingularCycle = null;
        GradientNorm = Criterion = double.PositiveInfinity;
        if (!MoveTo(start)) return FitStatus.NoStart;
        RememberCycles();
        if (IsConstrained) return MinimiseConstrained(tolerance, steps, cancellation);
        var newton = false;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Gradient();
            GradientNorm = Criterion = Largest(reduced) / 2;
            var decrement = Direction(newton);
            if (double.IsNaN(decrement)) return Criterion <= tolerance ? FitStatus.Converged : FitStatus.NoProgress;

            // By the units of variables a gradient can be large where nothing is left to gain: then what counts is the gradient in units of the parameters' own curvature.
            if (Criterion > tolerance && total * decrement <= 1e-10) Criterion = Math.Min(Criterion, ScaledGradient());

            // The step is less than 1e-7 standard errors: it is made without looking back, and its square is the error that remains.
            if (Criterion <= tolerance && total * decrement <= 1e-14)
            {
                TakeStep();
                return FitStatus.Converged;
            }

            if (Iterations >= steps || Evaluations >= MostEvaluations) return Criterion <= tolerance ? FitStatus.Converged : FitStatus.TooManySteps;
            if (Stalls(decrement, Value) || !Search(decrement)) return Criterion <= tolerance ? FitStatus.Converged : FitStatus.NoProgress;
            Iterations++;
            newton = decrement < 0.05;
        }
    }

    /// <summary>Sets parameters that are equal to their mean.</summary>
    private void Equalise(Span<double> values)
    {
        if (constraints.IsTrivial) return;
        Span<int> counts = r <= 256 ? stackalloc int[r] : new int[r];
        counts.Clear();
        step.AsSpan().Clear();
        for (var k = 0; k < q; k++)
        {
            step[constraints.Class[k]] += values[k];
            counts[constraints.Class[k]]++;
        }

        for (var k = 0; k < q; k++) values[k] = step[constraints.Class[k]] / counts[constraints.Class[k]];
    }

    private bool Evaluate(ReadOnlySpan<double> at, out double value)
    {
        value = 0;
        Evaluations++;
        foreach (var g in groups)
        {
            if (!g.Evaluate(at, out var part)) return false;
            value += g.Discrepancy.Cases / total * part;
        }

        return double.IsFinite(value);
    }

    private void Gradient()
    {
        Array.Clear(gradient);
        foreach (var g in groups) g.AddGradient(theta, g.Discrepancy.Cases / total, gradient);
        Array.Clear(reduced);
        for (var k = 0; k < q; k++) reduced[constraints.Class[k]] += gradient[k];
    }

    /// <summary>The second derivative of the discrepancy at the current parameters, of all free rows.</summary>
    internal bool Hessian(bool observed, Span<double> into)
    {
        into[..(q * q)].Clear();
        foreach (var g in groups)
        {
            if (!g.AddHessian(theta, observed, g.Discrepancy.Cases / total, into, q)) return false;
        }

        return true;
    }

    /// <summary>The step −H⁻¹g; returns gᵀH⁻¹g, NaN where H gives none.</summary>
    private double Direction(bool newton)
    {
        for (var attempt = newton ? 0 : 1; attempt < 2; attempt++)
        {
            if (!Hessian(attempt == 0, hessian)) continue;
            Reduce(hessian, reducedHessian);
            var positive = FactorRegular(attempt == 1);
            if (!positive) continue;
            reduced.CopyTo(step, 0);
            Dense.Solve(factor, step, r);
            var decrement = Dense.Dot(step, reduced);
            for (var k = 0; k < r; k++) step[k] = -step[k];
            if (decrement >= 0 && double.IsFinite(decrement)) return decrement;
        }

        return double.NaN;
    }

    /// <summary>Factors the reduced Hessian; a singular expected one is made regular by a growing share of its diagonal.</summary>
    private bool FactorRegular(bool mayDamp)
    {
        for (var damping = mayDamp ? caution : 0; damping < 1e3; damping = damping == 0 ? 1e-8 : damping * 100)
        {
            reducedHessian.CopyTo(factor, 0);
            if (damping > 0)
            {
                for (var k = 0; k < r; k++) factor[k * r + k] += damping * Math.Max(reducedHessian[k * r + k], 1e-12);
            }

            if (Dense.Cholesky(factor, r, out _) < 0 && (damping > 0 || Regular())) return true;
            if (!mayDamp) return false;
        }

        return false;
    }

    private bool Regular()
    {
        for (var k = 0; k < r; k++)
        {
            if (factor[k * r + k] * factor[k * r + k] < 1e-13 * reducedHessian[k * r + k]) return false;
        }

        return true;
    }

    private void Reduce(ReadOnlySpan<double> full, Span<double> into)
    {
        if (constraints.IsTrivial)
        {
            full.CopyTo(into);
            return;
        }

        into.Clear();
        for (var i = 0; i < q; i++)
        {
            var row = into.Slice(constraints.Class[i] * r, r);
            for (var j = 0; j < q; j++) row[constraints.Class[j]] += full[i * q + j];
        }
    }

    /// <summary>Remembers what a step starts from, and says whether the steps before it were worth their while (see <see cref="EndsWhenStalled"/>).</summary>
    private bool Stalls(double decrement, double merit)
    {
        ref var before = ref merits[Iterations % StallWindow];
        var stalls = EndsWhenStalled && Iterations >= StallWindow && total * decrement > 1e-3 && before - merit < 1e-3 * decrement;
        before = merit;
        return stalls;
    }

    /// <summary>
    /// Halves the step until it lowers the discrepancy, and the violation of constraints with a penalty, enough; within the noise of rounding a whole step is taken.
    /// </summary>
    private bool Search(double decrement, double penalty = 0, double violation = 0)
    {
        var merit = Value + penalty * violation;
        var noise = 1e-13 * (1 + Math.Abs(Value));

        // Near the end whole steps are taken: curved constraints would otherwise refuse the step that converges fastest.
        var near = IsConstrained && Math.Abs(decrement) < 1e-7 && violation < 1e-6;
        for (var scale = 1.0; scale > 1e-10; scale *= 0.5)
        {
            for (var k = 0; k < q; k++) trial[k] = theta[k] + scale * step[constraints.Class[k]];
            if (Crosses(trial))
            {
                SingularCycle = crossing;
                continue;
            }

            if (LosesVariance() || !Evaluate(trial, out var value)) continue;
            var next = 0.0;
            if (IsConstrained)
            {
                constraints.Evaluate(trial, trialValues, null);
                Violations(trialValues, out next);
            }

            // A whole step near the end may lose what curved constraints cost, which is of the order of what it promises, and no more: along directions that the data say little of rounding alone makes a step long.
            var isTaken = value + penalty * next <= merit - 1e-4 * scale * (Math.Max(0, decrement) + penalty * violation) + noise;
            if (!isTaken && !(near && scale == 1 && value <= Value + 10 * (Math.Abs(decrement) + penalty * violation) + noise)) continue;
            trial.CopyTo(theta, 0);
            Value = value;

            // Levenberg's way: after a step that had to be shortened the next ones turn towards the gradient.
            if (Iterations < GuardedSteps) caution = scale < 0.3 ? Math.Clamp(caution * 10, 1e-3, 10) : scale == 1 && caution > 1e-5 ? caution / 10 : scale == 1 ? 0 : caution;
            else caution = 0;
            return true;
        }

        Evaluate(theta, out _);
        return false;
    }

    /// <summary>Makes the step as it is, unless the discrepancy is larger there: where parameters are not identified, rounding errors alone can make a step long.</summary>
    private void TakeStep()
    {
        for (var k = 0; k < q; k++) trial[k] = theta[k] + step[constraints.Class[k]];
        if (!Crosses(trial) && Evaluate(trial, out var value) && value <= Value + 1e-10 * (1 + Math.Abs(Value)))
        {
            trial.CopyTo(theta, 0);
            Value = value;
        }
        else
        {
            Evaluate(theta, out _);
        }
    }

    private void RememberCycles()
    {
        var k = 0;
        foreach (var g in groups)
        {
            if (g.Determinants.Length == 0) continue;
            structure.CycleDeterminants(g.Group, theta, g.Determinants);
            foreach (var d in g.Determinants) cyclesBefore[k++] = Math.Sign(d);
        }
    }

    private bool Crosses(ReadOnlySpan<double> at)
    {
        var k = 0;
        foreach (var g in groups)
        {
            if (g.Determinants.Length == 0) continue;
            structure.CycleDeterminants(g.Group, at, g.Determinants);
            for (var c = 0; c < g.Determinants.Length; c++)
            {
                if (Math.Sign(g.Determinants[c]) == cyclesBefore[k++]) continue;
                crossing = (g.Group, c);
                return true;
            }
        }

        return false;
    }

    private double ScaledGradient()
    {
        var largest = 0.0;
        for (var k = 0; k < r; k++)
        {
            if (reduced[k] != 0) largest = Math.Max(largest, Math.Abs(reduced[k]) / Math.Sqrt(Math.Max(0, reducedHessian[k * r + k])));
        }

        return largest / 2;
    }

    private bool LosesVariance()
    {
        if (Iterations >= GuardedSteps) return false;
        foreach (var k in variances)
        {
            if (theta[k] > 0 && trial[k] < 0.1 * theta[k]) return true;
        }

        return false;
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        foreach (var v in values) largest = Math.Max(largest, Math.Abs(v));
        return largest;
    }
}
