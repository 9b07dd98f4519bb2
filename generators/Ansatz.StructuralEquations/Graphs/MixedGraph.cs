using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>
/// A mixed graph as papers draw it: vertices are observed variables, every directed edge i → j has a free coefficient l<i>ij</i>, every vertex a free variance of its
/// disturbance w<i>i</i>, every bidirected edge i ↔ j a free covariance w<i>ij</i>. Cycles are allowed, loops are not.
/// </summary>
public sealed class MixedGraph
{
    private MixedGraph(IReadOnlyList<string> names, IReadOnlyList<(int From, int To)> directed, IReadOnlyList<(int First, int Second)> bidirected)
    {
        Names = names;
        Directed = directed;
        Bidirected = bidirected;
        Table = MakeTable();
        Structure = ReticularStructure.Of(Table, 1);
    }

    /// <summary>How many vertices there are.</summary>
    public int Count => Names.Count;

    /// <summary>The names of the vertices.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The directed edges, in rising order.</summary>
    public IReadOnlyList<(int From, int To)> Directed { get; }

    /// <summary>The bidirected edges, the smaller vertex first, in rising order.</summary>
    public IReadOnlyList<(int First, int Second)> Bidirected { get; }

    /// <summary>Whether at most one edge of any kind joins two vertices.</summary>
    public bool IsSimple
    {
        get
        {
            var pairs = new HashSet<(int, int)>();
            return Directed.All(e => pairs.Add((Math.Min(e.From, e.To), Math.Max(e.From, e.To)))) && Bidirected.All(e => pairs.Add(e));
        }
    }

    /// <summary>How many parameters the model has: edges and variances.</summary>
    public int ParameterCount => Directed.Count + Bidirected.Count + Count;

    /// <summary>The parameters as a table: every edge and every variance free, the coefficients first, labelled as the closed forms name them.</summary>
    public ParameterTable Table { get; }

    /// <summary>The graph with weights.</summary>
    public ReticularStructure Structure { get; }

    /// <summary>A graph by its edges.</summary>
    /// <param name="count">How many vertices.</param>
    /// <param name="directed">Directed edges between vertices 0 … count − 1.</param>
    /// <param name="bidirected">Bidirected edges.</param>
    /// <param name="names">The names of the vertices; where null, 1, 2, …</param>
    /// <exception cref="ArgumentException">An edge is a loop, stands twice or has an end that is no vertex, or names are not unique.</exception>
    public static MixedGraph Of(int count, IEnumerable<(int From, int To)> directed, IEnumerable<(int First, int Second)> bidirected, IReadOnlyList<string>? names = null)
    {
        names ??= [.. Enumerable.Range(1, count).Select(k => k.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        if (names.Count != count || names.Distinct(StringComparer.Ordinal).Count() != count) throw new ArgumentException($"{count} vertices have {count} different names.", nameof(names));
        if (names.FirstOrDefault(n => !PolynomialRing.IsName("_" + n)) is { } wrong) throw new ArgumentException($"'{wrong}' is not a vertex's name: letters, digits and underscores.", nameof(names));
        (int From, int To)[] arrows = [.. directed.OrderBy(e => e)];
        (int First, int Second)[] arcs = [.. bidirected.Select(e => e.First <= e.Second ? e : (e.Second, e.First)).OrderBy(e => e)];
        Check(arrows, "→");
        Check(arcs, "↔");
        return new MixedGraph(names, arrows, arcs);

        void Check((int, int)[] edges, string arrow)
        {
            for (var k = 0; k < edges.Length; k++)
            {
                var (a, b) = edges[k];
                if (Math.Min(a, b) < 0 || Math.Max(a, b) >= count) throw new ArgumentException($"{a + 1} {arrow} {b + 1} is not an edge between {count} vertices.");
                if (a == b) throw new ArgumentException($"{names[a]} {arrow} {names[b]} is a loop.");
                if (k > 0 && edges[k] == edges[k - 1]) throw new ArgumentException($"The edge {names[a]} {arrow} {names[b]} stands twice.");
            }
        }
    }

    /// <summary>
    /// The mixed graph of a model, where it is one: all variables are observed, every coefficient, variance and covariance is free (or a moment of the sample, or 0) and no two are the
    /// same parameter; otherwise null. Means are not looked at. Vertices have the variables' names where these are letters, digits and underscores, numbers otherwise.
    /// </summary>
    /// <param name="structure">The graph of a group.</param>
    /// <param name="table">The table that it was made from.</param>
    public static MixedGraph? Of(ReticularStructure structure, ParameterTable table)
    {
        var n = structure.Variables.Count;
        if (structure.ObservedCount != n) return null;
        Arc[] directed = [.. structure.Directed.Where(a => !a.IsZero)], bidirected = [.. structure.Bidirected.Where(a => !a.IsZero)];
        var symbols = ClosedFormVariables.Of(structure, table);
        var used = new HashSet<Polynomial>();
        if (directed.Concat(bidirected).Any(a => (a.IsFixed && !double.IsNaN(a.Value)) || symbols.Weight(a).IsConstant || !used.Add(symbols.Weight(a)))) return null;
        if (bidirected.Count(a => a.From == a.To) != n) return null;
        try
        {
            var named = structure.Variables.All(v => PolynomialRing.IsName("_" + v));
            return Of(n, directed.Select(a => (a.From, a.To)), bidirected.Where(a => a.From != a.To).Select(a => (a.From, a.To)), named ? structure.Variables : null);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Reads a graph, for example <c>1-&gt;2-&gt;3-&gt;1, 3-&gt;4, 1&lt;-&gt;4</c>: chains of edges <c>-&gt;</c>, <c>&lt;-</c>, <c>&lt;-&gt;</c>, or single vertices, between commas or semicolons.</summary>
    /// <exception cref="FormatException">The text is no such graph; the message says where, or which edge stands twice.</exception>
    public static MixedGraph Parse(string text)
    {
        var names = new List<string>();
        List<(string From, string To)> directed = [], bidirected = [];
        var at = 0;
        foreach (var part in text.Split(',', ';'))
        {
            var k = 0;
            var previous = Vertex(part, ref k, at);
            while (Skip(part, ref k) < part.Length)
            {
                var rest = part[k..];
                var arrow = rest.StartsWith("<->", StringComparison.Ordinal) ? "<->" : rest.StartsWith("->", StringComparison.Ordinal) ? "->" : rest.StartsWith("<-", StringComparison.Ordinal) ? "<-" : throw new FormatException($"An edge '->', '<-' or '<->' is missing in column {at + k + 1} of '{text}'.");
                k += arrow.Length;
                var vertex = Vertex(part, ref k, at);
                if (arrow == "<->") bidirected.Add((previous, vertex));
                else directed.Add(arrow == "->" ? (previous, vertex) : (vertex, previous));
                previous = vertex;
            }

            at += part.Length + 1;
        }

        // Numbers are vertices in the order of numbers, other names in the order in which they occur.
        if (names.All(n => int.TryParse(n, out _))) names.Sort((a, b) => int.Parse(a).CompareTo(int.Parse(b)));
        try
        {
            return Of(names.Count, directed.Select(e => (names.IndexOf(e.From), names.IndexOf(e.To))), bidirected.Select(e => (names.IndexOf(e.From), names.IndexOf(e.To))), names);
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }

        string Vertex(string part, ref int k, int offset)
        {
            var start = Skip(part, ref k);
            while (k < part.Length && PolynomialRing.IsName("_" + part[k])) k++;
            if (k == start) throw new FormatException($"A vertex is missing in column {offset + k + 1} of '{text}'.");
            var name = part[start..k];
            if (!names.Contains(name)) names.Add(name);
            return name;
        }

        static int Skip(string part, ref int k)
        {
            while (k < part.Length && char.IsWhiteSpace(part[k])) k++;
            return k;
        }
    }

    /// <summary>The name of the coefficient of an edge: l12, or l_x_y where names are longer than one letter.</summary>
    public string Coefficient(int from, int to) => Symbol("l", from, to);

    /// <summary>The name of a variance (w1) or covariance (w14) of disturbances.</summary>
    public string Disturbance(int first, int second) => first == second ? Names.All(n => n.Length == 1) ? "w" + Names[first] : "w_" + Names[first] : Symbol("w", Math.Min(first, second), Math.Max(first, second));

    /// <summary>The name of a covariance of the variables: s12, or s_x_y where names are longer than one letter; the smaller vertex first.</summary>
    public string Covariance(int first, int second) => Symbol("s", Math.Min(first, second), Math.Max(first, second));

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Directed.Select(e => $"{Names[e.From]}->{Names[e.To]}").Concat(Bidirected.Select(e => $"{Names[e.First]}<->{Names[e.Second]}")));

    private string Symbol(string letter, int a, int b) => Names.All(n => n.Length == 1) ? letter + Names[a] + Names[b] : $"{letter}_{Names[a]}_{Names[b]}";

    private ParameterTable MakeTable()
    {
        var rows = new List<ParameterRow>();
        foreach (var (from, to) in Directed) Add(Names[to], SemOperator.Regression, Names[from], Coefficient(from, to));
        for (var k = 0; k < Count; k++) Add(Names[k], SemOperator.Covariance, Names[k], Disturbance(k, k));
        foreach (var (first, second) in Bidirected) Add(Names[first], SemOperator.Covariance, Names[second], Disturbance(first, second));
        return new ParameterTable(rows, Names, [], 1);

        void Add(string left, SemOperator op, string right, string label) => rows.Add(new ParameterRow(rows.Count + 1, left, op, right) { Free = rows.Count + 1, Label = label, PlainLabel = $".p{rows.Count + 1}." });
    }
}
