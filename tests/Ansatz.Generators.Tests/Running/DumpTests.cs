using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>Writes every generated file into the folder named by ANSATZ_DUMP, to read and to compare.</summary>
public class DumpTests
{
    [Fact]
    public void WritesWhatWasGenerated()
    {
        if (Environment.GetEnvironmentVariable("ANSATZ_DUMP") is not { Length: > 0 } folder) return;
        Directory.CreateDirectory(folder);
        foreach (var file in Corpus.Layers.Generated.Concat(Corpus.Models.Generated)) File.WriteAllText(Path.Combine(folder, file.HintName), file.Text);
        var second = Path.Combine(folder, "SecondDerivatives");
        Directory.CreateDirectory(second);
        foreach (var file in Corpus.SecondDerivatives.Generated) File.WriteAllText(Path.Combine(second, file.HintName), file.Text);
    }
}
