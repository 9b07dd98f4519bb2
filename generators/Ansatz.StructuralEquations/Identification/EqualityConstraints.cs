namespace Ansatz.StructuralEquations;

/// <summary>
/// The equality constraints of a parameter table: how many are independent, points that satisfy them, and their gradients there, all modulo a prime
/// (<see cref="MersenneField"/>). Constraints that are affine are solved exactly; any other one is solved for a parameter in which it is affine, where there is one.
/// </summary>
internal sealed class EqualityConstraints
{
    private readonly int _count;
    private bool _areSolved = true;
    private readonly List<(int Row, ConstraintExpression Left, ConstraintExpression Right)> _constraints = [];
    private readonly List<(int Row, ConstraintExpression Left, ConstraintExpression Right)> _curved = [];

    // Affine constraints in reduced form: the pivot parameter is −(constant + the rest of the row). The last column is the constant.
    private readonly List<(int Pivot, uint[] Row)> _affine = [];

    private EqualityConstraints(int count) => _count = count;

    /// <summary>The rows of the table, from 0, that no expression of parameters could be read from.</summary>
    public List<int> Unreadable { get; } = [];

    /// <summary>The rows that contradict those before them.</summary>
    public List<int> Contradictory { get; } = [];

    /// <summary>The rows that follow from those before them.</summary>
    public List<int> Redundant { get; } = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _constraints.Count == 0 && Unreadable.Count == 0;

    /// <summary>Whether a point that satisfies all of them was found by the last <see cref="Point"/>; if not, gradients are those of the level sets through a random point.</summary>
    public bool IsSatisfied => _areSolved && Unreadable.Count == 0;

    /// <summary>The constraints of a table.</summary>
    public static EqualityConstraints Of(ParameterTable table)
    {
        var result = new EqualityConstraints(table.FreeCount);
        if (table.Rows.All(r => r.Operator != SemOperator.Equality)) return result;
        var names = new ExpressionNames(table);
        for (var k = 0; k < table.Rows.Count; k++)
        {
            var row = table.Rows[k];
            if (row.Operator != SemOperator.Equality) continue;
            var (left, right) = (ConstraintExpression.Parse(row.Left, names), ConstraintExpression.Parse(row.Right, names));
            if (left is null || right is null) result.Unreadable.Add(k);
            else result.Add(k, left, right);
        }

        return result;
    }

    /// <summary>Random values of the free parameters that satisfy the constraints (see <see cref="IsSatisfied"/>).</summary>
    public uint[] Point(PrimeRandom random)
    {
        var theta = new uint[_count];
        for (var k = 0; k < _count; k++) theta[k] = random.Next();
        Settle(theta);
        _areSolved = true;
        if (_curved.Count == 0) return theta;
        for (var round = 0; round <= _curved.Count; round++)
        {
            var solved = new HashSet<int>();
            foreach (var constraint in _curved) Solve(constraint, theta, solved);
            _areSolved = _curved.All(c => Residual(c, theta) == 0);
            if (_areSolved) break;
        }

        return theta;
    }

    /// <summary>The gradient of each constraint at a point.</summary>
    public IEnumerable<(int Row, uint[] Gradient)> Gradients(uint[] theta)
    {
        foreach (var constraint in _constraints)
            if (Difference(constraint, theta) is { } d) yield return (constraint.Row, Dense(d));
    }

    private void Add(int row, ConstraintExpression left, ConstraintExpression right)
    {
        _constraints.Add((row, left, right));
        if (Affine((row, left, right)) is { } affine) AddAffine(row, affine);
        else _curved.Add((row, left, right));
    }

    /// <summary>The coefficients and the constant of an affine constraint; null if it is curved.</summary>
    private uint[]? Affine((int Row, ConstraintExpression Left, ConstraintExpression Right) constraint)
    {
        if (constraint.Left.IsFormal || constraint.Right.IsFormal) return null;
        // A gradient that is the same at two random points is constant.
        var random = new PrimeRandom(constraint.Row);
        var (a, b) = (Random(), Random());
        if (Difference(constraint, a) is not { } first || Difference(constraint, b) is not { } second) return null;
        var result = Dense(first);
        if (!result.SequenceEqual(Dense(second))) return null;
        var rest = first.Value;
        for (var k = 0; k < _count; k++) rest = MersenneField.Subtract(rest, MersenneField.Multiply(result[k], a[k]));
        Array.Resize(ref result, _count + 1);
        result[_count] = rest;
        return result;

        uint[] Random()
        {
            var theta = new uint[_count];
            for (var k = 0; k < _count; k++) theta[k] = random.Next();
            return theta;
        }
    }

    private void AddAffine(int row, uint[] affine)
    {
        foreach (var (pivot, basis) in _affine) Eliminate(affine, basis, pivot);
        var next = Array.FindIndex(affine, 0, _count, x => x != 0);
        if (next < 0)
        {
            (affine[_count] == 0 ? Redundant : Contradictory).Add(row);
            return;
        }

        var inverse = MersenneField.Inverse(affine[next]);
        for (var k = 0; k <= _count; k++) affine[k] = MersenneField.Multiply(affine[k], inverse);
        foreach (var (_, basis) in _affine) Eliminate(basis, affine, next);
        _affine.Add((next, affine));
    }

    private static void Eliminate(uint[] row, uint[] basis, int pivot)
    {
        if (row[pivot] == 0) return;
        var factor = MersenneField.Negate(row[pivot]);
        for (var k = 0; k < row.Length; k++) row[k] = MersenneField.Reduce((ulong)factor * basis[k] + row[k]);
    }

    private void Settle(uint[] theta)
    {
        foreach (var (pivot, row) in _affine)
        {
            var value = row[_count];
            for (var k = 0; k < _count; k++)
                if (k != pivot && row[k] != 0) value = MersenneField.Add(value, MersenneField.Multiply(row[k], theta[k]));
            theta[pivot] = MersenneField.Negate(value);
        }
    }

    private void Solve((int Row, ConstraintExpression Left, ConstraintExpression Right) constraint, uint[] theta, HashSet<int> solved)
    {
        // Last parameters first: they are usually the ones that a constraint defines; pivots of affine constraints follow the others.
        foreach (var parameter in constraint.Left.Parameters.Reverse().Concat(constraint.Right.Parameters.Reverse()))
        {
            if (solved.Contains(parameter) || _affine.Any(a => a.Pivot == parameter)) continue;
            var old = theta[parameter];
            if (At(0) is { } zero && At(1) is { } one && At(2) is { } two)
            {
                var slope = MersenneField.Subtract(one, zero);
                if (slope != 0 && MersenneField.Subtract(two, one) == slope)
                {
                    At(MersenneField.Multiply(MersenneField.Negate(zero), MersenneField.Inverse(slope)));
                    solved.Add(parameter);
                    return;
                }
            }

            At(old);

            uint? At(uint value)
            {
                theta[parameter] = value;
                Settle(theta);
                return Residual(constraint, theta);
            }
        }
    }

    private static uint? Residual((int Row, ConstraintExpression Left, ConstraintExpression Right) constraint, uint[] theta) => Difference(constraint, theta)?.Value;

    private static ConstraintExpression.Dual? Difference((int Row, ConstraintExpression Left, ConstraintExpression Right) constraint, uint[] theta) =>
        constraint.Left.Evaluate(theta) is { } l && constraint.Right.Evaluate(theta) is { } r ? l.Plus(r, MersenneField.P - 1) : null;

    private uint[] Dense(ConstraintExpression.Dual dual)
    {
        var result = new uint[_count];
        foreach (var entry in dual.Gradient) result[entry.Key] = entry.Value;
        return result;
    }
}
