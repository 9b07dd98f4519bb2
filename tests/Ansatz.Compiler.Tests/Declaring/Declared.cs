using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Recurrences;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Tests.Declaring;

/// <summary>Declarations written as canonical text.</summary>
internal static class Declared
{
    /// <summary>The low-rank layer of the design, under the key <c>LowRank</c>.</summary>
    public static readonly ImportedModel LowRank = Import("LowRank",
        "(extent In public)",
        "(extent Rank public)",
        "(extent Out public)",
        "(parameter V float (Rank In) public)",
        "(parameter U float (Out Rank) public)",
        "(parameter B float (Out) public)",
        "(equation Code float ((x (fn int int float)) (n int) (r int)) (private) (ReduceF.Sum (In) (fn (i) (* ([] V r i) (apply x n i)))))",
        "(equation Y float ((x (fn int int float)) (n int) (o int)) (public) (+ (ReduceF.Sum (Rank) (fn (r) (* ([] U o r) (call Code x n r)))) ([] B o)))");

    /// <summary>The digits network of the design, two low-rank layers.</summary>
    public static readonly CompileInput Digits = Model(
        "Digits",
        [
            "(batch N public)",
            "(input X float (N 64) public)",
            "(input Label int (N) public)",
            "(use Hidden LowRank owned ((In 64) (Rank 8) (Out 32)))",
            "(use Head LowRank owned ((In 32) (Rank 8) (Out 10)))",
            "(equation H float ((n int) (o int)) (private) (Functions.Gelu (call Hidden.Y (fn (b i) (/ ([] X b i) 16)) n o)))",
            "(equation Logit float ((n int) (k int)) (public (output N 10)) (call Head.Y (group H) n k))",
            "(equation Loss float () (public (loss)) (ReduceF.Mean (N) (fn (n) (- (ReduceF.LogSumExp (10) (fn (k) (call Logit n k))) (call Logit n ([] Label n))))))",
        ],
        LowRank);

    /// <summary>A class of that name with those members.</summary>
    public static CompileInput Model(string name, string[] members, params ImportedModel[] uses) => new(
        new ModelDeclaration("", EquatableArray<string>.Empty, "class", name, "public", name, new EquatableArray<string>(members), new EquatableArray<ImportedModel>(uses), EquatableArray<string>.Empty),
        new EquatableArray<ImportedModel>(uses));

    /// <summary>A class with those members.</summary>
    public static CompileInput Model(params string[] members) => Model("Sample", members);

    /// <summary>A model to be used by others.</summary>
    public static ImportedModel Import(string key, params string[] members) => new(key, string.Join("\n", members));

    /// <summary>The program of a model as the front end leaves it, without any pass.</summary>
    public static TensorProgram FrontEnd(CompileInput input, ProgramPurpose purpose, bool? training = null)
    {
        var program = new TensorProgram(new ExpressionGraph(), input.Model.Name);
        var root = ModelInstance.Build(input, program);
        var equations = root.Syntax.Of(MemberKind.Equation).Where(e => purpose == ProgramPurpose.Evaluate ? e.Output is not null : e.IsLoss || (e.Updates is not null && purpose == ProgramPurpose.Gradient));
        var elaborator = Elaborator.Elaborate(program, root, equations, training ?? purpose == ProgramPurpose.Gradient);
        RecurrenceFinder.Run(program);
        Assert.Empty(BoundsInference.Infer(program, elaborator.Origins));
        RecurrenceFinder.Run(program);
        return program;
    }

    /// <summary>The same model with second derivatives of every loss.</summary>
    public static CompileInput WithSecondDerivatives(CompileInput input) => input with
    {
        Model = input.Model with { Members = new EquatableArray<string>(input.Model.Members.Select(m => m.Replace("(loss)", "(loss :hessian :hessian-vector-product)")).ToArray()) },
    };

    /// <summary>One compiled program of a model, verified between all stages.</summary>
    public static ModelProgram Compile(CompileInput input, ProgramPurpose purpose, params string[] without)
    {
        var options = without.Aggregate(new CompilerOptions { Verify = true }, (o, name) => o.Disable(name));
        return ModelCompiler.Programs(input, options, CancellationToken.None).First(p => p.Purpose == purpose);
    }
}
