namespace Ansatz.StructuralEquations;

/// <summary>The generic rank of the map from free parameters, under their equality constraints, to the moments of all groups, and the directions in which the moments stand still.</summary>
internal sealed class GenericRank
{
    private GenericRank(int rank, IReadOnlyList<uint[]> kernel)
    {
        Rank = rank;
        Kernel = kernel;
    }

    /// <summary>The rank on the set of parameters that satisfies the constraints.</summary>
    public int Rank { get; }

    /// <summary>A row-reduced basis of the directions that change no moment.</summary>
    public IReadOnlyList<uint[]> Kernel { get; }

    /// <summary>The rank at one random point modulo a prime; null where det(I − Λ) is 0 at every point tried.</summary>
    /// <param name="model">The model.</param>
    /// <param name="constraints">The equality constraints of its table.</param>
    /// <param name="random">The source of the point.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static GenericRank? Of(SemModel model, EqualityConstraints constraints, PrimeRandom random, CancellationToken cancellation)
    {
        var table = model.Table;
        var count = table.FreeCount;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            var theta = constraints.Point(random);
            var points = model.Groups.Select(g => ModelPoint.Of(g, theta, random)).ToArray();
            if (points.Any(p => p is null)) continue;
            var space = new RowSpace(count);
            foreach (var (_, gradient) in constraints.Gradients(theta)) space.Insert(gradient);
            var independent = space.Rank;
            foreach (var point in points) Fill(space, new MomentJacobian(point!, count, table.HasMeans), random, cancellation);
            return new GenericRank(space.Rank - independent, space.Rank == count ? [] : space.NullSpace());
        }

        return null;
    }

    /// <summary>
    /// Adds the rows of a group until they are all in the space: single ones first, which are sparse, then random combinations of all, of which one that
    /// lies in the space proves that nothing is left.
    /// </summary>
    private static void Fill(RowSpace space, MomentJacobian jacobian, PrimeRandom random, CancellationToken cancellation)
    {
        var order = Enumerable.Range(0, jacobian.Count).ToArray();
        for (var k = order.Length - 1; k > 0; k--)
        {
            var other = random.Below(k + 1);
            (order[k], order[other]) = (order[other], order[k]);
        }

        var useless = 0;
        foreach (var moment in order)
        {
            if (space.Rank == space.Width) return;
            cancellation.ThrowIfCancellationRequested();
            if (!space.Insert(jacobian.Row(moment)) && ++useless > 40 && useless > space.Width / 2) break;
        }

        while (space.Rank < space.Width && space.Insert(jacobian.Combination(random)))
        {
        }
    }
}
