using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Ansatz.Compiler.StructuralEquations;
using Ansatz.Generators.Binding;
using Ansatz.StructuralEquations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Ansatz.Analyzers;

/// <summary>
/// What is to be said of a structural equation model, while it is typed, on the characters of the model text: what the text means, whether the parameters are
/// identified, what the moments are constrained to.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StructuralEquationAnalyzer : DiagnosticAnalyzer
{
    private const int Most = 256;

    // By the declaration alone: an edit elsewhere analyses nothing again.
    private static readonly ConcurrentDictionary<SemDeclaration, IReadOnlyList<SemProblem>> _known = new();

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => DiagnosticDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.ClassDeclaration, SyntaxKind.RecordDeclaration);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var declaration = (TypeDeclarationSyntax)context.Node;
        var cancellation = context.CancellationToken;

        // The part with the first attribute speaks for the class.
        if (declaration.AttributeLists.Count == 0
            || context.SemanticModel.GetDeclaredSymbol(declaration, cancellation) is not { } model
            || SemBinder.AttributeOf(model) is not { } attribute
            || attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax
            || syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() != declaration) return;
        var bound = SemBinder.Bind(model, declaration, attribute, cancellation);
        var parts = SemBinder.Parts(model, declaration, cancellation);
        foreach (var line in bound.Problems)
        {
            var problem = ProblemLine.Parse(line);
            if (problem.Code == BindingCodes.IncompleteText) continue;
            var location = problem.Member >= 0 && problem.Member < parts.Count && problem.Arguments is [_, var start, var length]
                ? Location.Create(parts[problem.Member].SyntaxTree, new TextSpan(int.Parse(start, CultureInfo.InvariantCulture), int.Parse(length, CultureInfo.InvariantCulture)))
                : declaration.Identifier.GetLocation();
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.Find(problem.Code) ?? DiagnosticDescriptors.CompilerFailed, location, Properties(BindingMessages.HintOf(problem)), BindingMessages.Of(problem)));
        }

        if (bound.Problems.Count > 0) return;
        var places = SemPlaces.Of(declaration, parts, attribute, bound, cancellation);
        foreach (var problem in Problems(bound, cancellation))
        {
            var descriptor = DiagnosticDescriptors.Find(problem.Code) ?? DiagnosticDescriptors.CompilerFailed;
            var severity = problem.Severity switch { SemSeverity.Information => DiagnosticSeverity.Info, SemSeverity.Warning => DiagnosticSeverity.Warning, _ => DiagnosticSeverity.Error };
            var location = places.Find(problem.Range);

            // The edit's place is the diagnostic's, or a further location.
            var edit = places.Edit(problem.Removal ?? problem.Range, problem.Removal is null ? problem.Replacement : "");
            var further = edit is { } change && change.Span != location.SourceSpan ? new[] { Location.Create(location.SourceTree!, change.Span) } : null;
            context.ReportDiagnostic(Diagnostic.Create(descriptor, location, severity, further, edit is { } found ? Properties(found.NewText!, always: true) : null, problem.Message));
        }
    }

    private static ImmutableDictionary<string, string?>? Properties(string hint, bool always = false) =>
        hint.Length == 0 && !always ? null : ImmutableDictionary<string, string?>.Empty.Add(Hints.Key, hint);

    private static IReadOnlyList<SemProblem> Problems(SemDeclaration declaration, CancellationToken cancellation)
    {
        if (_known.TryGetValue(declaration, out var known)) return known;
        var found = StructuralEquationCompiler.Check(declaration, cancellation);
        if (_known.Count >= Most) _known.Clear();
        return _known[declaration] = found;
    }
}
