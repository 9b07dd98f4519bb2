namespace Ansatz.StructuralEquations;

/// <summary>What is to be said of a model before there are data. Every verdict is a warning or information: what is not identified can still be compiled and explored.</summary>
public static class ModelVerdicts
{
    /// <summary>The rules, in the order of their ids; each yields what it finds.</summary>
    private static readonly Func<ModelFacts, IEnumerable<SemProblem>>[] Rules =
    [
        CountRules.NegativeDegreesOfFreedom, // ANZ2010 W  more parameters than moments
        LatentRules.Scale,                   // ANZ2011 W  nothing sets a latent variable's unit
        LatentRules.FewIndicators,           // ANZ2012 W  two indicators or one, no other link
        LatentRules.ThreeIndicators,         // ANZ2013 I  three indicators, no other link
        LatentRules.Origin,                  // ANZ2014 W  latent mean and all intercepts free
        RankRules.NotIdentified,             // ANZ2020 W  rank of the Jacobian below the number of parameters, by blocks
        RankRules.HalfTrekProof,             // ANZ2021 I  proved by half-treks
        RankRules.HalfTrekInconclusive,      // ANZ2022 W  finite-to-one, but perhaps not one-to-one
        RankRules.SeveralSolutions,          // ANZ2023 W  k-to-one
        CountRules.JustIdentified,           // ANZ2024 I  df = 0
        CycleRules.Cyclic,                   // ANZ2030 I  components with their determinants
        CycleRules.Singular,                 // ANZ2031 W  a determinant can be 0
        InstrumentRules.Bow,                 // ANZ2032 W  bow without instrument
        InstrumentRules.TwoCycle,            // ANZ2033 W  2-cycle, equations without enough instruments
        ConstraintRules.Implied,             // ANZ2040 I  what the data can contradict
        ConstraintRules.Equality,            // ANZ2041 W  equality constraints that contradict others or separate the groups
        CountRules.FixedExogenous,           // ANZ2050 I  moments that the likelihood leaves out
    ];

    /// <summary>The verdicts on a model, in the order of their ids. It takes any model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellation">Stops the work, by an <see cref="OperationCanceledException"/>.</param>
    public static IReadOnlyList<SemProblem> Of(SemModel model, CancellationToken cancellation = default) => Of(model, Identification.Of(model, cancellation), cancellation);

    /// <summary>The verdicts on a model whose identification has been examined.</summary>
    /// <param name="model">The model.</param>
    /// <param name="identification">What <see cref="Identification.Of(SemModel, CancellationToken)"/> says of it.</param>
    /// <param name="cancellation">Stops the work, by an <see cref="OperationCanceledException"/>.</param>
    public static IReadOnlyList<SemProblem> Of(SemModel model, Identification identification, CancellationToken cancellation = default)
    {
        if (model.Table.FreeCount == 0) return [];
        var facts = new ModelFacts(model, identification, cancellation);
        var found = new List<SemProblem>();
        foreach (var rule in Rules)
        {
            cancellation.ThrowIfCancellationRequested();
            found.AddRange(rule(facts));
        }

        return [.. found.Distinct()];
    }
}
