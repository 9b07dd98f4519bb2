using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Layers;
using Ansatz.Compiler.Tensors;
using Ansatz.Compiler.Tests.Declaring;

namespace Ansatz.Compiler.Tests.Layers;

/// <summary>Layers as canonical text, and models with one of them.</summary>
internal static class LayerCases
{
    public static readonly ImportedModel Linear = Declared.Import("Linear",
        "(extent In public)",
        "(extent Out public)",
        "(parameter W float (Out In) public)",
        "(parameter B float (Out) public)",
        "(equation Y float ((x (fn int int float)) (n int) (o int)) (public (maps (In) (Out))) (+ (ReduceF.Sum (In) (fn (i) (* ([] W o i) (apply x n i)))) ([] B o)))");

    public static readonly ImportedModel LowRank = new("LowRank", Declared.LowRank.Text.Replace("(equation Y float ((x (fn int int float)) (n int) (o int)) (public)", "(equation Y float ((x (fn int int float)) (n int) (o int)) (public (maps (In) (Out)))"));

    /// <summary>A matrix in modes of two: a chain of two cores with one rank between them.</summary>
    public static readonly ImportedModel Train = Declared.Import("Train",
        "(extent A public)",
        "(extent B public)",
        "(extent Rank public)",
        "(computed In (* A B))",
        "(parameter G float (A A Rank) public)",
        "(parameter H float (Rank B B) public)",
        "(equation Product float ((x (fn int int float)) (n int) (o int) (p int)) (private) (ReduceF.Sum (A B Rank) (fn (a b r) (* (* ([] G o a r) ([] H r p b)) (apply x n (+ (* a B) b))))))",
        "(equation Y float ((x (fn int int float)) (n int) (o int)) (public (maps (In) (In))) (call Product x n (/ o B) (% o B)))");

    /// <summary>A canonical form of three modes.</summary>
    public static readonly ImportedModel Canonical = Declared.Import("Canonical",
        "(extent A public)",
        "(extent B public)",
        "(extent Out public)",
        "(extent Rank public)",
        "(computed In (* A B))",
        "(parameter U float (A Rank) public)",
        "(parameter V float (B Rank) public)",
        "(parameter W float (Out Rank) public)",
        "(equation Y float ((x (fn int int float)) (n int) (o int)) (public (maps (In) (Out))) (ReduceF.Sum (Rank) (fn (r) (* ([] W o r) (ReduceF.Sum (A B) (fn (a b) (* (* ([] U a r) ([] V b r)) (apply x n (+ (* a B) b)))))))))");

    /// <summary>Two linear maps with something between them that is not.</summary>
    public static readonly ImportedModel Perceptron = Declared.Import("Perceptron",
        "(extent In public)",
        "(extent Inner public)",
        "(parameter V float (Inner In) public)",
        "(parameter W float (In Inner) public)",
        "(equation Y float ((x (fn int int float)) (n int) (o int)) (public (maps (In) (In))) (ReduceF.Sum (Inner) (fn (r) (* ([] W o r) (MathF.Tanh (ReduceF.Sum (In) (fn (i) (* ([] V r i) (apply x n i)))))))))");

    private static readonly ImportedModel[] All = [Linear, LowRank, Train, Canonical, Perceptron];

    /// <summary>A model with one layer, or several one after the other, between rows of those lengths; with a squared loss.</summary>
    /// <param name="from">The length of a row that goes in.</param>
    /// <param name="to">The length of a row that comes out.</param>
    /// <param name="uses">Each as <c>LowRank owned ((In 64) (Rank 8) (Out 32))</c>; an activation that follows it stands before a colon.</param>
    public static CompileInput Stack(int from, int to, params string[] uses)
    {
        var lines = new List<string> { "(batch N public)", $"(input X float (N {from}) public)", $"(input T float (N {to}) public)" };
        for (var k = 0; k < uses.Length; k++)
        {
            var parts = uses[k].Split(": ");
            var call = $"(call L{k}.Y {(k == 0 ? "(fn (r i) ([] X r i))" : $"(group A{k - 1})")} n o)";
            lines.Add($"(use L{k} {parts[^1]})");
            lines.Add($"(equation A{k} float ((n int) (o int)) (private) {(parts.Length > 1 ? $"({parts[0]} {call})" : call)})");
        }

        lines.Add($"(equation Loss float () (public (loss)) (ReduceF.Mean (N {to}) (fn (n o) (* (- (call A{uses.Length - 1} n o) ([] T n o)) (- (call A{uses.Length - 1} n o) ([] T n o))))))");
        lines.Add($"(equation Result float ((n int) (o int)) (public (output N {to})) (call A{uses.Length - 1} n o))");
        return Declared.Model("Stack", [.. lines], All);
    }

    /// <summary>The layers of a model.</summary>
    public static LayerUse[] Of(CompileInput input) => [.. LayerUse.Of(ModelInstance.Build(input, new TensorProgram(new ExpressionGraph(), input.Model.Name)))];
}
