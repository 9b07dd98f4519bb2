using Ansatz.Compiler.Emitting;
using Ansatz.StructuralEquations;

namespace Ansatz.Compiler.StructuralEquations;

/// <summary>C# names for the variables and parameters of a model.</summary>
internal static class Identifiers
{
    /// <summary>A variable's name with whatever C# does not take replaced by an underscore.</summary>
    public static string Of(string name)
    {
        var characters = name.Select(c => char.IsLetterOrDigit(c) ? c : '_').ToArray();
        return new string(characters);
    }

    /// <summary>
    /// A name for each free parameter: its label where that is one name, otherwise what it is: <c>f_x</c> for a loading, <c>y_on_x</c> for a regression,
    /// <c>var_x</c>, <c>cov_x_y</c>, <c>intercept_x</c>; with the group where there are several.
    /// </summary>
    public static string[] OfParameters(ParameterTable table)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var names = new string[table.FreeCount];
        foreach (var row in table.Rows.Where(r => r.Free > 0))
        {
            var plain = Plain(table, row);
            names[row.Free - 1] = Unique(IsName(row.Label) ? row.Label : table.GroupCount > 1 ? $"{plain}_{row.Group}" : plain, taken);
        }

        return names;
    }

    /// <summary>Names for the parameters of one group, the same for groups of the same form.</summary>
    public static string[] OfGroup(ParameterTable table, IReadOnlyList<int> parameters)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var rows = table.Rows.Where(r => r.Free > 0).ToDictionary(r => r.Free - 1);
        return parameters.Select(p => Unique(table.GroupCount == 1 && IsName(rows[p].Label) ? rows[p].Label : Plain(table, rows[p]), taken)).ToArray();
    }

    private static string Plain(ParameterTable table, ParameterRow row) => row.Operator switch
    {
        SemOperator.Measurement => $"{Of(row.Left)}_{Of(row.Right)}",
        SemOperator.Regression => $"{Of(row.Left)}_on_{Of(row.Right)}",
        SemOperator.Covariance when row.Left == row.Right => $"var_{Of(row.Left)}",
        SemOperator.Covariance => $"cov_{Of(row.Left)}_{Of(row.Right)}",
        _ => (table.Latent.Contains(row.Left) ? "mean_" : "intercept_") + Of(row.Left),
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
