using System.Collections.Immutable;
using System.Composition;
using Ansatz.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Ansatz.CodeFixes;

/// <summary>Mends the text of a structural equation model: the name that was meant, the operator, the sign that is missing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ModelTextFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [.. DiagnosticDescriptors.All.Select(d => d.Id).Where(id => id.StartsWith("ANZ20", StringComparison.Ordinal))];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (!diagnostic.Properties.TryGetValue(Hints.Key, out var replacement) || replacement is null) continue;
            var span = (diagnostic.AdditionalLocations.Count > 0 ? diagnostic.AdditionalLocations[0] : diagnostic.Location).SourceSpan;
            var old = text.ToString(span);
            var title = replacement.Length == 0 ? $"Remove '{old.Trim()}'" : $"Change '{old}' to '{replacement}'";
            var document = context.Document;
            context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(document.WithText(text.WithChanges(new TextChange(span, replacement)))), diagnostic.Id + title), diagnostic);
        }
    }
}
