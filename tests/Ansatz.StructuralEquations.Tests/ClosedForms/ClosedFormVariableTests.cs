namespace Ansatz.StructuralEquations.Tests;

public class ClosedFormVariableTests
{
    [Fact]
    public void ParametersAreNamedByLabelOrByWhatTheyAre()
    {
        var polidem = Form("polidem");
        foreach (var name in (string[])["l_ind60_x2", "b_dem65_dem60", "v_x1", "c_y1_y5"]) Assert.Contains(polidem.Variables, v => v.Name == name);
        Assert.Equal(@"\lambda_{\mathrm{x2},\mathrm{ind60}}", polidem.Variables.Single(v => v.Name == "l_ind60_x2").Latex);
        Assert.Equal("l_ind60_x2*v_ind60", polidem.Sigma(Index(polidem, "x1"), Index(polidem, "x2")).Infix);
        Assert.Equal("l_ind60_x2^2*v_ind60 + v_x2", polidem.Sigma(Index(polidem, "x2"), Index(polidem, "x2")).Infix);
        Assert.Empty(polidem.Deltas);
    }

    [Fact]
    public void ALoopOfLabelledCoefficientsIsTheirProduct()
    {
        var form = Form("cyclic3");
        var delta = Assert.Single(form.Deltas);
        Assert.Equal(form.Ring.Parse("1 - a*b*c"), delta.Polynomial);
    }

    [Fact]
    public void MomentsOfTheSampleAreSymbols()
    {
        var form = Form("path_mediation");
        var moment = form.Variables.Single(v => v.Free < 0);
        Assert.Equal("v_x", moment.Name);
        Assert.Throws<ArgumentNullException>(() => form.Point(new double[9]));
        Assert.Equal(2.5, form.Point(new double[9], _ => 2.5)[form.Ring.IndexOf("v_x")]);
    }

    [Fact]
    public void EqualParametersOfGroupsAreOneSymbolAndOthersHaveTheGroup()
    {
        var table = ReferenceModel.Load("hs_mg_metric").Table;
        var (first, second) = (Form("hs_mg_metric"), ClosedForm.Of(ReticularStructure.Of(table, 2), table, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(2, first.Variables.Single(v => v.Name == "l_visual_x2").Rows.Count);
        Assert.Contains(second.Variables, v => v.Name == "l_visual_x2");
        Assert.Contains(second.Variables, v => v.Name == "v_x1_g2");
        Assert.Equal("i_x1", first.Mean(0).Infix);
        Assert.Equal("i_x1_g2", second.Mean(0).Infix);
    }

    [Fact]
    public void FixedValuesAreNumbersAndSharedLabelsOneSymbol()
    {
        ParameterRow[] rows =
        [
            new(1, "y", SemOperator.Regression, "x 1") { Free = 1, Label = "a" },
            new(2, "z", SemOperator.Regression, "x 1") { Free = 2, Label = "a" },
            new(3, "z", SemOperator.Regression, "y") { UserValue = 0.25 },
            new(4, "x 1", SemOperator.Covariance, "x 1") { Free = 3 },
            new(5, "y", SemOperator.Covariance, "y") { Free = 4, Label = "v.y" },
            new(6, "z", SemOperator.Covariance, "z") { Free = 5, Label = "v_y_2" },
            new(7, "z", SemOperator.Covariance, "y") { UserValue = 0 },
        ];
        var table = new ParameterTable(rows, ["x 1", "y", "z"], [], 1);
        var form = ClosedForm.Of(ReticularStructure.Of(table, 1), table, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["a", "v_x_1", "v_y", "v_y_2"], form.Variables.Select(v => v.Name));
        Assert.Equal("5/4*a^2*v_x_1 + 1/4*v_y", form.Sigma(1, 2).Infix);
        Assert.Equal(@"\frac{5}{4}\,a^{2}\,\psi_{\mathrm{x 1}} + \frac{1}{4}\,v_{y}", form.Sigma(1, 2).Latex);
        Assert.Equal("0", form.Mean(1).Infix);
    }

    [Fact]
    public void EqualCoefficientsOnACycleStayExact()
    {
        ParameterRow[] rows =
        [
            new(1, "y", SemOperator.Regression, "x") { Free = 1, Label = "a" },
            new(2, "x", SemOperator.Regression, "y") { Free = 2, Label = "a" },
            new(3, "x", SemOperator.Covariance, "x") { Free = 3, Label = "w" },
            new(4, "y", SemOperator.Covariance, "y") { Free = 4, Label = "w" },
        ];
        var table = new ParameterTable(rows, ["x", "y"], [], 1);
        var form = ClosedForm.Of(ReticularStructure.Of(table, 1), table, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("2*a*w/(-a^2 + 1)^2", form.Sigma(0, 1).Infix);
    }

    [Fact]
    public void ALoopAtAVariableIsACycle()
    {
        ParameterRow[] rows = [new(1, "y", SemOperator.Regression, "y") { Free = 1, Label = "a" }, new(2, "y", SemOperator.Covariance, "y") { Free = 2, Label = "w" }, new(3, "y", SemOperator.Intercept, "") { Free = 3, Label = "m" }];
        var table = new ParameterTable(rows, ["y"], [], 1);
        var form = ClosedForm.Of(ReticularStructure.Of(table, 1), table, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("w/(-a + 1)^2", form.Sigma("y", "y").Infix);
        Assert.Equal("m/Delta", form.Mean("y").InfixByName);
        Assert.Contains("'z'", Assert.Throws<ArgumentException>(() => form.Sigma("y", "z")).Message);
    }

    [Fact]
    public void AModelTextHasFormulas()
    {
        var model = SemModel.Parse("m ~ a*x\ny ~ b*m + c*x\nx ~~ vx*x\nm ~~ vm*m\ny ~~ vy*y", new SemOptions { Defaults = LavaanDefaults.None });
        Assert.Equal("a*b*vx + c*vx", model.Formulas(cancellation: TestContext.Current.CancellationToken).Sigma("x", "y").Infix);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Formulas(2, cancellation: TestContext.Current.CancellationToken));
    }

    private static ClosedForm Form(string name)
    {
        var table = ReferenceModel.Load(name).Table;
        return ClosedForm.Of(ReticularStructure.Of(table, 1), table, cancellation: TestContext.Current.CancellationToken);
    }

    private static int Index(ClosedForm form, string variable) => form.Structure.Variables.ToList().IndexOf(variable);
}
