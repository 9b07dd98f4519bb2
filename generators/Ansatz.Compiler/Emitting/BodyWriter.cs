using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>Names that a piece of emitted text uses for indices, and how it reaches memory.</summary>
internal sealed class Surroundings(LoopProgram loops, LoopRegion region)
{
    /// <summary>The program.</summary>
    public LoopProgram Loops { get; } = loops;

    /// <summary>The region.</summary>
    public LoopRegion Region { get; } = region;

    /// <summary>The lane index, or null where everything is scalar.</summary>
    public Index? Lane { get; set; }

    /// <summary>C# names of indices; for the region's row the position within the block, or the row itself in scalar text.</summary>
    public Dictionary<Index, string> Names { get; } = [];

    /// <summary>Whether the row's name is its position within the block (in structs) or the row itself (in scalar loops).</summary>
    public bool RowIsLocal { get; set; }

    /// <summary>Indices that run as one, in row-major order, and the name of that one.</summary>
    public (Index[] Indices, string Name) Group { get; set; } = ([], "");

    /// <summary>Tensors that are in registers here, by local name.</summary>
    public Dictionary<Tensor, string> Registers { get; } = [];

    /// <summary>What the text needs from around it, in order of first use: name, type, and value at the call.</summary>
    public List<(string Name, string Type, string Value)> Captured { get; } = [];

    /// <summary>Names taken in the text.</summary>
    public IdentifierNames Locals { get; init; } = new();

    /// <summary>The local that holds the element read, or null: of a recurrence's tensor only the element of this very step is one.</summary>
    public string? Register(Expression read) => Registers.TryGetValue(read.Tensor, out var local) && read.Arguments.All(a => a.Kind == ExpressionKind.Index) ? local : null;

    /// <summary>The name of the first row of the block, in the region's method.</summary>
    public string FirstRow => Region.Row is { } row ? row.Name + "0" : "0";

    /// <summary>Makes a value available under a name.</summary>
    public string Capture(string name, string type, string value)
    {
        if (!Captured.Any(c => c.Name == name)) Captured.Add((name, type, value));
        return name;
    }

    /// <summary>Text of an extent, with the names that it needs.</summary>
    public string Text(Extent extent, bool factor = false, bool operand = false)
    {
        foreach (var name in extent.Names)
        {
            if (!name.StartsWith("(", StringComparison.Ordinal)) Capture(name, "nint", name);
            else foreach (var part in name.Split("()+-*/%×⁺ ".ToCharArray(), StringSplitOptions.RemoveEmptyEntries)) if (!char.IsDigit(part[0])) Capture(part, "nint", part);
        }

        return operand ? extent.ToOperand() : factor ? extent.ToFactor() : extent.ToCSharp();
    }

    /// <summary>The value of an index.</summary>
    public string Value(Index index)
    {
        var name = Names[index];
        return index == Region.Row && RowIsLocal ? $"({Capture(FirstRow, "nint", FirstRow)} + {name})" : name;
    }

    /// <summary>Indices of loops around the text, which do not change within it: what depends on them alone is worked out where the text is entered.</summary>
    public HashSet<Index> Outer { get; } = [];

    /// <summary>The pointer to element 0 of the block (row-local) or of the tensor, at the outer indices.</summary>
    public string Pointer(Place place)
    {
        var buffer = place.Buffer;
        var value = buffer.Name + string.Concat(AroundText(place).Select(t => " + " + t));
        var type = CsharpText.Type(buffer.Tensor.Type) + "*";
        if (Captured.FirstOrDefault(c => c.Value == value && c.Type == type).Name is { } known) return known;
        return Capture(CaptureName(value == buffer.Name && RowIsLocal && Captured.Any(c => c.Name == buffer.Name) ? buffer.Name + "All" : buffer.Name), type, value);
    }

    /// <summary>The value of an element that is the same all over the text, which is then read once; null if it is not.</summary>
    public string? Number(Expression read)
    {
        if (!RowIsLocal || Outer.Count == 0) return null;
        var place = Place.Of(Loops.Buffers[read.Tensor], read.Arguments, Region.Row);
        if (place.Data.Count > 0 || !place.Constant.Equals(Extent.Zero) || place.Indices.Count == 0 || !place.Indices.All(t => Outer.Contains(t.Index))) return null;
        var value = $"{place.Buffer.Name}[{string.Join(" + ", AroundText(place))}]";
        return Captured.FirstOrDefault(c => c.Value == value).Name ?? Capture(CaptureName(place.Buffer.Name + "Value"), CsharpText.Type(read.Type), value);
    }

    // What the block's first row and the outer indices add to an address, in the words of the region's method.
    private IEnumerable<string> AroundText(Place place)
    {
        if (!RowIsLocal) yield break;
        var block = place.Buffer.Storage == Storage.Block;
        if (place.RowLocal && (block || !Outer.Contains(Region.Row!)) && !place.FirstRowStride.Equals(Extent.Zero)) yield return Times(FirstRow, place.FirstRowStride);
        foreach (var (index, stride) in place.Indices)
        {
            if (!Outer.Contains(index) || stride.Equals(Extent.Zero)) continue;
            yield return Times(index == Region.Row && !block ? $"({FirstRow} + {index.Name})" : index.Name, stride);
        }

        static string Times(string name, Extent stride) => stride.Equals(Extent.One) ? name.Trim('(', ')') : $"{name} * {stride.ToFactor()}";
    }

    // A name that nothing else captured has, and no other tensor.
    private string CaptureName(string stem)
    {
        var name = stem;
        for (var k = 2; Captured.Any(c => c.Name == name) || (name != stem && Loops.Buffers.Values.Any(b => b.Name == name)) || Names.ContainsValue(name); k++) name = stem + k;
        return name;
    }

    /// <summary>Offset of a place, without the lane's own part if asked.</summary>
    public string Offset(Place place, Index? without, Func<Expression, string> data)
    {
        var terms = new List<string>();
        var asOne = place.StepsAsOne(Group.Indices);
        foreach (var (index, stride) in place.Indices)
        {
            if (asOne && Array.IndexOf(Group.Indices, index) is var k and >= 0)
            {
                if (k == Group.Indices.Length - 1) terms.Add(stride.Equals(Extent.One) ? Group.Name : $"{Group.Name} * {Text(stride, factor: true)}");
                continue;
            }

            if (index == without || Names[index] == "0" || Outer.Contains(index)) continue;
            var local = index == Region.Row && place.RowLocal;
            var name = local && RowIsLocal ? Names[index] : local && place.Buffer.Storage == Storage.Block ? $"({Names[index]} - {FirstRow})" : Value(index);
            terms.Add(stride.Equals(Extent.One) ? name : $"{name} * {Text(stride, factor: true)}");
        }

        foreach (var (term, stride) in place.Data)
        {
            terms.Add(stride.Equals(Extent.One) ? data(term) : $"{data(term)} * {Text(stride, factor: true)}");
        }

        if (!place.Constant.Equals(Extent.Zero)) terms.Add(Text(place.Constant));
        return string.Join(" + ", terms).Replace("+ -", "- ");
    }
}

/// <summary>
/// Writes scalar expressions as C#: as vectors along the lane index where they depend on it, otherwise as numbers. What is used more
/// than once gets a local.
/// </summary>
internal sealed class BodyWriter(Surroundings around, CodeWriter code)
{
    private readonly Dictionary<(int Id, bool Vector), string> _locals = [];
    private readonly Dictionary<int, bool> _varies = [];
    private readonly Dictionary<int, (Expression Value, Expression Slope)> _pairs = [];
    private Dictionary<int, int> _uses = [];
    private ScalarType _real = ScalarType.Float;
    private int _temporaries;

    private string Element => CsharpText.Type(_real);

    private bool Wide => _real == ScalarType.Double;

    /// <summary>Says what will be written, so that shared parts are found.</summary>
    public void Prepare(IEnumerable<Expression> roots, ScalarType real)
    {
        _real = real;
        _uses = [];
        var seen = new HashSet<int>();
        foreach (var root in roots)
        {
            Count(root);
            _uses[root.Id] = _uses.TryGetValue(root.Id, out var n) ? n + 1 : 1;
        }

        var nodes = roots.SelectMany(r => r.Nodes()).Distinct().ToArray();
        foreach (var slope in nodes.Where(n => n.Is(FunctionOperators.GeluSlope)))
        {
            if (nodes.FirstOrDefault(n => n.Is(FunctionOperators.Gelu) && n.Arguments[0] == slope.Arguments[0]) is { } value) _pairs[value.Id] = _pairs[slope.Id] = (value, slope);
        }

        void Count(Expression e)
        {
            if (!seen.Add(e.Id)) return;
            foreach (var a in e.Arguments)
            {
                _uses[a.Id] = _uses.TryGetValue(a.Id, out var n) ? n + 1 : 1;
                Count(a);
            }
        }
    }

    /// <summary>Whether lanes hold different values of the expression.</summary>
    public bool Varies(Expression e)
    {
        if (around.Lane is null) return false;
        if (_varies.TryGetValue(e.Id, out var known)) return known;
        return _varies[e.Id] = e.Kind switch
        {
            ExpressionKind.Accumulator => true,
            ExpressionKind.Read when around.Register(e) is not null => true,
            ExpressionKind.Index => e.Index == around.Lane,
            _ => e.Arguments.Any(Varies),
        };
    }

    /// <summary>A real expression as a vector.</summary>
    public string Vector(Expression e) => Varies(e) ? Text(e, 0, true) : $"Vector256.Create({Real(e)})";

    /// <summary>A real expression as a number.</summary>
    public string Scalar(Expression e) => Text(e, 0, false);

    private string Real(Expression e) => Text(e, 0, false);

    private string Text(Expression e, int context, bool vector)
    {
        if (_locals.TryGetValue((e.Id, vector), out var local)) return local;
        if (TryPair(e, vector)) return _locals[(e.Id, vector)];
        var share = _uses.TryGetValue(e.Id, out var uses) && uses > 1 && IsWorthALocal(e);
        if (!share) return Write(e, context, vector);
        var text = Write(e, 0, vector);
        if (text.All(c => char.IsLetterOrDigit(c) || c == '_')) return _locals[(e.Id, vector)] = text;
        var name = around.Locals.For("t" + ++_temporaries);
        code.Line($"var {name} = {text};");
        _locals[(e.Id, vector)] = name;
        return name;
    }

    /// <summary>Forgets locals made inside a loop body.</summary>
    public BodyWriter Inner(CodeWriter inner)
    {
        var writer = new BodyWriter(around, inner) { _uses = _uses, _real = _real, _temporaries = _temporaries };
        foreach (var l in _locals) writer._locals[l.Key] = l.Value;
        return writer;
    }

    private static bool IsWorthALocal(Expression e) => e.Kind == ExpressionKind.Apply ? !e.Is(ScalarOperators.Cast) && e.Type != ScalarType.Int : e.Kind == ExpressionKind.Read && e.Arguments.Length > 0 && e.Type != ScalarType.Int;

    // Gelu and its slope at the same place are one call: they share an exponential.
    private bool TryPair(Expression e, bool vector)
    {
        if (!_pairs.TryGetValue(e.Id, out var pair)) return false;
        var argument = Text(pair.Value.Arguments[0], 0, vector);
        var (value, slope) = (around.Locals.For("value"), around.Locals.For("slope"));
        code.Line($"var {value} = Elementary.Gelu({argument}, out var {slope});");
        _locals[(pair.Value.Id, vector)] = value;
        _locals[(pair.Slope.Id, vector)] = slope;
        return true;
    }

    private string Write(Expression e, int context, bool vector)
    {
        switch (e.Kind)
        {
            case ExpressionKind.Constant:
                return vector ? $"Vector256.Create({CsharpText.Literal(e.Number, e.Type)})" : CsharpText.Literal(e.Number, e.Type);
            case ExpressionKind.Extent: return around.Text(e.Extent, operand: context > 3);
            case ExpressionKind.Index: return around.Value(e.Index);
            case ExpressionKind.Accumulator: return "z";
            case ExpressionKind.Read: return vector ? ReadVector(e, null) : ReadScalar(e);
        }

        var a = e.Arguments;
        if (e.Is(Guards.Guarded)) return WriteGuarded(e, context, vector);
        if (e.Is(ScalarOperators.Select)) return WriteSelect(e, context, vector);
        if (!vector)
        {
            if (e.Is(ScalarOperators.Cast)) return Wrap($"({CsharpText.Type(e.Type)}){Text(a[0], 6, false)}", context > 6);
            if (e.Operator.Csharp.Contains("{all}"))
                return e.Operator.Csharp.Replace("{random}", e.Type == ScalarType.Float ? "CounterRandomF" : "CounterRandom").Replace("{all}", string.Join(", ", a.Select(x => $"(int){Text(x, 6, false)}")));
            if (e.Type == ScalarType.Int && (e.Is(ScalarOperators.Max) || e.Is(ScalarOperators.Min))) return $"Math.{e.Operator.Name}({Text(a[0], 0, false)}, {Text(a[1], 0, false)})";
            return Fill(e, e.Operator.Csharp, context, x => x, false);
        }

        if (e.Type == ScalarType.Bool) return Mask(e, context);
        if (e.Is(ScalarOperators.Cast))
        {
            if (a[0].Type == ScalarType.Int) return Wide ? $"Vector256.ConvertToDouble({Integers(a[0], 0)})" : $"Vector256.ConvertToSingle({Integers(a[0], 0)})";
            return Text(a[0], context, true);
        }

        return Fill(e, e.Operator.VectorCsharp ?? e.Operator.Csharp, context, x => x, true);
    }

    private string Fill(Expression e, string pattern, int context, Func<string, string> finish, bool vector)
    {
        var level = e.Operator.Infix is not null ? e.Operator.Precedence : e.Is(ScalarOperators.Negate) || e.Is(ScalarOperators.Not) ? 6 : 0;
        var text = pattern;
        for (var k = 0; k < e.Arguments.Length; k++)
        {
            var inner = level == 0 ? 0 : k == 0 ? level : level + 1;
            var argument = e.Arguments[k];
            text = text.Replace("{" + k + "}", vector ? (Varies(argument) ? Text(argument, inner, true) : $"Vector256.Create({Text(argument, 0, false)})") : Text(argument, inner, false));
        }

        return finish(Wrap(text, level > 0 && context > level));
    }

    // A condition whose lanes differ, as a mask of the element type.
    private string Mask(Expression e, int context)
    {
        if (_locals.TryGetValue((e.Id, true), out var local)) return local;
        if (!Varies(e)) return $"({Text(e, 0, false)} ? Vector256<{Element}>.AllBitsSet : Vector256<{Element}>.Zero)";
        if (_uses.TryGetValue(e.Id, out var uses) && uses > 1)
        {
            _uses[e.Id] = 1;
            var text = Mask(e, 0);
            var name = around.Locals.For("inside");
            code.Line($"var {name} = {text};");
            return _locals[(e.Id, true)] = name;
        }

        if (e.Is(ScalarOperators.And) || e.Is(ScalarOperators.Or)) return Wrap($"{Mask(e.Arguments[0], 3)} {(e.Is(ScalarOperators.And) ? "&" : "|")} {Mask(e.Arguments[1], 3)}", context > 2);
        if (e.Is(ScalarOperators.Not)) return "~" + Mask(e.Arguments[0], 6);
        if (e.Is(ScalarOperators.Select))
            return $"Vector256.ConditionalSelect({Mask(e.Arguments[0], 0)}, {Mask(e.Arguments[1], 0)}, {Mask(e.Arguments[2], 0)})";
        var pattern = e.Operator.VectorCsharp!;
        if (e.Arguments[0].Type != ScalarType.Int) return Fill(e, pattern, 6, x => x, true);
        return pattern.Replace("{0}", Integers(e.Arguments[0], 0)).Replace("{1}", Integers(e.Arguments[1], 0)) + (Wide ? ".AsDouble()" : ".AsSingle()");
    }

    /// <summary>A whole expression as a vector.</summary>
    public string Whole(Expression e) => Integers(e, 0);

    // A whole number in every lane.
    private string Integers(Expression e, int context)
    {
        if (!Varies(e)) return e.Kind == ExpressionKind.Extent && e.Extent.Constant is not null ? $"Vector256.Create({e.Extent}{(Wide ? "L" : "")})" : $"Vector256.Create(({(Wide ? "long" : "int")}){Text(e, 6, false)})";
        var a = e.Arguments;
        switch (e.Kind)
        {
            case ExpressionKind.Index:
                return $"Lanes.Indices{(Wide ? 64 : 32)}({around.Value(e.Index)})";
            case ExpressionKind.Read:
                var place = Place.Of(around.Loops.Buffers[e.Tensor], a, around.Region.Row);
                return $"lanes.LoadInt{(Wide ? 64 : 32)}({Address(place)})";
        }

        if (e.Is(Guards.Guarded))
        {
            var read = Place.Of(around.Loops.Buffers[a[1].Tensor], a[1].Arguments, around.Region.Row);
            return Varies(a[0]) ? $"lanes.LoadInt{(Wide ? 64 : 32)}Where({Address(read)}, {Mask(a[0], 6)}.As{(Wide ? "Int64" : "Int32")}())"
                : $"({Text(a[0], 1, false)} ? lanes.LoadInt{(Wide ? 64 : 32)}({Address(read)}) : default)";
        }

        if (e.Is(ScalarOperators.Negate)) return "-" + Integers(a[0], 6);
        if (e.Is(ScalarOperators.Max) || e.Is(ScalarOperators.Min)) return $"Vector256.{e.Operator.Name}({Integers(a[0], 0)}, {Integers(a[1], 0)})";
        var level = e.Operator.Precedence;
        if (e.Is(ScalarOperators.Divide) || e.Is(ScalarOperators.Remainder))
        {
            // Vectors have no whole division of their own: a power of two is a shift, anything else goes number by number.
            var whole = Integers(a[0], 5);
            if (a[1].Extent.Constant is { } c && (c & (c - 1)) == 0 && Constraints.None.Range(a[0]).Low is { } low && low.IsNonNegative())
            {
                var shift = 0;
                while (1L << shift < c) shift++;
                return e.Is(ScalarOperators.Divide) ? $"({Integers(a[0], 4)} >> {shift})" : $"({Integers(a[0], 4)} & Vector256.Create({c - 1}{(Wide ? "L" : "")}))";
            }

            var divisor = Integers(a[1], 6);
            return e.Is(ScalarOperators.Divide) ? Wrap($"{whole} / {divisor}", context > level) : Wrap($"{Integers(a[0], 4)} - {whole} / {divisor} * {divisor}", context > 4);
        }

        return Wrap($"{Integers(a[0], level)} {e.Operator.Infix} {Integers(a[1], level + 1)}", context > level);
    }

    private string WriteSelect(Expression e, int context, bool vector)
    {
        var a = e.Arguments;
        if (vector && Varies(a[0]))
        {
            string Branch(Expression x) => Varies(x) ? Text(x, 0, true) : x.IsNumber(0) ? $"Vector256<{Element}>.Zero" : $"Vector256.Create({Text(x, 0, false)})";
            return $"Vector256.ConditionalSelect({Mask(a[0], 0)}, {Branch(a[1])}, {Branch(a[2])})";
        }

        string Plain(Expression x) => vector ? (Varies(x) ? Text(x, 1, true) : x.IsNumber(0) ? $"Vector256<{Element}>.Zero" : $"Vector256.Create({Text(x, 0, false)})") : Text(x, 1, false);
        return Wrap($"{Text(a[0], 1, false)} ? {Plain(a[1])} : {Plain(a[2])}", context > 0);
    }

    private string WriteGuarded(Expression e, int context, bool vector)
    {
        var (condition, read) = (e.Arguments[0], e.Arguments[1]);
        if (!vector) return Wrap($"{Text(condition, 1, false)} ? {ReadScalar(read, isGuarded: true)} : {(e.Type == ScalarType.Bool ? "false" : "0")}", context > 0);
        if (Varies(condition)) return ReadVector(read, Mask(condition, 0));
        return Wrap($"{Text(condition, 1, false)} ? {(Varies(read) ? ReadVector(read, null) : $"Vector256.Create({ReadScalar(read, isGuarded: true)})")} : Vector256<{Element}>.Zero", context > 0);
    }

    private string ReadScalar(Expression read, bool isGuarded = false)
    {
        if (around.Register(read) is { } local) return local;
        if (!isGuarded && around.Number(read) is { } number) return number;
        var buffer = around.Loops.Buffers[read.Tensor];
        if (read.Arguments.Length == 0 && read.Tensor.Role == TensorRole.Input) return around.Capture(buffer.Name, CsharpText.Type(read.Tensor.Type), buffer.Name);
        var place = Place.Of(buffer, read.Arguments, around.Region.Row);
        var offset = around.Offset(place, null, x => Text(x, 6, false));
        return $"{around.Pointer(place)}[{(offset.Length == 0 ? "0" : offset)}]";
    }

    private string ReadVector(Expression read, string? mask)
    {
        if (around.Register(read) is { } local) return local;
        var place = Place.Of(around.Loops.Buffers[read.Tensor], read.Arguments, around.Region.Row);
        if (place.Data.Any(d => Varies(d.Term)) || (mask is not null && !place.Stride(around.Lane!).Equals(Extent.One)))
        {
            // Element by element through offsets: index data, or a masked read that is not side by side.
            var lane = Wide ? "long" : "int";
            var fixedPart = around.Offset(place.Keeping(d => !Varies(d)), around.Lane, x => Text(x, 6, false));
            var parts = new List<string>();
            var stride = place.Stride(around.Lane!);
            if (!stride.Equals(Extent.Zero)) parts.Add($"{(Wide ? "Lanes.Indices64" : "Lanes.Indices32")}({around.Value(around.Lane!)}){(stride.Equals(Extent.One) ? "" : $" * {Factor(stride)}")}");
            if (place.RowLocal && around.Lane == around.Region.Row && around.RowIsLocal && parts.Count > 0) parts[0] = parts[0].Replace(around.Value(around.Lane!), around.Names[around.Lane!]);
            foreach (var (term, s) in place.Data.Where(d => Varies(d.Term))) parts.Add($"{Integers(term, 5)}{(s.Equals(Extent.One) ? "" : $" * {Factor(s)}")}");
            if (parts.Count == 0) parts.Add($"Vector256<{lane}>.Zero");
            var pointer = Plus(around.Pointer(place), fixedPart);
            return mask is null ? $"lanes.LoadAt({pointer}, {string.Join(" + ", parts)})" : $"lanes.LoadAtWhere({pointer}, {string.Join(" + ", parts)}, {mask})";
        }

        var step = place.Stride(around.Lane!);
        if (mask is not null) return $"lanes.LoadWhere({Address(place)}, {mask})";
        return step.Equals(Extent.One) ? $"lanes.Load({Address(place)})" : $"lanes.LoadStrided({Address(place)}, {around.Text(step)})";
    }

    // A stride as a factor of a vector of whole numbers.
    private string Factor(Extent stride) => stride.Constant is not null ? around.Text(stride, true) : $"({(Wide ? "long" : "int")}){around.Text(stride, operand: true)}";

    /// <summary>The address of the first lane's element.</summary>
    public string Address(Place place) => Plus(around.Pointer(place), around.Offset(place, null, x => Text(x, 6, false)));

    private static string Plus(string pointer, string offset) => offset.Length == 0 ? pointer : offset[0] == '-' ? $"{pointer} - {offset.Substring(1)}" : $"{pointer} + {offset}";

    private static string Wrap(string text, bool parentheses) => parentheses ? $"({text})" : text;
}
