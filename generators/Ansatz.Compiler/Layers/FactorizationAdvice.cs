using System.Globalization;
using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Layers;

/// <summary>
/// Whether the ranks of a layer make sense. No layer is known by its name: a factorization is a layer whose map is affine, found by elaborating it, and a rank is an
/// extent that its shapes do not depend on and that is summed over.
/// </summary>
public static class FactorizationAdvice
{
    /// <summary>What is unwise about a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="uses">The declarations of all models.</param>
    public static IEnumerable<Problem> Of(LayerUse layer, EquatableArray<ImportedModel> uses)
    {
        if (layer.In.Constant is not { } rows || layer.Out.Constant is not { } columns) yield break;
        var ranks = Ranks(layer).ToArray();
        foreach (var unexact in Groups(layer)) yield return unexact;
        var excessive = ranks.Select(r => (Rank: r, Bound: Bound(layer, r))).Where(r => r.Bound is { } most && layer.Number(r.Rank) > most).ToArray();
        var isLarge = ranks.Length > 0 && layer.WeightCount.Constant >= rows * columns && layer.Parameters.Count(static t => t.Shape.Length > 1) > 1;
        if ((excessive.Length == 0 && !isLarge) || !IsAffine(layer, uses)) yield break;
        foreach (var (rank, bound) in excessive)
        {
            yield return new Problem(LayerCodes.RankNotAttained, layer.Use.Line, layer.NodeOf(rank),
                $"'{layer.Name}' has {rank} = {layer.Number(rank)}, but no more than {bound} can be attained between its factors: a larger one costs and changes nothing.", Severity.Warning)
            { Hint = Hint(layer, rank, bound!.Value) };
        }

        // As many weights as a matrix would have, in several tensors.
        if (isLarge && layer.WeightCount.Constant is { } weights)
        {
            var (which, most) = BreakEven(layer, uses, ranks, rows * columns);
            var advice = most > 0 ? $"it is smaller up to {which} = {most.ToString(CultureInfo.InvariantCulture)}" : $"it is smaller for no {which}";
            yield return new Problem(LayerCodes.LargerThanDense, layer.Use.Line, ranks.Length == 1 ? layer.NodeOf(ranks[0]) : 2,
                $"'{layer.Name}' has {Count(weights)} weights, a dense layer between {LayerUse.Text(layer.From)} and {LayerUse.Text(layer.To)} has {Count(rows * columns)}: {advice}.", Severity.Warning)
            { Hint = ranks.Length == 1 && most > 0 ? Hint(layer, ranks[0], most) : "" };
        }
    }

    /// <summary>Whether what comes out of a layer is an affine function of what goes in.</summary>
    public static bool IsAffine(LayerUse layer, EquatableArray<ImportedModel> uses)
    {
        if (LayerProbe.Of(layer, uses) is not { } probe) return false;
        try
        {
            var program = new TensorProgram(new ExpressionGraph(), probe.Model.Name);
            var root = ModelInstance.Build(probe, program);
            Elaborator.Elaborate(program, root, root.Syntax.Of(MemberKind.Equation).Where(static e => e.Output is not null), training: true);
            var output = program.Results.First(static t => t.Role == TensorRole.Output);
            return root.Tensors["X"].Type != ScalarType.Int && Dependence.On(root.Tensors["X"]).Of(output) == Degree.Affine;
        }
        catch (ProblemException)
        {
            return false;
        }
    }

    // Extents that neither shape depends on, but that parameters and a sum have.
    private static IEnumerable<string> Ranks(LayerUse layer)
    {
        var syntax = layer.Instance.Syntax;
        var (from, to) = layer.Maps.Maps!.Value;
        var shaping = new HashSet<string>(from.Concat(to).SelectMany(e => Depends(syntax, e)), StringComparer.Ordinal);
        var summed = new HashSet<string>(syntax.Of(MemberKind.Equation).SelectMany(static e => e.Body.Nodes())
            .Where(static n => n.Head is "ReduceF.Sum" or "Reduce.Sum").SelectMany(static n => n.Items[1].Items).Select(static x => x.Atom).OfType<string>(), StringComparer.Ordinal);
        return syntax.Of(MemberKind.Extent).Select(static m => m.Name)
            .Where(name => !shaping.Contains(name) && summed.Contains(name) && layer.Number(name) is not null && syntax.Of(MemberKind.Parameter).Any(p => Positions(p, name) > 0));
    }

    // The extents that an expression depends on, computed ones resolved.
    private static IEnumerable<string> Depends(ModelSyntax syntax, SExpression e) => e.Nodes().Select(static n => n.Atom).OfType<string>()
        .SelectMany(name => syntax[name] is { Kind: MemberKind.Computed } computed ? Depends(syntax, computed.Shape!) : [name]);

    private static int Positions(MemberSyntax parameter, string extent) => parameter.Shape!.Items.Count(e => e.Atom == extent);

    // A sum over r of products of factors with one index r each: the product of their other extents, without the largest of them. Two matrices U[o,r]·V[r,i] have
    // rank min(o, i), the core of a Tucker form stands between one factor and all others, a canonical form of three modes has at most the product of the two smaller ones.
    private static long? Bound(LayerUse layer, string rank)
    {
        var others = new List<long>();
        foreach (var parameter in layer.Instance.Syntax.Of(MemberKind.Parameter))
        {
            switch (Positions(parameter, rank))
            {
                case 0:
                    if (parameter.Shape!.Items.Any(e => e.Atom is not { } atom || Depends(layer.Instance.Syntax, e).Contains(rank))) return null;
                    continue;
                case 1:
                    var rest = parameter.Shape!.Items.Where(e => e.Atom != rank).Aggregate(Extent.One, (p, e) => p * layer.Instance.Evaluate(e, 0)).Constant;
                    if (rest is null) return null;
                    others.Add(rest.Value);
                    break;
                default:
                    // One extent for several ranks, as of a chain with equal ones: they bound each other.
                    return null;
            }
        }

        if (others.Count < 2) return null;
        decimal bound = 1;
        foreach (var other in others.OrderBy(static o => o).Take(others.Count - 1)) bound = Math.Min(long.MaxValue, bound * other);
        return (long)bound;
    }

    // The largest rank for which there are fewer weights than a matrix has; with several ranks all are set alike.
    private static (string Which, long Most) BreakEven(LayerUse layer, EquatableArray<ImportedModel> uses, string[] ranks, long dense)
    {
        var which = ranks.Length == 1 ? ranks[0] : string.Join(" = ", ranks);
        long low = 0, high = ranks.Max(r => layer.Number(r)!.Value);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (Weights(layer, uses, ranks, middle) is not { } count) break;
            if (count < dense) low = middle;
            else high = middle - 1;
        }

        return (which, low);
    }

    private static long? Weights(LayerUse layer, EquatableArray<ImportedModel> uses, string[] ranks, long value)
    {
        if (LayerProbe.Of(layer, uses, [.. ranks.Select(r => (r, value))]) is not { } probe) return null;
        var root = ModelInstance.Build(probe, new TensorProgram(new ExpressionGraph(), probe.Model.Name));
        return LayerUse.Of(root).FirstOrDefault()?.WeightCount.Constant;
    }

    // In / Group, rounded down.
    private static IEnumerable<Problem> Groups(LayerUse layer)
    {
        var syntax = layer.Instance.Syntax;
        foreach (var computed in syntax.Of(MemberKind.Computed))
        {
            foreach (var quotient in computed.Shape!.Nodes().Where(static n => n.Head == "/" && n.Items.Length == 3))
            {
                if (quotient.Items[1].Atom is not { } whole || quotient.Items[2].Atom is not { } group || layer.Number(whole) is not { } length || layer.Number(group) is not { } size || size < 1 || length % size == 0) continue;
                if (syntax[whole]?.Kind != MemberKind.Extent || syntax[group]?.Kind != MemberKind.Extent) continue;
                yield return new Problem(LayerCodes.GroupDoesNotDivide, layer.Use.Line, layer.NodeOf(group),
                    $"'{layer.Name}' divides {whole} = {length} into groups of {group} = {size}, which leaves {length % size} over: these are never read.", Severity.Warning);
            }
        }
    }

    private static string Hint(LayerUse layer, string extent, long value) => layer.NodeOf(extent) > 2 ? $"argument {value.ToString(CultureInfo.InvariantCulture)}" : "";

    internal static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u2009');
}
