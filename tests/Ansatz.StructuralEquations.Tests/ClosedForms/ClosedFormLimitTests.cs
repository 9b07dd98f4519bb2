using System.Diagnostics;

namespace Ansatz.StructuralEquations.Tests;

public class ClosedFormLimitTests
{
    [Fact]
    public void ACompleteCyclicGraphIsGivenUpQuickly()
    {
        var clock = Stopwatch.StartNew();
        var form = NoteGraphs.Form(Complete(30));
        Assert.Contains("more than 2,000 terms", form.Reason);
        Assert.Empty(form.Deltas);
        var entry = form.Sigma(3, 4);
        Assert.False(entry.IsKnown);
        Assert.Contains("more than", entry.Infix);
        Assert.Contains("more than", Assert.Throws<InvalidOperationException>(() => entry.Value).Message);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void SeveralThreadsMayAsk()
    {
        var graph = MixedGraph.Parse("1->2->3->4->5->6->3, 1->4, 2<->5, 6->7->8->9->7, 9<->3");
        var (form, expected) = (NoteGraphs.Form(graph), NoteGraphs.Form(graph));
        Parallel.For(0, 81 * 4, k => _ = form.Sigma(k % 81 / 9, k % 9));
        for (var k = 0; k < 81; k++) Assert.Equal(expected.Sigma(k / 9, k % 9).Infix, form.Sigma(k / 9, k % 9).Infix);
    }

    [Fact]
    public void ASingularCycleHasNoClosedForms()
    {
        var form = SemModel.Parse("y1 ~ 0.5*y2 + x\ny2 ~ 2*y1 + z", new SemOptions { FixedX = false }).Formulas(cancellation: TestContext.Current.CancellationToken);
        Assert.Contains("0 for all parameter values", form.Reason);
        Assert.False(form.Sigma("y1", "y2").IsKnown);
        Assert.True(form.Sigma("x", "z").IsKnown);
    }

    [Fact]
    public void StepsAreLimitedWhereTermsAreFew()
    {
        var form = NoteGraphs.Form(Complete(6), new ClosedFormLimits { Steps = 50 });
        Assert.Contains("more than 50 steps", form.Reason);
    }

    [Fact]
    public void WhatIsUpstreamOfAnUnknownPartIsKnown()
    {
        // 1 → 2 → (complete graph on 3 … 12)
        var edges = new List<(int, int)> { (0, 1), (1, 2) };
        for (var i = 2; i < 12; i++) for (var j = 2; j < 12; j++) if (i != j) edges.Add((i, j));
        var form = NoteGraphs.Form(MixedGraph.Of(12, edges, []));
        Assert.NotNull(form.Reason);
        Assert.Equal("l_1_2^2*w_1 + w_2", form.Sigma(1, 1).Infix);
        Assert.False(form.Sigma(0, 11).IsKnown);
    }

    [Fact]
    public void ADenseAcyclicGraphIsKnownAsFarAsItIsShort()
    {
        var edges = new List<(int, int)>();
        for (var i = 0; i < 20; i++) for (var j = i + 1; j < 20; j++) edges.Add((i, j));
        var form = NoteGraphs.Form(MixedGraph.Of(20, edges, []));
        Assert.Null(form.Reason);
        Assert.Equal(4, form.Sigma(1, 2).TermCount + form.Sigma(0, 1).TermCount);
        Assert.False(form.Sigma(18, 19).IsKnown);
    }

    [Fact]
    public void AChainOfEightyVariablesIsKnown()
    {
        var form = NoteGraphs.Form(MixedGraph.Of(80, Enumerable.Range(0, 79).Select(k => (k, k + 1)), [(0, 79)]));
        Assert.Equal(81, form.Sigma(79, 79).TermCount);
    }

    [Fact]
    public void ACycleOfEightyVariablesHasOneFactor()
    {
        var form = NoteGraphs.Form(MixedGraph.Of(80, Enumerable.Range(0, 80).Select(k => (k, (k + 1) % 80)), []));
        Assert.Equal(2, Assert.Single(form.Deltas).Polynomial.Count);
        Assert.Equal(80, form.Sigma(0, 0).TermCount);
        Assert.Equal(2, form.Sigma(0, 40).Value.ExponentOf(form.Deltas[0]));
    }

    [Fact]
    public void MoreVariablesOnCyclesThanASetHoldsAreUnknown() => Assert.Contains("128", NoteGraphs.Form(MixedGraph.Of(130, Enumerable.Range(0, 130).Select(k => (k, (k + 1) % 130)), [])).Reason);

    [Fact]
    public void TheWorkIsCancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ClosedForm.Of(Complete(12), new ClosedFormLimits { Terms = int.MaxValue, Steps = long.MaxValue }, source.Token));
    }

    private static MixedGraph Complete(int n) => MixedGraph.Of(n, Enumerable.Range(0, n * n).Where(k => k / n != k % n).Select(k => (k / n, k % n)), []);
}
