using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Scheduling;

/// <summary>
/// Chooses the index that runs along vector lanes: the one whose neighbours lie side by side in most tensors, preferring the last
/// free index. A nest that has no vector form gets none and runs element by element.
/// </summary>
internal static class LanePlanner
{
    // Shorter rows are added element by element.
    private const double FewestLanes = 4;

    /// <summary>Plans one nest.</summary>
    public static void Plan(LoopNest nest, LoopProgram loops)
    {
        if (nest.Contraction is not null)
        {
            nest.Lane = nest.Contraction.Columns[nest.Contraction.Columns.Length - 1];
            return;
        }

        nest.Lane = null;
        if (nest.Reducer.IsMatrix() || !HasVectorForm(nest)) return;
        if (nest.Scatter is not null)
        {
            if (IsSideBySide(nest, loops)) nest.Lane = nest.Domain[nest.Domain.Length - 1];
            return;
        }

        var candidates = new List<Index>();
        if (nest.Domain.Length > 0 && nest.Domain[nest.Domain.Length - 1] != nest.Time && nest.Reducer is not (Reducer.ArgMax or Reducer.ArgMin)) candidates.Add(nest.Domain[nest.Domain.Length - 1]);
        if (nest.Reducer != Reducer.None && (nest.Reducer == Reducer.Sum || nest.Reduced.Length == 1)) candidates.AddRange(nest.Reduced.Reverse());
        var best = double.PositiveInfinity;
        foreach (var lane in candidates)
        {
            if (Price(nest, lane, loops) is { } price && price < best)
            {
                best = price;
                nest.Lane = lane;
            }
        }
    }

    // Whether neighbours along the last index are added to neighbours, and under conditions that are the same for all of them.
    private static bool IsSideBySide(LoopNest nest, LoopProgram loops)
    {
        if (nest.Domain.Length == 0 || nest.Rows is { Columns.Length: 0 }) return false;
        var lane = nest.Domain[nest.Domain.Length - 1];
        var target = loops.Tensors.Graph.Read(nest.Target!, nest.Scatter!);
        return lane.Extent!.Estimate() >= FewestLanes && Extent.One.Equals(Stride(target, lane, loops)) && Price(nest, lane, loops) is not null
            && Guards.Around(nest.Term!).Conditions.All(c => !c.Condition.DependsOn(lane));
    }

    /// <summary>Whether a pointwise statement of this element type can be written for vectors of that type.</summary>
    internal static bool HasVectorForm(Expression value, ScalarType type) => type is ScalarType.Float or ScalarType.Double && value.Nodes().All(n => NodeHasVectorForm(n, type));

    private static bool HasVectorForm(LoopNest nest)
    {
        var position = nest.Reducer is Reducer.ArgMax or Reducer.ArgMin;
        var types = nest.Computes.Where(t => !(position && t == nest.Target)).Select(t => t.Type).Concat(nest.Term is null ? [] : [nest.Term.Type]).Distinct().ToArray();
        return types.Length == 1 && types[0] is ScalarType.Float or ScalarType.Double && nest.Expressions().SelectMany(e => e.Nodes()).All(n => NodeHasVectorForm(n, types[0]));
    }

    private static bool NodeHasVectorForm(Expression n, ScalarType type)
    {
        if (n.Type is ScalarType.Float or ScalarType.Double && n.Type != type) return false;
        if (n.Kind != ExpressionKind.Apply) return !(n.Kind == ExpressionKind.Read && n.Type == ScalarType.Bool);
        if (n.Operator.ScalarOnly) return false;
        if (n.Is(ScalarOperators.Remainder) || (n.Type == ScalarType.Int && n.Is(ScalarOperators.Divide))) return n.Arguments[1].Kind == ExpressionKind.Extent;
        if (n.Type == ScalarType.Int) return !(n.Is(ScalarOperators.Cast) || n.Is(ScalarOperators.Select));
        return !(n.Is(ScalarOperators.Select) && n.Type == ScalarType.Bool);
    }

    /// <summary>Time per element, relative; null if this index cannot be the lane.</summary>
    private static double? Price(LoopNest nest, Index lane, LoopProgram loops)
    {
        var reduced = nest.Reduced.Contains(lane);
        var price = 0.0;
        foreach (var read in nest.Expressions().SelectMany(e => e.Reads()).Distinct())
        {
            switch (Stride(read, lane, loops))
            {
                case null:
                    // Gathered through index data, which itself must lie side by side.
                    if (read.Type == ScalarType.Int || read.Arguments.SelectMany(a => a.Reads()).Any(r => r.DependsOn(lane) && !Extent.One.Equals(Stride(r, lane, loops)))) return null;
                    price += 6;
                    break;
                case { } stride when stride.Equals(Extent.Zero): price += 0.3; break;
                case { } stride when stride.Equals(Extent.One): price += 1; break;
                default:
                    if (read.Type == ScalarType.Int) return null;
                    price += 6;
                    break;
            }
        }

        foreach (var a in nest.Assignments)
        {
            if (loops.Buffers[a.Tensor].Strides is { Length: > 0 } strides && nest.Domain.Length > 0 && lane != nest.Domain[nest.Domain.Length - 1] && !reduced) price += 6;
        }

        // Lanes beyond a short extent are idle; lanes of a reduction are added up at the end.
        var length = lane.Extent!.Estimate(256);
        price *= Math.Ceiling(length / 8) * 8 / length;
        if (reduced) price = (price * 1.1) + (8 / length);
        return price;
    }

    /// <summary>How far apart two lanes' elements are, or null if that is not one number.</summary>
    internal static Extent? Stride(Expression read, Index lane, LoopProgram loops)
    {
        var strides = loops.Buffers[read.Tensor].Strides;
        var sum = Extent.Zero;
        for (var d = 0; d < read.Arguments.Length; d++)
        {
            if (!read.Arguments[d].DependsOn(lane)) continue;
            var linear = Linear.Of(read.Arguments[d]);
            foreach (var (term, coefficient) in linear.Terms)
            {
                if (!term.DependsOn(lane)) continue;
                var factor = term.Kind == ExpressionKind.Index ? Extent.One : term.ScaledIndex() is { Term.Kind: ExpressionKind.Index } scaled ? scaled.Factor : null;
                if (factor is null) return null;
                sum += Extent.Of(coefficient) * factor * strides[d];
            }
        }

        return sum;
    }
}
