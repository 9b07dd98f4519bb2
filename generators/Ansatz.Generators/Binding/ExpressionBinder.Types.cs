using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>
/// The type of a body's expression as far as its syntax tells: asked only where the canonical text depends on it (a local with a declared type,
/// MathF beside Math, an ampersand), so that no body is bound for it.
/// </summary>
internal sealed partial class ExpressionBinder
{
    private const int DeepestTyping = 60;

    private ScalarType TypeOf(ExpressionSyntax expression, int depth)
    {
        if (depth++ > DeepestTyping) return ScalarType.Unknown;
        switch (expression)
        {
            case ParenthesizedExpressionSyntax inner:
                return TypeOf(inner.Expression, depth);
            case LiteralExpressionSyntax literal:
                return TypeOf(literal.Token.Value);
            case CastExpressionSyntax cast:
                return SignatureReader.Scalar(cast.Type);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }:
                return ScalarType.Bool;
            case PrefixUnaryExpressionSyntax unary:
                return TypeOf(unary.Operand, depth);
            case ConditionalExpressionSyntax choice:
                return Wider(TypeOf(choice.WhenTrue, depth), TypeOf(choice.WhenFalse, depth));
            case BinaryExpressionSyntax binary:
                return (SyntaxKind)binary.RawKind switch
                {
                    SyntaxKind.AddExpression or SyntaxKind.SubtractExpression or SyntaxKind.MultiplyExpression or SyntaxKind.DivideExpression
                        or SyntaxKind.ModuloExpression => Wider(TypeOf(binary.Left, depth), TypeOf(binary.Right, depth)),
                    SyntaxKind.BitwiseAndExpression or SyntaxKind.BitwiseOrExpression or SyntaxKind.ExclusiveOrExpression => TypeOf(binary.Left, depth),
                    SyntaxKind.LeftShiftExpression or SyntaxKind.RightShiftExpression => ScalarType.Int,
                    _ => ScalarType.Bool,
                };
            case IdentifierNameSyntax name when InScope(name.Identifier.ValueText, out var local):
                return local.Type;
            case IdentifierNameSyntax name:
                return session.Members.Find(name.Identifier.ValueText) is { } member ? TypeOf(member) : TypeOf(_part.Names.Constant(name.Identifier.ValueText));
            case MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own:
                return session.Members.Find(own.Name.Identifier.ValueText) is { } mine ? TypeOf(mine) : ScalarType.Unknown;
            case ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax tensor }:
                return session.Members.Find(tensor.Identifier.ValueText) is { IsTensor: true } found ? found.Type : ScalarType.Unknown;
            case InvocationExpressionSyntax call:
                return TypeOfCall(call, depth);
            default:
                return ScalarType.Unknown;
        }
    }

    private ScalarType TypeOfCall(InvocationExpressionSyntax call, int depth)
    {
        FunctionClasses classes;
        string name;
        if (call.Expression is IdentifierNameSyntax simple)
        {
            name = simple.Identifier.ValueText;
            if (InScope(name, out var local)) return local.Result;
            if (session.Members.Find(name) is { Kind: MemberKind.Equation } equation) return equation.Type;
            classes = _part.Names.Functions(name);
        }
        else if (call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or PredefinedTypeSyntax } access)
        {
            name = access.Name.Identifier.ValueText;
            classes = StartsWithValue(access.Expression) ? FunctionClasses.None : ClassOf(access.Expression, name);
        }
        else if (call.Expression is InvocationExpressionSyntax inner && depth < DeepestTyping)
        {
            return TypeOfCall(inner, depth + 1);
        }
        else
        {
            return ScalarType.Unknown;
        }

        var arguments = call.ArgumentList.Arguments;
        if (name is "ArgMax" or "ArgMin") return ScalarType.Int;
        if ((classes & FunctionClasses.Reductions) != 0 && arguments.Count > 0 && IsFunction(arguments[arguments.Count - 1].Expression))
        {
            return (classes & FunctionClasses.ReduceF) != 0 ? ScalarType.Float : ScalarType.Double;
        }

        if (name is "Max" or "Min" or "Clamp" && (classes & FunctionClasses.Functions) != FunctionClasses.None)
        {
            if (arguments.All(a => TypeOf(a.Expression, depth) == ScalarType.Int)) return ScalarType.Int;
            classes &= ~FunctionClasses.Functions;
        }

        switch (classes & ~FunctionClasses.Reductions)
        {
            case FunctionClasses.CounterRandomF:
                return ScalarType.Float;
            case FunctionClasses.CounterRandom:
                return ScalarType.Double;
            case FunctionClasses.LinearAlgebraF:
                return ScalarType.Float;
            case FunctionClasses.LinearAlgebra:
                return ScalarType.Double;
            case FunctionClasses.MathF:
                return name == "Sign" ? ScalarType.Int : ScalarType.Float;
            case FunctionClasses.Math when name is not ("Abs" or "Max" or "Min" or "Clamp" or "Sign"):
                return ScalarType.Double;
            case FunctionClasses.Math or FunctionClasses.Functions or (FunctionClasses.MathF | FunctionClasses.Math):
                if (name == "Sign") return ScalarType.Int;
                var wide = ScalarType.Unknown;
                for (var i = 0; i < arguments.Count; i++)
                {
                    var type = TypeOf(arguments[i].Expression, depth);
                    wide = i == 0 ? type : Wider(wide, type);
                }

                // The functions of Ansatz and MathF take an int as a float.
                return wide == ScalarType.Int && !(name is "Abs" or "Max" or "Min" or "Clamp") ? ScalarType.Float : wide;
            default:
                return ScalarType.Unknown;
        }
    }

    private static ScalarType TypeOf(Member member) => member.Kind switch
    {
        MemberKind.Equation => ScalarType.Function,
        _ => member.IsTensor ? ScalarType.Unknown : member.Type,
    };

    private static ScalarType TypeOf(object? constant) => constant switch
    {
        int => ScalarType.Int,
        float => ScalarType.Float,
        double => ScalarType.Double,
        bool => ScalarType.Bool,
        _ => ScalarType.Unknown,
    };

    private static ScalarType Wider(ScalarType left, ScalarType right) => (left, right) switch
    {
        (ScalarType.Unknown, _) or (_, ScalarType.Unknown) => left == ScalarType.Double || right == ScalarType.Double ? ScalarType.Double : ScalarType.Unknown,
        _ => left > right ? left : right,
    };
}
