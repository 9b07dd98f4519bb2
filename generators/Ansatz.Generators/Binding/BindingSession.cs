using Ansatz.Compiler.Declarations;
using Microsoft.CodeAnalysis;

namespace Ansatz.Generators.Binding;

/// <summary>What is shared while one model is bound: its members, its lines, and what was found wrong.</summary>
internal sealed class BindingSession
{
    private readonly SortedDictionary<string, ImportedModel> _imports = new(StringComparer.Ordinal);
    private readonly Dictionary<INamedTypeSymbol, UsedModel> _used = new(SymbolEqualityComparer.Default);

    public BindingSession(INamedTypeSymbol model, List<ModelPart> parts, RangeMap? ranges, CancellationToken cancellation)
    {
        Model = model;
        Cancellation = cancellation;
        Writer = new CanonicalWriter(ranges);
        Members = new MemberTable(model, parts, cancellation);
        Constants = new ConstantFolder(Members);
    }

    public INamedTypeSymbol Model { get; }

    public CancellationToken Cancellation { get; }

    public CanonicalWriter Writer { get; }

    public MemberTable Members { get; }

    public ConstantFolder Constants { get; }

    /// <summary>The finished lines.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>What was found wrong.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The models that this one uses, sorted by key.</summary>
    public ImportedModel[] Imports => _imports.Count == 0 ? [] : _imports.Values.ToArray();

    /// <summary>Reports a problem at the node that is written next.</summary>
    public void Report(string code, params string[] arguments) => ReportAt(Writer.Member, Writer.NextNode, code, arguments);

    /// <summary>Reports a problem at a node of a line; member -1 is the class itself.</summary>
    public void ReportAt(int member, int node, string code, params string[] arguments) => Problems.Add(ProblemLine.Format(code, member, node, arguments));

    /// <summary>The class of a used model, which becomes one of the imports.</summary>
    public UsedModel Import(INamedTypeSymbol type, Compilation compilation)
    {
        if (_used.TryGetValue(type, out var known)) return known;
        var used = new UsedModel(type, Model);
        _used[type] = used;
        if (!_imports.ContainsKey(used.Key)) _imports[used.Key] = new ImportedModel(used.Key, used.Text);
        var failure = used.Failure;
        used.AddUsed(compilation, _imports, ref failure);
        if (failure is not null) Report(BindingCodes.UnreadableDeclaration, used.Key, failure);
        return used;
    }
}
