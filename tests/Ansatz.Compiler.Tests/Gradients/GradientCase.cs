using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Tests.Declaring;
using Ansatz.Compiler.Tests.Interpreting;
using Ansatz.Testing;

namespace Ansatz.Compiler.Tests.Gradients;

/// <summary>A small model with a loss, and what it is tried on.</summary>
internal sealed record GradientCase(string Name, params string[] Members)
{

    public Dictionary<string, long> Extents { get; init; } = new() { ["N"] = 3 };

    public Dictionary<string, (double Low, double High)> Ranges { get; init; } = [];

    public Dictionary<string, double[]> Data { get; init; } = [];

    public ImportedModel[] Uses { get; init; } = [];

    /// <summary>The problem that it must be rejected with, if it is not meant to compile.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it stops gradients, so that differences see more than the gradient does.</summary>
    public bool Frozen { get; init; }

    public CompileInput Input => Declared.Model("Sample", Members, Uses);

    public ExtentValues Values => new(Extents);

    public override string ToString() => Name;

    /// <summary>The loss and the gradients of a compiled program, by name, computed from the tensor program.</summary>
    public Dictionary<string, DenseTensor> Interpret(ModelProgram program) =>
        ProgramInterpreter.Run(program.Tensors, Values, new SampleValues(program.Tensors, Values, Ranges, Data).Of).Results;

    /// <summary>The same, computed from the loop program.</summary>
    public Dictionary<string, DenseTensor> InterpretLoops(ModelProgram program) =>
        LoopInterpreter.Run(program.Loops, Values, new SampleValues(program.Tensors, Values, Ranges, Data).Of);

    /// <summary>One result of the compiled program.</summary>
    public double[] Gradient(string name, params string[] without) => Interpret(Declared.Compile(Input, ProgramPurpose.Gradient, without))[name].Values;

    /// <summary>Derivatives of the loss with respect to every element of a tensor, by differences of the program that the front end makes.</summary>
    public double[] Differences(string tensor)
    {
        var program = Declared.FrontEnd(Input, ProgramPurpose.Loss, training: true);
        var values = new SampleValues(program, Values, Ranges, Data);
        var numbers = values[tensor].Values;
        return numbers.Select((x, k) =>
        {
            var difference = FiniteDifference.Of(
                at =>
                {
                    numbers[k] = at;
                    return ProgramInterpreter.Run(program, Values, values.Of)[program.Results[0]].Values[0];
                },
                x);
            numbers[k] = x;
            return difference.Value;
        }).ToArray();
    }

    /// <summary>Requires the gradients of the compiled program to be those of differences.</summary>
    /// <param name="tolerance">How far they may differ, relative to the largest.</param>
    /// <param name="noise">How far they may differ in any case: differences of a loss are no better than its rounding.</param>
    public void RequireGradients(double tolerance = 1e-8, double noise = 1e-14)
    {
        var program = Declared.Compile(Input, ProgramPurpose.Gradient);
        var results = Interpret(program);
        var gradients = program.Tensors.Results.Where(t => t.Role == Ansatz.Compiler.Tensors.TensorRole.Gradient).ToArray();
        Assert.NotEmpty(gradients);
        foreach (var gradient in gradients) RequireNear($"d{gradient.Of}", Differences(gradient.Of!.Name), results[gradient.Name].Values, tolerance, noise);
    }

    /// <summary>Requires numbers to be near relative to the largest.</summary>
    public static void RequireNear(string what, double[] expected, double[] actual, double tolerance, double noise = 1e-14)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = expected.Concat(actual).Select(Math.Abs).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        for (var k = 0; k < expected.Length; k++)
        {
            if (expected[k].Equals(actual[k])) continue;
            Assert.True(Math.Abs(expected[k] - actual[k]) <= (tolerance * scale) + noise, $"{what}, element {k}: expected {expected[k]:R}, found {actual[k]:R}. All: [{string.Join(", ", actual)}] instead of [{string.Join(", ", expected)}].");
        }
    }
}
