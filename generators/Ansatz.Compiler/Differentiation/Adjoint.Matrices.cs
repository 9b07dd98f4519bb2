using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Differentiation;

// Adjoints of whole-matrix primitives: primitives again, and sums of products. With Ȳ for the adjoint of Y:
//   X = A⁻¹B       B̄ = A⁻ᵀX̄, Ā = −B̄Xᵀ
//   Y = A⁻¹        Ā = −YᵀȲYᵀ
//   y = log|det A| Ā = ȳA⁻ᵀ
//   A = LLᵀ        Ā = ½L⁻ᵀ(P + Pᵀ)L⁻¹, P the lower triangle of LᵀL̄ with its diagonal halved
// (M. B. Giles, Collected matrix derivative results, 2008; I. Murray, Differentiation of the Cholesky decomposition, 2016.)
public sealed partial class Adjoint
{
    private void Matrix(Statement s, Expression total)
    {
        var adjoint = AsTensor(s, total);
        var a = s.Operands[0];
        var (p, q) = (s.Reduced[0], s.Reduced[1]);
        switch (s.Reducer)
        {
            case Reducer.Cholesky:
                var factor = Make(s, Reducer.CholeskyAdjoint, "d" + a.Tensor.Name + "Cholesky", s.Free.Except(s.Own).ToArray(), [p, q], At(s, s.Target, Rename), At(s, adjoint, Rename));
                Contribute(s, a, [], factor);
                break;
            case Reducer.SolveLower or Reducer.SolveLowerTransposed or Reducer.Solve or Reducer.SolveTransposed:
                Solve(s, adjoint);
                break;
            case Reducer.Inverse:
                Inverse(s, adjoint);
                break;
            case Reducer.LogDet:
                var inverse = Make(s, Reducer.Inverse, a.Tensor.Name + "Inverse", s.Free, [p, q], a);
                var outer = s.Free.Select(i => _graph.Of(i));
                Contribute(s, a, [], _graph.Multiply(_graph.Read(adjoint, s.Free.Select(i => _graph.Of(i)).ToArray()), _graph.Read(inverse.Tensor, outer.Concat([_graph.Of(q), _graph.Of(p)]).ToArray())));
                break;
            default:
                throw new InvalidOperationException($"{s.Reducer} is written for the kernels; it is not differentiated.");
        }

        // The matrix indices of the statement's own tensor, as an operand's.
        Index Rename(Index own, int k) => k == 0 ? p : q;
    }

    private void Solve(Statement s, Tensor adjoint)
    {
        var (a, b) = (s.Operands[0], s.Operands[1]);
        var (p, q, r) = (s.Reduced[0], s.Reduced[1], s.Reduced[2]);
        var type = s.Target.Type;
        var transposed = s.Reducer switch
        {
            Reducer.SolveLower => Reducer.SolveLowerTransposed,
            Reducer.SolveLowerTransposed => Reducer.SolveLower,
            Reducer.Solve => Reducer.SolveTransposed,
            _ => Reducer.Solve,
        };

        // B̄ has the shape of X: for each right side one solution.
        var copy = s.Domain.ToDictionary(i => i, i => _graph.NewIndex(i.Name, i.Extent));
        var own = s.Own[0];
        Expression Copied(Expression e) => _graph.Substitute(e, i => copy.TryGetValue(i, out var c) ? _graph.Of(c) : null);
        var right = _graph.Read(adjoint, s.Free.Select(i => _graph.Of(copy[i == own ? r : i])).ToArray());
        var solution = _program.Define("d" + b.Tensor.Name + "Solve", type, s.Free.Select(i => copy[i]).ToArray(), transposed, [copy[p], copy[q], copy[r]], _graph.Raw(MatrixReducers.Operands, type, Copied(a), right));
        Expression Of(Tensor tensor, Index row) => _graph.Read(tensor, s.Free.Select(i => _graph.Of(i == own ? row : i)).ToArray());
        if (_active.Contains(b.Tensor)) Contribute(s, b, [q, p], Of(solution, r));
        if (!_active.Contains(a.Tensor)) return;

        // Ā[p,q] = −Σ B̄[p]·X[q] over all right sides; the solution and what is solved for change places for Aᵀ.
        var (left, across) = s.Reducer is Reducer.SolveLower or Reducer.Solve ? (Of(solution, p), Of(s.Target, q)) : (Of(s.Target, p), Of(solution, q));
        var product = _graph.Multiply(left, across);
        var sides = s.Free.Where(i => i != own && !a.DependsOn(i)).ToArray();
        if (sides.Length > 0)
        {
            var kept = s.Free.Where(i => i != own && a.DependsOn(i)).Concat([p, q]).ToArray();
            var mine = kept.Concat(sides).ToDictionary(i => i, i => _graph.NewIndex(i.Name, i.Extent));
            var sum = _program.Define("d" + a.Tensor.Name + "Outer", type, kept.Select(i => mine[i]).ToArray(), Reducer.Sum, sides.Select(i => mine[i]).ToArray(),
                _graph.Substitute(product, i => mine.TryGetValue(i, out var m) ? _graph.Of(m) : null));
            product = _graph.Read(sum, kept.Select(i => _graph.Of(i)).ToArray());
        }

        var value = _graph.Negate(product);
        if (s.Reducer is Reducer.SolveLower or Reducer.SolveLowerTransposed)
            value = _graph.Select(_graph.Apply(ScalarOperators.LessOrEqual, ScalarType.Bool, _graph.Of(q), _graph.Of(p)), value, _graph.Number(0, type));
        Contribute(s, a, sides.Append(r).ToArray(), value);
    }

    private void Inverse(Statement s, Tensor adjoint)
    {
        var a = s.Operands[0];
        var (p, q) = (s.Reduced[0], s.Reduced[1]);
        var outer = s.Free.Except(s.Own).ToArray();

        // (YᵀȲ)[p,j] = Σ_i Y[i,p]·Ȳ[i,j], then −Σ_j (YᵀȲ)[p,j]·Y[q,j]
        Tensor Product(string name, Func<Index[], Index, Index, Index, Expression> term)
        {
            var o = outer.Select(i => _graph.NewIndex(i.Name, i.Extent)).ToArray();
            var (row, column, sum) = (_graph.NewIndex(p.Name, p.Extent), _graph.NewIndex(q.Name, q.Extent), _graph.NewIndex("k", p.Extent));
            return _program.Define(name, s.Target.Type, o.Concat([row, column]).ToArray(), Reducer.Sum, [sum], term(o, row, column, sum));
        }

        Expression At(Tensor tensor, Index[] o, Index row, Index column) => _graph.Read(tensor, o.Concat([row, column]).Select(i => _graph.Of(i)).ToArray());
        var half = Product("d" + a.Tensor.Name + "Half", (o, row, column, sum) => _graph.Multiply(At(s.Target, o, sum, row), At(adjoint, o, sum, column)));
        var whole = Product("d" + a.Tensor.Name + "Inverse", (o, row, column, sum) => _graph.Multiply(At(half, o, row, sum), At(s.Target, o, column, sum)));
        Contribute(s, a, [], _graph.Negate(At(whole, outer, p, q)));
    }

    // The operand's adjoint at an element: the statement seen as one that runs over that operand's indices alone, without those of the other.
    private void Contribute(Statement s, Expression operand, Index[] without, Expression adjoint)
    {
        var free = s.Free.Except(s.Own).Except(without).ToArray();
        Contribute(new Statement(s.Target, free, Reducer.Sum, s.Reduced.Except(without).ToArray(), operand) { Recurrence = s.Recurrence }, operand, adjoint);
    }

    // A primitive of the statement's outer indices with a square result, as a read at these and the two given.
    private Expression Make(Statement s, Reducer reducer, string name, Index[] outer, Index[] at, params Expression[] operands)
    {
        var copy = new Dictionary<Index, Index>();
        foreach (var i in outer) copy[i] = _graph.NewIndex(i.Name, i.Extent);
        var reduced = new List<Index>();
        var own = at.Select(i => _graph.NewIndex(i.Name, i.Extent)).ToArray();
        var values = new List<Expression>();
        foreach (var operand in operands)
        {
            // Each operand has a row and a column of its own.
            foreach (var i in at)
            {
                copy[i] = _graph.NewIndex(i.Name, i.Extent);
                reduced.Add(copy[i]);
            }

            values.Add(_graph.Substitute(operand, i => copy.TryGetValue(i, out var c) ? _graph.Of(c) : null));
        }

        var body = values.Count == 1 ? values[0] : _graph.Raw(MatrixReducers.Operands, s.Target.Type, values.ToArray());
        var tensor = _program.Define(name, s.Target.Type, outer.Select(i => copy[i]).Concat(own).ToArray(), reducer, reduced.ToArray(), body);
        return _graph.Read(tensor, outer.Concat(at).Select(i => _graph.Of(i)).ToArray());
    }

    private Expression At(Statement s, Tensor tensor, Func<Index, int, Index> rename) =>
        _graph.Read(tensor, s.Free.Select(i => _graph.Of(Array.IndexOf(s.Own, i) is var k and >= 0 ? rename(i, k) : i)).ToArray());

    // The adjoint of what the statement computes, as a tensor: the kernels read memory.
    private Tensor AsTensor(Statement s, Expression total)
    {
        if (total.Kind == ExpressionKind.Read && total.Arguments.Select(a => a.Kind == ExpressionKind.Index ? a.Index : null).SequenceEqual(s.Free)) return total.Tensor;
        var own = s.Free.ToDictionary(i => i, i => _graph.NewIndex(i.Name, i.Extent));
        return _program.Define("d" + s.Target.Name, s.Target.Type, s.Free.Select(i => own[i]).ToArray(), Reducer.None, [], _graph.Substitute(total, i => own.TryGetValue(i, out var o) ? _graph.Of(o) : null));
    }
}
