using System.Globalization;
using Ansatz.Compiler.Differentiation;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Tensors;
using Ansatz.StructuralEquations;

namespace Ansatz.Compiler.StructuralEquations;

/// <summary>The text of the methods that compute the moments of one group, their first and their second derivatives, without loops.</summary>
/// <param name="Moments">The lines of the moments' method.</param>
/// <param name="Jacobian">The lines of the first derivatives'; empty where they are too many.</param>
/// <param name="Gradient">The lines of the derivatives of the weighted sum of the moments.</param>
/// <param name="Curvature">The lines of its second derivatives; empty where they are too many.</param>
/// <param name="IsDense">Whether no moment is 0 by the model's form.</param>
/// <param name="Cycles">How many components have a cycle.</param>
internal sealed record MomentProgram(string Moments, string Jacobian, string Gradient, string Curvature, bool IsDense, int Cycles)
{
    /// <summary>
    /// The size from which a method is no longer translated well: from about 9 KB of intermediate language its machine code outgrows the processor's
    /// first-level cache, and from 60,000 bytes the just-in-time compiler does not optimise it at all. Loops over matrices are as fast or faster there.
    /// </summary>
    public const int Limit = 9_000;

    /// <summary>The same for what is computed once or twice in an estimation and not in each of its steps.</summary>
    public const int RareLimit = 24_000;

    /// <summary>The program of a group, or null if it is too large to be written without loops.</summary>
    public static MomentProgram? Of(ParameterTable table, ReticularStructure structure, IReadOnlyList<int> parameters, CancellationToken cancellation)
    {
        if (Draft.Of(table, structure, parameters, cancellation) is not { } draft) return null;
        var (expressions, naming, moments, gradient) = (draft.Expressions, draft.Naming, draft.Moments, draft.Gradient);
        var graph = expressions.Graph;
        var one = graph.Number(1, ScalarType.Double);
        var first = new List<(int Row, int Place, string Comment, Expression Value)>();
        foreach (var (place, i, j, value) in moments)
        {
            cancellation.ThrowIfCancellationRequested();
            var what = j < 0 ? $"∂μ {structure.Variables[i]}" : $"∂σ {structure.Variables[i]}, {structure.Variables[j]}";
            foreach (var (read, derivative) in ScalarDerivatives.Of(graph, value, one, t => ReferenceEquals(t, expressions.Theta)))
            {
                if (!derivative.IsNumber(0)) first.Add((Place(read), place, what, derivative));
            }
        }

        var width = draft.Width;
        var derivatives = first.OrderBy(f => f.Row).ThenBy(f => f.Place).Select(f => new Assignment([$"jacobian[{(f.Row * width) + f.Place}]"], f.Value, $"{f.Comment} / ∂{naming.Parameter(f.Row)}")).ToArray();
        var jacobian = naming.Write(derivatives, out var size);
        if (size > RareLimit) jacobian = "";

        var second = new List<Assignment>();
        var q = parameters.Count;
        foreach (var (a, slope) in gradient)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var (other, value) in ScalarDerivatives.Of(graph, slope, one, t => ReferenceEquals(t, expressions.Theta)).OrderBy(g => Place(g.Read)))
            {
                var b = Place(other);
                if (b > a || value.IsNumber(0)) continue;
                second.Add(new Assignment(a == b ? [$"hessian[{(a * q) + b}]"] : [$"hessian[{(a * q) + b}]", $"hessian[{(b * q) + a}]"], value, $"∂² / ∂{naming.Parameter(a)} ∂{naming.Parameter(b)}"));
            }
        }

        var curvature = naming.Write(second, out size);
        if (size > RareLimit) curvature = "";
        return new MomentProgram(draft.Text, jacobian, draft.GradientText, curvature, moments.Count == width, expressions.Cycles.Count);
    }

    /// <summary>Whether <see cref="Of"/> gives a program, found without the derivatives that this does not depend on.</summary>
    public static bool IsShort(ParameterTable table, ReticularStructure structure, IReadOnlyList<int> parameters, CancellationToken cancellation) => Draft.Of(table, structure, parameters, cancellation) is not null;

    private static int Place(Expression read) => (int)read.Arguments[0].Extent.Constant!.Value;

    // The moments and the gradient of their weighted sum, on which it depends whether a program is written.
    private sealed record Draft(MomentExpressions Expressions, Naming Naming, IReadOnlyList<(int Place, int I, int J, Expression Value)> Moments, int Width, string Text, IReadOnlyList<(int Parameter, Expression Slope)> Gradient, string GradientText)
    {
        public static Draft? Of(ParameterTable table, ReticularStructure structure, IReadOnlyList<int> parameters, CancellationToken cancellation)
        {
            if (MomentExpressions.Of(structure, parameters, cancellation) is not { } expressions) return null;
            var p = structure.ObservedCount;
            var moments = new List<(int Place, int I, int J, Expression Value)>();
            for (var i = 0; i < p; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    if (expressions.Covariance(i, j) is { } covariance) moments.Add(((i * (i + 1) / 2) + j, i, j, covariance));
                }
            }

            if (table.HasMeans)
            {
                for (var i = 0; i < p; i++)
                {
                    if (expressions.Mean(i) is { } mean) moments.Add(((p * (p + 1) / 2) + i, i, -1, mean));
                }
            }

            var naming = new Naming(expressions, structure, table, parameters, Identifiers.OfGroup(table, parameters));
            var assigned = moments.Select(m => m.J < 0
                ? new Assignment([$"mu[{m.I}]"], m.Value, $"μ {structure.Variables[m.I]}")
                : new Assignment(m.I == m.J ? [$"sigma[{(m.I * p) + m.J}]"] : [$"sigma[{(m.I * p) + m.J}]", $"sigma[{(m.J * p) + m.I}]"], m.Value, $"σ {structure.Variables[m.I]}, {structure.Variables[m.J]}")).ToArray();
            var text = naming.Write(assigned, out var size);
            if (size > Limit) return null;

            // Of the weighted sum, so that its second derivatives are the gradient's derivatives.
            var graph = expressions.Graph;
            Expression? sum = null;
            foreach (var (_, i, j, value) in moments)
            {
                var weight = j < 0 ? expressions.Element(expressions.MeanWeight, i) : expressions.Element(expressions.Weight, (i * p) + j);
                if (j >= 0 && i != j) weight = graph.Multiply(graph.Number(2, ScalarType.Double), weight);
                var term = graph.Multiply(weight, value);
                sum = sum is null ? term : graph.Add(sum, term);
            }

            cancellation.ThrowIfCancellationRequested();
            (int Parameter, Expression Slope)[] slopes = sum is null
                ? []
                : [.. ScalarDerivatives.Of(graph, sum, graph.Number(1, ScalarType.Double), t => ReferenceEquals(t, expressions.Theta)).Select(g => (Place(g.Read), g.Adjoint)).OrderBy(g => g.Item1)];
            var gradient = naming.Write([.. slopes.Select(g => new Assignment([$"gradient[{g.Parameter}]"], g.Slope, $"∂ / ∂{naming.Parameter(g.Parameter)}"))], out size);
            if (size > Limit) return null;
            var width = (p * (p + 1) / 2) + (table.HasMeans ? p : 0);
            return new Draft(expressions, naming, moments, width, text, slopes, gradient);
        }
    }

    // Names of parameters and covariances, and the text of what is read.
    private sealed class Naming(MomentExpressions expressions, ReticularStructure structure, ParameterTable table, IReadOnlyList<int> parameters, IReadOnlyList<string> names)
    {
        private readonly Dictionary<int, string> _nodes = expressions.Names.ToDictionary(n => n.Key, n => Readable(n.Value, structure));

        public string Parameter(int place) => names[place];

        public string Write(IReadOnlyList<Assignment> assignments, out int size)
        {
            var code = new CodeWriter();
            var reads = new SortedSet<int>();
            var writer = new StraightLineWriter([.. assignments, .. expressions.Cycles.Select(c => new Assignment([], c.Determinant))], Read, _nodes, names.Concat(Identifiers.Arguments));
            var body = new CodeWriter();
            for (var k = 0; k < expressions.Cycles.Count; k++)
            {
                var (vertices, determinant) = expressions.Cycles[k];
                writer.Local(body, determinant, Identifiers.Determinant(k + 1), $"Δ = det(I − Λ) of {string.Join(", ", vertices.Select(v => structure.Variables[v]))}");
            }

            foreach (var assignment in assignments) writer.Write(body, assignment);
            foreach (var place in reads) code.Line($"var {Parameter(place)} = theta[{place}]; // {CsharpText.Comment(Row(place))}");
            size = writer.Bytes + (reads.Count * 8);
            return code.ToString() + body;

            string Read(Expression e)
            {
                var place = (int)e.Arguments[0].Extent.Constant!.Value;
                if (!ReferenceEquals(e.Tensor, expressions.Theta)) return $"{e.Tensor.Name}[{place.ToString(CultureInfo.InvariantCulture)}]";
                reads.Add(place);
                return Parameter(place);
            }
        }

        private string Row(int place) => table.Rows.First(r => r.Free == parameters[place] + 1).ToString();

        // cov_3_1 → cov_y1_x2.
        private static string Readable(string name, ReticularStructure structure)
        {
            var parts = name.Split('_');
            if (parts.Length == 1) return name;
            return parts[0] + string.Concat(parts.Skip(1).Select(k => "_" + Identifiers.Of(structure.Variables[int.Parse(k, CultureInfo.InvariantCulture)])));
        }
    }
}
