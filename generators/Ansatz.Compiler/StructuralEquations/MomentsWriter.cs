using Ansatz.Compiler.Emitting;
using Ansatz.StructuralEquations;

namespace Ansatz.Compiler.StructuralEquations;

/// <summary>Writes the class of a model's implied moments. Groups of the same form share their code.</summary>
internal sealed class MomentsWriter(SemModel model, IReadOnlyList<MomentProgram?> programs)
{
    private readonly int[] _first = programs.Select((program, g) => g).Select(g => Array.FindIndex(programs.ToArray(), p => Equals(p, programs[g]))).ToArray();

    private bool HasMeans => model.Table.HasMeans;

    /// <summary>Writes it.</summary>
    public void Write(CodeWriter code)
    {
        var all = programs.All(p => p is not null);
        code.Line("// X = α + ΛᵀX + ε with cov(ε) = Ω: Σ = Tᵀ Ω T and μ = Tᵀ α, where T = (I − Λ)⁻¹.");
        if (!all) code.Line("// Written out, this model would be longer than a processor's cache likes; its moments are computed by loops over Λ and Ω (see ReticularMoments).");
        code.Line("private sealed unsafe class ImpliedMoments() : ReticularMoments(Model)").Open();
        code.Line("/// <inheritdoc/>");
        code.Line("public override MomentStructure Another() => new ImpliedMoments();").Line();
        if (all)
        {
            Override(code, "Moments", "ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> sigma, Span<double> mu", ["theta", "exogenous", "sigma", "mu"], ["sigma", "mu"], p => p.IsDense);
            if (programs.All(p => p!.Jacobian.Length > 0)) Override(code, "Jacobian", "ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, Span<double> jacobian", ["theta", "exogenous", "jacobian"], ["jacobian"], _ => false);
            Override(code, "Gradient", "ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, ReadOnlySpan<double> weight, ReadOnlySpan<double> meanWeight, Span<double> gradient", ["theta", "exogenous", "weight", "meanWeight", "gradient"], ["gradient"], _ => false);
            if (programs.All(p => p!.Curvature.Length > 0))
            {
                Override(code, "Curvature", "ReadOnlySpan<double> theta, ReadOnlySpan<double> exogenous, ReadOnlySpan<double> weight, ReadOnlySpan<double> meanWeight, Span<double> hessian", ["theta", "exogenous", "weight", "meanWeight", "hessian"], ["hessian"], _ => false);
            }

            foreach (var g in _first.Distinct()) Methods(code, g);
        }

        code.Close();
    }

    private void Override(CodeWriter code, string name, string parameters, string[] pointers, string[] written, Func<MomentProgram, bool> dense)
    {
        code.Line("/// <inheritdoc/>");
        code.Line($"public override bool {name}(int group, {parameters})").Open();
        code.Line($"Check(group, {string.Join(", ", pointers.Select(p => $"{p}: {p}.Length"))});");
        if (programs.Any(p => !dense(p!)))
        {
            foreach (var span in written) code.Line($"{span}.Clear();");
        }

        code.Line($"fixed (double* {string.Join(", ", pointers.Select(p => $"{p}Start = {p}"))})").Open();
        if (programs.Count == 1)
        {
            Call(0);
        }
        else
        {
            code.Line("switch (group)").Open();
            for (var g = 0; g < programs.Count; g++)
            {
                code.Line(g == programs.Count - 1 ? "default:" : $"case {g}:");
                code.Indent(1);
                Call(g);
                code.Indent(-1);
            }

            code.Close();
        }

        code.Close();
        code.Close().Line();

        void Call(int g)
        {
            var offset = StructuralEquationCompiler.ParametersOf(model.Groups[g]) is [var start, ..] && start > 0 ? $" + {start}" : "";
            code.Line($"return {name}{_first[g] + 1}({string.Join(", ", pointers.Select(p => p == "theta" ? "thetaStart" + offset : p + "Start"))});");
        }
    }

    private void Methods(CodeWriter code, int g)
    {
        var program = programs[g]!;
        var (p, q) = (model.Groups[g].ObservedCount, StructuralEquationCompiler.ParametersOf(model.Groups[g]).Length);
        Method(code, $"Moments{g + 1}(double* theta, double* exogenous, double* sigma, double* mu)", program.Moments, $"Σ is {p} × {p}{(HasMeans ? $", μ has {p} entries" : "")}.", program);
        if (program.Jacobian.Length > 0) Method(code, $"Jacobian{g + 1}(double* theta, double* exogenous, double* jacobian)", program.Jacobian, $"{q} parameters × {(p * (p + 1) / 2) + (HasMeans ? p : 0)} moments; what is not named is 0.", program);
        Method(code, $"Gradient{g + 1}(double* theta, double* exogenous, double* weight, double* meanWeight, double* gradient)", program.Gradient, $"{q} parameters: the derivative of Σ W·σ + Σ w·μ.", program);
        if (program.Curvature.Length > 0) Method(code, $"Curvature{g + 1}(double* theta, double* exogenous, double* weight, double* meanWeight, double* hessian)", program.Curvature, $"{q} × {q}: second derivatives of Σ W·σ + Σ w·μ.", program);
    }

    private static void Method(CodeWriter code, string signature, string body, string comment, MomentProgram program)
    {
        code.Line("// " + comment);
        code.Line($"private static bool {signature}").Open();
        code.Lines(body.Split('\n').Where(l => l.Length > 0));
        code.Line(program.Cycles == 0 ? "return true;" : $"return {string.Join(" && ", Enumerable.Range(1, program.Cycles).Select(Identifiers.Determinant).Select(d => $"{d} != 0 && double.IsFinite({d})"))};");
        code.Close().Line();
    }
}
