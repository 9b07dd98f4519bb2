using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Checking;

/// <summary>Linear facts, each at least 0, that hold where an expression is looked at: the conditions around it.</summary>
public sealed class Constraints
{
    private readonly List<Linear> _facts;
    private readonly bool _knowsDemands;

    private Constraints(List<Linear> facts, bool knowsDemands = true) => (_facts, _knowsDemands) = (facts, knowsDemands);

    /// <summary>Nothing is known.</summary>
    public static Constraints None { get; } = new([]);

    /// <summary>These facts, and those that follow from a condition being true or false.</summary>
    public Constraints With(Expression condition, bool holds)
    {
        var facts = new List<Linear>(_facts);
        Add(facts, condition, holds);
        return facts.Count == _facts.Count ? this : new Constraints(facts, _knowsDemands);
    }

    /// <summary>The same facts without what is demanded of index data.</summary>
    public Constraints WithoutDemands() => new(_facts, knowsDemands: false);

    /// <summary>The range of an integer expression, both ends included; an end is null if nothing bounds it.</summary>
    public (Extent? Low, Extent? High) Range(Expression e) => Range(Linear.Of(e));

    /// <summary>The range of a linear form.</summary>
    public (Extent? Low, Extent? High) Range(Linear e) => Range(e, MostLevels);

    // Facts about what stands inside of quotients, maxima and the like are used for so many levels: a fact may lead from q to a + b and from there,
    // with q = (a + b) / 2, back to q.
    private const int MostLevels = 3;

    private (Extent? Low, Extent? High) Range(Linear e, int levels) => (End(e, false, levels), End(e, true, levels));

    /// <summary>Whether an integer expression certainly lies in [0, extent). A maximum does when each of the two is below the extent and one is at least 0.</summary>
    public bool IsWithin(Expression e, Extent extent) => IsAtLeastZero(e) && IsBelow(e, extent);

    /// <summary>Whether an integer expression certainly is not negative.</summary>
    public bool IsAtLeastZero(Expression e) => Range(e).Low is { } low && low.IsNonNegative()
        || (e.Is(ScalarOperators.Max) && (IsAtLeastZero(e.Arguments[0]) || IsAtLeastZero(e.Arguments[1])))
        || (e.Is(ScalarOperators.Min) && IsAtLeastZero(e.Arguments[0]) && IsAtLeastZero(e.Arguments[1]));

    /// <summary>Whether an integer expression certainly is less than an extent.</summary>
    public bool IsBelow(Expression e, Extent extent) => Range(e).High is { } high && (extent - Extent.One - high).IsNonNegative()
        || (Plain(Linear.Of(e), true, MostLevels) is { } plain && (extent - Extent.One - plain).IsNonNegative())
        || (e.Kind == ExpressionKind.Read && e.Tensor.IsIndexData && e.Tensor.Limits.Any(limit => (extent - limit).IsNonNegative()))
        || (e.Is(ScalarOperators.Max) && IsBelow(e.Arguments[0], extent) && IsBelow(e.Arguments[1], extent))
        || (e.Is(ScalarOperators.Min) && (IsBelow(e.Arguments[0], extent) || IsBelow(e.Arguments[1], extent)));

    /// <summary>The larger of two extents, or null if that cannot be told.</summary>
    public static Extent? Larger(Extent? a, Extent? b) => a is null || b is null ? null : (a - b).IsNonNegative() ? a : (b - a).IsNonNegative() ? b : null;

    /// <summary>The smaller of two extents, or null if that cannot be told.</summary>
    public static Extent? Smaller(Extent? a, Extent? b) => a is null || b is null ? null : (a - b).IsNonNegative() ? b : (b - a).IsNonNegative() ? a : null;

    // Max(a, b) is at least each of the two, so one known end is enough; likewise for Min.
    private static Extent? Either(Extent? a, Extent? b, bool larger) => a is null ? b : b is null ? a : (larger ? Larger(a, b) : Smaller(a, b)) ?? a;

    private Extent? End(Linear e, bool high, int levels)
    {
        var best = Plain(e, high, levels);
        if (levels == 0) return best;
        foreach (var fact in _facts)
        {
            // high: e + fact constant in the indices ⇒ e = C − fact ≤ C.  low: e − fact constant ⇒ e = C + fact ≥ C.
            var rest = e.Plus(fact, high ? 1 : -1);
            if (rest.Count != 0)
            {
                // The fact may leave indices that have ends of their own.
                if (rest.Count >= e.Count) continue;
                if (Plain(rest, high, levels) is not { } loose) continue;
                best = Tighter(best, loose, high);
                continue;
            }

            best = Tighter(best, rest.Offset, high);
        }

        return best;
    }

    private static Extent Tighter(Extent? best, Extent candidate, bool high) =>
        best is null ? candidate : (high ? Smaller(best, candidate) : Larger(best, candidate)) ?? candidate;

    private Extent? Plain(Linear e, bool high, int levels)
    {
        var end = e.Offset;
        foreach (var (term, coefficient) in e.Terms)
        {
            var upper = coefficient > 0 == high;
            if (term.Kind == ExpressionKind.Index)
            {
                if (term.Index.Extent is not { } extent) return null;
                if (upper) end += Extent.Of(coefficient) * (extent - Extent.One);
                continue;
            }

            if (term.Kind == ExpressionKind.Read && term.Tensor.IsIndexData)
            {
                // What is demanded of index data holds when the program runs.
                if (!_knowsDemands || (upper ? Last(term.Tensor) : term.Tensor.Least) is not { } value) return null;
                end += Extent.Of(coefficient) * value;
                continue;
            }

            if (term.Kind != ExpressionKind.Apply || Ends(term, Math.Max(0, levels - 1)) is not { } ends || (upper ? ends.High : ends.Low) is not { } reach) return null;
            end += Extent.Of(coefficient) * reach;
        }

        return end;
    }

    private static Extent? Last(Tensor data) => data.Limits.Count == 0 ? null : data.Limits.Aggregate((a, b) => Smaller(a, b) ?? a) - Extent.One;

    // Ends of what is not linear.
    private (Extent? Low, Extent? High)? Ends(Expression term, int levels)
    {
        if (term.Is(ScalarOperators.Max) || term.Is(ScalarOperators.Min))
        {
            var (a, b) = (Range(Linear.Of(term.Arguments[0]), levels), Range(Linear.Of(term.Arguments[1]), levels));
            return term.Is(ScalarOperators.Max) ? (Either(a.Low, b.Low, true), Larger(a.High, b.High)) : (Smaller(a.Low, b.Low), Either(a.High, b.High, false));
        }

        if (term.ScaledIndex() is { } scaled)
        {
            if (!scaled.Factor.IsNonNegative()) return null;
            var (least, most) = Range(Linear.Of(scaled.Term), levels);
            return (least is null ? null : scaled.Factor * least, most is null ? null : scaled.Factor * most);
        }

        if (!(term.Is(ScalarOperators.Divide) || term.Is(ScalarOperators.Remainder)) || term.Arguments[1].Kind != ExpressionKind.Extent) return null;
        var divisor = term.Arguments[1].Extent;
        var (low, high) = Range(Linear.Of(term.Arguments[0]), levels);

        // Both round towards zero: what is negative stays at or above where it was.
        var positive = low is not null && low.IsNonNegative();
        if (term.Is(ScalarOperators.Divide))
            return (positive ? Extent.Floor(low!, divisor) : low is not null && low.IsNegative() ? low : null, high is not null && high.IsNonNegative() ? Extent.Floor(high, divisor) : null);
        var largest = divisor - Extent.One;
        return (positive ? Extent.Zero : Extent.Zero - largest, positive ? Smaller(high, largest) ?? largest : largest);
    }

    private static void Add(List<Linear> facts, Expression c, bool holds)
    {
        if (c.Is(ScalarOperators.Not)) Add(facts, c.Arguments[0], !holds);
        else if (c.Is(ScalarOperators.And) && holds || c.Is(ScalarOperators.Or) && !holds)
        {
            Add(facts, c.Arguments[0], holds);
            Add(facts, c.Arguments[1], holds);
        }
        else if (c.Kind == ExpressionKind.Apply && c.Arguments.Length == 2 && c.Arguments[0].Type == ScalarType.Int && c.Operator.Precedence == 3)
        {
            var difference = Linear.Of(c.Arguments[1]).Plus(Linear.Of(c.Arguments[0]), -1);
            var one = Linear.Constant(Extent.One);
            var zero = Linear.Constant(Extent.Zero);
            Linear Down(Linear l) => zero.Plus(l, -1);
            switch (c.Operator.Name)
            {
                case "<": facts.Add(holds ? difference.Plus(one, -1) : Down(difference)); break;
                case "<=": facts.Add(holds ? difference : Down(difference).Plus(one, -1)); break;
                case ">": facts.Add(holds ? Down(difference).Plus(one, -1) : difference); break;
                case ">=": facts.Add(holds ? Down(difference) : difference.Plus(one, -1)); break;
                case "==" when holds:
                case "!=" when !holds:
                    facts.Add(difference);
                    facts.Add(Down(difference));
                    break;
                case "!=" when holds:
                case "==" when !holds:
                    // Different from its smallest (largest) value: beyond it.
                    var known = new Constraints(facts);
                    if (known.End(difference, false, MostLevels) is { } least && least.Equals(Extent.Zero)) facts.Add(difference.Plus(one, -1));
                    else if (known.End(difference, true, MostLevels) is { } most && most.Equals(Extent.Zero)) facts.Add(Down(difference).Plus(one, -1));
                    else if (c.Arguments[0] is { Kind: ExpressionKind.Index, Index.Extent: null } && c.Arguments[1].Kind == ExpressionKind.Extent)
                    {
                        // How far an index goes is being sought: a value that it may not have is taken for its end.
                        if (c.Arguments[1].Extent.Equals(Extent.Zero)) facts.Add(Down(difference).Plus(one, -1));
                        else facts.Add(difference.Plus(one, -1));
                    }

                    break;
            }
        }
    }
}
