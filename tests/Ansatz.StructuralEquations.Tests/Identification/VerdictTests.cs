namespace Ansatz.StructuralEquations.Tests;

public class VerdictTests
{
    private static readonly SemOptions Random = new() { FixedX = false };

    [Fact]
    public void TooManyParametersAreCounted()
    {
        var problem = Only("f =~ x1 + x2", VerdictCodes.NegativeDegreesOfFreedom);
        Assert.Equal((SemSeverity.Warning, new TextRange(5, 2)), (problem.Severity, problem.Range));
        Assert.Contains("4 free parameters but only 3 moments", problem.Message);
        Assert.Contains("df = -1", problem.Message);
        Silent("f =~ x1 + x2 + x3", VerdictCodes.NegativeDegreesOfFreedom);
    }

    [Fact]
    public void ALatentVariableWithoutAUnitIsMendedAtItsFirstLoading()
    {
        const string text = "f =~ NA*x1 + x2 + x3 + x4";
        var problem = Only(text, VerdictCodes.LatentScale);
        Assert.Equal(("NA*x1", "1*x1"), (At(text, problem), problem.Replacement));
        Silent(text.Replace("NA", "1"), VerdictCodes.LatentScale);
        Silent(text + "\nf ~~ 1*f", VerdictCodes.LatentScale);
        Silent("f =~ NA*x1 + a*x1 + b*x2 + c*x3 + d*x4\na + b + c + d == 4", VerdictCodes.LatentScale); // effect coding
        Assert.Contains("'f =~ x1', 'f =~ x2', 'f =~ x3', 'f =~ x4', 'f ~~ f'", Only(text, VerdictCodes.NotIdentified).Message);
    }

    [Fact]
    public void EqualLoadingsCarryTheUnitToTheOtherGroup()
    {
        const string text = "f =~ c(NA,NA)*x1 + c(a,a)*x1 + c(b,b)*x2 + c(d,d)*x3 + x4\nf ~~ c(1,NA)*f";
        Silent(text, VerdictCodes.LatentScale, new SemOptions { Groups = 2 });
        var problem = Only("f =~ c(NA,NA)*x1 + x2 + x3 + x4\nf ~~ c(1,NA)*f", VerdictCodes.LatentScale, new SemOptions { Groups = 2 });
        Assert.Contains("in group 2:", problem.Message);
    }

    [Fact]
    public void FewIndicators()
    {
        const string text = "f =~ x1 + x2\ny ~ z";
        Assert.Equal("x1", At(text, Only(text, VerdictCodes.FewIndicators)));
        Silent("f =~ x1 + x2\ng =~ x3 + x4\nf ~~ g", VerdictCodes.FewIndicators);
        Silent("f =~ a*x1 + a*x2\nf ~~ 1*f", VerdictCodes.FewIndicators);
        Assert.Contains("cannot be tested", Only("f =~ x1 + x2 + x3", VerdictCodes.ThreeIndicators).Message);
        Silent("f =~ x1 + x2 + x3 + x4", VerdictCodes.ThreeIndicators);
        Silent("f =~ x1 + a*x2 + a*x3", VerdictCodes.ThreeIndicators);
    }

    [Fact]
    public void ALatentMeanNeedsAnOrigin()
    {
        const string text = "f =~ x1 + x2 + x3 + x4\nf ~ 1";
        Assert.Equal("1", At(text, Only(text, VerdictCodes.LatentOrigin)));
        Silent(text + "\nx1 ~ 0*1", VerdictCodes.LatentOrigin);
        // Equal intercepts carry the origin of the first group, whose mean is fixed, to the second.
        Silent("f =~ x1 + x2 + x3 + x4", VerdictCodes.LatentOrigin, new SemOptions { Groups = 2, GroupEqual = GroupEqual.Loadings | GroupEqual.Intercepts });
    }

    [Fact]
    public void WhatMovesTogetherIsNamed()
    {
        // Graph F: not identified although there is a degree of freedom.
        const string text = "x2 ~ x1\nx1 ~ x2\nx3 ~ x2\nx4 ~ x3\nx3 ~ x4";
        var problem = Only(text, VerdictCodes.NotIdentified, Random);
        Assert.Contains("These 4 parameters can change together without changing the moments: 'x2 ~ x1', 'x1 ~ x2'", problem.Message);
        Assert.Contains("rank 8 of 9, df = 1", problem.Message);
        Silent(text, VerdictCodes.NegativeDegreesOfFreedom, Random);
        Assert.Contains("the equation of 'x1' has 1 free coefficient (of 'x2') and no instrument", Only(text, VerdictCodes.CycleWithoutInstruments, Random).Message);
    }

    [Fact]
    public void ACycleOfThreeHasTwoSolutions()
    {
        const string text = "y2 ~ a*y1\ny3 ~ b*y2\ny1 ~ c*y3";
        var problem = Only(text, VerdictCodes.SeveralSolutions, Random);
        Assert.Equal((SemSeverity.Warning, "a*y1"), (problem.Severity, At(text, problem)));
        Assert.Contains("2-to-1", problem.Message);
        Assert.Contains("'a', 'b', 'c'", problem.Message);
        Silent(text, VerdictCodes.HalfTrekInconclusive, Random);
        Silent(text, VerdictCodes.NotIdentified, Random);
        // With an instrument for each equation one solution is left.
        Silent(text + "\ny1 ~ z1\ny2 ~ z2\ny3 ~ z3", VerdictCodes.SeveralSolutions, Random);
        Assert.Contains("All ", Only(text + "\ny1 ~ z1\ny2 ~ z2\ny3 ~ z3", VerdictCodes.HalfTrekProof, Random).Message);
    }

    [Fact]
    public void CyclesAreListedWithTheirDeterminants()
    {
        const string text = "y2 ~ a*y1\ny3 ~ b*y2\ny1 ~ c*y3";
        var information = Only(text, VerdictCodes.Cyclic, Random);
        Assert.Equal((SemSeverity.Information, "a*y1"), (information.Severity, At(text, information)));
        Assert.Contains("det(I − Λ) = 1 - ", information.Message);
        Assert.Equal("a*b*c", string.Join('*', information.Message.Split("1 - ")[1].TrimEnd('.').Split('*').Order()));
        Assert.Equal("a*y1", At(text, Only(text, VerdictCodes.SingularCycle, Random)));
        Silent(text + "\na*b*c < 1", VerdictCodes.SingularCycle, Random);
        Silent(text + "\na < 0.9", VerdictCodes.SingularCycle, Random, silent: false);
        Silent(text + "\na < 0.9\na > -0.9", VerdictCodes.SingularCycle, Random);

        Silent("y2 ~ y1", VerdictCodes.Cyclic, Random);
        // Two cycles without a common vertex: their product has a plus sign.
        Assert.Contains("1 - ", Only("y2 ~ a*y1\ny1 ~ b*y2 + e*y3\ny3 ~ d*y4 + g*y2\ny4 ~ h*y3", VerdictCodes.Cyclic, Random).Message);
        Assert.Contains(" + ", Only("y2 ~ a*y1\ny1 ~ b*y2 + e*y3\ny3 ~ d*y4 + g*y2\ny4 ~ h*y3", VerdictCodes.Cyclic, Random).Message);
    }

    [Theory]
    [InlineData("y2 ~ a*y1\ny1 ~ a*y2", "'a*a < 1'")]
    [InlineData("y2 ~ 2*y1\ny1 ~ a*y2", "'2*a < 1'")]
    [InlineData("y2 ~ a*y1\ny1 ~ -1.5*y2", "'-1.5*a < 1'")]
    [InlineData("y2 ~ a*y1\ny3 ~ b*y2\ny1 ~ 3*y3", "'3*a*b < 1'")]
    [InlineData("y2 ~ a*y1\ny1 ~ b*y2 + e*y3\ny3 ~ d*y1", null)]
    [InlineData("y2 ~ \"a-b\"*y1\ny1 ~ \"a-b\"*y2", "'`a-b`*`a-b` < 1'")]
    public void TheBoundThatIsAdvisedSilences(string text, string? bound)
    {
        var message = Only(text, VerdictCodes.SingularCycle, Random).Message;
        var advised = message.Split("Bounds such as ")[1].Split(" keep")[0];
        if (bound is not null) Assert.Equal(bound.Split(" < ")[0].Trim('\'').Split('*').Order(), advised.Split(" < ")[0].Trim('\'').Split('*').Order());
        Silent(text + "\n" + advised.Trim('\''), VerdictCodes.SingularCycle, Random);
    }

    [Fact]
    public void AnyWordingOfABoundCounts()
    {
        const string text = "y2 ~ a*y1\ny1 ~ b*y2 + e*y3\ny3 ~ d*y1";
        Silent(text + "\n1 > a*b + d*e", VerdictCodes.SingularCycle, Random);
        Silent(text + "\np := a*b\np + d*e < 0.5", VerdictCodes.SingularCycle, Random);
        Silent(text + "\na*b < 1", VerdictCodes.SingularCycle, Random, silent: false);
        Silent(text + "\na*b + d*e < 2", VerdictCodes.SingularCycle, Random, silent: false);
        Silent(text + "\n2*a < 0.8\n-a < 0.4\nd < 0.5\nd > -0.5", VerdictCodes.SingularCycle, Random);
        // One coefficient that two labels name.
        Silent("y2 ~ a*y1\ny1 ~ b*y2\na == b\na^2 < 1", VerdictCodes.SingularCycle, Random);
        Assert.Contains("All its coefficients are fixed", Only("y2 ~ 1*y1 + x\ny1 ~ 2*y2 + z", VerdictCodes.SingularCycle, Random).Message);
    }

    [Fact]
    public void ConstraintsThatCannotBeExaminedAreNamed()
    {
        var text = "y ~ a*x + b*z\nd0 := a\n" + string.Concat(Enumerable.Range(1, 120).Select(k => $"d{k} := d{k - 1} + b\n")) + "d120 == 1";
        Assert.Contains("'d120 == 1' is too deep or too long to be examined", Only(text, VerdictCodes.EqualityConstraint, Random).Message);
    }

    [Fact]
    public void SeveralSolutionsAreToldWhereverTheSearchEnds()
    {
        var model = SemModel.Parse("y2 ~ a*y1\ny3 ~ b*y2\ny1 ~ c*y3\ny4 ~ y3", Random);
        var told = 0;
        for (var steps = 10L; steps < 100_000; steps += 1 + steps / 20)
        {
            var id = StructuralEquations.Identification.Of(model, steps, TestContext.Current.CancellationToken);
            if (id.Solutions is not > 1) continue;
            var message = Assert.Single(ModelVerdicts.Of(model, id, TestContext.Current.CancellationToken), p => p.Code == VerdictCodes.SeveralSolutions).Message;
            Assert.DoesNotContain("values of .", message);
            if (id.Multivalued.Count == 0) told++;
        }

        Assert.NotEqual(0, told);
    }

    [Fact]
    public void AGraphWithTooFewHalfTreksIsSaidToBeOne() =>
        Assert.Contains("too few half-treks", Examine.Verdicts(SemModel.Parse("y ~ x\ny ~~ x", Random)).First(p => p.Code == VerdictCodes.NotIdentified).Message);

    [Fact]
    public void ExaminationIsCancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var model = SemModel.Parse("f =~ x1 + x2 + x3 + x4");
        var id = Examine.Identification(model);
        Assert.ThrowsAny<OperationCanceledException>(() => StructuralEquations.Identification.Of(model, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => ModelVerdicts.Of(model, id, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => StructuralEquations.ImpliedConstraints.Of(model, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => StructuralEquations.ImpliedConstraints.Of(model, id, source.Token));
    }

    [Fact]
    public void ABowNeedsAnInstrument()
    {
        const string text = "y ~ x\ny ~~ x";
        var problem = Only(text, VerdictCodes.BowWithoutInstrument, Random);
        Assert.Equal(new TextRange(11, 1), problem.Range);
        Assert.Contains("no instrument", problem.Message);
        Silent(text + "\nx ~ z", VerdictCodes.BowWithoutInstrument, Random);
        Silent(text + "\nx ~ z\ny ~ z", VerdictCodes.BowWithoutInstrument, Random, silent: false);
    }

    [Fact]
    public void TheEquationOfATwoCycleThatFailsIsNamed()
    {
        const string text = "y1 ~ x + y2\ny2 ~ y1\ny1 ~~ y2";
        var problem = Only(text, VerdictCodes.CycleWithoutInstruments, Random);
        Assert.Contains("the equation of 'y1' has 2 free coefficients (of 'y2', 'x') and only 1 instrument ('x')", problem.Message);
        Assert.DoesNotContain("equation of 'y2'", problem.Message);
        Silent(text + "\ny2 ~ z", VerdictCodes.CycleWithoutInstruments, Random);
    }

    [Fact]
    public void ConstraintsThatContradictOrRepeat()
    {
        const string text = "f =~ a*x1 + b*x2 + c*x3 + x4\nb == c\nc == b\nb == 2*c + 1\nb == 3";
        var problems = Examine.Verdicts(SemModel.Parse(text)).Where(p => p.Code == VerdictCodes.EqualityConstraint).ToArray();
        Assert.Contains(problems, p => p.Severity == SemSeverity.Information && At(text, p) == "c == b" && p.Message.Contains("follows from"));
        Assert.Contains(problems, p => p.Severity == SemSeverity.Warning && At(text, p) == "b == 3" && p.Message.Contains("contradicts"));
        Assert.DoesNotContain(problems, p => At(text, p) is "b == c" or "b == 2*c + 1");
    }

    [Fact]
    public void EqualInterceptsNeedEqualLoadings()
    {
        const string text = "f =~ x1 + x2 + x3 + x4";
        var problems = Examine.Verdicts(SemModel.Parse(text, new SemOptions { Groups = 2, GroupEqual = GroupEqual.Intercepts })).Where(p => p.Code == VerdictCodes.EqualityConstraint).ToArray();
        Assert.Equal(["x2", "x3", "x4"], problems.Select(p => At(text, p)));
        Silent(text, VerdictCodes.EqualityConstraint, new SemOptions { Groups = 2, GroupEqual = GroupEqual.Intercepts | GroupEqual.Loadings });
    }

    [Fact]
    public void FixedExogenousMomentsAndTestableConstraintsAreTold()
    {
        Assert.Contains("'x', 'z'", Only("y ~ x + z", VerdictCodes.FixedExogenous).Message);
        Silent("y ~ x + z", VerdictCodes.FixedExogenous, Random);
        Assert.Contains("3 constraints on the covariances that data can contradict, 2 of them independent (df = 2): s(x1,x2)*s(x3,x4) - s(x1,x3)*s(x2,x4) = 0",
            Only("f =~ x1 + x2 + x3 + x4", VerdictCodes.ImpliedConstraints).Message);
        Assert.Contains("df = 0", Only("y ~ x + z", VerdictCodes.JustIdentified).Message);
    }

    [Theory]
    [InlineData("f =~ x1 + x2")]
    [InlineData("f =~ NA*x1 + x2 + x3 + x4")]
    [InlineData("y1 ~ y2\ny2 ~ y1")]
    [InlineData("y ~ x\ny ~~ x")]
    [InlineData("y1 ~ a*y3\ny2 ~ b*y1\ny3 ~ c*y2")]
    [InlineData("f =~ x1 + x2 + x3\nf ~ 1")]
    public void WhatLavaanLetsPassIsWarnedOf(string text) =>
        Assert.Contains(Examine.Verdicts(SemModel.Parse(text, Random)), p => p.Severity == SemSeverity.Warning && p.Range.Length > 0 && p.Code is not VerdictCodes.SingularCycle);

    [Theory]
    [MemberData(nameof(IdentificationTests.Names), MemberType = typeof(IdentificationTests))]
    public void ReferenceModelsAreNotWarnedOf(string name)
    {
        var problems = Examine.Verdicts(IdentificationTests.Model(ReferenceModel.Load(name)));
        Assert.All(problems.Where(p => p.Severity != SemSeverity.Information), p => Assert.Equal(VerdictCodes.SingularCycle, p.Code));
    }

    [Fact]
    public void EveryModelGetsVerdictsWithoutErrors()
    {
        var random = new Random(12);
        string[] words = ["f", "g", "x1", "x2", "x3", "y", " =~ ", " ~ ", " ~~ ", " + ", "*", "a", "b", "0.5", "NA", "1", "\n", "\n", " == ", " := ", " > ", "c(", ",", ")", "exp(", "/", "^2"];
        for (var trial = 0; trial < 600; trial++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => words[random.Next(words.Length)]));
            var model = SemModel.Parse(text, new SemOptions { Groups = 1 + (trial % 2), MeanStructure = trial % 3 == 0 ? true : null, Defaults = (LavaanDefaults)(trial % 4) });
            foreach (var problem in Examine.Verdicts(model))
            {
                Assert.NotEqual(SemSeverity.Error, problem.Severity);
                Assert.InRange(problem.Range.End, 0, text.Length);
                Assert.DoesNotContain("NaN", problem.Message);
            }
        }
    }

    private static string At(string text, SemProblem problem) => text.Substring(problem.Range.Start, problem.Range.Length);

    private static SemProblem Only(string text, string code, SemOptions? options = null)
    {
        var model = SemModel.Parse(text, options);
        Assert.False(model.HasErrors, string.Join("; ", model.Problems.Select(p => p.Message)));
        return Assert.Single(Examine.Verdicts(model), p => p.Code == code);
    }

    private static void Silent(string text, string code, SemOptions? options = null, bool silent = true)
    {
        var model = SemModel.Parse(text, options);
        Assert.False(model.HasErrors, string.Join("; ", model.Problems.Select(p => p.Message)));
        Assert.Equal(!silent, Examine.Verdicts(model).Any(p => p.Code == code));
    }
}
