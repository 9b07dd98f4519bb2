namespace Ansatz.StructuralEquations;

/// <summary>An expression over parameters, as definitions and constraints have it; functions and precedence are R's.</summary>
/// <param name="Range">Where it stands.</param>
public abstract record SemExpression(TextRange Range)
{
    /// <summary>How deep it is nested.</summary>
    public abstract int Depth { get; }

    /// <summary>Every name in it, in order, with repetitions.</summary>
    public IEnumerable<NameExpression> Names()
    {
        var open = new Stack<SemExpression>();
        open.Push(this);
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case NameExpression name:
                    yield return name;
                    break;
                case UnaryExpression unary:
                    open.Push(unary.Operand);
                    break;
                case BinaryExpression binary:
                    open.Push(binary.Right);
                    open.Push(binary.Left);
                    break;
                case CallExpression call:
                    for (var k = call.Arguments.Count - 1; k >= 0; k--) open.Push(call.Arguments[k]);
                    break;
            }
        }
    }

    /// <summary>The expression as R reads it, with the parentheses that it needs.</summary>
    public sealed override string ToString() => this switch
    {
        NumberExpression number => number.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        NameExpression name => name.Name,
        CallExpression call => $"{call.Function}({string.Join(", ", call.Arguments)})",
        UnaryExpression negative => "-" + Within(negative.Operand, 3),
        BinaryExpression { Operator: '^' } power => $"{Within(power.Left, 5)}^{Within(power.Right, 3)}",
        BinaryExpression { Operator: '+' or '-' } sum => $"{Within(sum.Left, 1)} {sum.Operator} {Within(sum.Right, 2)}",
        BinaryExpression product => $"{Within(product.Left, 2)}{product.Operator}{Within(product.Right, 3)}",
        _ => "",
    };

    private static string Within(SemExpression e, int level) => Level(e) < level ? $"({e})" : e.ToString();

    private static int Level(SemExpression e) => e switch
    {
        BinaryExpression { Operator: '+' or '-' } => 1,
        BinaryExpression { Operator: '*' or '/' } => 2,
        UnaryExpression => 3,
        BinaryExpression => 4,
        NumberExpression { Value: < 0 } => 3,
        _ => 5,
    };

    /// <summary>Its value for values of its names.</summary>
    /// <param name="value">The value of a name.</param>
    public double Evaluate(Func<string, double> value) => SemTaylor.Of(this, name => SemTaylor.Constant(value(name))).Value;
}

/// <summary>A number.</summary>
public sealed record NumberExpression(double Value, TextRange Range) : SemExpression(Range)
{
    /// <inheritdoc/>
    public override int Depth => 1;
}

/// <summary>A label, a row's own label or the name of a defined parameter.</summary>
public sealed record NameExpression(string Name, TextRange Range) : SemExpression(Range)
{
    /// <inheritdoc/>
    public override int Depth => 1;
}

/// <summary>A negative.</summary>
public sealed record UnaryExpression(SemExpression Operand, TextRange Range) : SemExpression(Range)
{
    /// <inheritdoc/>
    public override int Depth { get; } = Operand.Depth + 1;
}

/// <summary>A sum, difference, product, quotient or power.</summary>
/// <param name="Operator">One of <c>+ - * / ^</c>.</param>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand.</param>
/// <param name="Range">Where it stands.</param>
public sealed record BinaryExpression(char Operator, SemExpression Left, SemExpression Right, TextRange Range) : SemExpression(Range)
{
    /// <inheritdoc/>
    public override int Depth { get; } = Math.Max(Left.Depth, Right.Depth) + 1;
}

/// <summary>A function of one argument, or <c>log(x, base)</c>.</summary>
public sealed record CallExpression(string Function, IReadOnlyList<SemExpression> Arguments, TextRange Range) : SemExpression(Range)
{
    /// <inheritdoc/>
    public override int Depth { get; } = Arguments.Max(a => a.Depth) + 1;
}
