namespace Ansatz.StructuralEquations;

/// <summary>A function of the free parameters: a defined parameter, or a constraint's side that is 0 (equalities) or not negative (inequalities).</summary>
public sealed class ParameterFunction
{
    internal ParameterFunction(int row, SemOperator op, string text, SemExpression expression, IReadOnlyList<int> parameters, IReadOnlyList<int> definitions, double constant, IReadOnlyList<double>? coefficients)
    {
        Row = row;
        Operator = op;
        Text = text;
        Expression = expression;
        Parameters = parameters;
        Definitions = definitions;
        Constant = constant;
        Coefficients = coefficients;
    }

    /// <summary>The row of the parameter table, from 0.</summary>
    public int Row { get; }

    /// <summary>What the row says.</summary>
    public SemOperator Operator { get; }

    /// <summary>The name of a defined parameter; the text of a constraint, for example <c>a == 2*b</c>.</summary>
    public string Text { get; }

    /// <summary>The function: a definition's right-hand side; left − right of <c>==</c> and <c>&gt;</c>, right − left of <c>&lt;</c>.</summary>
    public SemExpression Expression { get; }

    /// <summary>The free parameters that it depends on, also through definitions, from 0, ascending.</summary>
    public IReadOnlyList<int> Parameters { get; }

    /// <summary>The definitions that it names, as indices into <see cref="ParameterConstraints.Definitions"/>.</summary>
    public IReadOnlyList<int> Definitions { get; }

    /// <summary>Whether it is linear in the free parameters.</summary>
    public bool IsLinear => Coefficients is not null;

    /// <summary>The slope for each of <see cref="Parameters"/> of a linear function; otherwise null.</summary>
    public IReadOnlyList<double>? Coefficients { get; }

    /// <summary>The value of a linear function where all parameters are 0.</summary>
    public double Constant { get; }

    /// <inheritdoc/>
    public override string ToString() => Operator == SemOperator.Definition ? $"{Text} := {Expression}" : Text;
}
