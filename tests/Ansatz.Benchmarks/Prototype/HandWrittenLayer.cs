using System.Runtime.Intrinsics;
using Ansatz.Benchmarks.Data;

namespace Ansatz.Benchmarks.Prototype;

/// <summary>
/// y = gelu((x·V)·U + b), 512 → 32 → 512, a batch of 128: the value and, for a given gradient of y, all gradients, written by hand for
/// exactly these sizes and AVX2. It is what the emitter is measured against.
/// </summary>
internal sealed unsafe class HandWrittenLayer : IDisposable
{
    public const int Rows = LowRankData.Rows, In = 512, Rank = 32, Out = 512;

    private readonly AlignedArray<float> _x = new(LowRankData.X, Rows, In), _v = new(LowRankData.V, In, Rank), _u = new(LowRankData.U, Rank, Out);
    private readonly AlignedArray<float> _b = new(LowRankData.B, Out), _g = new(LowRankData.G, Rows, Out);
    private readonly AlignedArray<float> _code = new(Rows, Rank), _slope = new(Rows, Out), _dz = new(Rows, Out), _dCode = new(Rows, Rank);
    private readonly AlignedArray<float> _uPanels = new(Rank, Out), _uTransposedPanels = new(Rank, Out), _vTransposedPanels = new(In, Rank), _dzPanels = new(Rows, Out);

    /// <summary>The output.</summary>
    public AlignedArray<float> Y { get; } = new(Rows, Out);

    /// <summary>The gradient of x.</summary>
    public AlignedArray<float> Dx { get; } = new(Rows, In);

    /// <summary>The gradient of V.</summary>
    public AlignedArray<float> Dv { get; } = new(In, Rank);

    /// <summary>The gradient of U.</summary>
    public AlignedArray<float> Du { get; } = new(Rank, Out);

    /// <summary>The gradient of b.</summary>
    public AlignedArray<float> Db { get; } = new(Out);

    /// <summary>The value alone.</summary>
    public void Forward()
    {
        Affine();
        float* y = Y.Start;
        for (int i = 0; i < Rows * Out; i += 8) Activation.Gelu(Vector256.Load(y + i), out _).Store(y + i);
    }

    /// <summary>The value and all gradients.</summary>
    public void Gradient()
    {
        Affine();
        float* y = Y.Start, slope = _slope.Start;
        for (int i = 0; i < Rows * Out; i += 8)
        {
            Activation.Gelu(Vector256.Load(y + i), out var d).Store(y + i);
            d.Store(slope + i);
        }

        BackThroughRows();
        SumOverRows();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var array in new[] { _x, _v, _u, _b, _g, _code, _slope, _dz, _dCode, _uPanels, _uTransposedPanels, _vTransposedPanels, _dzPanels, Y, Dx, Dv, Du, Db }) array.Dispose();
    }

    // z = (x·V)·U + b; V is read where it lies, two panels side by side.
    private void Affine()
    {
        Panels.Pack(Rank, Out, _u.Start, Out, _uPanels.Start);
        Tiles.Multiply(Rows, Rank, In, _x.Start, In, 1, _v.Start, Rank, 16, _code.Start, Rank, add: false);
        float* y = Y.Start, b = _b.Start;
        for (int row = 0; row < Rows; row++, y += Out)
        {
            for (int i = 0; i < Out; i += 8) Vector256.Load(b + i).Store(y + i);
        }

        Tiles.Multiply(Rows, Out, Rank, _code.Start, Rank, 1, _uPanels.Start, 16, Rank * 16, Y.Start, Out, add: true);
    }

    // dz = g·slope, dCode = dz·Uᵀ, dx = dCode·Vᵀ.
    private void BackThroughRows()
    {
        Panels.PackTransposed(Out, Rank, _u.Start, Out, _uTransposedPanels.Start);
        Panels.PackTransposed(Rank, In, _v.Start, Rank, _vTransposedPanels.Start);
        float* slope = _slope.Start, g = _g.Start, dz = _dz.Start;
        for (int i = 0; i < Rows * Out; i += 8) (Vector256.Load(slope + i) * Vector256.Load(g + i)).Store(dz + i);
        Tiles.Multiply(Rows, Rank, Out, dz, Out, 1, _uTransposedPanels.Start, 16, Out * 16, _dCode.Start, Rank, add: false);
        Tiles.Multiply(Rows, In, Rank, _dCode.Start, Rank, 1, _vTransposedPanels.Start, 16, Rank * 16, Dx.Start, In, add: false);
    }

    // db = Σ dz, dU = codeᵀ·dz, dV = xᵀ·dCode. The panels of dz serve both sums.
    private void SumOverRows()
    {
        Panels.Pack(Rows, Out, _dz.Start, Out, _dzPanels.Start);
        float* db = Db.Start, panel = _dzPanels.Start;
        for (int column = 0; column < Out; column += 16)
        {
            Vector256<float> sum0 = default, sum1 = default;
            for (int row = 0; row < Rows; row++, panel += 16)
            {
                sum0 += Vector256.Load(panel);
                sum1 += Vector256.Load(panel + 8);
            }

            sum0.Store(db + column);
            sum1.Store(db + column + 8);
        }

        Tiles.Multiply(Rank, Out, Rows, _code.Start, 1, Rank, _dzPanels.Start, 16, Rows * 16, Du.Start, Out, add: false);
        Tiles.Multiply(In, Rank, Rows, _x.Start, 1, In, _dCode.Start, Rank, 16, Dv.Start, Rank, add: false);
    }
}
