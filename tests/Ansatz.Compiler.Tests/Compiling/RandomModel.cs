using System.Globalization;
using Ansatz.Compiler.Tests.Gradients;

namespace Ansatz.Compiler.Tests.Compiling;

/// <summary>A model made from a number: equations that read parameters, index data and each other in every way that stays in range.</summary>
internal sealed class RandomModel
{
    private const int Three = 3;

    private static readonly string[] _smooth = ["Sin", "Cos", "Tanh", "Atan"];

    private readonly Random _random;
    private readonly bool _kinks;
    private readonly bool _symbolic;
    private readonly List<string> _lines = [];

    // What can be read: a name, how it is written, and how long its dimensions are.
    private readonly List<(string Head, int[] Shape)> _readable = [];
    private readonly List<(string Name, int[] Shape)> _data = [];
    private int _names;
    private int _reductions;

    private RandomModel(uint seed, bool kinks, bool symbolic)
    {
        _random = new Random(unchecked((int)seed));
        _kinks = kinks;
        _symbolic = symbolic;
    }

    /// <summary>
    /// Makes a model; with <paramref name="kinks"/> also of functions that are not smooth, with <paramref name="symbolic"/> all extents
    /// of 3 are called M, so that what fits by number may not be known to fit.
    /// </summary>
    public static GradientCase Make(uint seed, bool kinks, bool symbolic = false)
    {
        var made = new RandomModel(seed, kinks, symbolic);
        made.Declare();
        return new GradientCase($"random model {seed}", [.. made._lines]) { Extents = new() { ["M"] = Three } };
    }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Any<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private string Fresh(string stem) => $"{stem}{_names++}";

    private string Length(int extent) => _symbolic && extent == Three ? "M" : extent.ToString(CultureInfo.InvariantCulture);

    private string Lengths(IEnumerable<int> extents) => string.Join(" ", extents.Select(Length));

    private void Declare()
    {
        if (_symbolic) _lines.Add("(extent M public)");
        foreach (var name in (string[])["A", "B", "C"])
        {
            var shape = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _random.Next(1, 5)).ToArray();
            _lines.Add($"(parameter {name} double ({Lengths(shape)}) public)");
            _readable.Add(($"[] {name}", shape));
        }

        var rows = _random.Next(2, 5);
        _lines.Add($"(input T int ({Length(rows)}) public)");
        _data.Add(("T", [rows]));
        for (var k = _random.Next(0, 4); k > 0; k--)
        {
            var name = Fresh("F");
            var shape = Enumerable.Range(0, _random.Next(0, 3)).Select(_ => _random.Next(1, 5)).ToArray();
            var scope = shape.Select(n => (Name: Fresh("i"), Extent: n)).ToList();
            _reductions = 0;
            var parameters = string.Join(" ", scope.Select(i => $"({i.Name} int)"));
            var body = shape.Length > 0 && Chance(0.4) ? Recurrence(name, parameters, scope) : Expression(3, scope);
            _lines.Add($"(equation {name} double ({parameters}) (private) {body})");
            _readable.Add(($"call {name}", shape));
        }

        _reductions = 0;
        var over = Enumerable.Range(0, _random.Next(1, 3)).Select(_ => (Name: Fresh("n"), Extent: _random.Next(1, 5))).ToList();
        _lines.Add($"(equation L double () (public (loss)) (Reduce.{Any<string>(["Sum", "Mean", "LogSumExp"])} ({Lengths(over.Select(i => i.Extent))}) (fn ({string.Join(" ", over.Select(i => i.Name))}) {Expression(4, over)})))");
    }

    // A body that reads the equation itself some steps before or after, with the first values beside it; now and then through another equation.
    private string Recurrence(string name, string parameters, List<(string Name, int Extent)> scope)
    {
        var dimension = _random.Next(scope.Count);
        var (time, times) = scope[dimension];
        var (lag, backward) = (_random.Next(1, 3), Chance(0.4));
        var condition = backward ? $"(< {time} (- {Length(times)} {lag}))" : lag == 1 && Chance(0.5) ? $"(!= {time} 0)" : $"(>= {time} {lag})";
        var first = Expression(1, scope);
        _itself = (name, scope.Select(i => i.Extent).ToArray(), dimension, $"({(backward ? "+" : "-")} {time} {lag})");
        var next = $"(Math.Sin (+ (* 0.7d {Itself(scope)}) {Expression(3, scope)}))";
        _itself = null;
        var body = $"(? {condition} {next} {first})";
        if (Chance(0.7)) return body;
        var other = Fresh("G");
        _lines.Add($"(equation {other} double ({parameters}) (private) {body})");
        return $"(+ (call {other} {string.Join(" ", scope.Select(i => i.Name))}) {Expression(1, scope)})";
    }

    private (string Name, int[] Shape, int Dimension, string Time)? _itself;

    private string Itself(List<(string Name, int Extent)> scope)
    {
        var (name, shape, dimension, time) = _itself!.Value;
        return $"(call {name}{string.Concat(shape.Select((n, d) => " " + (d == dimension ? time : Inside(n, scope))))})";
    }

    private string Expression(int depth, List<(string Name, int Extent)> scope)
    {
        if (depth == 0 || Chance(0.1)) return Leaf(scope);
        string Inner() => Expression(depth - 1, scope);
        switch (_random.Next(11))
        {
            case 0 or 1: return $"(* {Inner()} {Inner()})";
            case 2: return $"({Any<string>(["+", "-"])} {Inner()} {Inner()})";
            case 3: return $"(Math.{Any(_smooth)} {Inner()})";
            case 4: return Any<string>([$"(neg {Inner()})", $"(/ {Inner()} 3d)", $"(/ {Inner()} (+ 2d (Math.Sin {Inner()})))", $"(Functions.Gelu {Inner()})", $"(Math.Exp (Math.Sin {Inner()}))"]);
            case 5: return $"(? {Condition(scope)} {Inner()} {Inner()})";
            case 6 when _kinks: return $"(Math.{Any<string>(["Max", "Min"])} {Inner()} {Inner()})";
            case 7 when scope.Count > 0:
                var local = Fresh("t");
                return $"(let {local} {Inner()} (* {local} {Any<string>([local, $"(+ 1d {local})", Inner()])}))";
            case 8 or 9 or 10 when _reductions < 3 && scope.Count < 4:
                _reductions++;
                var reduced = Enumerable.Range(0, _random.Next(1, 3)).Select(_ => (Name: Fresh("k"), Extent: _random.Next(1, 5))).ToList();
                return $"(Reduce.{Any<string>(_kinks ? ["Sum", "Sum", "Mean", "LogSumExp", "Max", "Min"] : ["Sum", "Sum", "Mean", "LogSumExp"])} ({Lengths(reduced.Select(i => i.Extent))}) (fn ({string.Join(" ", reduced.Select(i => i.Name))}) {Expression(depth - 1, [.. scope, .. reduced])}))";
            default: return Leaf(scope);
        }
    }

    private string Leaf(List<(string Name, int Extent)> scope)
    {
        if (_itself is not null && Chance(0.3)) return Itself(scope);
        if (Chance(0.1)) return _random.NextDouble().ToString("0.0##", CultureInfo.InvariantCulture) + "d";
        if (scope.Count > 0 && Chance(0.1)) return $"(cast double {Any(scope).Name})";
        var (head, shape) = Any(_readable);
        if (shape.Length > 0 && Chance(0.2))
        {
            // Out of range now and then, under a guard.
            var guarded = _random.Next(shape.Length);
            var at = $"({Any<string>(["+", "-"])} {Inside(4, scope)} {Inside(3, scope)})";
            var indices = shape.Select((n, d) => d == guarded ? at : Inside(n, scope));
            return $"(? (&& (>= {at} 0) (< {at} {Length(shape[guarded])})) ({head}{string.Concat(indices.Select(i => " " + i))}) 0.5d)";
        }

        return $"({head}{string.Concat(shape.Select(n => " " + (head[0] == '[' && Chance(0.15) ? $"([] T {Inside(_data[0].Shape[0], scope)})" : Inside(n, scope))))})";
    }

    // An index expression that lies in 0 … extent − 1.
    private string Inside(int extent, List<(string Name, int Extent)> scope)
    {
        var fitting = scope.Where(i => i.Extent <= extent).ToList();
        if (fitting.Count == 0 || Chance(0.1)) return _random.Next(extent).ToString(CultureInfo.InvariantCulture);
        var (name, length) = Any(fitting);
        var room = extent - length;
        var second = scope.Where(i => i.Extent <= room + 1 && i.Name != name).ToList();
        return _random.Next(5) switch
        {
            0 when room > 0 => $"(+ {name} {_random.Next(1, room + 1)})",
            1 when _symbolic && length == Three => $"(- (- M {(room == 0 || Chance(0.5) ? "1" : "0")}) {name})",
            1 => $"(- {length - 1 + _random.Next(room + 1)} {name})",
            2 when second.Count > 0 => $"(+ {name} {Any(second).Name})",
            3 when (2 * (length - 1)) + 1 <= extent => $"(* 2 {name})",
            _ => name,
        };
    }

    private string Condition(List<(string Name, int Extent)> scope) => Any<string>([
        $"(< {Inside(4, scope)} {Inside(3, scope)})",
        $"(== {Inside(4, scope)} {Inside(3, scope)})",
        $"(|| (> {Inside(4, scope)} 1) (!= {Inside(3, scope)} {Inside(2, scope)}))",
        $"(&& (<= {Inside(4, scope)} 2) (not (== {Inside(3, scope)} 1)))",
        $"(== (% {Inside(4, scope)} 2) 0)",
    ]);
}
