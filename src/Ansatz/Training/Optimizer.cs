using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Ansatz;

/// <summary>What changes parameters along their gradients. One optimiser may serve several models, also models that share a third.</summary>
/// <remarks>A tensor that several sets (or one set under several names) list has one state, and its gradients add up. Not for use from several threads at once.</remarks>
public abstract class Optimizer
{
    private const int ChunkLength = 2048;

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
        for (var s = 0; s < _sets.Length; s++)
        {
            ArgumentNullException.ThrowIfNull(_sets[s], nameof(sets));
            if (Array.IndexOf(_sets, _sets[s]) < s) throw new ArgumentException("An optimiser takes each set of parameters once.");
            for (var i = 0; i < _sets[s].Count; i++)
            {
                var segment = _sets[s][i].Segment;
                if (segment.Kind == ParameterKind.State) continue;
                if (!sources.TryGetValue(segment, out var list)) sources.Add(segment, list = []);
                list.Add(new Source(_sets[s], i));
            }
        }
        // A dictionary keeps no promise about its order, but the order of the slots changes no number.
        _slots = [.. sources.Select(p => p.Key is Segment<float> segment
            ? new Slot<float>(segment, [.. p.Value], moments)
            : (Slot)new Slot<double>((Segment<double>)p.Key, [.. p.Value], moments))];
    }

    /// <summary>The length of a step, 0 or more.</summary>
    public double Rate { get; set => field = RequireNonNegative(value, nameof(Rate)); }

    /// <summary>Decoupled decay: each step also takes away <see cref="Rate"/> × this × the parameter itself, past the moments. 0 by default.</summary>
    /// <remarks>Loshchilov, Hutter, <i>Decoupled weight decay regularization</i>, 2019.</remarks>
    public double WeightDecay { get; set => field = RequireNonNegative(value, nameof(WeightDecay)); }

    /// <summary>Changes all parameters that have a gradient in one of the given sets; the others, and their states, stay. Allocates nothing.</summary>
    /// <param name="gradients">Gradients of the sets that the constructor was given. Several of one set (of several workspaces, say) add up.</param>
    /// <exception cref="ArgumentException">There is none, or one is of another set.</exception>
    public void Step(params ReadOnlySpan<GradientSet> gradients)
    {
        if (gradients.IsEmpty) throw new ArgumentException("A step needs at least one set of gradients.", nameof(gradients));
        foreach (var set in gradients)
        {
            if (Array.IndexOf(_sets, set.Parameters) < 0)
                throw new ArgumentException("These gradients are of parameters that the optimiser was not made for.", nameof(gradients));
        }
        foreach (var slot in _slots)
        {
            if (!slot.HasGradient(gradients)) continue;
            slot.Advance(this);
            slot.Step(this, gradients);
        }
    }

    /// <summary>Forgets all moments: the next step is a first step.</summary>
    public void Reset()
    {
        foreach (var slot in _slots) slot.Reset();
    }

    /// <summary>Two numbers that a rule keeps per tensor and renews at each of its steps, such as β₁ᵗ and β₂ᵗ; at first 1.</summary>
    private protected virtual (double First, double Second) Advance((double First, double Second) powers) => powers;

    /// <summary>Changes some elements of one tensor. All spans have the same length; without moments theirs are empty.</summary>
    private protected abstract void Update(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, (double First, double Second) powers);

    /// <inheritdoc cref="Update(Span{float}, ReadOnlySpan{float}, Span{float}, Span{float}, ValueTuple{double, double})"/>
    private protected abstract void Update(Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> first, Span<double> second, (double First, double Second) powers);

    private protected static double RequireNonNegative(double value, string name) => value >= 0 && double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be 0 or more, and finite, but is {value}.");

    private protected static double RequireFraction(double value, string name) => value is >= 0 and < 1 ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and less than 1, but is {value}.");

    private readonly record struct Source(ParameterSet Set, int Ordinal);

    // One tensor, everywhere that it is listed, and what the rule remembers of it.
    private abstract class Slot(Source[] sources)
    {
        protected readonly Source[] Sources = sources;
        protected (double First, double Second) Powers = (1, 1);

        public bool HasGradient(ReadOnlySpan<GradientSet> gradients)
        {
            foreach (var set in gradients)
            {
                foreach (ref readonly var source in Sources.AsSpan())
                {
                    if (source.Set == set.Parameters) return true;
                }
            }
            return false;
        }

        public void Advance(Optimizer rule) => Powers = rule.Advance(Powers);

        public virtual void Reset() => Powers = (1, 1);

        public abstract void Step(Optimizer rule, ReadOnlySpan<GradientSet> gradients);
    }

    private sealed class Slot<T>(Segment<T> segment, Source[] sources, int moments) : Slot(sources) where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly T[] _first = moments > 0 ? new T[segment.Length] : [];
        private readonly T[] _second = moments > 1 ? new T[segment.Length] : [];

        public override void Reset()
        {
            base.Reset();
            Array.Clear(_first);
            Array.Clear(_second);
        }

        public override void Step(Optimizer rule, ReadOnlySpan<GradientSet> gradients)
        {
            // In chunks, so that a sum of several gradients stays in the cache.
            for (var start = 0; start < segment.Length; start += ChunkLength)
            {
                var count = Math.Min(segment.Length - start, ChunkLength);
                var gradient = Gradient(rule, gradients, start, count);
                var first = _first.Length > 0 ? _first.AsSpan(start, count) : default;
                var second = _second.Length > 0 ? _second.AsSpan(start, count) : default;
                Update(rule, segment.Values.Slice(start, count), gradient, first, second);
            }
        }

        private void Update(Optimizer rule, Span<T> parameters, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second)
        {
            if (typeof(T) == typeof(float))
                rule.Update(MemoryMarshal.Cast<T, float>(parameters), MemoryMarshal.Cast<T, float>(gradient), MemoryMarshal.Cast<T, float>(first), MemoryMarshal.Cast<T, float>(second), Powers);
            else
                rule.Update(MemoryMarshal.Cast<T, double>(parameters), MemoryMarshal.Cast<T, double>(gradient), MemoryMarshal.Cast<T, double>(first), MemoryMarshal.Cast<T, double>(second), Powers);
        }

        // The one gradient where it lies, or the sum of several, added in the order of the arguments.
        private ReadOnlySpan<T> Gradient(Optimizer rule, ReadOnlySpan<GradientSet> gradients, int start, int count)
        {
            ReadOnlySpan<T> only = default;
            var sum = (typeof(T) == typeof(float) ? (T[])(object)rule._floatSum : (T[])(object)rule._doubleSum).AsSpan(0, count);
            var found = 0;
            foreach (var set in gradients)
            {
                foreach (ref readonly var source in Sources.AsSpan())
                {
                    if (source.Set != set.Parameters) continue;
                    var values = set.Values<T>(source.Ordinal, start, count);
                    if (found++ == 0) only = values;
                    else if (found == 2) TensorPrimitives.Add(only, values, sum);
                    else TensorPrimitives.Add(sum, values, sum);
                }
            }
            return found == 1 ? only : sum;
        }
    }
}
