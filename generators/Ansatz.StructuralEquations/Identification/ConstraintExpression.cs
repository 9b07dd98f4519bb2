namespace Ansatz.StructuralEquations;

/// <summary>
/// One side of a constraint as a function of the free parameters, for values and gradients modulo a prime (<see cref="MersenneField"/>). Functions that have no meaning there
/// (exp, sqrt, powers that are no integers) take formal values: a random residue for the value at each argument and one for the derivative, so that generic ranks stay right.
/// </summary>
internal sealed class ConstraintExpression
{
    private readonly SemExpression _expression;
    private readonly ExpressionNames _names;

    private ConstraintExpression(SemExpression expression, ExpressionNames names)
    {
        _expression = expression;
        _names = names;
    }

    /// <summary>The free parameters that occur, from 0.</summary>
    public SortedSet<int> Parameters { get; } = [];

    /// <summary>Whether it has functions that are only formal modulo a prime.</summary>
    public bool IsFormal { get; private set; }

    /// <summary>Reads an expression; null if it is none, or has a name that stands for nothing, or for itself.</summary>
    public static ConstraintExpression? Parse(string text, ExpressionNames names)
    {
        if (text.Length > 10_000 || ExpressionNames.Read(text) is not { } expression) return null;
        var result = new ConstraintExpression(expression, names);
        var states = new Dictionary<string, bool>(StringComparer.Ordinal);
        return result.Check(expression, states, 0) ? result : null;
    }

    /// <summary>The value and the gradient at a point; null if a division by 0 occurs.</summary>
    public Dual? Evaluate(uint[] theta) => Evaluate(_expression, theta, new Dictionary<string, Dual?>(StringComparer.Ordinal));

    // A name is false while its definition is being looked at, so that circles are seen.
    private bool Check(SemExpression expression, Dictionary<string, bool> states, int depth)
    {
        if (depth > 100) return false;
        IsFormal |= HasFormal(expression);
        foreach (var name in expression.Names())
        {
            if (_names.Free(name.Name) is >= 0 and var parameter) Parameters.Add(parameter);
            else if (_names.Fixed(name.Name) is null)
            {
                if (states.TryGetValue(name.Name, out var done))
                {
                    if (!done) return false;
                    continue;
                }

                states[name.Name] = false;
                if (_names.Definition(name.Name) is not { } definition || !Check(definition, states, depth + 1)) return false;
                states[name.Name] = true;
            }
        }

        return true;
    }

    private static bool HasFormal(SemExpression expression) => expression switch
    {
        UnaryExpression unary => HasFormal(unary.Operand),
        BinaryExpression { Operator: '^' } power => Exponent(power.Right) is null || HasFormal(power.Left),
        BinaryExpression binary => HasFormal(binary.Left) || HasFormal(binary.Right),
        CallExpression => true,
        _ => false,
    };

    private static int? Exponent(SemExpression expression) => expression switch
    {
        NumberExpression { Value: var value } when value == Math.Floor(value) && value < 1000 => (int)value,
        UnaryExpression { Operand: var operand } => -Exponent(operand),
        _ => null,
    };

    private Dual? Evaluate(SemExpression expression, uint[] theta, Dictionary<string, Dual?> known)
    {
        switch (expression)
        {
            case NumberExpression number:
                return MersenneField.Of(number.Value) is { } residue ? new Dual(residue, []) : null;
            case NameExpression { Name: var name }:
                if (_names.Free(name) is >= 0 and var parameter) return new Dual(theta[parameter], new() { [parameter] = 1 });
                if (_names.Fixed(name) is { } value) return MersenneField.Of(value) is { } constant ? new Dual(constant, []) : null;
                if (!known.TryGetValue(name, out var definition)) known[name] = definition = Evaluate(_names.Definition(name)!, theta, known);
                return definition;
            case UnaryExpression negative:
                return Evaluate(negative.Operand, theta, known)?.Scaled(MersenneField.P - 1);
            case BinaryExpression { Operator: '^' } power when Exponent(power.Right) is { } exponent:
                return Evaluate(power.Left, theta, known)?.Power(exponent);
            case BinaryExpression binary:
                if (Evaluate(binary.Left, theta, known) is not { } left || Evaluate(binary.Right, theta, known) is not { } right) return null;
                return binary.Operator switch
                {
                    '+' => left.Plus(right, 1),
                    '-' => left.Plus(right, MersenneField.P - 1),
                    '*' => left.Times(right),
                    '/' => right.Power(-1) is { } inverse ? left.Times(inverse) : null,
                    _ => left.Formal(1).Plus(right.Formal(2), 1),
                };
            case CallExpression call:
                var sum = new Dual(0, []);
                foreach (var argument in call.Arguments)
                {
                    if (Evaluate(argument, theta, known) is not { } a) return null;
                    sum = sum.Plus(a.Formal(call.Function.Aggregate(17, (h, c) => unchecked((h * 31) + c)) & 0xFFFF), 1);
                }

                return sum;
            default:
                return null;
        }
    }

    /// <summary>A value and its gradient.</summary>
    internal sealed record Dual(uint Value, Dictionary<int, uint> Gradient)
    {
        public Dual Plus(Dual other, uint factor) => new(MersenneField.Add(Value, MersenneField.Multiply(factor, other.Value)), Combined(1, other, factor));

        public Dual Times(Dual other) => new(MersenneField.Multiply(Value, other.Value), Combined(other.Value, other, Value));

        public Dual Scaled(uint factor) => new(MersenneField.Multiply(Value, factor), Combined(factor, this, 0));

        /// <summary>A power; null for a negative one of 0.</summary>
        public Dual? Power(int n)
        {
            if (n == 0) return new Dual(1, []);
            if (n < 0 && Value == 0) return null;
            // a^(p−1) = 1, so that a negative exponent is a large one.
            var exponent = n > 0 ? (uint)n : MersenneField.P - 1 - (uint)-n;
            return new Dual(MersenneField.Power(Value, exponent), Combined(MersenneField.Multiply(MersenneField.Of((long)n), MersenneField.Power(Value, exponent - 1)), this, 0));
        }

        /// <summary>A function of this that is random, but the same for the same argument.</summary>
        public Dual Formal(int seed)
        {
            var random = new PrimeRandom(unchecked(seed ^ (int)Value) & 0xFFFFFFF);
            return new Dual(random.Next(), Combined(random.Next(), this, 0));
        }

        private Dictionary<int, uint> Combined(uint a, Dual other, uint b)
        {
            var result = new Dictionary<int, uint>(Gradient.Count);
            foreach (var entry in Gradient) result[entry.Key] = MersenneField.Multiply(entry.Value, a);
            if (b == 0) return result;
            foreach (var entry in other.Gradient) result[entry.Key] = MersenneField.Add(MersenneField.Multiply(b, entry.Value), result.TryGetValue(entry.Key, out var have) ? have : 0);
            return result;
        }
    }
}
