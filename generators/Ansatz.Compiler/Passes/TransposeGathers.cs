using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>
/// Where index data name a column that is the same for all rows, rows are laid side by side: Σ_n G[n,o]·X[n,place(o,k)] → Σ_n Gᵀ[o,n]·Xᵀ[place(o,k),n], and
/// Y[n,place(o,k)] += G[n,o]·W[o,k] → Yᵀ[place(o,k),n] += Gᵀ[o,n]·W[o,k], which adds to whole rows. These are the adjoints of a product with a sparse matrix. Requires
/// that every element of what is copied is used often; the order of each sum stays.
/// </summary>
public static class TransposeGathers
{
    // How often a copied element must be used, and how many lie side by side then.
    private const double FewestUses = 8, FewestLanes = 8;

    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        var copies = new Dictionary<(Tensor, int), Tensor>();
        foreach (var s in program.Statements.ToArray())
        {
            if (s.Recurrence is not null || s.Body.Type is not (ScalarType.Float or ScalarType.Double) || s.Body.Nodes().Any(n => n.Is(ScalarOperators.Select))) continue;
            if (s.Scatter is { } place) Scatter(program, s, place, copies);
            else if (s is { Reducer: Reducer.Sum, Reduced: [var lane] } && Size([lane]) >= FewestLanes && IsGathered(s.Body, lane) && ContractionMatcher.Match(s) is null) s.Body = Turned(program, s, s.Body, lane, copies);
        }
    }

    // Some tensor is read at a row of its own choice of column, and all at this row.
    private static bool IsGathered(Expression body, Index lane)
    {
        var reads = body.Reads().Where(r => r.DependsOn(lane)).ToArray();
        return reads.Length > 1 && reads.All(r => Dimension(r, lane) >= 0) && reads.Any(r => Dimension(r, lane) < r.Arguments.Length - 1 && r.Arguments.Any(a => a.Reads().Any()));
    }

    private static void Scatter(TensorProgram program, Statement s, Expression[] place, Dictionary<(Tensor, int), Tensor> copies)
    {
        var graph = program.Graph;
        var data = Enumerable.Range(0, place.Length).Where(d => place[d].Kind != ExpressionKind.Index).ToArray();
        if (data is not [> 0 and var named] || !place[named].Reads().Any()) return;
        var columns = place.Where((_, d) => d != named).Select(x => x.Index).ToArray();
        var target = s.Target;
        if (columns.Distinct().Count() < columns.Length || columns.Any(place[named].DependsOn) || Size([columns[columns.Length - 1]]) < FewestLanes) return;
        if (columns.Where((i, k) => !i.Extent!.Equals(target.Shape[k < named ? k : k + 1])).Any() || Size(s.Domain) < FewestUses * Size(target.Shape)) return;

        // Positions first, then what runs along a row.
        var turned = program.NewTensor(target.Name + "Transposed", target.Type, TensorRole.Intermediate);
        turned.Shape = [target.Shape[named], .. columns.Select(i => i.Extent!)];
        var body = Turned(program, s, s.Body, columns[columns.Length - 1], copies);
        turned.Definition = new Statement(turned, [.. s.Free.Where(i => !columns.Contains(i)), .. columns], s.Reducer, s.Reduced, body) { Scatter = [place[named], .. columns.Select(i => graph.Of(i))] };
        var own = target.Shape.Select((e, d) => graph.NewIndex(place[d].Kind == ExpressionKind.Index ? place[d].Index.Name : "i", e)).ToArray();
        target.Definition = new Statement(target, own, Reducer.None, [], graph.Read(turned, [graph.Of(own[named]), .. own.Where((_, d) => d != named).Select(i => graph.Of(i))]));
        var at = program.Statements.IndexOf(s);
        program.Statements[at] = turned.Definition;
        program.Statements.Insert(at + 1, target.Definition);
    }

    // The same expression, with tensors that are read at the lane's index somewhere before their last dimension read from copies that have it last.
    private static Expression Turned(TensorProgram program, Statement s, Expression body, Index lane, Dictionary<(Tensor, int), Tensor> copies) => program.Graph.RewriteReads(body, read =>
    {
        var dimension = Dimension(read, lane);
        if (dimension < 0 || dimension == read.Arguments.Length - 1 || Size(s.Domain) < FewestUses * Size(read.Tensor.Shape)) return null;
        if (!copies.TryGetValue((read.Tensor, dimension), out var copy)) copies[(read.Tensor, dimension)] = copy = Copy(program, s, read, dimension);
        return program.Graph.Read(copy, [.. read.Arguments.Where((_, d) => d != dimension), read.Arguments[dimension]]);
    });

    private static Tensor Copy(TensorProgram program, Statement before, Expression read, int dimension)
    {
        var graph = program.Graph;
        var own = read.Tensor.Shape.Select((e, d) => graph.NewIndex(read.Arguments[d].Kind == ExpressionKind.Index ? read.Arguments[d].Index.Name : "i", e)).ToArray();
        Index[] order = [.. own.Where((_, d) => d != dimension), own[dimension]];
        var copy = program.NewTensor(read.Tensor.Name + "Transposed", read.Tensor.Type, TensorRole.Intermediate);
        copy.Shape = [.. order.Select(i => i.Extent!)];
        copy.Definition = new Statement(copy, order, Reducer.None, [], graph.Read(read.Tensor, [.. own.Select(i => graph.Of(i))]));
        program.Statements.Insert(program.Statements.IndexOf(before), copy.Definition);
        return copy;
    }

    // The dimension that is read at the index and nothing else, if all others do not know it; otherwise -1.
    private static int Dimension(Expression read, Index lane)
    {
        var d = Array.FindIndex(read.Arguments, a => a.Kind == ExpressionKind.Index && a.Index == lane);
        return d >= 0 && read.Arguments.Count(a => a.DependsOn(lane)) == 1 && read.Type is (ScalarType.Float or ScalarType.Double) ? d : -1;
    }

    private static double Size(IEnumerable<Index> indices) => indices.Aggregate(1.0, (p, i) => p * i.Extent!.Estimate(1000));

    private static double Size(Extent[] shape) => shape.Aggregate(1.0, (p, e) => p * e.Estimate(1000));
}
