namespace Ansatz;

public abstract partial class Optimizer
{
    /// <summary>What gradients are multiplied by before they are used: less than 1 where they are clipped.</summary>
    internal double GradientFactor { get; set; } = 1;

    /// <summary>Gives some parameters their own rate and decay: <c>adam.Group("*.B", decay: 0)</c> takes the decay from all biases.</summary>
    /// <param name="pattern">Their names, with * for any characters and ? for one. Where several groups have a parameter, the last one counts.</param>
    /// <param name="rate">What <see cref="Rate"/> is multiplied by, 0 or more.</param>
    /// <param name="decay">What <see cref="WeightDecay"/> is multiplied by, 0 or more.</param>
    /// <returns>The optimiser itself.</returns>
    /// <exception cref="ArgumentException">No parameter has such a name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    public Optimizer Group(string pattern, double rate = 1, double decay = 1)
    {
        RequireNonNegative(rate, nameof(rate));
        RequireNonNegative(decay, nameof(decay));
        foreach (var slot in Matching(pattern)) slot.Factors = (rate, decay);
        return this;
    }

    /// <summary>Leaves some parameters as they are from now on, with all that is remembered of them.</summary>
    /// <param name="pattern">Their names, with * for any characters and ? for one.</param>
    /// <returns>The optimiser itself.</returns>
    /// <remarks>Their gradients are still computed. What is never trained is better marked <see cref="FrozenAttribute"/>, for which none are.</remarks>
    /// <exception cref="ArgumentException">No parameter has such a name.</exception>
    public Optimizer Freeze(string pattern) => Freeze(pattern, true);

    /// <summary>Changes some parameters again that <see cref="Freeze(string)"/> has stopped.</summary>
    /// <param name="pattern">Their names, with * for any characters and ? for one.</param>
    /// <returns>The optimiser itself.</returns>
    /// <exception cref="ArgumentException">No parameter has such a name.</exception>
    public Optimizer Unfreeze(string pattern) => Freeze(pattern, false);

    /// <summary>The Euclidean norm of all gradients together that a step would use, before they are clipped; those of frozen parameters are left out.</summary>
    /// <remarks>The same bits on every machine. Allocates nothing.</remarks>
    /// <exception cref="ArgumentException">There are no gradients, or some are of another set.</exception>
    public double GradientNorm(params ReadOnlySpan<GradientSet> gradients)
    {
        if (gradients.IsEmpty) throw new ArgumentException("A norm needs at least one set of gradients.", nameof(gradients));
        foreach (var set in gradients) Require(set.Parameters);
        double sum = 0;
        foreach (var slot in _slots)
        {
            if (!slot.IsFrozen && slot.HasGradient(gradients)) sum += slot.SumOfSquares(this, gradients);
        }
        return Math.Sqrt(sum);
    }

    private Optimizer Freeze(string pattern, bool frozen)
    {
        foreach (var slot in Matching(pattern)) slot.IsFrozen = frozen;
        return this;
    }

    private List<Slot> Matching(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        List<Slot> found = [.. _slots.Where(slot => slot.Sources.Any(source => NamePattern.Matches(pattern, source.Set[source.Ordinal].Name)))];
        if (found.Count > 0) return found;
        throw new ArgumentException($"No trained parameter is named '{pattern}'; there are: {string.Join(", ", _slots.Select(slot => slot.Name))}.", nameof(pattern));
    }
}
