using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Recurrences;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Differentiation;

/// <summary>
/// Appends the derivative of a program along directions: for Y[o] = Σ_r f(X[φ(o,r)], …) the statement
/// vY[o] = Σ_r Σ_X ∂f/∂X·vX[φ(o,r)], where vX is the derivative of X. Index maps stay as they are, so nothing is solved, sums stay sums,
/// scatters stay scatters, and a recurrence stays one in its own direction.
/// </summary>
/// <remarks>
/// Applied to a program with its adjoint it gives the derivative of the gradient, which is the Hessian times the direction
/// (Pearlmutter, <i>Fast exact multiplication by the Hessian</i>, 1994). With several directions each derivative has an index more.
/// </remarks>
public sealed partial class Tangent
{
    private readonly TensorProgram _program;
    private readonly ExpressionGraph _graph;
    private readonly Dictionary<Tensor, Tensor> _tangents = [];
    private readonly Extent? _directions;
    private readonly Extent? _rows;

    private Tangent(TensorProgram program, Extent? directions, Extent? rows)
    {
        (_program, _directions) = (program, directions);
        _graph = program.Graph;

        // Where the rows are those of a matrix they do not run apart, and nothing may stand between them and the columns.
        _rows = program.Statements.Any(s => s.Reducer.IsMatrix() && s.Own.Concat(s.Reduced).Any(i => i.Extent!.Equals(rows))) ? null : rows;
    }

    /// <summary>Differentiates every statement that depends on the given tensors.</summary>
    /// <param name="program">The program, with extents and in order.</param>
    /// <param name="seeds">The derivative of each tensor that varies: of its shape, and with the direction as first index if there are several.</param>
    /// <param name="directions">How many directions there are, or null for one, which has no index.</param>
    /// <param name="rows">The extent of rows: tensors that begin with it keep it as their first index, so that what is row-local stays so.</param>
    /// <returns>The derivatives of the tensors that have one; of all others it is 0.</returns>
    public static IReadOnlyDictionary<Tensor, Tensor> Of(TensorProgram program, IEnumerable<(Tensor Of, Tensor Along)> seeds, Extent? directions = null, Extent? rows = null)
    {
        CholeskyAdjoints.Expand(program);
        var tangent = new Tangent(program, directions, rows);
        foreach (var (of, along) in seeds) tangent._tangents[of] = along;
        tangent.Run();
        return tangent._tangents;
    }

    private void Run()
    {
        var statements = _program.Statements.ToArray();
        for (var i = 0; i < statements.Length; i++)
        {
            if (statements[i].Recurrence?.Group is not { } group)
            {
                Statement(statements[i]);
                continue;
            }

            Recurrence(group);
            i += group.Members.Count - 1;
        }
    }

    // Members read each other's derivatives before it is known what these are made of.
    private void Recurrence(Recurrence group)
    {
        var open = group.Members.ToList();
        while (open.Find(IsActive) is { } active)
        {
            open.Remove(active);
            _tangents[active.Target] = NewTensor("v" + active.Target.Name, active.Target);
        }

        foreach (var s in group.Members.Except(open)) Statement(s);
    }

    private void Statement(Statement s)
    {
        if (!IsActive(s)) return;
        if (s.Reducer.IsMatrix())
        {
            Matrix(s);
            return;
        }

        var seed = _graph.Number(1, s.Target.Type);
        switch (s.Reducer)
        {
            case Reducer.LogSumExp:
                // ∂ LogSumExp_r f = softmax_r f
                seed = _graph.Function(FunctionOperators.Exp, _graph.Subtract(s.Body, _graph.Read(s.Target, s.Free.Select(_graph.Of).ToArray())));
                if (_directions is not null) seed = Store(s, seed, "Softmax");
                break;
            case Reducer.Max or Reducer.Min:
                seed = _graph.Select(FirstExtremum.Holds(_program, s), seed, _graph.Number(0, seed.Type));
                break;
        }

        var direction = _directions is null ? null : _graph.NewIndex(DirectionName(s), _directions);
        var parts = Parts(s, seed);
        var terms = new List<(Tensor Of, Expression Value, bool IsLinear)>();
        foreach (var same in parts.GroupBy(p => p.Slope))
        {
            var derivatives = same.Select(p => Along(p.Read, direction)).Aggregate(_graph.Add);
            var slope = _directions is not null && !Adjoint.IsSimple(same.Key) && same.Key.Nodes().All(n => n.Type != ScalarType.Bool) ? Store(s, same.Key, "Slope") : same.Key;
            terms.Add((same.First().Read.Tensor, ScalarDerivatives.Scale(_graph, slope, derivatives), !slope.Reads().Any()));
        }

        var target = _tangents.TryGetValue(s.Target, out var known) ? known : NewTensor("v" + s.Target.Name, s.Target);
        if (terms.Count > 1 && (s.Scatter is not null || (s.Reduced.Length > 0 && terms.Any(t => !t.IsLinear))))
        {
            // A sum of its own for each factor of a product: each is again a product of two, and each scatter a choice of its own.
            var sums = terms.Select(t => Define(s, NewTensor($"v{s.Target.Name}From{t.Of.Name}", s.Target), t.Value, direction)).ToArray();
            var free = target.Shape.Select((e, d) => _graph.NewIndex(sums[0].Free.Length == target.Shape.Length ? sums[0].Free[d].Name : "p" + d, e)).ToArray();
            Add(new Statement(target, free, Reducer.None, [], sums.Select(sum => _graph.Read(sum.Target, free.Select(_graph.Of).ToArray())).Aggregate(_graph.Add)));
        }
        else
        {
            Define(s, target, terms.Select(t => t.Value).Aggregate(_graph.Add), direction);
        }

        _tangents[s.Target] = target;
    }

    private bool IsActive(Statement s) => s.Reducer.IsMatrix() ? s.Operands.Any(o => _tangents.ContainsKey(o.Tensor)) : Parts(s, _graph.Number(1, s.Target.Type)).Count > 0;

    // The reads through which derivatives reach the statement, each with the slope at it.
    private List<(Expression Read, Expression Slope)> Parts(Statement s, Expression seed)
    {
        if (s.Target.Type is not (ScalarType.Float or ScalarType.Double)) return [];
        var parts = ScalarDerivatives.Of(_graph, s.Body, seed, _tangents.ContainsKey);
        parts.RemoveAll(p => p.Adjoint.IsNumber(0));
        return parts;
    }

    // Where the index of the direction stands: behind the rows.
    private int Place(Tensor tensor) => tensor.Shape.Length > 0 && tensor.Shape[0].Equals(_rows) ? 1 : 0;

    private static T[] Insert<T>(IEnumerable<T> items, int at, T? item)
        where T : class
    {
        var list = items.ToList();
        if (item is not null) list.Insert(at, item);
        return list.ToArray();
    }

    private Tensor NewTensor(string name, Tensor of)
    {
        var tensor = _program.NewTensor(name, of.Type, TensorRole.Intermediate);
        tensor.Shape = Insert(of.Shape, Place(of), _directions);
        return tensor;
    }

    private Expression Along(Expression read, Index? direction) =>
        _graph.Read(_tangents[read.Tensor], Insert(read.Arguments, Place(read.Tensor), direction is null ? null : _graph.Of(direction)));

    // The value over the statement's own indices and the direction, combined as the statement combines its terms.
    private Statement Define(Statement s, Tensor target, Expression value, Index? direction)
    {
        var own = s.Domain.ToDictionary(i => i, i => _graph.NewIndex(i.Name, i.Extent));
        Expression Rename(Expression e) => _graph.Substitute(e, i => own.TryGetValue(i, out var o) ? _graph.Of(o) : null);
        var toward = direction is null ? null : _graph.NewIndex(direction.Name, direction.Extent);
        if (toward is not null) own[direction!] = toward;
        var free = Insert(s.Free.Select(i => own[i]), s.Scatter is null ? Place(s.Target) : 0, toward);
        return Add(new Statement(target, free, s.Reduced.Length > 0 || s.Scatter is not null ? Reducer.Sum : Reducer.None, s.Reduced.Select(i => own[i]).ToArray(), Rename(value))
        {
            Scatter = s.Scatter is null ? null : Insert(s.Scatter.Select(Rename), Place(s.Target), toward is null ? null : _graph.Of(toward)),
        });
    }

    private Statement Add(Statement s)
    {
        s.Target.Definition = s;
        _program.Statements.Add(s);
        return s;
    }

    // What is the same for all directions is computed once.
    private Expression Store(Statement s, Expression value, string what)
    {
        var indices = s.Domain.Where(value.DependsOn).ToArray();
        var own = indices.ToDictionary(i => i, i => _graph.NewIndex(i.Name, i.Extent));
        var tensor = _program.Define(s.Target.Name + what, value.Type, indices.Select(i => own[i]).ToArray(), Reducer.None, [], _graph.Substitute(value, i => own.TryGetValue(i, out var o) ? _graph.Of(o) : null));
        return _graph.Read(tensor, indices.Select(_graph.Of).ToArray());
    }

    // A letter that the statement does not use.
    private static string DirectionName(Statement s)
    {
        foreach (var letter in "kpqjlm")
        {
            if (s.Domain.All(i => i.Name != letter.ToString())) return letter.ToString();
        }

        return "direction";
    }
}
