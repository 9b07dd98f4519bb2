using System.Numerics;
using System.Text.RegularExpressions;
using Ansatz.Compiler.Emitting;
using Ansatz.Testing;

namespace Ansatz.Gpu.Tests;

/// <summary>
/// Some kernels of the corpus that together have all that any kernel of it has: every function, operator and statement, in every kind of kernel, of every size and of either precision. The corpus
/// has thousands, most of which differ in names and numbers only.
/// </summary>
public static partial class CoveringKernels
{
    private static readonly Lazy<IReadOnlyDictionary<string, ModelKernels>> LazyModels = new(Choose);

    /// <summary>The chosen kernels, as class and struct, by the metadata names of their models; models without any are left out.</summary>
    public static IReadOnlyDictionary<string, ModelKernels> Models => LazyModels.Value;

    /// <summary>What a kernel has, each with the kind of the kernel.</summary>
    /// <param name="kernel">The text of its struct.</param>
    /// <param name="types">The types of the memory that it works on, by name.</param>
    public static IEnumerable<(string Kind, string What)> Parts(string kernel, IReadOnlyDictionary<string, string> types)
    {
        var text = Comment().Replace(kernel, "");
        var kind = Own().Replace(Kind().Match(text).Groups[1].Value, "$1");
        kind = Names().Replace(kind, m => "(" + string.Join(", ", m.Value.Trim('(', ')').Split(',', StringSplitOptions.TrimEntries).Select(v => v.Split(' ')[0]).Distinct().Order()) + ")");
        return Memory().Matches(text).Select(m => types.GetValueOrDefault(m.Groups[1].Value, "?"))
            .Concat(Member().Matches(text).Where(m => !types.ContainsKey(m.Groups[1].Value)).Select(m => Own().Replace(m.Value, "$1")))
            .Concat(Mark().Matches(text).Select(m => m.Value))
            .Append($"2^{BitOperations.Log2((uint)text.Length)} characters")
            .Distinct().Select(what => (kind, what));
    }

    // In turn the model that adds the most, and of it the kernels that add anything.
    private static Dictionary<string, ModelKernels> Choose()
    {
        var models = ModelCases.All.Select(c => c.TypeName).Distinct().ToDictionary(key => key, key => EmittedKernels.Texts(key)
            .SelectMany(p => EmittedProgram.BodiesOf(p.Kernels).Select(b => (Name: $"{p.Kernels.ClassName}.{b.Key}", Parts: Parts(b.Value, Types(p.Kernels)).ToArray()))).ToArray());
        var (parts, words) = (new HashSet<(string, string)>(), new HashSet<string>());
        var chosen = new Dictionary<string, ModelKernels>();
        while (true)
        {
            var best = models.MaxBy(m => m.Value.SelectMany(k => k.Parts).Where(p => !parts.Contains(p)).Distinct().Count());
            var kernels = new ModelKernels(best.Key, [], []);
            foreach (var (name, its) in best.Value)
            {
                if (its.Count(parts.Add) > 0) kernels.Names.Add(name);
                if (its.SelectMany(p => new[] { p.Kind, p.What }).Count(words.Add) > 0) kernels.FirstUses.Add(name);
            }

            if (kernels.Names.Count == 0) return chosen;
            chosen.Add(best.Key, kernels);
        }
    }

    private static Dictionary<string, string> Types(IlgpuProgram program) => Field().Matches(MemoryStruct().Match(program.Text).Value)
        .SelectMany(m => m.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries).Select(n => (Name: n, Type: m.Groups[1].Value))).ToDictionary(f => f.Name, f => f.Type);

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"struct \w+ : (I[^\n]*)")]
    private static partial Regex Kind();

    // The structs of its own in which a kernel has several values.
    [GeneratedRegex(@"\w+\.(Values|States)\b")]
    private static partial Regex Own();

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Names();

    [GeneratedRegex(@"\bmemory\.(\w+)")]
    private static partial Regex Memory();

    // A member of a type that is not the kernel's own memory.
    [GeneratedRegex(@"(?<![.\w])([A-Z]\w*|float|double|int|long)\.[A-Z]\w*")]
    private static partial Regex Member();

    // Statements, conversions, operators, truth values and what else is no name.
    [GeneratedRegex(@"\b(?:for|if|else|while|do|break|continue|ref|new|return|private|true|false|Four|Cast|unchecked|checked)\b|\((?:float|double|int|long|uint|ulong|bool)\)|&&|\|\||<<|>>|[<>=!+*/-]?=(?!>)|[-+*/%!?~^&|]|(?<=\s)[<>](?=\s)")]
    private static partial Regex Mark();

    [GeneratedRegex(@"public struct Memory.*?^    }$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex MemoryStruct();

    [GeneratedRegex(@"public (\w+) ([\w\s,]+);")]
    private static partial Regex Field();

    /// <summary>The chosen kernels of a model.</summary>
    /// <param name="Model">Its metadata name.</param>
    /// <param name="Names">All of them.</param>
    /// <param name="FirstUses">Those that are the first of any kind to have something, or the first of their kind.</param>
    public sealed record ModelKernels(string Model, HashSet<string> Names, HashSet<string> FirstUses);
}
