namespace Ansatz.StructuralEquations.Tests;

/// <summary>What is said of model texts, at the exact characters: they stand between ‹ and ›.</summary>
public class ModelProblemTests
{
    private const string Cfa = "f =~ x1 + x2 + x3\n";
    private static readonly SemOptions Sem = new();
    private static readonly SemOptions TwoGroups = new() { Groups = 2 };
    private static readonly SemOptions Known = new() { KnownVariables = ["x1", "x2", "x3", "income", "Verbal"] };

    private static readonly (string Code, SemSeverity Severity, string Text, SemOptions Options, string Message, string? Replacement)[] Problems =
    [
        // Syntax.
        ("ANZ2001", SemSeverity.Error, "f ‹=-› x1 + x2 + x3", Sem, "There is no operator '=-'; did you mean '=~'?", "=~"),
        ("ANZ2001", SemSeverity.Error, "f ‹~=› x1 + x2 + x3", Sem, "There is no operator '~='; did you mean '=~'?", "=~"),
        ("ANZ2001", SemSeverity.Error, "y ~ a*x\na ‹>=› 0", Sem, "There is no operator '>='; did you mean '>'?", ">"),
        ("ANZ2001", SemSeverity.Error, "f =~ x1 + x2 ‹x3›", Sem, "'+' is missing before 'x3'.", "+ x3"),
        ("ANZ2001", SemSeverity.Error, "f =~ x1 + x2\n   ‹x3›\ny ~ f", Sem, "'+' is missing before 'x3', or an operator after it.", "+ x3"),
        ("ANZ2001", SemSeverity.Error, "f =~ x1 + 0.5*x2 ‹0.7›*x3", Sem, "'+' is missing before '0.7'.", "+ 0.7"),
        ("ANZ2001", SemSeverity.Error, "f =~ x1 + ‹2x2› + x3", Sem, "'*' is missing between '2' and 'x2'.", "2*x2"),
        ("ANZ2001", SemSeverity.Error, "f =~ x1 + x2 ‹+›", Sem, "A term is missing after '+'.", null),
        ("ANZ2001", SemSeverity.Error, "f =~ x1 + ‹+› x2", Sem, "A term is missing before '+'.", null),
        ("ANZ2001", SemSeverity.Error, "f =~ x1 + x2 ‹-› x3", Sem, "Terms are joined by '+'; a negative value is written as in '+ -1*x'.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ x + ‹-z›", Sem, "A variable has no sign; fix its coefficient with '-1*z'.", "-1*z"),
        ("ANZ2001", SemSeverity.Error, "y ‹~›", Sem, "A variable is missing after '~'.", null),
        ("ANZ2046", SemSeverity.Error, "y ~ x + ‹equal(\"x~~x\")›*z", Sem, "'x~~x' is a moment of the sample, to which no parameter can be equal; set FixedX to false to estimate it.", null),
        ("ANZ2047", SemSeverity.Error, "‹›y ~ x", new() { Groups = int.MaxValue }, "A model has at most 500 groups, not 2147483647.", null),
        ("ANZ2001", SemSeverity.Error, "‹~› x", Sem, "A variable is missing before '~'.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ a‹*›", Sem, "A variable is missing after '*'.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ ‹*›x", Sem, "A modifier is missing before '*'.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ x\n\n  ‹)›", Sem, "')' has no operator: '=~' measures a latent variable, '~' regresses, '~~' is a covariance.", null),
        ("ANZ2001", SemSeverity.Error, "‹y on x›; f =~ x1 + x2", Sem, "'y on x' has no operator: '=~' measures a latent variable, '~' regresses, '~~' is a covariance.", null),
        ("ANZ2001", SemSeverity.Error, "f =~ x1 + x2 ‹g› =~ x3 + x4", Sem, "A line has one operator; the end of a line or ';' is missing before 'g'.", "; g"),
        ("ANZ2001", SemSeverity.Error, "y ~ a*x\n0 < a ‹<› 1", Sem, "A line has one operator; this is a second, after '<'.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ x1 + x2‹$›", Sem, "The character '$' has no meaning here.", null),
        ("ANZ2001", SemSeverity.Error, "y ‹=› x1", Sem, "'=' is no operator: '=~' measures a latent variable, '~' regresses, '==' constrains.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ ‹\"x1›\nz ~ y", Sem, "The quote \" is not closed on this line.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ ‹3›", Sem, "A term is a variable, or 1 for an intercept; one fixed at 3 is written '3*1'.", "3*1"),
        ("ANZ2001", SemSeverity.Error, "f =~ x1 + ‹1›", Sem, "A variable is expected, not 1; an intercept is written with '~', as in 'y ~ 1'.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ x + ‹log(z)›", Sem, "Terms are variables, not functions of them; 'log(z)' has to be a column of the data.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ ‹a:b:c›", Sem, "Products of more than two variables are not supported; 'a:b:c' has to be a column of the data.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ ‹if›", Sem, "'if' is a reserved word and no variable; write `if` if it is one.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ ‹1/0›*x", Sem, "'1/0' is not a finite number.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ ‹2/a›*x", Sem, "A modifier is a number, a label, NA, start(), equal(), label() or c(), not an expression with the name 'a'.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ ‹start(\"a\")›*x", Sem, "A starting value is a number.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ c(1‹,›)*x", TwoGroups, "An argument of 'c()' is missing.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ x\na := ‹foo›(x)", Sem, "There is no function 'foo'; expressions may call exp, expm1, log, log1p, log2, log10, sqrt, abs, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, plogis, qlogis.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ a*x\nb := ‹sqr›(a)", Sem, "There is no function 'sqr'; expressions may call exp, expm1, log, log1p, log2, log10, sqrt, abs, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, plogis, qlogis. Did you mean 'sqrt'?", "sqrt"),
        ("ANZ2001", SemSeverity.Error, "y ~ a*x\nb := ‹(›a + 1", Sem, "This parenthesis is not closed.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ a*x\nb := a ‹:=›", Sem, "A line has one operator; this is a second, after ':='.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ a*x\nb :=‹›", Sem, "An expression is missing after ':='.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ a*x + b*z\na ‹b› == 1", Sem, "An operator is missing before 'b'.", null),
        ("ANZ2001", SemSeverity.Error, "y ~ a*x\n‹a + 1› := 2", Sem, "The name of a defined parameter is expected on the left of ':='.", null),
        ("ANZ2001", SemSeverity.Error, "‹0.5*f› =~ x1 + x2", Sem, "Modifiers stand on the right of '=~', not on the left.", null),

        // Not supported, by name.
        ("ANZ2001", SemSeverity.Error, Cfa + "x1 ‹|› t1", Sem, "Thresholds of ordered variables ('|') are not supported.", null),
        ("ANZ2001", SemSeverity.Error, "c ‹<~› x1 + x2", Sem, "Formative latent variables ('<~') are not supported.", null),
        ("ANZ2001", SemSeverity.Error, Cfa + "x1 ‹~*~› 1*x1", Sem, "Scaling factors ('~*~') are not supported.", null),
        ("ANZ2001", SemSeverity.Error, Cfa + "group ‹%› w", Sem, "Group weights ('%') are not supported.", null),
        ("ANZ2001", SemSeverity.Error, "‹level:› 1\n" + Cfa, Sem, "Blocks ('level:') are not supported.", null),
        ("ANZ2001", SemSeverity.Error, "‹group:› 1\n" + Cfa, Sem, "Blocks of groups ('group:') are not supported; write 'c(…)*' for what differs between groups.", null),
        ("ANZ2001", SemSeverity.Error, "‹efa›(\"a\")*f1 =~ x1 + x2", Sem, "'efa()' is not supported on the left of '=~'.", null),
        ("ANZ2001", SemSeverity.Error, "f =~ x1 + ‹lower›(0)*x2 + x3", Sem, "This compiler does not support bounds ('lower()'); write a constraint, as in 'a > 0'.", null),
        ("ANZ2001", SemSeverity.Error, "f =~ x1 + ‹prior›(\"dnorm(0,1)\")*x2 + x3", Sem, "This compiler does not support priors ('prior()').", null),

        // Variables.
        ("ANZ2002", SemSeverity.Error, "f =~ x1 + x2 + x3\nf ~ ‹incme›", Known, "There is no variable 'incme'; did you mean 'income'?", "income"),
        ("ANZ2002", SemSeverity.Error, "f =~ x1 + x2 + x3 + ‹verbal›", Known, "There is no variable 'verbal'; did you mean 'Verbal'?", "Verbal"),
        ("ANZ2002", SemSeverity.Error, "vis =~ x1 + x2 + x3\n‹viss› ~ income", Known, "There is no variable 'viss'; did you mean 'vis'?", "vis"),
        ("ANZ2002", SemSeverity.Error, "f =~ x1 + x2 + x3\nf ~ ‹qqqqqq›", Known, "There is no variable 'qqqqqq'.", null),
        ("ANZ2003", SemSeverity.Warning, "x1 ~ x2 + ‹x2›", Sem, "'x1 ~ x2' stands there already; this one is ignored.", null),
        ("ANZ2003", SemSeverity.Warning, "y ~ x\nz ~ x\ny ~ ‹x› + z", Sem, "'y ~ x' stands there already; this one is ignored.", null),
        ("ANZ2004", SemSeverity.Error, "y ~ x + ‹y›", Sem, "'y' is regressed on itself.", null),
        ("ANZ2005", SemSeverity.Error, "f =~ x1 + ‹f› + x2", Sem, "The latent variable 'f' cannot be measured by itself.", null),
        ("ANZ2005", SemSeverity.Error, "‹income› =~ x1 + x2 + x3", Known, "The latent variable 'income' has the name of an observed one.", null),
        ("ANZ2008", SemSeverity.Warning, Cfa + "x1 ~~ x2\nx2 ~~ ‹x1›", Sem, "'x2 ~~ x1' stands there already, as 'x1 ~~ x2'; this one is ignored.", null),
        ("ANZ2016", SemSeverity.Warning, "‹f› =~ 0\nf ~ x\ny ~ x", Sem, "No variable measures the latent variable 'f', and it explains none: all its loadings are fixed at 0.", null),
        ("ANZ2017", SemSeverity.Warning, Cfa + "x1 ~~ ‹-0.5›*x1", Sem, "The variance of 'x1' is fixed at -0.5, which no variance is.", null),
        ("ANZ2044", SemSeverity.Information, "y ~ x\n‹z› ~~ z", Sem, "Nothing is connected with 'z': the model has only its variance.", null),
        ("ANZ2045", SemSeverity.Error, Cfa + "y ~ f + ‹f:z›", Sem, "'f:z' is a product with the latent variable 'f', which is not supported.", null),
        ("ANZ2048", SemSeverity.Warning, "y ~ x + z\n‹x› ~~ x", Sem, "This formula models a moment of the exogenous variable 'x', which makes it random and its moments parameters; leave it out to take the sample's, or set FixedX to false to mean it.", null),
        ("ANZ2049", SemSeverity.Error, "‹›# nothing", Sem, "The text has no formula: '=~' measures a latent variable, '~' regresses, '~~' is a covariance.", null),

        // Labels, definitions, constraints.
        ("ANZ2006", SemSeverity.Error, "y ~ aa*x + b*z\naa == 2*‹bb›\nd := aa*b", Sem, "No parameter has the label 'bb'; did you mean 'b'?", "b"),
        ("ANZ2006", SemSeverity.Error, "y ~ slope*x\nd := ‹slpoe›^2 + slope", Sem, "No parameter has the label 'slpoe'; did you mean 'slope'?", "slope"),
        ("ANZ2006", SemSeverity.Error, "y ~ x\nd := ‹.p3.› + .p1.", Sem, "'.p3.' (x ~~ x) is no parameter but a moment of the sample; set FixedX to false to estimate it.", null),
        ("ANZ2006", SemSeverity.Error, "f =~ x1 + x2 + ‹equal(\"f=~x22\")›*x3", Sem, "The model has no parameter 'f=~x22'; did you mean 'f=~x2'?", "equal(\"f=~x2\")"),
        ("ANZ2007", SemSeverity.Information, "y ~ ‹a›*x + z", Sem, "The label 'a' stands once and nothing refers to it.", null),
        ("ANZ2009", SemSeverity.Error, "f =~ x1 + 0.5*‹start(1)›*x2 + x3", Sem, "'f =~ x2' has a fixed value and a starting value.", null),
        ("ANZ2009", SemSeverity.Error, "y ~ 1*x + ‹2›*x", Sem, "'y ~ x' has two fixed values.", null),
        ("ANZ2009", SemSeverity.Error, "y ~ a*‹b›*x\nd := a", Sem, "'y ~ x' has two labels, 'a' and 'b'.", null),
        ("ANZ2009", SemSeverity.Error, "y ~ ‹c(a, 1)›*x", TwoGroups, "'c()' mixes values and labels; write two modifiers, as in 'c(a, b)*c(1, NA)*x'.", null),
        ("ANZ2015", SemSeverity.Error, "f =~ x1 + ‹c(a, b)›*x2 + x3", Sem, "A modifier has one value or one for each group; this one has 2, and there is 1 group.", null),
        ("ANZ2015", SemSeverity.Error, "f =~ x1 + ‹c(1, 2, 3)›*x2 + x3", TwoGroups, "A modifier has one value or one for each group; this one has 3, and there are 2 groups.", null),
        ("ANZ2018", SemSeverity.Error, "y ~ a*x + b*z\n‹a› := 2*b", Sem, "'a' is the label of a parameter and cannot be defined.", null),
        ("ANZ2018", SemSeverity.Error, "y ~ a*x\nd := a\n‹d› := 2*a", Sem, "'d' is defined already.", null),
        ("ANZ2019", SemSeverity.Error, "y ~ a*x\n‹d› := a*d", Sem, "The definition of 'd' refers to itself.", null),
        ("ANZ2042", SemSeverity.Warning, "f =~ x1 + ‹a›*x2 + x3", TwoGroups, "The one label 'a' makes the parameter equal over 2 groups; to label it in each write c(a1, a2).", null),
        ("ANZ2043", SemSeverity.Warning, "y ~ a*x + 0.5*x\n‹a == 1›", Sem, "'a == 1' constrains nothing: 'a' is fixed.", null),
        ("ANZ2043", SemSeverity.Warning, "y ~ x\n‹1 == 2›", Sem, "'1 == 2' constrains nothing: it names no parameter.", null),
        ("ANZ2046", SemSeverity.Warning, "f =~ x1 + ‹a›*x2 + a*x3 + 0.5*x3", Sem, "The label 'a' is also that of a parameter fixed at 0.5; so this one is fixed at it, too.", null),
        ("ANZ2047", SemSeverity.Warning, "‹›" + Cfa, new SemOptions { GroupEqual = GroupEqual.Loadings }, "Equality over groups (Loadings) has no effect on a model of 1 group.", null),
        ("ANZ2047", SemSeverity.Warning, "‹›" + Cfa, new SemOptions { Groups = 2, GroupEqual = GroupEqual.Loadings, GroupPartial = ["f =~ x2", "f =~ x4"] }, "The model has no parameter 'f =~ x4' that GroupPartial could free; did you mean 'f=~x1'?", null),
    ];

    public static TheoryData<int> Cases => new(Enumerable.Range(0, Problems.Length));

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheProblemIsSaidAtItsCharacters(int k)
    {
        var (code, severity, marked, options, message, replacement) = Problems[k];
        foreach (var end in new[] { "\n", "\r\n" })
        {
            var text = marked.Replace("\n", end);
            var start = text.IndexOf('‹');
            var length = text.IndexOf('›') - start - 1;
            text = text.Replace("‹", "").Replace("›", "");
            var model = SemModel.Parse(text, options);
            var problem = Assert.Single(model.Problems);
            Assert.Equal((code, severity, text.Substring(start, length)), (problem.Code, problem.Severity, text.Substring(problem.Range.Start, problem.Range.Length)));
            Assert.Equal(new TextRange(start, length), problem.Range);
            Assert.Equal(message, problem.Message);
            Assert.Equal(replacement, problem.Replacement);
            Assert.Equal(severity == SemSeverity.Error, model.HasErrors);
        }
    }

    [Fact]
    public void EachIdHasACase()
    {
        var ids = typeof(SemCodes).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).ToArray();
        Assert.Equal(ids.Order(), ids.Distinct().Order());
        Assert.Empty(ids.Except(Problems.Select(p => p.Code)));
    }

    [Fact]
    public void ReplacementsMendTheText()
    {
        foreach (var (code, _, marked, options, _, replacement) in Problems)
        {
            if (replacement is null) continue;
            var before = marked[..marked.IndexOf('‹')];
            var after = marked[(marked.IndexOf('›') + 1)..];
            Assert.DoesNotContain(SemModel.Parse(before + replacement + after, options).Problems, p => p.Code == code);
        }
    }

    [Fact]
    public void SeveralErrorsOfOneTextAreAllSaid()
    {
        var model = SemModel.Parse("f =- x1 + x2 x3\ng =~ x4 + + x5\ng <~ x6\ny ~ f + g\nz := qq + 1\n");
        Assert.Equal(["=-", "x3", "+", "<~", "qq"], model.Problems.Select(p => model.Text.Substring(p.Range.Start, p.Range.Length)));
        Assert.Equal(["x1", "x2", "x3", "x4", "x5", "y"], model.Observed);
        Assert.Equal(["f", "g"], model.Latent);
        Assert.True(model.HasErrors);
    }

    [Fact]
    public void DefinitionsInACircleAreSaidOfEachInIt()
    {
        var model = SemModel.Parse("y ~ a*x\nd := e + a\ne := 2*d\nh := d");
        Assert.Equal([("ANZ2019", "d"), ("ANZ2019", "e")], model.Problems.Select(p => (p.Code, model.Text.Substring(p.Range.Start, p.Range.Length))));
        Assert.Equal("The definition of 'd' refers to itself, through 'e' and 'h'.", model.Problems[0].Message);
    }

    [Theory]
    [InlineData('\u2028')]
    [InlineData('\u2029')]
    [InlineData('\u0085')]
    [InlineData('\r')]
    public void QuotesAndCommentsEndWithTheirLine(char end)
    {
        var model = SemModel.Parse($"y ~ `a{end}b` + x # why{end}z ~ x");
        Assert.Contains(model.Problems, p => p.Message == "The quote ` is not closed on this line.");
        Assert.DoesNotContain(model.Table.Rows, r => $"{r.Left}{r.Right}".Contains(end));
        Assert.Contains("z", model.Observed);
    }

    [Theory]
    [InlineData("y ~ .٣*x")]
    [InlineData("y ~ 1e٣*x")]
    [InlineData("y ~ ٣*x")]
    [InlineData("y ~ a*x\na < .٣")]
    [InlineData("y ~ 9e999*x")]
    public void OtherDigitsAreTakenAsText(string text) => Assert.NotEmpty(SemModel.Parse(text).Problems);

    [Fact]
    public void LongSumsAreTold()
    {
        var message = Assert.Single(SemModel.Parse("y ~ a*x\na == " + string.Join(" + ", Enumerable.Repeat("a", 1200))).Problems, p => p.Code == SemCodes.Syntax).Message;
        Assert.Contains("1000 operators in a row", message);
    }

    [Fact]
    public void AStartingValueThatIsMissingLeavesAFixedOne()
    {
        var table = SemModel.Parse("f =~ start(NA)*x1 + start(NA)*x2 + x3").Table;
        Assert.Equal((0, 1.0), (table.Rows[0].Free, table.Rows[0].UserValue));
        Assert.Equal((1, null), (table.Rows[1].Free, table.Rows[1].UserValue));
        var sigma = new double[9];
        double[] theta = [.. Enumerable.Repeat(0.5, table.FreeCount)];
        Assert.True(new ReticularMoments(table).Moments(0, theta, [], sigma, []));
        Assert.Equal(1, sigma[0]);
    }

    [Fact]
    public void SeveralModifiersOfOneTermAddUp()
    {
        var row = SemModel.Parse("f =~ x1 + a*start(1)*x2 + x3\nd := a").Table.Rows[1];
        Assert.Equal(("a", 1.0, true), (row.Label, row.UserValue, row.Free > 0));
        row = SemModel.Parse("f =~ x1 + 0.5*a*x2 + x3\nd := a").Table.Rows[1];
        Assert.Equal(("a", 0.5, 0), (row.Label, row.UserValue, row.Free));
    }

    [Theory]
    [InlineData("f =~ \"first item\" + `second item` + x3\n\"first item\" ~ z", "first item", "second item")]
    [InlineData("größe =~ länge + ålder + x3", "länge", "ålder")]
    public void QuotedAndOtherNamesAreNames(string text, string first, string second)
    {
        var model = SemModel.Parse(text);
        Assert.Empty(model.Problems);
        Assert.Equal([first, second], model.Observed.Take(2));
    }

    [Fact]
    public void RowsSayWhereTheyComeFrom()
    {
        const string text = "f =~ x1 + a*x2 + x3\ny ~ f\nd := a^2";
        var model = SemModel.Parse(text);
        Assert.Equal(["x1", "a*x2", "x3", "f", "x1", "x2", "x3", "y", "f", "d := a^2"], model.Table.Rows.Select(r => text.Substring(r.Source.Start, r.Source.Length)));
        Assert.Equal(["d := a^2"], model.Definitions.Select(r => r.ToString()));
        Assert.Empty(model.Constraints);
    }
}
