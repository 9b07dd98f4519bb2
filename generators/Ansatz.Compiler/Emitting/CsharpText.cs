using System.Globalization;
using System.Text;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>Literals and type names of C#.</summary>
internal static class CsharpText
{
    /// <summary>The C# name of a scalar type.</summary>
    public static string Type(ScalarType type) => type switch
    {
        ScalarType.Bool => "bool",
        ScalarType.Int => "int",
        ScalarType.Float => "float",
        _ => "double",
    };

    /// <summary>A literal that is read back as the same number.</summary>
    public static string Literal(double value, ScalarType type)
    {
        if (type == ScalarType.Bool) return value != 0 ? "true" : "false";
        var name = Type(type);
        if (double.IsNaN(value)) return name + ".NaN";
        if (double.IsInfinity(value)) return name + (value > 0 ? ".PositiveInfinity" : ".NegativeInfinity");
        if (type == ScalarType.Float) return ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f";
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.IndexOfAny(['.', 'E', 'e']) >= 0 ? text : text + "d";
    }

    /// <summary>A string literal.</summary>
    public static string Quote(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') literal.Append('\\').Append(c);
            else if (c == '\n') literal.Append("\\n");
            else if (IsControl(c)) literal.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            else literal.Append(c);
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Text inside an XML comment.</summary>
    public static string Xml(string text) => Comment(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>Text inside a comment, in one line.</summary>
    public static string Comment(string text) => text.Any(IsControl) ? new string([.. text.Select(c => IsControl(c) ? '\uFFFD' : c)]) : text;

    // Ends of lines among them, of which C# has five.
    private static bool IsControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    /// <summary>With a small first letter, as C# names arguments.</summary>
    public static string Argument(string name)
    {
        var argument = Uncapitalised(name);
        return argument == "workspace" || argument.IndexOf('.') >= 0 ? argument.Replace(".", "") + "_" : _keywords.Contains(argument) ? "@" + argument : argument;
    }

    /// <summary>A name as C# needs it written.</summary>
    public static string Name(string name) => _keywords.Contains(name) ? "@" + name : name;

    private static readonly HashSet<string> _keywords = new(("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while").Split(' '), StringComparer.Ordinal);

    private static string Uncapitalised(string name)
    {
        var upper = 0;
        while (upper < name.Length && char.IsUpper(name[upper])) upper++;
        if (upper == 0) return name;
        if (upper == name.Length) return name.ToLowerInvariant();
        var small = upper == 1 ? 1 : upper - 1;
        return name.Substring(0, small).ToLowerInvariant() + name.Substring(small);
    }
}
