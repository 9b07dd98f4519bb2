namespace Ansatz.Compiler.Emitting;

/// <summary>Breaks long lines of C#.</summary>
internal static class LineBreaks
{
    /// <summary>The line in parts of at most so many columns, as far as it has places to break.</summary>
    public static IEnumerable<string> Split(string line, int columns)
    {
        if (line.Length <= columns || line.StartsWith("[ModelDeclaration", StringComparison.Ordinal)) return [line];
        var comment = line.StartsWith("/// ", StringComparison.Ordinal) ? "/// " : line.StartsWith("// ", StringComparison.Ordinal) ? "//     " : "    ";
        var parts = new List<string>();
        while (line.Length > columns)
        {
            var at = Break(line, columns, comment);
            if (at < 0) break;
            parts.Add(line.Substring(0, at).TrimEnd());
            line = comment + line.Substring(at).TrimStart();
        }

        parts.Add(line);
        return parts;
    }

    // The last place among the least nested ones in the second half of the line.
    private static int Break(string line, int columns, string comment)
    {
        var best = -1;
        var bestDepth = int.MaxValue;
        var depth = 0;
        var quoted = false;
        var prose = comment[0] == '/';
        for (var i = 0; i < columns; i++)
        {
            var c = line[i];
            if (c == '"' && (i == 0 || line[i - 1] != '\\')) quoted = !quoted;
            if (quoted && !prose) continue;

            // A comment after code is not broken: its second line would be code.
            if (!prose && c == '/' && i + 1 < line.Length && line[i + 1] == '/') break;
            if (c is '(' or '[') depth++;
            if (c is ')' or ']') depth--;
            if (c != ' ' || i <= comment.Length || i < columns / 3) continue;
            var after = i + 1 < line.Length ? line[i + 1] : ' ';
            var place = prose || line[i - 1] == ',' || line.IndexOf(" where ", i, StringComparison.Ordinal) == i || line.IndexOf(" => ", i, StringComparison.Ordinal) == i || (after is '+' or '-' or '*' or '&' or '|' or '?' or ':' && i + 2 < line.Length && line[i + 2] is ' ' or '&' or '|');
            if (after == ':' && line.LastIndexOf(" where ", i, StringComparison.Ordinal) > 0) place = false;
            if (!place || (depth > bestDepth && best > columns / 2)) continue;
            if (depth <= bestDepth || best <= columns / 2)
            {
                best = line.IndexOf(" => ", i, StringComparison.Ordinal) == i ? i + 3 : i;
                bestDepth = depth;
            }
        }

        return best;
    }
}
