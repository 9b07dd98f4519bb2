using System.Text.Json;

namespace Ansatz.StructuralEquations.Tests;

/// <summary>
/// Estimators, tests, invariance over groups and constraints against lavaan 0.6.14: its fits were polished by Newton steps on its own objective (gradient ≤ 1e-14) before errors and tests were
/// computed. Its independence models, and fits with constraints other than equal parameters, are as its optimiser left them, good to 5 to 9 digits.
/// </summary>
public class EstimatorReferenceTests
{
    private static readonly Lazy<JsonElement> File = new(() => JsonDocument.Parse(FitAssert.Text("estimators.json")).RootElement);

    public static TheoryData<string> Names => new(File.Value.EnumerateArray().Select(e => e.GetProperty("name").GetString()!));

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreesWithLavaan(string name)
    {
        var reference = File.Value.EnumerateArray().Single(e => e.GetProperty("name").GetString() == name);
        var polished = reference.GetProperty("gradient").ValueKind == JsonValueKind.Number;
        var fit = Fit(reference);
        Assert.True(fit.Converged);
        var relative = polished ? 1e-9 : 3e-5;
        foreach (var e in reference.GetProperty("estimates").EnumerateArray())
        {
            var op = SemOperators.Parse(e.GetProperty("op").GetString()!);
            if (op.IsConstraint()) continue;
            var mine = fit.Estimates.Single(m => m.Row.Operator == op && m.Row.Left == e.GetProperty("lhs").GetString() && m.Row.Right == e.GetProperty("rhs").GetString()
                && (!op.IsParameter() || m.Row.Group == e.GetProperty("group").GetInt32()));
            FitAssert.Close(e.GetProperty("est").GetDouble(), mine.Value, $"{mine.Row}", relative, relative);
            if (e.GetProperty("se").ValueKind == JsonValueKind.Number) FitAssert.Close(e.GetProperty("se").GetDouble(), mine.StandardError, $"error of {mine.Row}", relative, relative);
        }

        var m = reference.GetProperty("measures");
        var exact = fit.Options.Missing == MissingData.Fiml ? 2e-7 : polished ? 1e-9 : 1e-6;
        FitAssert.Measure(m, "npar", fit.ParameterCount, 0, 0);
        FitAssert.Measure(m, "df", fit.DegreesOfFreedom, 0, 0);
        FitAssert.Measure(m, "baseline.df", fit.BaselineTest?.DegreesOfFreedom, 0, 0);
        FitAssert.Measure(m, "chisq", fit.Test?.Statistic, exact);
        FitAssert.Measure(m, "logl", fit.LogLikelihood, 1e-9);
        FitAssert.Measure(m, "unrestricted.logl", fit.UnrestrictedLogLikelihood, 1e-9);
        FitAssert.Measure(m, "chisq.scaled", fit.ScaledTest?.Statistic, exact);
        FitAssert.Measure(m, "df.scaled", fit.ScaledTest?.DegreesOfFreedom, exact);
        FitAssert.Measure(m, "chisq.scaling.factor", fit.ScaledTest?.ScalingFactor, exact);
        FitAssert.Measure(m, "scaling.factor.h0", fit.ModelScaling, exact);
        FitAssert.Measure(m, "scaling.factor.h1", fit.SaturatedScaling, exact);
        FitAssert.Measure(m, "baseline.chisq", fit.BaselineTest?.Statistic, 1e-8, 1e-7);
        FitAssert.Measure(m, "baseline.chisq.scaled", fit.ScaledBaselineTest?.Statistic, 3e-6);
        FitAssert.Measure(m, "baseline.chisq.scaling.factor", fit.ScaledBaselineTest?.ScalingFactor, 3e-6);
        if (reference.GetProperty("shift").ValueKind == JsonValueKind.Number) FitAssert.Close(reference.GetProperty("shift").GetDouble(), fit.ScaledTest?.Shift, "shift", exact);
        if (fit.Options.Estimator == SemEstimator.ULS) Assert.Null(fit.Test!.PValue);
    }

    private static SemFit Fit(JsonElement reference)
    {
        var args = reference.GetProperty("args");
        string? Arg(string name) => args.ValueKind == JsonValueKind.Object && args.TryGetProperty(name, out var v) ? v.ToString() : null;
        var equal = GroupEqual.None;
        if (Arg("group.equal") is not null)
        {
            foreach (var e in args.GetProperty("group.equal").EnumerateArray()) equal |= Enum.Parse<GroupEqual>(e.GetString()!, true);
        }

        var fiml = Arg("missing") is not null;
        var model = SemModel.Parse(reference.GetProperty("text").GetString()!, new SemOptions
        {
            Defaults = reference.GetProperty("fun").GetString() == "cfa" ? LavaanDefaults.Cfa : LavaanDefaults.Sem,
            Groups = Arg("group") is null ? 1 : 2,
            GroupEqual = equal,
            MeanStructure = fiml || Arg("meanstructure") is not null ? true : null,
        });
        Assert.DoesNotContain(model.Problems, p => p.Severity == SemSeverity.Error);
        return FitAssert.Fit(model, SemData.ReadCsv(new StringReader(FitAssert.Text(reference.GetProperty("data").GetString() + ".csv"))), new SemFitOptions
        {
            Estimator = Enum.Parse<SemEstimator>(Arg("estimator") ?? "ML"),
            Group = Arg("group"),
            Missing = fiml ? MissingData.Fiml : MissingData.Listwise,
            Information = Arg("information") is { } i ? Enum.Parse<InformationKind>(i, true) : InformationKind.Default,
        });
    }
}
