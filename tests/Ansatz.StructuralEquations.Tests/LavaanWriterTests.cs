namespace Ansatz.StructuralEquations.Tests;

public class LavaanWriterTests
{
    private static readonly Dictionary<string, System.Text.Json.JsonElement> Cases = TableTests.Load();

    public static TheoryData<string> Names => new(Cases.Keys);

    // The same parameters, in whatever order: what is free, what is fixed at which value, and what is equal to what.
    [Theory]
    [MemberData(nameof(Names))]
    public void TheTextThatIsWrittenGivesTheSameParameters(string name)
    {
        var options = TableTests.Options(Cases[name]);
        var table = SemModel.Parse(Cases[name].GetProperty("text").GetString()!, options).Table;
        var text = new SemModel("", options, table, []).ToLavaan();
        var again = SemModel.Parse(text, new SemOptions { Defaults = LavaanDefaults.None, Groups = table.GroupCount, MeanStructure = table.HasMeans, FixedX = table.Rows.Any(r => r.IsExogenous) });
        Assert.DoesNotContain(again.Problems, p => p.Severity == SemSeverity.Error);
        Assert.Equal(string.Join("\n", Parameters(table)), string.Join("\n", Parameters(again.Table)));
        Assert.Equal(table.Latent.Order(), again.Latent.Order());
        Assert.Equal(table.Observed.Order(), again.Observed.Order());
        Assert.Equal(table.Rows.Count(r => !r.Operator.IsParameter()), again.Table.Rows.Count(r => !r.Operator.IsParameter()));
        Assert.Equal(Values(table), Values(again.Table));
        Assert.Equal(text, again.ToLavaan());
    }

    private static IEnumerable<string> Parameters(ParameterTable table) => table.Rows.Where(r => r.Operator.IsParameter()).Select(r =>
    {
        var (left, right) = r.Operator == SemOperator.Covariance && string.CompareOrdinal(r.Left, r.Right) > 0 ? (r.Right, r.Left) : (r.Left, r.Right);
        return $"{r.Group} {left} {r.Operator.Text()} {right} {r.Free > 0} {r.UserValue} {r.IsExogenous}";
    }).Order(StringComparer.Ordinal);

    // Definitions and constraints at parameters that depend on what they are of, not on their number.
    private static IEnumerable<double> Values(ParameterTable table)
    {
        var constraints = ParameterConstraints.Of(table);
        var theta = new double[table.FreeCount];
        foreach (var row in table.Rows.Where(r => r.Free > 0))
        {
            var (left, right) = string.CompareOrdinal(row.Left, row.Right) > 0 ? (row.Right, row.Left) : (row.Left, row.Right);
            theta[row.Free - 1] = 0.5 + $"{row.Group}{left}{row.Operator}{right}".Aggregate(17, (h, c) => (h * 31 + c) % 1009) / 1009.0;
        }

        var functions = constraints.Definitions.Concat(constraints.Equalities.Where(e => table.Rows[e.Row].User != 2)).Concat(constraints.Inequalities).ToArray();
        var values = new double[functions.Length];
        constraints.Evaluate(functions, theta, values);
        var implied = constraints.Equalities.Where(e => table.Rows[e.Row].User == 2).ToArray();
        var differences = new double[implied.Length];
        constraints.Evaluate(implied, theta, differences);
        return values.Concat([constraints.EqualityRank(theta)]).Select(v => Math.Round(v, 10));
    }

    [Fact]
    public void TheTextIsReadable()
    {
        var model = SemModel.Parse("f =~ x1 + a*x2 + a*x3\ng =~ x4 + start(0.5)*x5 + `my item`\ng ~ f + x6\nd := a^2 - 1\n.p5. > 0", new SemOptions { MeanStructure = true });
        Assert.Equal("""
            f =~ 1*x1 + a*x2 + a*x3
            g =~ 1*x4 + p5*start(0.5)*x5 + `my item`
            g ~ f + x6
            x1 ~~ x1
            x2 ~~ x2
            x3 ~~ x3
            x4 ~~ x4
            x5 ~~ x5
            `my item` ~~ `my item`
            f ~~ f
            g ~~ g
            x1 ~ 1
            x2 ~ 1
            x3 ~ 1
            x4 ~ 1
            x5 ~ 1
            `my item` ~ 1
            f ~ 0*1
            g ~ 0*1
            d := a^2 - 1
            p5 > 0

            """.ReplaceLineEndings("\n"), model.ToLavaan());
    }

    [Fact]
    public void GroupsAreVectors()
    {
        var model = SemModel.Parse("f =~ x1 + c(0.5, NA)*x2 + x3", new SemOptions { Groups = 2, GroupEqual = GroupEqual.Loadings, MeanStructure = false });
        Assert.StartsWith("f =~ 1*x1 + c(0.5, NA)*x2 + c(\"p3\", \"p3\")*x3\n", new SemModel("", model.Options, SemModel.Parse("f =~ x1 + c(0.5, NA)*x2 + x3", new SemOptions { Groups = 2, GroupEqual = GroupEqual.Loadings, GroupPartial = ["f=~x2"], MeanStructure = false }).Table, []).ToLavaan());
    }

    [Fact]
    public void TheTableIsAligned()
    {
        var table = SemModel.Parse("y ~ 0.25*x + b*zz\nind := b^2").Table;
        Assert.Equal("""
            id lhs op rhs user free ustart exo label plabel
             1 y   ~  x      1    0   0.25   0       .p1.
             2 y   ~  zz     1    1     NA   0 b     .p2.
             3 y   ~~ y      0    2     NA   0       .p3.
             4 x   ~~ x      0    0     NA   1       .p4.
             5 x   ~~ zz     0    0     NA   1       .p5.
             6 zz  ~~ zz     0    0     NA   1       .p6.
             7 ind := b^2    1    0     NA   0 ind
            """.ReplaceLineEndings("\n"), table.ToString());
    }
}
