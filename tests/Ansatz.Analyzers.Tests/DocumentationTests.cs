using System.Text.RegularExpressions;
using Ansatz.Generators;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ansatz.Analyzers.Tests;

/// <summary>The examples of the guides: each file's blocks are one program, which compiles without a warning of Ansatz.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Guides => ["first-model.md", "adding-a-layer.md"];

    [Theory]
    [MemberData(nameof(Guides))]
    public async Task TheExamplesCompile(string guide)
    {
        var text = AnalyzerHarness.Embedded("guides/" + guide).ReplaceLineEndings("\n");
        var blocks = Block().Matches(text).Select(m => m.Groups[1].Value).ToArray();
        Assert.NotEmpty(blocks);
        Assert.Equal(blocks.Length, Regex.Matches(text, "^```csharp$", RegexOptions.Multiline).Count);

        var cancellation = TestContext.Current.CancellationToken;
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        var compilation = CSharpCompilation.Create(
            "guide",
            [.. blocks.Select((b, k) => CSharpSyntaxTree.ParseText(b, parse, $"Block{k}.cs", cancellationToken: cancellation)), CSharpSyntaxTree.ParseText("global using System; global using System.IO; global using System.Linq;", parse, cancellationToken: cancellation)],
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(System.Numerics.Tensors.Tensor).Assembly.Location), MetadataReference.CreateFromFile(typeof(ModelAttribute).Assembly.Location)],
            new CSharpCompilationOptions(text.Contains("static void Main", StringComparison.Ordinal) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: parse).RunGeneratorsAndUpdateCompilation(compilation, out var whole, out _, cancellation);
        Assert.Equal([], whole.GetDiagnostics(cancellation).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        Assert.Equal([], (await AnalyzerHarness.Diagnostics(["global using System;", .. blocks], generated: false)).Select(d => d.ToString()));
    }

    [GeneratedRegex("^<!-- compiled -->\n```csharp\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
