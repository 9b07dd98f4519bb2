using Ansatz.Compiler.Emitting;
using Ansatz.StructuralEquations;

namespace Ansatz.Compiler.StructuralEquations;

/// <summary>What is shown of a model where the pointer rests on its class: parameters, degrees of freedom, and its moments in closed form.</summary>
internal static class SemRemarks
{
    /// <summary>The lines, as XML.</summary>
    public static IEnumerable<string> Of(SemModel model, IReadOnlyList<MomentProgram?> programs, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        yield return $"<para>{CsharpText.Xml($"{model.Table.Observed.Count} observed and {model.Table.Latent.Count} latent variables, {model.Table.FreeCount} free parameters")}</para>";
    }
}
