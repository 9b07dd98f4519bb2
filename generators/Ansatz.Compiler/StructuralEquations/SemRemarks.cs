using Ansatz.Compiler.Emitting;
using Ansatz.StructuralEquations;

namespace Ansatz.Compiler.StructuralEquations;

/// <summary>What is shown of a model where the pointer rests on its class: its figures, its parameters, and its moments in closed form.</summary>
internal static class SemRemarks
{
    // As much as a tool tip holds.
    private const int MostEntries = 91;
    private const int MostTerms = 12;
    private static readonly ClosedFormLimits _limits = new() { Terms = 200, Steps = 100_000 };

    /// <summary>The lines, as XML.</summary>
    public static IEnumerable<string> Of(SemModel model, IReadOnlyList<MomentProgram?> programs, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var identification = Identification.Of(model, cancellation);
        var table = model.Table;
        yield return $"<para>{table.Observed.Count} observed and {table.Latent.Count} latent variables{(table.GroupCount > 1 ? $", {table.GroupCount} groups" : "")}; {identification.ParameterCount} free parameters, {identification.Moments} moments, {identification.DegreesOfFreedom} degrees of freedom. {Verdict(identification)}</para>";
        yield return "<code>";
        foreach (var line in table.ToString().Split('\n')) yield return CsharpText.Xml(line.TrimEnd());
        yield return "</code>";
        foreach (var line in Moments(model, cancellation)) yield return line;
        yield return programs.All(p => p is not null)
            ? "<para>The moments and their derivatives are computed without loops.</para>"
            : "<para>Written out, the moments would be too long to be fast; they are computed by loops over the matrices Λ and Ω.</para>";
    }

    private static string Verdict(Identification identification) => identification.Rank is not { } rank
        ? $"Identification was not examined: {CsharpText.Xml(identification.Unexamined ?? "the model is too large")}."
        : identification.IsFiniteToOne ? "The parameters are generically identified, up to finitely many values." : $"Not identified: the moments depend on {rank} combinations of the parameters.";

    private static IEnumerable<string> Moments(SemModel model, CancellationToken cancellation)
    {
        var group = model.Groups[0];
        var p = group.ObservedCount;
        if (p * (p + 1) / 2 > MostEntries) yield break;
        var form = ClosedForm.Of(group, model.Table, _limits, cancellation);
        if (form.Reason is not null) yield break;
        yield return model.Groups.Count > 1 ? "<para>The moments of the first group in closed form:</para>" : "<para>The moments in closed form:</para>";
        foreach (var delta in form.Deltas) yield return $"<c>{CsharpText.Xml($"{delta.Name} = {delta.Polynomial}")}</c><br/>";
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return Line($"cov({group.Variables[i]}, {group.Variables[j]})", form.Sigma(i, j));
            }
        }

        if (!model.Table.HasMeans) yield break;
        for (var i = 0; i < p; i++) yield return Line($"mean({group.Variables[i]})", form.Mean(i));
    }

    private static string Line(string name, ClosedExpression value) =>
        $"<c>{CsharpText.Xml($"{name} = {(value.IsKnown && value.TermCount <= MostTerms ? value.InfixByName : $"{(value.IsKnown ? $"{value.TermCount} terms" : "many terms")}")}")}</c><br/>";
}
