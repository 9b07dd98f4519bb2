using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Snapshots;

/// <summary>The snapshot mechanism itself, in a folder of its own.</summary>
public sealed class SnapshotMechanismTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshots").FullName;

    [Fact]
    public void AMissingSnapshotFailsAndLeavesWhatWasReceived()
    {
        Assert.Throws<SnapshotException>(() => Snapshot.Match(_folder, "A", "text\n", "cs", update: false));
        Assert.Equal("text\n", File.ReadAllText(Path.Combine(_folder, "A.received.cs")));
    }

    [Fact]
    public void UpdatingAcceptsAndMatchingRemovesWhatWasReceived()
    {
        File.WriteAllText(Path.Combine(_folder, "A.received.cs"), "old");
        Snapshot.Match(_folder, "A", "text\r\n", "cs", update: true);
        Assert.Equal(["A.verified.cs"], Directory.GetFiles(_folder).Select(f => Path.GetFileName(f)));
        Snapshot.Match(_folder, "A", "text\n", "cs", update: false);
    }

    [Fact]
    public void AMismatchShowsTheChangedLines()
    {
        Snapshot.Match(_folder, "A", "one\ntwo\nthree\nfour\nfive", "cs", update: true);
        var failure = Assert.Throws<SnapshotException>(() => Snapshot.Match(_folder, "A", "one\ntwo\n3\nfour\nfive", "cs", update: false));
        Assert.EndsWith("     2 two\n-    3 three\n+    3 3\n     4 four\n", failure.Message);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
