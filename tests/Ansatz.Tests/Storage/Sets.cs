using System.Runtime.CompilerServices;

namespace Ansatz.Tests.Storage;

/// <summary>Parameter sets as generated code would make them.</summary>
internal static class Sets
{
    public static ParameterDeclaration Float(string name, params int[] shape) => new(name, typeof(float), shape);

    public static ParameterDeclaration Double(string name, params int[] shape) => new(name, typeof(double), shape);

    public static ParameterDeclaration State(string name, params int[] shape) => new(name, typeof(float), shape, ParameterKind.State);

    public static ParameterSet LowRank(int input = 5, int rank = 2, int output = 3)
        => ParameterSet.Create([Float("V", rank, input), Float("U", output, rank), Float("B", output)]);

    public static ParameterSet Mixed()
        => ParameterSet.Create([Float("W", 3, 5), Double("D", 2, 2), State("Mean", 5), new("Seen", typeof(int), [], ParameterKind.State), Float("Scale")]);

    /// <summary>Fills a float tensor with start, start + 1, …</summary>
    public static void Count(this ParameterSet set, string name, float start)
    {
        var tensor = set.Tensor<float>(name);
        var values = new float[tensor.FlattenedLength];
        for (var i = 0; i < values.Length; i++) values[i] = start + i;
        values.CopyTo(set.Values<float>(name));
    }

    public static unsafe Span<T> Values<T>(this ParameterSet set, string name) where T : unmanaged
        => new(set.Pointer<T>(set.Ordinal(name)), set[name].Length);

    public static unsafe Span<T> Values<T>(this GradientSet set, string name) where T : unmanaged
        => new(set.Pointer<T>(set.Parameters.Ordinal(name)), set.Parameters[name].Length);

    /// <summary>All numbers of all tensors, as bytes, to compare.</summary>
    public static byte[] Snapshot(this ParameterSet set) => [.. set.SelectMany(p => p.Segment.Bytes(0, p.Length).ToArray())];

    /// <summary>Bytes allocated on this thread by the second of two runs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Allocated(Action action)
    {
        for (var i = 0; i < 3; i++) action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
