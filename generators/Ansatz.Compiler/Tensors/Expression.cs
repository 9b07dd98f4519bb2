using System.Globalization;
using Ansatz.Compiler.Operators;

namespace Ansatz.Compiler.Tensors;

/// <summary>The type of a scalar.</summary>
public enum ScalarType
{
    /// <summary>A truth value.</summary>
    Bool,

    /// <summary>A 32-bit integer: indices, extents, index data.</summary>
    Int,

    /// <summary>A single-precision number.</summary>
    Float,

    /// <summary>A double-precision number.</summary>
    Double,
}

/// <summary>An index that runs from 0 to its extent; it belongs to one statement.</summary>
public sealed class Index(int id, string name, Extent? extent)
{
    /// <summary>A number that is unique within a compilation; later indices have larger numbers.</summary>
    public int Id { get; } = id;

    /// <summary>The name its author gave it.</summary>
    public string Name { get; internal set; } = name;

    /// <summary>How many values it takes; unknown until bounds are inferred.</summary>
    public Extent? Extent { get; set; } = extent;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What an <see cref="Expression"/> is.</summary>
public enum ExpressionKind
{
    /// <summary>A real or truth constant.</summary>
    Constant,

    /// <summary>An integer that is known where the kernels run: a constant or made of extents.</summary>
    Extent,

    /// <summary>The value of an index.</summary>
    Index,

    /// <summary>One element of a tensor.</summary>
    Read,

    /// <summary>An operator applied to arguments.</summary>
    Apply,

    /// <summary>The sum that a contraction has just produced; stands only in the epilogue of that contraction.</summary>
    Accumulator,
}

/// <summary>A scalar expression. Nodes are made by an <see cref="ExpressionGraph"/> only, which gives equal terms one node.</summary>
public sealed class Expression
{
    private Index[]? _indices;

    internal Expression(int id, ExpressionKind kind, ScalarType type)
    {
        Id = id;
        Kind = kind;
        Type = type;
    }

    /// <summary>A number that is unique within a graph; arguments have smaller numbers.</summary>
    public int Id { get; }

    /// <summary>What it is.</summary>
    public ExpressionKind Kind { get; }

    /// <summary>Its type.</summary>
    public ScalarType Type { get; }

    /// <summary>The value of a constant; truth values are 0 and 1.</summary>
    public double Number { get; internal set; }

    /// <summary>The extent.</summary>
    public Extent Extent { get; internal set; } = Extent.Zero;

    /// <summary>The index.</summary>
    public Index Index { get; internal set; } = null!;

    /// <summary>The tensor read.</summary>
    public Tensor Tensor { get; internal set; } = null!;

    /// <summary>The operator applied.</summary>
    public Operator Operator { get; internal set; } = null!;

    /// <summary>Arguments of the operator, or index expressions of the read.</summary>
    public Expression[] Arguments { get; internal set; } = [];

    /// <summary>Whether it is this constant.</summary>
    public bool IsNumber(double value) => Kind == ExpressionKind.Constant && Number.Equals(value);

    /// <summary>Whether an operator of this kind is applied.</summary>
    public bool Is(Operator op) => Kind == ExpressionKind.Apply && ReferenceEquals(Operator, op);

    /// <summary>An extent that is no number times another whole number, as a pair; otherwise null.</summary>
    public (Extent Factor, Expression Term)? ScaledIndex() =>
        Is(ScalarOperators.Multiply) && Type == ScalarType.Int && Arguments[0].Kind == ExpressionKind.Extent ? (Arguments[0].Extent, Arguments[1]) : null;

    /// <summary>The node and all below it, each once, arguments first.</summary>
    public List<Expression> Nodes()
    {
        var seen = new HashSet<int>();
        var order = new List<Expression>();
        Visit(this);
        return order;

        void Visit(Expression e)
        {
            if (!seen.Add(e.Id)) return;
            foreach (var a in e.Arguments) Visit(a);
            order.Add(e);
        }
    }

    /// <summary>The indices it depends on, in the order of their making.</summary>
    public Index[] Indices()
    {
        if (_indices is not null) return _indices;
        if (Kind == ExpressionKind.Index) return _indices = [Index];
        Index[] all = [];
        foreach (var a in Arguments)
        {
            var below = a.Indices();
            if (below.Length == 0 || ReferenceEquals(below, all)) continue;
            all = all.Length == 0 ? below : below.All(all.Contains) ? all : all.Concat(below).Distinct().OrderBy(i => i.Id).ToArray();
        }

        return _indices = all;
    }

    /// <summary>Whether it depends on the index.</summary>
    public bool DependsOn(Index index) => Array.IndexOf(Indices(), index) >= 0;

    /// <summary>The tensors read anywhere below.</summary>
    public IEnumerable<Expression> Reads() => Nodes().Where(n => n.Kind == ExpressionKind.Read);

    /// <inheritdoc/>
    public override string ToString() => ExpressionPrinter.Print(this);
}

/// <summary>Index notation for people.</summary>
public static class ExpressionPrinter
{
    // A formula longer than this is not read by anybody; shared terms can make it grow without end.
    private const int MostNodes = 400;

    /// <summary>The expression in infix notation; what is beyond a few hundred terms becomes an ellipsis.</summary>
    public static string Print(Expression e)
    {
        var left = MostNodes;
        return Text(e, 0, ref left);
    }

    private static string Text(Expression e, int context, ref int left)
    {
        if (--left < 0) return "…";
        switch (e.Kind)
        {
            case ExpressionKind.Constant:
                return e.Type == ScalarType.Bool ? (e.Number != 0 ? "true" : "false") : e.Type == ScalarType.Float
                    ? ((float)e.Number).ToString("G7", CultureInfo.InvariantCulture) : e.Number.ToString("G12", CultureInfo.InvariantCulture);
            case ExpressionKind.Extent: return context > 4 ? e.Extent.ToOperand() : e.Extent.ToString();
            case ExpressionKind.Index: return e.Index.Name;
            case ExpressionKind.Accumulator: return "z";
            case ExpressionKind.Read:
                return e.Arguments.Length == 0 ? e.Tensor.Name : $"{e.Tensor.Name}[{List(e.Arguments, ",", ref left).Replace(" ", "")}]";
            default:
                var op = e.Operator;
                if (ReferenceEquals(op, ScalarOperators.Select)) return Wrap($"{Text(e.Arguments[0], 2, ref left)} ? {Text(e.Arguments[1], 2, ref left)} : {Text(e.Arguments[2], 2, ref left)}", context > 1);
                if (ReferenceEquals(op, ScalarOperators.Negate)) return Wrap("−" + Text(e.Arguments[0], 6, ref left), context > 4);
                if (ReferenceEquals(op, ScalarOperators.Cast)) return Text(e.Arguments[0], context, ref left);
                if (op.Infix is { } infix)
                {
                    var level = op.Precedence;
                    var text = infix == "*" ? $"{Text(e.Arguments[0], level, ref left)}·{Text(e.Arguments[1], level + 1, ref left)}"
                        : $"{Text(e.Arguments[0], level, ref left)} {infix} {Text(e.Arguments[1], level + 1, ref left)}";
                    return Wrap(text, context > level);
                }

                return $"{op.Name}({List(e.Arguments, ", ", ref left)})";
        }
    }

    private static string List(Expression[] arguments, string separator, ref int left)
    {
        var texts = new string[arguments.Length];
        for (var i = 0; i < texts.Length; i++) texts[i] = Text(arguments[i], 0, ref left);
        return string.Join(separator, texts);
    }

    private static string Wrap(string text, bool parentheses) => parentheses ? $"({text})" : text;
}
