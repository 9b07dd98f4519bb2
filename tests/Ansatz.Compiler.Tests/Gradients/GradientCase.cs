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
    public double[] Differences(string tensor, bool random = false)
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
                x,
                bends: random);
            numbers[k] = x;
            return difference.Value;
        }).ToArray();
    }

    /// <summary>Requires the gradients of the compiled program to be those of differences.</summary>
    /// <param name="tolerance">How far they may differ, relative to the largest.</param>
    /// <param name="noise">How far they may differ in any case: differences of a loss are no better than its rounding.</param>
    /// <param name="random">Whether nobody chose the model, so that its loss may be so steep that it bends within any step; differences then say nothing (NaN).</param>
    public void RequireGradients(double tolerance = 1e-8, double noise = 1e-14, bool random = false)
    {
        var program = Declared.Compile(Input, ProgramPurpose.Gradient);
        var results = Interpret(program);
        var gradients = program.Tensors.Results.Where(t => t.Role == Ansatz.Compiler.Tensors.TensorRole.Gradient).ToArray();
        Assert.NotEmpty(gradients);
        foreach (var gradient in gradients)
        {
            var (expected, found) = (Differences(gradient.Of!.Name, random), results[gradient.Name].Values);
            if (random) expected = expected.Select((d, k) => double.IsNaN(d) && Math.Abs(found[k]) > 1e3 ? found[k] : d).ToArray();
            RequireNear($"d{gradient.Of}", expected, found, tolerance, noise);
        }
    }

    /// <summary>
    /// Requires the Hessian times a direction to be what differences of the gradient along the direction are, and the Hessian to be
    /// symmetric and to give the same product; as tensor programs, with and without passes, and as loops.
    /// </summary>
    public void RequireSecondDerivatives(double tolerance = 1e-7, double noise = 1e-12)
    {
        var input = Declared.WithSecondDerivatives(Input);
        var program = Declared.Compile(input, ProgramPurpose.HessianVectorProduct);
        var products = program.Tensors.Results.ToDictionary(t => t.Of!.Name, t => t.Name);
        Assert.NotEmpty(products);
        var results = Interpret(program);
        var plain = Interpret(Declared.Compile(input, ProgramPurpose.HessianVectorProduct, [.. ModelCompiler.PassNames]));
        var loops = InterpretLoops(program);
        var differences = GradientDifferences();
        foreach (var (parameter, product) in products)
        {
            RequireNear($"Hv of {parameter}", differences[parameter], results[product].Values, tolerance, noise);
            RequireNear($"Hv of {parameter} without passes", results[product].Values, plain[product].Values, 1e-10);
            RequireNear($"Hv of {parameter} as loops", results[product].Values, loops[product].Values, 1e-10);
        }

        var matrix = Declared.Compile(input, ProgramPurpose.Hessian);
        var parameters = matrix.Tensors.Results.Where(t => t.Role == Ansatz.Compiler.Tensors.TensorRole.Hessian).ToArray();
        var values = new SampleValues(program.Tensors, Values, Ranges, Data);
        var direction = parameters.SelectMany(p => values["v" + p.Of!.Name].Values).ToArray();
        var product1 = parameters.SelectMany(p => results[products[p.Of!.Name]].Values).ToArray();
        var off = Declared.Compile(input, ProgramPurpose.Hessian, [.. ModelCompiler.PassNames]);
        foreach (var blocks in new[] { Interpret(matrix), InterpretLoops(matrix), Interpret(off) })
        {
            var hessian = direction.Select((_, k) => parameters.SelectMany(p =>
            {
                var block = blocks[p.Name].Values;
                var width = block.Length / direction.Length;
                return block.Skip(k * width).Take(width);
            }).ToArray()).ToArray();
            RequireNear("H·v", product1, [.. hessian.Select(row => row.Zip(direction, (h, v) => h * v).Sum())], 1e-10);
            RequireNear("Hᵀ", [.. hessian.SelectMany(row => row)], [.. direction.SelectMany((_, k) => hessian.Select(row => row[k]))], 1e-10);
        }
    }

    // The derivative of each parameter's gradient along the direction that the product is taken with.
    private Dictionary<string, double[]> GradientDifferences()
    {
        var input = Declared.WithSecondDerivatives(Input);
        var directions = Declared.Compile(input, ProgramPurpose.HessianVectorProduct).Tensors;
        var along = new SampleValues(directions, Values, Ranges, Data);
        var program = Declared.Compile(input, ProgramPurpose.Gradient, [.. ModelCompiler.PassNames]).Tensors;
        var values = new SampleValues(program, Values, Ranges, Data);
        var gradients = program.Results.Where(t => t.Role == Ansatz.Compiler.Tensors.TensorRole.Gradient && t.Of!.Ordinal >= 0).ToArray();
        var known = new Dictionary<double, double[]>();
        var start = gradients.ToDictionary(g => g, g => values[g.Of!.Name].Values.ToArray());
        double[] At(double t)
        {
            if (known.TryGetValue(t, out var found)) return found;
            foreach (var g in gradients)
            {
                var (numbers, v) = (values[g.Of!.Name].Values, along["v" + g.Of.Name].Values);
                for (var e = 0; e < v.Length; e++) numbers[e] = start[g][e] + (t * v[e]);
            }

            var run = ProgramInterpreter.Run(program, Values, values.Of);
            return known[t] = gradients.SelectMany(g => run[g].Values).ToArray();
        }

        var result = new Dictionary<string, double[]>();
        var first = 0;
        foreach (var g in gradients)
        {
            var at = first;
            result[g.Of!.Name] = Enumerable.Range(0, start[g].Length).Select(e => FiniteDifference.Of(t => At(t)[at + e], 0).Value).ToArray();
            first += start[g].Length;
        }

        return result;
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
