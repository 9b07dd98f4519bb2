using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>Bodies in braces: those that are local values followed by one return are expressions in other words.</summary>
internal static class BlockShape
{
    /// <summary>The first statement that is neither a local value nor the final return, or null if there is none.</summary>
    public static SyntaxNode? Obstacle(BlockSyntax block)
    {
        var statements = block.Statements;
        for (var i = 0; i < statements.Count; i++)
        {
            var last = i == statements.Count - 1;
            var fits = statements[i] switch
            {
                LocalDeclarationStatementSyntax local => !last && IsValue(local),
                ReturnStatementSyntax returned => last && returned.Expression is not null,
                _ => false,
            };
            if (!fits) return statements[i];
        }

        return statements.Count == 0 ? block : null;
    }

    private static bool IsValue(LocalDeclarationStatementSyntax local)
    {
        if (local.UsingKeyword.RawKind != 0 || local.Declaration.Type is RefTypeSyntax) return false;
        foreach (var variable in local.Declaration.Variables)
        {
            if (variable.Initializer is null) return false;
        }

        return true;
    }
}
