using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Recurrences;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Differentiation;

/// <summary>
/// Writes the adjoint of a Cholesky factor, which has a kernel of its own, as what it is made of, Ā = ½L⁻ᵀ(P + Pᵀ)L⁻¹ with P the lower triangle of LᵀL̄
/// and its diagonal halved: products and triangular systems, which can be differentiated again.
/// </summary>
internal static class CholeskyAdjoints
{
    /// <summary>Expands all of them in place.</summary>
    public static void Expand(TensorProgram program)
    {
        var all = program.Statements.Where(s => s.Reducer == Reducer.CholeskyAdjoint).ToArray();
        foreach (var s in all)
        {
            var made = Expanded(program, s);
            var at = program.Statements.IndexOf(s);
            program.Statements.RemoveAt(at);
            program.Statements.InsertRange(at, made);
        }

        if (all.Length > 0) RecurrenceFinder.Run(program);
    }

    private static List<Statement> Expanded(TensorProgram program, Statement s)
    {
        var graph = program.Graph;
        var made = new List<Statement>();
        var (name, type, n) = (s.Target.Name, s.Target.Type, s.Reduced[0].Extent!);
        var outer = s.Free.Except(s.Own).ToArray();
        Expression L(Index[] o, Index i, Index j) => At(s.Operands[0], s.Reduced[0], s.Reduced[1], o, i, j);

        // The lower triangle of L̄ alone counts.
        var lower = Define("Lower", Reducer.None, 0, (o, i, j, _) => graph.Select(graph.Apply(ScalarOperators.LessOrEqual, ScalarType.Bool, graph.Of(j), graph.Of(i)), At(s.Operands[1], s.Reduced[2], s.Reduced[3], o, i, j), graph.Number(0, type)));
        var product = Define("Product", Reducer.Sum, 1, (o, i, j, k) => graph.Multiply(L(o, k[0], i), Read(lower, o, k[0], j)));
        var mirrored = Define("Mirrored", Reducer.None, 0, (o, i, j, _) => graph.Select(graph.Apply(ScalarOperators.LessOrEqual, ScalarType.Bool, graph.Of(j), graph.Of(i)), Read(product, o, i, j), Read(product, o, j, i)));

        // L⁻ᵀM, then L⁻ᵀ of its transpose: M is symmetric.
        Tensor Solve(string part, Func<Index[], Index, Index, Expression> right) => Define(part, Reducer.SolveLowerTransposed, 3, (o, _, j, k) => graph.Raw(MatrixReducers.Operands, type, L(o, k[0], k[1]), right(o, k[2], j)));
        var half = Solve("Half", (o, r, j) => Read(mirrored, o, r, j));
        var whole = Solve("Whole", (o, r, j) => Read(half, o, j, r));
        var own = s.Free.Select(i => graph.NewIndex(i.Name, i.Extent)).ToArray();
        s.Target.Definition = new Statement(s.Target, own, Reducer.None, [], graph.Multiply(graph.Number(0.5, type), graph.Read(whole, own.Select(i => graph.Of(i)).ToArray())));
        made.Add(s.Target.Definition);
        return made;

        Expression At(Expression read, Index row, Index column, Index[] o, Index i, Index j) => graph.Substitute(read, x => x == row ? graph.Of(i) : x == column ? graph.Of(j) : Array.IndexOf(outer, x) is var k and >= 0 ? graph.Of(o[k]) : null);

        Expression Read(Tensor tensor, Index[] o, Index i, Index j) => graph.Read(tensor, o.Append(i).Append(j).Select(x => graph.Of(x)).ToArray());

        Tensor Define(string part, Reducer reducer, int reduced, Func<Index[], Index, Index, Index[], Expression> body)
        {
            var o = outer.Select(i => graph.NewIndex(i.Name, i.Extent)).ToArray();
            var (row, column) = (graph.NewIndex(s.Own[0].Name, n), graph.NewIndex(s.Own[1].Name, n));
            var over = Enumerable.Range(0, reduced).Select(k => graph.NewIndex("k", n)).ToArray();
            var tensor = program.NewTensor(name + part, type, TensorRole.Intermediate);
            tensor.Shape = o.Append(row).Append(column).Select(i => i.Extent!).ToArray();
            tensor.Definition = new Statement(tensor, o.Append(row).Append(column).ToArray(), reducer, over, body(o, row, column, over));
            made.Add(tensor.Definition);
            return tensor;
        }
    }
}
