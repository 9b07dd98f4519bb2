using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Ansatz;

public abstract partial class Optimizer
{
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
        public (double First, double Second) Powers { get; set; } = (1, 1);

        /// <summary>What the rate and the decay of the rule are multiplied by for this tensor.</summary>
        public (double Rate, double Decay) Factors { get; set; } = (1, 1);

        /// <summary>Whether steps leave it as it is.</summary>
        public bool IsFrozen { get; set; }

        /// <summary>The tensor's first name.</summary>
        public string Name => Sources[0].Set[Sources[0].Ordinal].Name;

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

        /// <summary>The numbers of the next step.</summary>
        public StepNumbers Numbers(Optimizer rule) => new(Powers, rule.Rate * Factors.Rate, rule.WeightDecay * Factors.Decay, rule.GradientFactor);

        public virtual void Reset()
        {
            Residency?.Overwrite();
            Powers = (1, 1);
        }

        public abstract void Step(Optimizer rule, ReadOnlySpan<GradientSet> gradients);

        /// <summary>Writes its moments into the file of a training.</summary>
        public abstract void Save(CheckpointWriter writer);

        /// <summary>Reads them; the changes are made by the actions.</summary>
        public abstract void Load(CheckpointReader reader, List<Action> changes);

        /// <summary>The sum of the squares of its gradient.</summary>
        public abstract double SumOfSquares(Optimizer rule, ReadOnlySpan<GradientSet> gradients);
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
            var numbers = Numbers(rule);
            if (!(rule.TouchedRowsOnly || rule.LeavesUntouchedRows(numbers)) || !TryTouch(gradients, out var only))
            {
                StepIn(rule, gradients, 0, segment.Length, numbers);
                return;
            }
            var width = segment.RowLength;
            if (only is { } source)
            {
                // All moments of one gradient's rows in one go.
                source.Set.TryGetTouchedRows(source.Ordinal, out var rows);
                Update(rule, new Rows(rows, width), segment.Values, source.Set.Values<T>(source.Ordinal, 0, segment.Length), _first, _second, numbers);
            }
            else
            {
                foreach (var row in _touched!.Rows) StepIn(rule, gradients, row * width, width, numbers);
            }
        }

        public override void Save(CheckpointWriter writer)
        {
            Residency?.Read();
            if (_first.Length > 0) writer.Add<T>($"optimizer/{Name}/first", segment.Shape, _first);
            if (_second.Length > 0) writer.Add<T>($"optimizer/{Name}/second", segment.Shape, _second);
        }

        public override void Load(CheckpointReader reader, List<Action> changes)
        {
            var first = _first.Length > 0 ? reader.Values<T>($"optimizer/{Name}/first", segment.Shape) : [];
            var second = _second.Length > 0 ? reader.Values<T>($"optimizer/{Name}/second", segment.Shape) : [];
            changes.Add(() =>
            {
                Residency?.Overwrite();
                first.CopyTo(_first, 0);
                second.CopyTo(_second, 0);
            });
        }

        public override double SumOfSquares(Optimizer rule, ReadOnlySpan<GradientSet> gradients)
        {
            if (!TryTouch(gradients, out var only)) return SumIn(rule, gradients, 0, segment.Length);
            ReadOnlySpan<int> rows;
            if (only is { } source) source.Set.TryGetTouchedRows(source.Ordinal, out rows);
            else rows = _touched is null ? default : _touched.Rows;
            double sum = 0;
            foreach (var row in rows) sum += SumIn(rule, gradients, row * segment.RowLength, segment.RowLength);
            return sum;
        }

        private double SumIn(Optimizer rule, ReadOnlySpan<GradientSet> gradients, int first, int length)
        {
            double sum = 0;
            for (var start = first; start < first + length; start += ChunkLength)
                sum += GradientSums.OfSquares(Gradient(rule, gradients, start, Math.Min(first + length - start, ChunkLength)));
            return sum;
        }

        // Elements first .. first + length, in chunks, so that a sum of several gradients stays in the cache.
        private void StepIn(Optimizer rule, ReadOnlySpan<GradientSet> gradients, int first, int length, in StepNumbers numbers)
        {
            for (var start = first; start < first + length; start += ChunkLength)
            {
                var count = Math.Min(first + length - start, ChunkLength);
                var gradient = Gradient(rule, gradients, start, count);
                var mean = _first.Length > 0 ? _first.AsSpan(start, count) : default;
                var square = _second.Length > 0 ? _second.AsSpan(start, count) : default;
                Update(rule, new Rows(_onlyRow, count), segment.Values.Slice(start, count), gradient, mean, square, numbers);
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

        private void Update(Optimizer rule, Rows rows, Span<T> parameters, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second, in StepNumbers numbers)
        {
            if (typeof(T) == typeof(float))
                rule.Update(rows, MemoryMarshal.Cast<T, float>(parameters), MemoryMarshal.Cast<T, float>(gradient), MemoryMarshal.Cast<T, float>(first), MemoryMarshal.Cast<T, float>(second), numbers);
            else
                rule.Update(rows, MemoryMarshal.Cast<T, double>(parameters), MemoryMarshal.Cast<T, double>(gradient), MemoryMarshal.Cast<T, double>(first), MemoryMarshal.Cast<T, double>(second), numbers);
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
