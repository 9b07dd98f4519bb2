using Ansatz.StructuralEquations.Tests.Measures;
using Ansatz.StructuralEquations.Tests.Solutions;
using Ansatz.Testing;

namespace Ansatz.StructuralEquations.Tests.Reporting;

public class SummaryTests
{
    public static TheoryData<string> Names => new(ReferenceModel.Names);

    /// <summary>The verified texts are lavaan's own summaries, without blanks at the ends of lines with our name in the first; a few last digits are of the polished estimates, where lavaan's optimiser had stopped earlier.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TheSummaryIsLaidOutAsLavaanLaysItOut(string name) => Snapshot.Match(name + ".summary", SummaryWriter.Write(Source(name), SummaryOptions.Default), "txt");

    [Fact]
    public void RemarksFollowTheHeader()
    {
        var source = Source("hs_cfa") with { Converged = false, Remarks = ["The variance of x1 is negative (-0.012): a Heywood case. The solution is not admissible; a fixed variance, more cases or another model may help."] };
        var lines = SummaryWriter.Write(source, SummaryOptions.Default).Split('\n');
        Assert.Equal("Ansatz did NOT end normally after 35 iterations", lines[0]);
        var at = Array.IndexOf(lines, "Remarks:");
        Assert.Equal("  The variance of x1 is negative (-0.012): a Heywood case. The solution is not admissible; a", lines[at + 2]);
        Assert.Equal("    fixed variance, more cases or another model may help.", lines[at + 3]);
    }

    [Fact]
    public void BlocksCanBeLeftOut()
    {
        var text = SummaryWriter.Write(Source("hs_cfa"), new() { FitMeasures = false, Standardized = false, RSquare = false, Intervals = true, Decimals = 5 });
        Assert.DoesNotContain("Std.all", text, StringComparison.Ordinal);
        Assert.DoesNotContain("R-Square", text, StringComparison.Ordinal);
        Assert.DoesNotContain("RMSEA", text, StringComparison.Ordinal);
        Assert.Contains("ci.lower", text, StringComparison.Ordinal);
        Assert.Contains("85.30552", text, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SummaryWriter.Write(Source("hs_cfa"), new() { Decimals = 0 }));
    }

    private static SummarySource Source(string name)
    {
        var reference = ReferenceModel.Load(name);
        var solution = ReferenceSolution.Of(reference);
        var table = reference.Table;
        var latent = StandardizedSolution.Of(solution, Standardization.Latent).ToDictionary(p => p.Row, p => p.Estimate);
        var all = StandardizedSolution.Of(solution, Standardization.All).ToDictionary(p => p.Row, p => p.Estimate);
        var errors = new Queue<double>(reference.Json.GetProperty("estimates").EnumerateArray().Where(e => e.GetProperty("op").GetString() != "==").Select(e => ReferenceModel.Number(e.GetProperty("se"))));
        var groups = ReferenceMeasures.Groups(reference).ToArray();
        var labels = reference.Json.GetProperty("group_labels").EnumerateArray().Select(e => e.GetString()!).ToArray();
        var (mlr, fiml, several) = (name.EndsWith("mlr", StringComparison.Ordinal), name.EndsWith("fiml", StringComparison.Ordinal), groups.Length > 1);
        return new()
        {
            Converged = true,
            Iterations = reference.Json.GetProperty("iterations_default").GetInt32(),
            Estimator = name.EndsWith("gls", StringComparison.Ordinal) ? "GLS" : "ML",
            Optimizer = "NLMINB",
            ParameterCount = table.FreeCount,
            EqualityConstraints = table.Rows.Count(r => r.Operator == SemOperator.Equality),
            Groups = [.. groups.Select((g, k) => new SummaryGroup(several ? labels[k] : "", g.Count, fiml ? 301 : g.Count) { Patterns = fiml ? ReferenceMeasures.Patterns(reference).Count : null, Statistic = several ? g.Count * Discrepancy(g) : null })],
            Measures = FitMeasures.Of(ReferenceMeasures.Sources(reference)),
            Correction = mlr ? "Yuan-Bentler correction (Mplus variant)" : null,
            Errors = mlr ? [("Standard errors", "Sandwich"), ("Information bread", "Observed"), ("Observed information based on", "Hessian")]
                : fiml ? [("Standard errors", "Standard"), ("Information", "Observed"), ("Observed information based on", "Hessian")]
                : [("Standard errors", "Standard"), ("Information", "Expected"), ("Information saturated (h1) model", "Structured")],
            Table = table,
            Parameters = [.. table.Rows.Select((r, k) => r.Operator == SemOperator.Equality ? new SummaryParameter(r, 0, 0) : new SummaryParameter(r, solution.Values[k], errors.Dequeue()) { StdLv = latent[r], StdAll = all[r] })],
            Determinations = Determination.Of(solution),
        };
    }

    private static double Discrepancy(GroupMoments g)
    {
        var p = (int)Math.Sqrt(g.Covariance.Length);
        var sigma = new MathNet.Numerics.LinearAlgebra.Double.DenseMatrix(p, p, g.Implied).Cholesky();
        var s = new MathNet.Numerics.LinearAlgebra.Double.DenseMatrix(p, p, g.Covariance);
        var d = new MathNet.Numerics.LinearAlgebra.Double.DenseVector([.. g.Mean.Zip(g.ImpliedMean, (a, b) => a - b)]);
        return sigma.DeterminantLn - s.Cholesky().DeterminantLn + sigma.Solve(s).Trace() - p + d * sigma.Solve(d);
    }
}
