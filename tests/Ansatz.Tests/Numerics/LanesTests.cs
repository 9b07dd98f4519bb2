using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Ansatz.Numerics;
using Xunit;

namespace Ansatz.Tests.Numerics;

/// <summary>Partial loads and stores against the end of a page that must not be read beyond.</summary>
public unsafe class LanesTests
{
    static void Check<T>(T[] numbers) where T : unmanaged
    {
        int width = Vector256<T>.Count;
        for (int count = 1; count <= width; count++)
        {
            var lanes = new PartialLanes(count);
            using var guarded = new GuardedMemory<T>(count);
            numbers.AsSpan(0, count).CopyTo(new Span<T>(guarded.Start, count));
            var v = lanes.Load(guarded.Start);
            for (int l = 0; l < width; l++) Assert.Equal(l < count ? numbers[l] : default, v[l]);
            Assert.Equal(v, lanes.LoadWhere(guarded.Start, Vector256<T>.AllBitsSet));
            Assert.Equal(default, lanes.LoadWhere(guarded.Start, Vector256<T>.Zero));
            Assert.Equal(v, lanes.LoadStrided(guarded.Start, 1));
            new Span<T>(guarded.Start, count).Clear();
            lanes.Store(guarded.Start, v);
            Assert.Equal(numbers[..count], new Span<T>(guarded.Start, count).ToArray());
            var kept = lanes.Keep(Vector256<T>.Zero, numbers[0]);
            for (int l = 0; l < width; l++) Assert.Equal(l < count ? default : numbers[0], kept[l]);

            using var spaced = new GuardedMemory<T>(3 * (count - 1) + 1);
            new Span<T>(spaced.Start, 3 * (count - 1) + 1).Clear();
            lanes.StoreStrided(spaced.Start, 3, v);
            Assert.Equal(v, lanes.LoadStrided(spaced.Start, 3));
            for (int l = 0; l < count; l++) Assert.Equal(numbers[l], spaced.Start[3 * l]);
        }
        fixed (T* p = numbers)
        {
            var full = default(FullLanes);
            Assert.Equal(Vector256.Load(p), full.Load(p));
            Assert.Equal(Vector256.Load(p), full.LoadWhere(p, Vector256<T>.AllBitsSet));
            T[] target = new T[40];
            fixed (T* q = target)
            {
                full.StoreStrided(q, 5, Vector256.Load(p));
                Assert.Equal(Vector256.Load(p), full.LoadStrided(q, 5));
                Assert.Equal(Vector256.Load(p), full.Keep(Vector256.Load(p), numbers[1]));
            }
        }
    }

    [Fact]
    public void Single() => Check([1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f]);

    [Fact]
    public void Double() => Check([1d, 2d, 3d, 4d, 5d, 6d, 7d, 8d]);

    [Fact]
    public void Integers()
    {
        Check([1, 2, 3, 4, 5, 6, 7, 8]);
        Check([1L, 2, 3, 4, 5, 6, 7, 8]);
        for (int count = 1; count <= 4; count++)
        {
            using var p = new GuardedMemory<int>(count);
            for (int i = 0; i < count; i++) p.Start[i] = i - 2;
            var lanes = new PartialLanes(count);
            var expected = Vector256.Create(-2L, count > 1 ? -1 : 0, 0, count > 3 ? 1 : 0);
            Assert.Equal(expected, lanes.LoadInt64(p.Start));
            Assert.Equal(expected, lanes.LoadInt64Strided(p.Start, 1));
            Assert.Equal(expected, lanes.LoadInt64Where(p.Start, Vector256<long>.AllBitsSet));
            Assert.Equal(expected.WithElement(0, 0), lanes.LoadInt64Where(p.Start, Vector256.Create(0L, -1, -1, -1)));
            if (count == 4) Assert.Equal(expected, default(FullLanes).LoadInt64(p.Start));
        }
    }

    [Fact]
    public void Gathers()
    {
        float* f = stackalloc float[20];
        double* d = stackalloc double[20];
        for (int i = 0; i < 20; i++) { f[i] = i; d[i] = i; }
        var at = Vector256.Create(3, 19, 0, 7, 7, 2, 1, 11);
        var far = at.WithElement(1, int.MaxValue / 8);   // never followed
        Assert.Equal(Vector256.Create(3f, 19, 0, 7, 7, 2, 1, 11), default(FullLanes).LoadAt(f, at));
        Assert.Equal(Vector256.Create(3f, 0, 0, 7, 0, 2, 1, 11), default(FullLanes).LoadAtWhere(f, far, Vector256.Create(-1, 0, -1, -1, 0, -1, -1, -1).AsSingle()));
        Assert.Equal(Vector256.Create(3f, 0, 0, 0, 0, 0, 0, 0), new PartialLanes(1).LoadAt(f, far));
        Assert.Equal(Vector256.Create(0f, 0, 0, 7, 0, 0, 0, 0), new PartialLanes(4).LoadAtWhere(f, far, Vector256.Create(0, 0, -1, -1, -1, -1, -1, -1).AsSingle()));
        var wide = Vector256.Create(3L, 19, 0, 7);
        Assert.Equal(Vector256.Create(3d, 19, 0, 7), default(FullLanes).LoadAt(d, wide));
        Assert.Equal(Vector256.Create(3d, 0, 0, 7), default(FullLanes).LoadAtWhere(d, wide.WithElement(1, 1L << 40), Vector256.Create(-1L, 0, -1, -1).AsDouble()));
        Assert.Equal(Vector256.Create(3d, 0, 0, 0), new PartialLanes(1).LoadAt(d, wide.WithElement(1, 1L << 40)));
        Assert.Equal(Vector256.Create(3d, 0, 0, 0), new PartialLanes(3).LoadAtWhere(d, wide, Vector256.Create(-1L, 0, 0, -1).AsDouble()));
    }

    [Fact]
    public void Sums_and_indices()
    {
        Assert.Equal(36f, Lanes.Sum(Vector256.Create(1f, 2, 3, 4, 5, 6, 7, 8)));
        Assert.Equal(10d, Lanes.Sum(Vector256.Create(1d, 2, 3, 4)));
        Assert.Equal(Vector256.Create(5, 6, 7, 8, 9, 10, 11, 12), Lanes.Indices32(5));
        Assert.Equal(Vector256.Create(5L, 6, 7, 8), Lanes.Indices64(5));
        Assert.Equal(Vector256.Create(7f), Lanes.MultiplyAdd(Vector256.Create(2f), Vector256.Create(3f), Vector256.Create(1f)));
    }
}
