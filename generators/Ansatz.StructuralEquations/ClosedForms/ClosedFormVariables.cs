using System.Text;
using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>A symbol of the closed forms: a free parameter, several that are equal, or a moment of exogenous variables that is fixed at the sample's.</summary>
/// <param name="Name">Its name in infix notation.</param>
/// <param name="Latex">Its name in LaTeX.</param>
/// <param name="Rows">The rows of the parameter table, from 0, that it stands for.</param>
/// <param name="Free">The free parameter of the first such row, from 0; −1 for a moment of the sample.</param>
public sealed record ClosedFormVariable(string Name, string Latex, IReadOnlyList<int> Rows, int Free);

/// <summary>
/// Symbols for the parameters of a model. A parameter with a label has the label as name. Others are named by what they are: <c>l_f_x</c> the loading of x on f,
/// <c>b_y_x</c> the coefficient of x in the equation of y, <c>v_x</c> a variance, <c>c_x_y</c> a covariance, <c>i_x</c> an intercept; with <c>_g2</c> in the second group. What
/// cannot stand in a name becomes an underscore, and where two names coincide the later one gets a number. Rows with the same label, or made equal by a constraint between two
/// labels, share one symbol; rows that are fixed, or equal to a fixed one, are numbers.
/// </summary>
internal sealed class ClosedFormVariables
{
    private readonly Dictionary<int, Polynomial> _weights = [];

    private ClosedFormVariables(PolynomialRing ring, IReadOnlyList<ClosedFormVariable> variables)
    {
        Ring = ring;
        Variables = variables;
    }

    public PolynomialRing Ring { get; }

    public IReadOnlyList<ClosedFormVariable> Variables { get; }

    /// <summary>The weight of an arrow: a symbol or a number.</summary>
    public Polynomial Weight(Arc arc) => _weights[arc.Row];

    public static ClosedFormVariables Of(ReticularStructure structure, ParameterTable table)
    {
        var classes = EqualRows.Of(table);
        Arc[] arcs = [.. structure.Directed, .. structure.Bidirected, .. structure.Intercepts];
        var members = Enumerable.Range(0, table.Rows.Count).ToLookup(r => classes[r]);
        var numbers = new Dictionary<int, double>();
        foreach (var rows in members)
        {
            foreach (var r in rows)
            {
                if (table.Rows[r] is { Free: 0, UserValue: { } value } row && row.Operator.IsParameter()) numbers[rows.Key] = value;
            }
        }

        var used = new HashSet<string>(StringComparer.Ordinal) { "Delta" };
        for (var k = 1; k <= structure.Variables.Count; k++) used.Add("Delta" + k);
        var symbols = new Dictionary<int, int>();
        var variables = new List<ClosedFormVariable>();
        foreach (var arc in arcs)
        {
            var key = classes[arc.Row];
            if (numbers.ContainsKey(key) || symbols.ContainsKey(key)) continue;
            int[] rows = [.. members[key].Where(r => table.Rows[r].Operator.IsParameter())];
            var row = table.Rows[rows[0]];
            var label = rows.Select(r => table.Rows[r].Label).FirstOrDefault(l => l.Length > 0 && l[0] != '.');
            var plain = Identifier(label ?? PlainName(row, table));
            var name = plain;
            for (var k = 2; !used.Add(name); k++) name = $"{plain}_{k}";
            symbols.Add(key, variables.Count);
            variables.Add(new ClosedFormVariable(name, label is null && name == plain ? LatexName(row) : LatexNames.Of(name), rows, row.Free - 1));
        }

        var ring = new PolynomialRing([.. variables.Select(v => v.Name)], [.. variables.Select(v => v.Latex)]);
        var result = new ClosedFormVariables(ring, variables);
        foreach (var arc in arcs)
        {
            var key = classes[arc.Row];
            result._weights[arc.Row] = numbers.TryGetValue(key, out var value) ? ring.Constant(Rational.FromDecimalNotation(value)) : ring.Variable(symbols[key]);
        }

        return result;
    }

    private static string PlainName(ParameterRow row, ParameterTable table) => row.Operator switch
    {
        SemOperator.Measurement => $"l_{row.Left}_{row.Right}",
        SemOperator.Regression => $"b_{row.Left}_{row.Right}",
        SemOperator.Covariance => row.Left == row.Right ? $"v_{row.Left}" : $"c_{row.Left}_{row.Right}",
        _ => $"i_{row.Left}",
    } + (table.GroupCount > 1 && row.Group > 1 ? $"_g{row.Group}" : "");

    private static string LatexName(ParameterRow row)
    {
        var (left, right) = (LatexNames.Text(row.Left), LatexNames.Text(row.Right));
        var group = row.Group > 1 ? $"^{{({row.Group})}}" : "";
        return row.Operator switch
        {
            SemOperator.Measurement => $@"\lambda_{{{right},{left}}}",
            SemOperator.Regression => $@"\beta_{{{left},{right}}}",
            SemOperator.Covariance => row.Left == row.Right ? $@"\psi_{{{left}}}" : $@"\psi_{{{left},{right}}}",
            _ => $@"\alpha_{{{left}}}",
        } + group;
    }

    private static string Identifier(string text)
    {
        var name = new StringBuilder();
        foreach (var c in text) name.Append(PolynomialRing.IsName("_" + c) ? c : '_');
        return name.Length == 0 || name[0] is >= '0' and <= '9' ? "p" + name : name.ToString();
    }
}
