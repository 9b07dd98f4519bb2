using Ansatz.Compiler.Operators;
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
    public static void Product(TensorProgram program, IReadOnlyList<Tensor> gradients)
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

        Finish(program, gradients, Tangent.Of(program, seeds, order, rows), order, TensorRole.Hessian);
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
    }
}
