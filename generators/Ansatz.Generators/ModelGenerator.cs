using Ansatz.Compiler;
using Ansatz.Compiler.Declarations;
using Ansatz.Generators.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators;

/// <summary>Writes the generated part of every class that carries <c>[Model]</c> or <c>[Network]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var (models, networks) = Inputs(context);
        var (fromModels, fromNetworks) = (Files(models), Files(networks));
        HintNames.Register(context, fromModels, fromNetworks);
        var hasKernels = models.Collect().Combine(networks.Collect())
            .Select(static (all, _) => all.Left.Any(input => input.Gpu) || all.Right.Any(input => input.Gpu));
        context.RegisterSourceOutput(hasKernels, static (output, any) =>
        {
            if (any) output.AddSource(ModelCompiler.FriendOfIlgpu.HintName, ModelCompiler.FriendOfIlgpu.Text);
        });
    }

    /// <summary>The first half of the pipeline: what there is to compile, each model with those that it uses.</summary>
    /// <param name="context">Where the steps are registered.</param>
    /// <returns>Classes with <c>[Model]</c>, and those with <c>[Network]</c>.</returns>
    public static (IncrementalValuesProvider<CompileInput> Models, IncrementalValuesProvider<CompileInput> Networks) Inputs(IncrementalGeneratorInitializationContext context)
    {
        // Bind: an annotated class to a small value. Roslyn repeats this for every model on every edit, and nothing after it.
        var models = Bound(context, "Ansatz.ModelAttribute");
        var networks = Bound(context, "Ansatz.NetworkAttribute");
        var closure = models.Collect().Combine(networks.Collect()).Select(static (all, _) => new ModelClosure(all.Left.AddRange(all.Right)));

        // Gpu: whether the compilation has the library for GPUs.
        var gpu = context.CompilationProvider
            .Select(static (compilation, _) => GeneratedNames.HasGpu(compilation))
            .WithTrackingName(StepNames.Gpu);

        return (Closed(models, closure, gpu), Closed(networks, closure, gpu));
    }

    private static IncrementalValuesProvider<ModelDeclaration> Bound(IncrementalGeneratorInitializationContext context, string attribute) => context.SyntaxProvider
        .ForAttributeWithMetadataName(
            attribute,
            static (node, _) => node is TypeDeclarationSyntax,
            static (found, cancellation) => found.TargetNode is TypeDeclarationSyntax declaration
                && found.TargetSymbol is INamedTypeSymbol model
                && ModelPart.IsFirst(model, declaration, cancellation)

                // A class with both attributes is a network.
                && (found.Attributes[0].AttributeClass!.Name == "NetworkAttribute" || !ModelPart.IsNetwork(model, declaration, cancellation))
                    ? ModelBinder.Bind(found.SemanticModel, model, declaration, cancellation)
                    : null)
        .Where(static model => model is not null)
        .Select(static (model, _) => model!)
        .WithTrackingName(StepNames.Bind);

    // Imports: a model and those that it uses, which are inlined. An edit in one of these changes it, any other edit does not.
    private static IncrementalValuesProvider<CompileInput> Closed(IncrementalValuesProvider<ModelDeclaration> models, IncrementalValueProvider<ModelClosure> closure, IncrementalValueProvider<bool> gpu) => models
        .Combine(closure)
        .Select(static (pair, _) => pair.Right.Close(pair.Left))
        .Where(static input => input is not null)
        .Combine(gpu)
        .Select(static (pair, _) => pair.Left! with { Gpu = pair.Right })
        .WithTrackingName(StepNames.Imports);

    private static IncrementalValuesProvider<GeneratedFile> Files(IncrementalValuesProvider<CompileInput> inputs) => inputs
        // Compile: a pure function of that value, from equations to text.
        .Select(static (input, cancellation) => ModelCompiler.Compile(input, cancellation))
        .WithTrackingName(StepNames.Compile)

        // Files: each handed to the compilation when its text has changed.
        .SelectMany(static (files, _) => files)
        .WithTrackingName(StepNames.Files);
}
