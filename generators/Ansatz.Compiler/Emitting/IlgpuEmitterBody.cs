using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>
/// Writes expressions as what one thread computes, with the <see cref="Operator.Gpu"/> text of the operator table; whole numbers are
/// 64-bit. It gathers the memory and the extents that the text mentions, which become the kernel's parameters.
/// </summary>
internal sealed class IlgpuEmitterBody
{
    private readonly LoopProgram _loops;
    private readonly CodeWriter _code;
    private readonly IReadOnlyList<string> _allExtents;
    private readonly HashSet<string> _extents = new(StringComparer.Ordinal);
    private readonly Stack<Dictionary<int, string>> _outer = new();
    private Dictionary<int, string> _locals = [];
    private Dictionary<int, int> _uses = [];
    private Dictionary<int, (Expression Value, Expression Slope)> _pairs = [];

    public IlgpuEmitterBody(LoopProgram loops, CodeWriter code, IReadOnlyList<string> extents)
    {
        (_loops, _code, _allExtents) = (loops, code, extents);
        foreach (var name in loops.Buffers.Values.Select(b => b.Name).Concat(extents)) Locals.Take(name);
        foreach (var name in UsedTypes) Locals.Take(name);
    }

    /// <summary>Types that the text mentions.</summary>
    public static IReadOnlyList<string> UsedTypes { get; } =
    [
        "Atomic", "Floats", "Doubles", "Ints", "Bytes", "GpuElementary", "CounterRandom", "CounterRandomF", "Numbering", "Four", "IMap", "IFlatMap", "IEach", "IReduction", "IContraction",
        "SingleLogSumExp", "DoubleLogSumExp", "SinglePosition", "DoublePosition", "IVisitingReduction", IlgpuEmitter.MemoryType, "Values", "States",
    ];

    /// <summary>Groups of indices that one number counts, the last index fastest: a place that steps through a group as if it were one index is written with the number.</summary>
    public List<(Index[] Indices, string Number)> Groups { get; } = [];

    /// <summary>Names taken in the kernel.</summary>
    public IdentifierNames Locals { get; } = new();

    /// <summary>Tensors that are in registers here, by local name.</summary>
    public Dictionary<Tensor, string> Registers { get; } = [];

    /// <summary>The local that holds the element read, or null: of a recurrence's tensor only the element of this very step is one.</summary>
    private string? Register(Expression read) => Registers.TryGetValue(read.Tensor, out var local) && read.Arguments.All(a => a.Kind == ExpressionKind.Index) ? local : null;

    /// <summary>The memory and the numbers that the text mentions.</summary>
    public HashSet<LoopBuffer> Buffers { get; } = [];

    /// <summary>Says what will be written next, so that shared parts get a local.</summary>
    public void Prepare(IEnumerable<Expression> roots)
    {
        _uses = [];
        var seen = new HashSet<int>();
        var all = roots.ToArray();
        foreach (var root in all)
        {
            Count(root);
            Use(root);
        }

        // Gelu and its slope at the same place share an exponential.
        var nodes = all.SelectMany(r => r.Nodes()).Distinct().ToArray();
        var slopes = nodes.Where(n => n.Is(FunctionOperators.GeluSlope)).ToDictionary(n => n.Arguments[0].Id);
        _pairs = nodes.Where(n => n.Is(FunctionOperators.Gelu) && slopes.ContainsKey(n.Arguments[0].Id)).ToDictionary(n => n.Arguments[0].Id, n => (n, slopes[n.Arguments[0].Id]));

        void Use(Expression e) => _uses[e.Id] = _uses.TryGetValue(e.Id, out var n) ? n + 1 : 1;

        void Count(Expression e)
        {
            if (!seen.Add(e.Id)) return;
            foreach (var a in e.Arguments)
            {
                Use(a);
                Count(a);
            }
        }
    }

    /// <summary>Begins the body of a loop: locals made inside end with it.</summary>
    public void Enter(IEnumerable<Expression> roots)
    {
        _outer.Push(_locals);
        _locals = new Dictionary<int, string>(_locals);
        Prepare(roots);
    }

    /// <summary>Ends the body of a loop.</summary>
    public void Leave() => _locals = _outer.Pop();

    /// <summary>Text of an extent.</summary>
    public string Text(Extent extent, bool factor = false)
    {
        foreach (var name in extent.Names)
        {
            // An opaque extent (a division) keeps its C# text as its name.
            foreach (var part in name.Split("()+-*/%×⁺ ".ToCharArray(), StringSplitOptions.RemoveEmptyEntries)) _extents.Add(part);
        }

        return factor ? extent.ToFactor() : extent.ToCSharp();
    }

    /// <summary>Text of an expression.</summary>
    /// <param name="e">The expression.</param>
    /// <param name="context">How tightly the sign around it binds: it is put in parentheses if its own binds less.</param>
    public string Text(Expression e, int context = 0)
    {
        if (_locals.TryGetValue(e.Id, out var local)) return local;
        if ((e.Is(FunctionOperators.Gelu) || e.Is(FunctionOperators.GeluSlope)) && _pairs.TryGetValue(e.Arguments[0].Id, out var pair))
        {
            WritePair(pair.Value, pair.Slope);
            return _locals[e.Id];
        }

        if (!(_uses.TryGetValue(e.Id, out var uses) && uses > 1 && IsWorthALocal(e))) return Write(e, context);
        var text = Write(e, 0);
        var name = Locals.For("t1");
        _code.Line($"{CsharpText.Type(e.Type)} {name} = {text};");
        return _locals[e.Id] = name;
    }

    /// <summary>The place of an element in its memory.</summary>
    public string Offset(LoopBuffer buffer, IReadOnlyList<Expression> at)
    {
        var place = Place.Of(buffer, at, null);
        var counted = new List<(Index[] Indices, string Number)>();
        foreach (var group in Groups.Where(g => g.Indices.Length > 1 && place.StepsAsOne(g.Indices)))
        {
            if (!counted.Any(c => c.Indices.Contains(group.Indices[0]))) counted.Add(group);
        }

        var terms = counted.Select(g => Times(g.Number, place.Stride(g.Indices[g.Indices.Length - 1])))
            .Concat(place.Indices.Where(t => !counted.Any(g => g.Indices.Contains(t.Index))).Select(t => Times(t.Index.Name, t.Stride)))
            .Concat(place.Data.Select(t => Times(Text(t.Term, 6), t.Stride))).ToList();
        if (!place.Constant.Equals(Extent.Zero)) terms.Add(Text(place.Constant));
        return terms.Count == 0 ? "0" : string.Join(" + ", terms).Replace("+ -", "- ");
    }

    private void WritePair(Expression value, Expression slope)
    {
        var argument = Text(value.Arguments[0]);
        (_locals[value.Id], _locals[slope.Id]) = (Locals.For("value"), Locals.For("slope"));
        _code.Line($"var ({_locals[value.Id]}, {_locals[slope.Id]}) = GpuElementary.GeluAndSlope({argument});");
    }

    private string Times(string factor, Extent stride) => stride.Equals(Extent.One) ? factor : $"{factor} * {Text(stride, factor: true)}";

    private bool IsWorthALocal(Expression e) => e.Type != ScalarType.Int && (e.Kind == ExpressionKind.Apply
        ? !e.Is(ScalarOperators.Cast)
        : e.Kind == ExpressionKind.Read && Register(e) is null && !IlgpuEmitter.IsNumber(_loops.Buffers[e.Tensor]));

    private string Write(Expression e, int context)
    {
        switch (e.Kind)
        {
            case ExpressionKind.Constant: return CsharpText.Literal(e.Number, e.Type);
            case ExpressionKind.Extent:
                // A product of names binds like a product: enough beside another factor on its right, not under a cast or a division.
                var extent = Text(e.Extent);
                return Wrap(extent, context > 3 && extent.Contains(' '));
            case ExpressionKind.Index: return e.Index.Name;
            case ExpressionKind.Read: return Read(e);
            case ExpressionKind.Accumulator: throw new InvalidOperationException("A contraction's epilogue reads the contraction's target.");
        }

        var a = e.Arguments;
        if (e.Is(ScalarOperators.Cast)) return Wrap($"({CsharpText.Type(e.Type)}){Text(a[0], 6)}", context > 6);
        if (e.Is(ScalarOperators.Select) || e.Is(Guards.Guarded)) return Choice(e, context);
        if (e.Operator.Arity < 0)
        {
            var all = string.Join(", ", a.Select(Int32));
            return e.Operator.Gpu.Replace("{random}", e.Type == ScalarType.Float ? "CounterRandomF" : "CounterRandom").Replace("{all}", all);
        }

        var level = e.Operator.Infix is not null ? e.Operator.Precedence : e.Is(ScalarOperators.Negate) || e.Is(ScalarOperators.Not) ? 6 : 0;
        var text = e.Operator.Gpu;
        for (var k = 0; k < a.Length; k++) text = text.Replace("{" + k + "}", Text(a[k], level == 0 ? 0 : k == 0 ? level : level + 1));
        return Wrap(text, level > 0 && context > level);
    }

    // The branch that is not taken is not computed, so a guarded read is made only where it is inside its tensor.
    private string Choice(Expression e, int context)
    {
        var condition = Text(e.Arguments[0], 1);
        if (e.Is(Guards.Guarded)) return Wrap($"{condition} ? {Write(e.Arguments[1], 1)} : {(e.Type == ScalarType.Bool ? "false" : "0")}", context > 0);
        return Wrap($"{condition} ? {Text(e.Arguments[1], 1)} : {Text(e.Arguments[2], 1)}", context > 0);
    }

    private string Read(Expression e)
    {
        if (Register(e) is { } local) return local;
        var element = Element(e);
        return e.Type == ScalarType.Int ? "(long)" + element : element;
    }

    private string Element(Expression read)
    {
        var buffer = _loops.Buffers[read.Tensor];
        Buffers.Add(buffer);
        var element = IlgpuEmitter.IsNumber(buffer) ? buffer.Name : $"{buffer.Name}[{Offset(buffer, read.Arguments)}]";
        return read.Type == ScalarType.Bool ? $"({element} != 0)" : element;
    }

    // The seed and the indices of a random number are 32-bit.
    private string Int32(Expression e) => e.Kind == ExpressionKind.Read && Register(e) is null ? Element(e)
        : e is { Kind: ExpressionKind.Extent, Extent.Constant: not null } ? Text(e) : $"(int){Text(e, 7)}";

    private static string Wrap(string text, bool parentheses) => parentheses ? $"({text})" : text;
}
