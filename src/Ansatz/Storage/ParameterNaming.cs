using System.Collections.Immutable;
using System.Text;

namespace Ansatz;

/// <summary>What the tensors of a model are called in a file, and how they lie there: for weights that another library has written or is to read.</summary>
/// <remarks>
/// A naming never changes; each method gives a new one. Modules are named by path: <c>"Encoder.Attention"</c> is the property <c>Attention</c> of the model in the
/// property <c>Encoder</c>. <see cref="Describe"/> lists what a naming makes of a model.
/// </remarks>
public sealed class ParameterNaming
{
    private readonly ImmutableDictionary<string, string> _modules, _tensors;
    private readonly ImmutableHashSet<string> _without;
    private readonly ImmutableArray<string> _ignored;

    private ParameterNaming(ImmutableDictionary<string, string> modules, ImmutableDictionary<string, string> tensors, ImmutableHashSet<string> without, ImmutableArray<string> ignored) =>
        (_modules, _tensors, _without, _ignored) = (modules, tensors, without, ignored);

    /// <summary>The names and layouts of PyTorch's modules.</summary>
    /// <remarks>
    /// <para>A property <c>FirstBlock</c> is the module <c>first_block</c>, unless <see cref="WithModule"/> says otherwise. Which module it is follows from the names of its
    /// tensors: <c>W</c>, <c>F</c>, <c>E</c> or <c>Gain</c> is its <c>weight</c>, <c>B</c> or <c>Shift</c> its <c>bias</c>, <c>RunningMean</c> and <c>RunningVariance</c> its
    /// <c>running_mean</c> and <c>running_var</c> (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Embedding, nn.LayerNorm, nn.BatchNorm). The library's attention, long short-term
    /// memory, gated recurrent unit (the one that resets after the product) and Elman layers have their gates and projections joined as nn.MultiheadAttention, nn.LSTM, nn.GRU
    /// and nn.RNN have them. Anything else is called by its own name in small letters.</para>
    /// <para>Of two biases that are only used as their sum, the file has both: reading adds them, writing makes the second one 0.</para>
    /// </remarks>
    public static ParameterNaming PyTorch { get; } = new(
        ImmutableDictionary.Create<string, string>(StringComparer.Ordinal), ImmutableDictionary.Create<string, string>(StringComparer.Ordinal), ImmutableHashSet.Create<string>(StringComparer.Ordinal), []);

    /// <summary>Calls a module, and with it what it contains, by another name.</summary>
    /// <param name="module">The path of the property, <c>"Hidden"</c>; the empty path is the model itself.</param>
    /// <param name="name">The name in the file, such as <c>"0"</c> in an nn.Sequential, or <c>"encoder.layers.0"</c>; empty: its tensors stand at the top.</param>
    public ParameterNaming WithModule(string module, string name) => new(_modules.SetItem(module, name), _tensors, _without, _ignored);

    /// <summary>Calls one tensor by another name, whole and in its own shape.</summary>
    /// <param name="parameter">Its name in the model, <c>"Hidden.V"</c>.</param>
    /// <param name="name">Its whole name in the file.</param>
    public ParameterNaming WithTensor(string parameter, string name) => new(_modules, _tensors.SetItem(parameter, name), _without, _ignored);

    /// <summary>Leaves one tensor out: it is not written, and reading leaves it as it is.</summary>
    /// <param name="parameter">Its name in the model, <c>"Head.B"</c>, or that of a module, <c>"Head"</c>, for all that it has.</param>
    public ParameterNaming Without(string parameter) => new(_modules, _tensors, _without.Add(parameter), _ignored);

    /// <summary>Reads over tensors that the file has and the model does not.</summary>
    /// <param name="name">A name in the file; <c>*</c> stands for any text.</param>
    public ParameterNaming Ignoring(string name) => new(_modules, _tensors, _without, _ignored.Add(name));

    /// <summary>The tensors that a file of this model has: name, type and shape, and which of the model's tensors it holds.</summary>
    /// <exception cref="ArgumentException">A rule names what the model does not have, or two tensors would have one name.</exception>
    public IReadOnlyList<string> Describe(ParameterSet parameters)
    {
        var names = new Dictionary<Segment, string>();
        foreach (var parameter in parameters) names.TryAdd(parameter.Segment, parameter.Name);
        return [.. Tensors(parameters).Select(t => t.IsOptional ? $"{t.Name}: {t}, not used" : $"{t.Name}: {t} = {string.Join(", ", t.Parts.Select(Part))}")];

        string Part(FilePart part) => part.Segment is null ? "0" : part.IsAddend ? $"+ {names[part.Segment]}" : names[part.Segment];
    }

    internal bool Ignores(string name) => _ignored.Any(pattern => Matches(pattern, name));

    /// <summary>What a file of this model has.</summary>
    internal List<FileTensor> Tensors(ParameterSet parameters)
    {
        RequireKnown(parameters);
        var tensors = new List<FileTensor>();
        var seen = new HashSet<Segment>();
        foreach (var module in parameters.Where(p => !IsLeftOut(p.Name)).GroupBy(p => ModuleOf(p.Name), StringComparer.Ordinal))
        {
            var prefix = NameOf(module.Key);
            var local = new Dictionary<string, Parameter>(StringComparer.Ordinal);
            foreach (var parameter in module)
            {
                if (_tensors.TryGetValue(parameter.Name, out var name)) Add(ModuleLayout.Whole(name, parameter));
                // What is listed under two names is written under the first.
                else if (!seen.Contains(parameter.Segment)) local.Add(parameter.Name[(module.Key.Length == 0 ? 0 : module.Key.Length + 1)..], parameter);
            }
            foreach (var tensor in ModuleLayout.Of(local, own => prefix.Length == 0 ? own : $"{prefix}.{own}")) Add(tensor);
        }
        return tensors;

        void Add(FileTensor tensor)
        {
            if (tensors.Find(t => t.Name == tensor.Name) is { } other)
                throw new ArgumentException($"Two tensors of the model would be '{tensor.Name}' in the file: give one of them another name with {nameof(WithTensor)} or {nameof(WithModule)}.");
            foreach (var part in tensor.Parts)
            {
                if (part.Segment is not null) seen.Add(part.Segment);
            }
            tensors.Add(tensor);
        }
    }

    private bool IsLeftOut(string name)
    {
        if (_without.Count == 0) return false;
        for (var path = name; path.Length > 0; path = ModuleOf(path))
        {
            if (_without.Contains(path)) return true;
        }
        return false;
    }

    // The name of a module: that of the longest part of its path that a rule names, then the rest in small letters.
    private string NameOf(string module)
    {
        if (_modules.TryGetValue(module, out var name)) return name;
        if (module.Length == 0) return "";
        var owner = NameOf(ModuleOf(module));
        var own = InSmallLetters(module[(module.LastIndexOf('.') + 1)..]);
        return owner.Length == 0 ? own : $"{owner}.{own}";
    }

    // A rule for what is not there is a slip of the pen.
    private void RequireKnown(ParameterSet parameters)
    {
        var known = new HashSet<string>(StringComparer.Ordinal) { "" };
        foreach (var parameter in parameters)
        {
            for (var path = parameter.Name; path.Length > 0 && known.Add(path); path = ModuleOf(path)) { }
        }
        foreach (var path in _modules.Keys.Concat(_tensors.Keys).Concat(_without).Order(StringComparer.Ordinal))
        {
            if (!known.Contains(path)) throw new ArgumentException($"The naming has a rule for '{path}', but the model has neither a tensor nor a module of that name; it has: {string.Join(", ", parameters.Select(p => p.Name))}.");
        }
    }

    private static string ModuleOf(string name) => name.LastIndexOf('.') is var at and >= 0 ? name[..at] : "";

    /// <summary>FirstBlock → first_block, MLP → mlp, Block1 → block1.</summary>
    internal static string InSmallLetters(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || i + 1 < name.Length && char.IsLower(name[i + 1]));
            if (startsWord && name[i - 1] != '_') text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }

    private static bool Matches(string pattern, string name)
    {
        var pieces = pattern.Split('*');
        if (pieces.Length == 1) return pattern == name;
        if (!name.StartsWith(pieces[0], StringComparison.Ordinal)) return false;
        var at = pieces[0].Length;
        foreach (var piece in pieces[1..^1])
        {
            at = name.IndexOf(piece, at, StringComparison.Ordinal);
            if (at < 0) return false;
            at += piece.Length;
        }
        return name.Length - at >= pieces[^1].Length && name.EndsWith(pieces[^1], StringComparison.Ordinal);
    }
}
