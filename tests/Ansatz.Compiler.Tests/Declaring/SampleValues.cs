using Ansatz.Compiler.Tensors;
using Ansatz.Compiler.Tests.Interpreting;

namespace Ansatz.Compiler.Tests.Declaring;

/// <summary>Numbers for what a program is given: the same for the same names, whatever else the program has.</summary>
internal sealed class SampleValues
{
    private readonly Dictionary<string, DenseTensor> _tensors = [];

    /// <param name="program">The program whose given tensors are filled.</param>
    /// <param name="extents">Values of the named extents.</param>
    /// <param name="ranges">From where to where the numbers of a tensor lie; −1 to 1 without.</param>
    /// <param name="data">Tensors with stated numbers.</param>
    public SampleValues(TensorProgram program, ExtentValues extents, IReadOnlyDictionary<string, (double Low, double High)> ranges, IReadOnlyDictionary<string, double[]> data)
    {
        foreach (var t in program.Given)
        {
            var tensor = new DenseTensor(extents.Of(t.Shape), data.TryGetValue(t.Name, out var stated) ? [.. stated] : null);
            _tensors[t.Name] = tensor;
            if (stated is not null) continue;
            tensor.Clear();
            var random = new Random(t.Name.Aggregate(17, (h, c) => (h * 31) + c));
            var (low, high) = ranges.TryGetValue(t.Name, out var range) ? range : (-1, 1);
            var limit = program.IndexRequirements.Where(r => r.Data == t).Select(r => r.Limit is null ? 3 : extents.Of(r.Limit)).DefaultIfEmpty(3).Min();
            for (var k = 0; k < tensor.Values.Length; k++) tensor.Values[k] = t.Type == ScalarType.Int ? random.Next(limit) : low + ((high - low) * random.NextDouble());
        }
    }

    public DenseTensor this[string name] => _tensors[name];

    public DenseTensor Of(Tensor tensor) => _tensors[tensor.Name];
}
