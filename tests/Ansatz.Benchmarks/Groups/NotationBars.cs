using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Peers;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;

namespace Ansatz.Benchmarks.Groups;

/// <summary>What a user declares against what torch computes; a group for each row, so that one that fails leaves the others.</summary>
/// <param name="row">Its name.</param>
/// <param name="limit">The ratio that it has to reach.</param>
/// <param name="operation">The peer's name for it.</param>
/// <param name="make">The declared model with its numbers.</param>
/// <param name="note">What a reader has to know.</param>
internal sealed class NotationBars(string row, double limit, string operation, Func<NotationRun> make, string note = "") : BarGroup
{
    /// <summary>All rows, in order.</summary>
    public static IReadOnlyList<BarGroup> All { get; } =
    [
        new NotationBars("factorization machine 1024x26x16, gradients / torch", 8, "factorization_machine", NotationRun.GatheredPairs),
        new NotationBars("factorization machine, table of 1e6, Adam step / torch", 5, "table_step", NotationRun.TableStep, "torch has gradients of the touched rows alone and SparseAdam"),
        new NotationBars("attention 256x64, forward / torch", 1, "attention", NotationRun.Attention),
        new NotationBars("array 100x100x100 times two factors, rank 10 / torch", 1.5, "parafac_product", NotationRun.ParafacProduct),
        new NotationBars("bilinear 128x64x64x32, gradients / torch", 1, "bilinear", NotationRun.Bilinear),
        new NotationBars("convolution 3x3, 16 to 32, 28x28, gradients / torch", 0.5, "convolution", NotationRun.Convolution),
        new NotationBars("LSTM 64, 50 steps, batch 32, gradients / torch", 1.5, "lstm", NotationRun.LongShortTermMemory),
        new NotationBars("sparse CP gradient, 1e6 elements, rank 16 / torch", 20, "sparse_parafac", NotationRun.SparseParafac),
        new NotationBars("tanh, sigmoid and exp over 1e6 elements / torch", 4, "elementwise", NotationRun.Elementwise),
        new BandwidthBars(),
        new NotationBars("Cholesky and LogDet 256x64x64, gradients / torch", 2, "cholesky", NotationRun.Cholesky),
    ];

    /// <inheritdoc/>
    public override string Name => "notation";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } = [new(row, BarKind.Ratio, limit)];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        using var ours = make();
        using var torch = ScriptPeer.StartTorch("notation_peer.py");
        var theirs = torch.Check(operation);
        (ours.Fill ?? ours.Call)();
        foreach (var (name, size) in ours.Results()) Agreement.Require(name, size, theirs[name]);
        var (our, peer) = SideBySide.Measure(ours.Call, torch.Contender(operation), budget);
        table.Times(row, our, peer);
        table.Detail($"{torch.Version}{(note.Length > 0 ? "; " : "")}{note}");
    }
}
