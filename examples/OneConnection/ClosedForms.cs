using Ansatz.StructuralEquations;
using Ansatz.Symbolic;
using Claims;

namespace OneConnection;

/// <summary>Closed forms of Σ against the inverse of I − Λ.</summary>
internal static class ClosedForms
{
    private const int Exact = 50;
    private const int Floating = 1000;

    public static void Check(Report report)
    {
        foreach (var (name, graph, determinant, _, _) in Graphs.All)
        {
            var form = ClosedForm.Of(graph);
            Report.Section($"{name}: {graph}");
            foreach (var delta in form.Deltas) Console.WriteLine($"         {delta}");
            var entries = Entries(graph).Select(e => form.Sigma(e.I, e.J)).ToArray();
            Console.WriteLine($"         {graph.Covariance(graph.Count - 2, graph.Count - 1)} = {form.Sigma(graph.Count - 2, graph.Count - 1).InfixByName}");
            report.Claim(form.Deltas.Aggregate(form.Ring.One, (p, d) => p * d.Polynomial).Equals(form.Ring.Parse(determinant)), $"det (I − Λ) = {determinant}");
            report.Claim(Exactly(graph, form), $"the {entries.Length} entries of Σ, {entries.Sum(e => e.TermCount)} terms in all, equal the inverse exactly at {Exact} random rational θ");
            var (relative, cancelled) = Approximately(graph, form);
            report.Claim(relative <= 1e-12, $"and in double precision at {Floating:#,0} random θ with |Δ| ≥ 0.05: largest relative difference {relative:0.0e+0}");
            report.Claim(cancelled <= 1e-12, $"entries in which terms cancel to less than a thousandth of √(σii σjj) are not counted there; theirs is {cancelled:0.0e+0} of that");
            report.Claim(entries.All(e => RationalFunction.Parse(form.Ring, e.Infix).EqualsFunction(e.Value)), "what is printed of them is read back as the same functions");
        }
    }

    private static IEnumerable<(int I, int J)> Entries(MixedGraph graph) => Enumerable.Range(0, graph.Count).SelectMany(i => Enumerable.Range(i, graph.Count - i).Select(j => (i, j)));

    private static bool Exactly(MixedGraph graph, ClosedForm form)
    {
        var random = new Random(1);
        for (var trial = 0; trial < Exact; trial++)
        {
            var theta = Parameters.Random(graph, random);
            if (Parameters.Sigma(graph, theta) is not { } sigma) continue;
            Rational[] point = [.. form.Variables.Select(v => theta[v.Name])];
            if (Entries(graph).Any(e => form.Sigma(e.I, e.J).Evaluate(point) != sigma[e.I, e.J])) return false;
        }

        return true;
    }

    private static (double Relative, double Cancelled) Approximately(MixedGraph graph, ClosedForm form)
    {
        var random = new Random(2);
        var (relative, cancelled) = (0.0, 0.0);
        for (var trial = 0; trial < Floating;)
        {
            var theta = Parameters.Random(graph, random);
            double[] point = [.. form.Variables.Select(v => theta[v.Name].ToDouble())];
            if (form.Deltas.Any(d => Math.Abs(d.Polynomial.Evaluate(point)) < 0.05)) continue;
            trial++;

            // The inverse is exact, so that the difference is the closed form's alone.
            var sigma = Parameters.Sigma(graph, theta)!;
            foreach (var (i, j) in Entries(graph))
            {
                var (value, scale) = (sigma[i, j].ToDouble(), Math.Sqrt(sigma[i, i].ToDouble() * sigma[j, j].ToDouble()));
                var error = Math.Abs(form.Sigma(i, j).Evaluate(point) - value);
                if (Math.Abs(value) >= 1e-3 * scale) relative = Math.Max(relative, error / Math.Abs(value));
                else cancelled = Math.Max(cancelled, error / scale);
            }
        }

        return (relative, cancelled);
    }
}
