using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Equations;

namespace Ansatz.Compiler.Emitting;

/// <summary>The generated part of a model that could not be compiled.</summary>
internal static class FailedSurface
{
    /// <summary>Implements what the user declared partial, with members that throw the reason.</summary>
    public static void Emit(CodeWriter code, ModelDeclaration model, string reason)
    {
        var failure = $"throw new InvalidOperationException({CsharpText.Quote(reason)})";
        var arguments = new List<string>();
        var members = new List<MemberSyntax>();
        foreach (var line in model.Members)
        {
            MemberSyntax m;
            try
            {
                m = MemberSyntax.Read(line, 0);
            }
            catch (Exception e) when (e is FormatException or IndexOutOfRangeException or NullReferenceException)
            {
                continue;
            }

            members.Add(m);
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
            if (m.Kind == MemberKind.Extent) arguments.Add($"int {m.Name}");
            if (m.Kind == MemberKind.Use && !m.Owned) arguments.Add($"global::{m.ModelKey.Replace('+', '.')} {CsharpText.Argument(m.Name)}");
            if (type is null) continue;
            code.Line(m.HasSetter ? $"{modifiers}partial {type} {m.Name} {{ get => {failure}; set => {failure}; }}" : $"{modifiers}partial {type} {m.Name} => {failure};");
        }

        code.Line($"public {model.Name.Split('<')[0]}({string.Join(", ", arguments)}) => {failure};");
        code.Line($"public static {model.Name} Create({string.Concat(arguments.Select(a => a + ", "))}int seed) => {failure};");
        code.Line($"public void Initialize(int seed) => {failure};");
        code.Line($"public ParameterSet Parameters => {failure};");
        code.Line($"public GradientSet Gradients => {failure};");
        code.Line($"public WorkerPool Workers {{ get => {failure}; set => {failure}; }}");
        code.Line($"public static string Summary => {CsharpText.Quote(reason)};");
        Methods(code, members, failure);
    }

    // With any arguments: what they have to be, nobody knows, and calls should not be errors as well.
    private static void Methods(CodeWriter code, List<MemberSyntax> members, string failure)
    {
        var losses = members.Where(m => m.Kind == MemberKind.Equation && m.IsLoss).ToArray();
        var most = members.Count(m => m.Kind == MemberKind.Input || (m.Kind == MemberKind.Equation && m.Output is not null)) + members.Count(m => m.Options.ContainsKey("gradient")) + 2;
        var methods = new List<(string Type, string Name)>();
        if (members.Any(m => m.Kind == MemberKind.Equation && m.Output is not null)) methods.Add(("void", "Evaluate"));
        if (members.Any(m => m.Kind == MemberKind.Input)) methods.Add(("void", "Bind"));
        foreach (var loss in losses)
        {
            var suffix = losses.Length == 1 ? "" : loss.Name;
            methods.Add((CsharpText.Type(loss.Type), "Evaluate" + loss.Name));
            methods.Add((CsharpText.Type(loss.Type), "Gradient" + suffix));
            if (loss.WantsHessian) methods.Add((CsharpText.Type(loss.Type), "Hessian" + suffix));
            if (loss.WantsProduct) methods.Add((CsharpText.Type(loss.Type), "HessianVectorProduct" + suffix));
        }

        foreach (var (type, name) in methods)
        {
            for (var count = 0; count <= most; count++)
            {
                var types = Enumerable.Range(1, count).Select(k => "T" + k).ToArray();
                code.Line(count == 0 ? $"public {type} {name}() => {failure};"
                    : $"public {type} {name}<{string.Join(", ", types)}>({string.Join(", ", types.Select((t, k) => $"{t} argument{k + 1}"))}) {string.Concat(types.Select(t => $"where {t} : allows ref struct "))}=> {failure};");
            }
        }
    }
}
