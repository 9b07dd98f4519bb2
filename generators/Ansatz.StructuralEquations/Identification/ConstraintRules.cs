namespace Ansatz.StructuralEquations;

/// <summary>Verdicts on constraints: those that the model implies, and those that the user states.</summary>
internal static class ConstraintRules
{
    public static IEnumerable<SemProblem> Implied(ModelFacts facts)
    {
        var id = facts.Identification;
        if (id.DegreesOfFreedom <= 0 && id.IsFiniteToOne) yield break;
        var implied = StructuralEquations.ImpliedConstraints.Of(facts.Model, id, facts.Cancellation);
        var independent = implied.Constraints.Where(c => c.IsIndependent).ToArray();
        if (independent.Length == 0) yield break;
        var shown = string.Join("; ", independent.Take(4).Select(c => Shown(c) + facts.InGroup(c.Group)));
        yield return facts.SayOfAll(VerdictCodes.ImpliedConstraints, SemSeverity.Information,
            $"The model implies {ModelFacts.Count(implied.Constraints.Count, "constraint")} on the covariances that data can contradict, {independent.Length} of them independent (df = {id.DegreesOfFreedom}): {shown}{(independent.Length > 4 ? " …" : "")}.");
    }

    // A polynomial of many terms says nothing to a reader.
    private static string Shown(ImpliedConstraint constraint) => constraint.Polynomial is { Count: > 8 } p ? $"a polynomial of degree {p.Degree} with {p.Count} terms" : constraint.Text;

    private static string Shortened(string text) => text.Length <= 60 ? text : text.Substring(0, 60) + "…";

    public static IEnumerable<SemProblem> Equality(ModelFacts facts)
    {
        var rows = facts.Table.Rows;
        foreach (var row in facts.Identification.Constraints.Unreadable)
            yield return facts.Say(VerdictCodes.EqualityConstraint, SemSeverity.Warning, row, $"The constraint '{Shortened(rows[row].ToString())}' is too deep or too long to be examined: what is said of identification leaves it out.");
        foreach (var row in facts.Identification.Constraints.Contradictory)
            yield return facts.Say(VerdictCodes.EqualityConstraint, SemSeverity.Warning, row, $"The constraint '{rows[row]}' contradicts those before it: no parameter values satisfy them all.");
        foreach (var row in facts.Identification.Constraints.Redundant.Where(r => rows[r].User == 1))
            yield return facts.Say(VerdictCodes.EqualityConstraint, SemSeverity.Information, row, $"The constraint '{rows[row]}' follows from those before it and restricts nothing.");
        foreach (var problem in Incomparable(facts)) yield return problem;
    }

    /// <summary>Intercepts of an indicator that are equal over groups although a loading of it is not: then the groups' latent means are not on one scale.</summary>
    private static IEnumerable<SemProblem> Incomparable(ModelFacts facts)
    {
        var (groups, rows) = (facts.Model.Groups, facts.Table.Rows);
        if (groups.Count < 2 || !facts.Table.HasMeans) yield break;
        var equal = EqualRows.Of(facts.Table);
        for (var g = 1; g < groups.Count; g++)
        {
            foreach (var intercept in groups[g].Intercepts)
            {
                if (intercept.IsFixed || intercept.To >= groups[g].ObservedCount || First(groups[0].Intercepts, intercept) is not { IsFixed: false } first || !Same(first, intercept)) continue;
                foreach (var loading in groups[g].Directed)
                {
                    if (loading.To != intercept.To || loading.From < groups[g].ObservedCount || First(groups[0].Directed, loading) is not { } other || Same(other, loading)) continue;
                    yield return facts.Say(VerdictCodes.EqualityConstraint, SemSeverity.Warning, intercept.Row,
                        $"The intercept of '{rows[intercept.Row].Left}' is equal in groups 1 and {g + 1}, but its loading '{rows[loading.Row]}' is not: intercepts are comparable only where loadings are equal too.");
                }
            }
        }

        static Arc? First(IReadOnlyList<Arc> arcs, Arc like)
        {
            foreach (var arc in arcs)
                if (arc.From == like.From && arc.To == like.To) return arc;
            return null;
        }

        bool Same(Arc a, Arc b) => a.IsFixed && b.IsFixed ? a.Value.Equals(b.Value) : !a.IsFixed && !b.IsFixed && equal[a.Row] == equal[b.Row];
    }
}
