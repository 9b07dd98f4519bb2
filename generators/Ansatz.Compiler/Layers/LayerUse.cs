using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Layers;

/// <summary>A used model that maps an input to an output: a layer, with the shapes that it has where it is used.</summary>
/// <param name="Instance">The used model.</param>
/// <param name="Use">The line of the root through which it is reached.</param>
/// <param name="Maps">Its equation marked <c>[Maps]</c>.</param>
/// <param name="From">The shape of one example that goes in.</param>
/// <param name="To">The shape of one example that comes out.</param>
public sealed record LayerUse(ModelInstance Instance, MemberSyntax Use, MemberSyntax Maps, Extent[] From, Extent[] To)
{
    /// <summary>The path to it, as in <c>Block.Hidden</c>.</summary>
    public string Name => Instance.Path.TrimEnd('.');

    /// <summary>The simple name of its class.</summary>
    public string Class => Instance.Syntax.Key.Substring(Instance.Syntax.Key.LastIndexOfAny(['.', '+']) + 1);

    /// <summary>Numbers in one example that goes in.</summary>
    public Extent In => Product(From);

    /// <summary>Numbers in one example that comes out.</summary>
    public Extent Out => Product(To);

    /// <summary>All parameters, those of the models that it uses included.</summary>
    public IEnumerable<Tensor> Parameters => Instance.All().SelectMany(static i => i.Tensors.Values).Where(static t => t.Role == TensorRole.Parameter).OrderBy(static t => t.Ordinal);

    /// <summary>How many numbers its parameters are.</summary>
    public Extent ParameterCount => Parameters.Aggregate(Extent.Zero, static (sum, t) => sum + Product(t.Shape));

    /// <summary>How many numbers its weights are: parameters with more than one extent, so that what is only added does not count.</summary>
    public Extent WeightCount => Parameters.Where(static t => t.Shape.Length > 1).Aggregate(Extent.Zero, static (sum, t) => sum + Product(t.Shape));

    /// <summary>The layers of a model, also those inside of used models.</summary>
    public static IEnumerable<LayerUse> Of(ModelInstance root)
    {
        foreach (var instance in root.All())
        {
            if (instance == root || instance.Syntax.Of(MemberKind.Equation).FirstOrDefault(static e => e.Maps is not null) is not { } maps) continue;
            var use = root.Syntax.Of(MemberKind.Use).First(u => instance.Path.StartsWith(u.Name + ".", StringComparison.Ordinal));
            var (from, to) = maps.Maps!.Value;

            // An attribute that does not fit its equation is reported where a network uses it.
            if (maps.Parameters.Length != to.Length + 2 || maps.Parameters[0].Type.Head != "fn" || maps.Parameters[0].Type.Items.Length != from.Length + 3) continue;
            yield return new LayerUse(instance, use, maps, [.. from.Select(e => instance.Evaluate(e, use.Line))], [.. to.Select(e => instance.Evaluate(e, use.Line))]);
        }
    }

    /// <summary>The value of one of its extents if it is a number.</summary>
    public long? Number(string extent) => Instance.Extents.TryGetValue(extent, out var value) ? value.Constant : null;

    /// <summary>The node of the argument that states an extent, or that of the property's name.</summary>
    public int NodeOf(string extent)
    {
        var arguments = Use.Shape?.Items ?? [];
        var extents = Instance.Syntax.Of(MemberKind.Extent).Select(static m => m.Name).ToArray();
        foreach (var argument in arguments)
        {
            var name = argument.Items[0].Atom!;
            if (int.TryParse(name, out var position) && position < extents.Length) name = extents[position];
            if (name == extent && Instance.Path == Use.Name + ".") return argument.Node;
        }

        return 2;
    }

    /// <summary>A shape in words.</summary>
    public static string Text(Extent[] shape) => shape.Length == 0 ? "1" : string.Join(" × ", shape.Select(static e => e.ToFactor()));

    private static Extent Product(Extent[] shape) => shape.Aggregate(Extent.One, static (p, e) => p * e);
}
