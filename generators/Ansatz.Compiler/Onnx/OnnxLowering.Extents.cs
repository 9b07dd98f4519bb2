using System.Globalization;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Onnx;

/// <summary>What is known when the file is written becomes a constant of it; what comes with each call is taken from the shape of an input.</summary>
internal sealed partial class OnnxLowering
{
    // A table of more elements than this is computed by whoever runs the graph.
    private const long MostElements = 1 << 20;

    private bool IsStatic(Extent extent) => !extent.Names.Any(NamesBatch);

    // An extent that is no polynomial is one name with its text.
    private bool NamesBatch(string name) => _batches.Contains(name) || (name[0] == '(' && _batches.Any(b => System.Text.RegularExpressions.Regex.IsMatch(name, $@"\b{b}\b")));

    /// <summary>A constant for an expression that the file's writer can compute: a literal, or whole numbers and truth values made of extents and indices. Null for any other.</summary>
    private OnnxValue? Constant(Expression e)
    {
        if (e.Kind == ExpressionKind.Constant) return new OnnxValue(Number(e), e.Type, []);
        if (e.Is(ScalarOperators.Cast) && e.Arguments[0].Kind == ExpressionKind.Extent && IsStatic(e.Arguments[0].Extent)) return new OnnxValue(Number(e), e.Type, []);
        if (e.Type is not (ScalarType.Int or ScalarType.Bool) || !e.Nodes().All(IsKnown)) return null;
        if (e.Indices() is not { Length: > 0 } indices) return new OnnxValue(Number(e), e.Type, []);

        // Conditions on different indices are combined where they meet, which takes less memory.
        if (e.Type == ScalarType.Bool && e.Arguments.Any(a => a.Type == ScalarType.Bool && a.Indices().Length < indices.Length)) return null;

        // So are tables of several indices whose size is not known here: one index alone makes no larger table than the tensor that it runs over.
        var size = indices.Aggregate((long?)1, (size, i) => size * i.Extent!.Constant);
        if (size > MostElements || (size is null && indices.Length > 1)) return null;
        var axes = InOrder(indices);
        var text = $"{e.Type} {OnnxText.OfElement(e, axes, static x => x.ToCSharp())} {string.Join(",", axes.Select(i => i.Extent))}";
        return new OnnxValue(Once(text, Short(e.ToString()), name => new OnnxTable(name, e.Type, axes, e)), e.Type, axes);
    }

    private bool IsKnown(Expression e) => e.Type is ScalarType.Int or ScalarType.Bool && e.Kind switch
    {
        ExpressionKind.Extent => IsStatic(e.Extent),
        ExpressionKind.Index => !_times.ContainsKey(e.Index) && IsStatic(e.Index.Extent!),
        ExpressionKind.Read => false,
        _ => !e.Is(ScalarOperators.Cast) && !DividesByData(e),
    };

    private string Number(Expression e) => Once($"number {e.Id.ToString(CultureInfo.InvariantCulture)}", e.Type == ScalarType.Double ? $"{e} in double" : e.Type == ScalarType.Float && e.Kind == ExpressionKind.Constant && e.Number == Math.Floor(e.Number) ? $"{e}.0" : Short(e.ToString()), name => new OnnxNumber(name, e.Type, e));

    private string Number(long value) => Number(_graph.Integer(Extent.Of(value)));

    private string Integers(params long[] values) => Integers([.. values.Select(Extent.Of)]);

    private string Integers(IReadOnlyList<Extent> values) => Once($"[{string.Join(", ", values)}]", Short($"[{string.Join(", ", values)}]"), name => new OnnxIntegers(name, values));

    // Constants are those of the whole file: what a loop repeats sees them.
    private string Once(string key, string name, Func<string, OnnxItem> make)
    {
        if (_constants.TryGetValue(key, out var known)) return known;
        var unique = Unique(name);
        _root.Items.Add(make(unique));
        return _constants[key] = unique;
    }

    private static string Short(string text) => text.Length <= 48 ? text : text.Substring(0, 47) + "…";

    /// <summary>The values of an index: 0, 1, 2 …</summary>
    private OnnxValue Numbers(Index index)
    {
        if (_times.TryGetValue(index, out var time)) return new OnnxValue(time.Value, ScalarType.Int, []);
        return new OnnxValue(InRoot($"range {index.Extent}", () => Node("Range", [Number(0), Scalar(index.Extent!), Number(1)])), ScalarType.Int, [index]);
    }

    /// <summary>An extent as a number.</summary>
    private string Scalar(Extent extent)
    {
        if (IsStatic(extent)) return Number(_graph.Integer(extent));
        return InRoot($"scalar {extent}", () => Node("Squeeze", [Vector([extent])]));
    }

    /// <summary>Extents as a list, for shapes.</summary>
    private string Vector(IReadOnlyList<Extent> extents)
    {
        if (extents.All(IsStatic)) return Integers(extents);
        if (extents.Count > 1) return InRoot($"shape [{string.Join(", ", extents)}]", () =>
        {
            var parts = extents.Select(e => Vector([e])).ToArray();
            var node = Node("Concat", parts);
            node.Attributes.Add(new OnnxAttribute("axis") { Integer = 0 });
            return node;
        });
        var extent = extents[0];
        if (extent.Names.Count() == 1 && extent.Equals(Extent.Named(extent.Names.First())) && _batches.Contains(extent.Names.First())) return Batch(extent);
        return new ExtentText(this, extent.ToCSharp()).Read();
    }

    private string Batch(Extent batch)
    {
        var source = _root.Inputs.FirstOrDefault(p => p.Shape.Contains(batch)) ?? throw new OnnxUnsupportedException($"no input has the extent {batch}");
        var dimension = source.Shape.ToList().IndexOf(batch);
        return InRoot($"batch {batch}", () =>
        {
            var node = Node("Shape", [source.Name]);
            node.Outputs[0] = Unique(batch.ToString());
            node.Attributes.Add(new OnnxAttribute("start") { Integer = dimension });
            node.Attributes.Add(new OnnxAttribute("end") { Integer = dimension + 1 });
            return node;
        });
    }

    // Once for the whole graph, loops included.
    private string InRoot(string key, Func<OnnxNode> make)
    {
        if (_constants.TryGetValue(key, out var known)) return known;
        var (here, statement) = (_here, _statement);
        (_here, _statement) = (_root, null);
        var node = make();
        (_here, _statement) = (here, statement);
        return _constants[key] = node.Outputs[0];
    }

    /// <summary>Reads the text of an extent: whole numbers and names with the four operations, the remainder and parentheses. Values are lists of one number.</summary>
    private sealed class ExtentText(OnnxLowering owner, string text)
    {
        private int _at;

        public string Read() => Sum();

        private string Sum()
        {
            var left = Product();
            while (Next() is '+' or '-') left = Apply(text[_at++] == '+' ? "Add" : "Sub", left, Product());
            return left;
        }

        private string Product()
        {
            var left = Factor();
            while (Next() is '*' or '/' or '%') left = Apply(text[_at++] switch { '*' => "Mul", '/' => "Div", _ => "Mod" }, left, Factor());
            return left;
        }

        private string Factor()
        {
            if (Next() == '-')
            {
                _at++;
                return Apply("Sub", owner.Integers(0), Factor());
            }

            if (Next() == '(')
            {
                _at++;
                var inner = Sum();
                Next();
                _at++;
                return inner;
            }

            var start = _at;
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_')) _at++;
            if (start == _at) throw new OnnxUnsupportedException($"the extent {text} is no arithmetic of whole numbers");
            var word = text.Substring(start, _at - start);
            return long.TryParse(word, out var number) ? owner.Integers(number) : owner.Vector([Extent.Named(word)]);
        }

        private char Next()
        {
            while (_at < text.Length && text[_at] == ' ') _at++;
            return _at < text.Length ? text[_at] : '\0';
        }

        private string Apply(string name, string left, string right) => owner.InRoot($"{name} {left} {right}", () =>
        {
            var node = owner.Node(name, [left, right]);
            if (name == "Mod") node.Attributes.Add(new OnnxAttribute("fmod") { Integer = 1 });
            return node;
        });
    }
}
