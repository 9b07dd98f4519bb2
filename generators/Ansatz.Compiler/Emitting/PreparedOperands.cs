using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>Right operands of contractions, prepared once per call where they do not depend on the row, and the workspace's buffers.</summary>
internal sealed class PreparedOperands(IdentifierNames names)
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Lines to run before a phase.</summary>
    public List<(int Phase, string Line)> Lines { get; } = [];

    /// <summary>Fields: type and name.</summary>
    public List<(string Type, string Name)> Fields { get; } = [];

    /// <summary>How many buffers the workspace has.</summary>
    public int Buffers { get; set; }

    /// <summary>An operand that is the same for the whole region.</summary>
    public string Before(int phase, string element, string rows, string k, string n, Place b, Index sum, Index column, string buffer)
    {
        var key = $"{phase} {rows} {k} {n} {buffer} {b.Stride(sum)} {b.Stride(column)} {b.Constant}";
        if (_known.TryGetValue(key, out var known)) return known;
        var name = names.For(buffer + "Panels");
        _known[key] = name;
        Fields.Add(($"Panels<{element}>", name));
        Lines.Add((phase, $"{name} = Prepare({Buffers++}, {rows}, {k}, {n}, {buffer}{(b.Constant.Equals(Extent.Zero) ? "" : $" + {b.Constant.ToFactor()}")}, {b.Stride(sum).ToCSharp()}, {b.Stride(column).ToCSharp()});"));
        return name;
    }

    /// <summary>An operand that changes with the row or an outer index.</summary>
    public string Inside(CodeWriter method, string element, string rows, string k, string n, string address, Extent sum, Extent column, Tensor target)
    {
        var buffer = Buffers++;
        Lines.Add((0, $"Reserve<{element}>({buffer}, Workers.Threads * Contraction.PackedLength<{element}>({k}, {n}));"));
        var name = names.For(target.Name.Replace(".", "") + "Panels");
        method.Line($"var {name} = Prepare({buffer}, worker, {rows}, {k}, {n}, {address}, {sum.ToCSharp()}, {column.ToCSharp()});");
        return name;
    }
}
