using System.Text;

namespace Ansatz.StructuralEquations;

/// <summary>Records of comma separated text: cells may be quoted, a quoted cell may hold commas, doubled quotes and line ends.</summary>
internal static class CsvRecords
{
    /// <summary>The records, one list of cells each; lines without any character are skipped.</summary>
    /// <exception cref="SemDataException">A quoted cell does not end.</exception>
    public static IEnumerable<List<string>> Read(TextReader reader)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var line = 0;
        for (var c = reader.Read(); c >= 0;)
        {
            line++;
            cells = new List<string>(cells.Count);
            var any = false;
            while (true)
            {
                cell.Clear();
                if (c == '"')
                {
                    any = true;
                    for (c = reader.Read(); ; c = reader.Read())
                    {
                        if (c < 0) throw new SemDataException($"Record {line}: a quoted cell does not end.", row: line - 1, expected: "\"", found: "the end of the text");
                        if (c != '"') cell.Append((char)c);
                        else if ((c = reader.Read()) != '"') break;
                        else cell.Append('"');
                    }
                }

                for (; c is >= 0 and not ',' and not '\n' and not '\r'; c = reader.Read()) cell.Append((char)c);
                any |= cell.Length > 0 || c == ',';
                cells.Add(cell.ToString());
                if (c != ',') break;
                c = reader.Read();
            }

            if (c == '\r') c = reader.Read();
            if (c == '\n') c = reader.Read();
            if (any) yield return cells;
        }
    }
}
