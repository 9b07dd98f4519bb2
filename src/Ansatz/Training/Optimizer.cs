using System.Numerics;

namespace Ansatz;

/// <summary>What changes parameters along their gradients. One optimiser may serve several models, also models that share a third.</summary>
/// <remarks>
/// A tensor that several sets (or one set under several names) list has one state, and its gradients add up. Not for use from several threads at once.
/// Where the gradients say which rows of a table they touch and the rule leaves all others as they are, a step only looks at these: see <see cref="TouchedRowsOnly"/>.
/// </remarks>
public abstract partial class Optimizer : TrainingMethod
{
    private const int ChunkLength = 2048;

    private static readonly int[] _onlyRow = [0];

    private readonly ParameterSet[] _sets;
    private readonly Slot[] _slots;
    private readonly float[] _floatSum = new float[ChunkLength];
    private readonly double[] _doubleSum = new double[ChunkLength];

    private protected Optimizer(ReadOnlySpan<ParameterSet> sets, int moments, double rate)
    {
        Rate = rate;
        if (sets.IsEmpty) throw new ArgumentException("An optimiser needs at least one set of parameters.");
        _sets = sets.ToArray();
        var sources = new Dictionary<Segment, List<Source>>();

        // What one owner freezes stays as it is, under whatever other name it is listed: a layer and an adapter that was made on it, say.
        var frozen = _sets.OfType<ParameterSet>().SelectMany(set => set).Where(p => p.IsFrozen).Select(p => p.Segment).ToHashSet();
        for (var s = 0; s < _sets.Length; s++)
        {
            ArgumentNullException.ThrowIfNull(_sets[s], nameof(sets));
            if (Array.IndexOf(_sets, _sets[s]) < s) throw new ArgumentException("An optimiser takes each set of parameters once.");
            for (var i = 0; i < _sets[s].Count; i++)
            {
                var segment = _sets[s][i].Segment;
                if (!_sets[s][i].IsTrained || frozen.Contains(segment)) continue;
                if (!sources.TryGetValue(segment, out var list)) sources.Add(segment, list = []);
                list.Add(new Source(_sets[s], i));
            }
        }
        // A dictionary keeps no promise about its order, but the order of the slots changes no number.
        _slots = [.. sources.Select(p => p.Key is Segment<float> segment
            ? new Slot<float>(segment, [.. p.Value], moments)
            : (Slot)new Slot<double>((Segment<double>)p.Key, [.. p.Value], moments))];
    }

    /// <summary>The length of a step, 0 or more. <see cref="Group"/> multiplies it for some parameters.</summary>
    public double Rate { get; set => field = RequireNonNegative(value, nameof(Rate)); }

    /// <summary>Decoupled decay: each step also takes away <see cref="Rate"/> × this × the parameter itself, past the moments. 0 by default.</summary>
    /// <remarks>Loshchilov, Hutter, <i>Decoupled weight decay regularization</i>, 2019.</remarks>
    public double WeightDecay { get; set => field = RequireNonNegative(value, nameof(WeightDecay)); }

    /// <summary>
    /// Whether a step leaves the rows of a table that its gradient does not touch as they are, and what is remembered of them: no decay of their
    /// moments, none of their weights, no step along old moments. Then it costs as much as the touched rows do. False by default.
    /// </summary>
    /// <remarks>
    /// With false, a table is changed by the formulas of the rule in every row, as if its gradient had been computed in full; only a rule that then
    /// leaves untouched rows alone anyway (<see cref="Sgd"/> without momentum and decay) looks at the touched ones only. With true, every row has the moments that
    /// the rule gives it over the steps that touch it, while t counts all steps: the lazy variant of the rule, as of <c>torch.optim.SparseAdam</c>. It concerns
    /// tables whose gradients say which rows they touch (<see cref="GradientSet.TryGetTouchedRows(int, out ReadOnlySpan{int})"/>); what is trained otherwise is changed in full.
    /// </remarks>
    public bool TouchedRowsOnly { get; set; }

    /// <summary>Changes all parameters that have a gradient in one of the given sets; the others, and their states, stay. Allocates nothing.</summary>
    /// <param name="gradients">Gradients of the sets that the constructor was given. Several of one set (of several workspaces, say) add up.</param>
    /// <exception cref="ArgumentException">There is none, or one is of another set.</exception>
    public void Step(params ReadOnlySpan<GradientSet> gradients)
    {
        if (gradients.IsEmpty) throw new ArgumentException("A step needs at least one set of gradients.", nameof(gradients));
        foreach (var set in gradients) Require(set.Parameters);
        foreach (var slot in _slots)
        {
            if (slot.IsFrozen || !slot.HasGradient(gradients)) continue;
            slot.Advance(this);
            slot.Step(this, gradients);
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        foreach (var slot in _slots) slot.Reset();
    }

    /// <summary>One tensor each, with what is remembered of it: for steps on devices.</summary>
    internal ReadOnlySpan<Slot> Slots => _slots;

    /// <exception cref="ArgumentException">The optimiser was not made for this set.</exception>
    internal void Require(ParameterSet set)
    {
        if (Array.IndexOf(_sets, set) < 0) throw new ArgumentException("These gradients are of parameters that the optimiser was not made for.", "gradients");
    }

    /// <summary>Two numbers that a rule keeps per tensor and renews at each of its steps, such as β₁ᵗ and β₂ᵗ; at first 1.</summary>
    private protected virtual (double First, double Second) Advance((double First, double Second) powers) => powers;

    /// <summary>Whether a step with these numbers changes nothing where the gradient is 0.</summary>
    private protected virtual bool LeavesUntouchedRows(in StepNumbers numbers) => false;

    /// <summary>Changes some rows of one tensor, elements row · width to row · width + width - 1 of spans that have the same length; without moments theirs are empty.</summary>
    private protected abstract void Update(Rows rows, Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, in StepNumbers numbers);

    /// <inheritdoc cref="Update(Rows, Span{float}, ReadOnlySpan{float}, Span{float}, Span{float}, in StepNumbers)"/>
    private protected abstract void Update(Rows rows, Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> first, Span<double> second, in StepNumbers numbers);

    private protected static double RequireNonNegative(double value, string name) => value >= 0 && double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be 0 or more, and finite, but is {value}.");

    private protected static double RequireFraction(double value, string name) => value is >= 0 and < 1 ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and less than 1, but is {value}.");
}
