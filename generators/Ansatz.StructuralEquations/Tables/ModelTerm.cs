namespace Ansatz.StructuralEquations;

/// <summary>One row that a model text asks for, or that the defaults add to it.</summary>
internal sealed record ModelTerm(string Left, SemOperator Operator, string Right)
{
    /// <summary>Whether the text has it.</summary>
    public bool IsUser { get; init; } = true;

    /// <summary>The modifier that fixes or frees it.</summary>
    public ModifierSyntax? Fixed { get; init; }

    /// <summary>The modifier that gives it a starting value.</summary>
    public ModifierSyntax? Start { get; init; }

    /// <summary>The modifier that labels it.</summary>
    public ModifierSyntax? Label { get; init; }

    /// <summary>The term in the text.</summary>
    public TextRange Source { get; init; }

    /// <summary>The variable on the left, in the text.</summary>
    public TextRange LeftRange { get; init; }

    /// <summary>The variable on the right, in the text.</summary>
    public TextRange RightRange { get; init; }

    /// <summary>What distinguishes it from other rows; lavaan's name for the parameter, for example <c>f=~x1</c>.</summary>
    public string Key => Operator == SemOperator.Intercept ? Left + "~1" : Left + Operator.Text() + Right;

    /// <summary>The same with its sides exchanged, as a covariance can be written.</summary>
    public ModelTerm Exchanged() => this with { Left = Right, Right = Left, LeftRange = RightRange, RightRange = LeftRange };
}
