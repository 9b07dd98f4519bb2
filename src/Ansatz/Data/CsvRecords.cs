using System.Text;

namespace Ansatz;

/// <summary>Records of comma separated text: cells may be quoted, a quoted cell may hold commas, doubled quotes and line ends.</summary>
internal static class CsvRecords
{
    /// <summary>The records, one list of cells each; lines without any character are skipped.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="unended">The exception for a quoted cell that does not end, of the number of its record, from 1.</param>
    /// <param name="delimiter">What stands between cells.</param>
    public static IEnumerable<List<string>> Read(TextReader reader, Func<int, Exception> unended, char delimiter = ',')
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
                        if (c < 0) throw unended(line);
                        if (c != '"') cell.Append((char)c);
                        else if ((c = reader.Read()) != '"') break;
                        else cell.Append('"');
                    }
                }

                for (; c is >= 0 and not '\n' and not '\r' && c != delimiter; c = reader.Read()) cell.Append((char)c);
                any |= cell.Length > 0 || c == delimiter;
                cells.Add(cell.ToString());
                if (c != delimiter) break;
                c = reader.Read();
            }

            if (c == '\r') c = reader.Read();
            if (c == '\n') c = reader.Read();
            if (any) yield return cells;
        }
    }
}
