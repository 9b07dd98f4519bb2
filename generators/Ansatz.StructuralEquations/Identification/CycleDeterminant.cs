namespace Ansatz.StructuralEquations;

/// <summary>The determinant of I − Λ of one strongly connected component, as a sum over sets of vertex-disjoint cycles: each set counts with (−1)^(its size) times the product of its coefficients.</summary>
internal sealed class CycleDeterminant
{
    private const int MaximalCycles = 64;

    private CycleDeterminant(IReadOnlyList<Arc[]> cycles, IReadOnlyList<int[]> sets, bool isComplete)
    {
        Cycles = cycles;
        Sets = sets;
        IsComplete = isComplete;
    }

    /// <summary>The simple cycles, each by its arcs.</summary>
    public IReadOnlyList<Arc[]> Cycles { get; }

    /// <summary>The sets of vertex-disjoint cycles but the empty one, by their places in <see cref="Cycles"/>; small sets first.</summary>
    public IReadOnlyList<int[]> Sets { get; }

    /// <summary>Whether all cycles and sets are listed; beyond 64 cycles or 256 sets they are not.</summary>
    public bool IsComplete { get; }

    /// <summary>The determinant of a component.</summary>
    /// <param name="structure">The group's arcs.</param>
    /// <param name="component">The component's variables.</param>
    public static CycleDeterminant Of(ReticularStructure structure, int[] component)
    {
        var inside = new HashSet<int>(component);
        var arcs = structure.Directed.Where(a => inside.Contains(a.From) && inside.Contains(a.To) && (!a.IsFixed || a.Value != 0)).ToArray();
        var next = component.ToDictionary(v => v, v => arcs.Where(a => a.From == v).ToArray());
        var (cycles, complete, steps) = (new List<Arc[]>(), true, 0);
        // Each cycle is found once, from its lowest variable, through higher ones only.
        foreach (var start in component) Walk(start, start, [], [start]);
        var vertices = cycles.Select(c => new HashSet<int>(c.Select(a => a.From))).ToArray();
        var sets = new List<int[]>();
        for (var size = new List<int[]> { Array.Empty<int>() }; size.Count > 0;)
        {
            var larger = new List<int[]>();
            foreach (var set in size)
            {
                for (var c = set.Length == 0 ? 0 : set[set.Length - 1] + 1; c < cycles.Count; c++)
                {
                    if (set.Any(k => vertices[k].Overlaps(vertices[c]))) continue;
                    if (sets.Count + larger.Count >= 256) complete = false;
                    else larger.Add([.. set, c]);
                }
            }

            sets.AddRange(larger);
            size = larger;
        }

        return new CycleDeterminant(cycles, sets, complete);

        void Walk(int start, int at, List<Arc> path, HashSet<int> visited)
        {
            foreach (var arc in next[at])
            {
                if (!complete || ++steps > 20_000 || cycles.Count >= MaximalCycles)
                {
                    complete = false;
                    return;
                }

                if (arc.To == start) cycles.Add([.. path, arc]);
                else if (arc.To > start && visited.Add(arc.To))
                {
                    path.Add(arc);
                    Walk(start, arc.To, path, visited);
                    path.RemoveAt(path.Count - 1);
                    visited.Remove(arc.To);
                }
            }
        }
    }

    /// <summary>Its value for values of the arcs.</summary>
    public double Evaluate(Func<Arc, double> value)
    {
        var products = Cycles.Select(c => c.Aggregate(1.0, (x, a) => x * value(a))).ToArray();
        return 1 + Sets.Sum(s => s.Aggregate(1.0, (x, c) => -x * products[c]));
    }

    /// <summary>As text, for example <c>1 - a*b*c</c>.</summary>
    /// <param name="name">The name of an arc's coefficient.</param>
    /// <param name="maximalTerms">How many terms are printed at most.</param>
    public string Print(Func<Arc, string> name, int maximalTerms)
    {
        var terms = Sets.Take(maximalTerms).Select(s => (s.Length % 2 == 1 ? " - " : " + ") + string.Join("*", s.SelectMany(c => Cycles[c]).Select(name)));
        var more = Sets.Count - maximalTerms;
        return "1" + string.Concat(terms) + (!IsComplete ? " …" : more > 0 ? $" … ({more} more terms)" : "");
    }
}
