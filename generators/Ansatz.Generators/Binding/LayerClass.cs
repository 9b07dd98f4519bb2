using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Equations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>
/// What a network needs to know of the class of one of its layers: which equation carries <c>[Maps]</c>, and from which extents to which. It is read from the
/// class's declaration elsewhere, or from as much of its syntax here as that takes.
/// </summary>
internal sealed class LayerClass
{
    private LayerClass(string key, MemberSyntax? maps, string? failure)
    {
        Key = key;
        Maps = maps;
        Failure = failure;
    }

    /// <summary>The class's metadata name.</summary>
    public string Key { get; }

    /// <summary>The equation that maps, or null.</summary>
    public MemberSyntax? Maps { get; }

    /// <summary>Why the class is no layer, or null.</summary>
    public string? Failure { get; }

    /// <summary>The type of a number that goes in.</summary>
    public string From => Maps!.Parameters[0].Type.Items.Last().Atom!;

    /// <summary>The type of a number that comes out.</summary>
    public string To => Maps!.Type.ToString().ToLowerInvariant();

    /// <summary>Reads a class, and adds its lines to those of a library; those of the models that it uses as well.</summary>
    public static LayerClass Read(INamedTypeSymbol type, INamedTypeSymbol user, Compilation compilation, SortedDictionary<string, ImportedModel> library, CancellationToken cancellation)
    {
        var used = new UsedModel(type, user);
        if (used.IsHere)
        {
            Here(type.OriginalDefinition, compilation, library, cancellation);
        }
        else if (!library.ContainsKey(used.Key))
        {
            if (used.Failure is { } unreadable) return new LayerClass(used.Key, null, unreadable);
            library[used.Key] = new ImportedModel(used.Key, used.Text);
            string? failure = null;
            used.AddUsed(compilation, library, ref failure);
        }

        var lines = library[used.Key].Text.Split('\n');
        var maps = lines.Where(static line => line.Contains("(maps ")).Select(static line => MemberSyntax.Read(line, 0)).Where(static m => m.Maps is not null).ToArray();
        return maps.Length == 1 ? new LayerClass(used.Key, maps[0], Misfit(maps[0]))
            : new LayerClass(used.Key, null, maps.Length == 0 ? "none of its equations is marked [Maps(From = …, To = …)]" : "several of its equations are marked [Maps]");
    }

    // How a signature differs from what its attribute says, or null.
    private static string? Misfit(MemberSyntax maps)
    {
        var (from, to) = maps.Maps!.Value;
        var function = maps.Parameters.Length > 0 ? maps.Parameters[0].Type : null;
        if (function?.Head != "fn" || function.Items.Length != from.Length + 3 || function.Items.Skip(1).Take(from.Length + 1).Any(static t => t.Atom != "int"))
            return $"the first parameter of '{maps.Name}' has to be a function of {from.Length + 1} indices, a row and one for each extent of From";
        if (maps.Parameters.Length != to.Length + 2 || maps.Parameters.Skip(1).Any(static p => p.Type.Atom != "int"))
            return $"'{maps.Name}' has to have {to.Length + 1} indices after its input, a row and one for each extent of To";
        return null;
    }

    // The extents, what is computed of them and the signature: all that shapes depend on.
    private static void Here(INamedTypeSymbol type, Compilation compilation, SortedDictionary<string, ImportedModel> library, CancellationToken cancellation)
    {
        var key = TypeHeader.Key(type);
        if (library.ContainsKey(key)) return;
        library[key] = new ImportedModel(key, "");
        var declaration = type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>().FirstOrDefault(ModelPart.IsModel);
        if (declaration is null) return;
        var session = new BindingSession(type, ModelPart.Of(type, declaration, compilation.GetSemanticModel(declaration.SyntaxTree), cancellation), null, cancellation);
        var binder = new MemberBinder(session);
        foreach (var member in session.Members.InOrder)
        {
            if (member.Kind is MemberKind.Extent or MemberKind.Computed or MemberKind.Use || (member.Kind == MemberKind.Equation && member.Attribute is { } attribute && AttributeReader.MethodWord(attribute) == "maps")) binder.Bind(member);
            if (member.Kind == MemberKind.Use && SymbolEqualityComparer.Default.Equals(member.Used!.ContainingAssembly, type.ContainingAssembly)) Here(member.Used.OriginalDefinition, compilation, library, cancellation);
        }

        foreach (var import in session.Imports)
        {
            if (!library.ContainsKey(import.Key)) library[import.Key] = import;
        }

        library[key] = new ImportedModel(key, string.Join("\n", session.Lines.Select(static line => line.Text)));
    }
}
