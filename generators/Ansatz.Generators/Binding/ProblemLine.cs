using System.Globalization;
using System.Text;

namespace Ansatz.Generators.Binding;

/// <summary>
/// A problem as one line, <c>ANZ0003 member:node arg|arg</c>. The member is the number of a line of the declaration, or -1 for the class
/// and for members without a line, which its node counts from 1; the node counts the lists and atoms of that line in pre-order. In arguments <c>\</c> stands before <c>|</c> and <c>\</c>, and line ends are spaces.
/// </summary>
public readonly record struct ProblemLine(string Code, int Member, int Node, IReadOnlyList<string> Arguments)
{
    /// <summary>Writes a line.</summary>
    public static string Format(string code, int member, int node, params string[] arguments)
    {
        var line = new StringBuilder(code).Append(' ').Append(member.ToString(CultureInfo.InvariantCulture)).Append(':').Append(node.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < arguments.Length; i++)
        {
            line.Append(i == 0 ? ' ' : '|');
            foreach (var character in arguments[i])
            {
                if (character is '|' or '\\') line.Append('\\');
                line.Append(character is '\r' or '\n' ? ' ' : character);
            }
        }

        return line.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => Format(Code, Member, Node, [.. Arguments]);

    /// <summary>Reads a line that <see cref="Format"/> wrote.</summary>
    public static ProblemLine Parse(string line)
    {
        var first = line.IndexOf(' ');
        var second = line.IndexOf(' ', first + 1);
        var place = second < 0 ? line.Substring(first + 1) : line.Substring(first + 1, second - first - 1);
        var colon = place.IndexOf(':');
        var arguments = new List<string>();
        if (second >= 0)
        {
            var one = new StringBuilder();
            for (var i = second + 1; i < line.Length; i++)
            {
                if (line[i] == '\\' && i + 1 < line.Length)
                {
                    one.Append(line[++i]);
                }
                else if (line[i] == '|')
                {
                    arguments.Add(one.ToString());
                    one.Clear();
                }
                else
                {
                    one.Append(line[i]);
                }
            }

            arguments.Add(one.ToString());
        }

        return new ProblemLine(
            line.Substring(0, first),
            int.Parse(place.Substring(0, colon), CultureInfo.InvariantCulture),
            int.Parse(place.Substring(colon + 1), CultureInfo.InvariantCulture),
            arguments);
    }
}
