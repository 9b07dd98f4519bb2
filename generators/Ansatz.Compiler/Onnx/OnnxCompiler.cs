using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Passes;
using Ansatz.Compiler.Recurrences;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Onnx;

/// <summary>From a declaration to the graph of its outputs: the front end, the passes that order sums, the lowering. Nothing of this is trained, so <c>[Training]</c> is false.</summary>
internal static class OnnxCompiler
{
    /// <summary>The graph of a model without problems.</summary>
    /// <exception cref="OnnxUnsupportedException">An output depends on something that standard operators do not compute.</exception>
    public static OnnxGraph Graph(CompileInput input, CompilerOptions options, CancellationToken cancellation)
    {
        var syntax = ModelSyntax.Read(input.Model.Key, input.Model.Members);
        var program = new TensorProgram(new ExpressionGraph(), input.Model.Name);
        var (root, _) = ModelCompiler.FrontEnd(input, program, [.. ModelCompiler.Roots(syntax, ProgramPurpose.Evaluate)], training: false, updates: false);
        foreach (var pass in PassList.BeforeOnnx)
        {
            cancellation.ThrowIfCancellationRequested();
            if (options.IsDisabled(pass.Name)) continue;
            pass.Run(program);
            RecurrenceFinder.Run(program);
            if (options.Verify) ProgramVerifier.Verify(program, pass.Name);
        }

        var batches = SurfaceEmitter.Batches(root);
        return OnnxLowering.Lower(program, Inputs(program, batches), batches);
    }

    /// <summary>What keeps a model from being a graph.</summary>
    public static IEnumerable<Problem> Check(CompileInput input, CancellationToken cancellation)
    {
        var name = input.Model.Name;
        if (!ModelCompiler.Roots(ModelSyntax.Read(input.Model.Key, input.Model.Members), ProgramPurpose.Evaluate).Any())
            return [new Problem(ProblemCodes.NothingForOnnx, -1, 0, $"'{name}' has no output, so there is nothing to write as ONNX: mark an equation with [Output], or leave 'Onnx = true' out.")];
        try
        {
            Graph(input, CompilerOptions.Default, cancellation);
            return [];
        }
        catch (OnnxUnsupportedException e)
        {
            return [new Problem(ProblemCodes.NotInOnnx, -1, 0, $"'{name}' cannot be written as ONNX: {e.Message}. Give what it needs as an input, or leave 'Onnx = true' out.")];
        }
    }

    // What is read, in the order of declaration, and one more if no other tells the batch.
    private static Tensor[] Inputs(TensorProgram program, IReadOnlyList<string> batches)
    {
        var read = new HashSet<Tensor>(program.Statements.SelectMany(s => s.Reads()).Select(r => r.Tensor));
        bool HasBatch(Tensor t) => batches.Any(b => t.Shape.Contains(Extent.Named(b)));
        var inputs = program.Given.Where(t => t.Role == TensorRole.Input).ToArray();
        if (batches.Count > 0 && !inputs.Any(t => read.Contains(t) && HasBatch(t)) && inputs.FirstOrDefault(HasBatch) is { } source) read.Add(source);
        return [.. inputs.Where(read.Contains)];
    }
}
