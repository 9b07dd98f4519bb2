using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>What a member of the class is in the notation.</summary>
internal enum MemberKind
{
    /// <summary>Ordinary C#, none of the notation's business unless an equation uses it.</summary>
    Ignored,
    Constant,
    Extent,
    Batch,
    Training,
    Computed,
    Input,
    Parameter,
    State,
    Use,
    Equation,
}

/// <summary>A parameter of an equation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; <see cref="ScalarType.Function"/> for an equation.</param>
/// <param name="Result">What it gives, if it is an equation.</param>
/// <param name="Text">Its type as the canonical text writes it.</param>
/// <param name="Syntax">Where it is declared.</param>
internal readonly record struct EquationParameter(string Name, ScalarType Type, ScalarType Result, string Text, ParameterSyntax Syntax);

/// <summary>One member of the class.</summary>
internal sealed class Member(MemberKind kind, string name, SyntaxNode syntax, ModelPart part)
{
    public MemberKind Kind { get; set; } = kind;

    public string Name { get; } = name;

    /// <summary>The declaration, or the declarator of a field.</summary>
    public SyntaxNode Syntax { get; } = syntax;

    /// <summary>The part in which it stands.</summary>
    public ModelPart Part { get; } = part;

    /// <summary>The attribute that makes it what it is.</summary>
    public AttributeSyntax? Attribute { get; init; }

    /// <summary>A second attribute that excludes the first.</summary>
    public AttributeSyntax? Conflicting { get; init; }

    /// <summary>The type of its value, or of a tensor's elements, or of an equation's result.</summary>
    public ScalarType Type { get; init; }

    /// <summary>Whether it is a tensor.</summary>
    public bool IsTensor { get; init; }

    /// <summary>The class of a used model.</summary>
    public INamedTypeSymbol? Used { get; init; }

    /// <summary>The body of a computed extent, or the value with which a used model is made.</summary>
    public ExpressionSyntax? Value { get; init; }

    /// <summary>The parameters of an equation.</summary>
    public EquationParameter[] Parameters { get; init; } = [];

    /// <summary>
    /// How many indices an equation has that are not parameters: of a property or a method whose type is <c>Func&lt;int, …&gt;</c>. It means the equation with
    /// these after its parameters.
    /// </summary>
    public int Indices { get; init; }

    /// <summary>Whether an equation can be called from other models.</summary>
    public bool IsPublic => Kind == MemberKind.Equation && Syntax is MemberDeclarationSyntax equation
        && (MemberTable.Has(equation.Modifiers, SyntaxKind.PublicKeyword) || MemberTable.Has(equation.Modifiers, SyntaxKind.InternalKeyword));

    /// <summary>The statement because of which a method is not an equation.</summary>
    public SyntaxNode? Obstacle { get; init; }

    /// <summary>The value of a constant once it is known.</summary>
    public object? Constant { get; set; }

    /// <summary>Whether the value of the constant is being found (a constant that depends on itself must not loop) or was.</summary>
    public bool ConstantVisited { get; set; }
}
