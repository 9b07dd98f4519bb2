namespace Ansatz.StructuralEquations;

/// <summary>Parameters that can change together without changing any moment.</summary>
/// <param name="Parameters">The free parameters, from 0, ascending.</param>
/// <param name="Names">Their labels, or rows such as <c>y ~ x</c>.</param>
/// <param name="Dimension">In how many independent directions.</param>
public sealed record UndeterminedParameters(IReadOnlyList<int> Parameters, IReadOnlyList<string> Names, int Dimension);

/// <summary>What can be said of a model's identification before there are data: counts, the generic rank of its Jacobian, and what the half-trek criterion proves.</summary>
public sealed class Identification
{
    private const int MaximalVariables = 150;
    private const int MaximalParameters = 600;

    // A tenth of a second: this runs while people type. What it leaves open can be asked of FiniteToOne itself.
    private const long EditorSteps = 50_000;

    private Identification(int moments, int parameters)
    {
        Moments = moments;
        ParameterCount = parameters;
    }

    /// <summary>
    /// How many moments there are to fit: p(p+1)/2 covariances and, with means, p means of each group, less those of fixed exogenous variables.
    /// </summary>
    public int Moments { get; }

    /// <summary>How many parameters are free: free rows less independent equality constraints (lavaan's npar).</summary>
    public int ParameterCount { get; }

    /// <summary>Moments less parameters.</summary>
    public int DegreesOfFreedom => Moments - ParameterCount;

    /// <summary>
    /// The rank of the Jacobian of the moments with respect to the parameters, under the equality constraints, at almost all parameter values. Found by exact arithmetic
    /// modulo a prime at random points; null if the model is too large or det(I − Λ) is 0 everywhere (see <see cref="Unexamined"/>).
    /// </summary>
    public int? Rank { get; private set; }

    /// <summary>Why the rank is not known; otherwise null.</summary>
    public string? Unexamined { get; private set; }

    /// <summary>
    /// Whether almost all parameter values have at most finitely many others with the same moments (generic local identification): the rank is the number of parameters.
    /// </summary>
    public bool IsFiniteToOne => Rank == ParameterCount;

    /// <summary>The parameters that are not identified, in blocks that change independently of each other.</summary>
    public IReadOnlyList<UndeterminedParameters> Undetermined { get; private set; } = [];

    /// <summary>The free parameters, from 0 and ascending, that the half-trek criterion proves to be rational functions of the moments for almost all values.</summary>
    public IReadOnlyList<int> ProvedByHalfTreks { get; private set; } = [];

    /// <summary>
    /// Whether the half-trek criterion's necessary condition fails, so that coefficients are infinite-to-one. Null where the condition does not apply: latent variables, fixed coefficients, constraints, more than 30 variables.
    /// </summary>
    public bool? IsHalfTrekInfiniteToOne { get; private set; }

    /// <summary>
    /// Whether no pair of variables has more than one edge and nothing is latent, fixed or constrained; then the model is generically finite-to-one
    /// (Adhikari, Gross, Härkönen and Tsigaridas, arXiv 2210.00239).
    /// </summary>
    public bool IsSimple { get; private set; }

    /// <summary>Whether the equality constraints are satisfied at the points where the rank was computed; if not (constraints without a rational solution), the rank is that of their level sets.</summary>
    public bool IsOnConstraints { get; private set; } = true;

    /// <summary>
    /// How many (complex) parameter vectors have the same covariances, for almost all values: 1 where every parameter is proved identified; null where infinitely many, or unknown.
    /// It is sought by elimination where half-treks do not prove 1, for one group of up to 16 coefficients without latent variables, fixed coefficients or constraints.
    /// </summary>
    public int? Solutions { get; private set; }

    /// <summary>The coefficients, as free parameters from 0, that differ between the <see cref="Solutions"/> where these are several.</summary>
    public IReadOnlyList<int> Multivalued { get; private set; } = [];

    internal EqualityConstraints Constraints { get; private set; } = null!;

    internal ParameterNames Names { get; private set; } = null!;

    /// <summary>A random point of each group; empty where none exists.</summary>
    internal IReadOnlyList<ModelPoint> Points { get; private set; } = [];

    /// <summary>The criterion of each group; null where it does not apply.</summary>
    internal IReadOnlyList<HalfTrekCriterion?> HalfTreks { get; private set; } = [];

    /// <summary>Examines a model. It takes any model; large ones get the counts only.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellation">Stops the work, by an <see cref="OperationCanceledException"/>.</param>
    public static Identification Of(SemModel model, CancellationToken cancellation = default) => Of(model, EditorSteps, cancellation);

    /// <summary>The same with a limit of one's own on the steps of the search for <see cref="Solutions"/>.</summary>
    internal static Identification Of(SemModel model, long steps, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var table = model.Table;
        var constraints = EqualityConstraints.Of(table);
        var theta = constraints.Point(new PrimeRandom(1));
        var equalities = new RowSpace(table.FreeCount);
        foreach (var (_, gradient) in constraints.Gradients(theta)) equalities.Insert(gradient);
        var result = new Identification(CountMoments(model), table.FreeCount - equalities.Rank)
        {
            Constraints = constraints,
            Names = new ParameterNames(table),
            IsOnConstraints = constraints.IsSatisfied,
        };
        var variables = table.Observed.Count + table.Latent.Count;
        if (variables > MaximalVariables || table.FreeCount > MaximalParameters)
        {
            result.Unexamined = $"{variables} variables and {table.FreeCount} free parameters are more than the {MaximalVariables} and {MaximalParameters} that are examined";
            return result;
        }

        result.FindRank(model, cancellation);
        if (result.Rank is null) return result;
        result.TakePoints(model, cancellation);
        result.FindProofs(model, cancellation);
        result.CountSolutions(model, steps, cancellation);
        return result;
    }

    private static int CountMoments(SemModel model)
    {
        var total = 0;
        for (var g = 1; g <= model.Table.GroupCount; g++)
        {
            var exogenous = model.Table.Rows.Count(r => r.Group == g && r.IsExogenous && r.Operator == SemOperator.Covariance && r.Left == r.Right);
            total += Moments(model.Table.Observed.Count) - Moments(exogenous);
        }

        return total;

        int Moments(int p) => (p * (p + 1) / 2) + (model.Table.HasMeans ? p : 0);
    }

    private void FindRank(SemModel model, CancellationToken cancellation)
    {
        // A random point can only make the rank too low: a second one is tried where the first is not convincing.
        GenericRank? best = null;
        for (var seed = 2; seed < 4; seed++)
        {
            var found = GenericRank.Of(model, Constraints, new PrimeRandom(seed), cancellation);
            if (found is not null && (best is null || found.Rank > best.Rank)) best = found;
            if (best?.Kernel.Count == 0) break;
        }

        if (best is null)
        {
            Unexamined = "det(I − Λ) is 0 for all parameter values";
            return;
        }

        Rank = best.Rank;
        Undetermined = Blocks(best.Kernel);
    }

    /// <summary>Vectors of a row-reduced basis whose supports overlap, directly or by others, are one block.</summary>
    private IReadOnlyList<UndeterminedParameters> Blocks(IReadOnlyList<uint[]> kernel)
    {
        var blocks = new List<(SortedSet<int> Support, int Dimension)>();
        foreach (var vector in kernel)
        {
            var support = new SortedSet<int>(Enumerable.Range(0, vector.Length).Where(k => vector[k] != 0));
            var dimension = 1;
            foreach (var block in blocks.Where(b => b.Support.Overlaps(support)).ToArray())
            {
                support.UnionWith(block.Support);
                dimension += block.Dimension;
                blocks.Remove(block);
            }

            blocks.Add((support, dimension));
        }

        return [.. blocks.OrderBy(b => b.Support.Min).Select(b => new UndeterminedParameters([.. b.Support], [.. b.Support.Select(Names.Of)], b.Dimension))];
    }

    private void TakePoints(SemModel model, CancellationToken cancellation)
    {
        var random = new PrimeRandom(5);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            var theta = Constraints.Point(random);
            var points = model.Groups.Select(g => ModelPoint.Of(g, theta, random)).ToArray();
            if (points.Any(p => p is null)) continue;
            Points = points!;
            return;
        }
    }

    private void FindProofs(SemModel model, CancellationToken cancellation)
    {
        HalfTreks = [.. Points.Select(p => HalfTrekCriterion.Of(p, cancellation))];
        var proved = new SortedSet<int>();
        for (var g = 0; g < HalfTreks.Count; g++)
        {
            if (HalfTreks[g] is not { } criterion) continue;
            var structure = model.Groups[g];
            var observed = structure.ObservedCount;
            foreach (var arc in structure.Directed)
                if (!arc.IsFixed && arc.To < observed && arc.From < observed && criterion.IsSolved[arc.To] && IsSingle(structure.Directed, arc)) proved.Add(arc.Free);
            if (observed < structure.Variables.Count) continue;
            foreach (var arc in structure.Bidirected)
                if (!arc.IsFixed && criterion.IsSolved[arc.From] && criterion.IsSolved[arc.To] && IsSingle(structure.Bidirected, arc)) proved.Add(arc.Free);
            foreach (var arc in structure.Intercepts)
                if (!arc.IsFixed && criterion.IsSolved[arc.To] && IsSingle(structure.Intercepts, arc)) proved.Add(arc.Free);
        }

        ProvedByHalfTreks = [.. proved];
        if (!Constraints.IsEmpty || model.Groups.Any(g => !IsFree(model.Table, g))) return;
        IsSimple = model.Groups.All(g => ModelGraph.Of(g).IsSimple());
        if (model.Table.Observed.Count <= 30) IsHalfTrekInfiniteToOne = model.Groups.Any(g => HalfTrekCriterion.IsInfiniteToOne(ModelGraph.Of(g)));
    }

    private void CountSolutions(SemModel model, long steps, CancellationToken cancellation)
    {
        if (!IsFiniteToOne) return;
        if (ProvedByHalfTreks.Count == model.Table.FreeCount)
        {
            Solutions = 1;
            return;
        }

        // Means that are restricted tell something of the coefficients, which the covariances alone do not.
        if (model.Groups.Count != 1 || !Constraints.IsEmpty || !IsFree(model.Table, model.Groups[0])) return;
        var structure = model.Groups[0];
        if (model.Table.HasMeans && structure.Intercepts.Count(a => !a.IsFixed || model.Table.Rows[a.Row].IsExogenous) < structure.ObservedCount) return;
        var arcs = structure.Directed.Where(a => !a.IsFixed).ToArray();
        if (arcs.Length > FiniteToOneLimits.Default.Coefficients || arcs.Any(a => !IsSingle(structure.Directed, a))) return;
        var edges = MixedGraph.Of(structure.ObservedCount, arcs.Select(a => (a.From, a.To)),
            structure.Bidirected.Where(a => a.From != a.To && (!a.IsFixed || model.Table.Rows[a.Row].IsExogenous)).Select(a => (Math.Min(a.From, a.To), Math.Max(a.From, a.To))).Distinct());
        var found = FiniteToOne.Of(edges, FiniteToOneLimits.Default with { ExpressionDegree = -1, Steps = steps }, cancellation);
        Solutions = found.Count;
        if (Solutions is null or 1 || found.Parameters.Count < edges.Directed.Count) return;
        var several = new HashSet<(int, int)>(edges.Directed.Where((_, k) => found.Parameters[k].Degree is null or > 1));
        Multivalued = [.. arcs.Where(a => several.Contains((a.From, a.To))).Select(a => a.Free).OrderBy(f => f)];
    }

    /// <summary>Whether no other arc has the same ends, so that the sum that is solved for is the arc's own parameter.</summary>
    private static bool IsSingle(IReadOnlyList<Arc> arcs, Arc arc) => arcs.Count(a => a.To == arc.To && a.From == arc.From) == 1;

    /// <summary>Whether nothing is latent, every coefficient and covariance that is not 0 is free and has a number of its own, and every disturbance has a variance.</summary>
    private static bool IsFree(ParameterTable table, ReticularStructure structure)
    {
        if (structure.Variables.Count > structure.ObservedCount) return false;
        var arcs = structure.Directed.Concat(structure.Bidirected).Where(a => !a.IsFixed || a.Value != 0).ToArray();
        var free = arcs.Where(a => !a.IsFixed).ToArray();
        var graph = ModelGraph.Of(structure);
        // Fixed moments of exogenous variables are as good as free: they are identified by themselves, and have general values.
        return arcs.All(a => !a.IsFixed || table.Rows[a.Row].IsExogenous) && free.Select(a => a.Free).Distinct().Count() == free.Length
            && Enumerable.Range(0, graph.Count).All(v => graph.HasDisturbance(v) && !graph.HasArrow(v, v));
    }
}
