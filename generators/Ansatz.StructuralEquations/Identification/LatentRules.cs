namespace Ansatz.StructuralEquations;

/// <summary>Verdicts on single latent variables: unit, origin, number of indicators.</summary>
internal static class LatentRules
{
    public static IEnumerable<SemProblem> Scale(ModelFacts facts)
    {
        foreach (var (latent, groups) in Loose(facts, Scalings))
        {
            var name = facts.Model.Groups[0].Variables[latent];
            var row = FirstLoading(facts, latent, groups[0]);
            var loading = facts.Table.Rows[row];
            yield return facts.Say(VerdictCodes.LatentScale, SemSeverity.Warning, row,
                $"The latent variable '{name}' has no unit{In(facts, groups)}: no loading and no variance of it is fixed. Fix a loading ('1*{loading.Right}') or its variance ('{name} ~~ 1*{name}').") with
            {
                Replacement = WithUnit(facts.Model.Text, loading),
            };
        }
    }

    public static IEnumerable<SemProblem> Origin(ModelFacts facts)
    {
        if (!facts.Table.HasMeans) yield break;
        foreach (var (latent, groups) in Loose(facts, Shifts))
        {
            var structure = facts.Model.Groups[groups[0]];
            var name = structure.Variables[latent];
            var children = structure.Directed.Where(a => a.From == latent && a.To != latent).Select(a => structure.Variables[a.To]).Distinct();
            yield return facts.Say(VerdictCodes.LatentOrigin, SemSeverity.Warning, structure.Intercepts.First(a => a.To == latent).Row,
                $"The latent variable '{name}' has no origin{In(facts, groups)}: its mean and the intercepts of {ParameterNames.List(children)} are all free. Fix its mean ('{name} ~ 0*1') or one of the intercepts.");
        }
    }

    public static IEnumerable<SemProblem> FewIndicators(ModelFacts facts)
    {
        foreach (var (group, latent, arcs) in Isolated(facts))
        {
            if (arcs.Length > 2) continue;
            var structure = facts.Model.Groups[group];
            var concerned = arcs.Concat(structure.Bidirected.Where(b => b.From == latent || arcs.Any(a => a.To == b.From)));
            if (!concerned.Any(facts.IsUndetermined)) continue;
            var mend = arcs.Length == 2 ? "set its two loadings equal and fix its variance, link it with another variable, or add an indicator" : "fix the residual variance of the indicator, link it with another variable, or add indicators";
            yield return facts.Say(VerdictCodes.FewIndicators, SemSeverity.Warning, arcs[0].Row,
                $"The latent variable '{structure.Variables[latent]}' has only {ModelFacts.Count(arcs.Length, "indicator")} ({ParameterNames.List(arcs.Select(a => structure.Variables[a.To]))}) and no other link{facts.InGroup(group + 1)}: its parameters are not identified. Either {mend}.");
        }
    }

    public static IEnumerable<SemProblem> ThreeIndicators(ModelFacts facts)
    {
        foreach (var (group, latent, arcs) in Isolated(facts))
        {
            if (arcs.Length != 3 || group > 0) continue;
            var structure = facts.Model.Groups[group];
            var covariances = structure.Bidirected.Where(b => b.From == latent || arcs.Any(a => a.To == b.From)).Concat(arcs).ToArray();
            if (covariances.Any(facts.IsUndetermined) || covariances.Where(a => !a.IsFixed).Select(a => a.Free).Distinct().Count() < 6 || !facts.Identification.Constraints.IsEmpty) continue;
            yield return facts.Say(VerdictCodes.ThreeIndicators, SemSeverity.Information, arcs[0].Row,
                $"The latent variable '{structure.Variables[latent]}' has three indicators and no other link: six parameters for the six covariances of {ParameterNames.List(arcs.Select(a => structure.Variables[a.To]))}. It is just identified, and that they have one common factor cannot be tested.");
        }
    }

    /// <summary>
    /// The latent variables with a transformation (of unit or origin, independent over groups) that changes free parameters only, keeps those with one
    /// number equal, and runs along the equality constraints; with the groups in which it does something.
    /// </summary>
    /// <param name="facts">The model.</param>
    /// <param name="moves">How arcs change under the transformation of one group's latent variable; without an arc where something that is not in the table would have to.</param>
    private static IEnumerable<(int Latent, int[] Groups)> Loose(ModelFacts facts, Func<ReticularStructure, int, uint[], IEnumerable<(Arc? Arc, uint Change)>> moves)
    {
        var groups = facts.Model.Groups;
        if (groups.Count == 0) yield break;
        var constraints = facts.Identification.Constraints;
        var theta = constraints.Point(new PrimeRandom(7));
        var gradients = constraints.Gradients(theta).Select(g => g.Gradient).ToArray();
        for (var latent = groups[0].ObservedCount; latent < groups[0].Variables.Count; latent++)
        {
            // Unknown: how strong the transformation of each group is. Rows: what these strengths have to satisfy.
            var space = new RowSpace(groups.Count);
            var change = new Dictionary<int, uint[]>();
            for (var g = 0; g < groups.Count; g++)
            {
                var forbidden = !groups[g].Directed.Any(a => a.From == latent && a.To != latent);
                var rows = new Dictionary<int, uint>();
                foreach (var (arc, value) in moves(groups[g], latent, theta))
                {
                    if (value == 0) continue;
                    if (arc is { Free: >= 0 } free) rows[free.Row] = MersenneField.Add(rows.TryGetValue(free.Row, out var have) ? have : 0, value);
                    else forbidden = true;
                }

                if (forbidden) space.Insert(Unit(g, 1));
                foreach (var arc in groups[g].Directed.Concat(groups[g].Bidirected).Concat(groups[g].Intercepts))
                {
                    if (arc.IsFixed) continue;
                    var own = Unit(g, rows.TryGetValue(arc.Row, out var value) ? value : 0);
                    // A parameter of several arcs changes by one amount.
                    if (!change.TryGetValue(arc.Free, out var before)) change[arc.Free] = own;
                    else space.Insert([.. own.Zip(before, MersenneField.Subtract)]);
                }
            }

            foreach (var gradient in gradients)
            {
                var sum = new uint[groups.Count];
                foreach (var entry in change)
                    for (var g = 0; g < groups.Count; g++) sum[g] = MersenneField.Add(sum[g], MersenneField.Multiply(gradient[entry.Key], entry.Value[g]));
                space.Insert(sum);
            }

            var loose = space.NullSpace();
            if (loose.Count > 0) yield return (latent, [.. Enumerable.Range(0, groups.Count).Where(g => loose.Any(v => v[g] != 0))]);
        }

        uint[] Unit(int g, uint value)
        {
            var row = new uint[groups.Count];
            row[g] = value;
            return row;
        }
    }

    /// <summary>A larger unit: loadings on the variable grow with it, effects on it, its intercept and covariances shrink, its variance twice as fast (signs reversed, which does not matter).</summary>
    private static IEnumerable<(Arc? Arc, uint Change)> Scalings(ReticularStructure structure, int latent, uint[] theta)
    {
        foreach (var arc in structure.Directed)
            if (arc.From != arc.To && (arc.From == latent || arc.To == latent)) yield return (arc, arc.To == latent ? Value(arc, theta) : MersenneField.Negate(Value(arc, theta)));
        foreach (var arc in structure.Bidirected)
            if (arc.From == latent || arc.To == latent) yield return (arc, arc.From == arc.To ? MersenneField.Multiply(2, Value(arc, theta)) : Value(arc, theta));
        foreach (var arc in structure.Intercepts)
            if (arc.To == latent) yield return (arc, Value(arc, theta));
    }

    /// <summary>Another origin: the variable's own intercept changes by 1, that of each variable it affects by minus the coefficient.</summary>
    private static IEnumerable<(Arc? Arc, uint Change)> Shifts(ReticularStructure structure, int latent, uint[] theta)
    {
        if (structure.Directed.Any(a => a.From == latent && a.To == latent)) yield return (null, 1);
        yield return (Intercept(latent), 1);
        foreach (var arc in structure.Directed)
            if (arc.From == latent && arc.To != latent) yield return (Intercept(arc.To), MersenneField.Negate(Value(arc, theta)));

        Arc? Intercept(int variable)
        {
            foreach (var arc in structure.Intercepts)
                if (arc.To == variable) return arc;
            return null;
        }
    }

    private static uint Value(Arc arc, uint[] theta) => arc.Free >= 0 ? theta[arc.Free] : MersenneField.Of(arc.Value) ?? 1;

    /// <summary>
    /// Latent variables whose only links are their indicators, and these have no others: no effects on or from other variables, no covariances that are not 0.
    /// </summary>
    private static IEnumerable<(int Group, int Latent, Arc[] Indicators)> Isolated(ModelFacts facts)
    {
        for (var g = 0; g < facts.Graphs.Count; g++)
        {
            var (graph, structure) = (facts.Graphs[g], facts.Model.Groups[g]);
            for (var latent = structure.ObservedCount; latent < graph.Count; latent++)
            {
                var children = graph.Children[latent];
                if (children.Length == 0 || graph.Parents[latent].Length > 0 || graph.Siblings[latent].Length > 0) continue;
                if (children.Any(c => c >= structure.ObservedCount || graph.Parents[c].Length > 1 || graph.Children[c].Length > 0 || graph.Siblings[c].Length > 0)) continue;
                yield return (g, latent, [.. children.Select(c => structure.Directed.First(a => a.From == latent && a.To == c))]);
            }
        }
    }

    private static int FirstLoading(ModelFacts facts, int latent, int group)
    {
        var loadings = facts.Model.Groups[group].Directed.Where(a => a.From == latent && a.To != latent).Select(a => a.Row).ToArray();
        return loadings.FirstOrDefault(r => facts.Table.Rows[r].Operator == SemOperator.Measurement && facts.Table.Rows[r].Source.Length > 0) is > 0 and var written ? written : loadings[0];
    }

    /// <summary>The text of a loading fixed at 1, if the loading is written as a bare name or as <c>NA*name</c>; otherwise null.</summary>
    private static string? WithUnit(string text, ParameterRow loading)
    {
        if (loading.Operator != SemOperator.Measurement || loading.Source.Length == 0 || loading.Source.End > text.Length) return null;
        var written = text.Substring(loading.Source.Start, loading.Source.Length).Replace(" ", "");
        return written == loading.Right || written == "NA*" + loading.Right ? "1*" + loading.Right : null;
    }

    private static string In(ModelFacts facts, int[] groups) =>
        facts.Table.GroupCount == 1 ? "" : groups.Length == 1 ? $" in group {groups[0] + 1}" : $" in groups {string.Join(", ", groups.Select(g => g + 1))}";
}
