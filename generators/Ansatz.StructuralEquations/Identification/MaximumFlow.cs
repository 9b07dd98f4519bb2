namespace Ansatz.StructuralEquations;

/// <summary>A maximum flow through edges of capacity 1 (Ford and Fulkerson's augmenting paths, breadth first).</summary>
internal sealed class MaximumFlow(int nodes)
{
    private readonly List<int>[] _edges = [.. Enumerable.Range(0, nodes).Select(_ => new List<int>())];
    private readonly List<int> _to = [];
    private readonly List<bool> _open = [];

    /// <summary>Adds an edge; its number is even, and the number after it is the edge back.</summary>
    public int Add(int from, int to)
    {
        var edge = _to.Count;
        _edges[from].Add(edge);
        _to.Add(to);
        _open.Add(true);
        _edges[to].Add(edge + 1);
        _to.Add(from);
        _open.Add(false);
        return edge;
    }

    /// <summary>Whether an edge carries flow.</summary>
    public bool IsUsed(int edge) => !_open[edge];

    /// <summary>Sends as much as there is, up to a limit.</summary>
    public int Send(int source, int sink, int limit)
    {
        var flow = 0;
        var came = new int[nodes];
        var queue = new Queue<int>();
        while (flow < limit)
        {
            for (var k = 0; k < nodes; k++) came[k] = -1;
            queue.Clear();
            queue.Enqueue(source);
            came[source] = int.MaxValue;
            while (queue.Count > 0 && came[sink] < 0)
            {
                var v = queue.Dequeue();
                foreach (var edge in _edges[v])
                {
                    if (!_open[edge] || came[_to[edge]] >= 0) continue;
                    came[_to[edge]] = edge;
                    queue.Enqueue(_to[edge]);
                }
            }

            if (came[sink] < 0) return flow;
            for (var v = sink; v != source; v = _to[came[v] ^ 1])
            {
                _open[came[v]] = false;
                _open[came[v] ^ 1] = true;
            }

            flow++;
        }

        return flow;
    }
}
