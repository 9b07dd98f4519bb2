namespace Ansatz.StructuralEquations.Tests;

public class IdentificationTests
{
    public static TheoryData<string> Names => new(ReferenceModel.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void ReferenceModelsAreCountedAsLavaanCountsThem(string name)
    {
        var reference = ReferenceModel.Load(name);
        var id = Identification.Of(Model(reference));
        Assert.Equal(reference.Json.GetProperty("npar").GetInt32(), id.ParameterCount);
        Assert.Equal(reference.Json.GetProperty("df").GetInt32(), id.DegreesOfFreedom);
        Assert.Equal(id.ParameterCount, id.Rank);
        Assert.Empty(id.Undetermined);
        Assert.True(id.IsOnConstraints);
    }

    // The graphs of arXiv 2210.00239's family that the project's note lists, with the ranks that computer algebra gave.
    [Theory]
    [InlineData("A", 4, "1>2 2>3 3>4 1>3 2-4", true, 9, 10, 9)]
    [InlineData("B", 3, "1>2 2>3 2-3", false, 6, 6, 6)]
    [InlineData("C", 4, "1>3 2>4 3>4 4>3", false, 8, 10, 8)]
    [InlineData("D", 3, "1>2 2>3 3>1", true, 6, 6, 6)]
    [InlineData("E", 4, "1>2 2>3 3>4 4>2 1-4", true, 9, 10, 9)]
    [InlineData("F", 4, "1>2 2>1 2>3 3>4 4>3", false, 9, 10, 8)]
    [InlineData("G", 4, "1>2 2>3 3>1 3>4 1-4 2-4", true, 10, 10, 10)]
    public void GraphsHaveTheRankThatComputerAlgebraGives(string name, int n, string edges, bool simple, int parameters, int moments, int rank)
    {
        var id = Identification.Of(ModelRows.Graph(n, edges));
        Assert.Equal((name, simple, parameters, moments, rank), (name, id.IsSimple, id.ParameterCount, id.Moments, id.Rank!.Value));
        Assert.Equal(rank == parameters, id.IsFiniteToOne);
        if (name == "D") Assert.DoesNotContain(id.ProvedByHalfTreks, p => p < 3); // two solutions: nothing that is unique can be proved
        if (name is "A" or "B" or "C") Assert.Equal(parameters, id.ProvedByHalfTreks.Count);
    }

    [Fact]
    public void TheParametersOfGraphFThatMoveTogetherAreNamed()
    {
        var id = Identification.Of(ModelRows.Graph(4, "1>2 2>1 2>3 3>4 4>3"));
        var block = Assert.Single(id.Undetermined);
        Assert.Equal(1, block.Dimension);
        Assert.Equal(["x2 ~ x1", "x1 ~ x2", "x1 ~~ x1", "x2 ~~ x2"], block.Names);
    }

    [Fact]
    public void BlocksThatMoveIndependentlyAreTold()
    {
        // Two pairs that are not connected, each with a bow and no instrument.
        var id = Identification.Of(ModelRows.Graph(4, "1>2 1-2 3>4 3-4"));
        Assert.Equal(2, id.Undetermined.Count);
        Assert.Equal(["x2 ~ x1", "x1 ~~ x2", "x2 ~~ x2"], id.Undetermined[0].Names);
        Assert.Equal(["x4 ~ x3", "x3 ~~ x4", "x4 ~~ x4"], id.Undetermined[1].Names);
        Assert.Equal((8, 6), (id.ParameterCount, id.Rank!.Value));
    }

    [Fact]
    public void EqualityConstraintsCountAndIdentify()
    {
        ModelRows Two() => new ModelRows().Observed("x1", "x2").Latent("f")
            .Row("f", "=~", "x1", label: "a").Row("f", "=~", "x2", label: "b").Row("f", "~~", "f", 1).Row("x1", "~~", "x1").Row("x2", "~~", "x2");
        Assert.Equal((4, 3, false), Summary(Two()));
        Assert.Equal((3, 3, true), Summary(Two().Row("a", "==", "b")));
        Assert.Equal((3, 3, true), Summary(Two().Row("a", "==", "2*b + 0.5")));
        Assert.Equal((3, 3, true), Summary(Two().Row("a", "==", "b^2"))); // solved for a
        Assert.Equal((3, 3, true), Summary(Two().Row("a*b", "==", "a - 3*b")));
        Assert.Equal((3, 3, true), Summary(Two().Row("a", "==", "exp(b)")));
        Assert.Equal((3, 3, true), Summary(Two().Row("c", ":=", "2*b").Row("a", "==", "c")));
        // A product of the two loadings is identified already: it helps nothing.
        Assert.Equal((3, 2, false), Summary(Two().Row("a*b", "==", "1")));
        // Said twice, it counts once.
        Assert.Equal((3, 3, true), Summary(Two().Row("a", "==", "b").Row("2*b", "==", "2*a")));

        static (int, int, bool) Summary(ModelRows builder)
        {
            var id = Identification.Of(builder.Build());
            return (id.ParameterCount, id.Rank!.Value, id.IsFiniteToOne);
        }
    }

    [Fact]
    public void RankModuloAPrimeIsTheNumericalRank()
    {
        var random = new Random(1);
        var (compared, deficient, latentCases) = (0, 0, 0);
        for (var trial = 0; trial < 250; trial++)
        {
            var n = random.Next(3, 11);
            var latent = trial % 3 == 0 ? random.Next(1, 3) : 0;
            var model = ModelRows.Random(random, n, Math.Min(latent, n - 2), 0.15 + (0.3 * random.NextDouble()));
            var theta = NumericMoments.Point(model, random);
            if (NumericMoments.Determinant(model, theta) < 0.1 || NumericMoments.RankOf(NumericMoments.Jacobian(model, theta)) is not { } numeric) continue;
            var id = Identification.Of(model);
            Assert.Equal(numeric.Rank, id.Rank);
            compared++;
            if (id.IsFiniteToOne) continue;
            deficient++;
            if (latent > 0) latentCases++;
            // The blocks are exactly the parameters that move in the numerical kernel.
            var moving = Enumerable.Range(0, theta.Length).Where(k => numeric.Kernel.Column(k).L2Norm() > 1e-6);
            Assert.Equal(moving, id.Undetermined.SelectMany(u => u.Parameters).Order());
            Assert.Equal(numeric.Kernel.RowCount, id.Undetermined.Sum(u => u.Dimension));
        }

        Assert.True(compared > 120 && deficient > 40 && latentCases > 10, $"{compared} compared, {deficient} deficient, {latentCases} of these with latent variables");
    }

    [Fact]
    public void WhatHalfTreksProveStandsStillInTheKernel()
    {
        var random = new Random(2);
        var (proved, infinite, partly, latent) = (0, 0, 0, 0);
        for (var trial = 0; trial < 400; trial++)
        {
            var model = ModelRows.Random(random, random.Next(3, 9), trial % 4 == 0 ? 1 : 0, 0.2 + (0.3 * random.NextDouble()));
            var id = Identification.Of(model);
            var undetermined = id.Undetermined.SelectMany(u => u.Parameters).ToHashSet();
            Assert.DoesNotContain(id.ProvedByHalfTreks, undetermined.Contains);
            if (id.ProvedByHalfTreks.Count > 0 && !id.IsFiniteToOne) partly++;
            if (id.ProvedByHalfTreks.Count == model.Table.FreeCount) proved++;
            if (model.Table.Latent.Count > 0 && id.ProvedByHalfTreks.Count > 0) latent++;
            if (id.IsHalfTrekInfiniteToOne != true) continue;
            infinite++;
            Assert.False(id.IsFiniteToOne);
        }

        Assert.True(proved > 20 && infinite > 20 && partly > 20 && latent > 5, $"{proved} proved, {infinite} infinite-to-one, {partly} partly proved, {latent} with latent variables");
    }

    [Fact]
    public void TheHalfTrekSolutionIsTheOnlyOneNearAndFar()
    {
        // A proof says that the coefficient is a rational function of the covariances: solving the instrumental equations gives it back. Here for graph C by hand.
        var model = ModelRows.Graph(4, "1>3 2>4 3>4 4>3");
        var theta = NumericMoments.Point(model, new Random(3));
        var s = NumericMoments.Covariances(model.Groups[0], theta);
        Assert.Equal(theta[2], s[0, 3] / s[0, 2], 1e-12);
        Assert.Equal(theta[3], s[1, 2] / s[1, 3], 1e-12);
        Assert.Equal(8, Identification.Of(model).ProvedByHalfTreks.Count);
    }

    [Fact]
    public void SimpleGraphsAreFiniteToOne()
    {
        var random = new Random(4);
        for (var trial = 0; trial < 100; trial++)
        {
            var n = random.Next(3, 9);
            var edges = new List<string>();
            for (var a = 1; a <= n; a++)
                for (var b = a + 1; b <= n; b++)
                    switch (random.Next(5))
                    {
                        case 0: edges.Add($"{a}>{b}"); break;
                        case 1: edges.Add($"{b}>{a}"); break;
                        case 2: edges.Add($"{a}-{b}"); break;
                    }

            var id = Identification.Of(ModelRows.Graph(n, string.Join(' ', edges)));
            Assert.True(id.IsSimple && id.IsFiniteToOne, string.Join(' ', edges));
            Assert.NotEqual(true, id.IsHalfTrekInfiniteToOne);
        }
    }

    [Fact]
    public void FixedExogenousMomentsAreNotCounted()
    {
        var builder = new ModelRows().Observed("y", "a", "b").Row("y", "~", "a").Row("y", "~", "b").Row("y", "~~", "y").Row("y", "~1", "");
        foreach (var (l, r) in new[] { ("a", "a"), ("a", "b"), ("b", "b") }) builder.Row(l, "~~", r, exogenous: true);
        builder.Row("a", "~1", "", exogenous: true).Row("b", "~1", "", exogenous: true);
        var id = Identification.Of(builder.Build());
        Assert.Equal((4, 4, 4), (id.Moments, id.ParameterCount, id.Rank!.Value));
        Assert.Equal([0, 1, 2, 3], id.ProvedByHalfTreks);
    }

    [Fact]
    public void AModelWithoutAnEquilibriumHasNoRank()
    {
        var id = Identification.Of(new ModelRows().Observed("x", "y").Row("y", "~", "x", 2).Row("x", "~", "y", 0.5).Row("x", "~~", "x").Row("y", "~~", "y").Build());
        Assert.Null(id.Rank);
        Assert.NotNull(id.Unexamined);
        Assert.Equal(1, id.DegreesOfFreedom);
    }

    [Fact]
    public void SixtyIndicatorsOfTenFactorsAreExaminedQuickly()
    {
        foreach (var scaled in new[] { true, false })
        {
            var model = Large(scaled);
            Identification.Of(model);
            var best = Enumerable.Range(0, 12).Min(_ =>
            {
                var before = Environment.CpuUsage.TotalTime;
                var id = Identification.Of(model);
                Assert.Equal(scaled ? 165 : 175, id.ParameterCount);
                Assert.Equal(165, id.Rank);
                Assert.Equal(scaled ? 0 : 10, id.Undetermined.Sum(u => u.Dimension));
                return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            });
            Console.WriteLine($"60 × 10, {(scaled ? "identified" : "not identified")}: {best:F1} ms");
        }
    }

    internal static SemModel Large(bool scaled)
    {
        var builder = new ModelRows().Observed([.. Enumerable.Range(0, 60).Select(k => "x" + k)]).Latent([.. Enumerable.Range(0, 10).Select(k => "f" + k)]);
        for (var k = 0; k < 60; k++) builder.Row("f" + (k / 6), "=~", "x" + k, scaled && k % 6 == 0 ? 1 : null).Row("x" + k, "~~", "x" + k);
        for (var f = 0; f < 10; f++)
            for (var g = 0; g <= f; g++) builder.Row("f" + g, "~~", "f" + f);
        return builder.Build();
    }

    internal static SemModel Model(ReferenceModel reference) => new(reference.Text, new SemOptions { Groups = reference.Table.GroupCount }, reference.Table, []);
}
