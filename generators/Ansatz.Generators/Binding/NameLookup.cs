using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>
/// What names mean in one part of a model when neither the scope of the body nor the members of the class say it: first the
/// file's <c>using static</c>, by syntax, then a look-up, remembered for the part. No body is ever bound.
/// </summary>
internal sealed class NameLookup
{
    private readonly ModelPart _part;
    private readonly FunctionClasses _imported;
    private readonly int _position;
    private readonly bool _written;
    private Dictionary<string, Meaning>? _found;

    /// <summary>What a look-up gave.</summary>
    /// <param name="Functions">The classes whose functions of that name are in scope.</param>
    /// <param name="Constant">The value, if it is a constant.</param>
    /// <param name="Container">The type or namespace, if it is one.</param>
    /// <param name="Exists">Whether it is anything at all.</param>
    public sealed record Meaning(FunctionClasses Functions, object? Constant, INamespaceOrTypeSymbol? Container, bool Exists);

    /// <summary>What names mean in a part, or in one that was written beside it.</summary>
    /// <param name="part">The hand-written part.</param>
    /// <param name="written">Whether the other part is meant: it imports the classes of the vocabulary by their names, and none of their functions.</param>
    public NameLookup(ModelPart part, bool written = false)
    {
        _part = part;
        _written = written;
        var brace = part.Syntax.OpenBraceToken;
        _position = brace.RawKind == 0 || brace.IsMissing ? part.Syntax.Identifier.Span.End : brace.Span.End;

        // Within another type, that type's members hide what the file imports.
        if (!written && part.Syntax.Parent is not TypeDeclarationSyntax && part.Syntax.BaseList is null) _imported = Imported(part.Syntax);
    }

    /// <summary>The classes whose function of that name may be called by its bare name.</summary>
    public FunctionClasses Functions(string name)
    {
        var known = Vocabulary.Find(name) & _imported;
        return known != FunctionClasses.None ? known : Find(name).Functions;
    }

    /// <summary>The constant of that bare name, if the file imports one.</summary>
    public object? Constant(string name)
    {
        if ((_imported & FunctionClasses.MathF) != 0 && Vocabulary.Constant(FunctionClasses.MathF, name) is { } single) return single;
        if ((_imported & FunctionClasses.Math) != 0 && Vocabulary.Constant(FunctionClasses.Math, name) is { } real) return real;
        return Find(name).Constant;
    }

    /// <summary>Looks a name up from between the braces of the class.</summary>
    public Meaning Find(string name)
    {
        _found ??= new Dictionary<string, Meaning>(StringComparer.Ordinal);
        if (_found.TryGetValue(name, out var known)) return known;

        if (_written && Vocabulary.Class(name) is var one and not FunctionClasses.None)
            return _found[name] = new Meaning(FunctionClasses.None, null, _part.Semantic.Compilation.GetTypeByMetadataName(Vocabulary.Namespace(one) + "." + name), true);

        var functions = FunctionClasses.None;
        object? constant = null;
        INamespaceOrTypeSymbol? container = null;
        var symbols = _part.Semantic.LookupSymbols(_position, name: name);
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case IMethodSymbol method:
                    functions |= ClassOf(method.ContainingType);
                    break;
                case IFieldSymbol { HasConstantValue: true } field when field.ContainingType?.TypeKind != TypeKind.Enum:
                    constant ??= field.ConstantValue;
                    break;
                case IAliasSymbol { Target: INamespaceOrTypeSymbol target }:
                    container ??= target;
                    break;
                case INamespaceOrTypeSymbol direct:
                    container ??= direct;
                    break;
            }
        }

        return _found[name] = new Meaning(functions, constant, container, !symbols.IsEmpty);
    }

    /// <summary>The type or namespace that a dotted name stands for, or null.</summary>
    public INamespaceOrTypeSymbol? Container(ExpressionSyntax name)
    {
        switch (name)
        {
            case IdentifierNameSyntax simple:
                return simple.Identifier.ValueText is { Length: > 0 } text ? Find(text).Container : null;
            case AliasQualifiedNameSyntax { Alias.Identifier.RawKind: (int)SyntaxKind.GlobalKeyword } global:
                return Member(_part.Semantic.Compilation.GlobalNamespace, global.Name.Identifier.ValueText);
            case PredefinedTypeSyntax predefined:
                return _part.Semantic.Compilation.GetSpecialType(SignatureReader.Scalar(predefined) switch
                {
                    ScalarType.Int => SpecialType.System_Int32,
                    ScalarType.Float => SpecialType.System_Single,
                    ScalarType.Double => SpecialType.System_Double,
                    _ => SpecialType.System_Object,
                });
            case MemberAccessExpressionSyntax access when access.IsKind(SyntaxKind.SimpleMemberAccessExpression):
                return Container(access.Expression) is { } outer ? Member(outer, access.Name.Identifier.ValueText) : null;
            case QualifiedNameSyntax qualified:
                return Container(qualified.Left) is { } left ? Member(left, qualified.Right.Identifier.ValueText) : null;
            default:
                return null;
        }

        static INamespaceOrTypeSymbol? Member(INamespaceOrTypeSymbol outer, string name)
        {
            foreach (var member in outer.GetMembers(name))
            {
                if (member is INamespaceOrTypeSymbol found) return found;
            }

            return null;
        }
    }

    /// <summary>The vocabulary class that a type is, or none.</summary>
    public static FunctionClasses ClassOf(INamespaceOrTypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { ContainingNamespace: { ContainingNamespace.IsGlobalNamespace: true } space }) return FunctionClasses.None;
        var one = Vocabulary.Class(type.Name);
        return one != FunctionClasses.None && space.Name == Vocabulary.Namespace(one) ? one : FunctionClasses.None;
    }

    private static FunctionClasses Imported(TypeDeclarationSyntax declaration)
    {
        var imported = FunctionClasses.None;
        for (SyntaxNode? node = declaration.Parent; node is not null; node = node.Parent)
        {
            var usings = node switch
            {
                BaseNamespaceDeclarationSyntax space => space.Usings,
                CompilationUnitSyntax unit => unit.Usings,
                _ => default,
            };
            foreach (var directive in usings)
            {
                if (directive.StaticKeyword.RawKind == 0 || directive.Name is not QualifiedNameSyntax { Right: IdentifierNameSyntax right } name) continue;
                var one = Vocabulary.Class(right.Identifier.ValueText);
                if (one == FunctionClasses.None) continue;
                var left = name.Left is AliasQualifiedNameSyntax { Alias.Identifier.RawKind: (int)SyntaxKind.GlobalKeyword } global ? global.Name : name.Left;
                if (left is IdentifierNameSyntax space2 && space2.Identifier.ValueText == Vocabulary.Namespace(one)) imported |= one;
            }
        }

        return imported;
    }
}
