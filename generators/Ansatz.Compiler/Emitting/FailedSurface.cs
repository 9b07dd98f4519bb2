using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Equations;

namespace Ansatz.Compiler.Emitting;

/// <summary>The generated part of a model that could not be compiled.</summary>
internal sealed class FailedSurface(ModelDeclaration model, bool gpu, string reason)
{
    // A member of such a name is what the model fails for: it is there already.
    private const string GeneratedName = "ANZ0022 ";

    private readonly string _failure = $"throw new InvalidOperationException({CsharpText.Quote(reason)})";
    private readonly HashSet<string> _taken = new(model.Problems.Where(p => p.StartsWith(GeneratedName, StringComparison.Ordinal)).Select(p => p.Substring(p.LastIndexOf(' ') + 1)), StringComparer.Ordinal);
    private readonly List<string> _arguments = [];
    private readonly List<MemberSyntax> _members = Readable(model);

    private MemberSyntax[] Losses => _members.Where(m => m.Kind == MemberKind.Equation && m.IsLoss).ToArray();

    private bool HasOutputs => _members.Any(m => m.Kind == MemberKind.Equation && m.Output is not null);

    /// <summary>Whether it has a loss, so that calls of <c>Fit</c> should not be errors as well.</summary>
    public bool IsTrainable => Losses.Length > 0;

    /// <summary>Implements what the user declared partial, with members that throw the reason.</summary>
    public void Emit(CodeWriter code)
    {
        foreach (var m in _members) Declared(code, m);
        code.Line($"public {model.Name.Split('<')[0]}({string.Join(", ", _arguments)}) => {_failure};");
        Member(code, "Create", $"public static {model.Name} Create({string.Concat(_arguments.Select(a => a + ", "))}int seed) => {_failure};");
        Member(code, "Initialize", $"public void Initialize(int seed) => {_failure};");
        code.Line(_taken.Contains("Parameters") ? $"ParameterSet IModel.Parameters => {_failure};" : $"public ParameterSet Parameters => {_failure};");
        Member(code, "Summary", $"public static string Summary => {CsharpText.Quote(reason)};");
        Methods(code);
        if (model.Onnx) Member(code, "SaveOnnx", $"public void SaveOnnx(string path) => {_failure};\npublic void SaveOnnx(System.IO.Stream stream) => {_failure};");
        if (HasOutputs || Losses.Length > 0) Workspaces(code);
        if (IsTrainable) code.Line($"ITrainingWorkspace ITrainable.Workspace => {_failure};").Line($"TrainingSignature ITrainable.Signature => {_failure};");
    }

    // What cannot be read has been reported, and there is nothing to implement.
    private static List<MemberSyntax> Readable(ModelDeclaration model)
    {
        var members = new List<MemberSyntax>();
        foreach (var line in model.Members)
        {
            try
            {
                members.Add(MemberSyntax.Read(line, 0));
            }
            catch (Exception e) when (e is FormatException or IndexOutOfRangeException or NullReferenceException)
            {
            }
        }

        return members;
    }

    private void Declared(CodeWriter code, MemberSyntax m)
    {
        var modifiers = m.Modifiers.Length > 0 ? m.Modifiers + " " : "";
        var type = m.Kind switch
        {
            MemberKind.Extent or MemberKind.Batch => "int",
            MemberKind.Training => "bool",
            MemberKind.Input when m.Shape!.Items.Length == 0 => CsharpText.Type(m.Type),
            MemberKind.Input or MemberKind.Parameter or MemberKind.State => $"Tensor<{CsharpText.Type(m.Type)}>",
            MemberKind.Use when !m.Owned => "global::" + m.ModelKey.Replace('+', '.'),
            _ => null,
        };
        if (m.Kind == MemberKind.Extent) _arguments.Add($"int {m.Name}");
        if (m.Kind == MemberKind.Use && !m.Owned) _arguments.Add($"global::{m.ModelKey.Replace('+', '.')} {CsharpText.Argument(m.Name)}");
        if (type is null) return;
        code.Line(m.HasSetter ? $"{modifiers}partial {type} {m.Name} {{ get => {_failure}; set => {_failure}; }}" : $"{modifiers}partial {type} {m.Name} => {_failure};");
    }

    private void Member(CodeWriter code, string name, string text)
    {
        if (!_taken.Contains(name)) code.Line(text);
    }

    private void Workspaces(CodeWriter code)
    {
        var (gradients, workers) = ($"public GradientSet Gradients => {_failure};", $"public WorkerPool Workers {{ get => {_failure}; set => {_failure}; }}");
        var differentiates = Losses.Length > 0;
        if (differentiates) Member(code, "Gradients", gradients);
        Member(code, "Workers", workers);
        if (_taken.Contains("Workspace")) return;
        Member(code, "CreateWorkspace", $"public Workspace CreateWorkspace() => {_failure};");
        code.Line("public class Workspace : IDisposable").Open();
        code.Line("private protected Workspace() { }");
        if (differentiates) code.Line(gradients);
        code.Line(workers).Line("public void Dispose() { }").Close();
        if (!gpu || _taken.Contains("GpuWorkspace")) return;
        Member(code, "OnGpu", $"public GpuWorkspace OnGpu(global::Ansatz.Gpu.GpuDevice device) => {_failure};");
        code.Line("public sealed class GpuWorkspace : Workspace").Open();
        code.Line("private GpuWorkspace() { }").Line($"public global::Ansatz.Gpu.GpuDevice Device => {_failure};");
        if (differentiates) code.Line($"public void Step(Optimizer optimizer) => {_failure};").Line($"public {CsharpText.Type(Losses[0].Type)} Finish() => {_failure};");
        code.Close();
    }

    // With any arguments: what they have to be, nobody knows, and calls should not be errors as well.
    private void Methods(CodeWriter code)
    {
        var losses = Losses;
        var most = _members.Count(m => m.Kind == MemberKind.Input || (m.Kind == MemberKind.Equation && m.Output is not null)) + _members.Count(m => m.Options.ContainsKey("gradient")) + 2;
        var methods = new List<(string Type, string Name)>();
        if (HasOutputs) methods.Add(("void", "Evaluate"));
        if (_members.Any(m => m.Kind == MemberKind.Input)) methods.Add(("void", "Bind"));
        foreach (var loss in losses)
        {
            var suffix = losses.Length == 1 ? "" : loss.Name;
            methods.Add((CsharpText.Type(loss.Type), "Evaluate" + loss.Name));
            methods.Add((CsharpText.Type(loss.Type), "Gradient" + suffix));
            if (loss.WantsHessian) methods.Add((CsharpText.Type(loss.Type), "Hessian" + suffix));
            if (loss.WantsProduct) methods.Add((CsharpText.Type(loss.Type), "HessianVectorProduct" + suffix));
            if (gpu) methods.Add((CsharpText.Type(loss.Type), "TrainStep" + suffix));
        }

        foreach (var (type, name) in methods)
        {
            if (_taken.Contains(name)) continue;
            for (var count = 0; count <= most; count++)
            {
                var types = Enumerable.Range(1, count).Select(k => "T" + k).ToArray();
                code.Line(count == 0 ? $"public {type} {name}() => {_failure};"
                    : $"public {type} {name}<{string.Join(", ", types)}>({string.Join(", ", types.Select((t, k) => $"{t} argument{k + 1}"))}) {string.Concat(types.Select(t => $"where {t} : allows ref struct "))}=> {_failure};");
            }
        }
    }
}
