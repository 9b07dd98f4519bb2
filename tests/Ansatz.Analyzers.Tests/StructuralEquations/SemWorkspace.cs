using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Ansatz.Analyzers.Tests.StructuralEquations;

/// <summary>A project of one file, as an editor has it.</summary>
internal static class SemWorkspace
{
    /// <summary>The file in a new project of a workspace.</summary>
    public static Document Open(AdhocWorkspace workspace, string source)
    {
        var project = ProjectId.CreateNewId();
        var document = DocumentId.CreateNewId(project);
        return workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(project, VersionStamp.Default, "edited", "edited", LanguageNames.CSharp,
                compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true),
                parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14),
                metadataReferences: [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(ModelAttribute).Assembly.Location), MetadataReference.CreateFromFile(typeof(Ansatz.StructuralEquations.SemModel).Assembly.Location)]))
            .AddDocument(document, "File0.cs", SourceText.From(source)).GetDocument(document)!;
    }
}
