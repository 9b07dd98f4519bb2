using Ansatz.Compiler.Emitting;
using Ansatz.StructuralEquations;

namespace Ansatz.Compiler.StructuralEquations;

/// <summary>C# names for the variables and parameters of a model.</summary>
internal static class Identifiers
{
    /// <summary>The arguments of the generated methods.</summary>
    public static readonly IReadOnlyList<string> Arguments = ["theta", "exogenous", "sigma", "mu", "jacobian", "weight", "meanWeight", "gradient", "hessian"];

    // The class in which the places of parameters stand, and what every class inherits.
    private static readonly string[] _inherited = ["Parameter", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    /// <summary>A variable's name with whatever C# does not take replaced by an underscore.</summary>
    public static string Of(string name)
    {
        var characters = name.Select(c => char.IsLetterOrDigit(c) ? c : '_').ToArray();
        return new string(characters);
    }

    /// <summary>
    /// A name for each free parameter, as the closed forms have it: its label where that is one name, otherwise <c>l_f_x</c> for a loading, <c>b_y_x</c> for a coefficient,
    /// <c>v_x</c>, <c>c_x_y</c>, <c>i_x</c>; with <c>_g2</c> in the second group.
    /// </summary>
    public static string[] OfParameters(ParameterTable table)
    {
        var taken = new HashSet<string>(_inherited, StringComparer.Ordinal);
        var names = new string[table.FreeCount];
        foreach (var row in table.Rows.Where(r => r.Free > 0))
        {
            var plain = Plain(row);
            names[row.Free - 1] = Unique(IsName(row.Label) ? row.Label : row.Group > 1 ? $"{plain}_g{row.Group}" : plain, taken);
        }

        return names;
    }

    /// <summary>Names for the parameters of one group, the same for groups of the same form.</summary>
    public static string[] OfGroup(ParameterTable table, IReadOnlyList<int> parameters)
    {
        // A component has a cycle and a determinant: there are fewer of these than variables.
        var taken = new HashSet<string>(Arguments.Concat(Enumerable.Range(1, table.Observed.Count + table.Latent.Count).Select(Determinant)), StringComparer.Ordinal);
        var rows = table.Rows.Where(r => r.Free > 0).ToDictionary(r => r.Free - 1);
        return parameters.Select(p => Unique(table.GroupCount == 1 && IsName(rows[p].Label) ? rows[p].Label : Plain(rows[p]), taken)).ToArray();
    }

    /// <summary>The local value with the determinant of a component, from 1.</summary>
    public static string Determinant(int component) => $"det{component.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    private static string Plain(ParameterRow row) => row.Operator switch
    {
        SemOperator.Measurement => $"l_{Of(row.Left)}_{Of(row.Right)}",
        SemOperator.Regression => $"b_{Of(row.Left)}_{Of(row.Right)}",
        SemOperator.Covariance when row.Left == row.Right => $"v_{Of(row.Left)}",
        SemOperator.Covariance => $"c_{Of(row.Left)}_{Of(row.Right)}",
        _ => $"i_{Of(row.Left)}",
    };

    private static string Unique(string name, HashSet<string> taken)
    {
        if (!char.IsLetter(name[0]) && name[0] != '_') name = "_" + name;
        var unique = name;
        for (var k = 2; !taken.Add(unique); k++) unique = $"{name}_{k}";
        return unique;
    }

    private static bool IsName(string label) => label.Length > 0 && label[0] != '.' && label.All(c => char.IsLetterOrDigit(c) || c == '_') && CsharpText.Argument(label) is { } a && a[0] != '@';
}
