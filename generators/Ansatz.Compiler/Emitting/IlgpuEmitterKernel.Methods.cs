using System.Text.RegularExpressions;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

// A method of the struct: its parameters number groups of indices, and only those indices that its text needs are made from them.
internal sealed partial class IlgpuEmitterKernel
{
    /// <summary>Writes a method whose first parameter is the memory.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="type">What it returns.</param>
    /// <param name="name">Its name.</param>
    /// <param name="groups">The groups of indices that its next parameters number, and what those are called if a group is not just one index.</param>
    /// <param name="more">Further parameters, after a comma.</param>
    /// <param name="write">Writes the lines.</param>
    /// <param name="access">Its accessibility.</param>
    private void Method(CodeWriter code, string type, string name, (Index[] Indices, string Number)[] groups, string more, Action write, string access = "public")
    {
        _code = new CodeWriter();
        _body = new IlgpuEmitterBody(_loops, _code, _extents);
        foreach (var word in Words(more).Concat(["memory", "value"]).Concat(groups.Select(g => g.Number))) _body.Locals.Take(word);
        foreach (var i in groups.SelectMany(g => g.Indices).Concat(_nest.Domain).Concat(_nest.Reduced)) _body.Locals.Take(i.Name);
        foreach (var group in groups)
        {
            _body.Groups.Add(group);
            for (var d = group.Indices.Length - 1; d > 1; d--) _body.Groups.Add(([.. group.Indices.Take(d)], _body.Locals.For(string.Concat(group.Indices.Take(d).Select(i => i.Name)))));
        }

        write();

        var text = _code.ToString().TrimEnd('\n');
        var decoded = new List<string>();
        foreach (var group in groups) Decode(group.Indices, Number(group), text, decoded);
        var lines = decoded.Concat(text.Split('\n')).ToArray();
        var all = string.Join("\n", lines);
        var time = _nest.Time is { } t && Words(all).Contains(t.Name) ? new[] { t.Name } : [];
        var buffers = _loops.Buffers.Values.Distinct().Where(_body.Buffers.Contains).OrderBy(IlgpuEmitter.IsNumber).Select(b => b.Name);
        var used = buffers.Concat(Words(all).Where(_extents.Contains).Distinct()).Concat(time).ToArray();
        var head = $"{access} static {type} {name}({IlgpuEmitter.MemoryType} memory{string.Concat(groups.Select(g => ", long " + Number(g)))}{more})";
        if (lines.Length == 1)
        {
            // Short enough to say where each name comes from.
            var line = lines[0].StartsWith("return ", StringComparison.Ordinal) ? lines[0].Substring(7) : lines[0];
            foreach (var n in used) line = Regex.Replace(line, $@"(?<![\w.]){n}\b", "memory." + n);
            if (lines[0].Length + head.Length < 500 && !lines[0].StartsWith("if ", StringComparison.Ordinal))
            {
                code.Line($"{head} => {line}");
                return;
            }
        }

        code.Line(head).Open();
        if (used.Length == 1) code.Line($"var {used[0]} = memory.{used[0]};");
        else if (used.Length > 1) code.Line($"var ({string.Join(", ", used)}) = ({string.Join(", ", used.Select(u => "memory." + u))});");
        code.Lines(lines).Close();
    }

    // A group of one index is numbered by the index itself.
    private static string Number((Index[] Indices, string Number) group) => group.Indices.Length == 1 ? group.Indices[0].Name : group.Number;

    private static IEnumerable<string> Words(string text) => Regex.Matches(text, @"(?<![\w.])[A-Za-z_]\w*").Cast<Match>().Select(m => m.Value).Distinct();

    // From the last index to the first: what an index is of the number, and the number of those before it, if any of these is needed.
    private void Decode(Index[] indices, string number, string text, List<string> lines)
    {
        if (indices.Length < 2) return;
        var needed = new HashSet<string>(Words(text));
        for (var d = indices.Length - 1; d > 0; d--)
        {
            var prefixes = _body.Groups.Where(g => g.Indices.Length <= d && g.Indices.Length > 1 && g.Indices.SequenceEqual(indices.Take(g.Indices.Length))).ToArray();
            if (!indices.Take(d + 1).Any(i => needed.Contains(i.Name)) && !prefixes.Any(g => needed.Contains(g.Number))) return;
            var extent = indices[d].Extent!;
            var before = d == 1 ? indices[0].Name : prefixes.Single(g => g.Indices.Length == d).Number;
            lines.Add($"long {before} = Numbering.Quotient({number}, {_body.Text(extent)});");
            if (needed.Contains(indices[d].Name)) lines.Add($"long {indices[d].Name} = {number} - {before} * {_body.Text(extent, factor: true)};");
            number = before;
        }
    }
}
