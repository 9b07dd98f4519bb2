namespace Ansatz.StructuralEquations;

/// <summary>Constraints that a fit could not meet.</summary>
/// <param name="Violated">Those that are not met.</param>
/// <param name="Involved">These, and those that hold and share a parameter with them.</param>
/// <param name="Contradicts">Whether those that hold leave no direction along which the others change.</param>
/// <param name="Parameter">A free parameter, from 0, on which the first that is not met depends.</param>
internal sealed record ConstraintConflict(int[] Violated, int[] Involved, bool Contradicts, int Parameter);

/// <summary>
/// The constraints of a fit. Parameters that are equal share a coordinate, which costs nothing; what else there is (linear, nonlinear, inequalities) is kept as functions of the coordinates.
/// </summary>
internal sealed class ConstraintSet
{
    private readonly ParameterConstraints? source;
    private readonly ParameterFunction[] functions;
    private readonly double[] full;

    private ConstraintSet(int count, int[] classes, int reduced, ParameterConstraints? source, ParameterFunction[] equalities, ParameterFunction[] inequalities)
    {
        (Count, Class, Reduced, this.source, EqualityCount) = (count, classes, reduced, source, equalities.Length);
        functions = [.. equalities, .. inequalities];
        full = new double[functions.Length * count];
    }

    /// <summary>How many free rows the table has.</summary>
    public int Count { get; }

    /// <summary>The coordinate of each free row.</summary>
    public int[] Class { get; }

    /// <summary>How many coordinates there are.</summary>
    public int Reduced { get; }

    /// <summary>Whether each free row is its own coordinate.</summary>
    public bool IsTrivial => Reduced == Count;

    /// <summary>How many constraints there are beside equal parameters; equalities come first.</summary>
    public int FunctionCount => functions.Length;

    /// <summary>How many of these are equalities.</summary>
    public int EqualityCount { get; }

    /// <summary>A constraint's text.</summary>
    public string Text(int function) => functions[function].ToString() ?? "";

    /// <summary>The constraints of a table.</summary>
    public static ConstraintSet Of(ParameterTable table)
    {
        var q = table.FreeCount;
        var parent = Enumerable.Range(0, q).ToArray();
        var source = table.Rows.Any(r => r.Operator.IsConstraint()) ? ParameterConstraints.Of(table) : null;
        var equalities = new List<ParameterFunction>();
        foreach (var f in source?.Equalities ?? [])
        {
            if (f is { Coefficients: { Count: 2 } c, Constant: 0 } && c[0] == -c[1]) Join(f.Parameters[0], f.Parameters[1]);
            else if (f is not { Coefficients.Count: 0, Constant: 0 }) equalities.Add(f);
        }

        var classes = new int[q];
        var reduced = 0;
        for (var k = 0; k < q; k++) classes[k] = Root(k) == k ? reduced++ : classes[Root(k)];
        return new ConstraintSet(q, classes, reduced, source, [.. equalities], [.. source?.Inequalities ?? []]);

        int Root(int k)
        {
            while (parent[k] != k) k = parent[k];
            return k;
        }

        void Join(int a, int b) => parent[Math.Max(Root(a), Root(b))] = Math.Min(Root(a), Root(b));
    }

    /// <summary>Values of the constraints (equalities are to be 0, the others not negative) and their derivatives by the coordinates.</summary>
    public void Evaluate(double[] theta, double[] values, double[]? jacobian)
    {
        if (functions.Length == 0) return;
        source!.Evaluate(functions, theta, values, jacobian is null ? null : full);
        if (jacobian is null) return;
        Array.Clear(jacobian);
        for (var f = 0; f < functions.Length; f++)
        {
            for (var k = 0; k < Count; k++) jacobian[f * Reduced + Class[k]] += full[f * Count + k];
        }
    }

    /// <summary>Adds scale times the second derivative of a constraint by the coordinates.</summary>
    public void AddCurvature(int function, double[] theta, double scale, double[] into)
    {
        var f = functions[function];
        if (f.IsLinear || scale == 0) return;
        var hessian = source!.Hessian(f, theta);
        var n = f.Parameters.Count;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) into[Class[f.Parameters[i]] * Reduced + Class[f.Parameters[j]]] += scale * hessian[i * n + j];
        }
    }

    /// <summary>How many parameters are independent: the coordinates less the rank of the equalities.</summary>
    /// <param name="theta">Some point. The rank is that of almost all points: at starting values of 0 a product, for example, has no derivative.</param>
    public int IndependentCount(double[] theta)
    {
        if (EqualityCount == 0) return Reduced;
        double[] values = new double[FunctionCount], jacobian = new double[FunctionCount * Reduced];
        var rank = 0;
        for (var nudge = 0.0; nudge < 0.3; nudge += 0.1)
        {
            double[] at = [.. theta.Select((v, k) => v + nudge * (1 + k * 0.618033988749895 % 1))];
            Evaluate(at, values, jacobian);
            if (jacobian.All(double.IsFinite)) rank = Math.Max(rank, NullSpace.Of(jacobian, [.. Enumerable.Range(0, EqualityCount)], Reduced).Rank);
        }

        return Reduced - rank;
    }
}
