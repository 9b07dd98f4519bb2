using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>Types in signatures, by syntax where they are written in the usual way and by symbol where they are not.</summary>
internal static class SignatureReader
{
    /// <summary>The scalar type that a keyword names.</summary>
    public static ScalarType Scalar(TypeSyntax? type) => type is PredefinedTypeSyntax predefined
        ? (SyntaxKind)predefined.Keyword.RawKind switch
        {
            SyntaxKind.IntKeyword => ScalarType.Int,
            SyntaxKind.FloatKeyword => ScalarType.Float,
            SyntaxKind.DoubleKeyword => ScalarType.Double,
            SyntaxKind.BoolKeyword => ScalarType.Bool,
            _ => ScalarType.Unknown,
        }
        : ScalarType.Unknown;

    /// <summary>The scalar type of a signature, whatever way it is written.</summary>
    public static ScalarType Scalar(TypeSyntax type, ModelPart part)
    {
        if (type is PredefinedTypeSyntax) return Scalar(type);
        return type is IdentifierNameSyntax or QualifiedNameSyntax { Right: IdentifierNameSyntax } && Symbol(type, part) is { } symbol ? Scalar(symbol) : ScalarType.Unknown;
    }

    /// <summary>Whether a type is <c>Tensor&lt;T&gt;</c>, and of what.</summary>
    public static bool IsTensor(TypeSyntax type, ModelPart part, out ScalarType element)
    {
        if (type is NullableTypeSyntax nullable) type = nullable.ElementType;
        if (Generic(type, "Tensor") is { TypeArgumentList.Arguments: [var argument] })
        {
            element = Scalar(argument, part);
            return true;
        }

        if (type is IdentifierNameSyntax && Symbol(type, part) is INamedTypeSymbol { Name: "Tensor", TypeArguments: [var of] })
        {
            element = Scalar(of);
            return true;
        }

        element = ScalarType.Unknown;
        return false;
    }

    /// <summary>The result of <c>Func&lt;…&gt;</c> if a type is one whose parts are all of the notation, and its canonical text.</summary>
    public static ScalarType FunctionResult(TypeSyntax type, ModelPart part, out string? text)
    {
        text = null;
        if (type is NullableTypeSyntax nullable) type = nullable.ElementType;
        if (Generic(type, "Func") is { } generic)
        {
            var result = ScalarType.Unknown;
            var built = "(fn";
            foreach (var argument in generic.TypeArgumentList.Arguments)
            {
                result = Scalar(argument, part);
                if (result != ScalarType.Unknown)
                {
                    built += " " + Text(result);
                }
                else
                {
                    FunctionResult(argument, part, out var inner);
                    if (inner is null) return ScalarType.Unknown;
                    built += " " + inner;
                    result = ScalarType.Function;
                }
            }

            text = built + ")";
            return result;
        }

        return type is IdentifierNameSyntax && Symbol(type, part) is INamedTypeSymbol symbol ? FunctionResult(symbol, out text) : ScalarType.Unknown;
    }

    /// <summary>A scalar type as the canonical text writes it.</summary>
    public static string Text(ScalarType type) => type switch
    {
        ScalarType.Int => "int",
        ScalarType.Float => "float",
        ScalarType.Double => "double",
        ScalarType.Bool => "bool",
        _ => "?",
    };

    /// <summary>The type that a name stands for.</summary>
    public static ITypeSymbol? Symbol(TypeSyntax type, ModelPart part)
    {
        if (type is NullableTypeSyntax nullable) type = nullable.ElementType;
        if (type is IdentifierNameSyntax simple)
        {
            return simple.Identifier.ValueText is { Length: > 0 } name ? part.Names.Find(name).Container as ITypeSymbol : null;
        }

        return part.Semantic.GetTypeInfo(type).Type;
    }

    private static ScalarType FunctionResult(INamedTypeSymbol symbol, out string? text)
    {
        text = null;
        if (symbol.Name != "Func" || symbol.TypeArguments.IsEmpty) return ScalarType.Unknown;
        var built = "(fn";
        var result = ScalarType.Unknown;
        foreach (var argument in symbol.TypeArguments)
        {
            result = Scalar(argument);
            if (result != ScalarType.Unknown)
            {
                built += " " + Text(result);
            }
            else
            {
                if (argument is not INamedTypeSymbol named) return ScalarType.Unknown;
                FunctionResult(named, out var inner);
                if (inner is null) return ScalarType.Unknown;
                built += " " + inner;
                result = ScalarType.Function;
            }
        }

        text = built + ")";
        return result;
    }

    private static ScalarType Scalar(ITypeSymbol symbol) => symbol.SpecialType switch
    {
        SpecialType.System_Int32 => ScalarType.Int,
        SpecialType.System_Single => ScalarType.Float,
        SpecialType.System_Double => ScalarType.Double,
        SpecialType.System_Boolean => ScalarType.Bool,
        _ => ScalarType.Unknown,
    };

    private static GenericNameSyntax? Generic(TypeSyntax type, string name)
    {
        var generic = type switch
        {
            GenericNameSyntax direct => direct,
            QualifiedNameSyntax { Right: GenericNameSyntax right } => right,
            AliasQualifiedNameSyntax { Name: GenericNameSyntax right } => right,
            _ => null,
        };
        return generic is not null && generic.Identifier.ValueText == name ? generic : null;
    }
}
