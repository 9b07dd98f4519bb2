using System.Globalization;
using Ansatz.Gpu;
using Ansatz.Gpu.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var rows = Rows.All.Where(r => args.All(a => a.StartsWith("--", StringComparison.Ordinal)) || args.Any(a => r.Peer.StartsWith(a, StringComparison.Ordinal))).ToArray();
if (rows.Length == 0)
{
    Console.Error.WriteLine($"usage: [--no-peer] [ROW ...]; rows: {string.Join(", ", Rows.All.Select(r => r.Peer))}");
    return 2;
}

using var device = GpuDevice.Open();
var limits = DeviceLimits.Of(device);
var peer = args.Contains("--no-peer") ? new Dictionary<string, PeerTimes>() : TorchTimes.Of(rows.Select(r => r.Peer));
Console.WriteLine($"{device}: {limits}. Times in microseconds: the shortest of 7 windows of many calls that follow each other, memory on the device, kernels compiled.");
Console.WriteLine();
Console.WriteLine("| | ours | torch eager | torch.compile | eager / ours | compile / ours | share of the limit |");
Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | --- |");
foreach (var row in rows)
{
    using var run = row.Make(device);
    peer.TryGetValue(row.Peer, out var theirs);
    if (theirs is not null) run.Require(row.Name, theirs.Norms);
    var time = DeviceClock.Shortest(device, run.Launch);
    var share = limits.Share(row, time);
    Console.WriteLine(theirs is null
        ? $"| {row.Name} | {time:0.0} | | | | | {share} |"
        : $"| {row.Name} | {time:0.0} | {theirs.Eager:0.0} | {theirs.Compiled:0.0} | {theirs.Eager / time:0.00} | {theirs.Compiled / time:0.00} | {share} |");
}

return 0;
