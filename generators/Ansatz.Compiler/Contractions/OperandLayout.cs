using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Contractions;

/// <summary>
/// How the elements that a read visits lie in memory: its indices with their steps, outermost first. A dimension that is read at a number
/// in several digits, such as <c>X[n, 64·i + 8·j + k]</c> with j and k below 8, has an index for each digit.
/// </summary>
internal sealed class OperandLayout
{
    private readonly List<(Index Index, Extent Step)> _steps;

    private OperandLayout(List<(Index Index, Extent Step)> steps)
    {
        _steps = steps;
        Order = steps.Select(s => s.Index).ToArray();
    }

    /// <summary>The indices, outermost first.</summary>
    public Index[] Order { get; }

    /// <summary>The layout of a read of which every element is visited once at the most, at constant steps; otherwise null.</summary>
    public static OperandLayout? Of(Expression e)
    {
        if (e.Kind != ExpressionKind.Read) return null;
        var steps = new List<(Index Index, Extent Step)>();
        var step = Extent.One;
        for (var d = e.Arguments.Length - 1; d >= 0; d--)
        {
            var digits = Digits(e.Arguments[d]);
            if (digits is null || !AreDigits(digits)) return null;
            for (var k = digits.Count - 1; k >= 0; k--)
            {
                if (steps.Any(s => s.Index == digits[k].Index)) return null;
                steps.Insert(0, (digits[k].Index, digits[k].Factor * step));
            }

            step *= e.Tensor.Shape[d];
        }

        return new OperandLayout(steps);
    }

    /// <summary>Whether one step of the outer index is as long as a whole run of the inner one.</summary>
    public bool IsAdjacent(Index outer, Index inner)
    {
        var (first, second) = (_steps.FindIndex(s => s.Index == outer), _steps.FindIndex(s => s.Index == inner));
        return first >= 0 && second >= 0 && _steps[first].Step.Equals(_steps[second].Step * inner.Extent!);
    }

    private static List<(Index Index, Extent Factor)>? Digits(Expression argument)
    {
        var digits = new List<(Index Index, Extent Factor)>();
        foreach (var (term, coefficient) in Linear.Of(argument).Terms)
        {
            if (coefficient < 1) return null;
            if (term.Kind == ExpressionKind.Index) digits.Add((term.Index, Extent.Of(coefficient)));
            else if (term.ScaledIndex() is { Term.Kind: ExpressionKind.Index } scaled) digits.Add((scaled.Term.Index, Extent.Of(coefficient) * scaled.Factor));
            else return null;
        }

        return digits.OrderByDescending(d => d.Factor.Estimate()).ToList();
    }

    // No two ways to write the same number: windows that overlap are no digits.
    private static bool AreDigits(List<(Index Index, Extent Factor)> digits)
    {
        for (var k = 0; k + 1 < digits.Count; k++)
        {
            var run = digits[k + 1].Factor * digits[k + 1].Index.Extent!;
            if (!digits[k].Factor.Equals(run) && !(digits[k].Factor.Constant is { } factor && run.Constant is { } length && factor >= length)) return false;
        }

        return true;
    }
}
