namespace Ansatz.StructuralEquations;

/// <summary>
/// The side of a constraint as a function of parameters, for values and gradients modulo a prime (<see cref="MersenneField"/>). Functions that have no meaning there
/// (exp, log, sqrt, powers that are no integers) take formal values: a random residue for the value at each argument, and one for the derivative, so that generic ranks stay right.
/// </summary>
internal sealed class ConstraintExpression
{
    private readonly string _text;
    private readonly Func<string, int> _parameter;
    private int _place;
    private Func<uint[], Dual?> _value;

    private ConstraintExpression(string text, Func<string, int> parameter)
    {
        _text = text;
        _parameter = parameter;
        _value = _ => null;
    }

    /// <summary>The parameters that occur, from 0.</summary>
    public SortedSet<int> Parameters { get; } = [];

    /// <summary>Whether it has functions that are only formal modulo a prime.</summary>
    public bool IsFormal { get; private set; }

    /// <summary>Reads an expression; null if it is none, or has a name that <paramref name="parameter"/> answers with −1.</summary>
    /// <param name="text">Numbers, names, <c>+ - * / ^ ( )</c> and functions of one argument.</param>
    /// <param name="parameter">The free parameter of a label; −2 for a name that is bound otherwise (see <paramref name="bound"/>).</param>
    /// <param name="bound">The expression of a name that is a definition, or the value of a fixed parameter with a label.</param>
    public static ConstraintExpression? Parse(string text, Func<string, int> parameter, Func<string, string?> bound) => Parse(text, parameter, bound, 0);

    private static ConstraintExpression? Parse(string text, Func<string, int> parameter, Func<string, string?> bound, int depth)
    {
        if (depth > 20 || text.Length > 10_000) return null;
        var result = new ConstraintExpression(text, parameter);
        var value = result.Sum(bound, depth, 0);
        if (value is null || result.Peek() != '\0') return null;
        result._value = value;
        return result;
    }

    /// <summary>The value and the gradient at a point; null if a division by 0 occurs.</summary>
    public Dual? Evaluate(uint[] theta) => _value(theta);

    private Func<uint[], Dual?>? Sum(Func<string, string?> bound, int depth, int nesting)
    {
        if (nesting > 100) return null;
        var left = Product(bound, depth, nesting);
        while (left is not null && Peek() is '+' or '-')
        {
            var minus = _text[_place++] == '-';
            if (Product(bound, depth, nesting) is not { } b) return null;
            var a = left!;
            left = theta => a(theta) is { } x && b(theta) is { } y ? x.Plus(y, minus ? MersenneField.P - 1 : 1) : null;
        }

        return left;
    }

    private Func<uint[], Dual?>? Product(Func<string, string?> bound, int depth, int nesting)
    {
        var left = Sign(bound, depth, nesting);
        while (left is not null && Peek() is '*' or '/')
        {
            var divided = _text[_place++] == '/';
            if (Sign(bound, depth, nesting) is not { } b) return null;
            var a = left!;
            left = theta =>
            {
                if (a(theta) is not { } x || b(theta) is not { } y) return null;
                if (!divided) return x.Times(y);
                return y.Value == 0 ? null : x.Times(y.Power(MersenneField.P - 2));
            };
        }

        return left;
    }

    private Func<uint[], Dual?>? Sign(Func<string, string?> bound, int depth, int nesting)
    {
        if (nesting > 100) return null;
        if (Peek() is not ('-' or '+')) return Power(bound, depth, nesting);
        var minus = _text[_place++] == '-';
        var a = Sign(bound, depth, nesting + 1);
        return !minus || a is null ? a : theta => a(theta)?.Scaled(MersenneField.P - 1);
    }

    private Func<uint[], Dual?>? Power(Func<string, string?> bound, int depth, int nesting)
    {
        var a = Atom(bound, depth, nesting);
        if (a is null || Peek() != '^') return a;
        _place++;
        var start = _place;
        if (Sign(bound, depth, nesting + 1) is not { } exponent) return null;
        if (int.TryParse(_text.Substring(start, _place - start).Trim().Trim('(', ')'), out var n) && Math.Abs(n) < 1000)
            return theta => a(theta) is not { } x ? null : n >= 0 ? x.Power((uint)n) : x.Value == 0 ? null : x.Power(MersenneField.P - 1 - (uint)-n);
        IsFormal = true;
        return theta => a(theta) is { } x && exponent(theta) is { } y ? x.Formal(1).Plus(y.Formal(2), 1) : null;
    }

    private Func<uint[], Dual?>? Atom(Func<string, string?> bound, int depth, int nesting)
    {
        var c = Peek();
        if (c == '(')
        {
            _place++;
            var inner = Sum(bound, depth, nesting + 1);
            if (inner is null || Peek() != ')') return null;
            _place++;
            return inner;
        }

        var start = _place;
        if (char.IsDigit(c) || (c == '.' && _place + 1 < _text.Length && char.IsDigit(_text[_place + 1])))
        {
            while (_place < _text.Length && (char.IsDigit(_text[_place]) || _text[_place] == '.' || IsExponent(start))) _place++;
            return MersenneField.Parse(_text.Substring(start, _place - start)) is { } number ? _ => new Dual(number, []) : null;
        }

        while (_place < _text.Length && (char.IsLetterOrDigit(_text[_place]) || _text[_place] is '.' or '_')) _place++;
        if (_place == start) return null;
        var name = _text.Substring(start, _place - start);
        if (Peek() == '(')
        {
            var seed = name.Aggregate(17, (h, x) => unchecked((h * 31) + x)) & 0xFFFF;
            var argument = Atom(bound, depth, nesting + 1);
            IsFormal = true;
            return argument is null ? null : theta => argument(theta)?.Formal(seed);
        }

        var parameter = _parameter(name);
        if (parameter >= 0)
        {
            Parameters.Add(parameter);
            return theta => new Dual(theta[parameter], new() { [parameter] = 1 });
        }

        if (bound(name) is not { } text || Parse(text, _parameter, bound, depth + 1) is not { } definition) return null;
        Parameters.UnionWith(definition.Parameters);
        IsFormal |= definition.IsFormal;
        return definition.Evaluate;
    }

    private bool IsExponent(int start) =>
        _text[_place] is 'e' or 'E' ? _place > start && _place + 1 < _text.Length && (char.IsDigit(_text[_place + 1]) || _text[_place + 1] is '-' or '+')
            : _text[_place] is '-' or '+' && _text[_place - 1] is 'e' or 'E';

    private char Peek()
    {
        while (_place < _text.Length && char.IsWhiteSpace(_text[_place])) _place++;
        return _place < _text.Length ? _text[_place] : '\0';
    }

    /// <summary>A value and its gradient.</summary>
    internal sealed record Dual(uint Value, Dictionary<int, uint> Gradient)
    {
        public Dual Plus(Dual other, uint factor) => new(Combine(1, Value, factor, other.Value), Combined(1, other, factor));

        public Dual Times(Dual other) => new(MersenneField.Multiply(Value, other.Value), Combined(other.Value, other, Value));

        public Dual Scaled(uint factor) => new(MersenneField.Multiply(Value, factor), Combined(factor, this, 0));

        public Dual Power(uint n) => n == 0 ? new(1, []) : new(MersenneField.Power(Value, n), Combined(MersenneField.Multiply(n % MersenneField.P, MersenneField.Power(Value, n - 1)), this, 0));

        public Dual Formal(int seed)
        {
            var random = new PrimeRandom(unchecked(seed ^ (int)Value) & 0xFFFFFFF);
            var value = random.Next();
            return new Dual(value, Combined(random.Next(), this, 0));
        }

        private Dictionary<int, uint> Combined(uint a, Dual other, uint b)
        {
            var result = new Dictionary<int, uint>(Gradient.Count);
            foreach (var entry in Gradient) result[entry.Key] = MersenneField.Multiply(entry.Value, a);
            if (b == 0) return result;
            foreach (var entry in other.Gradient) result[entry.Key] = Combine(b, entry.Value, 1, result.TryGetValue(entry.Key, out var have) ? have : 0);
            return result;
        }

        private static uint Combine(uint a, uint x, uint b, uint y) => MersenneField.Add(MersenneField.Multiply(a, x), MersenneField.Multiply(b, y));
    }
}
