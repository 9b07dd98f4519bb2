using System.Globalization;

namespace Ansatz.StructuralEquations;

/// <summary>Verdicts on cycles of coefficients.</summary>
internal static class CycleRules
{
    public static IEnumerable<SemProblem> Cyclic(ModelFacts facts)
    {
        foreach (var (group, component, determinant) in Components(facts))
        {
            var structure = facts.Model.Groups[group];
            yield return facts.Say(VerdictCodes.Cyclic, SemSeverity.Information, FirstRow(facts, determinant),
                $"The model is cyclic{facts.InGroup(group + 1)}: {ParameterNames.List(component.Select(v => structure.Variables[v]))} affect each other. Its moments are divided by det(I − Λ) = {determinant.Print(a => Name(facts, a), 8)}.");
        }
    }

    public static IEnumerable<SemProblem> Singular(ModelFacts facts)
    {
        var bounds = new CycleBounds(facts.Table, facts.Names);
        foreach (var (group, component, determinant) in Components(facts))
        {
            if (determinant.Cycles.Count == 0 || !CanVanish(determinant, bounds)) continue;
            var structure = facts.Model.Groups[group];
            yield return facts.Say(VerdictCodes.SingularCycle, SemSeverity.Warning, FirstRow(facts, determinant),
                $"det(I − Λ) = {determinant.Print(a => Name(facts, a), 4)} of {ParameterNames.List(component.Select(v => structure.Variables[v]))} can be 0 for coefficients between −1 and 1{facts.InGroup(group + 1)}: there the moments do not exist, and on the other side of it other coefficients may have the same moments. {Bound(facts, determinant)}");
        }
    }

    private static IEnumerable<(int Group, IReadOnlyList<int> Component, CycleDeterminant Determinant)> Components(ModelFacts facts)
    {
        var said = new HashSet<string>();
        for (var g = 0; g < facts.Graphs.Count; g++)
        {
            foreach (var component in DirectedGraph.Of(facts.Model.Groups[g]).Components().Where(c => c.IsCyclic).Select(c => c.Vertices))
            {
                var determinant = CycleDeterminant.Of(facts.Model.Groups[g], component);
                // Groups with the same labels need one remark, not one each.
                if (said.Add(determinant.Print(a => Name(facts, a), 8))) yield return (g, component, determinant);
            }
        }
    }

    /// <summary>Whether the determinant reaches 0 in the box of coefficients. It is linear in each coefficient, so that its least value is at a corner.</summary>
    private static bool CanVanish(CycleDeterminant determinant, CycleBounds bounds)
    {
        if (bounds.KeepPositive(determinant)) return false;
        var free = determinant.Cycles.SelectMany(c => c).Where(a => !a.IsFixed).Select(a => a.Free).Distinct().ToArray();
        var values = new Dictionary<int, double>();
        var corners = free.Length <= 12 ? 1 << free.Length : 4096;
        var random = new PrimeRandom(13);
        for (var corner = 0; corner < corners; corner++)
        {
            for (var k = 0; k < free.Length; k++)
            {
                var (low, high) = bounds.Of(free[k]);
                values[free[k]] = (free.Length <= 12 ? (corner >> k & 1) != 0 : random.Below(2) != 0) ? high : low;
            }

            if (determinant.Evaluate(a => a.IsFixed ? a.Value : values[a.Free]) <= 0) return true;
        }

        return false;
    }

    private static string Bound(ModelFacts facts, CycleDeterminant determinant)
    {
        var arcs = determinant.Cycles.SelectMany(c => c).ToArray();
        var rows = arcs.Where(a => !a.IsFixed).Select(a => facts.Table.Rows[a.Row]).ToArray();
        if (rows.Length == 0) return "All its coefficients are fixed; only another value of one of them mends it.";
        var isLabelled = rows.All(ParameterNames.HasOwnLabel);
        if (determinant.Cycles.Count > 1)
        {
            return isLabelled && determinant.IsComplete && determinant.Sets.Count <= 4
                ? $"Bounds such as '{determinant.Print(a => Name(facts, a), 4)} > 0' keep it positive."
                : "Label its coefficients and bound them so that it stays positive.";
        }

        var factor = arcs.Where(a => a.IsFixed).Aggregate(1.0, (product, a) => product * a.Value);
        var number = factor == 1 ? "" : factor.ToString("R", CultureInfo.InvariantCulture) + "*";
        return isLabelled
            ? $"Bounds such as '{number}{string.Join("*", rows.Select(r => ModelLexer.Written(r.Label)))} < 1' keep it positive."
            : $"Label the coefficient{(rows.Length > 1 ? "s" : "")} of {ParameterNames.List(rows.Select(r => r.ToString()))} and bound {(rows.Length > 1 ? "their product" : "it")}{(factor == 1 ? "" : $" times {number.TrimEnd('*')}")} below 1 to keep it positive.";
    }

    private static string Name(ModelFacts facts, Arc arc)
    {
        var row = facts.Table.Rows[arc.Row];
        if (arc.IsFixed) return double.IsNaN(arc.Value) ? $"[{row}]" : arc.Value.ToString("R", CultureInfo.InvariantCulture);
        return ParameterNames.HasOwnLabel(row) ? ModelLexer.Written(row.Label) : $"[{facts.Names.OfRow(arc.Row)}]";
    }

    private static int FirstRow(ModelFacts facts, CycleDeterminant determinant) =>
        determinant.Cycles.Count == 0 ? -1 : determinant.Cycles.SelectMany(c => c).Select(a => a.Row).OrderBy(r => facts.Table.Rows[r].Source.Length > 0 ? 0 : 1).ThenBy(r => r).First();
}
