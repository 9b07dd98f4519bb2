namespace Ansatz.StructuralEquations;

internal sealed partial class FitWorkspace
{
    private const double Violated = 1e-10;
    private readonly double[] constraintValues, trialValues, constraintJacobian, multipliers, particular, curved;
    private readonly bool[] active;
    private NullSpace? directions;

    /// <summary>Whether there are constraints beside equal parameters.</summary>
    public bool IsConstrained => constraints.FunctionCount > 0;

    /// <summary>How much the worst constraint is violated.</summary>
    public double Violation { get; private set; }

    /// <summary>The directions that active constraints leave, over the coordinates; null without constraints.</summary>
    public NullSpace? Directions => directions;

    /// <summary>
    /// Sequential quadratic programming: each step minimises the quadratic model under the linearised constraints (active set), and is shortened until discrepancy and violation together are less.
    /// </summary>
    private FitStatus MinimiseConstrained(double tolerance, int steps, CancellationToken cancellation)
    {
        var penalty = 0.0;
        var newton = false;
        Array.Clear(active);
        Array.Clear(multipliers);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Gradient();
            constraints.Evaluate(theta, constraintValues, constraintJacobian);
            Violation = Violations(constraintValues, out var violation);
            var decrement = ConstrainedDirection(newton);
            if (double.IsNaN(decrement)) return FitStatus.NoProgress;
            Criterion = GradientNorm;
            var done = Criterion <= tolerance && Violation <= Violated;
            if (done && total * decrement <= 1e-18) return Released(FitStatus.Converged);
            if (Iterations >= steps || Evaluations >= MostEvaluations) return Released(done ? FitStatus.Converged : FitStatus.TooManySteps);
            penalty = Math.Max(penalty, 2 * Largest(multipliers));
            if (Stalls(decrement, Value + penalty * violation) || !Search(decrement, penalty, violation)) return Released(done ? FitStatus.Converged : FitStatus.NoProgress);
            Iterations++;
            newton = decrement < 0.05 && Violation < 0.1;
        }
    }

    /// <summary>An inequality that holds with equality but does not keep the discrepancy from falling, as where a step along parameters that are not identified ended at it, tells nothing of them.</summary>
    private FitStatus Released(FitStatus status)
    {
        var released = false;
        for (var k = constraints.EqualityCount; k < constraints.FunctionCount; k++)
        {
            if (!active[k] || multipliers[k] > 1e-7) continue;
            active[k] = false;
            released = true;
        }

        if (released) directions = NullSpace.Of(constraintJacobian, Working(), r);
        return status;
    }

    /// <summary>What keeps the parameters from meeting the constraints; null where they meet them.</summary>
    public ConstraintConflict? Conflict()
    {
        constraints.Evaluate(theta, constraintValues, constraintJacobian);
        int[] violated = [.. Enumerable.Range(0, constraints.FunctionCount).Where(k => !((k < constraints.EqualityCount ? Math.Abs(constraintValues[k]) : -constraintValues[k]) <= 1e-6))];
        if (violated.Length == 0) return null;
        int[] working = [.. Working().Union(violated).Order()];
        var dependent = NullSpace.Of(constraintJacobian, working, r).Dependent;
        int[] involved = [.. working.Where(k => violated.Any(v => k == v || Enumerable.Range(0, r).Any(j => constraintJacobian[v * r + j] != 0 && constraintJacobian[k * r + j] != 0)))];
        var steepest = Enumerable.Range(0, r).MaxBy(j => Math.Abs(constraintJacobian[violated[0] * r + j]));
        return new(violated, involved, violated.All(dependent.Contains), Array.IndexOf(constraints.Class, steepest));
    }

    private double Violations(double[] values, out double sum)
    {
        var largest = sum = 0.0;
        for (var k = 0; k < values.Length; k++)
        {
            var v = k < constraints.EqualityCount ? Math.Abs(values[k]) : Math.Max(0, -values[k]);
            sum += v;
            largest = double.IsNaN(v) ? double.PositiveInfinity : Math.Max(largest, v);
        }

        return largest;
    }

    private int[] Working() => [.. Enumerable.Range(0, constraints.FunctionCount).Where(k => k < constraints.EqualityCount || active[k])];

    /// <summary>The step of the quadratic programme; returns dᵀHd and sets the gradient norm to that of the Lagrangian; NaN if there is no step.</summary>
    private double ConstrainedDirection(bool newton)
    {
        for (var attempt = newton ? 0 : 1; attempt < 2; attempt++)
        {
            if (!Hessian(attempt == 0, hessian)) continue;
            Reduce(hessian, reducedHessian);
            if (attempt == 0)
            {
                for (var k = 0; k < constraints.FunctionCount; k++) constraints.AddCurvature(k, theta, -multipliers[k], reducedHessian);
            }

            for (var damping = 0.0; damping < 1e3; damping = damping == 0 ? 1e-8 : damping * 100)
            {
                if (Programme(damping)) return Dense.Dot(curved, step);
                if (attempt == 0) break;
            }
        }

        return double.NaN;
    }

    /// <summary>Active-set iterations of the quadratic programme.</summary>
    private bool Programme(double damping)
    {
        for (var round = 0; round < 20 + 4 * constraints.FunctionCount; round++)
        {
            directions = NullSpace.Of(constraintJacobian, Working(), r);
            if (!EqualityStep(directions, damping)) return false;
            var worst = -1;
            var least = -1e-9;
            for (var k = constraints.EqualityCount; k < constraints.FunctionCount; k++)
            {
                if (active[k] && multipliers[k] < least) (least, worst) = (multipliers[k], k);
            }

            if (worst >= 0)
            {
                active[worst] = false;
                continue;
            }

            least = -1e-12;
            for (var k = constraints.EqualityCount; k < constraints.FunctionCount; k++)
            {
                if (active[k]) continue;
                var value = constraintValues[k] + Dense.Dot(constraintJacobian.AsSpan(k * r, r), step);
                if (value < least) (least, worst) = (value, k);
            }

            if (worst < 0) return true;
            active[worst] = true;
        }

        return true;
    }

    /// <summary>The minimum of the quadratic model under the working constraints: a particular step, and Newton's along the directions that they leave.</summary>
    private bool EqualityStep(NullSpace space, double damping)
    {
        for (var k = 0; k < trialValues.Length; k++) trialValues[k] = -constraintValues[k];
        space.Particular(trialValues, particular);
        var free = r - space.Rank;
        var z = space.Basis;
        double[] product = new double[free * r], inner = new double[free * free], right = new double[free];
        Dense.Multiply(z, reducedHessian, product, free, r, r);
        for (var i = 0; i < free; i++)
        {
            for (var j = 0; j <= i; j++) inner[i * free + j] = Dense.Dot(product.AsSpan(i * r, r), z.AsSpan(j * r, r));
            inner[i * free + i] += damping * Math.Max(inner[i * free + i], 1e-12);
            right[i] = -Dense.Dot(z.AsSpan(i * r, r), reduced) - Dense.Dot(product.AsSpan(i * r, r), particular);
        }

        double[] diagonal = [.. Enumerable.Range(0, free).Select(i => inner[i * free + i])];
        if (Dense.Cholesky(inner, free, out _) >= 0) return false;
        for (var i = 0; i < free; i++)
        {
            if (inner[i * free + i] * inner[i * free + i] < 1e-13 * diagonal[i]) return false;
        }

        Dense.Solve(inner, right, free);
        particular.CopyTo(step, 0);
        for (var i = 0; i < free; i++) Dense.MultiplyAdd(z.AsSpan(i * r, r), right[i], step);
        Dense.Multiply(reducedHessian, step, curved, r, r, 1);

        // Hd + g = Aᵀλ; the Lagrangian's gradient at the current point is g − Aᵀλ = −Hd.
        for (var k = 0; k < r; k++) particular[k] = curved[k] + reduced[k];
        space.Multipliers(particular, multipliers);
        GradientNorm = Largest(curved) / 2;
        return double.IsFinite(GradientNorm);
    }
}
