using Ansatz.Benchmarks.Data;
using Ansatz.Benchmarks.Peers;
using Ansatz.Benchmarks.Table;
using Ansatz.Benchmarks.Timing;

namespace Ansatz.Benchmarks.Groups;

/// <summary>One step of training of whole networks, against torch; a group for each row, so that one that fails leaves the others.</summary>
/// <param name="row">Its name.</param>
/// <param name="limit">The ratio that it has to reach.</param>
/// <param name="operation">The peer's name for it.</param>
/// <param name="make">The network with its numbers.</param>
internal sealed class NetworkBars(string row, double limit, string operation, Func<NetworkRun> make) : BarGroup
{
    private const int Steps = 100;

    /// <summary>All rows, in order.</summary>
    public static IReadOnlyList<BarGroup> All { get; } =
    [
        new NetworkBars("three low-rank layers, batch 128, Adam step / torch", 1.3, "perceptron_step", NetworkRun.Perceptron),
        new NetworkBars("factorization machine, 4096 of 39 fields, Adam step / torch", 5, "click_step", NetworkRun.Clicks),
        new NetworkBars("two convolutions, 64 images, Adam step / torch", 0.7, "image_step", NetworkRun.Images),
        new SmallNetworkBars(),
    ];

    /// <inheritdoc/>
    public override string Name => "networks";

    /// <inheritdoc/>
    public override IReadOnlyList<Bar> Bars { get; } = [new(row, BarKind.Ratio, limit), new(Bytes(row), BarKind.AtMost)];

    /// <inheritdoc/>
    public override void Measure(BarTable table, TimeSpan budget)
    {
        var ours = make();
        using var torch = ScriptPeer.StartTorch("networks_peer.py");
        Agreement.Require("the loss", ours.Loss, torch.Check(operation)["loss"]);
        var (our, peer) = SideBySide.Measure(ours.Step, torch.Contender(operation), budget);
        table.Times(row, our, peer);
        table.Detail(torch.Version);

        // What is made once is not made for each step.
        GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Steps; i++) ours.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Steps; i++) ours.Step();

        // Before the row's name is made, which is memory, too.
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        table.Figure(Bytes(row), allocated / (double)Steps, "B");
    }

    private static string Bytes(string row) => "bytes: " + row.Replace(" / torch", "");
}
