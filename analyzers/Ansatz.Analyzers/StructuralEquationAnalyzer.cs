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
        if (!ModelPart.HasAttribute(declaration.AttributeLists, "StructuralEquationModel")
            || context.SemanticModel.GetDeclaredSymbol(declaration, cancellation) is not { } model
            || SemBinder.AttributeOf(model) is not { } attribute
            || attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax
            || syntax.SyntaxTree != declaration.SyntaxTree) return;
        var bound = SemBinder.Bind(model, declaration, attribute, cancellation);
        var places = Places(declaration, attribute, syntax, bound);
        foreach (var line in bound.Problems)
        {
            var problem = ProblemLine.Parse(line);
            var location = problem is { Code: BindingCodes.SemStatement, Arguments: [_, var start, var length] }
                ? Location.Create(syntax.SyntaxTree, new TextSpan(int.Parse(start, CultureInfo.InvariantCulture), int.Parse(length, CultureInfo.InvariantCulture)))
                : declaration.Identifier.GetLocation();
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.Find(problem.Code) ?? DiagnosticDescriptors.CompilerFailed, location, BindingMessages.Of(problem)));
        }

        if (bound.Problems.Count > 0) return;
        foreach (var problem in Problems(bound, cancellation))
        {
            var descriptor = DiagnosticDescriptors.Find(problem.Code) ?? DiagnosticDescriptors.CompilerFailed;
            var severity = problem.Severity switch { SemSeverity.Information => DiagnosticSeverity.Info, SemSeverity.Warning => DiagnosticSeverity.Warning, _ => DiagnosticSeverity.Error };
            var properties = problem.Replacement is null ? null : ImmutableDictionary<string, string?>.Empty.Add(Hints.Key, problem.Replacement);
            context.ReportDiagnostic(Diagnostic.Create(descriptor, Location.Create(syntax.SyntaxTree, places(problem.Range)), severity, null, properties, problem.Message));
        }
    }

    private static IReadOnlyList<SemProblem> Problems(SemDeclaration declaration, CancellationToken cancellation)
    {
        if (_known.TryGetValue(declaration, out var known)) return known;
        var found = StructuralEquationCompiler.Check(declaration, cancellation);
        if (_known.Count >= Most) _known.Clear();
        return _known[declaration] = found;
    }

    // From the characters of the model text to those of the file.
    private static Func<TextRange, TextSpan> Places(TypeDeclarationSyntax declaration, AttributeData attribute, AttributeSyntax syntax, SemDeclaration bound)
    {
        if (attribute.ConstructorArguments.Length > 0 && syntax.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals is null) is { } text)
        {
            var characters = LiteralPlaces.Of(text.Expression);
            return range => characters.Find(range.Start, range.Length);
        }

        if (SemStatementBinder.Find(declaration) is { } method)
        {
            var statements = SemStatementBinder.Bind(method, bound.Settings, []);
            return range => statements.Find(range.Start, range.Length) is { IsEmpty: false } span ? span : method.Identifier.Span;
        }

        return _ => declaration.Identifier.Span;
    }
}
