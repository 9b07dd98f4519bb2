using System.Globalization;
using System.Text;

namespace Ansatz.StructuralEquations;

/// <summary>Writes the summary of a fit in the layout of lavaan's: the blocks, their order, headings and columns are those its users know.</summary>
internal sealed partial class SummaryWriter
{
    private const int Width = 54, Second = 12;
    private readonly StringBuilder text = new();
    private readonly SummarySource source;
    private readonly SummaryOptions options;
    private readonly string format;
    private readonly int numberWidth;

    private SummaryWriter(SummarySource source, SummaryOptions options)
    {
        if (options.Decimals is < 1 or > 12) throw new ArgumentOutOfRangeException(nameof(options), options.Decimals, "Decimals must be from 1 to 12.");
        this.source = source;
        this.options = options;
        format = "F" + options.Decimals.ToString(CultureInfo.InvariantCulture);
        numberWidth = Math.Max(8, options.Decimals + 5);
    }

    private bool Scaled => source.Measures?.Contains("chisq.scaled") == true;

    /// <summary>The summary, with <c>\n</c> after every line.</summary>
    public static string Write(SummarySource source, SummaryOptions options)
    {
        var writer = new SummaryWriter(source, options);
        writer.Header();
        if (options.Remarks) writer.Remarks();
        if (source.Measures is not null) writer.Test(source.Measures);
        if (source.Measures is not null && options.FitMeasures) writer.Fit(source.Measures);
        if (options.Estimates) writer.Estimates();
        return writer.text.ToString();
    }

    private void Header()
    {
        var ended = source.Converged ? "ended normally" : "did NOT end normally";
        Line($"Ansatz {ended} after {source.Iterations} {(source.Iterations == 1 ? "iteration" : "iterations")}");
        Line("");
        Pair("Estimator", source.Estimator);
        Pair("Optimization method", source.Optimizer);
        Pair("Number of model parameters", Whole(source.ParameterCount));
        if (source.EqualityConstraints > 0) Pair("Number of equality constraints", Whole(source.EqualityConstraints));
        if (source.InequalityConstraints > 0) Pair("Number of inequality constraints", Whole(source.InequalityConstraints));
        Line("");
        var (some, several) = (source.Groups.Any(g => g.Used != g.Total), source.Groups.Count > 1);
        if (some) Pair("", "Used", "Total");
        if (several) Line("  Number of observations per group:");
        foreach (var group in source.Groups) Pair(several ? "  " + group.Label : "Number of observations", Whole(group.Used), some ? Whole(group.Total) : null);
        if (source.Groups.All(g => g.Patterns is null)) return;
        if (several) Line("  Number of missing patterns per group:");
        foreach (var group in source.Groups) Pair(several ? "  " + group.Label : "Number of missing patterns", Whole(group.Patterns ?? 1));
    }

    private void Remarks()
    {
        if (source.Remarks.Count == 0) return;
        Line("");
        Line("Remarks:");
        Line("");
        foreach (var remark in source.Remarks) Wrapped(remark);
    }

    private void Test(FitMeasures m)
    {
        Line("");
        Line("Model Test User Model:");
        if (Scaled) Pair("", "Standard", "Scaled");
        else Line("");
        Pair(Scaled ? "Test Statistic" : "Test statistic", Number(m["chisq"]), ScaledNumber(m, "chisq.scaled"));
        Pair("Degrees of freedom", Whole(m.Degrees), Scaled ? Whole((int)m["df.scaled"]!.Value) : null);
        if (m.Degrees > 0)
        {
            Pair("P-value (Chi-square)", Number(m["pvalue"]), ScaledNumber(m, "pvalue.scaled"));
            if (Scaled) Pair("Scaling correction factor", "", Number(m["chisq.scaling.factor"]));
            if (Scaled && source.Correction is { } correction) Line("    " + correction);
        }

        if (source.Groups.Count < 2 || source.Groups.Any(g => g.Statistic is null)) return;
        Line("  Test statistic for each group:");
        foreach (var group in source.Groups) Pair("  " + group.Label, Number(group.Statistic), Scaled ? Number(group.Statistic / m["chisq.scaling.factor"]) : null);
    }

    private string? ScaledNumber(FitMeasures m, string name) => Scaled ? Number(Measure(m, name)) : null;

    // A scaled test need not have all that goes with one: without degrees of freedom the baseline model has none.
    private static double? Measure(FitMeasures m, string name) => m.Contains(name) ? m[name] : null;

    private void Heading(string heading)
    {
        Line("");
        Line(heading + ":");
        Line("");
    }

    /// <summary>A label, a value that ends in column 54 and one that ends in column 66.</summary>
    private void Pair(string label, string value, string? second = null)
    {
        var room = Math.Max(Width + Math.Max(0, options.Decimals - 3) * 4 - 2 - label.Length, value.Length + 1);
        var line = "  " + label + value.PadLeft(room);
        Line(second is null ? line : line + second.PadLeft(Math.Max(Second + Math.Max(0, options.Decimals - 3), second.Length + 1)));
    }

    private void Wrapped(string remark)
    {
        var line = new StringBuilder("  ");
        foreach (var word in remark.Split(' '))
        {
            if (line.Length + word.Length > 92 && line.Length > 4)
            {
                Line(line.ToString());
                line.Clear().Append("   ");
            }

            if (line.Length > 2) line.Append(' ');
            line.Append(word);
        }

        Line(line.ToString());
    }

    private void Line(string line) => text.Append(line.TrimEnd()).Append('\n');

    private string Number(double? value) => value is { } number && !double.IsNaN(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "NA";

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
