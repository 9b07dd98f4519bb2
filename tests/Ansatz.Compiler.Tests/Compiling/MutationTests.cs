using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Tests.Declaring;
using Ansatz.Compiler.Tests.Gradients;
using CsCheck;

namespace Ansatz.Compiler.Tests.Compiling;

/// <summary>Whatever the canonical text, compiling gives files and checking gives problems; neither throws.</summary>
public sealed class MutationTests
{
    private static readonly CompileInput[] _models = [Declared.Digits, .. GradientCases.All.Where(c => c.Problem is null).Select(c => c.Input)];

    // A change of one place of one line: what, where, and for a swap the other place.
    private static readonly Gen<(int Kind, double Line, double At, double Other)> _change = Gen.Select(Gen.Int[0, 5], Gen.Double[0, 0.9999], Gen.Double[0, 0.9999], Gen.Double[0, 0.9999]);

    private static Gen<CompileInput> Mutations => Gen.Select(Gen.Frequency((1, Gen.Int[0, _models.Length - 1].Select(k => _models[k])), (1, Gen.Const(Declared.Digits))), _change.List[1, 3]).Select((model, changes) => changes.Aggregate(model, Mutate));

    [Fact]
    public void CompileNeverThrows() => Mutations.Sample(
        input =>
        {
            var files = ModelCompiler.Compile(input, TestContext.Current.CancellationToken);
            Assert.NotEmpty(files);
            Assert.All(files, f => Assert.Contains("partial class", f.Text));
        },
        iter: 400,
        print: Print);

    [Fact]
    public void CheckNeverThrows() => Mutations.Sample(input => _ = ModelCompiler.Check(input, TestContext.Current.CancellationToken).Count, iter: 400, print: Print);

    [Fact]
    public void WhatHasAnErrorHasMembersThatThrow() => Mutations.Sample(
        input =>
        {
            if (!Problems(input).Any(p => p.Severity == Ansatz.Compiler.Checking.Severity.Error)) return;
            var file = Assert.Single(ModelCompiler.Compile(input, TestContext.Current.CancellationToken));
            Assert.Contains($"public {input.Model.Name}(", file.Text);
            Assert.Contains("throw new InvalidOperationException(", file.Text);
        },
        iter: 300,
        print: Print);

    [Fact]
    public void ATextThatFailsKeepsWhatItsOwnerDeclared()
    {
        var input = Declared.Model("(extent M public)", "(batch N public)", "(training Training public set)", "(input X float (N M) public)", "(input Seed int () public)", "(parameter W double (M) internal)", "(equation L float () (public (loss)) (call Missing))");
        var file = Assert.Single(ModelCompiler.Compile(input, TestContext.Current.CancellationToken)).Text;
        foreach (var member in (string[])["public partial int M =>", "public partial int N =>", "public partial bool Training { get =>", "public partial Tensor<float> X =>", "public partial int Seed =>", "internal partial Tensor<double> W =>", "public Sample(int M) =>", "public ParameterSet Parameters =>"])
            Assert.Contains($"{member} throw new InvalidOperationException(\"ANZ1001: 'Missing' is not an equation.\")", file);
    }

    [Theory]
    [InlineData("")]
    [InlineData("(")]
    [InlineData("()")]
    [InlineData("extent")]
    [InlineData("(extent)")]
    [InlineData("(equation L float () (public (loss)))")]
    [InlineData("(equation L float () (public (loss)) ())")]
    [InlineData("(equation L float () (public (loss)) (let))")]
    [InlineData("(equation L float () (public (loss)) (ReduceF.Sum))")]
    [InlineData("(equation L float () (public (loss)) (ReduceF.Sum () (fn () 1f)))")]
    [InlineData("(equation L float () (public (loss)) (Functions.Gelu))")]
    [InlineData("(equation L float () (public (loss)) 99999999999999999999)")]
    [InlineData("(equation L float () (public (loss)) (CounterRandomF.Exp 1))")]
    [InlineData("(equation L float () (public (loss)) (cast float))")]
    [InlineData("(equation L float () (public (loss)) (call))")]
    [InlineData("(equation L float () (public (loss)) (ReduceF.Sum (0) (fn (i) 1f)))")]
    [InlineData("(equation L float () (public (loss)) (ReduceF.Sum (-2) (fn (i) 1f)))")]
    [InlineData("(equation L float () (public (loss)) (ReduceF.Mean (0) (fn (i) 1f)))")]
    [InlineData("(equation L float () (public (loss)) (cast float (/ 1 0)))")]
    [InlineData("(equation L float () (public (loss)) (MathF.Max true 1f))")]
    [InlineData("(use A Sample owned ())")]
    [InlineData("(use A B owned ((-1 4)))")]
    [InlineData("(computed A (/ 3 0) public)")]
    [InlineData("(computed A A public)")]
    [InlineData("(input X float 4 public)")]
    public void OddLines(string line)
    {
        var input = Declared.Model(line);
        Assert.NotEmpty(ModelCompiler.Compile(input, TestContext.Current.CancellationToken));
        _ = ModelCompiler.Check(input, TestContext.Current.CancellationToken).Count;
    }

    [Fact]
    public void DeepNesting()
    {
        var body = string.Concat(Enumerable.Repeat("(neg ", 400)) + "1f" + new string(')', 400);
        Assert.NotEmpty(ModelCompiler.Compile(Declared.Model($"(equation L float () (public (loss)) {body})"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void AskingToStopStops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => ModelCompiler.Compile(Declared.Digits, source.Token));
    }

    [Fact]
    public void CompilingTwiceGivesTheSameText() =>
        Assert.Equal(ModelCompiler.Compile(Declared.Digits, TestContext.Current.CancellationToken), ModelCompiler.Compile(Declared.Digits, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("(* {0} {0})")]
    [InlineData("(? (> {0} 0f) {0} (* 2f {0}))")]
    [InlineData("(MathF.Sin (+ {0} (* 3f {0})))")]
    public void ALocalThatIsUsedTwiceDoesNotDoubleTheText(string use)
    {
        // t₁ = f(t₀, t₀), t₂ = f(t₁, t₁) …: if every step doubled the text, twelve would make it four thousand times as long.
        Assert.InRange(Length(12), 0, 8 * Length(0));

        int Length(int steps)
        {
            var body = $"t{steps}";
            for (var k = steps; k > 0; k--) body = $"(let t{k} {string.Format(use, $"t{k - 1}")} {body})";
            var input = Declared.Model("(parameter X float (4) public)", $"(equation L float () (public (loss)) (ReduceF.Sum (4) (fn (i) (let t0 ([] X i) {body}))))");
            return ModelCompiler.Compile(input, TestContext.Current.CancellationToken).Sum(f => f.Text.Length);
        }
    }

    private static EquatableArray<Ansatz.Compiler.Checking.Problem> Problems(CompileInput input)
    {
        try
        {
            return ModelCompiler.Check(input, TestContext.Current.CancellationToken);
        }
        catch (Exception)
        {
            // CheckNeverThrows says so.
            return EquatableArray<Ansatz.Compiler.Checking.Problem>.Empty;
        }
    }

    private static string Print(CompileInput input) => "\n" + string.Join("\n", input.Model.Members.Concat(input.Uses.Select(u => $"{u.Key}\n{u.Text}")));

    private static CompileInput Mutate(CompileInput input, (int Kind, double Line, double At, double Other) change)
    {
        // The model's own lines, then those of the model that it uses first.
        var own = input.Model.Members.Count;
        string[] lines = [.. input.Model.Members, .. input.Uses.Take(1).SelectMany(u => u.Text.Split('\n'))];
        var k = (int)(change.Line * lines.Length);
        var tokens = Tokens(lines[k]);
        if (tokens.Count == 0) return input;
        var (at, other) = ((int)(change.At * tokens.Count), (int)(change.Other * tokens.Count));
        switch (change.Kind)
        {
            case 0: tokens.RemoveAt(at); break;
            case 1: tokens.Insert(at, tokens[other]); break;
            case 2: (tokens[at], tokens[other]) = (tokens[other], tokens[at]); break;
            case 3: tokens.RemoveRange(at, tokens.Count - at); break;
            case 4: tokens[at] = tokens[at] is "(" or ")" ? tokens[at] : tokens[other] is "(" or ")" ? "?" : tokens[other]; break;
            default: tokens = [.. Tokens(lines[(int)(change.Other * lines.Length)])]; break;
        }

        lines[k] = string.Join(" ", tokens).Replace("( ", "(").Replace(" )", ")");
        return input with
        {
            Model = input.Model with { Members = new EquatableArray<string>(lines[..own]) },
            Uses = new EquatableArray<ImportedModel>([.. input.Uses.Take(1).Select(u => u with { Text = string.Join("\n", lines[own..]) }), .. input.Uses.Skip(1)]),
        };
    }

    private static List<string> Tokens(string line) => [.. line.Replace("(", " ( ").Replace(")", " ) ").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
