using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Equations;

/// <content>What reads demand of index data, so that they lie inside their tensors.</content>
public sealed partial class BoundsInference
{
    /// <summary>
    /// Demands of index data what the conditions around a read leave open: for E[t], 0 ≤ t and t below the extent; for P[t / q], t below extent·q; for Q[t % q], t ≥ 0; for S[t − a], a ≤ t and t below extent + a.
    /// </summary>
    /// <returns>Whether the read is inside then; false if its argument is no index data, or another function of it.</returns>
    private bool Demands(Expression argument, Constraints known, Extent extent)
    {
        if (!DependsOnData(argument)) return false;
        var isDirect = argument.Kind == ExpressionKind.Read && known == Constraints.None;
        return Demand(Linear.Of(argument), isDirect || !known.IsAtLeastZero(argument) ? Extent.Zero : null, isDirect || !known.IsBelow(argument, extent) ? extent : null, known);
    }

    private bool Demand(Linear e, Extent? least, Extent? limit, Constraints known)
    {
        if (least is null && limit is null) return true;
        var data = e.Terms.Where(t => DependsOnData(t.Term)).ToArray();
        if (data is not [(var term, 1)]) return false;
        var (low, high) = known.Range(e.Plus(Linear.Of(term), -1));
        if (least is not null && low is null || limit is not null && high is null) return false;
        least = least is null ? null : least - low!;
        limit = limit is null ? null : limit - high!;
        if (term.Kind == ExpressionKind.Read && term.Tensor.IsIndexData)
        {
            _program.Require(term.Tensor, least, limit);
            return true;
        }

        // The larger of two is below a limit if both are, the smaller one at least something if both are.
        if (term.Is(ScalarOperators.Max) && least is null || term.Is(ScalarOperators.Min) && limit is null)
        {
            return term.Arguments.All(a => DependsOnData(a) ? Demand(Linear.Of(a), least, limit, known) : limit is not null ? known.IsBelow(a, limit) : least!.Equals(Extent.Zero) && known.IsAtLeastZero(a));
        }

        // Division rounds towards zero: of what is negative neither quotient nor remainder is meant.
        if (!(term.Is(ScalarOperators.Divide) || term.Is(ScalarOperators.Remainder)) || term.Arguments[1] is not { Kind: ExpressionKind.Extent, Extent: var divisor }) return false;
        if (least is not null && !(Extent.Zero - least).IsNonNegative()) return false;
        var positive = known.IsAtLeastZero(term.Arguments[0]) ? null : Extent.Zero;
        if (term.Is(ScalarOperators.Divide))
        {
            // Beyond what an int can be there is nothing to demand.
            var product = limit is null ? null : limit * divisor;
            return Demand(Linear.Of(term.Arguments[0]), positive, product?.Constant > int.MaxValue ? null : product, known);
        }

        return (limit is null || (limit - divisor).IsNonNegative()) && Demand(Linear.Of(term.Arguments[0]), positive, null, known);
    }

    private static bool DependsOnData(Expression e) => e.Kind == ExpressionKind.Read ? e.Tensor.IsIndexData : e.Arguments.Any(DependsOnData);
}
