using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Differentiation;

/// <summary>Which term of a largest or smallest value has the whole derivative: the first in index order.</summary>
internal static class FirstExtremum
{
    /// <summary>The condition, over the statement's own indices, that a term is the first extremum; its position is a statement of its own.</summary>
    public static Expression Holds(TensorProgram program, Statement s)
    {
        var graph = program.Graph;
        var copy = s.Domain.ToDictionary(i => i, i => graph.NewIndex(i.Name, i.Extent));
        var position = program.Define(s.Target.Name + "At", ScalarType.Int, s.Free.Select(i => copy[i]).ToArray(), s.Reducer == Reducer.Max ? Reducer.ArgMax : Reducer.ArgMin,
            s.Reduced.Select(i => copy[i]).ToArray(), graph.Substitute(s.Body, i => copy.TryGetValue(i, out var c) ? graph.Of(c) : null));
        var at = graph.Read(position, s.Free.Select(i => graph.Of(i)).ToArray());
        return graph.Apply(ScalarOperators.Equal, ScalarType.Bool, at, Position(graph, s.Reduced));
    }

    // Which of the reduced points this is, counted in index order.
    private static Expression Position(ExpressionGraph graph, Index[] reduced)
    {
        var position = graph.Integer(Extent.Zero);
        foreach (var i in reduced) position = graph.Add(graph.Multiply(graph.Integer(i.Extent!), position), graph.Of(i));
        return position;
    }
}
