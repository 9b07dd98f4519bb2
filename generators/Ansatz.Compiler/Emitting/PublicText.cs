using Ansatz.Compiler.Declarations;

namespace Ansatz.Compiler.Emitting;

/// <summary>The part of a declaration that other models need to use this one: everything but inputs and equations that neither a public equation nor an update calls.</summary>
internal static class PublicText
{
    /// <summary>The text, one member a line.</summary>
    public static string Of(ModelDeclaration model)
    {
        var lines = model.Members.Select(text => (Text: text, Parsed: SExpression.Parse(text))).ToArray();
        var equations = lines.Where(l => l.Parsed.Head == "equation").ToDictionary(l => l.Parsed.Items[1].Atom!, l => l.Parsed);
        var inputs = new HashSet<string>(lines.Where(l => l.Parsed.Head == "input").Select(l => l.Parsed.Items[1].Atom!), StringComparer.Ordinal);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var equation in equations.Where(e => e.Value.Items[4].Items.Any(a => a.Atom == "public" || (a.Head == "update" && !ReadsInput(e.Value.Items[5], new HashSet<string>(StringComparer.Ordinal)))))) Need(equation.Key);
        return string.Join("\n", lines.Where(l => l.Parsed.Head is not "input" && (l.Parsed.Head != "equation" || needed.Contains(l.Parsed.Items[1].Atom!))).Select(l => l.Text));

        void Need(string name)
        {
            if (needed.Add(name)) Called(equations[name].Items[5]);
        }

        // What reads the model's own inputs has no meaning in another one, which has inputs of its own.
        bool ReadsInput(SExpression e, HashSet<string> seen) => e.Atom is { } atom
            ? inputs.Contains(atom) || (equations.TryGetValue(atom, out var equation) && seen.Add(atom) && ReadsInput(equation.Items[5], seen))
            : e.Items.Any(i => ReadsInput(i, seen));

        void Called(SExpression e)
        {
            if (e.Head is "call" or "group" && e.Items[1].Atom is { } name && equations.ContainsKey(name)) Need(name);
            foreach (var item in e.Items) Called(item);
        }
    }
}
