namespace Ansatz.StructuralEquations;

/// <summary>What a modifier of a term does.</summary>
public enum ModifierKind
{
    /// <summary>Fixes the value, or frees it (<c>NA*</c>).</summary>
    Fixed,

    /// <summary>Gives a starting value.</summary>
    Start,

    /// <summary>Gives a label.</summary>
    Label,
}

/// <summary>A modifier, for example <c>0.5*</c> or <c>c(a, b)*</c>.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Values">The values, one or one per group, for <see cref="ModifierKind.Fixed"/> and <see cref="ModifierKind.Start"/>; null is <c>NA</c>.</param>
/// <param name="Labels">The labels, one or one per group, for <see cref="ModifierKind.Label"/>; null is <c>NA</c>.</param>
/// <param name="Range">Where it stands, without the <c>*</c>.</param>
public sealed record ModifierSyntax(ModifierKind Kind, IReadOnlyList<double?> Values, IReadOnlyList<string?> Labels, TextRange Range)
{
    /// <summary>Whether the labels name other parameters (<c>equal("f =~ x2")</c>).</summary>
    public bool RefersToParameter { get; init; }

    /// <summary>How many values or labels it has.</summary>
    public int Count => Kind == ModifierKind.Label ? Labels.Count : Values.Count;
}

/// <summary>A name in a text.</summary>
/// <param name="Text">The name.</param>
/// <param name="Range">Where it stands.</param>
public readonly record struct NameSyntax(string Text, TextRange Range);

/// <summary>A term of the right-hand side of a formula.</summary>
/// <param name="Name">The variable, or 1 or 0.</param>
/// <param name="Modifiers">The modifiers before it.</param>
/// <param name="Range">The whole term.</param>
public sealed record TermSyntax(NameSyntax Name, IReadOnlyList<ModifierSyntax> Modifiers, TextRange Range)
{
    /// <summary>Whether it is an intercept: <c>1</c>, or <c>0</c> for one fixed at 0.</summary>
    public bool IsIntercept { get; init; }
}

/// <summary>A formula, for example <c>f =~ x1 + 0.5*x2</c>.</summary>
/// <param name="Left">The variables on the left.</param>
/// <param name="Operator">The operator; <see cref="SemOperator.Regression"/> also for intercepts.</param>
/// <param name="OperatorRange">Where the operator stands.</param>
/// <param name="Right">The terms on the right.</param>
public sealed record FormulaSyntax(IReadOnlyList<NameSyntax> Left, SemOperator Operator, TextRange OperatorRange, IReadOnlyList<TermSyntax> Right);

/// <summary>A definition or a constraint, for example <c>total := a + b</c> or <c>a &gt; 0</c>.</summary>
/// <param name="Left">The left-hand side.</param>
/// <param name="Operator">The operator.</param>
/// <param name="OperatorRange">Where the operator stands.</param>
/// <param name="Right">The right-hand side.</param>
/// <param name="LeftText">The text of the left-hand side without blanks, as a parameter table has it.</param>
/// <param name="RightText">The same of the right-hand side.</param>
public sealed record ConstraintSyntax(SemExpression Left, SemOperator Operator, TextRange OperatorRange, SemExpression Right, string LeftText, string RightText)
{
    /// <summary>All of it.</summary>
    public TextRange Range => new(Left.Range.Start, Right.Range.End - Left.Range.Start);
}

/// <summary>A model text, parsed.</summary>
/// <param name="Formulas">The formulas, in order.</param>
/// <param name="Constraints">The definitions and constraints, in order.</param>
/// <param name="Tokens">All tokens.</param>
public sealed record ModelSyntax(IReadOnlyList<FormulaSyntax> Formulas, IReadOnlyList<ConstraintSyntax> Constraints, IReadOnlyList<SyntaxToken> Tokens);
