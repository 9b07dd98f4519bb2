using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Xunit;

namespace Ansatz.Tests.PyTorch;

/// <summary>One of the files of this folder: weights, and an input with PyTorch's output.</summary>
internal sealed class Case
{
    private readonly Dictionary<string, (SafetensorsEntry Entry, byte[] Bytes)> _tensors = [];

    public Case(string name)
    {
        Weights = Path.Combine(AppContext.BaseDirectory, "PyTorch", $"{name}.safetensors");
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "PyTorch", $"{name}.case.safetensors"));
        foreach (var entry in SafetensorsHeader.Read(stream)) _tensors.Add(entry.Name, (entry, new byte[entry.End - entry.Begin]));
        var start = stream.Position;
        foreach (var (entry, bytes) in _tensors.Values)
        {
            stream.Position = start + entry.Begin;
            stream.ReadExactly(bytes);
        }
    }

    /// <summary>The path of the weights.</summary>
    public string Weights { get; }

    public Tensor<float> X => Read<float>("x");

    public Tensor<int> Indices => Read<int>("x");

    public Tensor<float> Y => Read<float>("y");

    /// <summary>A place for what a model computes.</summary>
    public Tensor<float> Empty => Tensor.CreateFromShape<float>(Y.Lengths);

    /// <summary>Each element within 1e-5 of PyTorch's.</summary>
    public void Check(Tensor<float> found)
    {
        float[] expected = new float[Y.FlattenedLength], values = new float[found.FlattenedLength];
        Y.FlattenTo(expected);
        found.FlattenTo(values);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++) Assert.Equal(expected[i], values[i], 1e-5f);
    }

    private Tensor<T> Read<T>(string name) where T : unmanaged
    {
        var (entry, bytes) = _tensors[name];
        return Tensor.Create(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), [.. entry.Shape.Select(n => (nint)n)]);
    }
}
