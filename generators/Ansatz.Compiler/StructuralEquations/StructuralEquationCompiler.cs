using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.StructuralEquations;

namespace Ansatz.Compiler.StructuralEquations;

/// <summary>From a declared structural equation model to the files of its generated part: text → parameter table → moments as expressions → derivatives → straight-line code.</summary>
public static class StructuralEquationCompiler
{
    /// <summary>Compiles one model. A model that has no meaning, or on which the compiler fails, gets members that throw with the reason; it never throws for a declaration.</summary>
    /// <exception cref="OperationCanceledException">The caller has asked to stop.</exception>
    public static EquatableArray<GeneratedFile> Compile(SemDeclaration declaration, CancellationToken cancellation)
    {
        try
        {
            if (!declaration.IsExtensible) return EquatableArray<GeneratedFile>.Empty;
            if (declaration.Problems.Count > 0) return SemSurface.Failed(declaration, declaration.Failure);
            var model = SemModel.Parse(declaration.Text, declaration.Settings.ToOptions());
            if (model.Problems.Concat(OfRows(declaration.Settings)).FirstOrDefault(p => p.Severity == SemSeverity.Error) is { } error) return SemSurface.Failed(declaration, $"{error.Code}: {error.Message}");
            return SemSurface.Write(declaration, model, Programs(model, cancellation), cancellation);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception e)
        {
            return SemSurface.Failed(declaration, $"{ProblemCodes.CompilerFailure}: the compiler failed on this model ({e.GetType().Name}: {e.Message}).");
        }
    }

    /// <summary>What is to be said of a model: of its text, of what is identified, of what it implies, and of how its moments are computed.</summary>
    public static IReadOnlyList<SemProblem> Check(SemDeclaration declaration, CancellationToken cancellation)
    {
        try
        {
            var model = SemModel.Parse(declaration.Text, declaration.Settings.ToOptions());
            var problems = model.Problems.Concat(OfRows(declaration.Settings)).ToList();
            if (problems.Any(p => p.Severity == SemSeverity.Error)) return problems;
            cancellation.ThrowIfCancellationRequested();
            problems.AddRange(ModelVerdicts.Of(model, cancellation));
            if (!model.Groups.All(group => MomentProgram.IsShort(model.Table, group, ParametersOf(group), cancellation)))
            {
                problems.Add(new SemProblem(ManyTerms, SemSeverity.Information, new TextRange(0, 0),
                    $"The moments of this model ({model.Table.Observed.Count} observed and {model.Table.Latent.Count} latent variables, {model.Table.FreeCount} free parameters) are more terms than a processor's cache takes as straight-line code: they are computed by loops over the matrices Λ and Ω."));
            }

            return problems;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return [new SemProblem(ProblemCodes.CompilerFailure, SemSeverity.Error, new TextRange(0, 0), $"The compiler failed on '{declaration.Name}' ({e.GetType().Name}: {e.Message})")];
        }
    }

    // What the rows lack beside the variables of the text.
    private static IEnumerable<SemProblem> OfRows(SemSettings settings)
    {
        if (settings.RowType.Length > 0 && settings.Group.Length > 0 && settings.GroupProperty.Length == 0)
            yield return new SemProblem(SemCodes.UnknownVariable, SemSeverity.Error, new TextRange(0, 0), $"The rows have no property '{settings.Group}', which is to tell the groups apart.");
    }

    /// <summary>More terms than are written out.</summary>
    public const string ManyTerms = "ANZ2060";

    /// <summary>The straight-line program of each group; null for one that is too large, whose moments are computed by loops over matrices.</summary>
    internal static IReadOnlyList<MomentProgram?> Programs(SemModel model, CancellationToken cancellation) =>
        model.Groups.Select(group => MomentProgram.Of(model.Table, group, ParametersOf(group), cancellation)).ToArray();

    /// <summary>The free parameters of a group, ascending.</summary>
    internal static int[] ParametersOf(ReticularStructure group) =>
        group.Directed.Concat(group.Bidirected).Concat(group.Intercepts).Where(a => !a.IsFixed).Select(a => a.Free).Distinct().OrderBy(f => f).ToArray();
}
