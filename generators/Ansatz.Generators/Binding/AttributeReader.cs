using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>The attributes of the notation, by their names.</summary>
internal static class AttributeReader
{
    /// <summary>The simple name under which an attribute is written.</summary>
    public static string NameOf(AttributeSyntax attribute) => attribute.Name switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        _ => "",
    };

    /// <summary>What an attribute makes of a property.</summary>
    public static MemberKind PropertyKind(AttributeSyntax attribute) => NameOf(attribute) switch
    {
        "Extent" or "ExtentAttribute" => MemberKind.Extent,
        "Batch" or "BatchAttribute" => MemberKind.Batch,
        "Training" or "TrainingAttribute" => MemberKind.Training,
        "Parameter" or "ParameterAttribute" => MemberKind.Parameter,
        "State" or "StateAttribute" => MemberKind.State,
        "Input" or "InputAttribute" => MemberKind.Input,
        _ => MemberKind.Ignored,
    };

    /// <summary>The word that a method's attribute has in the canonical text, or null if it is none of the notation.</summary>
    public static string? MethodWord(AttributeSyntax attribute) => NameOf(attribute) switch
    {
        "Output" or "OutputAttribute" => "output",
        "Loss" or "LossAttribute" => "loss",
        "Update" or "UpdateAttribute" => "update",
        "InitialValue" or "InitialValueAttribute" => "initially",
        "Maps" or "MapsAttribute" => "maps",
        _ => null,
    };

    /// <summary>The attribute of that name, or null.</summary>
    public static AttributeSyntax? Find(SyntaxList<AttributeListSyntax> lists, string name)
    {
        foreach (var list in lists)
        {
            foreach (var attribute in list.Attributes)
            {
                var text = NameOf(attribute);
                if (text == name || text == name + "Attribute") return attribute;
            }
        }

        return null;
    }

    /// <summary>The settings of an attribute, <c>Name = value</c>.</summary>
    public static IEnumerable<(string Name, ExpressionSyntax Value)> Settings(AttributeSyntax attribute)
    {
        if (attribute.ArgumentList is not { } list) yield break;
        foreach (var argument in list.Arguments)
        {
            if (argument.NameEquals?.Name.Identifier.ValueText is { } name) yield return (name, argument.Expression);
        }
    }

    /// <summary>The member of an enumeration that an expression names, or null.</summary>
    public static string? EnumMember(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The extents that an attribute lists, also when they are wrapped as one array.</summary>
    public static IEnumerable<ExpressionSyntax> Positional(AttributeSyntax attribute)
    {
        if (attribute.ArgumentList is not { } list) yield break;
        var count = 0;
        ExpressionSyntax? only = null;
        foreach (var argument in list.Arguments)
        {
            if (argument.NameEquals is not null) continue;
            count++;
            only = argument.Expression;
        }

        if (count == 1 && Elements(only!) is { } elements)
        {
            foreach (var element in elements) yield return element;
            yield break;
        }

        foreach (var argument in list.Arguments)
        {
            if (argument.NameEquals is null) yield return argument.Expression;
        }
    }

    /// <summary>The elements of an array, or null for something else.</summary>
    public static IEnumerable<ExpressionSyntax>? Elements(ExpressionSyntax expression) => expression switch
    {
        CollectionExpressionSyntax collection => collection.Elements.Select(element => element is ExpressionElementSyntax one ? one.Expression : (ExpressionSyntax)((SpreadElementSyntax)element).Expression),
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        _ => null,
    };
}
