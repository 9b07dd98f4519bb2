using System.Text.RegularExpressions;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Differentiation;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>Writes what a user of a model sees: properties, constructor, and the methods that run the compiled programs.</summary>
internal sealed class SurfaceEmitter(ModelDeclaration declaration, ModelInstance root, IReadOnlyList<ModelProgram> programs, string summary)
{
    private readonly ModelSyntax _syntax = root.Syntax;

    /// <summary>Whether there are kernels for GPUs, whose workspace is one as well.</summary>
    public bool Gpu { get; init; }

    /// <summary>Extents that are fixed when the object is made: name in kernels, C# expression on the model.</summary>
    public static IReadOnlyList<(string Name, string Csharp)> ObjectExtents(ModelInstance root)
    {
        var list = root.Syntax.Of(MemberKind.Extent).Select(m => (ModelInstance.KernelName(m.Name), m.Name)).ToList();
        foreach (var instance in root.All())
        {
            if (instance == root) continue;
            foreach (var m in instance.Syntax.Of(MemberKind.Extent))
            {
                var name = ModelInstance.KernelName($"{instance.Path}{m.Name}".Replace('.', '_'));
                if (instance.Extents.TryGetValue(m.Name, out var e) && e.Equals(ModelInstance.Given(m, name))) list.Add((name, instance.Path + m.Name));
            }
        }

        return list;
    }

    /// <summary>Extents that come with each call.</summary>
    public static IReadOnlyList<string> Batches(ModelInstance root) => root.Syntax.Of(MemberKind.Batch).Select(m => ModelInstance.KernelName(m.Name)).ToArray();

    /// <summary>Writes the members.</summary>
    public void Emit(CodeWriter code)
    {
        Properties(code);
        Constructor(code);
        if (programs.Count > 0) WorkspaceClass(code);
        foreach (var program in programs) Method(code, program);
        Binding(code);
        if (HasGradient) Training.OfModel(code);
        code.Line().Line("/// <summary>What was compiled: tensors, parameters, floating-point operations, regions and what was fused.</summary>");
        code.Line("public static string Summary => \"\"\"");
        code.Indent(1);
        code.Lines(summary.TrimEnd('\n').Split('\n'));
        code.Line("\"\"\";");
        code.Indent(-1);
    }

    private static string TensorType(ScalarType type) => $"Tensor<{CsharpText.Type(type)}>";

    private void Properties(CodeWriter code)
    {
        foreach (var m in _syntax.Members)
        {
            var modifiers = m.Modifiers.Length > 0 ? m.Modifiers + " " : "";
            var shape = m.Shape is null ? "" : string.Join(" × ", m.Kind is MemberKind.Input or MemberKind.Parameter or MemberKind.State ? root.Tensors[m.Name].Shape.Select(e => e.ToFactor()) : []);
            switch (m.Kind)
            {
                case MemberKind.Extent:
                    code.Line($"{modifiers}partial int {m.Name} => _{m.Name};").Line($"private readonly int _{m.Name};").Line();
                    break;
                case MemberKind.Batch:
                    code.Line($"{modifiers}partial int {m.Name} => _{m.Name};").Line($"private int _{m.Name};").Line();
                    break;
                case MemberKind.Training when m.HasSetter && Used(MemberKind.Training).ToArray() is { Length: > 0 } training:
                    code.Line($"{modifiers}partial bool {m.Name}").Open().Line($"get => _{m.Name};").Line("set").Open().Line($"_{m.Name} = value;");
                    foreach (var use in training) code.Line($"((IModel){use}).SetTraining(value);");
                    code.Close().Close();
                    code.Line($"private bool _{m.Name};").Line();
                    break;
                case MemberKind.Training:
                    code.Line(m.HasSetter ? $"{modifiers}partial bool {m.Name} {{ get => _{m.Name}; set => _{m.Name} = value; }}" : $"{modifiers}partial bool {m.Name} => _{m.Name};");
                    code.Line($"private bool _{m.Name}{(m.HasSetter ? "" : " = false")};").Line();
                    break;
                case MemberKind.Input when root.Tensors[m.Name].Shape.Length == 0:
                    code.Line($"{modifiers}partial {CsharpText.Type(m.Type)} {m.Name} => _{m.Name};").Line($"private {CsharpText.Type(m.Type)} _{m.Name};").Line();
                    break;
                case MemberKind.Input:
                    code.Line($"/// <remarks>{shape}</remarks>");
                    code.Line($"{modifiers}partial {TensorType(m.Type)} {m.Name} => _{m.Name} ?? throw new InvalidOperationException(\"{m.Name} is bound by Bind; it is read only when the declaration itself is executed.\");");
                    code.Line($"private {TensorType(m.Type)}? _{m.Name};").Line();
                    break;
                case MemberKind.Parameter or MemberKind.State:
                    code.Line($"/// <remarks>{shape}</remarks>");
                    code.Line($"{modifiers}partial {TensorType(m.Type)} {m.Name} => Parameters.Tensor<{CsharpText.Type(m.Type)}>({root.Tensors[m.Name].Ordinal});").Line();
                    break;
                case MemberKind.Use when !m.Owned:
                    code.Line($"{modifiers}partial global::{m.ModelKey.Replace('+', '.')} {m.Name} => _{m.Name};").Line($"private readonly global::{m.ModelKey.Replace('+', '.')} _{m.Name};").Line();
                    break;
            }
        }
    }

    private IEnumerable<(string Type, string Name)> ConstructorParameters() =>
        _syntax.Of(MemberKind.Extent).Select(m => ("int", m.Name)).Concat(_syntax.Of(MemberKind.Use).Where(m => !m.Owned).Select(m => ("global::" + m.ModelKey.Replace('+', '.'), CsharpText.Argument(m.Name))));

    private void Constructor(CodeWriter code)
    {
        var name = declaration.Name;
        var simple = name.Split('<')[0];
        var parameters = string.Join(", ", ConstructorParameters().Select(p => $"{p.Type} {p.Name}"));
        code.Line("/// <summary>A model whose parameters are 0 until <see cref=\"Initialize\"/> or <c>Parameters.Load</c>.</summary>");
        code.Line($"public {simple}({parameters})").Open();
        foreach (var m in _syntax.Of(MemberKind.Extent)) code.Line($"_{m.Name} = Arguments.{(m.Options.ContainsKey("least") ? "ExtentFromZero" : "Extent")}({m.Name}, nameof({m.Name}));");
        foreach (var m in _syntax.Of(MemberKind.Use).Where(m => !m.Owned)) code.Line($"_{m.Name} = {CsharpText.Argument(m.Name)} ?? throw new ArgumentNullException(nameof({CsharpText.Argument(m.Name)}));");
        var batches = new HashSet<string>(Batches(root));
        var checks = programs.SelectMany(p => p.Tensors.ExtentRequirements).Where(r => !r.Value.Names.Concat(r.Limit.Names).Any(batches.Contains)).Distinct();
        foreach (var check in checks) code.Line($"Arguments.RequireAtMost({OnModel(check.Value)}, {OnModel(check.Limit)}, {CsharpText.Quote(check.What)});");
        var own = _syntax.Members.Where(m => m.Kind is MemberKind.Parameter or MemberKind.State).Select(Declaration).ToArray();
        var uses = _syntax.Of(MemberKind.Use).Select(m => $"new UsedModel(\"{m.Name}\", {m.Name}!.Parameters, {(m.Owned ? "true" : "false")}){(m.IsFrozen ? " { Frozen = true }" : "")}").ToArray();
        if (own.Length == 0)
        {
            code.Line($"Parameters = ParameterSet.Create([]{string.Concat(uses.Select(u => ", " + u))});");
        }
        else
        {
            code.Line("Parameters = ParameterSet.Create(");
            code.Indent(1);
            code.Line("[");
            code.Indent(1);
            foreach (var line in own) code.Line(line + ",");
            code.Indent(-1);
            code.Line(uses.Length == 0 ? "]);" : "],");
            for (var k = 0; k < uses.Length; k++) code.Line(uses[k] + (k + 1 < uses.Length ? "," : ");"));
            code.Indent(-1);
        }

        code.Close().Line();
        var arguments = string.Join(", ", ConstructorParameters().Select(p => p.Name));
        code.Line("/// <summary>A model with first values drawn from the seed: the same on every machine.</summary>");
        code.Line($"public static {name} Create({(parameters.Length > 0 ? parameters + ", " : "")}int seed)").Open();
        code.Line($"var model = new {name}({arguments});").Line("model.Initialize(seed);").Line("return model;").Close().Line();
        code.Line("/// <summary>Draws first values for all parameters from the seed: the same on every machine.</summary>");
        code.Line("public void Initialize(int seed) => Parameters.Initialize(seed);").Line();
        code.Line("/// <summary>All parameters and states by name, those of used models included.</summary>");
        code.Line("public ParameterSet Parameters { get; }");
    }

    // An extent in terms of the model's properties.
    internal string OnModel(Extent e)
    {
        var shared = ObjectExtents(root).ToDictionary(x => x.Name, x => x.Csharp);
        var text = e.ToCSharp();
        foreach (var pair in shared.Where(p => p.Key != p.Value)) text = Regex.Replace(text, $@"\b{pair.Key}\b", pair.Value);
        return text;
    }

    private string Declaration(MemberSyntax m)
    {
        var shape = root.Tensors[m.Name].Shape;
        var initial = m.Options.TryGetValue("initial", out var i) ? i : "Default";
        var fanIn = m.Options.TryGetValue("fan-in", out var f) ? root.Evaluate(SExpression.Parse(f), m.Line).ToCSharp() : "0";
        var values = _syntax.Of(MemberKind.Equation).FirstOrDefault(e => e.Initialises == m.Name);
        string?[] settings =
        [
            values is null ? null : $"First = index => {values.Name}({string.Join(", ", values.Parameters.Select((_, d) => $"index[{d}]"))})",
            m.IsFrozen ? "Frozen = true" : null,
        ];
        var initializer = settings.All(static s => s is null) ? "" : $" {{ {string.Join(", ", settings.Where(static s => s is not null))} }}";
        return $"new(\"{m.Name}\", typeof({CsharpText.Type(m.Type)}), [{string.Join(", ", shape.Select(OnModel))}], ParameterKind.{m.Kind}, Initial.{initial}, {fanIn}, 0){initializer}";
    }

    private TrainingSurface Training => new(root, programs, this);

    private bool HasGradient => programs.Any(p => p.Purpose == ProgramPurpose.Gradient);

    private void WorkspaceClass(CodeWriter code)
    {
        code.Line();
        code.Line("/// <summary>The memory of one caller. Calls with different workspaces may run at the same time.</summary>");
        code.Line($"public {(Gpu ? "" : "sealed ")}class Workspace : {(HasGradient ? "ITrainingWorkspace" : "IDisposable")}").Open();
        if (HasGradient) code.Line($"private readonly {declaration.Name} _model;").Line();
        code.Line($"internal Workspace({declaration.Name} model)");
        if (Gpu)
        {
            code.Line($"    : this(model, {string.Join(", ", programs.Select(p => $"new {p.Name}Kernels(model)"))}{(HasGradient ? ", model.Parameters.CreateGradients()" : "")})").Open().Close().Line();
            code.Line($"private protected Workspace({declaration.Name} model, {string.Join(", ", programs.Select(p => $"{p.Name}Kernels {CsharpText.Argument(p.Name)}"))}{(HasGradient ? ", GradientSet gradients" : "")})").Open();
            foreach (var p in programs) code.Line($"{p.Name}Kernels = {CsharpText.Argument(p.Name)};");
            if (HasGradient) code.Line("_model = model;").Line("Gradients = gradients;");
            code.Line("Workers = model.Workers;");
        }
        else
        {
            code.Open();
            foreach (var p in programs) code.Line($"{p.Name}Kernels = new {p.Name}Kernels(model) {{ Workers = model.Workers }};");
            if (HasGradient) code.Line("_model = model;").Line("Gradients = model.Parameters.CreateGradients();");
        }

        code.Close();
        if (HasGradient) code.Line().Line("/// <summary>The gradients of the last call of <c>Gradient</c> with this workspace.</summary>").Line("public GradientSet Gradients { get; }");
        code.Line().Line("/// <summary>The threads that calls with this workspace use; the results do not depend on them.</summary>");
        code.Line("public WorkerPool Workers").Open();
        code.Line($"get => {programs[0].Name}Kernels.Workers;");
        code.Line($"set => {string.Join(" = ", programs.Select(p => p.Name + "Kernels.Workers"))} = value;").Close();
        foreach (var p in programs) code.Line().Line($"internal {p.Name}Kernels {p.Name}Kernels {{ get; }}");
        if (HasGradient) Training.OfWorkspace(code);
        code.Line().Line("/// <summary>Gives the memory back.</summary>");
        code.Line($"public {(Gpu ? "virtual " : "")}void Dispose()").Open();
        foreach (var p in programs) code.Line($"{p.Name}Kernels.Dispose();");
        code.Close().Close().Line();
        code.Line("private Workspace? _workspace;").Line();
        code.Line("/// <summary>Memory for one more caller.</summary>");
        code.Line("public Workspace CreateWorkspace() => new(this);").Line();
        code.Line("private Workspace OwnWorkspace => _workspace ??= new Workspace(this);").Line();
        code.Line("/// <summary>The threads that calls without a workspace use; one unless set. The results do not depend on them.</summary>");
        code.Line("public WorkerPool Workers").Open();
        code.Line("get;").Line("set").Open().Line("field = value;").Line("if (_workspace is { } own) own.Workers = value;").Close();
        code.Close(" = WorkerPool.Serial;");
        if (HasGradient) code.Line().Line("/// <summary>The gradients of the last call of <c>Gradient</c> without a workspace.</summary>").Line("public GradientSet Gradients => OwnWorkspace.Gradients;");
    }

    /// <summary>Writes the method that hands a batch to a GPU and goes on: the same checks, then a step of an optimiser.</summary>
    public void TrainStep(CodeWriter code, ModelProgram program) => Method(code, program, isStep: true);

    private void Method(CodeWriter code, ModelProgram program, bool isStep = false)
    {
        var kernel = new KernelEmitter(program.Loops, "", "", [], []);
        var arguments = kernel.Arguments().Where(b => !isStep || b.Tensor.Role == TensorRole.Input).OrderBy(b => b.Tensor.Role == TensorRole.Input ? 0 : 1).ToArray();
        var loss = program.Tensors.Results.FirstOrDefault(t => t.Role == TensorRole.Loss);
        var used = Read(program);
        string Argument(LoopBuffer b) => b.Tensor.Role == TensorRole.Gradient ? CsharpText.Argument(b.Tensor.Of!.Name) + "Gradient" : CsharpText.Argument(b.Tensor.Name);
        string Type(LoopBuffer b)
        {
            var element = CsharpText.Type(b.Tensor.Type);
            return b.Tensor.Role == TensorRole.Input ? b.Tensor.Shape.Length == 0 ? element : $"ReadOnlyTensorSpan<{element}>" : $"TensorSpan<{element}>";
        }

        var batches = Batches(root);
        var asked = Asked(program, arguments);
        var locals = new IdentifierNames();
        foreach (var name in arguments.Select(Argument).Concat(batches).Concat(["workspace", "optimizer", "one", "result"])) locals.Take(name);
        var pointers = arguments.ToDictionary(b => b, b => locals.For(b.Name));
        var whole = kernel.Whole().Select(w => new WholeArgument(locals.For(w.Name), w.Role, CsharpText.Type(kernel.Parts(w.Role).First().Buffer.Tensor.Type), locals.For(w.Name + "Pointer"))).ToArray();
        var order = whole.Length == 0 ? "" : OnModel(Hessian.Order(kernel.Parts(whole[0].Role).Select(p => p.Buffer.Tensor.Of!)));
        var result = loss is null ? "void" : CsharpText.Type(loss.Type);
        var parameters = string.Join(", ", asked.Select(b => $"{Type(b)} {Argument(b)}").Concat(whole.Select(w => $"{w.Type} {w.Name}")));
        var pass = string.Join(", ", asked.Select(Argument).Concat(whole.Select(w => w.Name)));
        code.Line();
        if (isStep)
        {
            StepRemarks(code, program, asked.Select(b => (Argument(b), b)));
            code.Line($"public unsafe {result} {StepName(program)}(GpuWorkspace workspace, Optimizer optimizer{(parameters.Length > 0 ? ", " + parameters : "")})").Open();
        }
        else
        {
            Remarks(code, program, asked.Select(b => (Argument(b), b)), whole, order);
            code.Line($"public {result} {program.Name}({parameters}) => {program.Name}(OwnWorkspace{(pass.Length > 0 ? ", " + pass : "")});").Line();
            code.Line($"/// <inheritdoc cref=\"{program.Name}({string.Join(", ", asked.Select(Type).Concat(whole.Select(w => w.Type)).Select(t => t.Replace('<', '{').Replace('>', '}')))})\"/>");
            code.Line($"public unsafe {result} {program.Name}(Workspace workspace{(parameters.Length > 0 ? ", " + parameters : "")})").Open();
        }

        foreach (var batch in batches)
        {
            var source = asked.FirstOrDefault(b => b.Tensor.Shape.Any(e => e.Equals(Extent.Named(batch))));
            if (source is null) code.Line($"nint {batch} = 1;");
            else code.Line($"nint {batch} = Arguments.Length({Argument(source)}, nameof({Argument(source)}), {source.Tensor.Shape.Length}, {Array.FindIndex(source.Tensor.Shape, e => e.Equals(Extent.Named(batch)))});");
            code.Line($"Arguments.Extent(checked((int){batch}), nameof({batch}));");
        }

        foreach (var b in asked.Where(b => b.Tensor.Shape.Length > 0)) code.Line($"Arguments.Require({Argument(b)}, nameof({Argument(b)}), {string.Join(", ", b.Tensor.Shape.Select(OnModel))});");
        foreach (var w in whole) code.Line($"Arguments.Require({w.Name}, nameof({w.Name}), {order}{(w.Role == TensorRole.Hessian ? ", " + order : "")});");
        var known = new HashSet<string>(batches);
        foreach (var r in program.Tensors.ExtentRequirements.Where(r => r.Value.Names.Concat(r.Limit.Names).Any(known.Contains))) code.Line($"Arguments.RequireAtMost({OnModel(r.Value)}, {OnModel(r.Limit)}, {CsharpText.Quote(r.What)});");
        foreach (var b in asked.Where(b => b.Tensor.Shape.Length > 0)) code.Line($"fixed ({CsharpText.Type(b.Tensor.Type)}* {pointers[b]} = {Argument(b)})");
        foreach (var w in whole) code.Line($"fixed ({w.Element}* {w.Pointer} = {w.Name})");
        code.Open();
        foreach (var r in program.Tensors.IndexRequirements.Where(r => used.Contains(r.Data)))
        {
            var buffer = program.Loops.Buffers[r.Data];
            var range = r is { Least: { } least, Limit: { } limit } && least.Equals(Extent.Zero) ? Number(limit) : $"{(r.Least is null ? "int.MinValue" : Number(r.Least))}, {(r.Limit is null ? "int.MaxValue" : Number(r.Limit - Extent.One))}";
            if (r.Data.Role == TensorRole.State) code.Line($"Arguments.RequireRange(Parameters.Pointer<int>({r.Data.Ordinal}), {OnModel(buffer.Length)}, {range}, {CsharpText.Quote(r.Data.Name)});");
            else if (r.Data.Shape.Length == 0) code.Line($"{{ var one = {Argument(buffer)}; Arguments.RequireRange(&one, 1, {range}, nameof({Argument(buffer)})); }}");
            else code.Line($"Arguments.RequireRange({pointers[buffer]}, {OnModel(buffer.Length)}, {range}, nameof({Argument(buffer)}));");

            string Number(Extent e) => $"checked((int)({OnModel(e)}))";
        }

        var call = batches.Concat(arguments.Select(b => !asked.Contains(b) ? "default" : b.Tensor.Role == TensorRole.Input && b.Tensor.Shape.Length == 0 ? Argument(b) : pointers[b])).ToList();
        if (isStep) call.Insert(0, "optimizer");
        else if (kernel.HasGradients) call.Add("workspace.Gradients");
        call.AddRange(whole.Select(w => w.Pointer));
        code.Line($"{(loss is null ? "" : "var result = ")}workspace.{program.Name}{(isStep ? "OnGpu.Step" : "Kernels.Run")}({string.Join(", ", call)});");
        code.Line("GC.KeepAlive(workspace);");
        if (loss is not null) code.Line("return result;");
        code.Close().Close();
    }

    private static HashSet<Tensor> Read(ModelProgram program) => new(program.Tensors.Statements.SelectMany(s => s.Reads()).Select(r => r.Tensor));

    // Inputs that the program does not read are not asked for, unless the batch can be told from nothing else.
    private List<LoopBuffer> Asked(ModelProgram program, IReadOnlyList<LoopBuffer> arguments)
    {
        var used = Read(program);
        var asked = arguments.Where(b => b.Tensor.Role != TensorRole.Input || used.Contains(b.Tensor)).ToList();
        foreach (var batch in Batches(root))
        {
            if (asked.Any(b => b.Tensor.Shape.Any(e => e.Equals(Extent.Named(batch))))) continue;
            if (arguments.FirstOrDefault(b => b.Tensor.Shape.Any(e => e.Equals(Extent.Named(batch)))) is { } source) asked.Insert(0, source);
        }

        return asked;
    }

    /// <summary>What a program's method asks for, in order.</summary>
    internal IReadOnlyList<Tensor> Arguments(ModelProgram program) =>
        Asked(program, new KernelEmitter(program.Loops, "", "", [], []).Arguments().OrderBy(b => b.Tensor.Role == TensorRole.Input ? 0 : 1).ToArray()).Select(b => b.Tensor).ToArray();

    // TrainStep, or TrainStep with the name of the loss where there are several.
    private static string StepName(ModelProgram program) => "TrainStep" + program.Name.Substring("Gradient".Length);

    private static void StepRemarks(CodeWriter code, ModelProgram program, IEnumerable<(string Name, LoopBuffer Buffer)> arguments)
    {
        code.Line($"/// <summary>Starts what <c>{program.Name}</c> and a step of the optimiser compute, on the device, and does not wait for it: the batch is copied while the one before is still computed. What was handed over may be changed as soon as this returns.</summary>");
        code.Line("/// <param name=\"workspace\">The memory on the device.</param>");
        code.Line("/// <param name=\"optimizer\">The optimiser, made for the parameters of this model.</param>");
        Parameters(code, arguments);
        code.Line("/// <returns>The loss of the batch before; NaN for the first. The last one is what <see cref=\"GpuWorkspace.Finish\"/> waits for.</returns>");
        Exceptions(code, program, "The loss of the batch before is not a finite number; this batch is not computed.");
        code.Line("/// <exception cref=\"NotSupportedException\">The optimiser steps touched rows only.</exception>");
    }

    private static void Parameters(CodeWriter code, IEnumerable<(string Name, LoopBuffer Buffer)> arguments)
    {
        foreach (var (name, b) in arguments)
        {
            var shape = b.Tensor.Shape.Length == 0 ? "a number" : string.Join(" × ", b.Tensor.Shape.Select(e => e.ToFactor()));
            code.Line($"/// <param name=\"{name}\">{CsharpText.Xml(shape)}</param>");
        }
    }

    private static void Exceptions(CodeWriter code, ModelProgram program, string notFinite)
    {
        code.Line("/// <exception cref=\"ShapeMismatchException\">An argument has another shape.</exception>");
        if (program.Tensors.IndexRequirements.Count > 0) code.Line("/// <exception cref=\"IndexDataException\">Index data is out of range.</exception>");
        if (program.Tensors.Results.Any(t => t.Role == TensorRole.Loss)) code.Line($"/// <exception cref=\"NonFiniteLossException\">{notFinite}</exception>");
    }

    /// <summary>A vector or matrix over all parameters as an argument of a method.</summary>
    private sealed record WholeArgument(string Name, TensorRole Role, string Element, string Pointer)
    {
        public string Type => $"{(Role == TensorRole.Direction ? "ReadOnlyTensorSpan" : "TensorSpan")}<{Element}>";

        public string Meaning => Role switch
        {
            TensorRole.Direction => "the direction, over all parameters as ParameterSet.FlattenTo orders them",
            TensorRole.HessianVectorProduct => "where the product is written, in the same order",
            _ => "where the symmetric matrix is written; rows and columns are in the order of ParameterSet.FlattenTo",
        };
    }

    private static void Remarks(CodeWriter code, ModelProgram program, IEnumerable<(string Name, LoopBuffer Buffer)> arguments, WholeArgument[] whole, string order)
    {
        code.Line(program.Purpose switch
        {
            ProgramPurpose.Evaluate => "/// <summary>Computes the outputs of a batch into the caller's memory. Allocates nothing.</summary>",
            ProgramPurpose.Loss => "/// <summary>Computes the loss of a batch. Allocates nothing.</summary>",
            ProgramPurpose.HessianVectorProduct => "/// <summary>Computes the product of the Hessian of what <c>Gradient</c> differentiates with a direction, without forming the matrix. Updates no state. Allocates nothing.</summary>",
            ProgramPurpose.Hessian => "/// <summary>Computes the loss of a batch, its gradients into <c>Gradients</c>, and its Hessian with respect to all parameters. Updates no state. Allocates nothing.</summary>",
            _ => "/// <summary>Computes the loss of a batch and its gradients, and updates states. Allocates nothing.</summary>",
        });
        code.Line("/// <remarks>");
        foreach (var s in program.Tensors.Statements) code.Line($"/// <c>{CsharpText.Xml(s.ToString())}</c><br/>");
        code.Line("/// </remarks>");
        Parameters(code, arguments);
        foreach (var w in whole) code.Line($"/// <param name=\"{w.Name}\">{CsharpText.Xml(order)}{(w.Role == TensorRole.Hessian ? " × " + CsharpText.Xml(order) : "")}: {w.Meaning}</param>");
        Exceptions(code, program, "The loss is not a finite number.");
    }

    // Used models that have a member of that kind, or use one that has.
    private IEnumerable<string> Used(MemberKind kind) => _syntax.Of(MemberKind.Use).Select(u => u.Name).Where(u => root.Uses[u].All().Any(i => i.Syntax.Of(kind).Any()));

    // What an owner tells the models that it uses when the declaration is executed.
    private void Told(CodeWriter code, MemberKind kind, string type, string method)
    {
        var uses = Used(kind).ToArray();
        var own = _syntax.Of(kind).ToArray();
        if (own.Length == 0 && uses.Length == 0) return;
        code.Line().Line($"void IModel.{method}({type} value)").Open();
        foreach (var m in own) code.Line($"_{m.Name} = value;");
        foreach (var use in uses) code.Line($"((IModel){use}).{method}(value);");
        code.Close();
    }

    private void Binding(CodeWriter code)
    {
        Told(code, MemberKind.Batch, "int", "SetBatch");
        Told(code, MemberKind.Training, "bool", "SetTraining");
        var inputs = _syntax.Of(MemberKind.Input).ToArray();
        if (inputs.Length == 0) return;
        string Type(MemberSyntax m) => root.Tensors[m.Name].Shape.Length == 0 ? CsharpText.Type(m.Type) : TensorType(m.Type);
        code.Line().Line("/// <summary>Sets what the inputs read when the declaration itself is executed, element by element.</summary>");
        code.Line($"public void Bind({string.Join(", ", inputs.Select(m => $"{Type(m)} {CsharpText.Argument(m.Name)}"))})").Open();
        foreach (var m in inputs) code.Line($"_{m.Name} = {CsharpText.Argument(m.Name)};");
        foreach (var declared in root.Syntax.Of(MemberKind.Batch).Select(m => m.Name))
        {
            var batch = ModelInstance.KernelName(declared);
            var source = inputs.FirstOrDefault(m => root.Tensors[m.Name].Shape.Any(e => e.Equals(Extent.Named(batch))));
            if (source is not null) code.Line($"_{declared} = (int){CsharpText.Argument(source.Name)}.Lengths[{Array.FindIndex(root.Tensors[source.Name].Shape, e => e.Equals(Extent.Named(batch)))}];");
            if (source is null) continue;
            foreach (var use in Used(MemberKind.Batch)) code.Line($"((IModel){use}).SetBatch(_{declared});");
        }

        code.Close();
    }
}
