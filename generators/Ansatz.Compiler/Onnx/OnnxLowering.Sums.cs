using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Onnx;

/// <summary>
/// Reductions. A sum of a product of tensors is a matrix product where the roles of its indices are those of one (summed, of one side only, of both and the result), otherwise an Einsum; where
/// one side has no index of its own, it is the product, summed.
/// </summary>
internal sealed partial class OnnxLowering
{
    private OnnxValue Sum(Statement s)
    {
        if (Convolution(s) is { } convolution) return convolution;
        var product = Product.Of(s.Body);
        bool IsSummed(Expression e) => s.Reduced.Any(e.DependsOn);
        var factors = product.Factors.Where(IsSummed).ToArray();
        if (s.Target.Type == ScalarType.Int || factors.Length < 2 || product.Divisors.Any(IsSummed)) return SumOver(Lower(s.Body), s.Reduced);

        // What only one factor depends on is summed there.
        var values = factors.Select(Lower).ToArray();
        var missing = s.Reduced.Where(i => !values.Any(v => v.Axes.Contains(i))).ToArray();
        values = [.. values.Select((v, k) => SumOver(v, s.Reduced.Where(i => v.Axes.Contains(i) && !values.Where((_, j) => j != k).Any(w => w.Axes.Contains(i)))))];
        var sum = values.Length == 2 ? MatrixProduct(values[0], values[1], s.Reduced) : Einsum(s.Reduced, values);
        sum = SumOver(sum, missing);
        foreach (var factor in product.Factors.Where(f => !IsSummed(f))) sum = Pointwise("Mul", sum.Type, sum, Lower(factor));
        foreach (var divisor in product.Divisors) sum = Pointwise("Div", sum.Type, sum, Lower(divisor));
        return product.Negative ? Pointwise("Neg", sum.Type, sum) : sum;
    }

    private OnnxValue MatrixProduct(OnnxValue a, OnnxValue b, Index[] reduced)
    {
        var summed = a.Axes.Where(i => b.Axes.Contains(i) && reduced.Contains(i)).ToArray();
        var both = InOrder(a.Axes.Where(i => b.Axes.Contains(i) && !reduced.Contains(i)));
        var (left, right) = (InOrder(a.Axes.Except(b.Axes)), InOrder(b.Axes.Except(a.Axes)));
        if (summed.Length == 0) return Pointwise("Mul", a.Type, a, b);

        // The columns are the side whose index comes last.
        if (left.Length == 0 || (right.Length > 0 && (right.Length > 1 && left.Length == 1 || left.Length == right.Length && Array.IndexOf(_order, right[0]) < Array.IndexOf(_order, left[0]))))
            (a, b, left, right) = (b, a, right, left);
        if (right.Length == 0)
        {
            return both.Length == 0 && summed.Length == 1
                ? new OnnxValue(Node("MatMul", [Transposed(a, [.. left, summed[0]]).Name, b.Name]).Outputs[0], a.Type, left)
                : SumOver(Pointwise("Mul", a.Type, a, b), summed);
        }

        if (summed.Length != 1 || right.Length != 1 || (both.Length > 0 && left.Length != 1)) return Einsum(reduced, a, b);
        Index[] axes = [.. both, .. left, .. right];
        if (axes.Length > 2) return new OnnxValue(Node("MatMul", [Transposed(a, [.. both, .. left, .. summed]).Name, Transposed(b, [.. both, .. summed, .. right]).Name]).Outputs[0], a.Type, axes);
        var gemm = Node("Gemm", [a.Name, b.Name]);
        if (a.Axes[0] == summed[0]) gemm.Attributes.Add(new OnnxAttribute("transA") { Integer = 1 });
        if (b.Axes[1] == summed[0]) gemm.Attributes.Add(new OnnxAttribute("transB") { Integer = 1 });
        return new OnnxValue(gemm.Outputs[0], a.Type, axes);
    }

    /// <summary>A sum with a matrix product that nothing else reads is the product with an addend, if the addend is a row or less.</summary>
    private OnnxValue? AddedToProduct(OnnxValue[] operands)
    {
        for (var k = 0; k < 2; k++)
        {
            var (product, addend) = (operands[k], operands[1 - k]);
            if (product.Axes.Length != 2 || addend.Axes.Any(i => i != product.Axes[1]) || !product.Axes.SequenceEqual(InOrder(product.Axes))) continue;
            if (_here.Items.OfType<OnnxNode>().LastOrDefault(n => n.Operator == "Gemm" && n.Outputs[0] == product.Name) is not { Inputs.Count: 2 } gemm || !IsReadOnce(product.Name)) continue;
            gemm.Inputs.Add(addend.Name);
            Join(_here.Items.IndexOf(gemm));
            _here.Items.Remove(gemm);
            _here.Items.RemoveAll(i => i is OnnxIntermediate known && known.Port.Name == product.Name);
            _here.Items.Add(gemm);
            gemm.Outputs[0] = Unique($"{_statement!.Target.Name}/Gemm");
            return product with { Name = gemm.Outputs[0] };
        }

        return null;
    }

    // A node that moves to this statement takes its equation along, if that says of no other node what it computes.
    private void Join(int node)
    {
        var (mine, its) = (_here.Items.FindLastIndex(i => i is OnnxEquation), _here.Items.FindLastIndex(node, i => i is OnnxEquation));
        if (mine == its || _here.Items.Skip(its).TakeWhile((i, k) => k == 0 || i is not OnnxEquation).Count(i => i is OnnxNode) > 1) return;
        _here.Items[mine] = new OnnxEquation([.. ((OnnxEquation)_here.Items[its]).Formulas, .. ((OnnxEquation)_here.Items[mine]).Formulas]);
        _here.Items[its] = new OnnxEquation([]);
    }

    // A tensor with one read, in the one statement that has it.
    private bool IsReadOnce(string name)
    {
        var tensor = _tensors.FirstOrDefault(t => t.Value == name).Key;
        return tensor is { Role: TensorRole.Intermediate } && _program.Statements.Sum(s => s.Reads().Count(r => r.Tensor == tensor)) == 1 && _statement!.Body.Arguments.Count(a => a.Kind == ExpressionKind.Read && a.Tensor == tensor) == 1;
    }

    private OnnxValue Einsum(Index[] reduced, params OnnxValue[] values)
    {
        var all = values.SelectMany(v => v.Axes).Distinct().ToArray();
        var axes = InOrder(all.Where(i => !reduced.Contains(i)));
        var letters = new Dictionary<Index, char>();
        foreach (var i in all)
        {
            // Its own letter if it has one.
            var letter = i.Name.Length == 1 && i.Name[0] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') ? i.Name[0] : 'a';
            if (letters.ContainsValue(letter)) letter = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".FirstOrDefault(c => !letters.ContainsValue(c));
            if (letter == '\0') throw Unsupported($"a product over {all.Length} indices");
            letters[i] = letter;
        }

        string Text(IEnumerable<Index> some) => string.Concat(some.Select(i => letters[i]));
        var node = Node("Einsum", values.Select(v => v.Name));
        node.Attributes.Add(new OnnxAttribute("equation") { Text = $"{string.Join(",", values.Select(v => Text(v.Axes)))}->{Text(axes)}" });
        return new OnnxValue(node.Outputs[0], values[0].Type, axes);
    }

    private OnnxValue SumOver(OnnxValue value, IEnumerable<Index> reduced)
    {
        var over = reduced.ToArray();
        var sum = Reduce("ReduceSum", value, over);
        foreach (var i in over.Where(i => !value.Axes.Contains(i))) sum = Pointwise("Mul", value.Type, sum, Lower(_graph.Convert(_graph.Integer(i.Extent!), value.Type)));
        return sum;
    }

    // Of n equal terms x it is x + log n.
    private OnnxValue LogSumExp(OnnxValue value, Index[] reduced, Index[] missing)
    {
        var result = value.Type == ScalarType.Double && reduced.Length > 0 ? ShiftedLogSumExp(value, reduced) : Reduce("ReduceLogSumExp", value, reduced);
        foreach (var i in missing) result = Pointwise("Add", value.Type, result, Lower(_graph.Function(FunctionOperators.Log, _graph.Convert(_graph.Integer(i.Extent!), value.Type))));
        return result;
    }

    // max + log Σ exp(x − max): runtimes exponentiate in single precision inside of the operator. A maximum of −∞ or ∞ is moved to a number, so that it remains one.
    private OnnxValue ShiftedLogSumExp(OnnxValue value, Index[] reduced)
    {
        var largest = Pointwise("Max", value.Type, Reduce("ReduceMax", value, reduced), Lower(_graph.Number(double.MinValue, value.Type)));
        largest = Pointwise("Min", value.Type, largest, Lower(_graph.Number(double.MaxValue, value.Type)));
        var shifted = Pointwise("Exp", value.Type, Pointwise("Sub", value.Type, value, largest));
        return Pointwise("Add", value.Type, Pointwise("Log", value.Type, Reduce("ReduceSum", shifted, reduced)), largest);
    }

    private OnnxValue Reduce(string name, OnnxValue value, IEnumerable<Index> reduced)
    {
        var axes = reduced.Where(value.Axes.Contains).Select(i => (long)Array.IndexOf(value.Axes, i)).OrderBy(d => d).ToArray();
        if (axes.Length == 0) return value;
        var node = Node(name, [value.Name, Integers(axes)]);
        node.Attributes.Add(new OnnxAttribute("keepdims") { Integer = 0 });
        return value with { Name = node.Outputs[0], Axes = [.. value.Axes.Where((_, d) => !axes.Contains(d))] };
    }

    // The number of the first largest or smallest value, in the order of the reduced indices.
    private OnnxValue Position(string name, OnnxValue value, Index[] reduced)
    {
        var rest = InOrder(value.Axes.Where(i => !reduced.Contains(i)));
        var whole = Whole(value, [.. rest, .. reduced]).Name;
        if (reduced.Length > 1) whole = Reshaped(whole, [.. rest.Select(i => i.Extent!), reduced.Aggregate(Extent.One, (size, i) => size * i.Extent!)]);
        var node = Node(name, [whole]);
        node.Attributes.Add(new OnnxAttribute("axis") { Integer = rest.Length });
        node.Attributes.Add(new OnnxAttribute("keepdims") { Integer = 0 });
        return new OnnxValue(node.Outputs[0], ScalarType.Int, rest);
    }
}
