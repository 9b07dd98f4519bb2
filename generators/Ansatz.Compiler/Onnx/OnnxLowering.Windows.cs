using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Onnx;

/// <summary>
/// Sums and largest values over windows, X[n, c, s·h + d·p, …], that are exactly what <c>Conv</c> and <c>MaxPool</c> compute, and choices between a shifted read and 0 that are exactly <c>Pad</c>.
/// What is anything else is a gather of windows.
/// </summary>
internal sealed partial class OnnxLowering
{
    /// <summary>A place that steps through a dimension with windows: stride·<paramref name="Free"/> + dilation·<paramref name="Summed"/>.</summary>
    private sealed record Window(Index Free, Extent Stride, Index Summed, Extent Dilation)
    {
        // How many elements all windows together reach.
        public Extent Reach => (Stride * (Free.Extent! - Extent.One)) + (Dilation * (Summed.Extent! - Extent.One)) + Extent.One;
    }

    /// <summary>Σ F[o, c, p, …]·X[n, c, s·h + d·p, …], or with one filter for each channel, Σ F[c, p, …]·X[n, c, s·h + d·p, …]; null for any other sum.</summary>
    private OnnxValue? Convolution(Statement s)
    {
        // Runtimes have kernels in single precision.
        if (s.Target.Type != ScalarType.Float || _loop is not null || Product.Of(s.Body) is not { Negative: false, Divisors.Count: 0, Factors.Count: 2 } product) return null;
        foreach (var (filter, data) in new[] { (product.Factors[0], product.Factors[1]), (product.Factors[1], product.Factors[0]) })
        {
            if (WindowsOf(data, s) is not { } windows || filter.Kind != ExpressionKind.Read || !IsWhole(filter)) continue;
            var (row, channel) = (data.Arguments[0].Index, data.Arguments[1].Index);
            var indices = filter.Arguments.Select(a => a.Index).ToArray();
            var depthwise = indices[0] == channel && s.Free.Contains(channel);
            var head = depthwise ? 1 : 2;
            if (!indices.Skip(head).SequenceEqual(windows.Select(w => w.Summed)) || (!depthwise && (indices[1] != channel || !s.Reduced.Contains(channel) || !s.Free.Contains(indices[0]) || indices[0] == row || windows.Any(w => w.Free == indices[0])))) continue;
            if (s.Reduced.Length != windows.Length + head - 1 || s.Free.Length != windows.Length + 2) continue;
            var weights = Source(filter).Name;
            if (depthwise) weights = Node("Unsqueeze", [weights, Integers(1)]).Outputs[0];
            var node = Windowed("Conv", [Reached(data, windows), weights], windows);
            if (depthwise) node.Attributes.Add(new OnnxAttribute("group") { Integers = [channel.Extent!], IsList = false });
            return new OnnxValue(node.Outputs[0], s.Target.Type, [row, indices[0], .. windows.Select(w => w.Free)]);
        }

        return null;
    }

    /// <summary>Max X[n, c, s·h + d·p, …] over p, …; null for any other largest value.</summary>
    private OnnxValue? LargestOfWindows(Statement s)
    {
        if (s.Target.Type != ScalarType.Float || _loop is not null || WindowsOf(s.Body, s) is not { } windows) return null;
        var (row, channel) = (s.Body.Arguments[0].Index, s.Body.Arguments[1].Index);
        if (s.Reduced.Length != windows.Length || !s.Free.Contains(channel) || s.Free.Length != windows.Length + 2) return null;
        return new OnnxValue(Windowed("MaxPool", [Reached(s.Body, windows)], windows).Outputs[0], s.Target.Type, [row, channel, .. windows.Select(w => w.Free)]);
    }

    /// <summary>condition ? X[i − a, …] : 0 where the condition says that the places are inside and nothing else; null for any other choice.</summary>
    private OnnxValue? Padded(Expression e)
    {
        if (_loop is not null || e.Arguments[1] is not { Kind: ExpressionKind.Read, Arguments.Length: > 0 } read || !e.Arguments[2].IsNumber(0) || e.Type is not (ScalarType.Float or ScalarType.Double)) return null;
        var facts = new List<Linear>();
        if (!Facts(e.Arguments[0], facts)) return null;
        var (begins, ends, axes) = (new List<Extent>(), new List<Extent>(), new List<Index>());
        for (var d = 0; d < read.Arguments.Length; d++)
        {
            var (place, length) = (Linear.Of(read.Arguments[d]), read.Tensor.Shape[d]);
            if (place.Count != 1 || place.Terms.First() is not { Coefficient: 1, Term: { Kind: ExpressionKind.Index } term } || axes.Contains(term.Index)) return null;
            axes.Add(term.Index);
            begins.Add(Extent.Zero - place.Offset);
            ends.Add(term.Index.Extent! + place.Offset - length);
            var (low, high) = Constraints.None.Range(place);
            if (!Take(place) && low?.IsNonNegative() != true) return null;
            if (!Take(Linear.Constant(length - Extent.One).Plus(place, -1)) && (high is null || !(length - Extent.One - high).IsNonNegative())) return null;
        }

        if (facts.Count > 0) return null;
        var node = Node("Pad", [Source(read).Name, Vector([.. begins, .. ends]), Number(e.Arguments[2])]);
        return new OnnxValue(node.Outputs[0], e.Type, [.. axes]);

        bool Take(Linear fact) => facts.RemoveAll(f => f.Plus(fact, -1) is { Count: 0 } rest && rest.Offset.Equals(Extent.Zero)) > 0;
    }

    // What a conjunction of comparisons of whole numbers says, each as a number that is at least 0.
    private static bool Facts(Expression condition, List<Linear> facts)
    {
        if (condition.Is(ScalarOperators.And)) return Facts(condition.Arguments[0], facts) && Facts(condition.Arguments[1], facts);
        if (condition.Kind != ExpressionKind.Apply || condition.Arguments.Length != 2 || condition.Arguments[0].Type != ScalarType.Int) return false;
        var (a, b) = (Linear.Of(condition.Arguments[0]), Linear.Of(condition.Arguments[1]));
        var one = Linear.Constant(Extent.One);
        if (condition.Is(ScalarOperators.Less)) facts.Add(b.Plus(a, -1).Plus(one, -1));
        else if (condition.Is(ScalarOperators.LessOrEqual)) facts.Add(b.Plus(a, -1));
        else if (condition.Is(ScalarOperators.Greater)) facts.Add(a.Plus(b, -1).Plus(one, -1));
        else if (condition.Is(ScalarOperators.GreaterOrEqual)) facts.Add(a.Plus(b, -1));
        else return false;
        return true;
    }

    // The windows of X[n, c, …], all dimensions from the third on.
    private static Window[]? WindowsOf(Expression read, Statement s)
    {
        if (read.Kind != ExpressionKind.Read || read.Arguments.Length is < 3 or > 5 || !IsWhole(read, 2) || !s.Free.Contains(read.Arguments[0].Index)) return null;
        var windows = new List<Window>();
        for (var d = 2; d < read.Arguments.Length; d++)
        {
            if (WindowOf(read.Arguments[d], s) is not { } window || !Constraints.None.IsWithin(read.Arguments[d], read.Tensor.Shape[d])) return null;
            windows.Add(window);
        }

        var used = windows.SelectMany(w => new[] { w.Free, w.Summed }).Concat([read.Arguments[0].Index, read.Arguments[1].Index]).ToArray();
        return used.Distinct().Count() == used.Length ? [.. windows] : null;
    }

    private static Window? WindowOf(Expression place, Statement s)
    {
        var linear = Linear.Of(place);
        if (linear.Count != 2 || !linear.Offset.Equals(Extent.Zero)) return null;
        var terms = new List<(Index Index, Extent Factor)>();
        foreach (var (term, coefficient) in linear.Terms)
        {
            if (coefficient < 1) return null;
            if (term.Kind == ExpressionKind.Index) terms.Add((term.Index, Extent.Of(coefficient)));
            else if (term.ScaledIndex() is { Term.Kind: ExpressionKind.Index } scaled) terms.Add((scaled.Term.Index, Extent.Of(coefficient) * scaled.Factor));
            else return null;
        }

        if (!s.Free.Contains(terms[0].Index)) terms.Reverse();
        return s.Free.Contains(terms[0].Index) && s.Reduced.Contains(terms[1].Index) ? new Window(terms[0].Index, terms[0].Factor, terms[1].Index, terms[1].Factor) : null;
    }

    // Every element of the first dimensions, each at an index of its own.
    private static bool IsWhole(Expression read, int dimensions = int.MaxValue)
    {
        var places = read.Arguments.Take(dimensions).ToArray();
        return places.Select((a, d) => a.Kind == ExpressionKind.Index && a.Index.Extent!.Equals(read.Tensor.Shape[d])).All(static whole => whole) && places.Distinct().Count() == places.Length;
    }

    // The part of a tensor that its windows reach: there are as many windows as fit in.
    private string Reached(Expression read, Window[] windows)
    {
        var name = Source(read).Name;
        for (var d = 0; d < windows.Length; d++)
        {
            if (!windows[d].Reach.Equals(read.Tensor.Shape[d + 2])) name = Node("Slice", [name, Integers(0), Vector([windows[d].Reach]), Integers(d + 2)]).Outputs[0];
        }

        return name;
    }

    private OnnxNode Windowed(string name, string[] inputs, Window[] windows)
    {
        var node = Node(name, inputs);
        node.Attributes.Add(new OnnxAttribute("kernel_shape") { Integers = [.. windows.Select(w => w.Summed.Extent!)] });
        node.Attributes.Add(new OnnxAttribute("strides") { Integers = [.. windows.Select(w => w.Stride)] });
        node.Attributes.Add(new OnnxAttribute("dilations") { Integers = [.. windows.Select(w => w.Dilation)] });
        return node;
    }
}
