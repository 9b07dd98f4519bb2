using Ansatz.Compiler.StructuralEquations;
using Ansatz.StructuralEquations;
using Microsoft.CodeAnalysis;

namespace Ansatz.Generators.Binding;

/// <summary>What <c>[StructuralEquationModel]</c> says beside the text: options, groups, and the type of the rows.</summary>
internal static class SemSettingsReader
{
    /// <summary>Reads an attribute.</summary>
    public static SemSettings Read(AttributeData attribute, INamedTypeSymbol model, List<string> problems, CancellationToken cancellation)
    {
        var settings = new SemSettings();
        var switches = new List<string>();
        foreach (var argument in attribute.NamedArguments)
        {
            var value = argument.Value;
            if (value.Kind == TypedConstantKind.Error) continue;
            switch (argument.Key)
            {
                case "Defaults" when value.Value is int defaults:
                    settings = settings with { Defaults = (LavaanDefaults)defaults };
                    break;
                case "Groups" when value.Value is int groups:
                    settings = settings with { Groups = Math.Max(1, groups) };
                    break;
                case "Group" when value.Value is string group:
                    settings = settings with { Group = group };
                    break;
                case "GroupLabels":
                    settings = settings with { GroupLabels = new(Strings(value)) };
                    break;
                case "GroupEqual" when value.Value is int equal:
                    settings = settings with { GroupEqual = (GroupEqual)equal };
                    break;
                case "GroupPartial":
                    settings = settings with { GroupPartial = new(Strings(value)) };
                    break;
                default:
                    if (value.Value is bool on) switches.Add($"{argument.Key}={(on ? "true" : "false")}");
                    break;
            }
        }

        switches.Sort(StringComparer.Ordinal);
        settings = settings with { Switches = new([.. switches]) };
        if (attribute.AttributeClass is not { TypeArguments: [var type] }) return settings;
        if (type is not INamedTypeSymbol row || row.TypeKind == TypeKind.Error)
        {
            // What is not found has an error of the C# compiler.
            problems.Add(type.TypeKind == TypeKind.Error
                ? ProblemLine.Format(BindingCodes.IncompleteText, -1, 0)
                : ProblemLine.Format(BindingCodes.UnsupportedType, -1, 0, type.ToDisplayString(), "a class, record or struct with a property for each observed variable"));
            return settings;
        }

        if (SemBinder.IsFileLocal(row)) problems.Add(ProblemLine.Format(BindingCodes.UnsupportedType, -1, 0, row.Name, "visible in other files, where the model's other part is"));
        var properties = Properties(row, model, cancellation).ToArray();
        return settings with
        {
            RowType = row.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            RowAccess = Access(row),
            RowProperties = new([.. properties.Where(p => IsNumeric(p.Type)).Select(p => p.Name).Distinct()]),
            GroupProperty = properties.Select(p => p.Name).FirstOrDefault(p => p == settings.Group) ?? properties.Select(p => p.Name).FirstOrDefault(p => SemSettings.Spellings(p).Contains(settings.Group)) ?? "",
        };
    }

    private static string[] Strings(TypedConstant value) => value.Kind == TypedConstantKind.Array && !value.IsNull
        ? [.. value.Values.Select(v => v.Value as string ?? "")]
        : [];

    // The access of a member with this type in its signature; empty where another file cannot name the type.
    private static string Access(INamedTypeSymbol type)
    {
        if (SemBinder.IsFileLocal(type)) return "";
        var access = "public";
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (outer.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal) return "private";
            if (outer.DeclaredAccessibility is not Accessibility.Public) access = "internal";
            foreach (var argument in outer.TypeArguments)
            {
                var inner = argument is INamedTypeSymbol named ? Access(named) : "public";
                if (inner is "" or "private") return inner;
                if (inner == "internal") access = inner;
            }
        }

        return access;
    }

    // The properties of a row that the generated part can read, those of its base types included.
    private static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol row, INamedTypeSymbol model, CancellationToken cancellation)
    {
        IEnumerable<INamedTypeSymbol> types = row.TypeKind == TypeKind.Interface ? row.AllInterfaces.Insert(0, row) : Bases(row);
        foreach (var type in types)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var member in type.GetMembers())
            {
                if (member is IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: { } getter, ExplicitInterfaceImplementations.IsEmpty: true } property && IsReadable(property) && IsReadable(getter)) yield return property;
            }
        }

        bool IsReadable(ISymbol symbol) => symbol.DeclaredAccessibility == Accessibility.Public
            || (symbol.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal && SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, model.ContainingAssembly));
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol row)
    {
        for (var type = row; type is not null && type.SpecialType != SpecialType.System_Object; type = type.BaseType) yield return type;
    }

    private static bool IsNumeric(ITypeSymbol type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
        ? IsNumeric(nullable.TypeArguments[0])
        : type.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Int16
            or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64 or SpecialType.System_Decimal;
}
