using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Equations;

/// <summary>One object of the tree of models: the model itself, or one that it uses, with the extents it has there.</summary>
public sealed class ModelInstance
{
    private readonly Dictionary<string, ModelInstance> _handed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Extent> _extents = new(StringComparer.Ordinal);

    private Extent? _batch;

    private ModelInstance(ModelSyntax syntax, string path, bool owned)
    {
        Syntax = syntax;
        Path = path;
        Owned = owned;
    }

    /// <summary>The declaration.</summary>
    public ModelSyntax Syntax { get; }

    /// <summary>How the root reaches it: empty, or names each followed by a dot.</summary>
    public string Path { get; }

    /// <summary>Whether it belongs to the model that uses it (the root does).</summary>
    public bool Owned { get; }

    /// <summary>The instance that is the same object, if this one was handed on by a model that had it already; its tensors have a gradient under each name.</summary>
    public ModelInstance? Same { get; private set; }

    /// <summary>Whether training leaves all its parameters as they are, because one of its users says so.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>The extents of its tensors and the names they have in the root.</summary>
    public IReadOnlyDictionary<string, Extent> Extents => _extents;

    /// <summary>Its tensors, own ones only.</summary>
    public Dictionary<string, Tensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>The models it uses.</summary>
    public Dictionary<string, ModelInstance> Uses { get; } = new(StringComparer.Ordinal);

    /// <summary>All instances below and including this one, in the order of parameter sets: own first, then each used model.</summary>
    public IEnumerable<ModelInstance> All()
    {
        yield return this;
        foreach (var use in Syntax.Of(MemberKind.Use))
        {
            if (!Uses.TryGetValue(use.Name, out var child)) continue;
            foreach (var below in child.All()) yield return below;
        }
    }

    /// <summary>The tree of a model, with a tensor for everything that is given from outside.</summary>
    /// <exception cref="ProblemException">A used model is unknown, or an extent has no meaning.</exception>
    public static ModelInstance Build(CompileInput input, TensorProgram program)
    {
        var library = new Dictionary<string, ModelSyntax>(StringComparer.Ordinal);
        foreach (var use in input.Uses)
        {
            if (use.Text.Length > 0) library[use.Key] = ModelSyntax.Read(use.Key, use.Text.Split('\n'));
        }

        var syntax = ModelSyntax.Read(input.Model.Key, input.Model.Members);
        var root = new ModelInstance(syntax, "", true);
        foreach (var m in syntax.Of(MemberKind.Extent)) root._extents[m.Name] = Given(m, KernelName(m.Name));
        foreach (var m in syntax.Of(MemberKind.Batch)) root._extents[m.Name] = root._batch ??= Extent.Named(KernelName(m.Name));
        root.Complete(library, 0);
        var ordinal = 0;
        foreach (var instance in root.All()) instance.MakeTensors(program, instance == root, ref ordinal);
        return root;
    }

    /// <summary>The extent that a member declares, under the name that it has where the kernels run.</summary>
    public static Extent Given(MemberSyntax m, string name) => m.Options.ContainsKey("least") ? Extent.NamedFromZero(name) : Extent.Named(name);

    /// <summary>The name that an extent has where the kernels run: its own, unless emitted text uses that name itself.</summary>
    public static string KernelName(string name) => Scheduling.IdentifierNames.IsReserved(name) ? name + "_" : name;

    /// <summary>The value of an expression made of extents.</summary>
    public Extent Evaluate(SExpression e, int member)
    {
        if (e.Atom is { } atom)
        {
            if (long.TryParse(atom, out var number)) return Extent.Of(number);
            if (_extents.TryGetValue(atom, out var known)) return known;
            var dot = atom.IndexOf('.');
            if (dot > 0 && Uses.TryGetValue(atom.Substring(0, dot), out var use) && use._extents.TryGetValue(atom.Substring(dot + 1), out var inner)) return inner;
            var meant = Spelling.Nearest(atom, _extents.Keys);
            throw new ProblemException(new Problem(ProblemCodes.UnknownName, member, e.Node, $"'{atom}' is not an extent of this model.{(meant is null ? "" : $" Did you mean '{meant}'?")}") { Hint = meant is null ? "" : $"replace {meant}" });
        }

        var a = e.Items.Length > 1 ? Evaluate(e.Items[1], member) : Extent.Zero;
        if (e.Items.Length == 2 && e.Head == "neg") return Extent.Zero - a;
        if (e.Items.Length == 3)
        {
            var b = Evaluate(e.Items[2], member);
            switch (e.Head)
            {
                case "+": return a + b;
                case "-": return a - b;
                case "*": return a * b;
                case "/": return a / b;
                case "%": return a % b;
            }
        }

        throw new ProblemException(new Problem(ProblemCodes.ExtentUnknown, member, e.Node, $"An extent may be made of +, -, *, / and % of extents and whole numbers; '{e.Head}' is not one of them."));
    }

    private void Complete(Dictionary<string, ModelSyntax> library, int depth)
    {
        // Used models first: a computed extent may refer to theirs, and theirs to own extents that are not computed.
        foreach (var m in Syntax.Members)
        {
            if (m.Kind == MemberKind.Computed) TryComputed(m);
        }

        foreach (var use in Syntax.Of(MemberKind.Use))
        {
            if (!library.TryGetValue(use.ModelKey, out var syntax) || depth > 20)
                throw new ProblemException(new Problem(ProblemCodes.UsedModelUnknown, use.Line, 0, $"The declaration of '{use.ModelKey}', which '{use.Name}' is an instance of, is not known here."));
            var child = new ModelInstance(syntax, $"{Path}{use.Name}.", use.Owned) { IsFrozen = IsFrozen || use.IsFrozen };
            if (Same is not null && Same.Uses.TryGetValue(use.Name, out var same)) child.Same = same;
            var extents = syntax.Of(MemberKind.Extent).ToArray();
            if (use.Owned)
            {
                foreach (var argument in use.Shape!.Items)
                {
                    var name = argument.Items[0].Atom!;
                    if (syntax.Of(MemberKind.Use).FirstOrDefault(u => !u.Owned && string.Equals(u.Name, name, StringComparison.OrdinalIgnoreCase)) is { } slot
                        && argument.Items[1].Atom is { } handed && Uses.TryGetValue(handed, out var instance))
                    {
                        child._handed[slot.Name] = instance;
                        continue;
                    }

                    if (int.TryParse(name, out var position) && position < extents.Length) name = extents[position].Name;
                    child._extents[name] = Evaluate(argument.Items[1], use.Line);
                }
            }
            else if (_handed.TryGetValue(use.Name, out var given))
            {
                child.Same = given.Same ?? given;
                foreach (var extent in given.Extents) child._extents[extent.Key] = extent.Value;
            }
            else
            {
                foreach (var extent in extents) child._extents[extent.Name] = Given(extent, KernelName($"{child.Path}{extent.Name}".Replace('.', '_')));
            }

            foreach (var extent in extents)
            {
                if (!child._extents.ContainsKey(extent.Name))
                    throw new ProblemException(new Problem(ProblemCodes.ExtentUnknown, use.Line, 0, $"'{use.Name}' is made without a value for its extent '{extent.Name}'."));
            }

            // One call has one batch, for the model and for all that it uses.
            child._batch = _batch;
            foreach (var m in syntax.Of(MemberKind.Batch))
            {
                if (_batch is not null) child._extents[m.Name] = _batch;
            }

            child.Complete(library, depth + 1);
            Uses[use.Name] = child;
        }

        foreach (var m in Syntax.Of(MemberKind.Computed)) _extents[m.Name] = Evaluate(m.Shape!, m.Line);
    }

    private void TryComputed(MemberSyntax m)
    {
        try
        {
            _extents[m.Name] = Evaluate(m.Shape!, m.Line);
        }
        catch (ProblemException)
        {
            // It refers to a used model's extent; evaluated again once those are known.
        }
    }

    private void MakeTensors(TensorProgram program, bool root, ref int ordinal)
    {
        foreach (var m in Syntax.Members)
        {
            if (m.Kind is not (MemberKind.Input or MemberKind.Parameter or MemberKind.State)) continue;
            if (m.Kind == MemberKind.Input && !root) continue;
            var role = m.Kind == MemberKind.Input ? TensorRole.Input : m.Kind == MemberKind.Parameter ? TensorRole.Parameter : TensorRole.State;
            var tensor = program.NewTensor(Path + m.Name, m.Type, role);
            tensor.Shape = m.Shape!.Items.Select(x => Evaluate(x, m.Line)).ToArray();
            tensor.IsFrozen = role == TensorRole.Parameter && (IsFrozen || m.IsFrozen);
            tensor.WantsGradient = m.Options.ContainsKey("gradient");
            if (root) tensor.DeclaredAt = m.Line;
            if (role != TensorRole.Input) tensor.Ordinal = ordinal++;
            Tensors[m.Name] = tensor;
            program.Given.Add(tensor);
        }
    }
}
