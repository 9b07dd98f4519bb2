using Ansatz.Benchmarks.Models;

namespace Ansatz.Benchmarks.Data;

/// <summary>The declared layer with its parameters set, and memory for a batch: what a user of the model has.</summary>
internal sealed unsafe class LowRankRun : IDisposable
{
    /// <summary>A layer that works on the first rows of the data.</summary>
    public LowRankRun(int rows)
    {
        Layer = new LowRankLayer();
        Set("V", LowRankData.V);
        Set("U", LowRankData.U);
        Set("B", LowRankData.B);
        X = new(LowRankData.X, rows, LowRankLayer.In);
        G = new(LowRankData.G, rows, LowRankLayer.Out);
        Y = new(rows, LowRankLayer.Out);
        XGradient = new(rows, LowRankLayer.In);
    }

    /// <summary>The model.</summary>
    public LowRankLayer Layer { get; }

    /// <summary>The input.</summary>
    public AlignedArray<float> X { get; }

    /// <summary>The weights of y in the loss.</summary>
    public AlignedArray<float> G { get; }

    /// <summary>The output.</summary>
    public AlignedArray<float> Y { get; }

    /// <summary>The gradient of the input.</summary>
    public AlignedArray<float> XGradient { get; }

    /// <summary>The outputs.</summary>
    public void Evaluate() => Layer.Evaluate(X.Tensor, Y.Tensor);

    /// <summary>The loss, and the gradients of parameters and input.</summary>
    public float Gradient() => Layer.Gradient(X.Tensor, G.Tensor, XGradient.Tensor);

    /// <summary>A parameter's gradient after <see cref="Gradient"/>.</summary>
    public ReadOnlySpan<float> ParameterGradient(string name)
    {
        int ordinal = Ordinal(name);
        return new(Layer.Gradients.Pointer<float>(ordinal), (int)Layer.Parameters[ordinal].Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        X.Dispose();
        G.Dispose();
        Y.Dispose();
        XGradient.Dispose();
    }

    private void Set(string name, float[] values) => values.CopyTo(new Span<float>(Layer.Parameters.Pointer<float>(Ordinal(name)), values.Length));

    private int Ordinal(string name)
    {
        for (int i = 0; i < Layer.Parameters.Count; i++)
        {
            if (Layer.Parameters[i].Name == name) return i;
        }

        throw new ArgumentException($"The layer has no parameter {name}.", nameof(name));
    }
}
