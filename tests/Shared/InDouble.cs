using System.Text.RegularExpressions;

namespace Ansatz.Testing;

/// <summary>A text in single precision as the same text in double precision, by the rules by which the library's layers are made double (LayersInDouble.targets).</summary>
public static partial class InDouble
{
    /// <summary>A file of the library, or of the models that use it, in a namespace of its own.</summary>
    public static CorpusFile Of(CorpusFile file)
    {
        var text = Real().Replace(file.Text, "double");
        text = Vocabulary().Replace(text, "$1");
        text = Literal().Replace(text, "d");
        text = Layers().Replace(text, "Ansatz.Layers.Double");
        return new CorpusFile($"Double/{file.Path}", text.Replace("namespace Library;", "namespace Library.Double;", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\bfloat\b")]
    private static partial Regex Real();

    [GeneratedRegex(@"\b(Reduce|Math|LinearAlgebra|CounterRandom)F\b")]
    private static partial Regex Vocabulary();

    [GeneratedRegex(@"(?<=\d)f\b")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\bAnsatz\.Layers\b")]
    private static partial Regex Layers();
}
