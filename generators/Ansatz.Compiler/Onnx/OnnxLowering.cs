using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Onnx;

/// <summary>
/// A tensor program as a graph of standard ONNX operators. Every statement, and every expression in it, is a tensor whose dimensions are named by the indices that it depends
/// on; operands meet where their axes have the same names (transposed, with dimensions of length 1 for what they lack, and broadcast). What remains is told by the indices:
/// which sums are matrix products (<c>Sums</c>), which reads are the tensor itself, a slice or a gather (<c>Reads</c>), which extents come with each call (<c>Extents</c>), what is a convolution (<c>Windows</c>) or a
/// loop over time (<c>Recurrences</c>).
/// </summary>
/// <remarks>Requires: the program of a model's outputs, in order, with extents. Ensures: a graph with the same inputs and outputs.</remarks>
internal sealed partial class OnnxLowering
{
    private readonly TensorProgram _program;
    private readonly ExpressionGraph _graph;
    private readonly HashSet<string> _batches;
    private readonly OnnxGraph _root;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<Tensor, string> _tensors = [];
    private readonly Dictionary<int, OnnxValue> _values = [];
    private OnnxGraph _here;
    private Statement? _statement;
    private Index[] _order = [];

    private OnnxLowering(TensorProgram program, IEnumerable<string> batches)
    {
        (_program, _graph, _batches) = (program, program.Graph, new HashSet<string>(batches, StringComparer.Ordinal));
        _here = _root = new OnnxGraph(program.Name);
    }

    /// <summary>Lowers a program.</summary>
    /// <param name="program">The outputs of a model.</param>
    /// <param name="inputs">The inputs that the model's <c>Evaluate</c> asks for.</param>
    /// <param name="batches">Names of extents that come with each call.</param>
    /// <exception cref="OnnxUnsupportedException">An output depends on something that standard operators do not compute.</exception>
    public static OnnxGraph Lower(TensorProgram program, IReadOnlyList<Tensor> inputs, IEnumerable<string> batches)
    {
        var lowering = new OnnxLowering(program, batches);
        lowering.Run(inputs);
        return lowering._root;
    }

    private void Run(IReadOnlyList<Tensor> inputs)
    {
        // What users see has its own name whatever else is called so.
        foreach (var t in _program.Given.Concat(_program.Results)) _taken.Add(t.Name);
        foreach (var t in inputs)
        {
            _root.Inputs.Add(new OnnxPort(t.Name, t.Type == ScalarType.Int ? OnnxType.Int32 : TypeOf(t.Type), t.Shape));
            _tensors[t] = t.Name;
        }

        foreach (var t in inputs.Where(t => t.Type == ScalarType.Int)) _tensors[t] = Cast(t.Name, ScalarType.Int, $"{t.Name}/int64");
        foreach (var t in inputs) if (_program.IndexRequirements.FirstOrDefault(r => r.Data == t) is { } required) _tensors[t] = Checked(required, _tensors[t]);
        for (var k = 0; k < _program.Statements.Count; k++)
        {
            var s = _program.Statements[k];
            if (s.Recurrence is null)
            {
                Lower(s);
                continue;
            }

            Loop(s.Recurrence.Group);
            k += s.Recurrence.Group.Members.Count - 1;
        }

        foreach (var t in _program.Results) _root.Outputs.Add(new OnnxPort(t.Name, t.Type == ScalarType.Int ? OnnxType.Int32 : TypeOf(t.Type), t.Shape));
    }

    /// <summary>A statement to the nodes that compute its tensor.</summary>
    private void Lower(Statement s)
    {
        _statement = s;
        if (s.Reducer.IsMatrix() || s.Scatter is not null) throw Unsupported(s.Reducer.ToString());
        _order = [.. s.Domain.Where(i => !_times.ContainsKey(i))];
        _values.Clear();
        _here.Items.Add(new OnnxEquation([s.ToString()]));
        var value = Whole(Reduced(s), [.. s.Free.Where(i => !_times.ContainsKey(i))]);
        _tensors[s.Target] = Named(s.Target, value);
        if (_here.Items[_here.Items.Count - 1] is OnnxEquation) _here.Items.RemoveAt(_here.Items.Count - 1);
    }

    private OnnxValue Reduced(Statement s)
    {
        if (s.Reducer == Reducer.None) return Lower(s.Body);
        if (s.Reducer == Reducer.Sum) return Sum(s);
        if (s.Reducer == Reducer.Max && LargestOfWindows(s) is { } pooled) return pooled;
        var value = Lower(s.Body);
        return s.Reducer switch
        {
            Reducer.Max => Reduce("ReduceMax", value, s.Reduced),
            Reducer.Min => Reduce("ReduceMin", value, s.Reduced),
            Reducer.LogSumExp => LogSumExp(value, [.. s.Reduced.Where(value.Axes.Contains)], [.. s.Reduced.Where(i => !value.Axes.Contains(i))]),
            Reducer.ArgMax or Reducer.ArgMin => Position(s.Reducer.ToString(), value, s.Reduced),
            _ => throw Unsupported(s.Reducer.ToString()),
        };
    }

    /// <summary>A value of an expression, over the indices on which it depends.</summary>
    private OnnxValue Lower(Expression e)
    {
        if (_values.TryGetValue(e.Id, out var known)) return known;
        return _values[e.Id] = Constant(e) ?? e.Kind switch
        {
            ExpressionKind.Extent => new OnnxValue(Scalar(e.Extent), ScalarType.Int, []),
            ExpressionKind.Index => Numbers(e.Index),
            ExpressionKind.Read => Read(e),
            ExpressionKind.Apply => Apply(e),
            _ => throw Unsupported(e.Kind.ToString()),
        };
    }

    private OnnxValue Apply(Expression e)
    {
        var a = e.Arguments;
        if (e.Is(ScalarOperators.Cast)) return Converted(Lower(a[0]), e.Type);
        if (e.Is(ScalarOperators.Max) && e.Type != ScalarType.Int && a[1].IsNumber(0)) return Pointwise("Relu", e.Type, Lower(a[0]));
        if (e.Is(ScalarOperators.Select) && e.Type == ScalarType.Bool) return Lower(_graph.Apply(ScalarOperators.Or, e.Type, _graph.And(a[0], a[1]), _graph.And(_graph.Apply(ScalarOperators.Not, e.Type, a[0]), a[2])));
        if (DividesByData(e) && !a[1].Is(ScalarOperators.Select))
        {
            // Both branches of a choice are computed: where one guards a division, runtimes must not divide by 0.
            var divisor = _graph.Select(_graph.Apply(ScalarOperators.Equal, ScalarType.Bool, a[1], _graph.Integer(Extent.Zero)), _graph.Integer(Extent.One), a[1]);
            return Lower(_graph.Apply(e.Operator, e.Type, a[0], divisor));
        }

        if (e.Is(ScalarOperators.Select) && Padded(e) is { } padded) return padded;
        if (e.Operator.OnnxForm?.Invoke(_graph, e) is { } other) return Lower(other);
        return Pointwise(e.Operator.Onnx ?? throw Unsupported(e.Operator.Name), e.Type, [.. a.Select(Lower)]);
    }

    private static bool DividesByData(Expression e) => e.Type == ScalarType.Int && (e.Is(ScalarOperators.Divide) || e.Is(ScalarOperators.Remainder)) && e.Arguments[1].Kind != ExpressionKind.Extent;

    /// <summary>An operator that goes element by element over all axes of its operands.</summary>
    private OnnxValue Pointwise(string name, ScalarType type, params OnnxValue[] operands)
    {
        if (name == "Add" && AddedToProduct(operands) is { } product) return product;
        var axes = InOrder(operands.SelectMany(o => o.Axes));
        var node = Node(name, operands.Select(o => Aligned(o, axes)));
        if (name == "Mod") node.Attributes.Add(new OnnxAttribute("fmod") { Integer = 1 });
        return new OnnxValue(node.Outputs[0], type, axes);
    }

    private Index[] InOrder(IEnumerable<Index> axes) => [.. axes.Distinct().OrderBy(i => Array.IndexOf(_order, i))];

    /// <summary>The value with its axes in the given order, of which it may lack some: they have length 1, and in front no dimension at all.</summary>
    private string Aligned(OnnxValue value, Index[] axes)
    {
        if (value.Axes.Length == 0) return value.Name;
        var own = axes.Where(value.Axes.Contains).ToArray();
        var name = Transposed(value, own).Name;
        var first = Array.IndexOf(axes, own[0]);
        var missing = Enumerable.Range(first, axes.Length - first).Where(d => !own.Contains(axes[d])).Select(d => (long)(d - first)).ToArray();
        return missing.Length == 0 ? name : Node("Unsqueeze", [name, Integers(missing)]).Outputs[0];
    }

    private OnnxValue Transposed(OnnxValue value, Index[] axes)
    {
        if (value.Axes.SequenceEqual(axes)) return value;
        return value with { Name = Transposed(value.Name, [.. axes.Select(i => (long)Array.IndexOf(value.Axes, i))]), Axes = axes };
    }

    private string Transposed(string name, long[] order)
    {
        if (order.Select((d, k) => d == k).All(static same => same)) return name;
        var node = Node("Transpose", [name]);
        node.Attributes.Add(new OnnxAttribute("perm") { Integers = [.. order.Select(Extent.Of)] });
        return node.Outputs[0];
    }

    /// <summary>The value with exactly these axes in this order: what does not depend on one is repeated along it.</summary>
    private OnnxValue Whole(OnnxValue value, Index[] axes)
    {
        if (axes.All(value.Axes.Contains)) return Transposed(value, axes);
        return value with { Name = Node("Expand", [Aligned(value, axes), Vector([.. axes.Select(i => i.Extent!)])]).Outputs[0], Axes = axes };
    }

    private OnnxValue Converted(OnnxValue value, ScalarType type) => value.Type == type ? value : value with { Name = Cast(value.Name, type), Type = type };

    private string Cast(string name, ScalarType type, string? result = null)
    {
        var node = Node("Cast", [name]);
        if (result is not null) node.Outputs[0] = Unique(result);
        node.Attributes.Add(new OnnxAttribute("to") { Integer = type switch { ScalarType.Float => 1, ScalarType.Int => 7, ScalarType.Bool => 9, _ => 11 } });
        return node.Outputs[0];
    }

    private OnnxNode Node(string name, IEnumerable<string> inputs)
    {
        var node = new OnnxNode(name) { Inputs = [.. inputs], Outputs = [Unique($"{_statement?.Target.Name.TrimStart('#') ?? "extents"}/{name}")] };
        _here.Items.Add(node);
        return node;
    }

    // The last node of a statement gives the statement's tensor, under its name.
    private string Named(Tensor tensor, OnnxValue value)
    {
        var made = _here.Items.Skip(_here.Items.FindLastIndex(i => i is OnnxEquation)).OfType<OnnxNode>().ToArray();
        var fresh = made.Any(n => n.Outputs.Contains(value.Name)) && !_constants.ContainsValue(value.Name);
        if (tensor.Role == TensorRole.Output && _here == _root && (!fresh || tensor.Type == ScalarType.Int))
        {
            // What is no node of its own is copied, and whole numbers leave in the type in which the model has them.
            var copy = Node(tensor.Type == ScalarType.Int ? "Cast" : "Identity", [value.Name]);
            if (tensor.Type == ScalarType.Int) copy.Attributes.Add(new OnnxAttribute("to") { Integer = 6 });
            copy.Outputs[0] = tensor.Name;
            return value.Name;
        }

        if (!fresh) return value.Name;
        var name = _here != _root ? Unique($"{tensor.Name.TrimStart('#')}/now") : tensor.Role == TensorRole.Output ? tensor.Name : Unique(tensor.Name.TrimStart('#'));
        foreach (var node in made)
        {
            Rename(node.Inputs);
            Rename(node.Outputs);
        }

        if (tensor.Role != TensorRole.Output && _here == _root) _root.Items.Add(new OnnxIntermediate(new OnnxPort(name, TypeOf(tensor.Type), tensor.Shape)));
        return name;

        void Rename(List<string> names)
        {
            for (var k = 0; k < names.Count; k++) if (names[k] == value.Name) names[k] = name;
        }
    }

    private string Unique(string name)
    {
        if (_taken.Add(name)) return name;
        for (var k = 2; ; k++)
        {
            if (_taken.Add($"{name}/{k}")) return $"{name}/{k}";
        }
    }

    private static OnnxType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Float => OnnxType.Float,
        ScalarType.Double => OnnxType.Double,
        ScalarType.Bool => OnnxType.Bool,
        _ => OnnxType.Int64,
    };

    private OnnxUnsupportedException Unsupported(string what) => new($"no standard operators compute '{what}' in {_statement}");
}
