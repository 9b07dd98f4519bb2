using System.Globalization;
using System.Text;

namespace Ansatz;

/// <summary>Writes what came out of a training as one HTML file with curves. It needs no other file, no script and no network.</summary>
public static class TrainingReport
{
    private const string Style = """
        :root { --ink: #1f2328; --soft: #656d76; --line: #d8dee4; --back: #ffffff; --c0: #1d5fbf; --c1: #c2560c; --c2: #1a7f37; --c3: #8250df }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --line: #30363d; --back: #0d1117; --c0: #58a6ff; --c1: #f0883e; --c2: #3fb950; --c3: #bc8cff } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); max-width: 1200px; margin: 2em auto; padding: 0 1em }
        h1 { font-size: 1.5em } h2 { font-size: 1.1em; margin: 0 0 .3em }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 1.5em }
        svg { width: 100%; height: auto } svg text { font-size: 11px; fill: var(--soft) } .end { text-anchor: end } .middle { text-anchor: middle }
        .grid { stroke: var(--line) } .mark { stroke: var(--soft); stroke-dasharray: 2 4 } path { fill: none; stroke-width: 1.8 }
        .c0 { stroke: var(--c0) } .c1 { stroke: var(--c1); stroke-dasharray: 6 3 } .c2 { stroke: var(--c2); stroke-dasharray: 2 3 } .c3 { stroke: var(--c3); stroke-dasharray: 8 3 2 3 }
        .p0 { fill: var(--c0) } .p1 { fill: var(--c1) } .p2 { fill: var(--c2) } .p3 { fill: var(--c3) }
        .k { margin-right: 1em } .k0 { color: var(--c0) } .k1 { color: var(--c1) } .k2 { color: var(--c2) } .k3 { color: var(--c3) }
        table { border-collapse: collapse; margin: .5em 0 1.5em } th, td { text-align: left; padding: .15em 1.2em .15em 0; border-bottom: 1px solid var(--line) }
        th { font-weight: 600; color: var(--soft) } td.n { text-align: right; font-variant-numeric: tabular-nums } .scroll { overflow-x: auto }
        """;

    /// <summary>Writes the report.</summary>
    /// <param name="result">The training.</param>
    /// <param name="path">The file.</param>
    /// <param name="title">Its heading.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(TrainingResult result, string path, string title = "Training") => File.WriteAllText(path, Html(result, title));

    /// <summary>The report as text.</summary>
    /// <param name="result">The training.</param>
    /// <param name="title">Its heading.</param>
    public static string Html(TrainingResult result, string title = "Training")
    {
        ArgumentNullException.ThrowIfNull(result);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{LineChart.Text(title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{LineChart.Text(title)}</h1>\n<p>{Summary(result)}</p>\n");
        if (result.History.Count > 0) Charts(page, result);
        page.Append("<h2>Settings</h2>\n");
        Table(page, Settings(result.Options));
        if (result.History.Count > 0) History(page, result);
        return page.Append("</body>\n</html>\n").ToString().ReplaceLineEndings("\n");
    }

    private static string Summary(TrainingResult result)
    {
        var end = result.Reason switch
        {
            StopReason.Completed => "All epochs are done",
            StopReason.NoImprovement => "It ended early, since nothing became better",
            StopReason.Cancelled => "It was cancelled",
            _ => "It converged",
        };
        var seconds = result.History.Sum(e => e.Seconds);
        var text = string.Create(CultureInfo.InvariantCulture, $"{end}: {result.History.Count} epochs, {result.Steps} steps, {seconds:0.0} s.");
        if (result.BestEpoch > 0) text += string.Create(CultureInfo.InvariantCulture, $" Best epoch {result.BestEpoch}, {Watched(result.Options)} {result.Best:G6}.");
        if (result.History.Count > 0) text += " Last epoch: " + string.Join(", ", Finals(result.History[^1], result.MetricNames).Select(f => $"{f.Name} {f.Value}")) + ".";
        return LineChart.Text(text);
    }

    private static IEnumerable<(string Name, string Value)> Finals(EpochResult last, IReadOnlyList<string> metrics)
    {
        yield return ("loss", Number(last.Loss));
        if (!double.IsNaN(last.ValidationLoss)) yield return ("validation loss", Number(last.ValidationLoss));
        for (var k = 0; k < metrics.Count; k++) yield return (metrics[k], Number(last.Metrics[k]));
    }

    private static void Charts(StringBuilder page, TrainingResult result)
    {
        int[] epochs = [.. result.History.Select(e => e.Epoch)];
        page.Append("<div class=\"charts\">\n");
        List<Curve> losses = [new("training", [.. result.History.Select(e => e.Loss)])];
        if (result.History.Any(e => !double.IsNaN(e.ValidationLoss))) losses.Add(new("validation", [.. result.History.Select(e => e.ValidationLoss)]));
        Chart("Loss", losses);
        for (var k = 0; k < result.MetricNames.Count; k++) Chart(result.MetricNames[k], [new("validation", [.. result.History.Select(e => e.Metrics[k])])]);
        Chart("Rate", [new("last step of the epoch", [.. result.History.Select(e => e.Rate)])]);
        Chart("Gradient norm", [new("largest of the epoch", [.. result.History.Select(e => e.GradientNorm)])]);
        page.Append("</div>\n");

        void Chart(string name, IReadOnlyList<Curve> curves)
        {
            page.Append(CultureInfo.InvariantCulture, $"<section><h2>{LineChart.Text(name)}</h2>\n<div>");
            for (var k = 0; k < curves.Count; k++) page.Append(CultureInfo.InvariantCulture, $"<span class=\"k k{k % 4}\">— {LineChart.Text(curves[k].Name)}</span>");
            page.Append("</div>\n").Append(LineChart.Svg(name, epochs, curves, result.BestEpoch)).Append("</section>\n");
        }
    }

    private static IEnumerable<(string Name, string Value)> Settings(TrainingOptions o)
    {
        yield return ("method", Method(o));
        yield return ("schedule", o.Schedule.ToString()!);
        yield return ("epochs", Number(o.Epochs));
        if (o.Steps is { } steps) yield return ("steps at the most", Number(steps));
        yield return ("examples of a step", o.Optimizer is Lbfgs ? "all" : Number(o.BatchSize));
        if (o.MicroBatchSize > 0) yield return ("examples at once", Number(o.MicroBatchSize));
        if (o.ClipNorm is { } norm) yield return ("longest gradient", Number(norm));
        if (o.ClipValue is { } value) yield return ("largest element of a gradient", Number(value));
        if (o.Losses.Count > 0) yield return ("losses", string.Join(" + ", o.Losses.Select(l => $"{Number(l.Weight)} {l.Name}")));
        if (o.EarlyStopping is { } early) yield return ("early stopping", $"{Watched(o)}, patience {early.Patience}");
        yield return ("seed", Number(o.Seed));
    }

    private static string Method(TrainingOptions o) => o.Optimizer switch
    {
        Lbfgs rule => $"L-BFGS, {rule.Memory} changes",
        Sgd rule => $"SGD, rate {Number(rule.Rate)}, momentum {Number(rule.Momentum)}{(rule.Nesterov ? " (Nesterov)" : "")}, decay {Number(rule.WeightDecay)}",
        Adam rule => $"Adam, rate {Number(rule.Rate)}, β {Number(rule.Beta1)} and {Number(rule.Beta2)}, ε {Number(rule.Epsilon)}, decay {Number(rule.WeightDecay)}",
        _ => "Adam with its defaults",
    };

    private static string Watched(TrainingOptions o) => o.EarlyStopping?.Metric ?? (o.Validation is null ? "loss" : "validation loss");

    private static void Table(StringBuilder page, IEnumerable<(string Name, string Value)> rows)
    {
        page.Append("<table>\n");
        foreach (var (name, value) in rows) page.Append(CultureInfo.InvariantCulture, $"<tr><th>{LineChart.Text(name)}</th><td>{LineChart.Text(value)}</td></tr>\n");
        page.Append("</table>\n");
    }

    private static void History(StringBuilder page, TrainingResult result)
    {
        string[] names = ["epoch", "steps", "loss", "validation loss", .. result.MetricNames, "rate", "gradient norm", "seconds"];
        page.Append("<h2>Epochs</h2>\n<div class=\"scroll\">\n<table>\n<tr>").AppendJoin("", names.Select(n => $"<th>{LineChart.Text(n)}</th>")).Append("</tr>\n");
        foreach (var e in result.History)
        {
            double[] values = [e.Loss, e.ValidationLoss, .. e.Metrics, e.Rate, e.GradientNorm, Math.Round(e.Seconds, 3)];
            page.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"n\">{e.Epoch}</td><td class=\"n\">{e.Step}</td>").AppendJoin("", values.Select(v => $"<td class=\"n\">{Number(v)}</td>")).Append("</tr>\n");
        }
        page.Append("</table>\n</div>\n");
    }

    private static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString("G6", CultureInfo.InvariantCulture);
}
