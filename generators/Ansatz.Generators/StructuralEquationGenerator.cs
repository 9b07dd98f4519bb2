using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.StructuralEquations;
using Ansatz.Generators.Binding;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators;

/// <summary>Writes the generated part of every class that carries <c>[StructuralEquationModel]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class StructuralEquationGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        HintNames.Register(context, Files(context, SemBinder.AttributeName), Files(context, SemBinder.AttributeName + "`1"));
    }

    // Bind, then Compile: a pure function of a small value, which is repeated only when that value has changed.
    private static IncrementalValuesProvider<GeneratedFile> Files(IncrementalGeneratorInitializationContext context, string attribute) => context.SyntaxProvider
        .ForAttributeWithMetadataName(
            attribute,
            static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: not (int)SyntaxKind.StructKeyword },
            static (found, cancellation) => found.TargetNode is TypeDeclarationSyntax declaration && found.TargetSymbol is INamedTypeSymbol model && SemBinder.IsFirst(model, found.Attributes[0])
                ? SemBinder.Bind(model, declaration, found.Attributes[0], cancellation)
                : null)
        .Where(static model => model is not null)
        .Select(static (model, _) => model!)
        .WithTrackingName(StepNames.Bind)
        .Select(static (model, cancellation) => StructuralEquationCompiler.Compile(model, cancellation))
        .WithTrackingName(StepNames.Compile)
        .SelectMany(static (files, _) => files)
        .WithTrackingName(StepNames.Files);
}
