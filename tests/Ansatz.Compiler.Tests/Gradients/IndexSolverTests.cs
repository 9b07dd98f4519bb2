using Ansatz.Compiler.Differentiation;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;
using Ansatz.Compiler.Tests.Interpreting;
using CsCheck;

namespace Ansatz.Compiler.Tests.Gradients;

/// <summary>The points that a solution of φ(i) = p gives are those that trying all of them finds.</summary>
public sealed class IndexSolverTests
{
    // One dimension of a map: a coefficient for each index, and an offset.
    private sealed record Row(int[] Coefficients, int Offset)
    {
        public int At(int[] point) => Offset + Coefficients.Zip(point, (c, i) => c * i).Sum();

        public override string ToString() => $"{string.Join(" ", Coefficients.Select((c, k) => c == 0 ? "" : $"{(c < 0 ? "-" : "+")}{"ijkl"[k]}"))}{Offset:+0;-0;+0}".Trim();
    }

    private sealed record Problem(int[] Indices, Row[] Map, int[] Element)
    {
        public override string ToString() => $"indices {string.Join(",", Indices)}; map [{string.Join(", ", Map.Select(r => r.ToString()))}]; element {string.Join(",", Element)}";
    }

    private static Gen<Problem> Problems(Gen<int> coefficient) =>
        from indices in Gen.Int[1, 4].Array[0, 4]
        from element in Gen.Int[1, 5].Array[1, 3]
        from map in Gen.Select(coefficient.Array[indices.Length], Gen.Int[-3, 3], (c, o) => new Row(c, o)).Array[element.Length]
        select new Problem(indices, map, element);

    [Fact]
    public void UnitCoefficients() => Problems(Gen.Int[-1, 1]).Sample(p => Check(p, unit: true), iter: 800);

    [Fact]
    public void OneIndexOrNoneInEveryDimension() =>
        (from p in Problems(Gen.Const(0))
         from which in Gen.Int[-1, 3].Array[p.Map.Length]
         from sign in Gen.Bool.Array[p.Map.Length]
         select p with { Map = p.Map.Select((r, d) => which[d] < 0 || which[d] >= p.Indices.Length ? r : new Row(p.Indices.Select((_, k) => k != which[d] ? 0 : sign[d] ? 1 : -1).ToArray(), sign[d] ? r.Offset : r.Offset + 3)).ToArray() })
        .Sample(p => Check(p, unit: true), iter: 800);

    [Fact]
    public void AnyCoefficients() => Problems(Gen.Int[-3, 3]).Sample(p => Check(p, unit: false), iter: 2000);

    // Sums with a quotient or remainder of another sum in every dimension: what is not linear may ask for a scatter, but a solution is one.
    [Fact]
    public void QuotientsAndRemainders()
    {
        var dimension = from c in Gen.Int[-2, 2].Array[3]
                        from inner in Gen.Int[0, 2].Array[3]
                        from offset in Gen.Int[-1, 2]
                        from divisor in Gen.Int[2, 4]
                        from kind in Gen.Int[0, 2]
                        select (c, inner, offset, divisor, kind);
        (from sizes in Gen.Int[1, 5].Array[3]
         from element in Gen.Int[1, 5].Array[1, 3]
         from map in dimension.Array[element.Length]
         select (sizes, element, map)).Sample(
            problem =>
            {
                var (graph, indices) = Indices(problem.sizes);
                Expression Sum(int[] c, int offset) => c.Select((f, k) => (f, k)).Aggregate(graph.Integer(Extent.Of(offset)), (sum, p) => graph.Add(sum, graph.Multiply(graph.Integer(Extent.Of(p.f)), graph.Of(indices[p.k]))));
                int Value(int[] c, int offset, int[] at) => offset + c.Zip(at, (f, i) => f * i).Sum();
                var map = problem.map.Select(d => graph.Add(Sum(d.c, d.offset), d.kind == 0 ? graph.Integer(Extent.Zero)
                    : graph.Apply(d.kind == 1 ? ScalarOperators.Divide : ScalarOperators.Remainder, ScalarType.Int, Sum(d.inner, 1), graph.Integer(Extent.Of(d.divisor))))).ToArray();
                Check(graph, indices, map, problem.element, at => problem.map.Select(d => Value(d.c, d.offset, at) + d.kind switch { 0 => 0, 1 => Value(d.inner, 1, at) / d.divisor, _ => Value(d.inner, 1, at) % d.divisor }));
            },
            iter: 3000);
    }

    [Fact]
    public void AnIndexThatIsSolvedIsNotSummed()
    {
        // X[n, i + k]: given the element (p, q) and k, both n and i are known; i takes more values than k.
        var (graph, indices) = Indices(3, 4, 2);
        var element = Element(graph, 3, 5);
        var solution = IndexSolver.Solve(graph, [graph.Of(indices[0]), graph.Add(graph.Of(indices[1]), graph.Of(indices[2]))], element, indices);
        Assert.Equal([indices[2]], solution.Remaining);
        Assert.Equal("p0", solution.Solved[indices[0]].ToString());
        Assert.Equal("p1 - k", solution.Solved[indices[1]].ToString());
        Assert.Equal("p1 - k >= 0 && p1 - k < 4", solution.Guard.ToString());
        Assert.False(solution.NeedsScatter);
    }

    [Fact]
    public void AStridedWindowIsSplitByResidues()
    {
        // X[3·i + k], five of i, four of k: element g belongs to the cell (g % 3, g / 3), which sums over at most two k.
        var (graph, indices) = Indices(5, 4);
        var element = Element(graph, 16);
        var solution = IndexSolver.Solve(graph, [graph.Add(graph.Multiply(graph.Integer(Extent.Of(3)), graph.Of(indices[0])), graph.Of(indices[1]))], element, indices);
        Assert.Equal(["p0 % 3", "p0 / 3"], solution.At.Select(e => e.ToString()));
        Assert.Equal("2", Assert.Single(solution.Remaining).Extent!.ToString());
        Assert.Equal("3·i + a", solution.Solved[indices[1]].ToString());
        Assert.Equal("p0 - i", solution.Solved[indices[0]].ToString());
        Assert.Equal("true", solution.Where.ToString());
    }

    [Fact]
    public void AWindowAsLongAsTheStrideIsNotSummed()
    {
        var (graph, indices) = Indices(5, 3);
        var solution = IndexSolver.Solve(graph, [graph.Add(graph.Multiply(graph.Integer(Extent.Of(3)), graph.Of(indices[0])), graph.Of(indices[1]))], Element(graph, 15), indices);
        Assert.Empty(solution.Remaining);
        Assert.Equal("true", solution.Guard.ToString());
        Assert.Equal("p0 / 3", solution.Solved[indices[0]].ToString());
    }

    [Fact]
    public void AQuotientLeavesItsRemainderFree()
    {
        var (graph, indices) = Indices(7);
        var solution = IndexSolver.Solve(graph, [graph.Divide(graph.Of(indices[0]), graph.Integer(Extent.Of(2)))], Element(graph, 4), indices);
        Assert.Equal("r + 2·p0", solution.Solved[indices[0]].ToString());
        Assert.Equal("2", Assert.Single(solution.Remaining).Extent!.ToString());
        Assert.Equal("r + 2·p0 < 7", solution.Guard.ToString());
    }

    [Fact]
    public void AQuotientAndItsRemainderSayWhereItWas()
    {
        var (graph, indices) = Indices(6);
        var (i, three) = (graph.Of(indices[0]), graph.Integer(Extent.Of(3)));
        var solution = IndexSolver.Solve(graph, [graph.Divide(i, three), graph.Apply(ScalarOperators.Remainder, ScalarType.Int, i, three)], Element(graph, 2, 3), indices);
        Assert.Empty(solution.Remaining);
        Assert.Equal("3·p0 + p1", solution.Solved[indices[0]].ToString());
        Assert.Equal("true", solution.Guard.ToString());
    }

    [Fact]
    public void AMaximumOverAFreeIndexNeedsAScatter()
    {
        var (graph, indices) = Indices(6);
        var solution = IndexSolver.Solve(graph, [graph.Apply(ScalarOperators.Max, ScalarType.Int, graph.Subtract(graph.Of(indices[0]), graph.Integer(Extent.One)), graph.Integer(Extent.Zero))], Element(graph, 6), indices);
        Assert.True(solution.NeedsScatter);
    }

    [Fact]
    public void ADiagonalIsAGuard()
    {
        var (graph, indices) = Indices(4);
        var solution = IndexSolver.Solve(graph, [graph.Of(indices[0]), graph.Of(indices[0])], Element(graph, 4, 4), indices);
        Assert.Empty(solution.Remaining);
        Assert.Equal("p1 == p0", solution.Guard.ToString());
    }

    [Fact]
    public void IndexDataOverAFreeIndexNeedAScatter()
    {
        var (graph, indices) = Indices(4, 3);
        var data = Data(graph, 4);
        var solution = IndexSolver.Solve(graph, [graph.Read(data, graph.Of(indices[0])), graph.Of(indices[1])], Element(graph, 5, 3), indices);
        Assert.True(solution.NeedsScatter);
        Assert.Equal([indices[0]], solution.Remaining);
    }

    [Fact]
    public void IndexDataOfASolvedIndexAreAGuard()
    {
        var (graph, indices) = Indices(4);
        var data = Data(graph, 4);
        var solution = IndexSolver.Solve(graph, [graph.Of(indices[0]), graph.Read(data, graph.Of(indices[0]))], Element(graph, 4, 5), indices);
        Assert.False(solution.NeedsScatter);
        Assert.Empty(solution.Remaining);
        Assert.Equal("p1 == Data[p0]", solution.Guard.ToString());
    }

    private static void Check(Problem problem, bool unit)
    {
        var (graph, indices) = Indices(problem.Indices);
        var map = problem.Map.Select(r => r.Coefficients.Select((c, k) => (c, k)).Aggregate(graph.Integer(Extent.Of(r.Offset)), (sum, p) => graph.Add(sum, graph.Multiply(graph.Integer(Extent.Of(p.c)), graph.Of(indices[p.k]))))).ToArray();
        var solution = Check(graph, indices, map, problem.Element, at => problem.Map.Select(r => r.At(at)));
        if (unit) Assert.False(solution.NeedsScatter);
    }

    private static IndexSolver Check(ExpressionGraph graph, Index[] indices, Expression[] map, int[] extents, Func<int[], IEnumerable<int>> at)
    {
        var element = Element(graph, extents);
        var solution = IndexSolver.Solve(graph, map, element, indices);
        Assert.Empty(solution.Solved.Keys.Intersect(solution.Remaining));
        Assert.Empty(indices.Except(solution.Solved.Keys).Except(solution.Remaining));
        var brute = new Dictionary<string, List<string>>();
        var points = new PointEvaluator(ExtentValues.None, _ => throw new InvalidOperationException());
        points.ForAll(indices, point => Add(brute, at(point), point));
        points.ForAll(element, p =>
        {
            var found = new List<string>();
            var where = string.Join(",", p);
            if (points.Evaluate(solution.Where) != 0) Solutions(found);
            var expected = brute.TryGetValue(where, out var list) ? list : [];
            Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        });

        return solution;

        void Solutions(List<string> found)
        {
            var cell = points.Evaluate(solution.At);
            for (var c = 0; c < cell.Length; c++)
            {
                Assert.InRange(cell[c], 0, points.Extents.Of(solution.Cell[c].Extent!) - 1);
                points.Set(solution.Cell[c], cell[c]);
            }

            points.ForAll(solution.Remaining, _ =>
            {
                if (points.Evaluate(solution.Guard) == 0) return;
                var point = indices.Select(i => (int)points.Evaluate(solution.Solved.TryGetValue(i, out var e) ? e : graph.Of(i))).ToArray();
                found.Add(string.Join(",", point));
            });
        }
    }

    private static void Add(Dictionary<string, List<string>> brute, IEnumerable<int> element, int[] point)
    {
        var key = string.Join(",", element);
        if (!brute.TryGetValue(key, out var list)) brute[key] = list = [];
        list.Add(string.Join(",", point));
    }

    private static (ExpressionGraph Graph, Index[] Indices) Indices(params int[] extents)
    {
        var graph = new ExpressionGraph();
        return (graph, extents.Select((n, k) => graph.NewIndex("nikl"[k].ToString(), Extent.Of(n))).ToArray());
    }

    private static Index[] Element(ExpressionGraph graph, params int[] extents) => extents.Select((n, d) => graph.NewIndex("p" + d, Extent.Of(n))).ToArray();

    private static Tensor Data(ExpressionGraph graph, int length)
    {
        var tensor = new TensorProgram(graph, "").NewTensor("Data", ScalarType.Int, TensorRole.Input);
        tensor.Shape = [Extent.Of(length)];
        return tensor;
    }
}
