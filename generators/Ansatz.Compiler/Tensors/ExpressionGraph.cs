using System.Text;
using Ansatz.Compiler.Operators;

namespace Ansatz.Compiler.Tensors;

/// <summary>
/// Makes expressions. Equal terms become one node, integer arithmetic is kept in linear normal form, constants are folded, and
/// neutral elements disappear. Nothing is reassociated.
/// </summary>
public sealed class ExpressionGraph
{
    private readonly Dictionary<string, Expression> _nodes = new(StringComparer.Ordinal);
    private readonly StringBuilder _key = new();
    private int _indices;

    /// <summary>A new index.</summary>
    public Index NewIndex(string name, Extent? extent) => new(_indices++, name, extent);

    /// <summary>A constant of the given type.</summary>
    public Expression Number(double value, ScalarType type) => type == ScalarType.Int
        ? Integer(Extent.Of((long)value))
        : Make($"c{(int)type}{BitConverter.DoubleToInt64Bits(type == ScalarType.Float ? (float)value : value):x}", ExpressionKind.Constant, type, e => e.Number = type == ScalarType.Float ? (float)value : value);

    /// <summary>An integer made of extents.</summary>
    public Expression Integer(Extent value) => Make("e" + value, ExpressionKind.Extent, ScalarType.Int, e => e.Extent = value);

    /// <summary>A truth value.</summary>
    public Expression Truth(bool value) => Number(value ? 1 : 0, ScalarType.Bool);

    /// <summary>The value of an index.</summary>
    public Expression Of(Index index) => Make("i" + index.Id, ExpressionKind.Index, ScalarType.Int, e => e.Index = index);

    /// <summary>What a contraction has just summed, in its epilogue.</summary>
    public Expression Accumulator(ScalarType type) => Make("z" + (int)type, ExpressionKind.Accumulator, type, _ => { });

    /// <summary>One element of a tensor.</summary>
    public Expression Read(Tensor tensor, params Expression[] indices) =>
        Make(Key("r" + tensor.Id, indices), ExpressionKind.Read, tensor.Type, e =>
        {
            e.Tensor = tensor;
            e.Arguments = indices;
        });

    /// <summary>An operator applied; the result may be any expression of the same value.</summary>
    public Expression Apply(Operator op, ScalarType type, params Expression[] arguments) =>
        op.Simplify?.Invoke(this, type, arguments) ?? Raw(op, type, arguments);

    /// <summary>An operator applied as it stands.</summary>
    public Expression Raw(Operator op, ScalarType type, params Expression[] arguments) =>
        Make(Key($"a{op.Name}{(int)type}", arguments), ExpressionKind.Apply, type, e =>
        {
            e.Operator = op;
            e.Arguments = arguments;
        });

    /// <summary>Sum.</summary>
    public Expression Add(Expression a, Expression b) => Apply(ScalarOperators.Add, a.Type, a, b);

    /// <summary>Difference.</summary>
    public Expression Subtract(Expression a, Expression b) => Apply(ScalarOperators.Subtract, a.Type, a, b);

    /// <summary>Product.</summary>
    public Expression Multiply(Expression a, Expression b) => Apply(ScalarOperators.Multiply, a.Type, a, b);

    /// <summary>Quotient.</summary>
    public Expression Divide(Expression a, Expression b) => Apply(ScalarOperators.Divide, a.Type, a, b);

    /// <summary>Negative.</summary>
    public Expression Negate(Expression a) => Apply(ScalarOperators.Negate, a.Type, a);

    /// <summary>The second or third argument, by the first.</summary>
    public Expression Select(Expression condition, Expression yes, Expression no) => Apply(ScalarOperators.Select, yes.Type, condition, yes, no);

    /// <summary>Both conditions, the second only looked at where the first holds.</summary>
    public Expression And(Expression a, Expression b) => Apply(ScalarOperators.And, ScalarType.Bool, a, b);

    /// <summary>Conversion to another type.</summary>
    public Expression Convert(Expression a, ScalarType type) => a.Type == type ? a : Apply(ScalarOperators.Cast, type, a);

    /// <summary>A function of one argument of the same type.</summary>
    public Expression Function(Operator op, Expression a) => Apply(op, a.Type, a);

    /// <summary>The same expression with indices, and nothing else, replaced.</summary>
    public Expression Substitute(Expression e, Func<Index, Expression?> replacement) => Rewrite(e, n => n.Kind == ExpressionKind.Index ? replacement(n.Index) : null);

    /// <summary>The same expression with nodes replaced; replacements are not looked into again.</summary>
    public Expression Rewrite(Expression e, Func<Expression, Expression?> replacement)
    {
        var done = new Dictionary<int, Expression>();
        return Visit(e);

        Expression Visit(Expression n)
        {
            if (done.TryGetValue(n.Id, out var known)) return known;
            var result = replacement(n);
            if (result is null && n.Arguments.Length > 0)
            {
                var arguments = new Expression[n.Arguments.Length];
                var changed = false;
                for (var i = 0; i < arguments.Length; i++)
                {
                    arguments[i] = Visit(n.Arguments[i]);
                    changed |= !ReferenceEquals(arguments[i], n.Arguments[i]);
                }

                result = !changed ? n : n.Kind == ExpressionKind.Read ? Read(n.Tensor, arguments) : Apply(n.Operator, n.Type, arguments);
            }

            return done[n.Id] = result ?? n;
        }
    }

    /// <summary>
    /// The same with reads rewritten after their own index expressions have been: how a tensor is replaced by its definition.
    /// </summary>
    public Expression RewriteReads(Expression e, Func<Expression, Expression?> replacement)
    {
        var done = new Dictionary<int, Expression>();
        return Visit(e);

        Expression Visit(Expression n)
        {
            if (done.TryGetValue(n.Id, out var known)) return known;
            var result = n;
            if (n.Arguments.Length > 0)
            {
                var arguments = n.Arguments.Select(Visit).ToArray();
                if (!arguments.SequenceEqual(n.Arguments)) result = n.Kind == ExpressionKind.Read ? Read(n.Tensor, arguments) : Apply(n.Operator, n.Type, arguments);
            }

            if (result.Kind == ExpressionKind.Read) result = replacement(result) ?? result;
            return done[n.Id] = result;
        }
    }

    private string Key(string head, Expression[] arguments)
    {
        _key.Clear().Append(head);
        foreach (var a in arguments) _key.Append(',').Append(a.Id);
        return _key.ToString();
    }

    private Expression Make(string key, ExpressionKind kind, ScalarType type, Action<Expression> fill)
    {
        if (_nodes.TryGetValue(key, out var known)) return known;
        var node = new Expression(_nodes.Count, kind, type);
        fill(node);
        _nodes.Add(key, node);
        return node;
    }
}
