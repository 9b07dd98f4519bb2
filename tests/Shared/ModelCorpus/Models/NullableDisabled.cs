#nullable disable
using System.Numerics.Tensors;
using Ansatz;
using static Ansatz.ReduceF;

namespace Corpus;

/// <summary>A model in a file without nullable annotations, with members that are no part of the notation.</summary>
[Model]
public partial class NullableDisabled
{
    private static readonly string Title = "no notation";
    private string _note;

    [Batch] public partial int N { get; }

    [Input(nameof(N))] public partial Tensor<float> X { get; }

    [Parameter(1)] public partial Tensor<float> W { get; }

    [Output(nameof(N))] public float Y(int n) => W[0] * X[n];

    [Loss] public float Loss() => Mean(N, n => (Y(n) - 1) * (Y(n) - 1));

    public string Describe()
    {
        _note = _note == null ? Title : _note + Title;
        return _note;
    }
}
