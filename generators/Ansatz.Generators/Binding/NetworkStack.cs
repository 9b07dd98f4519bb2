using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Tensors;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>The layers of a network with the shapes that flow through them, and what is wrong or unwise with them.</summary>
internal sealed class NetworkStack
{
    // What a class declares that has no batch of its own, so far as shapes depend on it.
    private static readonly TypeDeclarationSyntax _batch = (TypeDeclarationSyntax)Microsoft.CodeAnalysis.CSharp.SyntaxFactory.ParseMemberDeclaration("partial class Written { [Batch] public partial int N { get; } }")!;

    private readonly INamedTypeSymbol _model;
    private readonly List<ModelPart> _parts;
    private readonly ModelPart _part;
    private readonly CancellationToken _cancellation;
    private readonly SortedDictionary<string, ImportedModel> _library = new(StringComparer.Ordinal);
    private readonly BindingSession _session;
    private ModelInstance? _root;

    private NetworkStack(INamedTypeSymbol model, List<ModelPart> parts, ModelPart part, NetworkSettings settings, CancellationToken cancellation)
    {
        _model = model;
        _parts = parts;
        _part = part;
        _cancellation = cancellation;
        _session = new BindingSession(model, parts, null, cancellation);
        Settings = settings;
    }

    /// <summary>The members that the class declares itself.</summary>
    public MemberTable Members => _session.Members;

    /// <summary>What <c>[Network]</c> says.</summary>
    public NetworkSettings Settings { get; private set; }

    /// <summary>The layers, in order.</summary>
    public List<NetworkLayer> Layers { get; } = [];

    /// <summary>The input <c>X</c>, if a layer reads it: the shape and type that the first of them needs.</summary>
    public NetworkSource? Input { get; private set; }

    /// <summary>What is wrong, with its place.</summary>
    public List<(SyntaxNodeOrToken Place, string Code, string[] Arguments)> Problems { get; } = [];

    /// <summary>What is unwise, with its place.</summary>
    public List<(SyntaxNodeOrToken Place, string Code, string[] Arguments)> Advice { get; } = [];

    /// <summary>Reads the layers of a class.</summary>
    /// <param name="model">The class.</param>
    /// <param name="parts">Its hand-written parts.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="part">The part that carries it.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static NetworkStack Read(INamedTypeSymbol model, List<ModelPart> parts, AttributeSyntax attribute, ModelPart part, CancellationToken cancellation)
    {
        var stack = new NetworkStack(model, parts, part, null!, cancellation);
        stack.Settings = NetworkSettings.Read(attribute, part, stack._session.Constants);
        foreach (var (name, value, allowed) in stack.Settings.Wrong) stack.Problems.Add((attribute, BindingCodes.SettingOutOfRange, [name, value, allowed]));
        stack.ReadLayers();
        stack.Measure();
        NetworkSource? before = null;
        foreach (var layer in stack.Layers)
        {
            layer.Source = stack.SourceOf(layer, before);
            stack.Fit(layer);
            before = new NetworkSource(layer.Result, false, layer.Class.To, layer.To) { Called = layer.Name };
        }

        return stack;
    }

    private void ReadLayers()
    {
        foreach (var member in Members.InOrder)
        {
            if (member.Syntax is not PropertyDeclarationSyntax property || AttributeReader.Find(property.AttributeLists, "Layer") is not { } attribute) continue;
            if (member.Kind != MemberKind.Use)
            {
                Problems.Add((attribute, BindingCodes.NotALayer, [member.Name, "it is not a used model"]));
                continue;
            }

            var settings = LayerSettings.Read(attribute, member.Part, _session.Constants);
            foreach (var (name, value, allowed) in settings.Wrong) Problems.Add((attribute, BindingCodes.SettingOutOfRange, [name, value, allowed]));
            var layer = LayerClass.Read(member.Used!, _model, _part.Semantic.Compilation, _library, _cancellation);
            if (layer.Failure is { } failure || layer.Maps is null) Problems.Add((property.Type, BindingCodes.NotALayer, [layer.Key, layer.Failure ?? ""]));
            else Layers.Add(new NetworkLayer(member, attribute, settings, layer, Layers.Count));
        }
    }

    // The shapes of all layers: the extents of the object tree, as the compiler finds them.
    private void Measure()
    {
        var session = new BindingSession(_model, Members.InOrder.Exists(static m => m.Kind == MemberKind.Batch) ? _parts : [.. _parts, new ModelPart(_batch, _part, new Dictionary<string, SyntaxNodeOrToken>())], null, _cancellation);
        var binder = new MemberBinder(session);
        var sources = new HashSet<string?>(Layers.Select(static l => l.Settings.From));
        foreach (var member in session.Members.InOrder)
        {
            if (member.Kind != MemberKind.Equation || sources.Contains(member.Name)) binder.Bind(member);
        }

        foreach (var import in session.Imports)
        {
            if (!_library.ContainsKey(import.Key)) _library[import.Key] = import;
        }

        var declaration = new ModelDeclaration("", EquatableArray<string>.Empty, "class", _model.Name, "public", TypeHeader.Key(_model), new([.. session.Lines.Select(static l => l.Text)]), EquatableArray<ImportedModel>.Empty, EquatableArray<string>.Empty);
        try
        {
            _root = ModelInstance.Build(new CompileInput(declaration, new([.. _library.Values])), new TensorProgram(new ExpressionGraph(), _model.Name));
        }
        catch (Exception e) when (e is ProblemException or FormatException or IndexOutOfRangeException or NullReferenceException)
        {
            // Whatever it is, it is found again where everything is looked at, and reported there.
        }

        foreach (var layer in Layers)
        {
            var instance = _root is not null && _root.Uses.TryGetValue(layer.Member.Name, out var found) ? found : null;
            var (from, to) = layer.Class.Maps!.Maps!.Value;
            layer.From = Shape(from, instance, layer);
            layer.To = Shape(to, instance, layer);
        }
    }

    private NetworkShape Shape(SExpression[] extents, ModelInstance? instance, NetworkLayer layer)
    {
        if (instance is not null)
        {
            try
            {
                var values = extents.Select(e => instance.Evaluate(e, 0)).ToArray();
                return new NetworkShape(values, [.. values.Select((v, d) => v.Constant is >= 1 and <= int.MaxValue and var number ? LiteralText.Of((int)number)! : v.Constant is null ? OwnName(v) ?? $"{layer.Name}.{extents[d]}" : "1")]);
            }
            catch (ProblemException)
            {
            }
        }

        // The network is not compiled, but what it declares has to be there.
        return new NetworkShape(null, [.. extents.Select(static _ => "1")]);
    }

    // The network's own extent of that value.
    private string? OwnName(Extent value) => _root!.Syntax.Members.FirstOrDefault(m => m.Kind is Compiler.Equations.MemberKind.Extent or Compiler.Equations.MemberKind.Computed && _root.Extents.TryGetValue(m.Name, out var own) && own.Equals(value)) is { } named
        ? TypeHeader.Escape(named.Name)
        : null;

    private NetworkSource SourceOf(NetworkLayer layer, NetworkSource? before)
    {
        if (layer.Settings.From is not { } name) return before ?? FirstInput(layer);
        if (Layers.FirstOrDefault(l => l.Member.Name == name) is { } other && other != layer) return new NetworkSource(other.Result, false, other.Class.To, other.To) { Called = other.Name };
        if (name == "X" && Members.Find("X") is null) return FirstInput(layer);
        switch (Members.Find(name))
        {
            case { Kind: MemberKind.Input, IsTensor: true } input:
                return new NetworkSource(TypeHeader.Escape(name), true, SignatureReader.Text(input.Type), OfTensor(name));
            case { Kind: MemberKind.Equation } equation when equation.Parameters.All(static p => p.Type == ScalarType.Int):
                return new NetworkSource(TypeHeader.Escape(name), false, SignatureReader.Text(equation.Type), OfEquation(equation));
        }

        // The equations that are written may be named as well.
        if (Layers.FirstOrDefault(l => l.Result == name && l != layer) is { } written) return new NetworkSource(written.Result, false, written.Class.To, written.To) { Called = written.Result };
        var known = Members.InOrder.Where(static m => m.Kind is MemberKind.Input or MemberKind.Equation or MemberKind.Use).Select(static m => m.Name).Where(n => n != layer.Member.Name);
        var meant = Spelling.Nearest(name, known);
        Problems.Add((layer.Attribute, BindingCodes.LayerFromUnknown, meant is null ? [layer.Name, name] : [layer.Name, name, meant]));
        return before ?? FirstInput(layer);
    }

    // The network's own input: what the first layer that reads it needs.
    private NetworkSource FirstInput(NetworkLayer layer)
    {
        if (Members.Find("X") is { Kind: MemberKind.Input, IsTensor: true } declared) return new NetworkSource("X", true, SignatureReader.Text(declared.Type), OfTensor("X"));
        return Input ??= new NetworkSource("X", true, layer.Class.From, layer.From);
    }

    // The extents of a tensor after the first, which counts the examples.
    private NetworkShape? OfTensor(string name)
    {
        if (_root is null || !_root.Tensors.TryGetValue(name, out var tensor) || tensor.Shape.Length == 0) return null;
        var shape = tensor.Shape.Skip(1).ToArray();
        return Named(shape, _root.Syntax[name]!.Shape!.Items);
    }

    private NetworkShape? OfEquation(Member equation)
    {
        if (_root?.Syntax[equation.Name]?.Output is not { Length: > 0 } output)
        {
            // Its extents follow from how it is read; only the number of its indices is known.
            return null;
        }

        try
        {
            return Named([.. output.Skip(1).Select(e => _root.Evaluate(e, 0))], output);
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    private static NetworkShape? Named(Extent[] extents, SExpression[] names) =>
        new(extents, [.. extents.Select((e, d) => e.Constant is >= 1 and <= int.MaxValue and var number ? LiteralText.Of((int)number)! : names[d + 1].ToString())]);

    // What goes in against what the layer takes.
    private void Fit(NetworkLayer layer)
    {
        var (source, maps) = (layer.Source, layer.Class.Maps!);
        if (source.Type.Length > 0 && source.Type != layer.Class.From)
            Problems.Add((((PropertyDeclarationSyntax)layer.Member.Syntax).Type, BindingCodes.LayerElementType, [layer.Name, layer.Class.From, source.Called, source.Type]));
        if (source.Shape is { Extents: { } given } && layer.From.Extents is { } taken)
        {
            layer.IsReshaped = given.Length != taken.Length && (given.Length == 1 || taken.Length == 1) && source.Shape.Elements!.Equals(layer.From.Elements);
            var conflict = given.Length != taken.Length ? 0 : Array.FindIndex([.. given.Zip(taken, static (a, b) => (a - b).Constant is not (null or 0))], static differs => differs);
            if (!layer.IsReshaped && conflict >= 0) Problems.Add((ArgumentOf(layer, maps.Maps!.Value.From, conflict), BindingCodes.LayerShapes, [layer.Name, layer.From.ToString(), source.Called, source.Shape.ToString()]));
        }

        if (layer.Settings.Residual)
        {
            var differ = layer.From.Rank != layer.To.Rank || (layer.From.Extents is { } a && layer.To.Extents is { } b && a.Zip(b, static (x, y) => (x - y).Constant is not (null or 0)).Any(static d => d));
            if (differ || layer.Class.From != layer.Class.To) Problems.Add((layer.Attribute, BindingCodes.ResidualShapes, [layer.Name, layer.From + " " + layer.Class.From, layer.To + " " + layer.Class.To]));
        }
    }

    // The argument of new(…) that states an extent, or the nearest thing to it.
    private SyntaxNodeOrToken ArgumentOf(NetworkLayer layer, SExpression[] extents, int dimension)
    {
        if (layer.Member.Value is not BaseObjectCreationExpressionSyntax { ArgumentList: { } list } || extents.Length == 0) return layer.Attribute;
        var name = extents[Math.Min(dimension, extents.Length - 1)].ToString();
        var names = new UsedModel(layer.Member.Used!, _model).Constructor(_cancellation) ?? [];
        for (var i = 0; i < list.Arguments.Count; i++)
        {
            var stated = list.Arguments[i].NameColon?.Name.Identifier.ValueText ?? (i < names.Length ? names[i] : "");
            if (stated == name) return list.Arguments[i];
        }

        return list;
    }
}
