namespace Ansatz.Compiler.Tensors;

/// <summary>
/// An integer expression Σ c·a + e: whole coefficients times indices (or other integer terms, such as index data), plus an extent.
/// </summary>
public sealed class Linear
{
    private readonly SortedDictionary<int, (Expression Term, long Coefficient)> _terms = [];

    private Linear(Extent offset) => Offset = offset;

    /// <summary>The part without indices.</summary>
    public Extent Offset { get; private set; }

    /// <summary>Terms with their coefficients, none of them 0, in the order of the terms' making.</summary>
    public IEnumerable<(Expression Term, long Coefficient)> Terms => _terms.Values;

    /// <summary>How many terms there are.</summary>
    public int Count => _terms.Count;

    /// <summary>Whether every term is an index.</summary>
    public bool IsAffine => _terms.Values.All(t => t.Term.Kind == ExpressionKind.Index);

    /// <summary>The linear form of an integer expression; what is not linear becomes one term.</summary>
    public static Linear Of(Expression e)
    {
        switch (e.Kind)
        {
            case ExpressionKind.Extent:
                return new Linear(e.Extent);
            case ExpressionKind.Apply when e.Operator.Name == "+":
                return Of(e.Arguments[0]).Plus(Of(e.Arguments[1]), 1);
            case ExpressionKind.Apply when e.Operator.Name == "-":
                return Of(e.Arguments[0]).Plus(Of(e.Arguments[1]), -1);
            case ExpressionKind.Apply when e.Operator.Name == "neg":
                return new Linear(Extent.Zero).Plus(Of(e.Arguments[0]), -1);
            case ExpressionKind.Apply when e.Operator.Name == "*" && e.Arguments[0] is { Kind: ExpressionKind.Extent, Extent.Constant: { } c }:
                return new Linear(Extent.Zero).Plus(Of(e.Arguments[1]), c);
            default:
                var single = new Linear(Extent.Zero);
                single._terms[e.Id] = (e, 1);
                return single;
        }
    }

    /// <summary>An extent without indices.</summary>
    public static Linear Constant(Extent value) => new(value);

    /// <summary>The coefficient of an index.</summary>
    public long Coefficient(Index index) => _terms.Values.FirstOrDefault(t => t.Term.Kind == ExpressionKind.Index && ReferenceEquals(t.Term.Index, index)).Coefficient;

    /// <summary>This plus <paramref name="factor"/> times the other.</summary>
    public Linear Plus(Linear other, long factor)
    {
        var sum = new Linear(Offset + (Extent.Of(factor) * other.Offset));
        foreach (var t in _terms) sum._terms[t.Key] = t.Value;
        foreach (var t in other._terms)
        {
            sum._terms.TryGetValue(t.Key, out var old);
            var coefficient = old.Coefficient + (factor * t.Value.Coefficient);
            if (coefficient == 0) sum._terms.Remove(t.Key);
            else sum._terms[t.Key] = (t.Value.Term, coefficient);
        }

        return sum;
    }

    /// <summary>This as divisor·quotient + remainder: all terms that the divisor divides go into the quotient.</summary>
    public (Linear Quotient, Linear Remainder) Split(Extent divisor)
    {
        var (whole, left) = Offset.Split(divisor);
        var (quotient, rest) = (new Linear(whole), new Linear(left));
        foreach (var t in _terms.Values)
        {
            if (divisor.Constant is { } c && t.Coefficient % c == 0) quotient._terms[t.Term.Id] = (t.Term, t.Coefficient / c);
            else if (t.Term.ScaledIndex() is { } scaled && scaled.Factor.Equals(divisor)) quotient = quotient.Plus(Of(scaled.Term), t.Coefficient);
            else rest._terms[t.Term.Id] = t;
        }

        return (quotient, rest);
    }

    /// <summary>The normal form as an expression: terms in order, then the extent.</summary>
    public Expression ToExpression(ExpressionGraph graph)
    {
        Expression? sum = null;
        foreach (var (term, coefficient) in Terms.OrderBy(t => t.Coefficient < 0))
        {
            var magnitude = Math.Abs(coefficient);
            var product = magnitude == 1 ? term : graph.Raw(Operators.ScalarOperators.Multiply, ScalarType.Int, graph.Integer(Extent.Of(magnitude)), term);
            sum = sum is null
                ? coefficient > 0 ? product : graph.Raw(Operators.ScalarOperators.Negate, ScalarType.Int, product)
                : graph.Raw(coefficient > 0 ? Operators.ScalarOperators.Add : Operators.ScalarOperators.Subtract, ScalarType.Int, sum, product);
        }

        if (sum is null) return graph.Integer(Offset);
        if (Offset.Equals(Extent.Zero)) return sum;
        return Offset.Constant is < 0
            ? graph.Raw(Operators.ScalarOperators.Subtract, ScalarType.Int, sum, graph.Integer(Extent.Zero - Offset))
            : graph.Raw(Operators.ScalarOperators.Add, ScalarType.Int, sum, graph.Integer(Offset));
    }
}
