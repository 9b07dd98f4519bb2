using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Operators;

/// <summary>The derivative of an operator: the factor by which a change of one argument reaches the result.</summary>
/// <param name="graph">Makes expressions.</param>
/// <param name="node">The operator applied.</param>
/// <param name="argument">Which argument.</param>
/// <returns>The factor, or null if it is 0 everywhere.</returns>
public delegate Expression? Derivative(ExpressionGraph graph, Expression node, int argument);

/// <summary>One row of the operator table: all that the compiler knows of a scalar operator.</summary>
public sealed class Operator(string name, int arity)
{
    /// <summary>The name people read.</summary>
    public string Name { get; } = name;

    /// <summary>How many arguments it takes; −1 for any number.</summary>
    public int Arity { get; } = arity;

    /// <summary>The sign between two arguments in infix notation, or null.</summary>
    public string? Infix { get; init; }

    /// <summary>How tightly the sign binds: 1 or … 6 product.</summary>
    public int Precedence { get; init; }

    /// <summary>The C# text on the CPU, with {0}, {1} … for the arguments: the same for a number and for a vector of numbers.</summary>
    public string Csharp { get; init; } = "";

    /// <summary>The C# text for vectors where it differs (comparisons, choices); {T} is the element type.</summary>
    public string? VectorCsharp { get; init; }

    /// <summary>The C# text in an ILGPU kernel.</summary>
    public string Gpu { get; init; } = "";

    /// <summary>The standard ONNX operator of the same arguments, or null.</summary>
    public string? Onnx { get; init; }

    /// <summary>
    /// The same value in terms of other operators, for ONNX: where there is no standard operator, or none for numbers in double precision that runtimes have; null, or giving null, where
    /// <see cref="Onnx"/> is taken.
    /// </summary>
    public Func<ExpressionGraph, Expression, Expression?>? OnnxForm { get; init; }

    /// <summary>Whether there is no vector form: the statement runs element by element.</summary>
    public bool ScalarOnly { get; init; }

    /// <summary>Floating-point operations that one application costs, for the cost model.</summary>
    public int Cost { get; init; } = 1;

    /// <summary>The value for constant arguments, or null if it is not folded.</summary>
    public Func<double[], double>? Value { get; init; }

    /// <summary>The derivative, or null if no gradient passes.</summary>
    public Derivative? Derivative { get; init; }

    /// <summary>Simplifies an application, or gives null.</summary>
    public Func<ExpressionGraph, ScalarType, Expression[], Expression?>? Simplify { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
