using Ansatz.Compiler.Declarations;
using Ansatz.StructuralEquations;

namespace Ansatz.Compiler.StructuralEquations;

/// <summary>A class with a structural equation model, as the compiler sees it: text and nothing that belongs to Roslyn.</summary>
/// <param name="Namespace">The namespace, or empty.</param>
/// <param name="Containers">The headers of the types around it, outermost first.</param>
/// <param name="Keyword"><c>class</c> or <c>record</c>.</param>
/// <param name="Name">The simple name.</param>
/// <param name="Key">The metadata name.</param>
/// <param name="Text">The model text.</param>
/// <param name="Settings">What the attribute says beside the text.</param>
/// <param name="Problems">What is wrong with the class or its attribute, one line each: code, member, node, arguments.</param>
public sealed record SemDeclaration(
    string Namespace,
    EquatableArray<string> Containers,
    string Keyword,
    string Name,
    string Key,
    string Text,
    SemSettings Settings,
    EquatableArray<string> Problems)
{
    /// <summary>The first of the problems as a diagnostic says it, after its id; empty if there is none.</summary>
    public string Failure { get; init; } = "";

    /// <summary>Whether the class can have the generated part: one that is not partial, generic, static, local to its file, or has a member with one of its names cannot.</summary>
    public bool IsExtensible { get; init; } = true;
}

/// <summary>The properties of <c>[StructuralEquationModel]</c>, equal when all are.</summary>
public sealed record SemSettings
{
    /// <summary>See <see cref="SemOptions.Defaults"/>.</summary>
    public LavaanDefaults Defaults { get; init; }

    /// <summary>The truth values that were written, as <c>name=true</c>, sorted.</summary>
    public EquatableArray<string> Switches { get; init; }

    /// <summary>How many groups; at least the number of <see cref="GroupLabels"/>.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The column that tells groups apart; empty if none.</summary>
    public string Group { get; init; } = "";

    /// <summary>The values of that column, in the order of the groups; empty for the order of their first appearance.</summary>
    public EquatableArray<string> GroupLabels { get; init; }

    /// <summary>See <see cref="SemOptions.GroupEqual"/>.</summary>
    public GroupEqual GroupEqual { get; init; }

    /// <summary>See <see cref="SemOptions.GroupPartial"/>.</summary>
    public EquatableArray<string> GroupPartial { get; init; }

    /// <summary>The row type as C# writes it; empty if none is given.</summary>
    public string RowType { get; init; } = "";

    /// <summary>The numeric properties of the row type.</summary>
    public EquatableArray<string> RowProperties { get; init; }

    /// <summary>The access of a member with the row type in its signature; empty where no other file can name the type.</summary>
    public string RowAccess { get; init; } = "public";

    /// <summary>The property of the row that <see cref="Group"/> names; empty if there is none.</summary>
    public string GroupProperty { get; init; } = "";

    /// <summary>The options of the parser.</summary>
    public SemOptions ToOptions() => new()
    {
        Defaults = Defaults,
        FixedX = Switch("FixedX"),
        AutoVar = Switch("AutoVar"),
        AutoCovLvX = Switch("AutoCovLvX"),
        AutoCovY = Switch("AutoCovY"),
        AutoFixFirst = Switch("AutoFixFirst"),
        StdLv = Switch("StdLv") ?? false,
        MeanStructure = Switch("MeanStructure"),
        Orthogonal = Switch("Orthogonal") ?? false,
        IntOvFree = Switch("IntOvFree"),
        IntLvFree = Switch("IntLvFree"),
        Groups = Math.Max(Groups, GroupLabels.Count),
        GroupEqual = GroupEqual,
        GroupPartial = GroupPartial.ToArray(),
        KnownVariables = RowType.Length == 0 ? null : RowProperties.SelectMany(Spellings).Distinct().ToArray(),
    };

    /// <summary>The property that a variable of the text is, or null: its name, with a small or a capital first letter.</summary>
    public string? PropertyOf(string variable) => RowProperties.FirstOrDefault(p => p == variable) ?? RowProperties.FirstOrDefault(p => Spellings(p).Contains(variable));

    /// <summary>The names that a property has in a text.</summary>
    public static IEnumerable<string> Spellings(string property)
    {
        yield return property;
        if (property.Length > 0 && char.IsUpper(property[0])) yield return char.ToLowerInvariant(property[0]) + property.Substring(1);
    }

    private bool? Switch(string name) => Switches.Contains(name + "=true") ? true : Switches.Contains(name + "=false") ? false : null;
}
