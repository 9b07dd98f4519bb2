using Ansatz.Compiler.Declarations;

namespace Ansatz.Compiler.Emitting;

/// <summary>The part of a declaration that other models need to use this one: everything but equations that no public equation calls.</summary>
internal static class PublicText
{
    /// <summary>The text, one member a line.</summary>
    public static string Of(ModelDeclaration model)
    {
        var lines = model.Members.Select(text => (Text: text, Parsed: SExpression.Parse(text))).ToArray();
        var equations = lines.Where(l => l.Parsed.Head == "equation").ToDictionary(l => l.Parsed.Items[1].Atom!, l => l.Parsed);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var equation in equations.Where(e => e.Value.Items[4].Items.Any(a => a.Atom == "public"))) Need(equation.Key);
        return string.Join("\n", lines.Where(l => l.Parsed.Head is not ("input" or "batch") && (l.Parsed.Head != "equation" || needed.Contains(l.Parsed.Items[1].Atom!))).Select(l => l.Text));

        void Need(string name)
        {
            if (needed.Add(name)) Called(equations[name].Items[5]);
        }

        void Called(SExpression e)
        {
            if (e.Head is "call" or "group" && e.Items[1].Atom is { } name && equations.ContainsKey(name)) Need(name);
            foreach (var item in e.Items) Called(item);
        }
    }
}
