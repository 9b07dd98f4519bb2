namespace Ansatz.StructuralEquations;

/// <summary>One row of a parameter table; the columns are lavaan's.</summary>
/// <param name="Id">The row's number, from 1.</param>
/// <param name="Left">The left-hand side: a variable, the name of a defined parameter, or an expression.</param>
/// <param name="Operator">What the row says.</param>
/// <param name="Right">The right-hand side; empty for an intercept.</param>
public sealed record ParameterRow(int Id, string Left, SemOperator Operator, string Right)
{
    /// <summary>1: written by the user; 0: added by the defaults; 2: a constraint from equality over groups.</summary>
    public int User { get; init; } = 1;

    /// <summary>The group, from 1; 0 for definitions and constraints.</summary>
    public int Group { get; init; } = 1;

    /// <summary>The number of the free parameter, from 1; 0 if the value is fixed.</summary>
    public int Free { get; init; }

    /// <summary>The fixed value of a fixed row, or the starting value that the user gave for a free one (lavaan's <c>ustart</c>).</summary>
    public double? UserValue { get; init; }

    /// <summary>Whether it is a moment of exogenous variables that is fixed at the sample's.</summary>
    public bool IsExogenous { get; init; }

    /// <summary>The user's label, or one from equality over groups; empty if none.</summary>
    public string Label { get; init; } = "";

    /// <summary>The row's own label, for example <c>.p7.</c>; empty for definitions and constraints.</summary>
    public string PlainLabel { get; init; } = "";

    /// <summary>Where in the model text the row comes from.</summary>
    public TextRange Source { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Operator == SemOperator.Intercept ? $"{Left} ~1" : $"{Left} {Operator.Text()} {Right}";
}

/// <summary>A range of characters of a model text.</summary>
/// <param name="Start">The first character, from 0.</param>
/// <param name="Length">How many.</param>
public readonly record struct TextRange(int Start, int Length)
{
    /// <summary>The character after the last.</summary>
    public int End => Start + Length;
}
