using Ansatz.StructuralEquations;
using Claims;

namespace OneConnection;

/// <summary>Which graphs have finitely many parameter vectors for one Σ: the generic rank of the Jacobian, by exact arithmetic modulo a prime.</summary>
internal static class Identification
{
    private static readonly FiniteToOneLimits OnlyRank = new() { Coefficients = 0 };

    public static void Check(Report report)
    {
        Report.Section("Identification");
        foreach (var (name, graph, _, rank, known) in Graphs.All)
        {
            var result = FiniteToOne.Of(graph);
            var moments = graph.Count * (graph.Count + 1) / 2;
            var count = result.IsFinite ? $"{result.Count}-to-1" : "infinite-to-one";
            report.Claim(result.JacobianRank == rank && result.Count == known && result.IsFinite == known is not null && result.Reason is null, $"{name}: {graph.ParameterCount} parameters, {moments} covariances, rank {result.JacobianRank}: {count}{(graph.IsSimple ? ", and simple" : "")}");
        }

        var open = FiniteToOne.Of(Graphs.Of("F"));
        var undetermined = open.Parameters.Where(p => p.Degree is null).Select(p => p.Name).ToArray();
        report.Claim(!open.IsFinite && undetermined is ["l12", "l21", "w1", "w2"] && open.Parameters.All(p => p.Degree is null or 1), $"F is not identified although it has fewer parameters than covariances: {string.Join(", ", undetermined)} take infinitely many values, the others one");
        foreach (var n in (int[])[3, 4])
        {
            var graphs = AllSimple(n).ToArray();
            report.Claim(graphs.All(g => g.IsSimple && FiniteToOne.Of(g, OnlyRank).IsFinite), $"every one of the {graphs.Length:#,0} simple graphs on {n} vertices is generically finite-to-one");
        }

        var random = new Random(3);
        var large = Enumerable.Range(0, 300).Select(_ => RandomSimple(random.Next(5, 11), random)).ToArray();
        report.Claim(large.All(g => FiniteToOne.Of(g, OnlyRank).IsFinite), $"so are {large.Length} random ones on 5 to 10 vertices, {large.Count(g => ClosedForm.Of(g).Components.Any(c => c.IsCyclic))} of them with cycles");
        report.Claim(Expression("E", "l23") == "s13/s12" && Expression("C", "l34") == "s14/s13" && Expression("C", "l43") == "s23/s24", "E: l23 = s13/s12; C: l34 = s14/s13 and l43 = s23/s24");
    }

    private static string? Expression(string graph, string parameter) => FiniteToOne.Of(Graphs.Of(graph)).Parameters.Single(p => p.Name == parameter).Expression?.Infix;

    private static IEnumerable<MixedGraph> AllSimple(int n)
    {
        var pairs = n * (n - 1) / 2;
        for (var code = 0; code < 1 << (2 * pairs); code++)
        {
            var own = code;
            yield return Simple(n, pair => own >> (2 * pair) & 3);
        }
    }

    private static MixedGraph RandomSimple(int n, Random random) => Simple(n, _ => random.Next(4));

    private static MixedGraph Simple(int n, Func<int, int> kind)
    {
        List<(int, int)> directed = [], bidirected = [];
        var pair = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                switch (kind(pair++))
                {
                    case 1: directed.Add((i, j)); break;
                    case 2: directed.Add((j, i)); break;
                    case 3: bidirected.Add((i, j)); break;
                }
            }
        }

        return MixedGraph.Of(n, directed, bidirected);
    }
}
