using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Onnx;

/// <summary>C# of what the file's writer computes.</summary>
internal static class OnnxText
{
    /// <summary>An element of a table: whole numbers and truth values made of extents and of an element of <paramref name="at"/>, the value of the k-th index.</summary>
    public static string OfElement(Expression e, IReadOnlyList<Index> indices, Func<Extent, string> extent, string at = "at")
    {
        return Text(e, 0);

        string Text(Expression x, int context) => x.Kind switch
        {
            ExpressionKind.Constant => CsharpText.Literal(x.Number, x.Type),
            ExpressionKind.Extent => Operand(extent(x.Extent), context),
            ExpressionKind.Index => $"{at}[{indices.ToList().IndexOf(x.Index)}]",
            _ when x.Is(ScalarOperators.Max) || x.Is(ScalarOperators.Min) => $"Math.{x.Operator.Name}({Text(x.Arguments[0], 0)}, {Text(x.Arguments[1], 0)})",
            _ when x.Is(ScalarOperators.Select) => Parentheses($"{Text(x.Arguments[0], 1)} ? {Text(x.Arguments[1], 1)} : {Text(x.Arguments[2], 1)}", context > 0),
            _ when x.Is(ScalarOperators.Not) => "!" + Text(x.Arguments[0], 6),
            _ => Parentheses(Applied(x), context > x.Operator.Precedence),
        };

        string Applied(Expression x)
        {
            var text = x.Operator.Csharp;
            for (var k = 0; k < x.Arguments.Length; k++) text = text.Replace($"{{{k}}}", Text(x.Arguments[k], Math.Max(1, x.Operator.Precedence + (k > 0 || x.Arguments.Length == 1 ? 1 : 0))));
            return text;
        }
    }

    private static string Operand(string text, int context) => Parentheses(text, context > 0 && text.IndexOf(' ') >= 0);

    private static string Parentheses(string text, bool are) => are ? $"({text})" : text;
}
