using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Differentiation;

// Derivatives of whole-matrix primitives along directions:
//   X = A⁻¹B       vX = A⁻¹(vB − vA·X)
//   Y = A⁻¹        vY = −Y·vA·Y
//   y = log|det A| vy = Σ_pq (A⁻¹)[q,p]·vA[p,q]
//   A = LLᵀ        vL = L·Φ(L⁻¹·vA·L⁻ᵀ), Φ the lower triangle with its diagonal halved
// A direction is one more right side.
public sealed partial class Tangent
{
    private void Matrix(Statement s)
    {
        var direction = _directions is null ? null : _graph.NewIndex(DirectionName(s), _directions);
        var target = _tangents.TryGetValue(s.Target, out var known) ? known : NewTensor("v" + s.Target.Name, s.Target);
        switch (s.Reducer)
        {
            case Reducer.Cholesky:
                Cholesky(s, target, direction);
                break;
            case Reducer.Inverse:
                Inverse(s, target, direction);
                break;
            case Reducer.LogDet:
                LogDet(s, target, direction);
                break;
            case Reducer.SolveLower or Reducer.SolveLowerTransposed or Reducer.Solve or Reducer.SolveTransposed:
                Solve(s, target, direction);
                break;
            default:
                throw new InvalidOperationException($"{s.Reducer} is written for the kernels; it is not differentiated.");
        }

        _tangents[s.Target] = target;
    }

    private void Solve(Statement s, Tensor target, Index? direction)
    {
        var (a, b) = (s.Operands[0], s.Operands[1]);
        var (p, q, r) = (s.Reduced[0], s.Reduced[1], s.Reduced[2]);
        var own = s.Own[0];
        Index[] With(Index row) => s.Free.Select(i => i == own ? row : i).ToArray();
        Expression? right = _tangents.ContainsKey(b.Tensor) ? Along(b, direction) : null;
        if (_tangents.ContainsKey(a.Tensor))
        {
            // What the matrix takes from the right side when it varies: vA·X, or vAᵀ·X.
            var change = Along(a, direction);
            var outer = s.Free.Where(i => i != own && a.DependsOn(i)).ToArray();
            if (s.Reducer is Reducer.SolveLower or Reducer.SolveLowerTransposed)
            {
                var lower = Make(s, "Lower", [.. outer, p, q], Reducer.None, [], _graph.Select(_graph.Apply(ScalarOperators.LessOrEqual, ScalarType.Bool, _graph.Of(q), _graph.Of(p)), change, _graph.Number(0, change.Type)), direction);
                change = At(lower, [.. outer, p, q], direction);
            }

            var (row, sum) = s.Reducer is Reducer.SolveLower or Reducer.Solve ? (p, q) : (q, p);
            var taken = Make(s, "Taken", With(row), Reducer.Sum, [sum], _graph.Multiply(change, Read(s.Target, With(sum))), direction);
            var minus = _graph.Negate(At(taken, With(r), direction));
            right = right is null ? minus : _graph.Add(right, minus);
        }

        var side = Make(s, "Right", With(r), Reducer.None, [], right!, direction);
        Fill(s, target, s.Free, s.Reducer, [p, q, r], _graph.Raw(MatrixReducers.Operands, s.Target.Type, a, At(side, With(r), direction)), direction);
    }

    private void Inverse(Statement s, Tensor target, Index? direction)
    {
        var (p, q) = (s.Reduced[0], s.Reduced[1]);
        var outer = s.Free.Except(s.Own).ToArray();
        var (i, j) = (s.Own[0], s.Own[1]);
        var half = Make(s, "Half", [.. outer, i, q], Reducer.Sum, [p], _graph.Multiply(Read(s.Target, [.. outer, i, p]), Along(s.Operands[0], direction)), direction);
        Fill(s, target, s.Free, Reducer.Sum, [q], _graph.Negate(_graph.Multiply(At(half, [.. outer, i, q], direction), Read(s.Target, [.. outer, q, j]))), direction);
    }

    private void LogDet(Statement s, Tensor target, Index? direction)
    {
        var a = s.Operands[0];
        var (p, q) = (s.Reduced[0], s.Reduced[1]);
        var copy = s.Free.Concat(s.Reduced).ToDictionary(i => i, i => _graph.NewIndex(i.Name, i.Extent));
        var own = new[] { _graph.NewIndex(p.Name, p.Extent), _graph.NewIndex(q.Name, q.Extent) };
        var inverse = _program.Define(a.Tensor.Name + "Inverse", s.Target.Type, s.Free.Select(i => copy[i]).Concat(own).ToArray(), Reducer.Inverse, [copy[p], copy[q]], _graph.Substitute(a, i => copy.TryGetValue(i, out var c) ? _graph.Of(c) : null));
        Fill(s, target, s.Free, Reducer.Sum, [p, q], _graph.Multiply(Read(inverse, [.. s.Free, q, p]), Along(a, direction)), direction);
    }

    private void Cholesky(Statement s, Tensor target, Index? direction)
    {
        var a = s.Operands[0];
        var (p, q) = (s.Reduced[0], s.Reduced[1]);
        var outer = s.Free.Except(s.Own).ToArray();
        var (i, j) = (s.Own[0], s.Own[1]);
        var (type, n) = (s.Target.Type, p.Extent!);
        var (r, k) = (_graph.NewIndex(p.Name, n), _graph.NewIndex("k", n));
        var change = Along(a, direction);
        var mirrored = _graph.Substitute(change, x => x == p ? _graph.Of(q) : x == q ? _graph.Of(p) : null);
        var symmetric = Make(s, "Symmetric", [.. outer, p, q], Reducer.None, [], _graph.Multiply(_graph.Number(0.5, type), _graph.Add(change, mirrored)), direction);

        // L⁻¹V, then L⁻¹ of its transpose: V is symmetric.
        Tensor Solved(string name, Expression right) =>
            Make(s, name, [.. outer, i, j], Reducer.SolveLower, [p, q, r], _graph.Raw(MatrixReducers.Operands, type, Read(s.Target, [.. outer, p, q]), right), direction);
        var half = Solved("Half", At(symmetric, [.. outer, r, j], direction));
        var whole = Solved("Whole", At(half, [.. outer, j, r], direction));
        var value = At(whole, [.. outer, i, j], direction);
        var triangle = _graph.Select(_graph.Apply(ScalarOperators.Less, ScalarType.Bool, _graph.Of(j), _graph.Of(i)), value,
            _graph.Select(_graph.Apply(ScalarOperators.Equal, ScalarType.Bool, _graph.Of(i), _graph.Of(j)), _graph.Multiply(_graph.Number(0.5, type), value), _graph.Number(0, type)));
        var lower = Make(s, "Lower", [.. outer, i, j], Reducer.None, [], triangle, direction);
        Fill(s, target, s.Free, Reducer.Sum, [k], _graph.Multiply(Read(s.Target, [.. outer, i, k]), At(lower, [.. outer, k, j], direction)), direction);
    }

    private Expression Read(Tensor tensor, Index[] at) => _graph.Read(tensor, at.Select(_graph.Of).ToArray());

    private Expression At(Tensor tensor, Index[] at, Index? direction) => _graph.Read(tensor, Insert(at, tensor.Shape.Length > 0 && tensor.Shape[0].Equals(_rows) && direction is not null ? 1 : 0, direction).Select(_graph.Of).ToArray());

    // A tensor of these indices and of the direction.
    private Tensor Make(Statement s, string name, Index[] free, Reducer reducer, Index[] reduced, Expression body, Index? direction)
    {
        var tensor = _program.NewTensor($"v{s.Target.Name}{name}", s.Target.Type, TensorRole.Intermediate);
        tensor.Shape = Insert(free.Select(i => i.Extent!), free.Length > 0 && free[0].Extent!.Equals(_rows) ? 1 : 0, _directions);
        Fill(s, tensor, free, reducer, reduced, body, direction);
        return tensor;
    }

    // Defines a tensor over copies of the indices.
    private void Fill(Statement s, Tensor target, Index[] free, Reducer reducer, Index[] reduced, Expression body, Index? direction)
    {
        var all = Insert(free, free.Length > 0 && free[0].Extent!.Equals(_rows) ? 1 : 0, direction);
        var own = all.Concat(reduced).ToDictionary(i => i, i => _graph.NewIndex(i.Name, i.Extent));
        Add(new Statement(target, all.Select(i => own[i]).ToArray(), reducer, reduced.Select(i => own[i]).ToArray(), _graph.Substitute(body, i => own.TryGetValue(i, out var o) ? _graph.Of(o) : null)));
    }
}
