using System.Collections.Immutable;
using Ansatz.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Ansatz.CodeFixes;

/// <summary>A code fix that changes the text around one node of the diagnostic's file.</summary>
public abstract class NodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root) return;
        foreach (var diagnostic in context.Diagnostics)
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            var hint = diagnostic.Properties.TryGetValue(Hints.Key, out var words) && words is not null ? words.Split(' ') : [];
            foreach (var change in Changes(root, node, diagnostic.Location, hint))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(change.Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(change.Root)), equivalenceKey: GetType().Name + change.Key),
                    diagnostic);
            }
        }
    }

    /// <summary>What can be done, the most probable first.</summary>
    /// <param name="root">The file.</param>
    /// <param name="node">The node that the diagnostic marks.</param>
    /// <param name="place">Where it marks.</param>
    /// <param name="hint">What the compiler suggests, word by word.</param>
    private protected abstract IEnumerable<Change> Changes(SyntaxNode root, SyntaxNode node, Location place, string[] hint);

    private protected static ImmutableArray<string> Ids(params string[] ids) => [.. ids];

    /// <summary>A changed file.</summary>
    /// <param name="Title">What the editor offers.</param>
    /// <param name="Key">Tells apart the changes of one fix, so that all occurrences can be mended alike.</param>
    /// <param name="Root">The file as it would be.</param>
    private protected sealed record Change(string Title, string Key, SyntaxNode Root);
}
