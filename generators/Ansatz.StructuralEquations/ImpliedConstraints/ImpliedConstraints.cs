using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>The testable constraints on the covariances that a model implies: vanishing partial correlations, tetrads, 3 × 3 minors, and in small graphs other polynomials.</summary>
/// <remarks>
/// Partial correlations come from m-separation, one minimal set for each pair of variables that can be separated (a pairwise basis). Minors are found at random points
/// modulo a prime, which is exact but for a chance below one in a million, and explained by trek separation where the graph alone implies them. Minors that follow from
/// smaller ones are left out. Where they are fewer than the codimension of the model, the vanishing ideal of a graph of up to 5 observed variables is searched for others, such as
/// Verma's; in larger models, and in those with latent variables, further ones may exist: the independent ones are then fewer than the degrees of freedom.
/// </remarks>
public sealed class ImpliedConstraints
{
    private const int MinorVariables = 14;
    private const int TetradVariables = 60;
    private const int MaximalCount = 2000;
    private const int MaximalIndependent = 500;
    private const int PolynomialVariables = 5;

    // Some hundredths of a second: this runs while people type.
    private static VanishingIdealLimits PolynomialLimits(int variables) => new() { Degree = variables < PolynomialVariables ? 6 : 4, Block = 100, Steps = 4_000_000, SubstitutionSteps = 200_000 };

    private ImpliedConstraints(IReadOnlyList<ImpliedConstraint> constraints, bool isComplete)
    {
        Constraints = constraints;
        IsComplete = isComplete;
    }

    /// <summary>The constraints of all groups: for each group partial correlations, tetrads, minors, other polynomials.</summary>
    public IReadOnlyList<ImpliedConstraint> Constraints { get; }

    /// <summary>Whether nothing was left out for the size of the model: 14 variables for minors, 60 for tetrads, 2,000 constraints a group, of which 500 are tried for independence.</summary>
    public bool IsComplete { get; }

    /// <summary>How many independent constraints were found.</summary>
    public int IndependentCount => Constraints.Count(c => c.IsIndependent);

    /// <summary>The constraints that a model implies. It takes any model; one without a regular point has none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellation">Stops the work, by an <see cref="OperationCanceledException"/>.</param>
    public static ImpliedConstraints Of(SemModel model, CancellationToken cancellation = default) => Of(model, Identification.Of(model, cancellation), cancellation);

    internal static ImpliedConstraints Of(SemModel model, Identification identification, CancellationToken cancellation)
    {
        if (identification.Points.Count == 0) return new ImpliedConstraints([], identification.Unexamined is null);
        var random = new PrimeRandom(11);
        var theta = identification.Constraints.Point(random);
        var (all, complete) = (new List<ImpliedConstraint>(), true);
        for (var g = 0; g < model.Groups.Count; g++)
        {
            // The second point tells apart what vanishes from what vanished by chance.
            var second = ModelPoint.Of(model.Groups[g], theta, random) ?? identification.Points[g];
            var structure = model.Groups[g];
            var edges = structure.Variables.Count <= PolynomialVariables ? MixedGraph.Of(structure, model.Table) : null;
            var search = new Search(g + 1, ModelGraph.Of(structure), edges, identification.Points[g], second, cancellation);
            all.AddRange(search.Run());
            complete &= search.IsComplete;
        }

        return new ImpliedConstraints(all, complete);
    }

    private sealed class Search(int group, ModelGraph graph, MixedGraph? edges, ModelPoint first, ModelPoint second, CancellationToken cancellation)
    {
        private readonly int _p = first.Structure.ObservedCount;
        private readonly string[] _names = [.. first.Structure.Variables.Take(first.Structure.ObservedCount)];
        private readonly List<ImpliedConstraint> _found = [];
        private readonly RowSpace _gradients = new(first.Structure.ObservedCount * (first.Structure.ObservedCount + 1) / 2);
        private int _tried;

        public bool IsComplete { get; private set; } = true;

        public IReadOnlyList<ImpliedConstraint> Run()
        {
            PartialCorrelations();
            if (_p <= TetradVariables) Tetrads();
            else IsComplete = false;
            if (_p <= MinorVariables) Minors();
            else IsComplete = false;
            Polynomials();
            return _found;
        }

        // What is left of the codimension, by rising degree: the generators that say more than what was found.
        private void Polynomials()
        {
            if (edges is null) return;
            var field = PrimeField.Default;
            var missing = _gradients.Width - ModularMoments.At(edges, field, new Random(3)).JacobianRank(edges) - _found.Count(c => c.IsIndependent);
            if (missing <= 0) return;
            var pairs = new CovarianceMonomials(edges).Pairs;
            uint[] point = [.. pairs.Select(c => first.Covariances[c.I, c.J])];
            VanishingIdeal.Of(edges, PolynomialLimits(_p), IsEnough, cancellation);

            bool IsEnough(IReadOnlyList<Polynomial> generators)
            {
                foreach (var polynomial in generators)
                {
                    var gradient = new uint[_gradients.Width];
                    for (var k = 0; k < pairs.Count; k++) gradient[Place(pairs[k].I, pairs[k].J)] = polynomial.Derivative(k).Evaluate(point, field);
                    if (!_gradients.Insert(gradient)) continue;
                    _found.Add(new ImpliedConstraint(group, polynomial, pairs, _names));
                    missing--;
                }

                return missing <= 0;
            }
        }

        // Where a covariance stands in a gradient.
        private static int Place(int i, int j) => (Math.Max(i, j) * (Math.Max(i, j) + 1) / 2) + Math.Min(i, j);

        private void PartialCorrelations()
        {
            for (var i = 0; i < _p; i++)
            {
                for (var j = i + 1; j < _p; j++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (graph.HasArrow(i, j) || graph.HasArrow(j, i) || graph.HasBow(i, j) || Separation.Find(graph, _p, i, j) is not { } set) continue;
                    Add(ImpliedConstraintKind.PartialCorrelation, [i, .. set], [j, .. set], true);
                }
            }
        }

        private void Tetrads()
        {
            for (var a = 0; a < _p; a++)
                for (var b = a + 1; b < _p; b++)
                    for (var c = b + 1; c < _p; c++)
                        for (var d = c + 1; d < _p; d++)
                        {
                            cancellation.ThrowIfCancellationRequested();
                            Tetrad(a, d, b, c);
                            Tetrad(a, c, b, d);
                            Tetrad(a, b, c, d);
                        }
        }

        /// <summary>The minor of rows a, b and columns c, d.</summary>
        private void Tetrad(int a, int b, int c, int d)
        {
            if (_found.Count >= MaximalCount || !Vanishes2(a, b, c, d, first) || HasZeroLine(a, b, c, d) || !Vanishes2(a, b, c, d, second)) return;
            Add(ImpliedConstraintKind.Tetrad, [a, b], [c, d], null);
        }

        private void Minors()
        {
            var triples = new List<int[]>();
            for (var a = 0; a < _p; a++)
                for (var b = a + 1; b < _p; b++)
                    for (var c = b + 1; c < _p; c++) triples.Add([a, b, c]);
            for (var x = 0; x < triples.Count; x++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var y = x + 1; y < triples.Count; y++)
                {
                    // With two variables in common it is a partial correlation, which m-separation has found.
                    if (_found.Count >= MaximalCount || triples[x].Intersect(triples[y]).Skip(1).Any()) continue;
                    var (rows, columns) = (triples[x], triples[y]);
                    if (!Vanishes3(rows, columns, first) || FollowsFromSmaller(rows, columns) || !Vanishes3(rows, columns, second)) continue;
                    Add(ImpliedConstraintKind.Minor, rows, columns, null);
                }
            }
        }

        private void Add(ImpliedConstraintKind kind, int[] rows, int[] columns, bool? structural)
        {
            if (_found.Count >= MaximalCount)
            {
                IsComplete = false;
                return;
            }

            var independent = false;
            if (_tried++ < MaximalIndependent) independent = Gradient(rows, columns) is { } gradient && _gradients.Insert(gradient);
            else IsComplete = false;
            _found.Add(new ImpliedConstraint(kind, group, rows, columns, _names, independent, () => structural ?? TrekSeparation.Rank(graph, rows, columns) < rows.Length));
        }

        private static bool Vanishes2(int a, int b, int c, int d, ModelPoint point) =>
            MersenneField.Multiply(point.Covariances[a, c], point.Covariances[b, d]) == MersenneField.Multiply(point.Covariances[a, d], point.Covariances[b, c]);

        private bool HasZeroLine(int a, int b, int c, int d) =>
            (Zero(a, c) && Zero(a, d)) || (Zero(b, c) && Zero(b, d)) || (Zero(a, c) && Zero(b, c)) || (Zero(a, d) && Zero(b, d));

        private bool Zero(int a, int b) => first.Covariances[a, b] == 0;

        private static bool Vanishes3(int[] r, int[] c, ModelPoint point)
        {
            var s = point.Covariances;
            uint total = 0;
            for (var k = 0; k < 3; k++)
            {
                var (x, y) = (c[(k + 1) % 3], c[(k + 2) % 3]);
                var minor = MersenneField.Subtract(MersenneField.Multiply(s[r[1], x], s[r[2], y]), MersenneField.Multiply(s[r[1], y], s[r[2], x]));
                total = MersenneField.Add(total, MersenneField.Multiply(s[r[0], c[k]], minor));
            }

            return total == 0;
        }

        /// <summary>Whether two of its rows or columns are dependent already, or zeros alone make it vanish.</summary>
        private bool FollowsFromSmaller(int[] rows, int[] columns)
        {
            for (var k = 0; k < 3; k++)
            {
                var (a, b) = (rows[(k + 1) % 3], rows[(k + 2) % 3]);
                if (Enumerable.Range(0, 3).All(j => Vanishes2(a, b, columns[j], columns[(j + 1) % 3], first))) return true;
                var (c, d) = (columns[(k + 1) % 3], columns[(k + 2) % 3]);
                if (Enumerable.Range(0, 3).All(j => Vanishes2(rows[j], rows[(j + 1) % 3], c, d, first))) return true;
                for (var j = 0; j < 3; j++)
                {
                    var (x, y) = (columns[(j + 1) % 3], columns[(j + 2) % 3]);
                    if (Zero(a, x) && Zero(a, y) && Zero(b, x) && Zero(b, y)) return true;
                    // One entry is all that is left of a row, and its minor vanishes.
                    if (Zero(rows[k], x) && Zero(rows[k], y) && Vanishes2(a, b, x, y, first)) return true;
                    if (Zero(a, columns[j]) && Zero(b, columns[j]) && Vanishes2(a, b, x, y, first)) return true;
                }
            }

            return false;
        }

        /// <summary>The derivative of the minor with respect to the covariances, by cofactors.</summary>
        private uint[]? Gradient(int[] rows, int[] columns)
        {
            var n = rows.Length;
            if (n > 12) return null;
            var result = new uint[_gradients.Width];
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    var minor = new uint[n - 1, n - 1];
                    for (var r = 0; r < n - 1; r++)
                        for (var c = 0; c < n - 1; c++) minor[r, c] = first.Covariances[rows[r < i ? r : r + 1], columns[c < j ? c : c + 1]];
                    var cofactor = MersenneField.Determinant(minor);
                    if (((i + j) & 1) != 0) cofactor = MersenneField.Negate(cofactor);
                    var place = Place(rows[i], columns[j]);
                    result[place] = MersenneField.Add(result[place], cofactor);
                }
            }

            return result;
        }
    }
}
