using Ansatz.Compiler;
using Ansatz.Compiler.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>What is known of the class of a used model: from its hand-written syntax in this compilation, from its declaration elsewhere.</summary>
internal sealed class UsedModel
{
    private readonly INamedTypeSymbol _type;
    private string[]? _constructor;

    /// <summary>Reads what a class says about itself.</summary>
    public UsedModel(INamedTypeSymbol type, INamedTypeSymbol user)
    {
        _type = type.OriginalDefinition;
        Key = TypeHeader.Key(_type);
        IsHere = SameAssembly(_type, user);
        if (!IsHere) (Text, Failure) = Read(_type);
    }

    /// <summary>Its metadata name.</summary>
    public string Key { get; }

    /// <summary>Whether it is declared in the compilation that uses it.</summary>
    public bool IsHere { get; }

    /// <summary>Its declaration, if it comes from another assembly.</summary>
    public string Text { get; } = "";

    /// <summary>Why its declaration cannot be read, or null.</summary>
    public string? Failure { get; }

    /// <summary>Whether a class is a model, here or in a referenced assembly.</summary>
    public static bool IsModel(INamedTypeSymbol type, INamedTypeSymbol user)
    {
        if (type.TypeKind != TypeKind.Class) return false;
        if (SameAssembly(type, user))
        {
            foreach (var reference in type.DeclaringSyntaxReferences)
            {
                if (reference.GetSyntax() is TypeDeclarationSyntax syntax && ModelPart.IsModel(syntax)) return true;
            }

            return false;
        }

        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "ModelDeclarationAttribute" or "ModelAttribute" or "NetworkAttribute" } found && IsOurs(found)) return true;
        }

        return false;
    }

    /// <summary>
    /// The names of the generated constructor's arguments: the extents in order of declaration, then the models handed in from outside;
    /// null if they are not known.
    /// </summary>
    public string[]? Constructor(CancellationToken cancellation) => Failure is not null ? null : _constructor ??= IsHere ? FromSyntax(cancellation) : FromText(Text);

    /// <summary>The declarations of the models that a declaration uses in turn.</summary>
    public void AddUsed(Compilation compilation, SortedDictionary<string, ImportedModel> imports, ref string? failure)
    {
        if (IsHere) return;
        foreach (var line in Text.Split('\n'))
        {
            if (!line.StartsWith("(use ", StringComparison.Ordinal)) continue;
            var atoms = line.Split(' ');
            if (atoms.Length < 3 || imports.ContainsKey(atoms[2])) continue;
            var type = Resolve(atoms[2], compilation);
            if (type is null)
            {
                failure ??= "the model '" + atoms[2] + "' that it uses is not referenced";
                continue;
            }

            var used = new UsedModel(type);
            failure ??= used.Failure;
            imports[used.Key] = new ImportedModel(used.Key, used.Text);
            used.AddUsed(compilation, imports, ref failure);
        }
    }

    private UsedModel(INamedTypeSymbol type)
    {
        _type = type.OriginalDefinition;
        Key = TypeHeader.Key(_type);
        (Text, Failure) = Read(_type);
    }

    private INamedTypeSymbol? Resolve(string key, Compilation compilation)
    {
        if (_type.ContainingAssembly.GetTypeByMetadataName(key) is { } beside) return beside;
        foreach (var module in _type.ContainingAssembly.Modules)
        {
            foreach (var assembly in module.ReferencedAssemblySymbols)
            {
                if (assembly.GetTypeByMetadataName(key) is { } found) return found;
            }
        }

        return compilation.GetTypeByMetadataName(key);
    }

    private static (string Text, string? Failure) Read(INamedTypeSymbol type)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is not { Name: "ModelDeclarationAttribute" } found || !IsOurs(found)) continue;
            if (attribute.ConstructorArguments is not [{ Value: int version }, { Value: string text }]) break;
            return version == ModelCompiler.DeclarationVersion ? (text, null) : ("", "its declaration has version " + LiteralText.Of(version) + ", and this compiler reads version " + LiteralText.Of(ModelCompiler.DeclarationVersion));
        }

        return ("", "its assembly was built without the generator");
    }

    private static bool SameAssembly(INamedTypeSymbol type, INamedTypeSymbol user) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, user.ContainingAssembly);

    private static bool IsOurs(INamedTypeSymbol attribute) =>
        attribute.ContainingNamespace is { Name: "Ansatz", ContainingNamespace.IsGlobalNamespace: true };

    private static string[] FromText(string text)
    {
        var extents = new List<string>();
        var models = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var atoms = line.Split(' ', ')');
            if (atoms.Length > 1 && atoms[0] == "(extent") extents.Add(atoms[1]);
            if (atoms.Length > 3 && atoms[0] == "(use" && atoms[3] == "shared") models.Add(CamelCase(atoms[1]));
        }

        extents.AddRange(models);
        return extents.ToArray();
    }

    private string[] FromSyntax(CancellationToken cancellation)
    {
        var extents = new List<string>();
        var models = new List<string>();
        foreach (var reference in _type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is not TypeDeclarationSyntax syntax) continue;
            if (_type.DeclaringSyntaxReferences.Length > 1 && ModelPart.IsGenerated(syntax)) continue;
            foreach (var member in syntax.Members)
            {
                if (member is not PropertyDeclarationSyntax property) continue;
                var partial = MemberTable.Has(property.Modifiers, Microsoft.CodeAnalysis.CSharp.SyntaxKind.PartialKeyword);
                if (ModelPart.HasAttribute(property.AttributeLists, "Extent")) extents.Add(property.Identifier.ValueText);
                else if (partial && !property.AttributeLists.SelectMany(static list => list.Attributes).Any(static a => AttributeReader.PropertyKind(a) != MemberKind.Ignored)) models.Add(CamelCase(property.Identifier.ValueText));
            }
        }

        extents.AddRange(models);
        return extents.ToArray();
    }

    private static string CamelCase(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1);
}
