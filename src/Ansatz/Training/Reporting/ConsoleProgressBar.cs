using System.Diagnostics;
using System.Globalization;

namespace Ansatz;

/// <summary>Shows a training on the console: one line that changes, or where the output goes to a file, a line for some of the epochs.</summary>
public sealed class ConsoleProgressBar : IProgress<TrainingProgress>
{
    private const int Width = 30, Lines = 10;

    private static readonly TimeSpan _between = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _writer;
    private readonly bool _isLive;
    private readonly IReadOnlyList<string> _metrics;
    private readonly string _title;
    private long _shown, _began;
    private int _length;

    /// <summary>A bar on standard output.</summary>
    /// <param name="title">What stands before each line.</param>
    /// <param name="metrics">The metrics of the training, for their names.</param>
    public ConsoleProgressBar(string title = "", params IReadOnlyList<Metric> metrics) : this(Console.Out, !Console.IsOutputRedirected, title, metrics) { }

    /// <summary>A bar elsewhere.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="isLive">Whether a line can be written again from its beginning.</param>
    /// <param name="title">What stands before each line.</param>
    /// <param name="metrics">The metrics of the training, for their names.</param>
    public ConsoleProgressBar(TextWriter writer, bool isLive, string title = "", params IReadOnlyList<Metric> metrics)
        => (_writer, _isLive, _title, _metrics) = (writer, isLive, title.Length > 0 ? title + "  " : "", [.. metrics.Select(m => m.Name)]);

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (_began == 0) _began = Stopwatch.GetTimestamp();
        var isLast = value.Ended is not null && value.Step == value.Steps;
        if (!_isLive)
        {
            if (value.Ended is null || (!isLast && value.Epoch * Lines / value.Epochs == (value.Epoch - 1) * Lines / value.Epochs)) return;
            _writer.WriteLine(Text(value));
            return;
        }
        if (!isLast && _shown != 0 && Stopwatch.GetElapsedTime(_shown) < _between) return;
        _shown = Stopwatch.GetTimestamp();
        var done = (int)(value.Step * Width / value.Steps);
        var line = $"{new string('█', done)}{new string('░', Width - done)}  {Text(value)}";
        _writer.Write('\r' + line.PadRight(_length));
        _length = line.Length;
        if (isLast) _writer.WriteLine();
    }

    private string Text(TrainingProgress p)
    {
        var seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        var text = string.Create(CultureInfo.InvariantCulture, $"{_title}epoch {p.Epoch,3} of {p.Epochs}  loss {p.Loss:G5}");
        if (p.Ended is { } ended)
        {
            if (!double.IsNaN(ended.ValidationLoss)) text += string.Create(CultureInfo.InvariantCulture, $"  validation {ended.ValidationLoss:G5}");
            for (var k = 0; k < Math.Min(_metrics.Count, ended.Metrics.Count); k++) text += string.Create(CultureInfo.InvariantCulture, $"  {_metrics[k]} {ended.Metrics[k]:0.0000}");
        }
        return text + string.Create(CultureInfo.InvariantCulture, $"  {seconds:0.0} s");
    }
}
