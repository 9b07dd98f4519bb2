using Ansatz.StructuralEquations;
using Ansatz.Symbolic;
using Claims;

namespace OneConnection;

/// <summary>The other parameters with the covariances of a three-cycle: finite-to-one is not identified.</summary>
internal static class SecondSolution
{
    public static void Check(Report report)
    {
        Report.Section("The second solution of the three-cycle");
        var graph = Graphs.Of("D");
        var theta = new Dictionary<string, Rational> { ["l12"] = new(1, 2), ["l23"] = new(3, 5), ["l31"] = new(2, 5), ["w1"] = 1, ["w2"] = 1, ["w3"] = 1 };
        var fibre = Fibre.Of(graph, theta);
        foreach (var solution in fibre.Solutions) Console.WriteLine($"         {string.Join(", ", graph.Table.Rows.Select(r => $"{r.Label} = {(object?)solution.Exact?[r.Label] ?? solution.Values[r.Label]}"))}");
        report.Claim(fibre.Reason is null && fibre.Solutions.Count == 2, "l = (1/2, 3/5, 2/5) with Ω = I has exactly one companion among all complex parameters");
        if (fibre.Solutions is not [_, { Exact: { } second }])
        {
            report.Claim(false, "it is rational");
            return;
        }

        report.Claim(second["l12"] == new Rational(3225, 1522) && second["l23"] == new Rational(725, 387) && second["l31"] == new Rational(1522, 725), "it is l = (3225/1522, 725/387, 1522/725)");
        var (first, other) = (Parameters.Sigma(graph, theta)!, Parameters.Sigma(graph, second)!);
        report.Claim(Enumerable.Range(0, 9).All(k => first[k / 3, k % 3] == other[k / 3, k % 3]), "with exactly the same Σ");
        var determinant = Rational.One - second["l12"] * second["l23"] * second["l31"];
        report.Claim(determinant == new Rational(-22, 3) && second.Where(p => p.Key[0] == 'w').All(p => p.Value.Sign > 0), $"its det (I − Λ) is {determinant} instead of 22/25, its variances are positive: only the stability of the cycle tells the two apart");
    }
}
