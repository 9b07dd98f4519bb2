namespace Ansatz.Symbolic;

/// <summary>A term order on monomials with a fixed number of variables.</summary>
public abstract class MonomialOrder
{
    /// <summary>The first variable weighs most.</summary>
    public static MonomialOrder Lexicographic { get; } = new LexicographicOrder();

    /// <summary>By degree; of equal degree the one with the smaller exponent at the last variable that differs is larger. Bases are smallest in it, as a rule.</summary>
    public static MonomialOrder DegreeReverseLexicographic { get; } = new EliminationOrder(0);

    /// <summary>An order in which the first variables weigh more than all others, each block by degree reverse lexicographically: polynomials without them are a basis of the elimination ideal.</summary>
    /// <param name="first">How many variables are eliminated.</param>
    public static MonomialOrder Elimination(int first) => first >= 0 ? new EliminationOrder(first) : throw new ArgumentOutOfRangeException(nameof(first), first, "The number of variables is not negative.");

    /// <summary>Positive if a is larger.</summary>
    public abstract int Compare(ushort[] a, ushort[] b);

    private sealed class LexicographicOrder : MonomialOrder
    {
        public override int Compare(ushort[] a, ushort[] b)
        {
            for (var k = 0; k < a.Length; k++)
            {
                if (a[k] != b[k]) return a[k] - b[k];
            }

            return 0;
        }
    }

    private sealed class EliminationOrder(int first) : MonomialOrder
    {
        public override int Compare(ushort[] a, ushort[] b)
        {
            var split = Math.Min(first, a.Length);
            return Block(a, b, 0, split) is not 0 and var order ? order : Block(a, b, split, a.Length);
        }

        private static int Block(ushort[] a, ushort[] b, int from, int to)
        {
            var difference = 0;
            for (var k = from; k < to; k++) difference += a[k] - b[k];
            if (difference != 0) return difference;
            for (var k = to - 1; k >= from; k--)
            {
                if (a[k] != b[k]) return b[k] - a[k];
            }

            return 0;
        }
    }
}
