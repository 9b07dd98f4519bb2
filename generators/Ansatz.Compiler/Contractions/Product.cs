using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Contractions;

/// <summary>An expression as a product: a sign and factors.</summary>
internal sealed class Product
{
    private Product()
    {
    }

    /// <summary>The factors, in order.</summary>
    public List<Expression> Factors { get; } = [];

    /// <summary>Divisors, in order.</summary>
    public List<Expression> Divisors { get; } = [];

    /// <summary>Whether the product is negative.</summary>
    public bool Negative { get; private set; }

    /// <summary>Takes an expression apart at its multiplications.</summary>
    public static Product Of(Expression e)
    {
        var product = new Product();
        product.Collect(e);
        return product;
    }

    /// <summary>Factors multiplied from left to right, then divided.</summary>
    public static Expression Join(ExpressionGraph graph, IEnumerable<Expression> factors, IEnumerable<Expression> divisors, bool negative, ScalarType type)
    {
        Expression? product = null;
        foreach (var f in factors) product = product is null ? f : graph.Multiply(product, f);
        product ??= graph.Number(1, type);
        foreach (var d in divisors) product = graph.Divide(product, d);
        return negative ? graph.Negate(product) : product;
    }

    // Powers of shared terms would make as many factors as there are terms written out.
    private const int MostFactors = 32;

    private void Collect(Expression e)
    {
        if (Factors.Count < MostFactors && e.Is(ScalarOperators.Multiply))
        {
            Collect(e.Arguments[0]);
            Collect(e.Arguments[1]);
        }
        else if (Factors.Count < MostFactors && e.Is(ScalarOperators.Negate))
        {
            Negative = !Negative;
            Collect(e.Arguments[0]);
        }
        else if (Factors.Count < MostFactors && e.Is(ScalarOperators.Divide))
        {
            Collect(e.Arguments[0]);
            Divisors.Add(e.Arguments[1]);
        }
        else
        {
            Factors.Add(e);
        }
    }
}
