using Ansatz.Compiler.Declarations;
using Microsoft.CodeAnalysis;

namespace Ansatz.Generators.Binding;

/// <summary>What is shared while one model is bound: its members, its lines, and what was found wrong.</summary>
internal sealed class BindingSession
{
    private readonly SortedDictionary<string, ImportedModel> _imports = new(StringComparer.Ordinal);
    private readonly RangeMap? _ranges;
    private readonly Dictionary<INamedTypeSymbol, UsedModel> _used = new(SymbolEqualityComparer.Default);
    private int _outside;

    public BindingSession(INamedTypeSymbol model, List<ModelPart> parts, RangeMap? ranges, CancellationToken cancellation)
    {
        _ranges = ranges;
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

    /// <summary>The finished lines, each with the member that it is of.</summary>
    public List<(Member Member, string Text)> Lines { get; } = [];

    /// <summary>What was found wrong.</summary>
    public List<ProblemLine> Problems { get; } = [];

    /// <summary>What was found unwise.</summary>
    public List<ProblemLine> Advice { get; } = [];

    /// <summary>Which equations the lines refer to.</summary>
    public HashSet<(int Line, string Equation)> References { get; } = [];

    /// <summary>The models that this one uses, sorted by key.</summary>
    public ImportedModel[] Imports => _imports.Count == 0 ? [] : _imports.Values.ToArray();

    /// <summary>Reports a problem at the node that is written next.</summary>
    public void Report(string code, params string[] arguments) => ReportAt(Writer.Member, Writer.NextNode, code, arguments);

    /// <summary>Reports a problem at a node of a line; member -1 is the class itself.</summary>
    public void ReportAt(int member, int node, string code, params string[] arguments) => Problems.Add(new ProblemLine(code, member, node, arguments));

    /// <summary>Reports a problem at a place that may belong to no line, such as the name of a member.</summary>
    public void ReportOutside(SyntaxNodeOrToken place, string code, params string[] arguments)
    {
        _ranges?.AddOutside(place);
        ReportAt(-1, ++_outside, code, arguments);
    }

    /// <summary>Reports something unwise at such a place.</summary>
    public void AdviseOutside(SyntaxNodeOrToken place, string code, params string[] arguments)
    {
        _ranges?.AddOutside(place);
        Advice.Add(new ProblemLine(code, -1, ++_outside, arguments));
    }

    /// <summary>
    /// Takes back the lines of methods that turned out to be ordinary C#: nothing marks them, nothing of the notation refers to them, and they
    /// say what the notation cannot. A layer's public equations stay, since its users may call them.
    /// </summary>
    public void DropOrdinaryMethods()
    {
        var layer = !Lines.Exists(static line => line.Member is { Kind: MemberKind.Equation, Attribute: { } attribute } && AttributeReader.MethodWord(attribute) != "maps");
        var kept = new bool[Lines.Count];
        for (var line = 0; line < kept.Length; line++)
        {
            var member = Lines[line].Member;
            if (member.Kind != MemberKind.Equation || member.Attribute is not null || (layer && member.IsPublic) || !Problems.Exists(problem => problem.Member == line)) Keep(line);
        }

        for (var line = kept.Length - 1; line >= 0; line--)
        {
            if (!kept[line]) Drop(line);
        }

        void Keep(int line)
        {
            if (kept[line]) return;
            kept[line] = true;
            foreach (var (from, equation) in References)
            {
                if (from != line) continue;
                for (var to = 0; to < kept.Length; to++)
                {
                    if (Lines[to].Member.Name == equation) Keep(to);
                }
            }
        }
    }

    private void Drop(int line)
    {
        Lines.RemoveAt(line);
        _ranges?.Remove(line);
        Problems.RemoveAll(problem => problem.Member == line);
        for (var i = 0; i < Problems.Count; i++)
        {
            if (Problems[i].Member > line) Problems[i] = Problems[i] with { Member = Problems[i].Member - 1 };
        }
    }

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
