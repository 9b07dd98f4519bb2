using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Passes;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Differentiation;

/// <summary>
/// The second derivatives of a loss: the tangent of a program with its adjoint. The order of rows and columns is that of the parameters
/// and, within each, of its elements row by row: as many numbers as there are parameters, without gaps.
/// </summary>
public static class Hessian
{
    /// <summary>Turns a program of gradients into one of their derivatives along a direction, which is given, and of nothing else.</summary>
    /// <param name="program">A program whose results include the gradients.</param>
    /// <param name="gradients">The gradients of all parameters.</param>
    public static void TimesDirection(TensorProgram program, IReadOnlyList<Tensor> gradients)
    {
        foreach (var result in program.Results) result.Role = TensorRole.Intermediate;
        program.Results.Clear();
        var seeds = new List<(Tensor Of, Tensor Along)>();
        foreach (var parameter in gradients.Select(g => g.Of!))
        {
            var along = program.NewTensor("v" + parameter.Name, parameter.Type, TensorRole.Direction);
            along.Shape = parameter.Shape;
            along.Of = parameter;
            program.Given.Add(along);
            seeds.Add((parameter, along));
        }

        Finish(program, gradients, Tangent.Of(program, seeds), null, TensorRole.HessianVectorProduct);
    }

    /// <summary>Adds to a program of gradients their derivatives along every parameter.</summary>
    /// <param name="program">A program whose results include the gradients.</param>
    /// <param name="gradients">The gradients of all parameters.</param>
    /// <param name="rows">The batch extent, or null.</param>
    public static void Matrix(TensorProgram program, IReadOnlyList<Tensor> gradients, Extent? rows)
    {
        var graph = program.Graph;
        var order = Order(gradients.Select(g => g.Of!));
        var before = Extent.Zero;
        var seeds = new List<(Tensor Of, Tensor Along)>();
        foreach (var parameter in gradients.Select(g => g.Of!))
        {
            // The k-th direction is the k-th unit vector.
            var direction = graph.NewIndex("k", order);
            var element = parameter.Shape.Select((e, d) => graph.NewIndex(d < 4 ? "pqst"[d].ToString() : "p" + d, e)).ToArray();
            var at = graph.Integer(Extent.Zero);
            foreach (var i in element) at = graph.Add(graph.Multiply(graph.Integer(i.Extent!), at), graph.Of(i));
            var here = graph.Apply(ScalarOperators.Equal, ScalarType.Bool, graph.Of(direction), graph.Add(graph.Integer(before), at));
            seeds.Add((parameter, program.Define("v" + parameter.Name, parameter.Type, [direction, .. element], Reducer.None, [], graph.Select(here, graph.Number(1, parameter.Type), graph.Number(0, parameter.Type)))));
            before += Length(parameter);
        }

        var tangents = Tangent.Of(program, seeds, order, rows);
        var units = seeds.Select(s => s.Along).ToArray();
        foreach (var s in program.Statements.ToArray())
        {
            if (s.IsMap) Choose(program, s, units);
            else TakeOnlyTerm(program, s, units);
        }

        Finish(program, gradients, tangents, order, TensorRole.Hessian);
    }

    // x·[k = i] is a choice, not a product: an x that is not finite stays where it is.
    private static void Choose(TensorProgram program, Statement s, Tensor[] units)
    {
        var graph = program.Graph;
        s.Body = graph.Rewrite(s.Body, n => n.Is(ScalarOperators.Multiply) && n.Arguments[1] is { Kind: ExpressionKind.Read } unit && units.Contains(unit.Tensor)
            ? graph.Select(InlineProducers.Definition(graph, unit.Tensor.Definition!, unit.Arguments).Arguments[0], n.Arguments[0], graph.Number(0, n.Type)) : null);
    }

    // Σ_i f(i)·[k = i + c] has one term: f(k − c), where that exists.
    private static void TakeOnlyTerm(TensorProgram program, Statement s, Tensor[] units)
    {
        if (s.Reducer != Reducer.Sum || s.Scatter is not null) return;
        var graph = program.Graph;
        var product = Product.Of(s.Body);
        if (product.Factors.FirstOrDefault(f => f.Kind == ExpressionKind.Read && units.Contains(f.Tensor)) is not { } unit) return;
        var here = InlineProducers.Definition(graph, unit.Tensor.Definition!, unit.Arguments).Arguments[0];
        var place = Linear.Of(here.Arguments[1]);
        if (place.Count != 1 || place.Terms.First() is not ({ Kind: ExpressionKind.Index } term, 1) || !s.Reduced.Contains(term.Index)) return;
        var only = graph.Subtract(here.Arguments[0], graph.Integer(place.Offset));
        var exists = graph.And(
            graph.Apply(ScalarOperators.GreaterOrEqual, ScalarType.Bool, only, graph.Integer(Extent.Zero)),
            graph.Apply(ScalarOperators.Less, ScalarType.Bool, only, graph.Integer(term.Index.Extent!)));
        var rest = Product.Join(graph, product.Factors.Where(f => f != unit), product.Divisors, product.Negative, s.Target.Type);
        var value = graph.Select(exists, graph.Substitute(rest, i => i == term.Index ? only : null), graph.Number(0, s.Target.Type));
        var reduced = s.Reduced.Where(i => i != term.Index).ToArray();
        s.Target.Definition = new Statement(s.Target, s.Free, reduced.Length == 0 ? Reducer.None : Reducer.Sum, reduced, value);
        program.Statements[program.Statements.IndexOf(s)] = s.Target.Definition;
    }

    /// <summary>How many numbers parameters are.</summary>
    public static Extent Order(IEnumerable<Tensor> parameters) => parameters.Aggregate(Extent.Zero, (sum, p) => sum + Length(p));

    /// <summary>How many numbers a parameter is.</summary>
    public static Extent Length(Tensor parameter) => parameter.Shape.Aggregate(Extent.One, (p, e) => p * e);

    // A gradient that depends on no parameter has derivatives, too: 0.
    private static void Finish(TensorProgram program, IReadOnlyList<Tensor> gradients, IReadOnlyDictionary<Tensor, Tensor> tangents, Extent? order, TensorRole role)
    {
        var graph = program.Graph;
        foreach (var gradient in gradients)
        {
            if (!tangents.TryGetValue(gradient, out var tangent))
            {
                var free = gradient.Shape.Select((e, d) => graph.NewIndex("p" + d, e));
                if (order is not null) free = free.Prepend(graph.NewIndex("k", order));
                tangent = program.Define("v" + gradient.Name, gradient.Type, free.ToArray(), Reducer.None, [], graph.Number(0, gradient.Type));
            }

            tangent.Role = role;
            tangent.Of = gradient.Of;
            program.Results.Add(tangent);
        }

        EliminateDeadStatements.Run(program);
    }
}
