using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Recurrences;

/// <summary>
/// Orders statements so that each comes after what it reads, and finds the recurrences among them: strongly connected components in
/// which every read is at an earlier time, or at the same time of a statement that runs before. Which index is the time is found, not
/// declared; which of the statements of one time run first follows from the shortest paths between their delays.
/// </summary>
public static class RecurrenceFinder
{
    /// <summary>A read within a component: at time t of the reader, time t + <paramref name="Offset"/> of the tensor.</summary>
    private sealed record Edge(int Reader, int Target, long Offset, Expression Read);

    /// <summary>Orders the statements and marks those of recurrences.</summary>
    /// <exception cref="RecurrenceException">A component has no order of computation.</exception>
    public static void Run(TensorProgram program)
    {
        foreach (var s in program.Statements) s.Recurrence = null;
        if (IsOrdered(program)) return;
        var ordered = new List<Statement>();
        foreach (var component in Components(program))
        {
            if (component.Count == 1 && component[0].Reads().All(r => r.Tensor != component[0].Target)) ordered.Add(component[0]);
            else ordered.AddRange(new Component(component.OrderBy(program.Statements.IndexOf).ToArray()).Solve());
        }

        program.Statements = ordered;
    }

    private static bool IsOrdered(TensorProgram program)
    {
        var known = new HashSet<Tensor>(program.Given);
        foreach (var s in program.Statements)
        {
            if (s.Reads().Any(r => !known.Contains(r.Tensor))) return false;
            known.Add(s.Target);
        }

        return true;
    }

    // Tarjan's strongly connected components; what is read comes first, otherwise the order stays as it is.
    private static List<List<Statement>> Components(TensorProgram program)
    {
        var number = new Dictionary<Statement, int>();
        var low = new Dictionary<Statement, int>();
        var stack = new Stack<Statement>();
        var open = new HashSet<Statement>();
        var components = new List<List<Statement>>();
        foreach (var s in program.Statements) if (!number.ContainsKey(s)) Visit(s);
        return components;

        void Visit(Statement s)
        {
            number[s] = low[s] = number.Count;
            stack.Push(s);
            open.Add(s);
            foreach (var made in s.Reads().Select(r => r.Tensor.Definition).Where(d => d is not null).Distinct())
            {
                if (!number.ContainsKey(made!))
                {
                    Visit(made!);
                    low[s] = Math.Min(low[s], low[made!]);
                }
                else if (open.Contains(made!))
                {
                    low[s] = Math.Min(low[s], number[made!]);
                }
            }

            if (low[s] != number[s]) return;
            var component = new List<Statement>();
            Statement member;
            do
            {
                member = stack.Pop();
                open.Remove(member);
                component.Add(member);
            }
            while (member != s);
            components.Add(component);
        }
    }

    private sealed class Component(Statement[] members)
    {
        private readonly Dictionary<Tensor, int> _position = members.Select((s, k) => (s.Target, k)).ToDictionary(p => p.Target, p => p.k);

        private IEnumerable<Expression> Inner(Statement s) => s.Reads().Where(r => _position.ContainsKey(r.Tensor));

        public IReadOnlyList<Statement> Solve()
        {
            var scatter = members.FirstOrDefault(s => s.Scatter is not null);
            if (scatter is not null) throw Fail($"'{Plain(scatter)}' depends on its own values through reads at index data, which is no recurrence.");
            string? why = null;
            var anchor = Array.FindLastIndex(members, s => s.IsMap);
            if (anchor < 0) anchor = members.Length - 1;
            for (var d = 0; d < members[anchor].Free.Length; d++)
            {
                if (Dimensions(anchor, d) is not { } dimensions) continue;
                var edges = Edges(dimensions);
                foreach (var backward in new[] { false, true })
                {
                    // All at their own time is what reads best; where that cannot be, as late as possible.
                    if (Simple(edges, backward) is { } simple) return Mark(dimensions, simple, Order(edges, simple)!, backward);
                    if (Delays(edges, anchor, backward) is not { } delays) continue;
                    if (Order(edges, delays) is not { } order)
                    {
                        why ??= $"'{Plain(members[anchor])}' depends on its own value at the same {members[anchor].Free[d]}.";
                        continue;
                    }

                    return Mark(dimensions, delays, order, backward);
                }
            }

            if (members.FirstOrDefault(s => s.Reducer.IsMatrix()) is { } matrix)
                throw new RecurrenceException(Inner(matrix).First(), ProblemCodes.MatrixOfItself, $"The matrix that {matrix.Reducer} is given depends on what {matrix.Reducer} makes of it, and all of it is needed first: in a recurrence a matrix may depend on those of a fixed number of steps before (or after).");
            throw Fail(why ?? $"'{Plain(members[anchor])}' depends on itself, and no index tells earlier from later: in a recurrence every reference goes to a fixed number of steps before (or after), as in {Plain(members[anchor])}(t - 1).");
        }

        private IReadOnlyList<Statement> Mark(int[] dimensions, long[] delays, int[] order, bool backward)
        {
            var sorted = order.Select(k => members[k]).ToArray();
            var rows = members.All(s => s.Free.Length > 0 && Equals(s.Free[0].Extent, members[0].Free[0].Extent)) && !dimensions.Contains(0) && members.All(s => Inner(s).All(r => r.Arguments[0].Kind == ExpressionKind.Index && r.Arguments[0].Index == s.Free[0]));
            var group = new Recurrence(backward, rows, sorted);
            for (var k = 0; k < members.Length; k++) members[k].Recurrence = new RecurrenceMember(group, dimensions[k], delays[k]);
            return sorted;
        }

        private long[]? Simple(List<Edge> edges, bool backward)
        {
            var delays = new long[members.Length];
            return edges.All(e => backward ? e.Offset >= 0 : e.Offset <= 0) && edges.Any(e => e.Offset != 0) && Order(edges, delays) is not null ? delays : null;
        }

        private RecurrenceException Fail(string message) => new(members.SelectMany(Inner).First(), ProblemCodes.CyclicEquation, message);

        private static string Plain(Statement s) => s.Target.Name.TrimStart('#');

        /// <summary>The time dimension of every member, given that of one; null if reads do not agree on it.</summary>
        private int[]? Dimensions(int anchor, int dimension)
        {
            var dimensions = members.Select(_ => -1).ToArray();
            if (IsOfMatrix(anchor, dimension)) return null;
            dimensions[anchor] = dimension;
            var work = new Queue<int>();
            work.Enqueue(anchor);
            while (work.Count > 0)
            {
                var reader = work.Dequeue();
                var time = members[reader].Free[dimensions[reader]];
                foreach (var read in Inner(members[reader]))
                {
                    var target = _position[read.Tensor];
                    var at = dimensions[target] >= 0 ? dimensions[target] : Array.FindIndex(read.Arguments, a => Offset(a, time) is not null);
                    if (at < 0 || Offset(read.Arguments[at], time) is null || IsOfMatrix(target, at)) return null;
                    if (dimensions[target] >= 0) continue;
                    dimensions[target] = at;
                    work.Enqueue(target);
                }
            }

            return dimensions;
        }

        // A matrix is computed as a whole: none of its elements is earlier than another.
        private bool IsOfMatrix(int member, int dimension) => members[member].Own.Contains(members[member].Free[dimension]);

        private List<Edge> Edges(int[] dimensions)
        {
            var edges = new List<Edge>();
            for (var k = 0; k < members.Length; k++)
            {
                foreach (var read in Inner(members[k]))
                {
                    var target = _position[read.Tensor];
                    edges.Add(new Edge(k, target, Offset(read.Arguments[dimensions[target]], members[k].Free[dimensions[k]])!.Value, read));
                }
            }

            return edges;
        }

        // t + c with a whole number c.
        private static long? Offset(Expression argument, Index time)
        {
            if (!argument.DependsOn(time)) return null;
            var linear = Linear.Of(argument);
            return linear.Count == 1 && linear.Coefficient(time) == 1 ? linear.Offset.Constant : null;
        }

        /// <summary>
        /// Every statement as late as what reads it allows: reading r at t + c asks that r has run, delay(r) + c ≤ delay(s) (forward).
        /// These are shortest paths; null if a cycle goes the other way.
        /// </summary>
        private long[]? Delays(List<Edge> edges, int anchor, bool backward)
        {
            var sign = backward ? 1 : -1;
            var distance = members.Select(_ => long.MaxValue).ToArray();
            distance[anchor] = 0;
            for (var round = 0; round <= members.Length; round++)
            {
                var changed = false;
                foreach (var e in edges)
                {
                    if (distance[e.Reader] == long.MaxValue || distance[e.Reader] + (sign * e.Offset) >= distance[e.Target]) continue;
                    distance[e.Target] = distance[e.Reader] + (sign * e.Offset);
                    changed = true;
                }

                if (!changed) return distance.Select(d => backward ? -d : d).ToArray();
            }

            return null;
        }

        /// <summary>The order within one step of the loop; null if a statement would have to run before itself.</summary>
        private int[]? Order(List<Edge> edges, long[] delays)
        {
            var before = members.Select(_ => new HashSet<int>()).ToArray();
            foreach (var e in edges) if (e.Offset == delays[e.Reader] - delays[e.Target]) before[e.Reader].Add(e.Target);
            var order = new List<int>();
            while (order.Count < members.Length)
            {
                var next = Array.FindIndex(members, m => !order.Contains(_position[m.Target]) && before[_position[m.Target]].All(order.Contains));
                if (next < 0) return null;
                order.Add(next);
            }

            return order.ToArray();
        }
    }
}
