namespace Ansatz.StructuralEquations;

/// <summary>A directed graph on the vertices 0 … n − 1; each edge once, loops allowed.</summary>
public sealed class DirectedGraph
{
    private readonly int[][] _successors;

    /// <summary>The graph with these edges; an edge that is given twice counts once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An edge has an end that is no vertex.</exception>
    public DirectedGraph(int count, IEnumerable<(int From, int To)> edges)
    {
        Count = count;
        var successors = new SortedSet<int>[count];
        for (var k = 0; k < count; k++) successors[k] = [];
        foreach (var (from, to) in edges)
        {
            if (from < 0 || from >= count || to < 0 || to >= count) throw new ArgumentOutOfRangeException(nameof(edges), $"{from} → {to} is not an edge between vertices 0 … {count - 1}.");
            successors[from].Add(to);
        }

        _successors = Array.ConvertAll(successors, s => s.ToArray());
    }

    /// <summary>How many vertices there are.</summary>
    public int Count { get; }

    /// <summary>The graph of the coefficients of a model; coefficients that are fixed at 0 are no edges.</summary>
    public static DirectedGraph Of(ReticularStructure structure) => new(structure.Variables.Count, structure.Directed.Where(a => !a.IsZero).Select(a => (a.From, a.To)));

    /// <summary>The vertices that a vertex has an edge to, rising.</summary>
    public IReadOnlyList<int> Successors(int v) => _successors[v];

    /// <summary>The strongly connected components in topological order (an edge between two goes from the earlier to the later), by Tarjan's algorithm; vertices in a component rise.</summary>
    public IReadOnlyList<StrongComponent> Components()
    {
        var number = new int[Count];
        var low = new int[Count];
        var inside = new bool[Count];
        var next = new int[Count];
        var stack = new Stack<int>();
        var calls = new Stack<int>();
        var components = new List<StrongComponent>();
        var time = 0;
        for (var root = 0; root < Count; root++)
        {
            if (number[root] != 0) continue;
            calls.Push(root);
            while (calls.Count > 0)
            {
                var v = calls.Peek();
                if (number[v] == 0)
                {
                    number[v] = low[v] = ++time;
                    stack.Push(v);
                    inside[v] = true;
                }

                if (next[v] < _successors[v].Length)
                {
                    var w = _successors[v][next[v]++];
                    if (number[w] == 0) calls.Push(w);
                    else if (inside[w]) low[v] = Math.Min(low[v], number[w]);
                    continue;
                }

                calls.Pop();
                if (calls.Count > 0) low[calls.Peek()] = Math.Min(low[calls.Peek()], low[v]);
                if (low[v] != number[v]) continue;
                var members = new List<int>();
                int member;
                do
                {
                    member = stack.Pop();
                    inside[member] = false;
                    members.Add(member);
                }
                while (member != v);
                members.Sort();
                components.Add(new StrongComponent(members, members.Count > 1 || _successors[v].Contains(v)));
            }
        }

        components.Reverse();
        return components;
    }

    /// <summary>
    /// The simple cycles, each beginning with its smallest vertex (Johnson 1975, by depth-first search within the component of the rest): at most <paramref name="limit"/>.
    /// </summary>
    /// <param name="limit">How many are wanted at most.</param>
    /// <param name="complete">Whether these are all.</param>
    /// <param name="cancellation">Stops the search.</param>
    public IReadOnlyList<IReadOnlyList<int>> SimpleCycles(int limit, out bool complete, CancellationToken cancellation = default)
    {
        var cycles = new List<IReadOnlyList<int>>();
        complete = true;
        for (var start = 0; start < Count; start++)
        {
            var rest = new DirectedGraph(Count, Edges().Where(e => e.From >= start && e.To >= start));
            var component = rest.Components().First(c => c.Vertices.Contains(start));
            if (!component.IsCyclic) continue;
            if (!new CycleSearch(rest, start, new HashSet<int>(component.Vertices), cycles, limit, cancellation).Run())
            {
                complete = false;
                break;
            }
        }

        return cycles;
    }

    /// <summary>The edges, by their start, then by their end.</summary>
    public IEnumerable<(int From, int To)> Edges() => Enumerable.Range(0, Count).SelectMany(v => _successors[v].Select(w => (v, w)));

    // Johnson's blocking: a vertex from which the start was not reached stays closed until a vertex that it leads to has reached it.
    private sealed class CycleSearch(DirectedGraph graph, int start, HashSet<int> allowed, List<IReadOnlyList<int>> cycles, int limit, CancellationToken cancellation)
    {
        private readonly bool[] _blocked = new bool[graph.Count];
        private readonly HashSet<int>[] _waiting = Enumerable.Range(0, graph.Count).Select(_ => new HashSet<int>()).ToArray();
        private readonly List<int> _path = [];
        private bool _full;

        public bool Run()
        {
            Visit(start);
            return !_full;
        }

        private bool Visit(int v)
        {
            cancellation.ThrowIfCancellationRequested();
            var found = false;
            _path.Add(v);
            _blocked[v] = true;
            foreach (var w in graph.Successors(v))
            {
                if (_full) break;
                if (!allowed.Contains(w)) continue;
                if (w == start)
                {
                    if (cycles.Count >= limit) _full = true;
                    else cycles.Add(_path.ToArray());
                    found = true;
                }
                else if (!_blocked[w] && Visit(w))
                {
                    found = true;
                }
            }

            if (found)
            {
                Unblock(v);
            }
            else
            {
                foreach (var w in graph.Successors(v)) _waiting[w].Add(v);
            }

            _path.RemoveAt(_path.Count - 1);
            return found;
        }

        private void Unblock(int v)
        {
            _blocked[v] = false;
            var waiting = _waiting[v].ToArray();
            _waiting[v].Clear();
            foreach (var w in waiting)
            {
                if (_blocked[w]) Unblock(w);
            }
        }
    }
}

/// <summary>A strongly connected component of a directed graph.</summary>
/// <param name="Vertices">Its vertices, rising.</param>
/// <param name="IsCyclic">Whether it has a cycle: more than one vertex, or a loop.</param>
public sealed record StrongComponent(IReadOnlyList<int> Vertices, bool IsCyclic);
