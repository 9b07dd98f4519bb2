using System.Text;

namespace Ansatz.Compiler.Scheduling;

/// <summary>Unique C# identifiers made from names that people gave.</summary>
internal sealed class IdentifierNames
{
    private static readonly HashSet<string> _reserved = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do", "double", "else", "enum",
        "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace",
        "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
        "lanes", "sum", "workspace", "result", "worker", "rows", "chunk", "region", "z", "Run", "Workers", "Reserve", "Vector256", "Elementary", "Contraction", "Matrices", "Loops", "Lanes", "Workspace", "At", "Apply", "InRegisters", "model", "parameters", "gradients", "loss", "phase", "Prepare", "Elements", "Keep", "Panels", "GC", "Math", "ParameterSet", "GradientSet", "Arguments", "SymmetricMatrix", "RowOrder", "first", "second",
    };

    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>A new identifier that looks like the name.</summary>
    public string For(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name) text.Append(char.IsLetterOrDigit(c) || c == '_' ? c : '_');
        if (text.Length == 0 || char.IsDigit(text[0])) text.Insert(0, '_');
        var stem = text.ToString();
        if (_reserved.Contains(stem)) stem += "_";
        var candidate = stem;
        for (var k = 2; !_used.Add(candidate); k++) candidate = stem + k;
        return candidate;
    }

    /// <summary>Whether emitted text uses the name itself.</summary>
    public static bool IsReserved(string name) => _reserved.Contains(name);

    /// <summary>Whether the name has been given.</summary>
    public bool IsTaken(string name) => _used.Contains(name);

    /// <summary>An identifier like the name that neither this nor <paramref name="others"/> has; it is not remembered.</summary>
    public string Fresh(string name, ICollection<string> others)
    {
        var candidate = name;
        for (var k = 2; _used.Contains(candidate) || _reserved.Contains(candidate) || others.Contains(candidate); k++) candidate = name + k;
        return candidate;
    }

    /// <summary>Marks an identifier as taken.</summary>
    public void Take(string name) => _used.Add(name);
}
