using System.Collections.Immutable;
using Ansatz.Compiler.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>The models of one compilation by name, from which each takes the ones that it uses, directly or through others.</summary>
public sealed class ModelClosure
{
    private readonly Dictionary<string, ModelDeclaration> _models = new(StringComparer.Ordinal);

    /// <summary>Gathers the models; of two with one name (a file copied whole) the first counts.</summary>
    public ModelClosure(ImmutableArray<ModelDeclaration> models)
    {
        foreach (var model in models)
        {
            if (!_models.ContainsKey(model.Key)) _models.Add(model.Key, model);
        }
    }

    /// <summary>Binds the models of the same compilation that a model uses, directly or through others: for an analyzer, which sees one model at a time.</summary>
    public static ModelClosure Of(ModelDeclaration model, Compilation compilation, CancellationToken cancellation)
    {
        var closure = new ModelClosure([model]);
        closure.BindUsed(model, compilation, cancellation);
        return closure;
    }

    /// <summary>All that compiling a model depends on, or null if there is nothing that could be generated for it.</summary>
    public CompileInput? Close(ModelDeclaration model)
    {
        // A second part of a class that is not partial, or a second file of one name, would only add errors of the C# compiler.
        foreach (var problem in model.Problems)
        {
            if (problem.StartsWith(BindingCodes.TypeNotPartial, StringComparison.Ordinal)) return null;
        }

        if (_models.TryGetValue(model.Key, out var first) && !ReferenceEquals(first, model)) return null;

        if (model.Imports.Count == 0) return new CompileInput(model, EquatableArray<ImportedModel>.Empty);
        var uses = new SortedDictionary<string, ImportedModel>(StringComparer.Ordinal);
        Add(model, uses);
        return new CompileInput(model, new(uses.Values.ToArray()));
    }

    private void BindUsed(ModelDeclaration user, Compilation compilation, CancellationToken cancellation)
    {
        foreach (var import in user.Imports)
        {
            if (import.Text.Length > 0 || _models.ContainsKey(import.Key) || compilation.Assembly.GetTypeByMetadataName(import.Key) is not { } type) continue;
            foreach (var reference in type.DeclaringSyntaxReferences)
            {
                cancellation.ThrowIfCancellationRequested();
                if (reference.GetSyntax(cancellation) is not TypeDeclarationSyntax declaration || !ModelPart.IsModel(declaration)) continue;
                var used = ModelBinder.Bind(compilation.GetSemanticModel(declaration.SyntaxTree), type, declaration, cancellation);
                _models[import.Key] = used;
                BindUsed(used, compilation, cancellation);
                break;
            }
        }
    }

    private void Add(ModelDeclaration user, SortedDictionary<string, ImportedModel> uses)
    {
        foreach (var import in user.Imports)
        {
            if (uses.ContainsKey(import.Key)) continue;
            if (import.Text.Length > 0 || !_models.TryGetValue(import.Key, out var here))
            {
                uses.Add(import.Key, import);
                continue;
            }

            uses.Add(import.Key, new ImportedModel(import.Key, string.Join("\n", here.Members)));
            Add(here, uses);
        }
    }
}
