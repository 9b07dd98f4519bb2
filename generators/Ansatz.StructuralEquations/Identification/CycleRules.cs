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
        var bounds = Bounds(facts.Table);
        foreach (var (group, component, determinant) in Components(facts))
        {
            if (determinant.Cycles.Count == 0 || !CanVanish(facts, determinant, bounds)) continue;
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
    private static bool CanVanish(ModelFacts facts, CycleDeterminant determinant, IReadOnlyList<(string[] Labels, double Low, double High)> bounds)
    {
        if (determinant.Cycles.Count == 1 && IsBounded(facts, determinant.Cycles[0], bounds)) return false;
        var free = determinant.Cycles.SelectMany(c => c).Where(a => !a.IsFixed).Select(a => a.Free).Distinct().ToArray();
        var values = new Dictionary<int, double>();
        var corners = free.Length <= 12 ? 1 << free.Length : 4096;
        var random = new PrimeRandom(13);
        for (var corner = 0; corner < corners; corner++)
        {
            for (var k = 0; k < free.Length; k++)
            {
                var (low, high) = Box(facts, free[k], bounds);
                values[free[k]] = (free.Length <= 12 ? (corner >> k & 1) != 0 : random.Below(2) != 0) ? high : low;
            }

            if (determinant.Evaluate(a => a.IsFixed ? a.Value : values[a.Free]) <= 0) return true;
        }

        return false;
    }

    private static (double Low, double High) Box(ModelFacts facts, int parameter, IReadOnlyList<(string[] Labels, double Low, double High)> bounds)
    {
        var (low, high) = (-1.0, 1.0);
        var row = facts.Table.Rows[facts.Names.RowOf(parameter)];
        foreach (var (labels, least, most) in bounds)
            if (labels.Length == 1 && (labels[0] == row.Label || labels[0] == row.PlainLabel)) (low, high) = (Math.Max(low, least), Math.Min(high, most));
        return (low, Math.Max(low, high));
    }

    /// <summary>Whether a bound on the product of a cycle's labels, each as often as it is there, keeps the cycle below 1.</summary>
    private static bool IsBounded(ModelFacts facts, Arc[] cycle, IReadOnlyList<(string[] Labels, double Low, double High)> bounds)
    {
        string[] labels = [.. cycle.Where(a => !a.IsFixed).Select(a => facts.Table.Rows[a.Row].Label).OrderBy(l => l, StringComparer.Ordinal)];
        var limit = 1 / FixedPart(cycle);
        return bounds.Any(b => (limit > 0 ? b.High <= limit : b.Low >= limit) && b.Labels.SequenceEqual(labels));
    }

    private static double FixedPart(Arc[] cycle) => cycle.Where(a => a.IsFixed).Aggregate(1.0, (product, a) => product * a.Value);

    /// <summary>Inequality constraints between a number and a label, or a product of labels. As bounds are strict, a box is closed only in name.</summary>
    private static IReadOnlyList<(string[] Labels, double Low, double High)> Bounds(ParameterTable table)
    {
        var result = new List<(string[] Labels, double Low, double High)>();
        foreach (var row in table.Rows)
        {
            if (row.Operator is not (SemOperator.Less or SemOperator.Greater)) continue;
            var less = row.Operator == SemOperator.Less;
            if (Number(row.Right) is { } right && Product(row.Left) is { } left) result.Add((left, less ? double.NegativeInfinity : right, less ? right : double.PositiveInfinity));
            else if (Number(row.Left) is { } number && Product(row.Right) is { } product) result.Add((product, less ? number : double.NegativeInfinity, less ? double.PositiveInfinity : number));
        }

        return result;

        static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

        static string[]? Product(string text)
        {
            var factors = text.Split('*').Select(f => f.Trim()).ToArray();
            return factors.All(f => f.Length > 0 && f.All(c => char.IsLetterOrDigit(c) || c is '.' or '_') && !char.IsDigit(f[0])) ? [.. factors.OrderBy(f => f, StringComparer.Ordinal)] : null;
        }
    }

    private static string Bound(ModelFacts facts, CycleDeterminant determinant)
    {
        var limit = 1 / FixedPart(determinant.Cycles[0]);
        var bound = $"{(limit < 0 ? '>' : '<')} {limit.ToString("R", CultureInfo.InvariantCulture)}";
        var rows = determinant.Cycles[0].Where(a => !a.IsFixed).Select(a => facts.Table.Rows[a.Row]).ToArray();
        return rows.All(ParameterNames.HasOwnLabel)
            ? $"Bounds such as '{string.Join("*", rows.Select(r => r.Label))} {bound}' keep it positive."
            : $"Label the coefficient{(rows.Length > 1 ? "s" : "")} of {ParameterNames.List(rows.Select(r => r.ToString()))} and bound {(rows.Length > 1 ? "their product" : "it")} to keep it positive.";
    }

    private static string Name(ModelFacts facts, Arc arc)
    {
        var row = facts.Table.Rows[arc.Row];
        if (arc.IsFixed) return double.IsNaN(arc.Value) ? $"[{row}]" : arc.Value.ToString(CultureInfo.InvariantCulture);
        return ParameterNames.HasOwnLabel(row) ? row.Label : $"[{facts.Names.OfRow(arc.Row)}]";
    }

    private static int FirstRow(ModelFacts facts, CycleDeterminant determinant) =>
        determinant.Cycles.Count == 0 ? -1 : determinant.Cycles.SelectMany(c => c).Select(a => a.Row).OrderBy(r => facts.Table.Rows[r].Source.Length > 0 ? 0 : 1).ThenBy(r => r).First();
}
