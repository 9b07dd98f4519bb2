using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations.Tests;

public class ClosedFormTests
{
    [Theory]
    [MemberData(nameof(NoteGraphs.Names), MemberType = typeof(NoteGraphs))]
    public void EqualTheInverseExactlyAtRationalParameters(string name)
    {
        var graph = NoteGraphs.Graph(name);
        var form = NoteGraphs.Form(graph);
        var random = new Random(1);
        for (var trial = 0; trial < 20; trial++) EqualsExactly(graph, form, random);
    }

    [Theory]
    [MemberData(nameof(NoteGraphs.Names), MemberType = typeof(NoteGraphs))]
    public void EqualTheInverseInDoublePrecision(string name)
    {
        var graph = NoteGraphs.Graph(name);
        var form = NoteGraphs.Form(graph);
        var random = new Random(2);
        for (var trial = 0; trial < 1000;)
        {
            var theta = ExactMoments.RandomParameters(graph, random).ToDictionary(p => p.Key, p => p.Value.ToDouble());
            var sigma = ExactMoments.Sigma(graph, k => theta[k], out var determinant);
            if (Math.Abs(determinant) < 0.05) continue;
            trial++;
            double[] point = [.. form.Variables.Select(v => theta[v.Name])];
            var scale = Enumerable.Range(0, graph.Count).Max(k => sigma[k, k]);
            for (var i = 0; i < graph.Count; i++)
                for (var j = 0; j < graph.Count; j++) Assert.InRange(Math.Abs(form.Sigma(i, j).Evaluate(point) - sigma[i, j]), 0, 1e-12 * scale);
        }
    }

    [Theory]
    [MemberData(nameof(NoteGraphs.Names), MemberType = typeof(NoteGraphs))]
    public void TheProductOfTheFactorsIsTheDeterminant(string name)
    {
        var form = NoteGraphs.Form(NoteGraphs.Graph(name));
        Assert.Equal(form.Ring.Parse(NoteGraphs.All.Single(g => g.Name == name).Determinant), form.Deltas.Aggregate(form.Ring.One, (p, d) => p * d.Polynomial));
        Assert.Null(form.Reason);
    }

    [Fact]
    public void RandomGraphsEqualTheInverseExactly()
    {
        var random = new Random(3);
        for (int trial = 0, cyclic = 0; trial < 60 || cyclic < 20; trial++)
        {
            var graph = NoteGraphs.Random(random, trial % 3 == 0 ? 0.2 : 0.12);
            var form = NoteGraphs.Form(graph);
            if (form.Deltas.Count > 0) cyclic++;
            EqualsExactly(graph, form, random);
        }
    }

    [Theory]
    [InlineData(1, 1, "w1")]
    [InlineData(1, 2, "l12*w1")]
    [InlineData(1, 3, "l12*l23*w1")]
    [InlineData(2, 2, "l12^2*w1 + w2")]
    [InlineData(2, 3, "l12^2*l23*w1 + l23*w2 + w23")]
    [InlineData(3, 3, "l12^2*l23^2*w1 + l23^2*w2 + 2*l23*w23 + w3")]
    public void GraphBIsPolynomial(int i, int j, string infix) => Assert.Equal(infix, NoteGraphs.Form(NoteGraphs.Graph("B")).Sigma(i - 1, j - 1).Infix);

    [Theory]
    [InlineData(1, 1, "w1", 0)]
    [InlineData(1, 2, "l12*w1 + l42*w14", 1)]
    [InlineData(1, 3, "l23*(l12*w1 + l42*w14)", 1)]
    [InlineData(1, 4, "l12*l23*l34*w1 + w14", 1)]
    [InlineData(2, 2, "l12^2*w1 + 2*l12*l42*w14 + l34^2*l42^2*w3 + l42^2*w4 + w2", 2)]
    [InlineData(2, 3, "l12^2*l23*w1 + 2*l12*l23*l42*w14 + l23*l42^2*w4 + l23*w2 + l34*l42*w3", 2)]
    [InlineData(2, 4, "l12^2*l23*l34*w1 + l12*l23*l34*l42*w14 + l12*w14 + l23*l34*w2 + l34^2*l42*w3 + l42*w4", 2)]
    [InlineData(3, 3, "l12^2*l23^2*w1 + 2*l12*l23^2*l42*w14 + l23^2*l42^2*w4 + l23^2*w2 + w3", 2)]
    [InlineData(3, 4, "l12^2*l23^2*l34*w1 + l12*l23^2*l34*l42*w14 + l12*l23*w14 + l23^2*l34*w2 + l23*l42*w4 + l34*w3", 2)]
    [InlineData(4, 4, "l12^2*l23^2*l34^2*w1 + 2*l12*l23*l34*w14 + l23^2*l34^2*w2 + l34^2*w3 + w4", 2)]
    public void GraphEIsCancelled(int i, int j, string numerator, int exponent)
    {
        var form = NoteGraphs.Form(NoteGraphs.Graph("E"));
        var delta = Assert.Single(form.Deltas);
        var entry = form.Sigma(i - 1, j - 1);
        Assert.Equal(form.Ring.Parse(numerator), entry.Value.Numerator);
        Assert.Equal(exponent, entry.Value.ExponentOf(delta));
        Assert.True(RationalFunction.Parse(form.Ring, entry.Infix).EqualsFunction(entry.Value));
        Assert.True(RationalFunction.Parse(form.Ring, entry.InfixByName, form.Deltas).EqualsFunction(entry.Value));
    }

    [Fact]
    public void EntriesArePrinted()
    {
        var form = NoteGraphs.Form(NoteGraphs.Graph("E"));
        Assert.Equal("(l12*w1 + l42*w14)/Delta", form.Sigma(0, 1).InfixByName);
        Assert.Equal("(l12*w1 + l42*w14)/(-l23*l34*l42 + 1)", form.Sigma(0, 1).Infix);
        Assert.Equal(@"\frac{l_{12}\,w_{1} + l_{42}\,w_{14}}{\Delta}", form.Sigma(0, 1).LatexByName);
        Assert.Equal("l23*l34/Delta", form.TotalEffect(1, 3).InfixByName);
        Assert.Equal("0", form.TotalEffect(3, 0).Infix);
    }

    [Fact]
    public void TwoCyclesHaveTwoFactorsAndOnlyThoseOnTheWay()
    {
        var form = NoteGraphs.Form(NoteGraphs.Graph("F"));
        Assert.Equal(["Delta1 = -l12*l21 + 1", "Delta2 = -l34*l43 + 1"], form.Deltas.Select(d => d.ToString()));
        Assert.Equal((2, 0), (form.Sigma(0, 1).Value.ExponentOf(form.Deltas[0]), form.Sigma(0, 1).Value.ExponentOf(form.Deltas[1])));
        Assert.Equal((2, 1), (form.Sigma(0, 2).Value.ExponentOf(form.Deltas[0]), form.Sigma(0, 2).Value.ExponentOf(form.Deltas[1])));
        Assert.Equal((2, 2), (form.Sigma(3, 3).Value.ExponentOf(form.Deltas[0]), form.Sigma(3, 3).Value.ExponentOf(form.Deltas[1])));
    }

    [Theory]
    [MemberData(nameof(ReferenceTableTests.Names), MemberType = typeof(ReferenceTableTests))]
    public void EqualTheImpliedMomentsOfTheReferenceFits(string name)
    {
        var reference = ReferenceModel.Load(name);
        var table = reference.Table;
        var estimates = reference.Json.GetProperty("estimates").EnumerateArray().ToArray();
        for (var group = 1; group <= table.GroupCount; group++)
        {
            var implied = reference.Json.GetProperty("implied");
            if (table.GroupCount > 1) implied = implied.GetProperty(reference.Json.GetProperty("group_labels")[group - 1].GetString()!);
            var form = ClosedForm.Of(ReticularStructure.Of(table, group), table, cancellation: TestContext.Current.CancellationToken);
            double[] theta = [.. table.Rows.Where(r => r.Free > 0).Select(r => Estimate(r))];
            var point = form.Point(theta, v => Estimate(table.Rows[v.Rows[0]]));
            var covariances = implied.GetProperty("cov").GetProperty("values");
            for (var i = 0; i < table.Observed.Count; i++)
                for (var j = 0; j < table.Observed.Count; j++) Near(covariances[i][j].GetDouble(), form.Sigma(i, j).Evaluate(point));
            if (!implied.TryGetProperty("mean", out var means)) continue;
            for (var i = 0; i < table.Observed.Count; i++) Near((means.TryGetProperty("values", out var values) ? values : means)[i].GetDouble(), form.Mean(i).Evaluate(point));

            void Near(double expected, double found) => Assert.InRange(Math.Abs(found - expected), 0, 1e-10 * (1 + Math.Abs(expected)));
        }

        double Estimate(ParameterRow row) => estimates.First(e => e.GetProperty("lhs").GetString() == row.Left && e.GetProperty("op").GetString() == row.Operator.Text() && e.GetProperty("rhs").GetString() == row.Right
            && (!e.TryGetProperty("group", out var g) || g.GetInt32() == row.Group)).GetProperty("est").GetDouble();
    }

    private static void EqualsExactly(MixedGraph graph, ClosedForm form, Random random)
    {
        var theta = ExactMoments.RandomParameters(graph, random);
        if (ExactMoments.Sigma(graph, k => theta[k]) is not { } sigma) return;
        Rational[] point = [.. form.Variables.Select(v => theta[v.Name])];
        for (var i = 0; i < graph.Count; i++)
        {
            for (var j = i; j < graph.Count; j++)
            {
                var entry = form.Sigma(i, j);
                if (entry.IsKnown) Assert.Equal(sigma[i, j], entry.Evaluate(point));
                else Assert.Contains("more than", entry.Reason);
            }
        }
    }
}
