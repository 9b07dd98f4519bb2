using System.Reflection;
using System.Text;

namespace Ansatz.Testing;

/// <summary>
/// Text that was looked at and kept. Files follow Verify's convention, <c>Name.verified.cs</c> and <c>Name.received.cs</c> in the
/// project's folder Snapshots; UPDATE_SNAPSHOTS=1 accepts what is received, except in CI.
/// </summary>
public static class Snapshot
{
    private static string Folder { get; } = Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!,
        "Snapshots");

    /// <summary>Compares a text with the one that was kept under that name.</summary>
    /// <exception cref="SnapshotException">They differ, or none was kept.</exception>
    public static void Match(string name, string text, string extension = "cs") => Match(Folder, name, text, extension, MayUpdate);

    private static bool MayUpdate =>
        Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));

    internal static void Match(string folder, string name, string text, string extension, bool update)
    {
        var verified = Path.Combine(folder, $"{name}.verified.{extension}");
        var received = Path.Combine(folder, $"{name}.received.{extension}");
        text = text.ReplaceLineEndings("\n");
        var kept = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;
        if (kept == text)
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(folder);
        if (update)
        {
            File.WriteAllText(verified, text);
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        throw new SnapshotException(kept is null
            ? $"There is no {name}.verified.{extension} yet. Look at {name}.received.{extension} and accept it with UPDATE_SNAPSHOTS=1."
            : $"{name} is not what was verified (- verified, + received):\n{LineDifference(kept, text)}");
    }

    /// <summary>The changed lines of two texts with their numbers, and one line around each change.</summary>
    public static string LineDifference(string before, string after)
    {
        var (a, b) = (before.Split('\n'), after.Split('\n'));

        // Longest common subsequence from the end: common[i, j] of a[i..] and b[j..].
        var common = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var lines = new List<(char Mark, int Number, string Line)>();
        var (x, y) = (0, 0);
        while (x < a.Length || y < b.Length)
        {
            if (x < a.Length && y < b.Length && a[x] == b[y]) (_, x, y) = (Add(' ', y + 1, b[y]), x + 1, y + 1);
            else if (x < a.Length && (y == b.Length || common[x + 1, y] >= common[x, y + 1])) (_, x) = (Add('-', x + 1, a[x]), x + 1);
            else (_, y) = (Add('+', y + 1, b[y]), y + 1);
        }

        var text = new StringBuilder();
        var last = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            var near = lines[i].Mark != ' ' || (i > 0 && lines[i - 1].Mark != ' ') || (i + 1 < lines.Count && lines[i + 1].Mark != ' ');
            if (!near) continue;
            if (last >= 0 && i > last + 1) text.Append("      …\n");
            text.Append($"{lines[i].Mark}{lines[i].Number,5} {lines[i].Line}\n");
            last = i;
        }

        return text.ToString();

        bool Add(char mark, int number, string line)
        {
            lines.Add((mark, number, line));
            return true;
        }
    }
}

/// <summary>A text differs from the one that was kept.</summary>
public sealed class SnapshotException(string message) : Exception(message);
