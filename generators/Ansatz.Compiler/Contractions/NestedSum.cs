using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Contractions;

/// <summary>A sum of products of which factors are themselves sums of products that nothing else reads, written as one sum over all their indices.</summary>
/// <param name="Flat">The one sum.</param>
/// <param name="Merged">The statements that it takes the place of, apart from the first.</param>
internal sealed record NestedSum(Statement Flat, IReadOnlyList<Statement> Merged)
{
    /// <summary>A statement with what is nested in it, or null if nothing is.</summary>
    /// <param name="program">Where the statement stands.</param>
    /// <param name="s">A sum of a product.</param>
    /// <param name="mostFactors">How many factors the one sum may have.</param>
    public static NestedSum? Of(TensorProgram program, Statement s, int mostFactors)
    {
        var graph = program.Graph;
        var product = Product.Of(s.Body);
        if (s.Recurrence is not null || product.Divisors.Count > 0) return null;
        var (factors, reduced, merged, negative) = (product.Factors.ToList(), s.Reduced.ToList(), new List<Statement>(), product.Negative);
        for (var k = 0; k < factors.Count;)
        {
            // A sum that stands in several factors is not one sum with what it is multiplied by.
            if (Inner(program, factors[k]) is not { } inner || factors.Count(f => f.Reads().Any(r => r.Tensor == inner.Target)) > 1 || Product.Of(inner.Body) is not { Divisors.Count: 0 } part || factors.Count - 1 + part.Factors.Count > mostFactors)
            {
                k++;
                continue;
            }

            var at = inner.Free.Select((f, d) => (f, Value: factors[k].Arguments[d])).ToDictionary(p => p.f, p => p.Value);
            factors.RemoveAt(k);
            factors.InsertRange(k, part.Factors.Select(f => graph.Substitute(f, i => at.TryGetValue(i, out var value) ? value : null)));
            reduced.AddRange(inner.Reduced);
            merged.Add(inner);
            negative ^= part.Negative;
        }

        if (merged.Count == 0) return null;
        return new(new Statement(s.Target, s.Free, Reducer.Sum, [.. reduced], Product.Join(graph, factors, [], negative, s.Target.Type)), merged);
    }

    // The definition of a factor that nothing else reads, and that the author has not named.
    private static Statement? Inner(TensorProgram program, Expression factor)
    {
        if (factor.Kind != ExpressionKind.Read || factor.Tensor is not { Role: TensorRole.Intermediate, IsEquation: false, Definition: { Scatter: null, Recurrence: null, Reducer: Reducer.Sum or Reducer.None } inner }) return null;
        if (factor.Arguments.Any(a => a.Kind != ExpressionKind.Index) || factor.Arguments.Distinct().Count() < factor.Arguments.Length) return null;
        return program.Results.Contains(factor.Tensor) || program.Statements.Sum(s => s.Reads().Count(r => r.Tensor == factor.Tensor)) != 1 ? null : inner;
    }
}
