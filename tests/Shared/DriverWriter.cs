using System.Text;
using Microsoft.CodeAnalysis;

namespace Ansatz.Testing;

/// <summary>Writes the subclass of <see cref="ModelDriver"/> for one model from the signatures that the generator gave it.</summary>
internal static class DriverWriter
{
    /// <summary>The driver's class name.</summary>
    public static string ClassName(string key) => "Driver_" + ModelSymbols.Identifier(key);

    /// <summary>The text of the driver.</summary>
    public static string Write(INamedTypeSymbol model)
    {
        var type = model.CSharpName();
        var text = new StringBuilder("#nullable disable\n#pragma warning disable\nusing Ansatz.Testing;\n");
        text.Append($"public sealed class {ClassName(model.Key())} : ModelDriver\n{{\n");
        text.Append($"    private {type} _model;\n");
        text.Append("    public override object Model => _model;\n");
        text.Append($"    public override void Create(ModelArguments a) => _model = {New(model, "")};\n");

        if (model.GetMembers("Create").OfType<IMethodSymbol>().FirstOrDefault(m => m.IsStatic) is { } create)
        {
            var arguments = create.Parameters.Select(p => p.Name == "seed" ? "seed" : ConstructorArgument(p, ""));
            text.Append($"    public override void CreateInitialized(ModelArguments a, int seed) => _model = {type}.Create({string.Join(", ", arguments)});\n");
        }

        foreach (var (property, propertyType) in new[] { ("Parameters", "Ansatz.ParameterSet"), ("Gradients", "Ansatz.GradientSet") })
        {
            if (model.GetMembers(property).Any()) text.Append($"    public override {propertyType} {property} => _model.{property};\n");
        }

        if (model.GetMembers("Workers").Any())
            text.Append("    public override Ansatz.WorkerPool Workers { get => _model.Workers; set => _model.Workers = value; }\n");
        if (model.GetMembers("Summary").Any()) text.Append($"    public override string Summary => {type}.Summary;\n");
        if (model.GetMembers("CreateWorkspace").Any())
            text.Append("    public override System.IDisposable CreateWorkspace() => _model.CreateWorkspace();\n");

        if (model.GetMembers("OnGpu").Any())
        {
            var workspace = $"(({type}.GpuWorkspace)workspace)";
            text.Append("    public override System.IDisposable OnGpu(object device) => _model.OnGpu((Ansatz.Gpu.GpuDevice)device);\n");
            if (model.GetMembers("TrainStep").OfType<IMethodSymbol>().FirstOrDefault() is { } step)
            {
                text.Append($"    public override void Step(System.IDisposable workspace, Ansatz.Optimizer optimizer) => {workspace}.Step(optimizer);\n");
                text.Append($"    public override double Finish(System.IDisposable workspace) => {workspace}.Finish();\n");
                text.Append($"    public override double TrainStep(System.IDisposable workspace, Ansatz.Optimizer optimizer, ModelArguments a) => _model.TrainStep({string.Join(", ", step.Parameters.Select(p => p.Type.Name == "Optimizer" ? "optimizer" : Argument(p)))});\n");
            }
        }

        Call(text, model, "Bind", "void Bind");
        if (Call(text, model, "Evaluate", "void Evaluate")) text.Append("    public override bool CanEvaluate => true;\n");
        var loss = model.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(m => m.Attribute("Loss") is not null);
        if (loss is not null)
        {
            text.Append("    public override bool HasLoss => true;\n");
            Call(text, model, "Evaluate" + loss.Name, "double Loss");
            Call(text, model, "Gradient", "double Gradient");
            if (Call(text, model, "HessianVectorProduct", "void HessianVectorProduct")) text.Append("    public override bool HasProduct => true;\n");
            if (Call(text, model, "Hessian", "double Hessian")) text.Append("    public override bool HasHessian => true;\n");
        }

        return text.Append("}\n").ToString();
    }

    // new LowRank(In: a.Extent("Encoder.In"), …): extents of an instance from outside carry the parameter's name in front.
    private static string New(INamedTypeSymbol type, string prefix) =>
        $"new {type.CSharpName()}({string.Join(", ", type.MainConstructor()?.Parameters.Select(p => ConstructorArgument(p, prefix)) ?? [])})";

    private static string ConstructorArgument(IParameterSymbol parameter, string prefix) =>
        parameter.Type is INamedTypeSymbol type && type.IsModel()
            ? $"a.Instance<{type.CSharpName()}>(\"{prefix}{parameter.Name}\", () => {New(type, prefix + parameter.Name + ".")})"
            : $"a.Extent(\"{prefix}{parameter.Name}\")";

    // Writes the overrides that call the overloads of one member; false if there is none.
    private static bool Call(StringBuilder text, INamedTypeSymbol model, string member, string signature)
    {
        var any = false;
        foreach (var method in model.GetMembers(member).OfType<IMethodSymbol>())
        {
            // A refused model has methods for any arguments.
            if (method.IsGenericMethod || method.IsStatic || method.DeclaredAccessibility == Accessibility.Private) continue;
            var workspace = method.Parameters.Length > 0 && IsWorkspace(method.Parameters[0].Type);
            if (workspace && signature.Contains("Loss", StringComparison.Ordinal)) continue;
            var arguments = method.Parameters.Select(Argument);
            var parameters = workspace ? "System.IDisposable workspace, ModelArguments a" : "ModelArguments a";
            text.Append($"    public override {signature}({parameters}) => _model.{member}({string.Join(", ", arguments)});\n");
            any = true;
        }

        return any;
    }

    private static string Argument(IParameterSymbol parameter)
    {
        var type = (INamedTypeSymbol)parameter.Type;
        if (IsWorkspace(type)) return $"({type.CSharpName()})workspace";
        var element = type.TypeArguments.Length == 1 ? type.TypeArguments[0].ToDisplayString() : "";
        return type.Name switch
        {
            "ReadOnlyTensorSpan" => $"a.Read<{element}>(\"{parameter.Name}\")",
            "TensorSpan" => $"a.Write<{element}>(\"{parameter.Name}\")",
            "Tensor" => $"a.Tensor<{element}>(\"{parameter.Name}\")",
            _ => $"a.Scalar<{type.ToDisplayString()}>(\"{parameter.Name}\")",
        };
    }

    private static bool IsWorkspace(ITypeSymbol? type) => type is not null && (type.Name == "Workspace" || IsWorkspace(type.BaseType));
}
