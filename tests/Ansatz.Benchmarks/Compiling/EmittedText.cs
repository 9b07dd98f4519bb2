using System.Reflection;
using Ansatz.Testing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Benchmarks.Compiling;

/// <summary>The length of a generated program.</summary>
/// <param name="Lines">All lines between the braces of the model's class, comments and empty lines included.</param>
/// <param name="Counted">The same if no line had more than 120 columns or more than one statement.</param>
/// <param name="Comments">Lines that are comments.</param>
/// <param name="Empty">Empty lines.</param>
/// <param name="Braces">Lines that are a brace.</param>
/// <param name="Longest">Columns of the longest line.</param>
internal sealed record EmittedText(int Lines, int Counted, int Comments, int Empty, int Braces, int Longest)
{
    private const int Columns = 120;

    /// <summary>The program of the low-rank layer's value and gradients, as the generator writes it now.</summary>
    public static EmittedText LowRankGradient()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("LowRankLayer.cs") ?? throw new InvalidOperationException("The model's source is not embedded."));
        var files = InMemory.Generate(InMemory.Compilation("Layer", [new CorpusFile("LowRankLayer.cs", reader.ReadToEnd())])).Files;
        return Of(files.Single(f => f.HintName.EndsWith(".Gradient.g.cs", StringComparison.Ordinal)).Text);
    }

    private static EmittedText Of(string text)
    {
        var tree = InMemory.Parse(text, "Generated.cs");
        var root = tree.GetCompilationUnitRoot();
        if (root.ContainsDiagnostics) throw new InvalidOperationException("The generated text does not parse.");
        var model = root.DescendantNodes().OfType<ClassDeclarationSyntax>().First();
        int first = LineOf(model.OpenBraceToken.SpanStart) + 1, end = LineOf(model.CloseBraceToken.SpanStart);
        var lines = text.Split('\n')[first..end].Select(l => l.TrimEnd('\r')).ToArray();
        var statements = root.DescendantNodes().OfType<StatementSyntax>()
            .Where(s => !s.DescendantNodes().OfType<StatementSyntax>().Any() && s is not BlockSyntax)
            .CountBy(s => LineOf(s.SpanStart) - first)
            .ToDictionary();
        return new EmittedText(
            lines.Length,
            lines.Select((line, i) => Math.Max(statements.GetValueOrDefault(i), Math.Max(1, (line.Length + Columns - 1) / Columns))).Sum(),
            lines.Count(l => l.TrimStart().StartsWith("//", StringComparison.Ordinal)),
            lines.Count(l => l.Trim().Length == 0),
            lines.Count(l => l.Trim() is "{" or "}"),
            lines.Max(l => l.Length));

        int LineOf(int position) => tree.GetText().Lines.GetLinePosition(position).Line;
    }
}
