using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>
/// Digits of an index that are put together again: 64·(o / 64) + 8·(o / 8 % 8) + o % 8 is o. A read of all digits of a number, of a tensor
/// whose dimensions they are, is a read in order.
/// </summary>
internal static class DigitTerms
{
    /// <summary>⌊index / divisor⌋, modulo another number if there is one.</summary>
    private sealed record Digit(Index Index, Extent Divisor, Extent? Modulus, Extent Stride);

    /// <summary>Joins what can be joined.</summary>
    /// <param name="terms">Terms with their strides; those that are joined to an index leave.</param>
    /// <returns>Indices with their strides.</returns>
    public static IEnumerable<(Index Index, Extent Stride)> Join(List<(Expression Term, Extent Stride)> terms)
    {
        var digits = terms.Select(t => (Of: t, Digit: Read(t.Term, t.Stride))).Where(p => p.Digit is not null).ToList();
        foreach (var first in digits.Where(p => p.Digit!.Divisor.Equals(Extent.One)).ToArray())
        {
            var (digit, used) = (first.Digit!, new List<(Expression, Extent)> { first.Of });
            while (digit.Modulus is { } modulus && digits.FirstOrDefault(p => p.Digit!.Index == digit.Index && p.Digit.Divisor.Equals(digit.Divisor * modulus) && p.Digit.Stride.Equals(digit.Stride * modulus)) is { Digit: { } next } found)
            {
                digit = digit with { Modulus = next.Modulus is { } more ? modulus * more : null };
                used.Add(found.Of);
            }

            if (digit.Modulus is { } whole && !(digit.Index.Extent is { } extent && extent.Equals(whole))) continue;
            terms.RemoveAll(used.Contains);
            yield return (digit.Index, digit.Stride);
        }
    }

    private static Digit? Read(Expression e, Extent stride)
    {
        Extent? modulus = null;
        if (e.Kind == ExpressionKind.Apply && e.Operator.Name == "%" && e.Arguments[1].Kind == ExpressionKind.Extent) (modulus, e) = (e.Arguments[1].Extent, e.Arguments[0]);
        var divisor = Extent.One;
        if (e.Kind == ExpressionKind.Apply && e.Operator.Name == "/" && e.Arguments[1].Kind == ExpressionKind.Extent) (divisor, e) = (e.Arguments[1].Extent, e.Arguments[0]);
        return e.Kind == ExpressionKind.Index ? new Digit(e.Index, divisor, modulus, stride) : null;
    }
}
