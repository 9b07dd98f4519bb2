using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Tests.Interpreting;

/// <summary>
/// The value of scalar expressions at one point of an index space, in double precision. Choices, guards, &amp;&amp; and || look only at what
/// decides; a read outside its tensor fails.
/// </summary>
internal sealed class PointEvaluator(ExtentValues extents, Func<Tensor, DenseTensor> tensors)
{
    // By the number of the index, and of the expression: both count from 0 within a graph.
    private int[] _indices = new int[64];
    private double[] _values = new double[256];
    private int[] _doneAt = new int[256];
    private int _now = 1;

    /// <summary>How many products of real numbers were formed.</summary>
    public long Multiplications { get; private set; }

    public ExtentValues Extents => extents;

    /// <summary>Runs over all values of the indices, the last one fastest.</summary>
    public void ForAll(IReadOnlyList<Index> indices, Action<int[]> visit)
    {
        var lengths = indices.Select(i => extents.Of(i.Extent!)).ToArray();
        ForAll(indices, lengths.Select(n => (0, n)).ToArray(), visit);
    }

    /// <summary>Runs over the given ranges of the indices, the last one fastest.</summary>
    public void ForAll(IReadOnlyList<Index> indices, (int First, int End)[] ranges, Action<int[]> visit)
    {
        var at = new int[ranges.Length];
        Level(0);

        void Level(int d)
        {
            if (d == at.Length)
            {
                visit(at);
                return;
            }

            for (at[d] = ranges[d].First; at[d] < ranges[d].End; at[d]++)
            {
                Set(indices[d], at[d]);
                Level(d + 1);
            }
        }
    }

    public void Set(Index index, int value)
    {
        if (index.Id >= _indices.Length) Array.Resize(ref _indices, index.Id * 2);
        _indices[index.Id] = value;
        _now++;
    }

    /// <summary>Memory has changed: nothing that was read before counts.</summary>
    public void Forget() => _now++;

    /// <summary>Adds a term at a place. Where the term is a choice that falls on 0, nothing is added and the place is not looked at.</summary>
    public void Add(Tensor target, IEnumerable<Expression> place, Expression term)
    {
        while (term.Is(ScalarOperators.Select) && (term.Arguments[1].IsNumber(0) || term.Arguments[2].IsNumber(0)))
        {
            var chosen = term.Arguments[Evaluate(term.Arguments[0]) != 0 ? 1 : 2];
            if (chosen.IsNumber(0)) return;
            term = chosen;
        }

        var (memory, at) = (tensors(target), Evaluate(place));
        memory.Write(target.Name, at, memory.Read(target.Name, at) + Evaluate(term));
    }

    /// <summary>Runs a whole-matrix primitive for every value of the indices that its operands depend on, and writes all that it gives.</summary>
    public void Matrix(Tensor target, Index[] domain, (int First, int End)[] ranges, Index[] own, Reducer reducer, Index[] reduced, Expression[] operands)
    {
        var outer = domain.Where(i => !own.Contains(i)).ToArray();
        var values = new Dictionary<Index, int>();
        ForAll(outer, outer.Select(i => ranges[Array.IndexOf(domain, i)]).ToArray(), at =>
        {
            for (var k = 0; k < outer.Length; k++) values[outer[k]] = at[k];
            var a = Operand(operands[0], reduced[0], reduced[1]);
            var b = operands.Length > 1 ? Operand(operands[1], reduced[2], reduced.Length > 3 ? reduced[3] : null) : null;
            var result = MatrixReduction.Of(reducer, a, b);
            for (var i = 0; i < (own.Length > 0 ? extents.Of(own[0].Extent!) : 1); i++)
            {
                for (var j = 0; j < (own.Length > 1 ? extents.Of(own[1].Extent!) : 1); j++)
                {
                    var place = domain.Select(x => Array.IndexOf(own, x) is var k and >= 0 ? k == 0 ? i : j : values[x]).ToArray();
                    tensors(target).Write(target.Name, place, result[i, j]);
                }
            }
        });

        double[,] Operand(Expression read, Index row, Index? column)
        {
            var x = new double[extents.Of(row.Extent!), column is null ? 1 : extents.Of(column.Extent!)];
            ForAll(column is null ? [row] : [row, column], at =>
            {
                Forget();
                x[at[0], at.Length > 1 ? at[1] : 0] = Evaluate(read);
            });
            return x;
        }
    }

    public int[] Evaluate(IEnumerable<Expression> expressions) => expressions.Select(e => (int)Evaluate(e)).ToArray();

    public double Evaluate(Expression e)
    {
        if (e.Id >= _values.Length)
        {
            Array.Resize(ref _values, e.Id * 2);
            Array.Resize(ref _doneAt, e.Id * 2);
        }

        if (_doneAt[e.Id] == _now) return _values[e.Id];
        var value = Compute(e);
        _doneAt[e.Id] = _now;
        return _values[e.Id] = value;
    }

    private double Compute(Expression e)
    {
        switch (e.Kind)
        {
            case ExpressionKind.Constant: return e.Number;
            case ExpressionKind.Extent: return extents.Of(e.Extent);
            case ExpressionKind.Index: return _indices[e.Index.Id];
            case ExpressionKind.Read:
                Span<int> at = stackalloc int[e.Arguments.Length];
                for (var d = 0; d < at.Length; d++) at[d] = (int)Evaluate(e.Arguments[d]);
                return tensors(e.Tensor).Read(e.Tensor.Name, at);
            case ExpressionKind.Apply: return Apply(e);
            default: throw new NotSupportedException($"{e.Kind} has no value here.");
        }
    }

    private double Apply(Expression e)
    {
        var a = e.Arguments;
        var whole = e.Type == ScalarType.Int;
        if (e.Operator.Name == "?:") return Evaluate(Evaluate(a[0]) != 0 ? a[1] : a[2]);
        if (e.Operator.Name == "guarded") return Evaluate(a[0]) != 0 ? Evaluate(a[1]) : 0;
        if (e.Operator.Name == "&&") return Evaluate(a[0]) != 0 ? Evaluate(a[1]) : 0;
        if (e.Operator.Name == "||") return Evaluate(a[0]) != 0 ? 1 : Evaluate(a[1]);
        Span<double> v = stackalloc double[a.Length];
        for (var k = 0; k < v.Length; k++) v[k] = Evaluate(a[k]);
        switch (e.Operator.Name)
        {
            case "+": return v[0] + v[1];
            case "-": return v[0] - v[1];
            case "*":
                if (!whole) Multiplications++;
                return v[0] * v[1];
            case "/": return !whole ? v[0] / v[1] : v[1] != 0 ? Math.Truncate(v[0] / v[1]) : throw new DivideByZeroException();
            case "%": return v[1] != 0 ? v[0] % v[1] : throw new DivideByZeroException();
            case "neg": return -v[0];
            case "!": return v[0] == 0 ? 1 : 0;
            case "==": return v[0] == v[1] ? 1 : 0;
            case "!=": return v[0] != v[1] ? 1 : 0;
            case "<" or "smaller": return v[0] < v[1] ? 1 : 0;
            case "<=": return v[0] <= v[1] ? 1 : 0;
            case ">" or "larger": return v[0] > v[1] ? 1 : 0;
            case ">=": return v[0] >= v[1] ? 1 : 0;
            case "cast": return whole ? Math.Truncate(v[0]) : v[0];
            default: return ReferenceFunctions.Of(e.Operator.Name, v);
        }
    }
}
