using Ansatz.Compiler.StructuralEquations;
using Ansatz.StructuralEquations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>A class with <c>[StructuralEquationModel]</c> to the value that the compiler works on.</summary>
public static class SemBinder
{
    /// <summary>The attribute's metadata name.</summary>
    public const string AttributeName = "Ansatz.StructuralEquationModelAttribute";

    /// <summary>Binds one model; no exception but cancellation leaves it.</summary>
    public static SemDeclaration Bind(INamedTypeSymbol model, TypeDeclarationSyntax declaration, AttributeData attribute, CancellationToken cancellation)
    {
        var problems = new List<string>();
        var text = "";
        var settings = new SemSettings();
        try
        {
            CheckType(model, declaration, problems);
            settings = Settings(attribute, cancellation);
            if (attribute.ConstructorArguments is [{ Value: string written }]) text = written;
            else if (SemStatementBinder.Find(declaration) is { } equations) text = SemStatementBinder.Bind(equations, settings, problems).Text;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            problems.Add(ProblemLine.Format(BindingCodes.BindingFailed, -1, 0, failure.GetType().Name + ": " + failure.Message));
        }

        return new SemDeclaration(
            TypeHeader.Namespace(declaration),
            new(TypeHeader.Containers(declaration)),
            TypeHeader.Keyword(declaration),
            TypeHeader.Escape(model.Name),
            TypeHeader.Key(model),
            text,
            settings,
            new([.. problems]));
    }

    /// <summary>The attribute of a class, or null.</summary>
    public static AttributeData? AttributeOf(INamedTypeSymbol type)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "StructuralEquationModelAttribute", ContainingNamespace: { Name: "Ansatz", ContainingNamespace.IsGlobalNamespace: true } }) return attribute;
        }

        return null;
    }

    private static void CheckType(INamedTypeSymbol model, TypeDeclarationSyntax declaration, List<string> problems)
    {
        for (var type = declaration; type is not null; type = type.Parent as TypeDeclarationSyntax)
        {
            if (!MemberTable.Has(type.Modifiers, SyntaxKind.PartialKeyword)) problems.Add(ProblemLine.Format(BindingCodes.TypeNotPartial, -1, 0, type.Identifier.ValueText));
        }

        if (declaration.TypeParameterList is not null) Unsupported("a model has no type parameters");
        if (model.IsFileLocal) Unsupported("a model is not local to its file: its other part is in another one");
        if (model.IsStatic) Unsupported("a model is not static");

        void Unsupported(string reason) => problems.Add(ProblemLine.Format(BindingCodes.UnsupportedModelType, -1, 0, model.Name, reason));
    }

    private static SemSettings Settings(AttributeData attribute, CancellationToken cancellation)
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
        if (attribute.AttributeClass is { TypeArguments: [INamedTypeSymbol row] })
        {
            settings = settings with { RowType = row.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), RowProperties = new(Properties(row, cancellation)) };
        }

        return settings;
    }

    private static string[] Strings(TypedConstant value) => value.Kind == TypedConstantKind.Array && !value.IsNull
        ? [.. value.Values.Select(v => v.Value as string ?? "")]
        : [];

    // The numeric properties of a row, those of its base types included.
    private static string[] Properties(INamedTypeSymbol row, CancellationToken cancellation)
    {
        var names = new List<string>();
        for (var type = row; type is not null && type.SpecialType != SpecialType.System_Object; type = type.BaseType)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var member in type.GetMembers())
            {
                if (member is IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null } property && IsNumeric(property.Type) && !names.Contains(property.Name)) names.Add(property.Name);
            }
        }

        return [.. names];
    }

    private static bool IsNumeric(ITypeSymbol type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
        ? IsNumeric(nullable.TypeArguments[0])
        : type.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Int16
            or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_UInt16 or SpecialType.System_UInt32;
}
