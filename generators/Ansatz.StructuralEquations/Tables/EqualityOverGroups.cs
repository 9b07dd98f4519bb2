namespace Ansatz.StructuralEquations;

/// <summary>Which parameters of later groups are those of the first (lavaan's <c>group.equal</c> and <c>group.partial</c>).</summary>
internal sealed class EqualityOverGroups(TableDefaults defaults)
{
    /// <summary>A name for each row: rows with the same name are equal.</summary>
    /// <param name="rows">The rows, with the group of each and whether it is a fixed exogenous moment.</param>
    public string[] Labels(IReadOnlyList<(ModelTerm Term, int Group, bool IsExogenous)> rows)
    {
        var first = rows.Where(r => r.Group == 1).ToArray();
        var roles = VariableRoles.Of(first.Select(r => r.Term).ToArray());
        var latent = new HashSet<string>(roles.Latent, StringComparer.Ordinal);
        var random = new HashSet<string>(roles.ObservedRandom, StringComparer.Ordinal);
        random.ExceptWith(first.Where(r => r.IsExogenous).SelectMany(r => new[] { r.Term.Left, r.Term.Right }));
        var partial = new HashSet<string>(defaults.GroupPartial.Select(Unspaced), StringComparer.Ordinal);
        var equal = new HashSet<string>(first.Where(r => IsEqual(r.Term, latent, random)).Select(r => r.Term.Key).Where(k => !partial.Contains(k)), StringComparer.Ordinal);
        return rows.Select(r => r.Group == 1 || equal.Contains(r.Term.Key) ? r.Term.Key : $"{r.Term.Key}.g{r.Group}").ToArray();
    }

    /// <summary>A parameter's name as <c>group.partial</c> has it, without blanks.</summary>
    public static string Unspaced(string name) => string.Concat(name.Where(c => !char.IsWhiteSpace(c)));

    private bool IsEqual(ModelTerm term, HashSet<string> latent, HashSet<string> random)
    {
        var isVariance = term.Left == term.Right;
        return term.Operator switch
        {
            SemOperator.Measurement => defaults.Equal(GroupEqual.Loadings),
            SemOperator.Regression => defaults.Equal(GroupEqual.Regressions),
            SemOperator.Intercept => (defaults.Equal(GroupEqual.Intercepts) && random.Contains(term.Left)) || (defaults.Equal(GroupEqual.Means) && latent.Contains(term.Left)),
            _ => (random.Contains(term.Left) && defaults.Equal(isVariance ? GroupEqual.Residuals : GroupEqual.ResidualCovariances))
                || (latent.Contains(term.Left) && defaults.Equal(isVariance ? GroupEqual.LatentVariances : GroupEqual.LatentCovariances)),
        };
    }
}
