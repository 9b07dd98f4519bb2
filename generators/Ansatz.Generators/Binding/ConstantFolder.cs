using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>Constant expressions, by syntax as far as it goes.</summary>
internal sealed class ConstantFolder(MemberTable members)
{
    private const int DeepestExpression = 64;
    private int _depth;

    /// <summary>The value of a constant expression in an attribute, an initializer or an argument, or null.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="part">The part in which it stands.</param>
    /// <param name="askCompiler">Whether the compiler may be asked: never about bodies.</param>
    public object? Fold(ExpressionSyntax expression, ModelPart part, bool askCompiler)
    {
        var value = BySyntax(expression, part);
        if (value is not null || !askCompiler || part.IsWritten || expression is CollectionExpressionSyntax) return value;
        var known = part.Semantic.GetConstantValue(expression);
        return known.HasValue ? known.Value : null;
    }

    /// <summary>The value of a constant member, converted to its declared type, or null.</summary>
    public object? Of(Member constant)
    {
        if (constant.ConstantVisited) return constant.Constant;
        constant.ConstantVisited = true;
        if (constant.Value is null) return null;
        var value = Fold(constant.Value, constant.Part, askCompiler: true);
        return constant.Constant = Convert(value, constant.Type);
    }

    /// <summary>The value of a name in a body, or null if it is no constant.</summary>
    public object? Of(MemberAccessExpressionSyntax access, ModelPart part)
    {
        var name = access.Name.Identifier.ValueText;
        if (name.Length == 0 || part.Names.Container(access.Expression) is not INamedTypeSymbol type) return null;
        var one = NameLookup.ClassOf(type);
        if (one != FunctionClasses.None && Vocabulary.Constant(one, name) is { } known) return known;
        foreach (var member in type.GetMembers(name))
        {
            if (member is IFieldSymbol { HasConstantValue: true } field && type.TypeKind != TypeKind.Enum) return field.ConstantValue;
        }

        return null;
    }

    private object? BySyntax(ExpressionSyntax expression, ModelPart part)
    {
        if (_depth >= DeepestExpression) return null;
        _depth++;
        try
        {
            switch (expression)
            {
                case LiteralExpressionSyntax literal:
                    return literal.Token.Value;
                case ParenthesizedExpressionSyntax inner:
                    return BySyntax(inner.Expression, part);
                case IdentifierNameSyntax { Identifier.ValueText: { Length: > 0 } name }:
                    return members.Find(name) is { } member ? member.Kind == MemberKind.Constant ? Of(member) : null : part.Names.Constant(name);
                case MemberAccessExpressionSyntax access:
                    return Of(access, part);
                case InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" }, ArgumentList.Arguments: [var argument] }:
                    return NameOf(argument.Expression);
                case CastExpressionSyntax cast when SignatureReader.Scalar(cast.Type) is var type and not ScalarType.Unknown:
                    return BySyntax(cast.Expression, part) is { } operand and not string ? Convert(operand, type) : null;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus:
                    return Negate(minus.Operand is LiteralExpressionSyntax digits ? digits.Token.Value : BySyntax(minus.Operand, part));
                case BinaryExpressionSyntax binary when BySyntax(binary.Left, part) is int left && BySyntax(binary.Right, part) is int right:
                    return Combine((SyntaxKind)binary.RawKind, left, right);
                default:
                    return null;
            }
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>The negative of a literal's value, or null.</summary>
    public static object? Negate(object? value) => value switch
    {
        int i and not int.MinValue => -i,
        2147483648u => int.MinValue,
        float f => -f,
        double d => -d,
        _ => null,
    };

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private static object? Combine(SyntaxKind kind, long left, long right)
    {
        long? value = kind switch
        {
            SyntaxKind.AddExpression => left + right,
            SyntaxKind.SubtractExpression => left - right,
            SyntaxKind.MultiplyExpression => left * right,
            SyntaxKind.DivideExpression when right != 0 => left / right,
            SyntaxKind.ModuloExpression when right != 0 => left % right,
            _ => null,
        };
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : null;
    }

    private static object? Convert(object? value, ScalarType type)
    {
        if (value is null or string or bool or char) return value;
        try
        {
            return type switch
            {
                ScalarType.Int when value is int => value,
                ScalarType.Int => (int)Math.Truncate(System.Convert.ToDouble(value, CultureInfo.InvariantCulture)),
                ScalarType.Float => System.Convert.ToSingle(value, CultureInfo.InvariantCulture),
                ScalarType.Double => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
                _ => value,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
