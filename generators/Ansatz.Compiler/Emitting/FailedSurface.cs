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
        code.Line($"public ParameterSet Parameters => {failure};");
    }
}
