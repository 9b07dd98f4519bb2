using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Ansatz.Analyzers;

/// <summary>
/// Every diagnostic of Ansatz. The sentence of a diagnostic names what is in conflict and is made where it is found: by the binder
/// (<c>BindingMessages</c>) or by the compiler's checks. Each has a page in <c>docs/diagnostics</c>.
/// </summary>
public static class DiagnosticDescriptors
{
    private const string Usage = "Ansatz.Usage";
    private const string Equations = "Ansatz.Equations";
    private const string BackEnds = "Ansatz.BackEnds";
    internal const string Pages = "docs/diagnostics/";

    /// <summary>A model is partial.</summary>
    public static readonly DiagnosticDescriptor TypeNotPartial = new("ANZ0001", "A model is partial", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0001.md");

    /// <summary>A member that the generator implements is partial.</summary>
    public static readonly DiagnosticDescriptor MemberNotPartial = new("ANZ0002", "A member that the generator implements is partial", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0002.md");

    /// <summary>The notation does not have this syntax.</summary>
    public static readonly DiagnosticDescriptor UnsupportedSyntax = new("ANZ0003", "The notation does not have this syntax", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0003.md");

    /// <summary>A name that an equation cannot use.</summary>
    public static readonly DiagnosticDescriptor UnknownName = new("ANZ0004", "A name that an equation cannot use", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0004.md");

    /// <summary>A function that an equation cannot call.</summary>
    public static readonly DiagnosticDescriptor UnknownFunction = new("ANZ0005", "A function that an equation cannot call", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0005.md");

    /// <summary>A type that the notation does not have.</summary>
    public static readonly DiagnosticDescriptor UnsupportedType = new("ANZ0006", "A type that the notation does not have", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0006.md");

    /// <summary>A body that is not local values and a return.</summary>
    public static readonly DiagnosticDescriptor StatementBody = new("ANZ0007", "A body that is not local values and a return", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0007.md");

    /// <summary>A used model has no such extent.</summary>
    public static readonly DiagnosticDescriptor UnknownUseArgument = new("ANZ0008", "A used model has no such extent", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0008.md");

    /// <summary>An attribute does not take this argument.</summary>
    public static readonly DiagnosticDescriptor AttributeArgument = new("ANZ0009", "An attribute does not take this argument", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0009.md");

    /// <summary>The arguments of a call do not fit.</summary>
    public static readonly DiagnosticDescriptor CallArguments = new("ANZ0010", "The arguments of a call do not fit", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0010.md");

    /// <summary>The declaration of a used model cannot be read.</summary>
    public static readonly DiagnosticDescriptor UnreadableDeclaration = new("ANZ0011", "The declaration of a used model cannot be read", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0011.md");

    /// <summary>Ordinary C# in an equation.</summary>
    public static readonly DiagnosticDescriptor OutsideNotation = new("ANZ0012", "Ordinary C# in an equation", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0012.md");

    /// <summary>Members of the notation are read only.</summary>
    public static readonly DiagnosticDescriptor UnsupportedAccessor = new("ANZ0013", "Members of the notation are read only", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0013.md");

    /// <summary>A name is declared twice.</summary>
    public static readonly DiagnosticDescriptor DeclaredTwice = new("ANZ0014", "A name is declared twice", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0014.md");

    /// <summary>ReduceF and Reduce are both imported.</summary>
    public static readonly DiagnosticDescriptor AmbiguousReduction = new("ANZ0015", "ReduceF and Reduce are both imported", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0015.md");

    /// <summary>Attributes that exclude each other.</summary>
    public static readonly DiagnosticDescriptor ConflictingAttributes = new("ANZ0016", "Attributes that exclude each other", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0016.md");

    /// <summary>A class that cannot be a model.</summary>
    public static readonly DiagnosticDescriptor UnsupportedModelType = new("ANZ0017", "A class that cannot be a model", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0017.md");

    /// <summary>A model could not be bound.</summary>
    public static readonly DiagnosticDescriptor BindingFailed = new("ANZ0019", "A model could not be bound", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0019.md");

    /// <summary>A name that means something else in C#.</summary>
    public static readonly DiagnosticDescriptor OtherMeaning = new("ANZ0020", "A name that means something else in C#", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0020.md");

    /// <summary>The project's C# is too old.</summary>
    public static readonly DiagnosticDescriptor LanguageTooOld = new("ANZ0021", "The project's C# is too old", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0021.md");

    /// <summary>A name that the generator needs.</summary>
    public static readonly DiagnosticDescriptor GeneratedName = new("ANZ0022", "A name that the generator needs", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0022.md");

    /// <summary>The compiler failed on a model.</summary>
    public static readonly DiagnosticDescriptor CompilerFailed = new("ANZ0090", "The compiler failed on a model", "{0}", Usage, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ0090.md");

    /// <summary>A name that nothing declares.</summary>
    public static readonly DiagnosticDescriptor UndeclaredName = new("ANZ1001", "A name that nothing declares", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1001.md");

    /// <summary>A wrong number of indices or arguments.</summary>
    public static readonly DiagnosticDescriptor NumberOfIndices = new("ANZ1002", "A wrong number of indices or arguments", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1002.md");

    /// <summary>A read that leaves the extents.</summary>
    public static readonly DiagnosticDescriptor OutOfRange = new("ANZ1003", "A read that leaves the extents", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1003.md");

    /// <summary>A read that may leave the extents.</summary>
    public static readonly DiagnosticDescriptor PossiblyOutOfRange = new("ANZ1004", "A read that may leave the extents", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1004.md");

    /// <summary>An extent that follows from nothing.</summary>
    public static readonly DiagnosticDescriptor ExtentUnknown = new("ANZ1005", "An extent that follows from nothing", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1005.md");

    /// <summary>An index that is not a sum of indices and extents.</summary>
    public static readonly DiagnosticDescriptor IndexNotAffine = new("ANZ1006", "An index that is not a sum of indices and extents", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1006.md");

    /// <summary>Equations that refer to each other in a circle.</summary>
    public static readonly DiagnosticDescriptor CyclicEquation = new("ANZ1007", "Equations that refer to each other in a circle", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1007.md");

    /// <summary>A function argument that is not known at compile time.</summary>
    public static readonly DiagnosticDescriptor FunctionNotKnown = new("ANZ1008", "A function argument that is not known at compile time", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1008.md");

    /// <summary>Operands of types that do not go together.</summary>
    public static readonly DiagnosticDescriptor TypeConflict = new("ANZ1009", "Operands of types that do not go together", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1009.md");

    /// <summary>A loss that has indices.</summary>
    public static readonly DiagnosticDescriptor LossNotScalar = new("ANZ1010", "A loss that has indices", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1010.md");

    /// <summary>An output without as many extents as indices.</summary>
    public static readonly DiagnosticDescriptor OutputExtents = new("ANZ1011", "An output without as many extents as indices", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1011.md");

    /// <summary>The declaration of a used model is not known.</summary>
    public static readonly DiagnosticDescriptor UsedModelUnknown = new("ANZ1012", "The declaration of a used model is not known", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1012.md");

    /// <summary>Something that this compiler cannot do.</summary>
    public static readonly DiagnosticDescriptor NotSupported = new("ANZ1013", "Something that this compiler cannot do", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1013.md");

    /// <summary>A recurrence without a first value.</summary>
    public static readonly DiagnosticDescriptor RecurrenceWithoutEnd = new("ANZ1014", "A recurrence without a first value", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1014.md");

    /// <summary>A matrix that depends on its own factor, solution or inverse.</summary>
    public static readonly DiagnosticDescriptor MatrixOfItself = new("ANZ1015", "A matrix that depends on its own factor", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1015.md");

    /// <summary>Second derivatives of a loss whose parameters are no vector.</summary>
    public static readonly DiagnosticDescriptor NoHessian = new("ANZ1016", "A Hessian needs parameters of one type", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1016.md");

    /// <summary>A state of a used model whose next value is not determined.</summary>
    public static readonly DiagnosticDescriptor UpdateAmbiguous = new("ANZ1017", "A state whose next value is not determined", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1017.md");

    /// <summary>Intermediates that take more memory than is allowed.</summary>
    public static readonly DiagnosticDescriptor MemoryExceeded = new("ANZ1020", "Intermediates that take more memory than is allowed", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1020.md");

    /// <summary>A program that becomes too large.</summary>
    public static readonly DiagnosticDescriptor ProgramTooLarge = new("ANZ1021", "A program that becomes too large", "{0}", Equations, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1021.md");

    /// <summary>A parameter that no gradient reaches.</summary>
    public static readonly DiagnosticDescriptor NoEffectOnLoss = new("ANZ1030", "A parameter that no gradient reaches", "{0}", Equations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1030.md");

    /// <summary>An input that nothing reads.</summary>
    public static readonly DiagnosticDescriptor InputNeverRead = new("ANZ1031", "An input that nothing reads", "{0}", Equations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1031.md");

    /// <summary>A denominator that is always 0.</summary>
    public static readonly DiagnosticDescriptor DenominatorZero = new("ANZ1032", "A denominator that is always 0", "{0}", Equations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1032.md");

    /// <summary>A function where it has no finite value.</summary>
    public static readonly DiagnosticDescriptor OutsideDomain = new("ANZ1033", "A function where it has no finite value", "{0}", Equations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1033.md");

    /// <summary>A slope that does not exist where it is needed.</summary>
    public static readonly DiagnosticDescriptor NotDifferentiable = new("ANZ1034", "A slope that does not exist where it is needed", "{0}", Equations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1034.md");

    /// <summary>A quotient of whole numbers where a fraction is meant.</summary>
    public static readonly DiagnosticDescriptor IntegerQuotient = new("ANZ1035", "A quotient of whole numbers where a fraction is meant", "{0}", Equations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1035.md");

    /// <summary>An index with the name of one outside.</summary>
    public static readonly DiagnosticDescriptor ShadowedIndex = new("ANZ1036", "An index with the name of one outside", "{0}", Equations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1036.md");

    /// <summary>A float computed in double precision.</summary>
    public static readonly DiagnosticDescriptor DoubleDetour = new("ANZ1037", "A float computed in double precision", "{0}", Equations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1037.md");

    /// <summary>Two indices that seem to be exchanged.</summary>
    public static readonly DiagnosticDescriptor TransposedRead = new("ANZ1038", "Two indices that seem to be exchanged", "{0}", Equations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1038.md");

    /// <summary>A model that computes nothing.</summary>
    public static readonly DiagnosticDescriptor NothingToCompute = new("ANZ1039", "A model that computes nothing", "{0}", Equations, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1039.md");

    /// <summary>An equation that nothing refers to.</summary>
    public static readonly DiagnosticDescriptor UnusedEquation = new("ANZ1040", "An equation that nothing refers to", "{0}", Equations, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1040.md");

    /// <summary>A gradient that is added up at the places of index data.</summary>
    public static readonly DiagnosticDescriptor ScatteredGradient = new("ANZ1041", "A gradient that is added up at the places of index data", "{0}", Equations, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1041.md");

    /// <summary>What a model costs.</summary>
    public static readonly DiagnosticDescriptor CostSummary = new("ANZ1042", "What a model costs", "{0}", Equations, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ1042.md");

    /// <summary>An output that no standard ONNX operators compute.</summary>
    public static readonly DiagnosticDescriptor NotInOnnx = new("ANZ6001", "An output that no standard ONNX operators compute", "{0}", BackEnds, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ6001.md");

    /// <summary>A model without outputs to write as ONNX.</summary>
    public static readonly DiagnosticDescriptor NothingForOnnx = new("ANZ6002", "A model without outputs to write as ONNX", "{0}", BackEnds, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "ANZ6002.md");

    /// <summary>All of them.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        TypeNotPartial,
        MemberNotPartial,
        UnsupportedSyntax,
        UnknownName,
        UnknownFunction,
        UnsupportedType,
        StatementBody,
        UnknownUseArgument,
        AttributeArgument,
        CallArguments,
        UnreadableDeclaration,
        OutsideNotation,
        UnsupportedAccessor,
        DeclaredTwice,
        AmbiguousReduction,
        ConflictingAttributes,
        UnsupportedModelType,
        BindingFailed,
        OtherMeaning,
        LanguageTooOld,
        GeneratedName,
        CompilerFailed,
        UndeclaredName,
        NumberOfIndices,
        OutOfRange,
        PossiblyOutOfRange,
        ExtentUnknown,
        IndexNotAffine,
        CyclicEquation,
        FunctionNotKnown,
        TypeConflict,
        LossNotScalar,
        OutputExtents,
        UsedModelUnknown,
        NotSupported,
        RecurrenceWithoutEnd,
        MatrixOfItself,
        NoHessian,
        UpdateAmbiguous,
        MemoryExceeded,
        ProgramTooLarge,
        NoEffectOnLoss,
        InputNeverRead,
        DenominatorZero,
        OutsideDomain,
        NotDifferentiable,
        IntegerQuotient,
        ShadowedIndex,
        DoubleDetour,
        TransposedRead, NothingToCompute, UnusedEquation, ScatteredGradient,
        CostSummary,
        NotInOnnx,
        NothingForOnnx,
        .. StructuralEquationDescriptors.All,
        .. NetworkDescriptors.All,
    ];

    /// <summary>The descriptor of an id, or null.</summary>
    public static DiagnosticDescriptor? Find(string id)
    {
        foreach (var descriptor in All)
        {
            if (descriptor.Id == id) return descriptor;
        }

        return null;
    }
}
