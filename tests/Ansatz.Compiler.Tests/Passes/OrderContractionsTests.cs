using Ansatz.Compiler.Passes;
using Ansatz.Compiler.Tensors;
using Ansatz.Compiler.Tests.Interpreting;
using CsCheck;

namespace Ansatz.Compiler.Tests.Passes;

/// <summary>Orders of contraction by the multiplications that the interpreter counts.</summary>
public sealed class OrderContractionsTests
{
    // A sum of products: extents by name, the free names, the names of each factor; summed is what is not free.
    private sealed record Network(Dictionary<char, int> Extents, string Free, string[] Factors)
    {
        public string Summed => new(Factors.SelectMany(f => f).Distinct().Where(c => !Free.Contains(c)).ToArray());

        public long Size(IEnumerable<char> names) => names.Distinct().Aggregate(1L, (p, c) => p * Extents[c]);

        public long Naive => Size(Free + Summed) * (Factors.Length - 1);

        public override string ToString() => $"{string.Join("·", Factors)} → {Free}, {string.Join(" ", Extents)}";
    }

    [Fact]
    public void MatrixChain()
    {
        // The textbook's example (Cormen, Leiserson, Rivest, Stein, Introduction to Algorithms, 15.2): 15125 multiplications.
        var chain = new Network(new() { ['a'] = 30, ['b'] = 35, ['c'] = 15, ['d'] = 5, ['e'] = 10, ['f'] = 20, ['g'] = 25 }, "ag", ["ab", "bc", "cd", "de", "ef", "fg"]);
        var (statements, multiplications, _) = Run(chain, interpret: false);
        Assert.Equal(5, statements.Count);
        Assert.Equal(15125, Predicted(statements));
        Assert.Equal(0, multiplications);
    }

    [Fact]
    public void TensorTrain()
    {
        // One element of a tensor train: from either end, never from the middle.
        var train = new Network(new() { ['a'] = 4, ['b'] = 4, ['c'] = 4, ['d'] = 4, ['i'] = 3, ['j'] = 3, ['k'] = 3, ['n'] = 5 }, "n", ["nia", "ajb", "bkc", "ijkc"]);
        var (statements, multiplications, _) = Run(train);
        Assert.Equal(Best(train), multiplications);
        Assert.Equal(multiplications, Predicted(statements));
    }

    [Fact]
    public void Tucker()
    {
        // The core with one factor after the other: pqr·i + iqr·j + ijr·k.
        var tucker = new Network(new() { ['i'] = 32, ['j'] = 32, ['k'] = 32, ['p'] = 8, ['q'] = 8, ['r'] = 8 }, "ijk", ["pqr", "ip", "jq", "kr"]);
        var (statements, multiplications, _) = Run(tucker);
        Assert.Equal((8 * 8 * 8 * 32) + (8 * 8 * 32 * 32) + (8 * 32 * 32 * 32), multiplications);
        Assert.Equal(Best(tucker), multiplications);
        Assert.Equal(3, statements.Count);
    }

    [Fact]
    public void Canonical()
    {
        // Khatri-Rao product of the two shortest, then a contraction: jk·r + ijk·r.
        var canonical = new Network(new() { ['i'] = 36, ['j'] = 20, ['k'] = 16, ['r'] = 12 }, "ijk", ["ir", "jr", "kr"]);
        var (statements, multiplications, _) = Run(canonical);
        Assert.Equal((16 * 20 * 12) + (36 * 20 * 16 * 12), multiplications);
        Assert.Equal(Best(canonical), multiplications);
        Assert.Equal(2, statements.Count);
    }

    [Fact]
    public void TwoFactorsAreLeftAlone() => Assert.Single(Run(new Network(new() { ['i'] = 9, ['j'] = 5, ['k'] = 4 }, "ij", ["ik", "kj"])).Statements);

    [Fact]
    public void APointwiseProductIsLeftAlone() => Assert.Single(Run(new Network(new() { ['i'] = 9, ['r'] = 5 }, "i", ["ir", "ir", "r"])).Statements);

    [Fact]
    public void AnIndexThatNoFactorHasCountsItsTerms()
    {
        var (_, _, same) = Run(new Network(new() { ['a'] = 3, ['b'] = 8, ['c'] = 2, ['d'] = 7, ['z'] = 3 }, "ad", ["ab", "bc", "cd"]), alsoOver: "z");
        Assert.True(same);
    }

    [Fact]
    public void NeverDearerThanOneLoopAndAlwaysTheSame() => Networks.Sample(
        network =>
        {
            var (statements, multiplications, same) = Run(network);
            Assert.True(same, $"Other numbers for {network}");
            Assert.True(multiplications <= network.Naive, $"{multiplications} multiplications instead of {network.Naive} for {network}");
            if (statements.Count > 1) Assert.Equal(Predicted(statements), multiplications);
        },
        iter: 300);

    private static Gen<Network> Networks =>
        from extents in Gen.Int[1, 4].Array[5]
        from free in Gen.Int[0, 2]
        from factors in Gen.Int[0, 4].Array[1, 3].Array[3, 5]
        let names = factors.Select(f => new string(f.Distinct().Select(k => "abcde"[k]).ToArray())).ToArray()
        select new Network(extents.Select((n, k) => (n, k)).ToDictionary(p => "abcde"[p.k], p => p.n), new string("abcde".Take(free).Where(c => names.Any(f => f.Contains(c))).ToArray()), names);

    private static (List<Statement> Statements, long Multiplications, bool Same) Run(Network network, string alsoOver = "", bool interpret = true)
    {
        var program = new TensorProgram(new ExpressionGraph(), "Network");
        var graph = program.Graph;
        var index = network.Extents.Where(e => alsoOver.Contains(e.Key) || network.Free.Contains(e.Key) || network.Summed.Contains(e.Key)).ToDictionary(e => e.Key, e => graph.NewIndex(e.Key.ToString(), Extent.Of(e.Value)));
        var values = new Dictionary<Tensor, DenseTensor>();
        var random = new Random(5);
        Expression? body = null;
        foreach (var (names, k) in network.Factors.Select((f, k) => (f, k)))
        {
            var tensor = program.NewTensor("F" + k, ScalarType.Double, TensorRole.Parameter);
            tensor.Shape = names.Select(c => index[c].Extent!).ToArray();
            program.Given.Add(tensor);
            values[tensor] = new DenseTensor(names.Select(c => network.Extents[c]).ToArray(), Enumerable.Range(0, (int)network.Size(names)).Select(_ => random.NextDouble() + 0.5).ToArray());
            var read = graph.Read(tensor, names.Select(c => graph.Of(index[c])).ToArray());
            body = body is null ? read : graph.Multiply(body, read);
        }

        var summed = (network.Summed + alsoOver).Select(c => index[c]).ToArray();
        if (summed.Length == 0) return ([], 0, true);
        program.Results.Add(program.Define("Y", ScalarType.Double, network.Free.Select(c => index[c]).ToArray(), Reducer.Sum, summed, body!, TensorRole.Output));
        var before = interpret ? Interpret() : null;
        OrderContractions.Run(program);
        ProgramVerifier.Verify(program, "OrderContractions");
        if (!interpret) return (program.Statements, 0, true);
        var after = Interpret();
        var same = before!.Results["Y"].Values.Zip(after.Results["Y"].Values).All(p => Math.Abs(p.First - p.Second) <= 1e-12 * Math.Abs(p.First));
        return (program.Statements, after.Multiplications, same);

        ProgramInterpreter Interpret() => ProgramInterpreter.Run(program, ExtentValues.None, t => values[t]);
    }

    // A product of two at every point of each statement.
    private static long Predicted(List<Statement> statements) => statements.Sum(s => s.Domain.Aggregate(1L, (p, i) => p * i.Extent!.Constant!.Value));

    /// <summary>The fewest multiplications over all ways to multiply two sets of factors at a time.</summary>
    private static long Best(Network network)
    {
        var n = network.Factors.Length;
        var best = new Dictionary<int, long>();
        return Cost((1 << n) - 1);

        string Names(int set) => new(network.Factors.Where((_, f) => (set & (1 << f)) != 0).SelectMany(f => f).Distinct().ToArray());

        string Left(int set) => (set & (set - 1)) == 0 ? Names(set) : new(Names(set).Where(c => network.Free.Contains(c) || Names(((1 << n) - 1) & ~set).Contains(c)).ToArray());

        long Cost(int set)
        {
            if ((set & (set - 1)) == 0) return 0;
            if (best.TryGetValue(set, out var known)) return known;
            var least = long.MaxValue;
            for (var part = (set - 1) & set; part > 0; part = (part - 1) & set)
            {
                least = Math.Min(least, Cost(part) + Cost(set & ~part) + network.Size(Left(part) + Left(set & ~part)));
            }

            return best[set] = least;
        }
    }
}
