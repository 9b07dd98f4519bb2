using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Differentiation;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Layers;
using Ansatz.Compiler.Onnx;
using Ansatz.Compiler.Passes;
using Ansatz.Compiler.Recurrences;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler;

/// <summary>The whole compiler on one page: declaration → tensor program → adjoint → passes → schedule → loop program → text.</summary>
public static class ModelCompiler
{
    /// <summary>The version of the canonical text that this compiler reads and writes.</summary>
    public const int DeclarationVersion = 1;

    /// <summary>Everything that can be switched off, in the order in which it happens.</summary>
    public static IReadOnlyList<string> PassNames { get; } = PassList.All.Select(p => p.Name).Concat(PassList.SchedulerSwitches).ToArray();

    /// <summary>The file that an assembly with kernels for GPUs has once.</summary>
    public static GeneratedFile FriendOfIlgpu => FileWriter.FriendOfIlgpu;

    /// <summary>Compiles one model into the files of its generated part.</summary>
    public static EquatableArray<GeneratedFile> Compile(CompileInput input, CancellationToken cancellation) => Compile(input, CompilerOptions.Default, cancellation);

    /// <summary>
    /// Compiles one model into the files of its generated part. A model that has no meaning, or on which the compiler fails, gets
    /// members that throw with the reason; it never throws for a declaration, whatever it is.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller has asked to stop.</exception>
    public static EquatableArray<GeneratedFile> Compile(CompileInput input, CompilerOptions options, CancellationToken cancellation)
    {
        try
        {
            if (input.Model.Problems.Count > 0) return FileWriter.Failed(input, input.Model.Problems[0]);
            var problems = Check(input, cancellation);
            if (problems.FirstOrDefault(p => p.Severity == Severity.Error) is { } error) return FileWriter.Failed(input, $"{error.Code}: {error.Message}");
            var programs = Programs(input, options, cancellation);
            if (programs.SelectMany(p => p.Problems).FirstOrDefault(p => p.Severity == Severity.Error) is { } found) return FileWriter.Failed(input, $"{found.Code}: {found.Message}");
            var files = FileWriter.Write(input, programs, input.Model.Onnx ? OnnxCompiler.Graph(input, options, cancellation) : null);
            return Limits.Exceeded(files) is { } large ? FileWriter.Failed(input, $"{large.Code}: {large.Message}") : files;
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception e)
        {
            return FileWriter.Failed(input, $"{ProblemCodes.CompilerFailure}: the compiler failed on this model ({e.GetType().Name}: {e.Message}).");
        }
    }

    /// <summary>What is wrong with a model: every stage that can find a problem, and nothing dear.</summary>
    public static EquatableArray<Problem> Check(CompileInput input, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var advice = new List<Problem>();
        try
        {
            var checkedPrograms = new List<(TensorProgram, bool)>();
            ModelInstance? root = null;
            var syntax = ModelSyntax.Read(input.Model.Key, input.Model.Members);
            foreach (var purpose in new[] { ProgramPurpose.Evaluate, ProgramPurpose.Gradient })
            {
                foreach (var equation in Roots(syntax, purpose))
                {
                    cancellation.ThrowIfCancellationRequested();
                    var program = new TensorProgram(new ExpressionGraph(), input.Model.Name);
                    (root, var found) = FrontEnd(input, program, [equation], purpose == ProgramPurpose.Gradient, purpose == ProgramPurpose.Gradient && equation.IsLoss, advice);
                    problems.AddRange(found);
                    checkedPrograms.Add((program, equation.IsLoss));
                    if (equation.IsLoss && found.All(static p => p.Severity != Severity.Error)) advice.AddRange(StackAdvice.Of(program, root, LayerUse.Of(root).ToArray(), equation, input.Uses));
                    if (purpose == ProgramPurpose.Gradient && NoHessian(root, equation) is { } missing) problems.Add(missing);
                }
            }

            if (root is not null) advice.AddRange(Advice.OfNames(root, checkedPrograms));
            if (input.Model.Onnx && problems.All(static p => p.Severity != Severity.Error)) problems.AddRange(OnnxCompiler.Check(input, cancellation));
            advice.AddRange(Advice.OfEquations(syntax));
            problems.AddRange(FirstValues(syntax));
            root ??= ModelInstance.Build(input, new TensorProgram(new ExpressionGraph(), input.Model.Name));
            foreach (var layer in LayerUse.Of(root)) advice.AddRange(FactorizationAdvice.Of(layer, input.Uses));
        }
        catch (ProblemException e)
        {
            problems.Add(e.Problem);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            problems.Add(new Problem(ProblemCodes.CompilerFailure, -1, 0, $"The compiler failed on this model ({e.GetType().Name}: {e.Message})."));
        }

        // What is wrong comes first; until it is right there is no use in what would be better.
        if (problems.All(p => p.Severity != Severity.Error)) problems.AddRange(advice);
        return new EquatableArray<Problem>(problems.Distinct().OrderBy(p => p.Member).ThenBy(p => p.Node).ToArray());
    }

    /// <summary>What only compiling can tell of a model that <see cref="Check"/> finds nothing wrong with: what it takes, and whether that is too much.</summary>
    public static EquatableArray<Problem> Diagnose(CompileInput input, CancellationToken cancellation)
    {
        try
        {
            var programs = Programs(input, CompilerOptions.Default, cancellation);
            var problems = programs.SelectMany(p => p.Problems).ToList();
            if (problems.All(p => p.Severity != Severity.Error) && Limits.Exceeded(FileWriter.Write(input, programs, null)) is { } large) problems.Add(large);
            if (problems.All(p => p.Severity != Severity.Error))
            {
                problems.AddRange(Costs.Of(programs));
                if (programs.Count > 0) problems.AddRange(LayerSpeed.Of(programs[0].Root, programs, input.Uses, cancellation));
            }

            return new EquatableArray<Problem>(problems.Distinct().OrderBy(p => p.Member).ThenBy(p => p.Node).ToArray());
        }
        catch (ProblemException)
        {
            return EquatableArray<Problem>.Empty;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Check(input, cancellation).Count > 0 ? EquatableArray<Problem>.Empty : new EquatableArray<Problem>([new Problem(ProblemCodes.CompilerFailure, -1, 0, $"The compiler failed on this model ({e.GetType().Name}: {e.Message}).")]);
        }
    }

    /// <summary>The programs of a model, compiled up to the loop program: what the emitters start from.</summary>
    /// <exception cref="ProblemException">The model has no meaning.</exception>
    public static IReadOnlyList<ModelProgram> Programs(CompileInput input, CompilerOptions options, CancellationToken cancellation)
    {
        var syntax = ModelSyntax.Read(input.Model.Key, input.Model.Members);
        var programs = new List<ModelProgram>();
        if (Roots(syntax, ProgramPurpose.Evaluate).Any()) programs.Add(Program(input, "Evaluate", ProgramPurpose.Evaluate, Roots(syntax, ProgramPurpose.Evaluate), options, cancellation));
        var losses = syntax.Of(MemberKind.Equation).Where(e => e.IsLoss).ToArray();
        foreach (var loss in losses)
        {
            programs.Add(Program(input, "Evaluate" + loss.Name, ProgramPurpose.Loss, [loss], options, cancellation));
            var suffix = losses.Length == 1 ? "" : loss.Name;
            programs.Add(Program(input, "Gradient" + suffix, ProgramPurpose.Gradient, Roots(syntax, ProgramPurpose.Gradient).Where(e => !e.IsLoss || e == loss), options, cancellation));
            if (loss.WantsProduct) programs.Add(Program(input, "HessianVectorProduct" + suffix, ProgramPurpose.HessianVectorProduct, [loss], options, cancellation));
            if (loss.WantsHessian) programs.Add(Program(input, "Hessian" + suffix, ProgramPurpose.Hessian, [loss], options, cancellation));
        }

        return programs;
    }

    internal static IEnumerable<MemberSyntax> Roots(ModelSyntax syntax, ProgramPurpose purpose) => syntax.Of(MemberKind.Equation).Where(e => purpose == ProgramPurpose.Evaluate
        ? e.Output is not null
        : e.IsLoss || (e.Updates is not null && purpose == ProgramPurpose.Gradient && !IsOfUsers(syntax, e)));

    // In a layer an update is given what the layer's users give it, and runs in their programs.
    private static bool IsOfUsers(ModelSyntax syntax, MemberSyntax update) => update.Parameters.Any(p => p.Type.Atom is null) && !syntax.Of(MemberKind.Equation).Any(e => e.IsLoss);

    private static ModelProgram Program(CompileInput input, string name, ProgramPurpose purpose, IEnumerable<MemberSyntax> roots, CompilerOptions options, CancellationToken cancellation)
    {
        var program = new TensorProgram(new ExpressionGraph(), input.Model.Name);
        var equations = roots.ToArray();
        var differentiated = purpose is not (ProgramPurpose.Evaluate or ProgramPurpose.Loss);
        var (root, problems) = FrontEnd(input, program, equations, differentiated, purpose == ProgramPurpose.Gradient);
        if (problems.FirstOrDefault(p => p.Severity == Severity.Error) is { } error) throw new ProblemException(error);
        if (options.Verify) ProgramVerifier.Verify(program, "the front end");
        if (differentiated)
        {
            // The order of contractions is chosen on the forward program first: the adjoint of a product of two is again products of two.
            RunBeforeDerivative(program, options);
            var loss = program.Results.First(t => t.Role == TensorRole.Loss);
            var parameters = Parameters(root);
            if (purpose == ProgramPurpose.Gradient) parameters = parameters.Concat(root.Tensors.Values.Where(t => t.WantsGradient));
            var gradients = Adjoint.Of(program, loss, parameters.OrderBy(t => t.Ordinal).ToArray());
            RecurrenceFinder.Run(program);
            if (options.Verify) ProgramVerifier.Verify(program, "the adjoint");
            if (purpose != ProgramPurpose.Gradient) Differentiate(program, purpose, gradients, root, options);
        }

        FactorMatrices.Run(program);
        RecurrenceFinder.Run(program);
        if (options.Verify) ProgramVerifier.Verify(program, "the factors of matrices");
        PassList.Run(program, options, cancellation);
        var loops = Scheduler.Schedule(program, options);
        var first = equations.FirstOrDefault(e => e.IsLoss) ?? equations[0];
        var memory = purpose == ProgramPurpose.Gradient ? first.Memory : null;
        if (memory is { } bytes) loops = Recomputation.Fit(program, loops, bytes, options, cancellation);
        return new ModelProgram(purpose, name, root, program, loops) { Problems = Limits.Exceeded(loops, name, first, memory).ToArray() };
    }

    private static IEnumerable<Tensor> Parameters(ModelInstance root) => root.All().SelectMany(i => i.Tensors.Values).Where(t => t.Role == TensorRole.Parameter && !t.IsFrozen && t.Type != ScalarType.Int);

    // Equations of first values have an index for each dimension, and nothing else.
    private static IEnumerable<Problem> FirstValues(ModelSyntax syntax) =>
        from e in syntax.Of(MemberKind.Equation)
        where e.Initialises is { } name && syntax[name] is not null
        let dimensions = syntax[e.Initialises!]!.Shape!.Items.Length
        where e.Parameters.Length != dimensions || e.Parameters.Any(p => p.Type.Atom != "int")
        select new Problem(ProblemCodes.OutputExtents, e.Line, 0, $"'{e.Name}' gives the first values of '{e.Initialises}', which has {dimensions} dimensions: it must have as many indices, and no other parameters.");

    // What is wrong if second derivatives are asked for and the parameters are no vector.
    private static Problem? NoHessian(ModelInstance root, MemberSyntax loss)
    {
        if (!loss.WantsHessian && !loss.WantsProduct) return null;
        var parameters = Parameters(root).OrderBy(t => t.Ordinal).ToArray();
        var other = parameters.FirstOrDefault(t => t.Type != parameters[0].Type);
        if (parameters.Length > 0 && other is null) return null;
        return new Problem(ProblemCodes.NoHessian, loss.Line, loss.LossNode, parameters.Length == 0
            ? $"The second derivatives of '{loss.Name}' are with respect to the model's parameters, but it has none."
            : $"The second derivatives of '{loss.Name}' are with respect to one vector of parameters, but '{parameters[0].Name}' is {Word(parameters[0])} and '{other!.Name}' is {Word(other)}.");

        static string Word(Tensor t) => t.Type == ScalarType.Float ? "float" : "double";
    }

    // The second derivative: the tangent of what the adjoint made.
    private static void Differentiate(TensorProgram program, ProgramPurpose purpose, IReadOnlyList<Tensor> gradients, ModelInstance root, CompilerOptions options)
    {
        RunBeforeDerivative(program, options);
        if (purpose == ProgramPurpose.HessianVectorProduct) Hessian.TimesDirection(program, gradients);
        else Hessian.Matrix(program, gradients, root.Syntax.Of(MemberKind.Batch).Select(m => Extent.Named(ModelInstance.KernelName(m.Name))).FirstOrDefault());
        RecurrenceFinder.Run(program);
        if (options.Verify) ProgramVerifier.Verify(program, "the tangent");
    }

    private static void RunBeforeDerivative(TensorProgram program, CompilerOptions options)
    {
        foreach (var pass in PassList.BeforeAdjoint)
        {
            if (options.IsDisabled(pass.Name)) continue;
            pass.Run(program);
            RecurrenceFinder.Run(program);
        }
    }

    /// <summary>Declaration → tensor program with extents.</summary>
    internal static (ModelInstance Root, List<Problem> Problems) FrontEnd(CompileInput input, TensorProgram program, IReadOnlyList<MemberSyntax> roots, bool training, bool updates, List<Problem>? advice = null)
    {
        var root = ModelInstance.Build(input, program);
        var elaborator = Elaborator.Elaborate(program, root, roots, training, updates);
        advice?.AddRange(elaborator.Advice);
        advice?.AddRange(Advice.OfValues(program, elaborator.Origins, roots.Any(r => r.IsLoss)));
        try
        {
            RecurrenceFinder.Run(program);
            var problems = BoundsInference.Infer(program, elaborator.Origins);
            if (problems.All(x => x.Severity != Severity.Error)) RecurrenceFinder.Run(program);
            return (root, problems);
        }
        catch (RecurrenceException e)
        {
            var (member, node) = elaborator.Origins.TryGetValue(e.Read.Id, out var where) ? where : (-1, 0);
            return (root, [new Problem(e.Code, member, node, e.Message)]);
        }
    }
}
