namespace Ansatz.Compiler.Checking;

/// <summary>How grave a problem is.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>Unwise.</summary>
    Warning,

    /// <summary>No meaningful program.</summary>
    Error,
}

/// <summary>Something wrong with a declaration.</summary>
/// <param name="Code">The diagnostic's id.</param>
/// <param name="Member">The line of the declaration, from 0; −1 for the class.</param>
/// <param name="Node">The node of that line in pre-order.</param>
/// <param name="Message">What is wrong, naming the names and numbers in conflict.</param>
/// <param name="Severity">How grave it is.</param>
public sealed record Problem(string Code, int Member, int Node, string Message, Severity Severity = Severity.Error)
{
    /// <summary>
    /// What one edit would mend, for a code fix: <c>replace X</c> (this name is meant), <c>using C</c> (the class to import), <c>partial</c>, <c>swap d e</c> (these two
    /// indices exchanged), <c>guard d low</c> or <c>guard d high E</c> (index d needs a condition), <c>output E F</c> (the extents), <c>argument V</c> (another value for
    /// this argument). Empty if nothing is obvious.
    /// </summary>
    public string Hint { get; init; } = "";

    /// <summary>The line of the declaration that it conflicts with; −1 for none.</summary>
    public int Related { get; init; } = -1;
}

/// <summary>Codes of the problems that the compiler finds; each has a page in <c>docs/diagnostics</c>.</summary>
public static class ProblemCodes
{
    /// <summary>A name that nothing declares.</summary>
    public const string UnknownName = "ANZ1001";

    /// <summary>A tensor read with too few or too many indices, or an equation called with the wrong number of arguments.</summary>
    public const string WrongNumberOfIndices = "ANZ1002";

    /// <summary>A read that certainly leaves the extents.</summary>
    public const string OutOfRange = "ANZ1003";

    /// <summary>A read that may leave the extents.</summary>
    public const string PossiblyOutOfRange = "ANZ1004";

    /// <summary>An equation whose extents follow from nothing.</summary>
    public const string ExtentUnknown = "ANZ1005";

    /// <summary>An index expression that is not a sum of indices and extents.</summary>
    public const string IndexNotAffine = "ANZ1006";

    /// <summary>Equations that refer to themselves in a way that no order of computation satisfies.</summary>
    public const string CyclicEquation = "ANZ1007";

    /// <summary>A function argument that is not known at compile time.</summary>
    public const string FunctionNotKnown = "ANZ1008";

    /// <summary>Operands of types that do not go together.</summary>
    public const string TypeConflict = "ANZ1009";

    /// <summary>A loss that has indices.</summary>
    public const string LossNotScalar = "ANZ1010";

    /// <summary>An output without as many extents as it has indices.</summary>
    public const string OutputExtents = "ANZ1011";

    /// <summary>A used model whose declaration is missing or of an unknown version.</summary>
    public const string UsedModelUnknown = "ANZ1012";

    /// <summary>Something the notation has but this compiler cannot do.</summary>
    public const string NotSupported = "ANZ1013";

    /// <summary>A recurrence without a first value.</summary>
    public const string RecurrenceWithoutEnd = "ANZ1014";

    /// <summary>A matrix that depends on its own factor, solution or inverse.</summary>
    public const string MatrixOfItself = "ANZ1015";

    /// <summary>Second derivatives of a loss whose parameters are no vector: there are none, or not all of one type.</summary>
    public const string NoHessian = "ANZ1016";

    /// <summary>A state of a used model whose next value depends on which of several uses is meant.</summary>
    public const string UpdateAmbiguous = "ANZ1017";

    /// <summary>Intermediates that take more memory than is allowed.</summary>
    public const string MemoryExceeded = "ANZ1020";

    /// <summary>A program of too many statements, or too long a generated file.</summary>
    public const string ProgramTooLarge = "ANZ1021";

    /// <summary>A parameter that no gradient reaches.</summary>
    public const string NoEffectOnLoss = "ANZ1030";

    /// <summary>An input that nothing reads.</summary>
    public const string InputNeverRead = "ANZ1031";

    /// <summary>A denominator that is 0 whatever the values are.</summary>
    public const string DenominatorZero = "ANZ1032";

    /// <summary>A function at values where it has no finite result.</summary>
    public const string OutsideDomain = "ANZ1033";

    /// <summary>A slope that does not exist where the loss needs it.</summary>
    public const string NotDifferentiable = "ANZ1034";

    /// <summary>A quotient of whole numbers where a fraction is probably meant.</summary>
    public const string IntegerQuotient = "ANZ1035";

    /// <summary>A lambda's index with the name of one outside.</summary>
    public const string ShadowedIndex = "ANZ1036";

    /// <summary>A function of a float that is computed in double precision and cast back.</summary>
    public const string DoubleDetour = "ANZ1037";

    /// <summary>A read that would fit with two indices exchanged.</summary>
    public const string TransposedRead = "ANZ1038";

    /// <summary>A model that has nothing to evaluate, differentiate or be used for.</summary>
    public const string NothingToCompute = "ANZ1039";

    /// <summary>A private equation that nothing refers to.</summary>
    public const string UnusedEquation = "ANZ1040";

    /// <summary>A gradient that is added up at places known to index data only.</summary>
    public const string ScatteredGradient = "ANZ1041";

    /// <summary>What a model costs.</summary>
    public const string CostSummary = "ANZ1042";

    /// <summary>An output that is to be an ONNX graph and that no standard operators compute.</summary>
    public const string NotInOnnx = "ANZ6001";

    /// <summary>A model that is to be an ONNX graph and has no output.</summary>
    public const string NothingForOnnx = "ANZ6002";

    /// <summary>The compiler failed on a model.</summary>
    public const string CompilerFailure = "ANZ0090";
}

/// <summary>Stops work on a declaration that has no meaning.</summary>
public sealed class ProblemException(Problem problem) : Exception(problem.Message)
{
    /// <summary>What is wrong.</summary>
    public Problem Problem { get; } = problem;
}
