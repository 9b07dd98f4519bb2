using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Passes;

/// <summary>
/// Writes solutions, inverses and determinants in terms of the triangular factors of their matrix, for which there are kernels. It runs
/// when nothing is differentiated any more: the adjoints of the former are far simpler than that of the factors. Statements of one matrix share its
/// factors, since equal statements become one.
/// </summary>
public static class FactorMatrices
{
    /// <summary>Runs the pass.</summary>
    public static void Run(TensorProgram program)
    {
        foreach (var s in program.Statements.ToArray())
        {
            if (!s.Reducer.IsMatrix() || s.Reducer.HasKernel()) continue;
            var made = new List<Statement>();
            s.Target.Definition = Written(program, s, made);
            made.Add(s.Target.Definition);
            var at = program.Statements.IndexOf(s);
            program.Statements.RemoveAt(at);
            program.Statements.InsertRange(at, made);
        }
    }

    private static Statement Written(TensorProgram program, Statement s, List<Statement> made)
    {
        var graph = program.Graph;
        var (a, type) = (s.Operands[0], s.Target.Type);
        var n = s.Reduced[0].Extent!;
        var outer = s.Free.Except(s.Own).Where(a.DependsOn).ToArray();
        var factors = Factors(program, s, outer);
        made.Add(factors.Definition!);
        Expression At(params Index[] indices) => graph.Read(factors, outer.Concat(indices).Select(i => graph.Of(i)).ToArray());
        if (s.Reducer == Reducer.LogDet)
        {
            // log |det A| = Σ_i log |U[i,i]|
            var i = graph.NewIndex(s.Reduced[0].Name, n);
            return new Statement(s.Target, s.Free, Reducer.Sum, [i], graph.Function(FunctionOperators.Log, graph.Function(FunctionOperators.Abs, At(i, i))));
        }

        var (p, q) = (s.Reduced[0], graph.NewIndex(s.Reduced[1].Name, n + Extent.One));
        if (s.Reducer != Reducer.Inverse)
        {
            var reducer = s.Reducer == Reducer.Solve ? Reducer.SolveFactored : Reducer.SolveFactoredTransposed;
            return new Statement(s.Target, s.Free, reducer, [p, q, s.Reduced[2]], graph.Raw(MatrixReducers.Operands, type, At(p, q), s.Operands[1]));
        }

        // A⁻¹ = A⁻¹·1
        var (row, column, r) = (graph.NewIndex(p.Name, n), graph.NewIndex(q.Name, n), graph.NewIndex("r", n));
        var identity = program.NewTensor(a.Tensor.Name + "Identity", type, TensorRole.Intermediate);
        identity.Shape = [n, n];
        identity.Definition = new Statement(identity, [row, column], Reducer.None, [],
            graph.Select(graph.Apply(ScalarOperators.Equal, ScalarType.Bool, graph.Of(row), graph.Of(column)), graph.Number(1, type), graph.Number(0, type)));
        made.Add(identity.Definition);
        return new Statement(s.Target, s.Free, Reducer.SolveFactored, [p, q, r], graph.Raw(MatrixReducers.Operands, type, At(p, q), graph.Read(identity, graph.Of(r), graph.Of(s.Own[1]))));
    }

    private static Tensor Factors(TensorProgram program, Statement s, Index[] outer)
    {
        var graph = program.Graph;
        var copy = outer.Concat(s.Reduced.Take(2)).ToDictionary(i => i, i => graph.NewIndex(i.Name, i.Extent));
        var (row, column) = (graph.NewIndex(s.Reduced[0].Name, s.Reduced[0].Extent), graph.NewIndex(s.Reduced[1].Name, s.Reduced[1].Extent! + Extent.One));
        var free = outer.Select(i => copy[i]).Concat([row, column]).ToArray();
        var tensor = program.NewTensor(s.Operands[0].Tensor.Name + "Factors", s.Target.Type, TensorRole.Intermediate);
        tensor.Shape = free.Select(i => i.Extent!).ToArray();
        tensor.Definition = new Statement(tensor, free, Reducer.Factors, s.Reduced.Take(2).Select(i => copy[i]).ToArray(), graph.Substitute(s.Operands[0], i => copy.TryGetValue(i, out var c) ? graph.Of(c) : null));
        return tensor;
    }
}
