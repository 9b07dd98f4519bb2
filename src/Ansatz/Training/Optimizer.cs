using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Ansatz;

/// <summary>What changes parameters along their gradients. One optimiser may serve several models, also models that share a third.</summary>
/// <remarks>
/// A tensor that several sets (or one set under several names) list has one state, and its gradients add up. Not for use from several threads at once.
/// Where the gradients say which rows of a table they touch and the rule leaves all others as they are, a step only looks at these: see <see cref="TouchedRowsOnly"/>.
/// </remarks>
public abstract class Optimizer
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
        for (var s = 0; s < _sets.Length; s++)
        {
            ArgumentNullException.ThrowIfNull(_sets[s], nameof(sets));
            if (Array.IndexOf(_sets, _sets[s]) < s) throw new ArgumentException("An optimiser takes each set of parameters once.");
            for (var i = 0; i < _sets[s].Count; i++)
            {
                var segment = _sets[s][i].Segment;
                if (!_sets[s][i].IsTrained) continue;
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

    /// <summary>One tensor each, with what is remembered of it: for steps on devices.</summary>
    internal ReadOnlySpan<Slot> Slots => _slots;

    /// <exception cref="ArgumentException">The optimiser was not made for this set.</exception>
    internal void Require(ParameterSet set)
    {
        if (Array.IndexOf(_sets, set) < 0) throw new ArgumentException("These gradients are of parameters that the optimiser was not made for.", "gradients");
    }

    /// <summary>Two numbers that a rule keeps per tensor and renews at each of its steps, such as β₁ᵗ and β₂ᵗ; at first 1.</summary>
    private protected virtual (double First, double Second) Advance((double First, double Second) powers) => powers;

    /// <summary>Whether a step changes nothing where the gradient is 0.</summary>
    private protected virtual bool LeavesUntouchedRows => false;

    /// <summary>Changes some rows of one tensor, elements row · width to row · width + width - 1 of spans that have the same length; without moments theirs are empty.</summary>
    private protected abstract void Update(Rows rows, Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, (double First, double Second) powers);

    /// <inheritdoc cref="Update(Rows, Span{float}, ReadOnlySpan{float}, Span{float}, Span{float}, ValueTuple{double, double})"/>
    private protected abstract void Update(Rows rows, Span<double> parameters, ReadOnlySpan<double> gradient, Span<double> first, Span<double> second, (double First, double Second) powers);

    private protected static double RequireNonNegative(double value, string name) => value >= 0 && double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be 0 or more, and finite, but is {value}.");

    private protected static double RequireFraction(double value, string name) => value is >= 0 and < 1 ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and less than 1, but is {value}.");

    /// <summary>Rows of a tensor, and how many elements each has.</summary>
    internal readonly ref struct Rows(ReadOnlySpan<int> numbers, int width)
    {
        public readonly ReadOnlySpan<int> Numbers = numbers;
        public readonly int Width = width;
    }

    /// <summary>A tensor as one set lists it.</summary>
    internal readonly record struct Source(ParameterSet Set, int Ordinal);

    /// <summary>One tensor, everywhere that it is listed, and what the rule remembers of it.</summary>
    internal abstract class Slot(Source[] sources)
    {
        /// <summary>Where it is listed.</summary>
        public readonly Source[] Sources = sources;

        /// <summary>What the rule renews at each step.</summary>
        public (double First, double Second) Powers { get; private set; } = (1, 1);

        /// <summary>What watches over copies of the moments on devices; null until there is one.</summary>
        public Residency? Residency { get; set; }

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

        /// <summary>Under how many names a set lists it, and the number of the first.</summary>
        public (int Count, int Ordinal) ListedIn(ParameterSet set)
        {
            var (count, ordinal) = (0, -1);
            foreach (ref readonly var source in Sources.AsSpan())
            {
                if (source.Set == set && count++ == 0) ordinal = source.Ordinal;
            }
            return (count, ordinal);
        }

        public void Advance(Optimizer rule) => Powers = rule.Advance(Powers);

        public virtual void Reset()
        {
            Residency?.Overwrite();
            Powers = (1, 1);
        }

        public abstract void Step(Optimizer rule, ReadOnlySpan<GradientSet> gradients);
    }

    /// <inheritdoc/>
    internal sealed class Slot<T>(Segment<T> segment, Source[] sources, int moments) : Slot(sources) where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly T[] _first = moments > 0 ? new T[segment.Length] : [];
        private readonly T[] _second = moments > 1 ? new T[segment.Length] : [];
        private TouchedRows? _touched;

        public Segment<T> Segment => segment;

        /// <summary>The first moments, or nothing. Only devices' copies look at them past <see cref="Slot.Residency"/>, as at the second.</summary>
        public T[] First => _first;

        /// <summary>The second moments, or nothing.</summary>
        public T[] Second => _second;

        public override void Reset()
        {
            base.Reset();
            Array.Clear(_first);
            Array.Clear(_second);
        }

        public override void Step(Optimizer rule, ReadOnlySpan<GradientSet> gradients)
        {
            Residency?.Change();
            if (!(rule.TouchedRowsOnly || rule.LeavesUntouchedRows) || !TryTouch(gradients, out var only))
            {
                StepIn(rule, gradients, 0, segment.Length);
                return;
            }
            var width = segment.RowLength;
            if (only is { } source)
            {
                // All moments of one gradient's rows in one go.
                source.Set.TryGetTouchedRows(source.Ordinal, out var rows);
                Update(rule, new Rows(rows, width), segment.Values, source.Set.Values<T>(source.Ordinal, 0, segment.Length), _first, _second);
            }
            else
            {
                foreach (var row in _touched!.Rows) StepIn(rule, gradients, row * width, width);
            }
        }

        // Elements first .. first + length, in chunks, so that a sum of several gradients stays in the cache.
        private void StepIn(Optimizer rule, ReadOnlySpan<GradientSet> gradients, int first, int length)
        {
            for (var start = first; start < first + length; start += ChunkLength)
            {
                var count = Math.Min(first + length - start, ChunkLength);
                var gradient = Gradient(rule, gradients, start, count);
                var mean = _first.Length > 0 ? _first.AsSpan(start, count) : default;
                var square = _second.Length > 0 ? _second.AsSpan(start, count) : default;
                Update(rule, new Rows(_onlyRow, count), segment.Values.Slice(start, count), gradient, mean, square);
            }
        }

        // Whether all gradients say which rows they touch: the one, or all of them in _touched.
        private bool TryTouch(ReadOnlySpan<GradientSet> gradients, out (GradientSet Set, int Ordinal)? only)
        {
            only = null;
            var found = 0;
            foreach (var set in gradients)
            {
                foreach (ref readonly var source in Sources.AsSpan())
                {
                    if (source.Set != set.Parameters) continue;
                    if (!set.TryGetTouchedRows(source.Ordinal, out var rows)) return false;
                    if (found++ == 0)
                    {
                        only = (set, source.Ordinal);
                        continue;
                    }
                    if (only is { } first)
                    {
                        _touched ??= new TouchedRows();
                        _touched.Begin();
                        first.Set.TryGetTouchedRows(first.Ordinal, out var firstRows);
                        _touched.Add(firstRows);
                        only = null;
                    }
                    _touched!.Add(rows);
                }
            }
            return true;
        }

        private void Update(Optimizer rule, Rows rows, Span<T> parameters, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second)
        {
            if (typeof(T) == typeof(float))
                rule.Update(rows, MemoryMarshal.Cast<T, float>(parameters), MemoryMarshal.Cast<T, float>(gradient), MemoryMarshal.Cast<T, float>(first), MemoryMarshal.Cast<T, float>(second), Powers);
            else
                rule.Update(rows, MemoryMarshal.Cast<T, double>(parameters), MemoryMarshal.Cast<T, double>(gradient), MemoryMarshal.Cast<T, double>(first), MemoryMarshal.Cast<T, double>(second), Powers);
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
