using System.Globalization;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Equations;

/// <summary>What a member of a model is.</summary>
public enum MemberKind
{
    /// <summary>An extent that is fixed when the object is made.</summary>
    Extent,

    /// <summary>An integer computed from extents.</summary>
    Computed,

    /// <summary>The extent that is taken from the inputs of each call.</summary>
    Batch,

    /// <summary>Whether the program trains.</summary>
    Training,

    /// <summary>A tensor that comes with each call.</summary>
    Input,

    /// <summary>A trained tensor.</summary>
    Parameter,

    /// <summary>A tensor that outlives a call.</summary>
    State,

    /// <summary>A used model.</summary>
    Use,

    /// <summary>An equation.</summary>
    Equation,
}

/// <summary>One parsed line of a declaration.</summary>
public sealed class MemberSyntax
{
    /// <summary>Its position among the lines.</summary>
    public int Line { get; private set; }

    /// <summary>What it is.</summary>
    public MemberKind Kind { get; private set; }

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Element type, or result type of an equation.</summary>
    public ScalarType Type { get; private set; }

    /// <summary>Extents of a tensor, arguments of a used model, or the body of a computed extent.</summary>
    public SExpression? Shape { get; private set; }

    /// <summary>C# modifiers of a partial property.</summary>
    public string Modifiers { get; private set; } = "";

    /// <summary>Whether the property was declared with a setter.</summary>
    public bool HasSetter { get; private set; }

    /// <summary>The key of a used model's type.</summary>
    public string ModelKey { get; private set; } = "";

    /// <summary>Whether a used model belongs to its user.</summary>
    public bool Owned { get; private set; }

    /// <summary>Options such as <c>:gradient</c> with their values.</summary>
    public Dictionary<string, string> Options { get; } = new(StringComparer.Ordinal);

    /// <summary>Parameters of an equation: name and type, the type an atom or a list <c>(fn int int float)</c>.</summary>
    public (string Name, SExpression Type)[] Parameters { get; private set; } = [];

    /// <summary>Extents of an output, or null.</summary>
    public SExpression[]? Output { get; private set; }

    /// <summary>Whether the equation is a loss.</summary>
    public bool IsLoss { get; private set; }

    /// <summary>The node that says that the equation is a loss.</summary>
    public int LossNode { get; private set; }

    /// <summary>Whether the loss's Hessian is wanted.</summary>
    public bool WantsHessian { get; private set; }

    /// <summary>Whether products of the loss's Hessian with directions are wanted.</summary>
    public bool WantsProduct { get; private set; }

    /// <summary>The bytes that the intermediates of the loss's gradient may take, or null.</summary>
    public long? Memory { get; private set; }

    /// <summary>The state that the equation updates, or null.</summary>
    public string? Updates { get; private set; }

    /// <summary>The tensor whose first values the equation gives, or null.</summary>
    public string? Initialises { get; private set; }

    /// <summary>The extents of one example that goes into a layer's equation and of what comes out, or null.</summary>
    public (SExpression[] From, SExpression[] To)? Maps { get; private set; }

    /// <summary>Whether training leaves a parameter, or all parameters of a used model, as they are.</summary>
    public bool IsFrozen => Options.ContainsKey("frozen");

    /// <summary>The right side of an equation.</summary>
    public SExpression Body { get; private set; } = null!;

    /// <summary>Reads one line.</summary>
    public static MemberSyntax Read(string text, int line)
    {
        var list = SExpression.Parse(text).Items;
        var member = new MemberSyntax { Line = line, Name = list[1].Atom ?? "?" };
        switch (list[0].Atom)
        {
            case "extent": member.Kind = MemberKind.Extent; member.ReadOptions(list, 2); break;
            case "batch": member.Kind = MemberKind.Batch; member.ReadOptions(list, 2); break;
            case "training": member.Kind = MemberKind.Training; member.ReadOptions(list, 2); break;
            case "computed": member.Kind = MemberKind.Computed; member.Shape = list[2]; member.ReadOptions(list, 3); break;
            case "input" or "parameter" or "state":
                member.Kind = list[0].Atom == "input" ? MemberKind.Input : list[0].Atom == "parameter" ? MemberKind.Parameter : MemberKind.State;
                member.Type = ReadType(list[2].Atom);
                member.Shape = list[3];
                member.ReadOptions(list, 4);
                break;
            case "use":
                member.Kind = MemberKind.Use;
                member.ModelKey = list[2].Atom ?? "";
                member.Owned = list[3].Atom == "owned";
                member.Shape = list[4];
                member.ReadOptions(list, 5);
                break;
            case "equation":
                member.Kind = MemberKind.Equation;
                member.Type = ReadType(list[2].Atom);
                member.Parameters = list[3].Items.Select(p => (p.Items[0].Atom!, p.Items[1])).ToArray();
                foreach (var attribute in list[4].Items)
                {
                    if (attribute.Atom is { } word) member.Modifiers = (member.Modifiers + " " + word).Trim();
                    else if (attribute.Head == "output") member.Output = attribute.Items.Skip(1).ToArray();
                    else if (attribute.Head == "loss") member.ReadLoss(attribute);
                    else if (attribute.Head == "maps") member.Maps = (attribute.Items[1].Items, attribute.Items[2].Items);
                    else if (attribute.Head == "update") member.Updates = attribute.Items[1].Atom;
                    else if (attribute.Head == "initially") member.Initialises = attribute.Items[1].Atom;
                }

                member.Body = list[5];
                break;
            default: throw new FormatException($"Unknown member '{list[0].Atom}'.");
        }

        return member;
    }

    /// <summary>The element type of that name.</summary>
    public static ScalarType ReadType(string? name) => name switch
    {
        "float" => ScalarType.Float,
        "double" => ScalarType.Double,
        "int" => ScalarType.Int,
        "bool" => ScalarType.Bool,
        _ => throw new FormatException($"Unknown type '{name}'."),
    };

    private void ReadLoss(SExpression attribute)
    {
        IsLoss = true;
        LossNode = attribute.Node;
        WantsHessian = attribute.Items.Any(i => i.Atom == ":hessian");
        var memory = Array.FindIndex(attribute.Items, i => i.Atom == ":memory");
        if (memory >= 0 && attribute.Items[memory + 1].Atom != "0") Memory = long.Parse(attribute.Items[memory + 1].Atom!, CultureInfo.InvariantCulture);
        WantsProduct = attribute.Items.Any(i => i.Atom == ":hessian-vector-product");
    }

    private void ReadOptions(SExpression[] list, int first)
    {
        for (var i = first; i < list.Length; i++)
        {
            var word = list[i].ToString();
            if (word == "set") HasSetter = true;
            else if (word.StartsWith(":", StringComparison.Ordinal)) Options[word.Substring(1)] = i + 1 < list.Length && word is not (":gradient" or ":frozen") ? list[++i].ToString() : "";
            else Modifiers = (Modifiers + " " + word).Trim();
        }
    }
}

/// <summary>A declaration taken apart.</summary>
public sealed class ModelSyntax
{
    private readonly Dictionary<string, MemberSyntax> _byName = new(StringComparer.Ordinal);

    private ModelSyntax(string key, MemberSyntax[] members)
    {
        Key = key;
        Members = members;
        foreach (var m in members)
        {
            if (!_byName.ContainsKey(m.Name)) _byName.Add(m.Name, m);
        }
    }

    /// <summary>The metadata name.</summary>
    public string Key { get; }

    /// <summary>The members in order.</summary>
    public MemberSyntax[] Members { get; }

    /// <summary>The member of that name, or null.</summary>
    public MemberSyntax? this[string name] => _byName.TryGetValue(name, out var m) ? m : null;

    /// <summary>Members of one kind.</summary>
    public IEnumerable<MemberSyntax> Of(MemberKind kind) => Members.Where(m => m.Kind == kind);

    /// <summary>Reads a declaration.</summary>
    public static ModelSyntax Read(string key, IEnumerable<string> lines) => new(key, lines.Where(l => l.Length > 0).Select(MemberSyntax.Read).ToArray());
}
