namespace Ansatz.StructuralEquations;

/// <summary>Verdicts from counts of parameters and moments.</summary>
internal static class CountRules
{
    public static IEnumerable<SemProblem> NegativeDegreesOfFreedom(ModelFacts facts)
    {
        var id = facts.Identification;
        if (id.DegreesOfFreedom >= 0) yield break;
        yield return facts.SayOfAll(VerdictCodes.NegativeDegreesOfFreedom, SemSeverity.Warning,
            $"The model has {ModelFacts.Count(id.ParameterCount, "free parameter")} but only {ModelFacts.Count(id.Moments, "moment")} to estimate them from: df = {id.DegreesOfFreedom}. At least {-id.DegreesOfFreedom} more must be fixed or set equal.");
    }

    public static IEnumerable<SemProblem> JustIdentified(ModelFacts facts)
    {
        var id = facts.Identification;
        if (id.DegreesOfFreedom != 0 || !id.IsFiniteToOne) yield break;
        yield return facts.SayOfAll(VerdictCodes.JustIdentified, SemSeverity.Information,
            $"The model is just identified: {ModelFacts.Count(id.ParameterCount, "parameter")} for as many moments (df = 0). It can fit any covariances near those it implies; the chi-square test has no power.");
    }

    public static IEnumerable<SemProblem> FixedExogenous(ModelFacts facts)
    {
        var rows = facts.Table.Rows;
        var names = rows.Where(r => r.IsExogenous && r.Operator == SemOperator.Covariance && r.Left == r.Right).Select(r => r.Left).Distinct().ToArray();
        if (names.Length == 0) yield break;
        var first = Enumerable.Range(0, rows.Count).First(k => rows[k].IsExogenous && rows[k].Left == names[0]);
        yield return facts.Say(VerdictCodes.FixedExogenous, SemSeverity.Information, first,
            $"The moments of {ParameterNames.List(names)} are fixed at the sample's (fixed.x): they are not parameters, and the log-likelihood, AIC and BIC leave them out.");
    }
}
