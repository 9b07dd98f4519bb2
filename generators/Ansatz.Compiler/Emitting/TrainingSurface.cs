using System.Globalization;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>Writes what trains a model without knowing its class: inputs, losses and outputs by name, and the calls with a batch that has them by number.</summary>
internal sealed class TrainingSurface(ModelInstance root, IReadOnlyList<ModelProgram> programs, SurfaceEmitter surface)
{
    private readonly List<MemberSyntax> _inputs = [.. root.Syntax.Of(MemberKind.Input)];
    private readonly List<MemberSyntax> _losses = [.. root.Syntax.Of(MemberKind.Equation).Where(e => e.IsLoss)];

    private ModelProgram? Evaluate => programs.FirstOrDefault(p => p.Purpose == ProgramPurpose.Evaluate);

    private Tensor[] Outputs => Evaluate is { } program ? [.. surface.Arguments(program).Where(t => t.Role != TensorRole.Input)] : [];

    /// <summary>Writes the members of the model.</summary>
    public void OfModel(CodeWriter code)
    {
        code.Line().Line("ITrainingWorkspace ITrainable.Workspace => OwnWorkspace;").Line();
        code.Line("TrainingSignature ITrainable.Signature => field ??= new(");
        code.Indent(1);
        code.Line($"inputs: [{string.Join(", ", _inputs.Select(m => Signature(m.Name, root.Tensors[m.Name])))}],");
        code.Line($"losses: [{string.Join(", ", _losses.Select(l => CsharpText.Quote(l.Name)))}],");
        code.Line($"outputs: [{string.Join(", ", Outputs.Select(t => Signature(t.Name, t)))}]);");
        code.Indent(-1);
    }

    /// <summary>Writes the members of the workspace.</summary>
    public void OfWorkspace(CodeWriter code)
    {
        code.Line().Line("ITrainable ITrainingWorkspace.Model => _model;").Line();
        ByLoss(code, "Gradient", ProgramPurpose.Gradient);
        ByLoss(code, "Loss", ProgramPurpose.Loss);
        var evaluate = Evaluate is { } program ? $"=> {Call(program)};" : "{ }";
        code.Line($"void ITrainingWorkspace.Evaluate(TrainingBatch batch) {evaluate}");
    }

    private void ByLoss(CodeWriter code, string member, ProgramPurpose purpose)
    {
        var calls = programs.Where(p => p.Purpose == purpose).Select(Call).ToArray();
        if (calls.Length == 1)
        {
            code.Line($"double ITrainingWorkspace.{member}(TrainingBatch batch, int loss) => {calls[0]};").Line();
            return;
        }

        code.Line($"double ITrainingWorkspace.{member}(TrainingBatch batch, int loss) => loss switch").Open();
        for (var k = 0; k < calls.Length; k++) code.Line($"{(k + 1 < calls.Length ? Number(k) : "_")} => {calls[k]},");
        code.Close(";").Line();
    }

    private string Call(ModelProgram program) =>
        $"_model.{program.Name}({string.Join(", ", surface.Arguments(program).Select(Argument).Prepend("this"))})";

    private string Argument(Tensor t)
    {
        var (source, member) = t.Role switch
        {
            TensorRole.Input => (t, t.Shape.Length == 0 ? "Scalar" : "Input"),
            TensorRole.Gradient => (t.Of!, "InputGradient"),
            _ => (t, "Output"),
        };
        var number = member == "Output" ? Array.IndexOf(Outputs, t) : _inputs.FindIndex(m => m.Name == source.Name);
        return $"batch.{member}<{CsharpText.Type(t.Type)}>({Number(number)})";
    }

    private string Signature(string name, Tensor tensor) =>
        $"new({CsharpText.Quote(name)}, typeof({CsharpText.Type(tensor.Type)}){string.Concat(tensor.Shape.Select(e => ", " + Extent(e)))})";

    private string Extent(Extent extent)
    {
        var batches = SurfaceEmitter.Batches(root);
        if (batches.Any(b => extent.Equals(Tensors.Extent.Named(b)))) return "TensorSignature.Batch";
        return extent.Names.Any(batches.Contains) ? "TensorSignature.OfBatch" : surface.OnModel(extent);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
