using System.Reflection;
using System.Text.RegularExpressions;
using Ansatz.Compiler.StructuralEquations;
using Ansatz.Generators.Binding;
using Ansatz.StructuralEquations;

namespace Ansatz.Analyzers.Tests;

/// <summary>The ids, their descriptors and their release notes go together.</summary>
public sealed class DescriptorTests
{
    [Fact]
    public void EveryIdHasADescriptorAndEveryDescriptorAnId()
    {
        var codes = Codes(typeof(BindingCodes)).Where(c => c != BindingCodes.IncompleteText).Concat(Codes(typeof(Ansatz.Compiler.Checking.ProblemCodes)))
            .Concat(Codes(typeof(Ansatz.Compiler.Layers.LayerCodes)))
            .Concat(Codes(typeof(SemCodes))).Concat(Codes(typeof(VerdictCodes))).Append(StructuralEquationCompiler.ManyTerms);
        Assert.Equal(codes.Order(StringComparer.Ordinal), DiagnosticDescriptors.All.Select(d => d.Id).Order(StringComparer.Ordinal));
        Assert.All(DiagnosticDescriptors.All, d => Assert.EndsWith(d.Id + ".md", d.HelpLinkUri, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryDescriptorIsInTheReleaseNotes()
    {
        var notes = AnalyzerHarness.Embedded("AnalyzerReleases.Shipped.md") + AnalyzerHarness.Embedded("AnalyzerReleases.Unshipped.md");
        Assert.Equal(
            DiagnosticDescriptors.All.Select(d => d.Id).Order(StringComparer.Ordinal),
            Regex.Matches(notes, "^ANZ[0-9]{4}", RegexOptions.Multiline).Select(m => m.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EverySentenceNamesItsArguments()
    {
        foreach (var code in Codes(typeof(BindingCodes)).Where(c => c is not BindingCodes.IncompleteText and not BindingCodes.UnsupportedSyntax))
        {
            var message = BindingMessages.Of(new ProblemLine(code, 0, 0, ["FirstName", "SecondName", "ThirdName"]));
            Assert.Contains("FirstName", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
            Assert.False(message.EndsWith('.'), message);
        }

        Assert.Equal("The notation has no switch expression: write a chain of conditions, c ? a : …", BindingMessages.Of(new ProblemLine(BindingCodes.UnsupportedSyntax, 0, 0, ["SwitchExpression"])));
    }

    private static IEnumerable<string> Codes(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);
}
