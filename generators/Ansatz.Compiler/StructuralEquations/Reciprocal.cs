using Ansatz.Compiler.Operators;

namespace Ansatz.Compiler.StructuralEquations;

/// <summary>1/Δ of a component with cycles: one division for all that the component takes part in, also in derivatives.</summary>
internal static class Reciprocal
{
    /// <summary>The operator.</summary>
    public static readonly Operator Operator = new("reciprocal", 1)
    {
        Csharp = "1 / {0}", Precedence = 5, Cost = 4,
        Value = v => 1 / v[0],
        Derivative = (g, n, _) => g.Negate(g.Multiply(n, n)),
    };
}
