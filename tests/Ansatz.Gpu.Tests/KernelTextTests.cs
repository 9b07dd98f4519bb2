using Ansatz.Testing;

namespace Ansatz.Gpu.Tests;

/// <summary>Emitted kernels that were read: contractions with epilogues, operands that are computed where they are fetched, reductions with maps and with each other, scatters, loops over time.</summary>
public class KernelTextTests
{
    [Theory]
    [InlineData("Digits", "Gradient")]
    [InlineData("Attention", "Evaluate")]
    [InlineData("Embedding", "Gradient")]
    [InlineData("LongShortTermMemory", "Evaluate")]
    public void TheTextReadsAsVerified(string model, string program) =>
        Snapshot.Match($"{model}.{program}.Kernels", EmittedKernels.Of(ModelCases.Named(model).TypeName).Single(p => p.Compiled.Name == program).Kernels.Text);
}
