using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>
/// The names of what the generator adds to a model. A member of the same name would be an error of the C# compiler in a file that its author did not write, so
/// it is reported where it stands.
/// </summary>
public static class GeneratedNames
{
    /// <summary>
    /// Whether models of a compilation get kernels for GPUs: it has the library, and can make a friend of ILGPU's launchers, for a signed assembly can only
    /// have signed friends.
    /// </summary>
    public static bool HasGpu(Compilation compilation) => compilation.GetTypeByMetadataName("Ansatz.Gpu.GpuDevice") is not null && !compilation.Assembly.Identity.HasPublicKey;

    /// <summary>Reports the members that have such a name, whether they are of the notation or not.</summary>
    internal static void Check(BindingSession session, List<ModelPart> parts, bool onnx)
    {
        HashSet<string>? types = null;
        HashSet<string>? methods = null;
        foreach (var part in parts)
        {
            foreach (var member in part.Syntax.Members)
            {
                foreach (var name in NamesOf(member))
                {
                    if (!IsKnown(name.ValueText)) continue;
                    if (types is null || methods is null) (types, methods) = Added(session, parts[0].Semantic.Compilation, onnx);

                    // Methods have overloads; nothing else goes with another member of its name.
                    if (types.Contains(name.ValueText) || (member is not MethodDeclarationSyntax && methods.Contains(name.ValueText))) session.ReportOutside(name, BindingCodes.GeneratedName, name.ValueText);
                }
            }
        }
    }

    // Few members have one of these names, so that what is really added need not be found for most models.
    private static bool IsKnown(string name) => name is "Parameters" or "Gradients" or "Workers" or "Summary" or "Workspace" or "GpuWorkspace" or "Create" or "Initialize" or "CreateWorkspace" or "OnGpu"
        || name.StartsWith("Evaluate", StringComparison.Ordinal) || name.StartsWith("Gradient", StringComparison.Ordinal) || name.StartsWith("Hessian", StringComparison.Ordinal)
        || name.StartsWith("TrainStep", StringComparison.Ordinal) || name is "Bind" or "SaveOnnx" or "ToOnnx";

    // Properties and nested types, then methods.
    private static (HashSet<string> Types, HashSet<string> Methods) Added(BindingSession session, Compilation compilation, bool onnx)
    {
        var types = new HashSet<string>(StringComparer.Ordinal) { "Parameters", "Summary" };
        var methods = new HashSet<string>(StringComparer.Ordinal) { "Create", "Initialize" };
        var equations = session.Members.InOrder.Where(m => m.Kind == MemberKind.Equation).ToArray();
        var losses = equations.Where(m => IsMarked(m, "loss")).ToArray();
        if (session.Members.InOrder.Exists(m => m.Kind == MemberKind.Input)) methods.Add("Bind");
        var programs = new List<string>();
        if (Array.Exists(equations, m => IsMarked(m, "output"))) programs.Add("Evaluate");
        if (onnx) methods.UnionWith(["SaveOnnx", "ToOnnx"]);
        foreach (var loss in losses)
        {
            var suffix = losses.Length == 1 ? "" : loss.Name;
            programs.AddRange(["Evaluate" + loss.Name, "Gradient" + suffix]);
            if (HasSetting(loss, "HessianVectorProduct")) programs.Add("HessianVectorProduct" + suffix);
            if (HasSetting(loss, "Hessian")) programs.Add("Hessian" + suffix);
        }

        if (programs.Count == 0) return (types, methods);
        var gpu = HasGpu(compilation);
        types.UnionWith(["Workspace", "Workers"]);
        methods.Add("CreateWorkspace");
        if (losses.Length > 0) types.Add("Gradients");
        methods.UnionWith(programs);
        types.UnionWith(programs.Select(p => p + "Kernels"));
        if (!gpu) return (types, methods);
        types.Add("GpuWorkspace");
        methods.Add("OnGpu");
        types.UnionWith(programs.Select(p => p + "OnGpu"));
        foreach (var loss in losses) methods.Add("TrainStep" + (losses.Length == 1 ? "" : loss.Name));
        return (types, methods);
    }

    private static bool IsMarked(Member equation, string word) => AttributesOf(equation).Any(a => AttributeReader.MethodWord(a) == word);

    private static bool HasSetting(Member loss, string name) => AttributesOf(loss).Any(a => a.ArgumentList?.Arguments.Any(s => s.NameEquals?.Name.Identifier.ValueText == name) == true);

    private static IEnumerable<AttributeSyntax> AttributesOf(Member member) => ((MemberDeclarationSyntax)member.Syntax).AttributeLists.SelectMany(list => list.Attributes);

    // What a member implements of an interface by that interface's name is in nobody's way, nor is a nested type with type parameters.
    internal static IEnumerable<SyntaxToken> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        PropertyDeclarationSyntax { ExplicitInterfaceSpecifier: null } property => [property.Identifier],
        MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null } method => [method.Identifier],
        EventDeclarationSyntax { ExplicitInterfaceSpecifier: null } found => [found.Identifier],
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(v => v.Identifier),
        TypeDeclarationSyntax { TypeParameterList: null } type => [type.Identifier],
        EnumDeclarationSyntax type => [type.Identifier],
        DelegateDeclarationSyntax { TypeParameterList: null } type => [type.Identifier],
        _ => [],
    };
}
