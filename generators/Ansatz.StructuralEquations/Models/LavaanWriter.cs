using System.Globalization;
using System.Text;

namespace Ansatz.StructuralEquations;

/// <summary>Writes a parameter table as lavaan text that says everything, so that no defaults are needed to read it.</summary>
internal sealed class LavaanWriter
{
    private readonly ParameterTable _table;
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    private LavaanWriter(ParameterTable table)
    {
        _table = table;
        NameParameters();
    }

    /// <summary>
    /// The text, which <see cref="SemModel.Parse"/> reads with <see cref="LavaanDefaults.None"/>. Moments of fixed exogenous variables are left out: they are of the sample.
    /// Equalities that come from shared labels are written as labels, and rows' own labels are replaced by labels.
    /// </summary>
    public static string Write(ParameterTable table) => new LavaanWriter(table).Text();

    // Rows that are equal take one label; so do rows that an expression refers to by their own label, which another table would not have.
    private void NameParameters()
    {
        var taken = new HashSet<string>(_table.Rows.Select(r => r.Label).Where(IsName), StringComparer.Ordinal);
        var rows = _table.Rows.Where(r => r.PlainLabel.Length > 0).ToDictionary(r => r.PlainLabel, StringComparer.Ordinal);
        var used = new HashSet<string>(_table.Rows.Where(r => !r.Operator.IsParameter() && r.User != 2).SelectMany(r => Tokens(r.Left).Concat(Tokens(r.Right))).Select(t => t.Text), StringComparer.Ordinal);
        var firsts = _table.Rows.Where(r => r.User == 2 && r.Operator == SemOperator.Equality).GroupBy(r => r.Left);
        foreach (var group in firsts)
        {
            var members = new[] { group.Key }.Concat(group.Select(r => r.Right)).Where(rows.ContainsKey).Select(p => rows[p]).ToArray();
            var label = members.Select(r => r.Label).FirstOrDefault(IsName) ?? Fresh(members[0]);
            foreach (var row in members)
            {
                _labels[row.PlainLabel] = label;
                if (IsName(row.Label)) _labels[row.Label] = label;
            }
        }

        foreach (var row in rows.Values)
        {
            if (_labels.ContainsKey(row.PlainLabel)) continue;
            if (row.Label.Length > 0) _labels[row.PlainLabel] = row.Label[0] == '.' && rows.ContainsKey(row.Label) ? Fresh(rows[row.Label]) : row.Label;
            else if (used.Contains(row.PlainLabel)) _labels[row.PlainLabel] = Fresh(row);
        }

        string Fresh(ParameterRow row)
        {
            var name = $"p{row.Id.ToString(CultureInfo.InvariantCulture)}";
            while (!taken.Add(name)) name += "_";
            return name;
        }
    }

    private static bool IsName(string label) => label.Length > 0 && label[0] != '.' && label.All(c => char.IsLetterOrDigit(c) || c is '_' or '.') && !char.IsDigit(label[0]);

    private string Text()
    {
        var text = new StringBuilder();
        var groups = _table.Rows.Where(r => r.Operator.IsParameter() && !r.IsExogenous).GroupBy(r => (r.Left, r.Operator, r.Right));
        (string Left, SemOperator Operator)? line = null;
        foreach (var group in groups)
        {
            var (left, op, right) = group.Key;
            var isMore = line is { } l && l.Left == left && l.Operator == op;
            text.Append(isMore ? " + " : $"{(line is null ? "" : "\n")}{Name(left)} {(op == SemOperator.Intercept ? "~" : op.Text())} ");
            text.Append(op == SemOperator.Measurement && left == right ? "0" : Modifiers(group.OrderBy(r => r.Group).ToArray()) + (op == SemOperator.Intercept ? "1" : Name(right)));
            line = (left, op);
        }

        text.Append('\n');
        foreach (var row in _table.Rows)
        {
            if (!row.Operator.IsParameter() && row.User != 2) text.Append($"{(row.Operator == SemOperator.Definition ? ModelLexer.Written(row.Left) : Expression(row.Left))} {row.Operator.Text()} {Expression(row.Right)}\n");
        }

        return text.ToString();
    }

    private string Modifiers(ParameterRow[] rows)
    {
        var fixedValues = rows.Any(r => r.Free == 0) ? Vector(rows.Select(r => r.Free == 0 ? Number(r.UserValue) : "NA")) + "*" : "";
        var starts = rows.Any(r => r.Free > 0 && r.UserValue is not null) ? $"start({Vector(rows.Select(r => r.Free > 0 ? Number(r.UserValue) : "NA"))})*" : "";
        var labels = rows.Select(r => _labels.TryGetValue(r.PlainLabel, out var label) ? IsName(label) ? label : $"\"{label}\"" : "NA").ToArray();

        return (labels.Any(l => l != "NA") ? (labels.Length == 1 ? labels[0] : $"c({string.Join(", ", labels.Select(l => l == "NA" || l[0] == '"' ? l : $"\"{l}\""))})") + "*" : "") + fixedValues + starts;
    }

    private static string Vector(IEnumerable<string> values)
    {
        var list = values.ToArray();
        return list.Length == 1 ? list[0] : list.All(v => v == list[0]) ? list[0] : $"c({string.Join(", ", list)})";
    }

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "NA";

    private static string Name(string name) => name.Split(':') is { Length: 2 } product && product.All(IsVariable) || IsVariable(name) ? name : $"`{name}`";

    private static bool IsVariable(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] is '_' or '.') && !(name[0] == '.' && name.Length > 1 && char.IsDigit(name[1])) && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.') && !TermParser.Reserved.Contains(name);

    private string Expression(string expression)
    {
        var text = new StringBuilder();
        foreach (var token in Tokens(expression))
        {
            var isName = token.Kind is TokenKind.Name or TokenKind.String;
            var name = isName ? ModelLexer.Written(_labels.TryGetValue(token.Text, out var label) ? label : token.Text) : token.Text;
            text.Append(token.Kind == TokenKind.Symbol && token.Text[0] is '+' or '-' or ',' && text.Length > 0 && text[text.Length - 1] is not ('(' or '*' or '/' or '^') ? token.Is(',') ? ", " : $" {name} " : name);
        }

        return text.ToString().Replace("  ", " ").Trim();
    }

    private static IEnumerable<SyntaxToken> Tokens(string expression) => ModelLexer.Read(expression, []).Where(t => t.Kind != TokenKind.End);
}
