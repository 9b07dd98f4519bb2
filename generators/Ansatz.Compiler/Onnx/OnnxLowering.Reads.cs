using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Onnx;

/// <summary>
/// Reads. A dimension that is read at an index alone keeps its place under that index's name; a shifted or shorter range is a slice; every other place, computed from indices or from data, is a
/// gather along that dimension. Dimensions whose places depend on the same index are one dimension for this, and their places one number.
/// A place that is inside only under a condition is moved to the nearest one inside: the choice between branches discards what is read there.
/// </summary>
internal sealed partial class OnnxLowering
{
    private OnnxValue Read(Expression e)
    {
        var (name, shape, places) = Source(e);
        var groups = Groups(places);
        if (groups.Any(g => g.Count > 1))
        {
            // Dimensions of one group side by side, then one dimension for each group.
            name = Transposed(name, [.. groups.SelectMany(g => g).Select(d => (long)d)]);
            name = Reshaped(name, [.. groups.Select(g => g.Aggregate(Extent.One, (size, d) => size * shape[d]))]);
            (places, shape) = ([.. groups.Select(g => Place(g, places, shape))], [.. groups.Select(g => g.Aggregate(Extent.One, (size, d) => size * shape[d]))]);
        }

        var axes = new Index[places.Length][];
        for (var d = places.Length - 1; d >= 0; d--) (name, axes[d]) = ReadDimension(name, d, places[d], shape[d]);
        return new OnnxValue(name, e.Type, [.. axes.SelectMany(static a => a)]);
    }

    private (string Name, Extent[] Shape, Expression[] Places) Source(Expression e)
    {
        if (Carried(e) is { } carried) return carried;
        var tensor = e.Tensor;
        if (!_tensors.TryGetValue(tensor, out var name))
        {
            if (tensor.Role is not (TensorRole.Parameter or TensorRole.State)) throw Unsupported(tensor.Name);
            _taken.Add(tensor.Name);
            _root.Items.Add(new OnnxStored(tensor));
            name = _tensors[tensor] = tensor.Name;
            if (_program.IndexRequirements.FirstOrDefault(r => r.Data == tensor) is { } required) name = _tensors[tensor] = Checked(required, name);
        }

        // Places that may be outside are moved inside here, where the tensor is known.
        return (name, tensor.Shape, [.. e.Arguments.Select((a, d) => Inside(a, tensor.Shape[d]))]);
    }

    /// <summary>
    /// Index data as what reads it: 0 is added, which a gather reads at place 0 of a list of one element for what is in range, and beyond its end for anything else, where runtimes fail.
    /// Gathers at the data themselves would let pass what counts from the end, is moved inside, or is inside of several dimensions as one.
    /// </summary>
    private string Checked(IndexRequirement required, string name)
    {
        var (here, statement) = (_here, _statement);
        (_here, _statement) = (_root, null);
        var low = required.Least is { } least ? Node("Less", [name, Scalar(least)]).Outputs[0] : null;
        var high = required.Limit is { } limit ? Node("GreaterOrEqual", [name, Scalar(limit)]).Outputs[0] : null;
        if ((low ?? high) is { } isOutside)
        {
            if (low is not null && high is not null) isOutside = Node("Or", [low, high]).Outputs[0];

            // The one that fails, under a name that says of what.
            var zero = Node("Gather", [Integers(0), Cast(isOutside, ScalarType.Int)]);
            zero.Outputs[0] = Unique($"{required.Data.Name}/inRange");
            var sum = Node("Add", [name, zero.Outputs[0]]);
            sum.Outputs[0] = Unique($"{required.Data.Name}/checked");
            name = sum.Outputs[0];

            // Keeps its name where a statement is nothing but a copy of it.
            _constants[name] = name;
        }

        (_here, _statement) = (here, statement);
        return name;
    }

    private Expression Inside(Expression place, Extent length)
    {
        var inside = place.Kind == ExpressionKind.Read
            ? _program.IndexRequirements.Any(r => r.Data == place.Tensor && r.Least?.IsNonNegative() == true && r.Limit is { } limit && (length - limit).IsNonNegative())
            : Constraints.None.IsWithin(place, length);
        if (inside) return place;
        var notNegative = _graph.Apply(ScalarOperators.Max, ScalarType.Int, place, _graph.Integer(Extent.Zero));
        return _graph.Apply(ScalarOperators.Min, ScalarType.Int, notNegative, _graph.Integer(length - Extent.One));
    }

    // Dimensions whose places share an index, each group in order, groups by their first dimension.
    private List<List<int>> Groups(Expression[] places)
    {
        var groups = new List<(List<int> Dimensions, HashSet<Index> Indices)>();
        for (var d = 0; d < places.Length; d++)
        {
            var indices = new HashSet<Index>(places[d].Indices().Where(i => !_times.ContainsKey(i)));
            var dimensions = new List<int> { d };
            foreach (var other in groups.Where(g => g.Indices.Overlaps(indices)).ToArray())
            {
                groups.Remove(other);
                dimensions.AddRange(other.Dimensions);
                indices.UnionWith(other.Indices);
            }

            dimensions.Sort();
            groups.Add((dimensions, indices));
        }

        return [.. groups.Select(g => g.Dimensions).OrderBy(g => g[0])];
    }

    // The place in a group of dimensions that are one.
    private Expression Place(List<int> group, Expression[] places, Extent[] shape)
    {
        var place = places[group[0]];
        foreach (var d in group.Skip(1)) place = _graph.Add(_graph.Multiply(_graph.Integer(shape[d]), place), places[d]);
        return place;
    }

    private (string Name, Index[] Axes) ReadDimension(string name, int dimension, Expression place, Extent length)
    {
        if (place.Kind == ExpressionKind.Index && !_times.ContainsKey(place.Index) && place.Index.Extent!.Equals(length)) return (name, [place.Index]);
        if (Range(place) is { } range)
        {
            var (first, step, index) = range;
            var end = first + (Extent.Of(step) * (index.Extent! - Extent.One)) + Extent.One;
            return (Node("Slice", [name, Vector([first]), Vector([end]), Integers(dimension), Integers(step)]).Outputs[0], [index]);
        }

        var places = Lower(place);
        var gather = Node("Gather", [name, places.Name]);
        gather.Attributes.Add(new OnnxAttribute("axis") { Integer = dimension });
        return (gather.Outputs[0], places.Axes);
    }

    // c + s·i with s ≥ 1: every s-th element from c on.
    private (Extent First, long Step, Index Index)? Range(Expression place)
    {
        var linear = Linear.Of(place);
        if (linear.Count != 1) return null;
        var (term, step) = linear.Terms.First();
        return term.Kind == ExpressionKind.Index && step >= 1 && !_times.ContainsKey(term.Index) ? (linear.Offset, step, term.Index) : null;
    }

    private string Reshaped(string name, Extent[] shape)
    {
        // One extent may be left open, which is the one that comes with each call if there is only one.
        var open = shape.Count(e => !IsStatic(e));
        return Node("Reshape", [name, open == 1 ? Integers([.. shape.Select(e => IsStatic(e) ? e : Extent.Of(-1))]) : Vector(shape)]).Outputs[0];
    }
}
