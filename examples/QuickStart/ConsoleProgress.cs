namespace QuickStart;

/// <summary>Shows a training on the console: one line that changes, or a line for each eighth where the output goes to a file.</summary>
public sealed class ConsoleProgress(int seed) : IProgress<EpochReport>
{
    private const int Width = 32;

    /// <inheritdoc/>
    public void Report(EpochReport report)
    {
        var text = $"seed {seed}  epoch {report.Epoch,3} of {report.Epochs}  loss {report.Loss:0.0000}";
        if (Console.IsOutputRedirected)
        {
            if (report.Epoch * 8 / report.Epochs > (report.Epoch - 1) * 8 / report.Epochs) Console.WriteLine(text);
            return;
        }
        var done = report.Epoch * Width / report.Epochs;
        Console.Write($"\r{new string('█', done)}{new string('░', Width - done)}  {text}");
        if (report.Epoch == report.Epochs) Console.WriteLine();
    }
}
