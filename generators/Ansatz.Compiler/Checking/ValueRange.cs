using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Checking;

/// <summary>An interval that certainly holds a value.</summary>
/// <param name="Low">No value is below.</param>
/// <param name="High">No value is above.</param>
public readonly record struct ValueRange(double Low, double High)
{
    /// <summary>Nothing is known.</summary>
    public static readonly ValueRange All = new(double.NegativeInfinity, double.PositiveInfinity);

    private static readonly ValueRange Positive = new(0, double.PositiveInfinity);

    /// <summary>Whether it is this number and no other.</summary>
    public bool IsExactly(double value) => Low == value && High == value;

    /// <summary>The range of an expression of a program, through the definitions of the tensors it reads; inputs and parameters may be anything.</summary>
    public static ValueRange Of(ExpressionGraph graph, Expression e) => new Finder(graph).Of(e);

    private static ValueRange Between(params double[] ends) => ends.Any(double.IsNaN) ? All : new(ends.Min(), ends.Max());

    private sealed class Finder(ExpressionGraph graph)
    {
        private readonly Dictionary<int, ValueRange> _known = [];
        private readonly HashSet<Tensor> _open = [];

        public ValueRange Of(Expression e)
        {
            if (_known.TryGetValue(e.Id, out var range)) return range;
            return _known[e.Id] = Find(e);
        }

        private ValueRange Find(Expression e) => e.Kind switch
        {
            ExpressionKind.Constant => double.IsNaN(e.Number) ? All : new(e.Number, e.Number),
            ExpressionKind.Extent => e.Extent.Constant is { } c ? new(c, c) : e.Extent.IsNonNegative() ? Positive : All,
            ExpressionKind.Index => Positive,
            ExpressionKind.Read => Read(e),
            ExpressionKind.Apply => Apply(e, e.Arguments),
            _ => All,
        };

        private ValueRange Read(Expression read)
        {
            if (read.Tensor.Definition is not { Scatter: null } made || made.Free.Length != read.Arguments.Length || !_open.Add(read.Tensor)) return All;
            var at = new Dictionary<Index, Expression>();
            for (var d = 0; d < made.Free.Length; d++) at[made.Free[d]] = read.Arguments[d];
            var body = Of(graph.Substitute(made.Body, i => at.TryGetValue(i, out var x) ? x : null));
            _open.Remove(read.Tensor);
            return made.Reducer switch
            {
                Reducer.None or Reducer.Max or Reducer.Min => body,
                Reducer.Sum => new(body.Low >= 0 ? 0 : double.NegativeInfinity, body.High <= 0 ? 0 : double.PositiveInfinity),
                Reducer.LogSumExp => new(body.Low, double.PositiveInfinity),
                _ => Positive,
            };
        }

        private ValueRange Apply(Expression e, Expression[] a)
        {
            var x = a.Length > 0 && a[0].Type != ScalarType.Bool ? Of(a[0]) : All;
            switch (e.Operator.Name)
            {
                case "+": return Of(a[1]) is var p ? new(x.Low + p.Low, x.High + p.High) : All;
                case "-": return ReferenceEquals(a[0], a[1]) ? new(0, 0) : Of(a[1]) is var m ? Between(x.Low - m.High, x.High - m.Low) : All;
                case "neg": return new(-x.High, -x.Low);
                case "*":
                    if (ReferenceEquals(a[0], a[1])) return new(x.Low > 0 ? x.Low * x.Low : x.High < 0 ? x.High * x.High : 0, Math.Max(x.Low * x.Low, x.High * x.High));
                    var y = Of(a[1]);
                    return x.IsExactly(0) || y.IsExactly(0) ? new(0, 0) : Between(Times(x.Low, y.Low), Times(x.Low, y.High), Times(x.High, y.Low), Times(x.High, y.High));
                case "/":
                    var d = Of(a[1]);
                    if (d.Low < 0 && d.High > 0) return All;
                    return x.Low >= 0 ? (d.Low >= 0 ? Positive : new(double.NegativeInfinity, 0)) : x.High <= 0 ? (d.Low >= 0 ? new(double.NegativeInfinity, 0) : Positive) : All;
                case "?:":
                    var (yes, no) = (Of(a[1]), Of(a[2]));
                    return new(Math.Min(yes.Low, no.Low), Math.Max(yes.High, no.High));
                case "Max": return Of(a[1]) is var o ? new(Math.Max(x.Low, o.Low), Math.Max(x.High, o.High)) : All;
                case "Min": return Of(a[1]) is var s ? new(Math.Min(x.Low, s.Low), Math.Min(x.High, s.High)) : All;
                case "cast" or "Constant": return e.Type == ScalarType.Int && a[0].Type != ScalarType.Int ? All : x;
                case "Exp": return new(Math.Exp(x.Low), Math.Exp(x.High));
                case "Sqrt": return x.High < 0 ? All : new(Math.Sqrt(Math.Max(0, x.Low)), Math.Sqrt(x.High));
                case "Abs": return new(x.Low >= 0 ? x.Low : x.High <= 0 ? -x.High : 0, Math.Max(Math.Abs(x.Low), Math.Abs(x.High)));
                case "Log": return x.High <= 0 ? All : new(x.Low > 0 ? Math.Log(x.Low) : double.NegativeInfinity, Math.Log(x.High));
                case "Sigmoid": return new(0, 1);
                case "Tanh" or "Erf" or "Sin" or "Cos": return new(-1, 1);
                case "Cosh": return new(1, double.PositiveInfinity);
                case "Softplus": return Positive;
                case "Uniform": return new(0, 1);
                default: return All;
            }
        }

        private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : a * b;
    }
}
