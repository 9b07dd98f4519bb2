using System.Xml.Linq;
using Xunit;

namespace Ansatz.Tests.Training;

/// <summary>The report is well-formed, stands alone, and its curves are those of the history.</summary>
public sealed class ReportTests
{
    private static readonly Dataset _data = Worlds.Linear<double>(60, 4, 2);

    private static TrainingResult Train(int epochs)
    {
        var model = new Regression<double>(4);
        return model.Fit(_data, new TrainingOptions
        {
            Epochs = epochs, BatchSize = 16, Validation = _data.Take(20), Metrics = [Metric.Rmse(), Metric.Mae()], EarlyStopping = new EarlyStopping { Patience = 1000 },
            Optimizer = new Adam(model.Parameters) { Rate = 0.02 }, Schedule = RateSchedule.Linear(),
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(150)]
    public void ItIsOneWellFormedPage(int epochs)
    {
        var result = Train(epochs);
        var html = TrainingReport.Html(result, "A <test> & more");
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("A &lt;test&gt; &amp; more", html, StringComparison.Ordinal);
        // What is not XML of HTML is written so that it is both, but for two tags of the head.
        var page = XDocument.Parse(html.Replace("<!DOCTYPE html>", "").Replace("<meta charset=\"utf-8\">", "").Replace("initial-scale=1\">", "initial-scale=1\"/>"));
        var charts = page.Descendants("svg").ToArray();
        Assert.Equal(["Loss", "RMSE", "MAE", "Rate", "Gradient norm"], charts.Select(c => c.Attribute("aria-label")!.Value));
        Assert.Equal([2, 1, 1, 1, 1], charts.Select(c => c.Elements("path").Count()));
        Assert.Equal(epochs + 1, page.Descendants("table").Last().Elements("tr").Count());
        Assert.Contains("rate 0.02", html, StringComparison.Ordinal);
        foreach (var path in charts.SelectMany(c => c.Elements("path")))
        {
            var points = path.Attribute("d")!.Value.Split('M', 'L').Skip(1).Select(p => p.Split(' ').Select(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture)).ToArray()).ToArray();
            Assert.Equal(epochs, points.Length);
            Assert.All(points, p => Assert.True(p[0] is >= 0 and <= 560 && p[1] is >= 0 and <= 260));
        }
    }

    [Fact]
    public void ALowerLossLiesLower()
    {
        var result = Train(12);
        var page = TrainingReport.Html(result);
        var svg = XDocument.Parse(page[page.IndexOf("<svg", StringComparison.Ordinal)..(page.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
        var heights = svg.Descendants("circle").Where(c => c.Attribute("class")!.Value == "p0").Select(c => double.Parse(c.Attribute("cy")!.Value, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(12, heights.Length);
        for (var k = 1; k < 12; k++) Assert.Equal(result.History[k].Loss < result.History[k - 1].Loss, heights[k] >= heights[k - 1]);
    }

    [Fact]
    public void TheBarTellsWhereTheTrainingIs()
    {
        var text = new StringWriter();
        var model = new Regression<double>(4);
        model.Fit(_data, new TrainingOptions { Epochs = 40, Validation = _data, Metrics = [Metric.Mae()], Progress = new ConsoleProgressBar(text, isLive: false, "test", [Metric.Mae()]) });
        var lines = text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(10, lines.Length);
        Assert.StartsWith("test  epoch   4 of 40  loss ", lines[0], StringComparison.Ordinal);
        Assert.Contains("  MAE ", lines[^1], StringComparison.Ordinal);

        var live = new StringWriter();
        model.Fit(_data, new TrainingOptions { Epochs = 3, Progress = new ConsoleProgressBar(live, isLive: true) });
        Assert.Contains(new string('█', 30) + "  epoch   3 of 3", live.ToString(), StringComparison.Ordinal);
    }
}
