namespace Ansatz.StructuralEquations;

/// <summary>Verdicts from the rank of the Jacobian and from the half-trek criterion.</summary>
internal static class RankRules
{
    private const int MaximalBlocks = 10;

    public static IEnumerable<SemProblem> NotIdentified(ModelFacts facts)
    {
        var id = facts.Identification;
        // The criterion's necessary condition says more than the rank: no values of the model's own can mend it.
        var cause = id.IsHalfTrekInfiniteToOne == true ? " Its graph has too few half-treks for finitely many solutions." : "";
        foreach (var block in id.Undetermined.Take(MaximalBlocks))
        {
            var counts = $"rank {id.Rank} of {id.ParameterCount}, df = {id.DegreesOfFreedom}";
            var message = block.Parameters.Count == 1
                ? $"The moments do not depend on {ParameterNames.List(block.Names)}: it is not identified ({counts}).{cause}"
                : $"These {block.Parameters.Count} parameters can change together{(block.Dimension > 1 ? $", in {block.Dimension} independent ways," : "")} without changing the moments: {ParameterNames.List(block.Names)}. They are not identified ({counts}).{cause}";
            yield return facts.Say(VerdictCodes.NotIdentified, SemSeverity.Warning, facts.FirstWritten(block.Parameters), message);
            cause = "";
        }

        if (id.Undetermined.Count > MaximalBlocks)
            yield return facts.SayOfAll(VerdictCodes.NotIdentified, SemSeverity.Warning, $"{id.Undetermined.Count - MaximalBlocks} more sets of parameters are not identified.");
        if (id.Unexamined is { } reason)
            yield return facts.SayOfAll(VerdictCodes.NotIdentified, SemSeverity.Information, $"Identification was not examined: {reason}.");
    }

    public static IEnumerable<SemProblem> HalfTrekProof(ModelFacts facts)
    {
        var id = facts.Identification;
        if (id.Solutions == 1 && id.ProvedByHalfTreks.Count < facts.Table.FreeCount)
        {
            yield return facts.SayOfAll(VerdictCodes.HalfTrekProof, SemSeverity.Information,
                $"All {ModelFacts.Count(facts.Table.FreeCount, "parameter")} are generically identified: half-treks prove {id.ProvedByHalfTreks.Count} of them, and elimination finds one solution for all.");
            yield break;
        }

        if (!ProvesCoefficient(facts)) yield break;
        var all = id.ProvedByHalfTreks.Count == facts.Table.FreeCount;
        yield return facts.Say(VerdictCodes.HalfTrekProof, SemSeverity.Information, facts.FirstWritten(id.ProvedByHalfTreks), all
            ? $"All {ModelFacts.Count(id.ProvedByHalfTreks.Count, "parameter")} are generically identified: the half-trek criterion gives each as a rational function of the moments."
            : $"The half-trek criterion proves {id.ProvedByHalfTreks.Count} of {ModelFacts.Count(facts.Table.FreeCount, "parameter")} generically identified: {ParameterNames.List(id.ProvedByHalfTreks.Select(facts.Names.Of))}.");
    }

    public static IEnumerable<SemProblem> HalfTrekInconclusive(ModelFacts facts)
    {
        var id = facts.Identification;
        // With latent variables the criterion says nothing of loadings; that it is silent on them means nothing.
        if (!id.IsFiniteToOne || id.Solutions is not null || facts.Table.Latent.Count > 0) yield break;
        for (var g = 0; g < id.HalfTreks.Count; g++)
        {
            if (id.HalfTreks[g] is not { SolvesAll: false } criterion) continue;
            var open = Enumerable.Range(0, criterion.Graph.Count).Where(v => !criterion.IsSolved[v]).ToArray();
            var arcs = facts.Model.Groups[g].Directed.Where(a => !a.IsFixed && !criterion.IsSolved[a.To]).ToArray();
            var simple = id.IsSimple ? " (as for every simple graph)" : "";
            yield return facts.Say(VerdictCodes.HalfTrekInconclusive, SemSeverity.Warning, facts.FirstWritten(arcs.Select(a => a.Free)),
                $"The parameters are finite-to-one{simple}, but the half-trek criterion does not prove the equation{(open.Length > 1 ? "s" : "")} of {ParameterNames.List(open.Select(v => criterion.Graph.Names[v]))} uniquely solvable{facts.InGroup(g + 1)}: other values of {ParameterNames.List(arcs.Select(a => facts.Names.Of(a.Free)).Distinct())} may have the same moments.");
        }
    }

    public static IEnumerable<SemProblem> SeveralSolutions(ModelFacts facts)
    {
        var id = facts.Identification;
        if (id.Solutions is not (> 1 and var count)) yield break;
        // The search may have ended before it knew which coefficients differ.
        var differing = id.Multivalued.Count > 0 ? $", with other values of {ParameterNames.List(id.Multivalued.Select(facts.Names.Of))}" : "";
        yield return facts.Say(VerdictCodes.SeveralSolutions, SemSeverity.Warning, facts.FirstWritten(id.Multivalued),
            $"The model is {count}-to-1: up to {count} parameter vectors have the same covariances{differing}. No data tell them apart; bounds, or det(I − Λ) > 0, have to choose.");
    }

    private static bool ProvesCoefficient(ModelFacts facts)
    {
        var proved = new HashSet<int>(facts.Identification.ProvedByHalfTreks);
        return proved.Count > 0 && facts.Model.Groups.Any(s => s.Directed.Any(a => !a.IsFixed && proved.Contains(a.Free)));
    }
}
