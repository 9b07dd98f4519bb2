namespace Ansatz.StructuralEquations;

/// <summary>Kinds of tokens of model text.</summary>
public enum TokenKind
{
    /// <summary>A name; its text is without backticks.</summary>
    Name,

    /// <summary>A text in single or double quotes; its text is without them.</summary>
    String,

    /// <summary>A number without sign.</summary>
    Number,

    /// <summary>An operator that joins the two sides of a line, for example <c>=~</c>.</summary>
    Operator,

    /// <summary>One of <c>+ - * / ^ ( ) , : ?</c>.</summary>
    Symbol,

    /// <summary>The end of a line.</summary>
    LineEnd,

    /// <summary>A semicolon.</summary>
    Semicolon,

    /// <summary>The end of the text.</summary>
    End,
}

/// <summary>One token of model text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it says: without quotes and backticks, operators as lavaan writes them.</param>
/// <param name="Range">Where it stands.</param>
public readonly record struct SyntaxToken(TokenKind Kind, string Text, TextRange Range)
{
    /// <summary>Whether it is this symbol.</summary>
    public bool Is(char symbol) => Kind == TokenKind.Symbol && Text[0] == symbol;

    /// <summary>Whether it is this operator.</summary>
    public bool IsOperator(string text) => Kind == TokenKind.Operator && Text == text;

    /// <summary>Whether a term or an operand can start with it.</summary>
    public bool StartsOperand => Kind is TokenKind.Name or TokenKind.String or TokenKind.Number;

    /// <summary>Whether an operand can end with it.</summary>
    public bool EndsOperand => StartsOperand || Is(')');

    /// <summary>Whether a statement ends before it.</summary>
    public bool IsBoundary => Kind is TokenKind.LineEnd or TokenKind.Semicolon or TokenKind.End;
}
