using System.Globalization;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Differentiation;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>
/// Writes what a user of a model sees of a GPU, a workspace whose kernels run there, and for each program the class that takes the place of its CPU kernels: it
/// copies what a call hands over, starts the kernels that <see cref="IlgpuEmitter"/> wrote, and copies what the call returns.
/// </summary>
internal sealed class GpuEmitter(ModelDeclaration declaration, ModelInstance root, IReadOnlyList<ModelProgram> programs, IReadOnlyList<IlgpuProgram> kernels)
{
    private readonly string _name = declaration.Name;
    private readonly IReadOnlyList<(string Name, string Csharp)> _objects = SurfaceEmitter.ObjectExtents(root);
    private readonly IReadOnlyList<string> _batches = SurfaceEmitter.Batches(root);

    /// <summary>The name of the class of a program's kernels, in the model's namespace: ILGPU cannot see into a private model, so they are not inside it.</summary>
    public static string KernelsName(ModelDeclaration model, ModelProgram program)
    {
        var key = model.Namespace.Length > 0 ? model.Key.Substring(model.Namespace.Length + 1) : model.Key;
        return $"{key.Replace('+', '_').Replace('`', '_')}_{program.Name}";
    }

    private bool HasGradient => programs.Any(p => p.Purpose == ProgramPurpose.Gradient);

    /// <summary>Writes the members.</summary>
    public void Emit(CodeWriter code)
    {
        code.Line("/// <summary>Memory for one more caller, on a device: what is called with it runs there. Parameters, states, gradients and what an optimiser remembers stay on the device until they are asked for here. Used by one thread at a time, as the device is.</summary>");
        code.Line("/// <exception cref=\"GpuOutOfMemoryException\">The device has not enough memory for the parameters; later, for a batch.</exception>");
        code.Line("/// <exception cref=\"ObjectDisposedException\">The device has been disposed; later, that or the workspace.</exception>");
        code.Line($"public GpuWorkspace OnGpu(GpuDevice device) => new(this, new GpuSession(device, Parameters{(HasGradient ? ", Parameters.CreateGradients()" : "")}));");
        var surface = new SurfaceEmitter(declaration, root, programs, "");
        foreach (var program in programs.Where(p => p.Purpose == ProgramPurpose.Gradient)) surface.TrainStep(code, program);
        code.Line().Line("/// <summary>The memory of one caller on a device.</summary>");
        code.Line($"public sealed class GpuWorkspace : Workspace{(HasGradient ? ", ITrainingWorkspace" : "")}").Open();
        code.Line("private readonly GpuSession _session;").Line();
        code.Line($"internal GpuWorkspace({_name} model, GpuSession session)");
        code.Line($"    : base(model, {string.Join(", ", programs.Select(p => $"new {p.Name}OnGpu(model, session)"))}{(HasGradient ? ", session.Gradients" : "")})").Open();
        code.Line("_session = session;").Close().Line();
        code.Line("/// <summary>The device.</summary>").Line("public GpuDevice Device => _session.Device;").Line();
        if (HasGradient)
        {
            code.Line("/// <summary>Starts a step of an optimiser along the gradients, on the device.</summary>");
            code.Line("/// <exception cref=\"ArgumentException\">The optimiser was not made for these parameters.</exception>");
            code.Line("/// <exception cref=\"NotSupportedException\">The optimiser steps touched rows only.</exception>");
            code.Line("public void Step(Optimizer optimizer) => _session.Step(optimizer);").Line();
            code.Line("/// <summary>Waits for all that was started, and gives the loss of the last <c>TrainStep</c>; NaN if there was none.</summary>");
            code.Line("/// <exception cref=\"NonFiniteLossException\">It is not a finite number.</exception>");
            code.Line($"public {LossType} Finish() => {(LossType == "double" ? "" : $"({LossType})")}_session.Finish();").Line();
        }

        foreach (var p in programs) code.Line($"internal {p.Name}OnGpu {p.Name}OnGpu => ({p.Name}OnGpu){p.Name}Kernels;").Line();
        code.Line("/// <summary>Gives the memory back; what only the device knows of parameters and gradients is fetched first.</summary>");
        code.Line("public override void Dispose()").Open();
        code.Line("base.Dispose();").Line("_session.Dispose();").Close();
        code.Close();
        for (var k = 0; k < programs.Count; k++)
        {
            code.Line();
            new ProgramEmitter(this, programs[k], kernels[k]).Emit(code);
        }
    }

    // That of all losses, or the wider one.
    private string LossType => programs.Where(p => p.Purpose == ProgramPurpose.Gradient).All(p => Loss(p)!.Type == ScalarType.Float) ? "float" : "double";

    private static Tensor? Loss(ModelProgram program) => program.Tensors.Results.FirstOrDefault(t => t.Role == TensorRole.Loss);

    /// <summary>Writes the class that runs one program.</summary>
    private sealed class ProgramEmitter
    {
        private readonly GpuEmitter _model;
        private readonly ModelProgram _program;
        private readonly IlgpuProgram _kernels;
        private readonly KernelEmitter _cpu;
        private readonly LoopBuffer[] _arguments;
        private readonly (string Name, TensorRole Role)[] _whole;
        private readonly HashSet<Tensor> _read;
        private readonly string _class, _buffers, _memory, _session, _lengths;

        public ProgramEmitter(GpuEmitter model, ModelProgram program, IlgpuProgram kernels)
        {
            (_model, _program, _kernels) = (model, program, kernels);
            _cpu = new KernelEmitter(program.Loops, "", "", [], []);
            _arguments = _cpu.Arguments().ToArray();
            _read = new HashSet<Tensor>(program.Tensors.Statements.SelectMany(s => s.Reads()).Select(r => r.Tensor));
            _class = program.Name + "OnGpu";
            var names = new IdentifierNames();
            foreach (var b in program.Loops.Buffers.Values) names.Take(b.Name);
            foreach (var name in model._objects.Select(o => o.Name).Concat(model._batches).Concat([_class, kernels.ClassName, "optimizer", "before", "block", "Fill", "Launch", "Step"])) names.Take(name);
            (_buffers, _memory, _session, _lengths) = (names.For("buffers"), names.For("memory"), names.For("session"), names.For("lengths"));
            _whole = _cpu.Whole().Select(w => (names.For(w.Name), w.Role)).ToArray();
        }

        private bool IsGradient => _program.Purpose == ProgramPurpose.Gradient;

        private IEnumerable<LoopBuffer> Inputs => _arguments.Where(b => b.Tensor.Role == TensorRole.Input);

        private string? Direction => _whole.Where(w => w.Role == TensorRole.Direction).Select(w => w.Name).FirstOrDefault();

        public void Emit(CodeWriter code)
        {
            code.Line($"/// <summary>Runs <c>{_program.Name}</c> on a device.</summary>");
            code.Line($"internal sealed unsafe class {_class}({_model._name} model, GpuSession {_session}) : {_program.Name}Kernels(model)").Open();
            if (_model._objects.Count > 0) code.Line($"private readonly long {string.Join(", ", _model._objects.Select(o => $"{o.Name} = model.{o.Csharp}"))};");
            code.Line($"private readonly GpuBuffers {_buffers} = {_session}.CreateBuffers({Number(_kernels.Buffers.Count)});");
            code.Line($"private {_kernels.ClassName}.{IlgpuEmitter.MemoryType} {_memory};").Line();
            Run(code);
            if (IsGradient) Step(code);
            Launch(code);
            Fill(code);
            code.Close();
        }

        private void Run(CodeWriter code)
        {
            var loss = Loss(_program);
            var parameters = Given().Concat(Results().Select(b => $"{KernelEmitter.ArgumentType(b)} {b.Name}")).ToList();
            if (_cpu.HasGradients) parameters.Add("GradientSet gradients");
            parameters.AddRange(_whole.Select(w => $"{WholeType(w.Role)}* {w.Name}"));
            code.Line($"public override {(loss is null ? "void" : CsharpText.Type(loss.Type))} Run({string.Join(", ", parameters)})").Open();
            code.Line($"{_buffers}.Begin();").Line(CallFill()).Line("Launch();");
            foreach (var b in Results()) code.Line($"{_buffers}.Download({_memory}.{b.Name}, {b.Name});");
            foreach (var (name, role) in _whole.Where(w => w.Role == TensorRole.HessianVectorProduct))
            {
                foreach (var (buffer, first) in _cpu.Parts(role)) code.Line($"{_buffers}.Download({_memory}.{buffer.Name}, {name}{Plus(first)});");
            }

            foreach (var (name, role) in _whole.Where(w => w.Role == TensorRole.Hessian))
            {
                var order = Hessian.Order(_cpu.Parts(role).Select(p => p.Buffer.Tensor.Of!)).ToCSharp();
                foreach (var (buffer, first) in _cpu.Parts(role))
                {
                    var view = $"{_memory}.{buffer.Name}";
                    code.Line("{").Line($"    var block = Reserve<{CsharpText.Type(buffer.Tensor.Type)}>(0, (nint){view}.Length);");
                    code.Line($"    {_buffers}.Download({view}, block);");
                    code.Line($"    SymmetricMatrix.SetColumns({name}, checked((nint)({order})), checked((nint)({first.ToCSharp()})), checked((nint)({Hessian.Length(buffer.Tensor.Of!).ToCSharp()})), block);").Line("}");
                }

                code.Line($"SymmetricMatrix.Symmetrize({name}, checked((nint)({order})));");
            }

            if (loss is not null) code.Line($"return Arguments.Finite({_buffers}.Value({_memory}.{_program.Loops.Buffers[loss].Name}), {Named(loss)});");
            code.Close().Line();
        }

        // The batch goes to the device while it is busy with the one before.
        private void Step(CodeWriter code)
        {
            var loss = Loss(_program)!;
            var type = CsharpText.Type(loss.Type);
            code.Line("/// <summary>Starts the kernels and a step of the optimiser once the step before is done, whose loss is returned.</summary>");
            code.Line($"public {type} Step(Optimizer optimizer{string.Concat(Given().Select(g => ", " + g))})").Open();
            code.Line($"{_buffers}.BeginStreaming();").Line(CallFill());
            code.Line($"var before = {(type == "double" ? "" : $"({type})")}{_session}.Finish();");
            code.Line("Launch();").Line($"{_session}.Step(optimizer);");
            code.Line($"{_session}.Defer({_memory}.{_program.Loops.Buffers[loss].Name}, {Named(loss)});");
            code.Line("return before;").Close().Line();
        }

        private void Launch(CodeWriter code)
        {
            var after = _program.Tensors.Results.Where(t => t.Role == TensorRole.Update && _program.Loops.Buffers.ContainsKey(t.Of!)).Select(t => $"{_session}.StateUpdated({Number(t.Of!.Ordinal)});").ToList();
            if (_cpu.HasGradients) after.Add($"{_session}.GradientsComputed();");
            var run = $"{_kernels.ClassName}.Run({_session}.Device, {_memory});";
            code.Line("/// <summary>Starts the kernels on what is on the device.</summary>");
            if (after.Count == 0)
            {
                code.Line($"internal void Launch() => {run}").Line();
                return;
            }

            code.Line("internal void Launch()").Open().Line(run);
            foreach (var line in after) code.Line(line);
            code.Close().Line();
        }

        private void Fill(CodeWriter code)
        {
            code.Line("// What the kernels work on: the batch is copied, and what has changed here since the last call.");
            code.Line($"private void Fill({string.Join(", ", Given().Concat(Direction is { } d ? [$"{WholeType(TensorRole.Direction)}* {d}"] : []))})").Open();
            if (_kernels.Buffers.Count > 0) code.Line($"var {_lengths} = {_kernels.ClassName}.Lengths({string.Join(", ", _kernels.Extents)});");
            code.Line($"{_memory} = new()").Open();
            foreach (var extent in _kernels.Extents) code.Line($"{extent} = {extent},");
            foreach (var b in Inputs.Where(IlgpuEmitter.IsNumber)) code.Line($"{b.Name} = {b.Name},");
            for (var k = 0; k < _kernels.Buffers.Count; k++) code.Line($"{_kernels.Buffers[k].Name} = {Memory(_kernels.Buffers[k], k)},");
            code.Close(";").Close();
        }

        private string Memory(LoopBuffer b, int slot)
        {
            var (tensor, type) = (b.Tensor, IlgpuEmitter.ElementType(b.Tensor));
            var (number, length) = (Number(slot), $"{_lengths}[{Number(slot)}]");
            return tensor.Role switch
            {
                // The caller may have nothing to hand over for what is not read.
                TensorRole.Input when !_read.Contains(tensor) => $"{_buffers}.Reserve<{type}>({number}, 0)",
                TensorRole.Input => $"{_buffers}.Upload({number}, {b.Name}, {length})",
                TensorRole.Parameter or TensorRole.State => $"{_session}.Stored<{type}>({Number(tensor.Ordinal)})",
                TensorRole.Gradient when tensor.Of!.Role == TensorRole.Parameter && b.Storage == Storage.Result => $"{_session}.Gradient<{type}>({Number(tensor.Of.Ordinal)})",
                TensorRole.Direction => $"{_buffers}.Upload({number}, {Direction}{Plus(_cpu.Parts(TensorRole.Direction).First(p => p.Buffer == b).First)}, {length})",
                _ => $"{_buffers}.Reserve<{type}>({number}, {length})",
            };
        }

        // Extents and inputs, as every method here is handed them.
        private IEnumerable<string> Given() => _model._batches.Select(b => $"nint {b}").Concat(Inputs.Select(b => $"{KernelEmitter.ArgumentType(b)} {b.Name}"));

        private IEnumerable<LoopBuffer> Results() => _arguments.Where(b => b.Tensor.Role != TensorRole.Input);

        private string CallFill() => $"Fill({string.Join(", ", _model._batches.Concat(Inputs.Select(b => b.Name)).Concat(Direction is { } d ? [d] : []))});";

        private string Named(Tensor loss) => $"{CsharpText.Quote(_model._name)}, {CsharpText.Quote(loss.Name)}";

        private string WholeType(TensorRole role) => CsharpText.Type(_cpu.Parts(role).First().Buffer.Tensor.Type);

        private static string Plus(Extent first) => first.Equals(Extent.Zero) ? "" : $" + {first.ToOperand()}";

        private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
    }
}
