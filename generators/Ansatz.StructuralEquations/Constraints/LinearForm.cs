namespace Ansatz.StructuralEquations;

/// <summary>c + Σ aᵢθᵢ, where an expression is that.</summary>
internal sealed class LinearForm
{
    private LinearForm(double constant, SortedDictionary<int, double> slopes)
    {
        Constant = constant;
        Slopes = slopes;
    }

    public double Constant { get; }

    public SortedDictionary<int, double> Slopes { get; }

    private bool IsConstant => Slopes.Count == 0;

    public static LinearForm Number(double value) => new(value, []);

    public static LinearForm Parameter(int index) => new(0, new SortedDictionary<int, double> { [index] = 1 });

    /// <summary>The linear form of an expression; null if it is not linear.</summary>
    /// <param name="e">The expression.</param>
    /// <param name="form">That of a name; null if it is not linear.</param>
    public static LinearForm? Of(SemExpression e, Func<string, LinearForm?> form)
    {
        switch (e)
        {
            case NumberExpression number:
                return Number(number.Value);
            case NameExpression name:
                return form(name.Name);
            case UnaryExpression negative:
                return Of(negative.Operand, form)?.Times(-1);
            case BinaryExpression binary:
                if (Of(binary.Left, form) is not { } left || Of(binary.Right, form) is not { } right) return null;
                return binary.Operator switch
                {
                    '+' => left.Plus(right, 1),
                    '-' => left.Plus(right, -1),
                    '*' => left.IsConstant ? right.Times(left.Constant) : right.IsConstant ? left.Times(right.Constant) : null,
                    '/' => right.IsConstant ? left.Over(right.Constant) : null,
                    _ => right.IsConstant && right.Constant == 1 ? left : left.IsConstant && right.IsConstant ? Number(Math.Pow(left.Constant, right.Constant)) : null,
                };
            case CallExpression call:
                return call.Arguments.All(a => Of(a, form) is { IsConstant: true }) ? Number(SemTaylor.Of(e, n => SemTaylor.Constant(form(n)!.Constant)).Value) : null;
            default:
                return null;
        }
    }

    private LinearForm Times(double factor) => Mapped(Constant * factor, a => a * factor);

    private LinearForm Over(double divisor) => Mapped(Constant / divisor, a => a / divisor);

    private LinearForm Mapped(double constant, Func<double, double> map)
    {
        var slopes = new SortedDictionary<int, double>();
        foreach (var pair in Slopes) slopes[pair.Key] = map(pair.Value);
        return new LinearForm(constant, slopes);
    }

    private LinearForm Plus(LinearForm other, double sign)
    {
        var slopes = new SortedDictionary<int, double>(Slopes);
        foreach (var pair in other.Slopes)
        {
            slopes.TryGetValue(pair.Key, out var slope);
            slopes[pair.Key] = slope + sign * pair.Value;
        }

        return new LinearForm(Constant + sign * other.Constant, slopes);
    }
}
