// Industrialisation and political democracy in 75 developing countries, 1960 and 1965 (Bollen 1989): the model that every textbook on structural equations has.
//
// The build reads the text below, completes it as lavaan's sem() does, checks that its parameters are identified, and writes Σ(θ) with its derivatives as code.
// Rest the pointer on the class for the parameter table and the covariances in closed form. Then it is fitted, printed, and drawn.
//
// Every claim is checked where it is printed; the exit code is 1 if one fails.
using Ansatz;
using Ansatz.StructuralEquations;

var failures = 0;

Console.WriteLine("A covariance in closed form:");
Console.WriteLine($"  cov(x1, y5) = {PoliticalDemocracy.Formulas.Sigma("x1", "y5").InfixByName}");
var identification = Identification.Of(PoliticalDemocracy.Model);
Claim($"{identification.Moments} moments and {identification.ParameterCount} parameters leave {identification.DegreesOfFreedom} degrees of freedom", identification.DegreesOfFreedom == 35);
Claim("the parameters are generically identified, before there are data", identification.IsFiniteToOne);
Console.WriteLine();

using var stream = typeof(PoliticalDemocracy).Assembly.GetManifestResourceStream("polidem.csv")!;
using var reader = new StreamReader(stream);
var data = SemData.ReadCsv(reader);
var fit = PoliticalDemocracy.Fit(data);
Console.WriteLine(fit);

// What lavaan 0.6.14 finds when its estimates are polished to a gradient below 1e-14.
Claim($"the gradient is {fit.GradientNorm:0.0e0} after {fit.Iterations} steps", fit is { Converged: true, GradientNorm: < 1e-8 });
Claim($"χ² is {fit.Test!.Statistic:0.00000000}, lavaan's 38.12521823", Math.Abs(fit.Test.Statistic - 38.12521823) < 1e-8);
Claim($"−2 ln L is {-2 * fit.LogLikelihood:0.000000}, lavaan's 3095.581887", Math.Abs((-2 * fit.LogLikelihood!.Value) - 3095.581887) < 1e-6);

// The same model in C# names, which an editor can rename.
var typed = TypedDemocracy.Fit(Rows(data));
Claim("the model written in C# has the same fit", Math.Abs(typed.Test!.Statistic - fit.Test.Statistic) < 1e-9);

var picture = Path.Combine(AppContext.BaseDirectory, "political-democracy.svg");
File.WriteAllText(picture, fit.ToSvg());
Console.WriteLine($"  The path diagram is in {picture}.");
return failures == 0 ? 0 : 1;

void Claim(string text, bool holds)
{
    Console.WriteLine($"  {(holds ? "holds" : "FAILS")}: {text}");
    if (!holds) failures++;
}

static List<Country> Rows(SemData data)
{
    var rows = new List<Country>();
    for (var k = 0; k < data.RowCount; k++)
    {
        rows.Add(new Country(
            data.Values("x1")[k], data.Values("x2")[k], data.Values("x3")[k],
            data.Values("y1")[k], data.Values("y2")[k], data.Values("y3")[k], data.Values("y4")[k],
            data.Values("y5")[k], data.Values("y6")[k], data.Values("y7")[k], data.Values("y8")[k]));
    }

    return rows;
}

/// <summary>In lavaan's syntax.</summary>
[StructuralEquationModel("""
    # measurement
    ind60 =~ x1 + x2 + x3
    dem60 =~ y1 + y2 + y3 + y4
    dem65 =~ y5 + y6 + y7 + y8
    # regressions
    dem60 ~ ind60
    dem65 ~ ind60 + dem60
    # residual covariances
    y1 ~~ y5
    y2 ~~ y4 + y6
    y3 ~~ y7
    y4 ~~ y8
    y6 ~~ y8
    """)]
internal partial class PoliticalDemocracy;

/// <summary>One of the countries.</summary>
internal sealed record Country(double X1, double X2, double X3, double Y1, double Y2, double Y3, double Y4, double Y5, double Y6, double Y7, double Y8);

/// <summary>In C#.</summary>
[StructuralEquationModel<Country>]
internal partial class TypedDemocracy
{
    private static Statement[] Equations(Country row, Latent ind60, Latent dem60, Latent dem65) =>
    [
        Paths.Measure(ind60, row.X1, row.X2, row.X3),
        Paths.Measure(dem60, row.Y1, row.Y2, row.Y3, row.Y4),
        Paths.Measure(dem65, row.Y5, row.Y6, row.Y7, row.Y8),
        Paths.Regress(dem60, ind60),
        Paths.Regress(dem65, ind60, dem60),
        Paths.Covary(row.Y1, row.Y5),
        Paths.Covary(row.Y2, row.Y4, row.Y6),
        Paths.Covary(row.Y3, row.Y7),
        Paths.Covary(row.Y4, row.Y8),
        Paths.Covary(row.Y6, row.Y8),
    ];
}
