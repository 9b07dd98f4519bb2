using Ansatz.StructuralEquations;

/// <summary>A linear structural equation model around y, its environments, and the class of predictors.</summary>
internal sealed class Experiment
{
    // With this probability each of the three sites is intervened on.
    private const double Intervened = 0.15;

    private readonly double _epsilon;
    private readonly SemModel _model;
    private readonly ReticularMoments _moments;
    private readonly double[] _theta;
    private readonly string[] _variables;
    private readonly int _target;
    private readonly double[][] _weights;
    private readonly double[] _explained;
    private readonly double[] _allWeights;

    /// <summary>A model of so many variables: y with its causes x1 and x3, the effect x2, and a random acyclic rest of in-degree at most 2 around them.</summary>
    public Experiment(int size, double epsilon)
    {
        _epsilon = epsilon;
        var random = new Random(size);
        _variables = ["x1", "x3", "y", "x2", .. Enumerable.Range(4, size - 4).Select(k => $"x{k}")];
        var lines = new List<string> { "y ~ 1*x1 + -0.5*x3", "x2 ~ b*y + 0.4*x3" };

        // Half of the rest are causes of x1 and x3 or stand beside them, half are effects of what is there already.
        string[] before = [.. _variables.Skip(4).Take((size - 4) / 2)], after = [.. _variables.Skip(4 + before.Length)];
        for (var k = 0; k < before.Length; k++) Arrows(before[k], before.AsSpan(0, k));
        Arrows("x1", before);
        Arrows("x3", before);
        for (var k = 0; k < after.Length; k++) Arrows(after[k], [.. before, "x1", "x3", "y", "x2", .. after.AsSpan(0, k)]);
        foreach (var v in _variables) lines.Add($"{v} ~~ v_{v}*{v}");
        _model = SemModel.Parse(string.Join("\n", lines), new SemOptions { Defaults = LavaanDefaults.None });
        if (_model.HasErrors) throw new InvalidOperationException(_model.Problems[0].Message);
        _moments = new ReticularMoments(_model.Table);
        _variables = [.. _model.Table.Observed];
        _target = Array.IndexOf(_variables, "y");
        _theta = new double[_model.Table.FreeCount];
        _theta.AsSpan().Fill(1);
        _theta[Place("b")] = 0.9;
        _theta[Place("v_y")] = 0.5;
        _theta[Place("v_x2")] = 0.3;

        var natural = Covariances(_theta);
        int[] others = [.. Enumerable.Range(0, _variables.Length).Where(v => v != _target)];
        List<int[]> subsets = [[]];
        subsets.AddRange(others.Select(v => new[] { v }));
        subsets.AddRange(from a in others from b in others where a < b select new[] { a, b });
        Class = subsets;
        _weights = [.. subsets.Select(s => LeastSquares(natural, s))];
        _explained = [.. subsets.Zip(_weights).Select(p => Explained(natural, p.First, p.Second))];
        _allWeights = LeastSquares(natural, others);
        Causal = subsets.FindIndex(s => s.Length == 2 && s.Select(v => _variables[v]).Order().SequenceEqual(["x1", "x3"]));

        void Arrows(string to, ReadOnlySpan<string> from)
        {
            var parents = new HashSet<string>();
            for (var k = 0; k < 2 && from.Length > 0; k++) parents.Add(from[random.Next(from.Length)]);
            if (parents.Count > 0) lines.Add($"{to} ~ {string.Join(" + ", parents.Select(p => FormattableString.Invariant($"{(random.Next(2) == 0 ? "-" : "")}{0.3 + (0.5 * random.NextDouble()):0.00}*{p}")))}");
        }
    }

    /// <summary>The subsets.</summary>
    public List<int[]> Class { get; }

    /// <summary>The share of environments with an intervention: no pair violates ε-invariance in more.</summary>
    public static double MostViolations => 1 - Math.Pow(1 - Intervened, 3);

    /// <summary>The subset of y's causes; −1 if the class has it not.</summary>
    public int Causal { get; }

    /// <summary>For each of so many environments: whether each pair of the class is ε-invariant there, then whether least squares over all variables is.</summary>
    public bool[][] Environments(int seed, int count)
    {
        var random = new Random((seed * 7919) + _variables.Length);
        var theta = new double[_theta.Length];
        int[] all = [.. Enumerable.Range(0, _variables.Length).Where(v => v != _target)];
        var result = new bool[count][];
        for (var e = 0; e < count; e++)
        {
            _theta.CopyTo(theta, 0);
            if (random.NextDouble() < Intervened) theta[Place("v_x1")] = Uniform(0.2, 4);
            if (random.NextDouble() < Intervened) theta[Place("v_x3")] = Uniform(0.2, 4);
            if (random.NextDouble() < Intervened)
            {
                theta[Place("b")] = Uniform(-1, 1);
                theta[Place("v_x2")] = Uniform(0.1, 2);
            }

            var sigma = Covariances(theta);
            var invariant = new bool[Class.Count + 1];
            for (var h = 0; h < Class.Count; h++) invariant[h] = IsInvariant(sigma, Class[h], _weights[h]);
            invariant[^1] = IsInvariant(sigma, all, _allWeights);
            result[e] = invariant;
        }

        return result;

        double Uniform(double low, double high) => low + ((high - low) * random.NextDouble());
    }

    /// <summary>Of the pairs that are ε-invariant in n environments the one that explains most; the empty subset always is.</summary>
    public int Select(bool[][] environments, int first, int n)
    {
        // The first pair is the empty one.
        var best = 0;
        for (var h = 1; h < Class.Count; h++)
        {
            var passes = true;
            for (var e = first; e < first + n && passes; e++) passes = environments[e][h];
            if (passes && _explained[h] > _explained[best]) best = h;
        }

        return best;
    }

    /// <summary>The share of environments in which a pair is not ε-invariant.</summary>
    public double Violation(bool[][] environments, int h) => environments.Count(e => !e[h]) / (double)environments.Length;

    /// <summary>The same of least squares over all variables.</summary>
    public double ViolationOfAll(bool[][] environments) => Violation(environments, Class.Count);

    private int Place(string label) => _model.Table.Rows.First(r => r.Label == label).Free - 1;

    private double[] Covariances(double[] theta)
    {
        var sigma = new double[_variables.Length * _variables.Length];
        if (!_moments.Moments(0, theta, [], sigma, [])) throw new InvalidOperationException("The model has no moments.");
        return sigma;
    }

    private bool IsInvariant(double[] sigma, int[] subset, double[] weights)
    {
        var n = _variables.Length;
        var norm = 0.0;
        for (var a = 0; a < subset.Length; a++)
        {
            var residual = -sigma[(subset[a] * n) + _target];
            for (var b = 0; b < subset.Length; b++) residual += sigma[(subset[a] * n) + subset[b]] * weights[b];
            norm += residual * residual;
        }

        return Math.Sqrt(norm) <= _epsilon;
    }

    private double Explained(double[] sigma, int[] subset, double[] weights) =>
        subset.Zip(weights).Sum(p => p.Second * sigma[(p.First * _variables.Length) + _target]) / sigma[(_target * _variables.Length) + _target];

    // w with cov(x, x) w = cov(x, y), by elimination.
    private double[] LeastSquares(double[] sigma, int[] subset)
    {
        var n = subset.Length;
        var rows = new double[n][];
        for (var a = 0; a < n; a++) rows[a] = [.. subset.Select(v => sigma[(subset[a] * _variables.Length) + v]), sigma[(subset[a] * _variables.Length) + _target]];
        for (var k = 0; k < n; k++)
        {
            for (var r = k + 1; r < n; r++)
            {
                var factor = rows[r][k] / rows[k][k];
                for (var c = k; c <= n; c++) rows[r][c] -= factor * rows[k][c];
            }
        }

        var weights = new double[n];
        for (var k = n - 1; k >= 0; k--)
        {
            var value = rows[k][n];
            for (var c = k + 1; c < n; c++) value -= rows[k][c] * weights[c];
            weights[k] = value / rows[k][k];
        }

        return weights;
    }
}
