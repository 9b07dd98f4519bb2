using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>The members of a model's class by name, told apart by their syntax; the order of declaration is kept.</summary>
internal sealed class MemberTable
{
    private readonly Dictionary<string, Member> _byName = new(StringComparer.Ordinal);
    private readonly INamedTypeSymbol _model;

    public MemberTable(INamedTypeSymbol model, List<ModelPart> parts, CancellationToken cancellation)
    {
        _model = model;
        foreach (var part in parts)
        {
            foreach (var member in part.Syntax.Members)
            {
                cancellation.ThrowIfCancellationRequested();
                switch (member)
                {
                    case PropertyDeclarationSyntax property:
                        Add(Property(property, part));
                        break;
                    case MethodDeclarationSyntax method:
                        Add(Method(method, part));
                        break;
                    case FieldDeclarationSyntax field:
                        AddFields(field, part);
                        break;
                }
            }
        }

        foreach (var member in InOrder)
        {
            if (member.Kind == MemberKind.Computed && !IsExtentArithmetic(member.Value!, 0)) member.Kind = MemberKind.Ignored;
        }

        InOrder.RemoveAll(static member => member.Kind == MemberKind.Ignored);
    }

    /// <summary>The members that are of the notation, constants apart.</summary>
    public List<Member> InOrder { get; } = [];

    /// <summary>The member of that name, or null.</summary>
    public Member? Find(string name) => _byName.TryGetValue(name, out var member) ? member : null;

    /// <summary>Whether a declaration has a modifier.</summary>
    public static bool Has(SyntaxTokenList modifiers, SyntaxKind kind)
    {
        foreach (var modifier in modifiers)
        {
            if (modifier.RawKind == (int)kind) return true;
        }

        return false;
    }

    private void Add(Member member)
    {
        if (member.Kind is not MemberKind.Ignored and not MemberKind.Constant) InOrder.Add(member);

        // The first of a name counts, but an overload that is ordinary C# does not hide an equation.
        if (!_byName.TryGetValue(member.Name, out var before) || (before.Kind == MemberKind.Ignored && member.Kind != MemberKind.Ignored)) _byName[member.Name] = member;
    }

    private void AddFields(FieldDeclarationSyntax field, ModelPart part)
    {
        var constant = Has(field.Modifiers, SyntaxKind.ConstKeyword);
        foreach (var declarator in field.Declaration.Variables)
        {
            Add(new Member(constant ? MemberKind.Constant : MemberKind.Ignored, declarator.Identifier.ValueText, declarator, part)
            {
                Type = SignatureReader.Scalar(field.Declaration.Type),
                Value = declarator.Initializer?.Value,
            });
        }
    }

    private Member Property(PropertyDeclarationSyntax property, ModelPart part)
    {
        var name = property.Identifier.ValueText;
        AttributeSyntax? first = null;
        AttributeSyntax? second = null;
        var kind = MemberKind.Ignored;
        foreach (var list in property.AttributeLists)
        {
            foreach (var attribute in list.Attributes)
            {
                var found = AttributeReader.PropertyKind(attribute);
                if (found == MemberKind.Ignored) continue;
                if (first is null) (first, kind) = (attribute, found);
                else second ??= attribute;
            }
        }

        if (first is not null)
        {
            var tensor = kind is MemberKind.Parameter or MemberKind.State or MemberKind.Input && SignatureReader.IsTensor(property.Type, part, out var element) ? element : (ScalarType?)null;
            return new Member(kind, name, property, part)
            {
                Attribute = first,
                Conflicting = second,
                IsTensor = tensor is not null,
                Type = tensor ?? SignatureReader.Scalar(property.Type, part),
            };
        }

        if (Has(property.Modifiers, SyntaxKind.StaticKeyword) || property.ExplicitInterfaceSpecifier is not null) return new Member(MemberKind.Ignored, name, property, part);

        var partial = Has(property.Modifiers, SyntaxKind.PartialKeyword);
        var getter = Getter(property);
        if (!partial && getter is not null && SignatureReader.Scalar(property.Type) == ScalarType.Int)
        {
            return new Member(MemberKind.Computed, name, property, part) { Type = ScalarType.Int, Value = getter };
        }

        // Func<int, int, double> L => Cholesky(N, K): the equation L(i, j).
        if (!partial && getter is not null && !Has(property.Modifiers, SyntaxKind.StaticKeyword) && IndicesOf(property.Type, part, out var result) is > 0 and var indices)
        {
            return new Member(MemberKind.Equation, name, property, part) { Type = result, Indices = indices, Value = getter };
        }

        // { get; } = new(…), or a getter that makes the model when it is first asked for: field ??= new(…).
        var value = property.Initializer?.Value
            ?? (getter is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } assignment ? assignment.Right : null);
        if (property.Type is not PredefinedTypeSyntax && (partial || value is not null || getter is null)
            && SignatureReader.Symbol(property.Type, part) is INamedTypeSymbol type && UsedModel.IsModel(type, _model))
        {
            return new Member(MemberKind.Use, name, property, part) { Used = type, Value = value };
        }

        return new Member(MemberKind.Ignored, name, property, part);
    }

    // The number of indices of a function from whole numbers to a number; 0 for every other type.
    private static int IndicesOf(TypeSyntax type, ModelPart part, out ScalarType result)
    {
        result = SignatureReader.FunctionResult(type, part, out var text);
        if (text is null || result is not (ScalarType.Float or ScalarType.Double or ScalarType.Int or ScalarType.Bool)) return 0;
        var words = text.Trim('(', ')').Split(' ');
        for (var i = 1; i < words.Length - 1; i++)
        {
            if (words[i] != "int") return 0;
        }

        return words.Length - 2;
    }

    private static ExpressionSyntax? Getter(PropertyDeclarationSyntax property)
    {
        if (property.ExpressionBody is { } arrow) return arrow.Expression;
        if (property.AccessorList is not { Accessors: [{ RawKind: (int)SyntaxKind.GetAccessorDeclaration } getter] }) return null;
        return getter.ExpressionBody?.Expression ?? (getter.Body is { Statements: [ReturnStatementSyntax { Expression: { } returned }] } ? returned : null);
    }

    private static Member Method(MethodDeclarationSyntax method, ModelPart part)
    {
        var name = method.Identifier.ValueText;
        AttributeSyntax? marked = null;
        foreach (var list in method.AttributeLists)
        {
            foreach (var attribute in list.Attributes)
            {
                if (AttributeReader.MethodWord(attribute) is not null) marked ??= attribute;
            }
        }

        var equation = !Has(method.Modifiers, SyntaxKind.StaticKeyword) && method.TypeParameterList is null && method.ExplicitInterfaceSpecifier is null;
        var result = equation ? SignatureReader.Scalar(method.ReturnType, part) : ScalarType.Unknown;
        var indices = equation && result == ScalarType.Unknown && marked is null ? IndicesOf(method.ReturnType, part, out result) : 0;
        if (indices == 0 && result != ScalarType.Unknown && method.ReturnType is not (PredefinedTypeSyntax or IdentifierNameSyntax or QualifiedNameSyntax)) result = ScalarType.Unknown;
        var parameters = equation && (result != ScalarType.Unknown || marked is not null) ? Parameters(method, part, out equation) : [];
        equation &= result != ScalarType.Unknown;

        SyntaxNode? obstacle = null;
        if (equation && method.ExpressionBody is null)
        {
            obstacle = method.Body is null ? method : BlockShape.Obstacle(method.Body);
            equation = obstacle is null;
        }

        return new Member(equation || marked is not null ? MemberKind.Equation : MemberKind.Ignored, name, method, part)
        {
            Attribute = marked,
            Type = result,
            Parameters = parameters,
            Indices = indices,
            Obstacle = obstacle,
        };
    }

    private static EquationParameter[] Parameters(MethodDeclarationSyntax method, ModelPart part, out bool usual)
    {
        usual = true;
        var list = method.ParameterList.Parameters;
        var parameters = new EquationParameter[list.Count];
        for (var i = 0; i < parameters.Length; i++)
        {
            var syntax = list[i];
            var type = ScalarType.Unknown;
            var result = ScalarType.Unknown;
            string? text = null;
            if (syntax.Type is not null && syntax.Modifiers.Count == 0)
            {
                type = SignatureReader.Scalar(syntax.Type, part);
                if (type != ScalarType.Unknown)
                {
                    text = SignatureReader.Text(type);
                }
                else
                {
                    result = SignatureReader.FunctionResult(syntax.Type, part, out text);
                    type = text is null ? ScalarType.Unknown : ScalarType.Function;
                }
            }

            usual &= text is not null;
            parameters[i] = new EquationParameter(syntax.Identifier.ValueText, type, result, text ?? "?", syntax);
        }

        return parameters;
    }

    // An int property that computes something else is ordinary C#: a model may have those too.
    private bool IsExtentArithmetic(ExpressionSyntax expression, int depth)
    {
        if (depth > 100) return false;
        depth++;
        switch (expression)
        {
            case ParenthesizedExpressionSyntax inner:
                return IsExtentArithmetic(inner.Expression, depth);
            case LiteralExpressionSyntax literal:
                return literal.Token.Value is int or bool;
            case PrefixUnaryExpressionSyntax unary:
                return IsExtentArithmetic(unary.Operand, depth);
            case BinaryExpressionSyntax binary:
                return IsExtentArithmetic(binary.Left, depth) && IsExtentArithmetic(binary.Right, depth);
            case ConditionalExpressionSyntax choice:
                return IsExtentArithmetic(choice.Condition, depth) && IsExtentArithmetic(choice.WhenTrue, depth) && IsExtentArithmetic(choice.WhenFalse, depth);
            case CastExpressionSyntax cast:
                return SignatureReader.Scalar(cast.Type) == ScalarType.Int && IsExtentArithmetic(cast.Expression, depth);
            case IdentifierNameSyntax name:
                return Find(name.Identifier.ValueText) is not { Kind: MemberKind.Ignored or MemberKind.Equation or MemberKind.Parameter or MemberKind.State };
            case MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner }:
                return Find(owner.Identifier.ValueText) is null or { Kind: MemberKind.Use };
            case MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }:
                return true;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or PredefinedTypeSyntax } } call:
                foreach (var argument in call.ArgumentList.Arguments)
                {
                    if (!IsExtentArithmetic(argument.Expression, depth)) return false;
                }

                return true;
            default:
                return false;
        }
    }
}
