namespace Ansatz.Generators.Binding;

/// <summary>The static classes whose methods are the functions of the notation.</summary>
[Flags]
internal enum FunctionClasses
{
    None = 0,
    MathF = 1,
    Math = 2,
    Functions = 4,
    ReduceF = 8,
    Reduce = 16,
    CounterRandomF = 32,
    CounterRandom = 64,
    LinearAlgebraF = 128,
    LinearAlgebra = 256,
    Reductions = ReduceF | Reduce,
    Matrices = LinearAlgebraF | LinearAlgebra,
}

/// <summary>
/// Which functions the classes have, so that the usual names need no look-up. The tables are a shortcut only: a name that is
/// missing here is looked up in the class itself.
/// </summary>
internal static class Vocabulary
{
    private static readonly Dictionary<string, FunctionClasses> Names = Build();

    /// <summary>The classes that have a function of that name, as far as the table knows.</summary>
    public static FunctionClasses Find(string name) => Names.TryGetValue(name, out var classes) ? classes : FunctionClasses.None;

    /// <summary>All functions of the table.</summary>
    public static IEnumerable<string> All => Names.Keys;

    /// <summary>The class of that simple name.</summary>
    public static FunctionClasses Class(string name) => name switch
    {
        "MathF" => FunctionClasses.MathF,
        "Math" => FunctionClasses.Math,
        "Functions" => FunctionClasses.Functions,
        "ReduceF" => FunctionClasses.ReduceF,
        "Reduce" => FunctionClasses.Reduce,
        "CounterRandomF" => FunctionClasses.CounterRandomF,
        "CounterRandom" => FunctionClasses.CounterRandom,
        "LinearAlgebraF" => FunctionClasses.LinearAlgebraF,
        "LinearAlgebra" => FunctionClasses.LinearAlgebra,
        _ => FunctionClasses.None,
    };

    /// <summary>The namespace in which a class lives.</summary>
    public static string Namespace(FunctionClasses one) => one is FunctionClasses.MathF or FunctionClasses.Math ? "System" : "Ansatz";

    /// <summary>The simple name of one class.</summary>
    public static string Name(FunctionClasses one) => one switch
    {
        FunctionClasses.MathF => "MathF",
        FunctionClasses.Math => "Math",
        FunctionClasses.Functions => "Functions",
        FunctionClasses.ReduceF => "ReduceF",
        FunctionClasses.Reduce => "Reduce",
        FunctionClasses.CounterRandomF => "CounterRandomF",
        FunctionClasses.CounterRandom => "CounterRandom",
        FunctionClasses.LinearAlgebraF => "LinearAlgebraF",
        FunctionClasses.LinearAlgebra => "LinearAlgebra",
        _ => "?",
    };

    /// <summary>How many of a whole-matrix primitive's last arguments are equations: a matrix, or a matrix and a right side.</summary>
    public static int Operands(string name) => name.StartsWith("Solve", StringComparison.Ordinal) ? 2 : 1;

    /// <summary>Whether a whole-matrix primitive gives a number, not an equation.</summary>
    public static bool IsNumber(string name) => name.StartsWith("LogDet", StringComparison.Ordinal);

    /// <summary>The lowest of several classes.</summary>
    public static FunctionClasses First(FunctionClasses several) => several & (FunctionClasses)(-(int)several);

    /// <summary>The constants of <c>MathF</c> and <c>Math</c>.</summary>
    public static object? Constant(FunctionClasses one, string name) => (one, name) switch
    {
        (FunctionClasses.MathF, "PI") => (float)Math.PI,
        (FunctionClasses.MathF, "E") => (float)Math.E,
        (FunctionClasses.MathF, "Tau") => (float)(2 * Math.PI),
        (FunctionClasses.Math, "PI") => Math.PI,
        (FunctionClasses.Math, "E") => Math.E,
        (FunctionClasses.Math, "Tau") => 2 * Math.PI,
        _ => null,
    };

    private static Dictionary<string, FunctionClasses> Build()
    {
        var names = new Dictionary<string, FunctionClasses>(StringComparer.Ordinal);
        const FunctionClasses both = FunctionClasses.MathF | FunctionClasses.Math;
        const FunctionClasses random = FunctionClasses.CounterRandomF | FunctionClasses.CounterRandom;
        Add(both, "Abs Acos Acosh Asin Asinh Atan Atan2 Atanh Cbrt Ceiling CopySign Cos Cosh Exp Floor FusedMultiplyAdd Log Log10 Log2 Max Min Pow Round Sign Sin Sinh Sqrt Tan Tanh Truncate");
        Add(FunctionClasses.Math, "Clamp");
        Add(FunctionClasses.Functions, "Erf Gelu GeluTanh Sigmoid Silu Softplus Relu LeakyRelu LogSigmoid Constant Max Min Clamp");
        Add(FunctionClasses.Reductions, "Sum Mean Max Min LogSumExp ArgMax ArgMin");
        Add(random, "Uniform Normal");
        Add(FunctionClasses.Matrices, "Cholesky SolveLower SolveLowerTransposed Solve SolvePositiveDefinite Inverse LogDet LogDetPositiveDefinite");
        return names;

        void Add(FunctionClasses classes, string list)
        {
            foreach (var name in list.Split(' ')) names[name] = classes | (names.TryGetValue(name, out var before) ? before : FunctionClasses.None);
        }
    }
}
