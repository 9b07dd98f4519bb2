namespace Ansatz.StructuralEquations;

/// <summary>Verdicts on equations that lack instruments: variables that affect the right-hand side and are not correlated with the disturbance.</summary>
internal static class InstrumentRules
{
    public static IEnumerable<SemProblem> Bow(ModelFacts facts)
    {
        for (var g = 0; g < facts.Graphs.Count; g++)
        {
            var (graph, structure) = (facts.Graphs[g], facts.Model.Groups[g]);
            foreach (var arc in structure.Directed)
            {
                if (!facts.IsUndetermined(arc) || !graph.HasBow(arc.From, arc.To)) continue;
                var covariance = structure.Bidirected.First(b => (b.From == arc.From && b.To == arc.To) || (b.From == arc.To && b.To == arc.From));
                if (!facts.IsUndetermined(covariance)) continue;
                var (from, to) = (structure.Variables[arc.From], structure.Variables[arc.To]);
                yield return facts.Say(VerdictCodes.BowWithoutInstrument, SemSeverity.Warning, covariance.Row,
                    $"'{to}' depends on '{from}' and their disturbances covary, but no instrument tells the two apart{facts.InGroup(g + 1)}: {Equation(facts, g, arc.To)}. An instrument affects '{from}' and has no other way to '{to}'.");
            }
        }
    }

    public static IEnumerable<SemProblem> TwoCycle(ModelFacts facts)
    {
        for (var g = 0; g < facts.Graphs.Count; g++)
        {
            var structure = facts.Model.Groups[g];
            foreach (var arc in structure.Directed)
            {
                if (arc.From >= arc.To) continue;
                var back = structure.Directed.Where(b => b.From == arc.To && b.To == arc.From).ToArray();
                if (back.Length == 0 || (!facts.IsUndetermined(arc) && !facts.IsUndetermined(back[0]))) continue;
                var (a, b) = (structure.Variables[arc.From], structure.Variables[arc.To]);
                var failing = new[] { arc, back[0] }.Where(facts.IsUndetermined).Select(e => Equation(facts, g, e.To));
                yield return facts.Say(VerdictCodes.CycleWithoutInstruments, SemSeverity.Warning, facts.IsUndetermined(arc) ? arc.Row : back[0].Row,
                    $"'{a}' and '{b}' affect each other, and each of the two equations needs an instrument of its own{facts.InGroup(g + 1)}: {string.Join("; ", failing)}.");
            }
        }
    }

    /// <summary>How many instruments an equation has and needs (order condition and, by half-treks, rank condition).</summary>
    private static string Equation(ModelFacts facts, int group, int variable)
    {
        var name = facts.Model.Groups[group].Variables[variable];
        if (facts.Identification.HalfTreks.ElementAtOrDefault(group) is not { } criterion || variable >= criterion.Graph.Count || criterion.IsSolved[variable])
            return $"the equation of '{name}' cannot be solved";
        var (needed, found) = (criterion.Unknown(variable), criterion.Instruments[variable]);
        var names = criterion.Graph.Names;
        return $"the equation of '{name}' has {ModelFacts.Count(needed.Length, "free coefficient")} (of {ParameterNames.List(needed.Select(v => names[v]))}) and "
            + (found.Length == 0 ? "no instrument" : $"only {ModelFacts.Count(found.Length, "instrument")} ({ParameterNames.List(found.Select(v => names[v]))})");
    }
}
