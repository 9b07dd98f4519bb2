using Ansatz.Compiler;
using Ansatz.Generators.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators;

/// <summary>Writes the generated part of every class that carries <c>[Model]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Bind: an annotated class to a small value. Roslyn repeats this for every model on every edit, and nothing after it.
        var models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "Ansatz.ModelAttribute",
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, cancellation) => found.TargetNode is TypeDeclarationSyntax declaration
                    && found.TargetSymbol is INamedTypeSymbol model
                    && ModelPart.IsFirst(model, declaration, cancellation)
                        ? ModelBinder.Bind(found.SemanticModel, model, declaration, cancellation)
                        : null)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(StepNames.Bind);

        // Gpu: whether the compilation has the library for GPUs.
        var gpu = context.CompilationProvider
            .Select(static (compilation, _) => GeneratedNames.HasGpu(compilation))
            .WithTrackingName(StepNames.Gpu);

        // Imports: a model and those that it uses, which are inlined. An edit in one of these changes it, any other edit does not.
        var inputs = models
            .Combine(models.Collect().Select(static (all, _) => new ModelClosure(all)))
            .Select(static (pair, _) => pair.Right.Close(pair.Left))
            .Where(static input => input is not null)
            .Combine(gpu)
            .Select(static (pair, _) => pair.Left! with { Gpu = pair.Right })
            .WithTrackingName(StepNames.Imports);

        // Compile: a pure function of that value, from equations to text.
        var compiled = inputs
            .Select(static (input, cancellation) => ModelCompiler.Compile(input, cancellation))
            .WithTrackingName(StepNames.Compile);

        // Files: each handed to the compilation when its text has changed.
        var files = compiled
            .SelectMany(static (files, _) => files)
            .WithTrackingName(StepNames.Files);

        var hasKernels = inputs.Collect().Select(static (all, _) => all.Any(input => input.Gpu));
        context.RegisterSourceOutput(hasKernels, static (output, any) =>
        {
            if (any) output.AddSource(ModelCompiler.FriendOfIlgpu.HintName, ModelCompiler.FriendOfIlgpu.Text);
        });
        HintNames.Register(context, files);
    }
}
