namespace Ansatz.StructuralEquations;

/// <summary>
/// Starting values by lavaan's rules: half the sample variance for residual variances, 0.05 for variances of latent variables, loadings by the FABIN3 estimator (Hägglund 1982) of each
/// latent variable's own indicators, least squares for regressions among observed variables, the sample's moments for means and exogenous variables, 0 for what remains.
/// </summary>
internal static class StartValues
{
    /// <summary>The value of each row of the table; 0 for definitions and constraints.</summary>
    /// <param name="table">The parameters.</param>
    /// <param name="samples">The moments of each group, as they are fitted.</param>
    /// <param name="available">A p × p matrix of each group with, on its diagonal, the variances of the values that there are, where some are missing; otherwise null.</param>
    /// <param name="fabin">Whether loadings are estimated; they are not for growth curves.</param>
    public static double[] Of(ParameterTable table, IReadOnlyList<SampleMoments> samples, IReadOnlyList<double[]>? available, bool fabin)
    {
        var start = new double[table.Rows.Count];
        for (var g = 1; g <= table.GroupCount; g++) new GroupStart(table, g, samples[g - 1], available?[g - 1] ?? samples[g - 1].Covariance).Fill(start, fabin);
        for (var k = 0; k < start.Length; k++)
        {
            if (table.Rows[k].UserValue is { } value) start[k] = value;
        }

        return start;
    }

    private sealed class GroupStart
    {
        private readonly List<(ParameterRow Row, int Place)> rows = [];
        private readonly Dictionary<string, int> observed = new(StringComparer.Ordinal);
        private readonly HashSet<string> latent;
        private readonly SampleMoments sample;
        private readonly double[] variances;
        private readonly int p;

        public GroupStart(ParameterTable table, int group, SampleMoments sample, double[] variances)
        {
            (this.sample, this.variances, p) = (sample, variances, table.Observed.Count);
            for (var k = 0; k < table.Rows.Count; k++)
            {
                if (table.Rows[k].Group == group && table.Rows[k].Operator.IsParameter()) rows.Add((table.Rows[k], k));
            }

            for (var k = 0; k < p; k++) observed[table.Observed[k]] = k;
            latent = [.. table.Latent];
        }

        private double S(int i, int j) => sample.Covariance[i * p + j];

        public void Fill(double[] start, bool fabin)
        {
            var exogenous = ExogenousVariables.Of(rows.Select(r => r.Row), observed.ContainsKey);
            foreach (var (row, k) in rows)
            {
                start[k] = row.Operator switch
                {
                    SemOperator.Measurement => 1,
                    SemOperator.Covariance when row.Left == row.Right => latent.Contains(row.Left) ? 0.05 : 0.5 * variances[observed[row.Left] * (p + 1)],
                    SemOperator.Intercept when observed.TryGetValue(row.Left, out var i) => sample.Mean[i],
                    _ => 0,
                };
            }

            if (fabin)
            {
                foreach (var name in rows.Where(r => r.Row.Operator == SemOperator.Measurement).Select(r => r.Row.Left).Distinct()) FillLoadings(name, start);
            }

            foreach (var (row, k) in rows)
            {
                if (row.Operator == SemOperator.Covariance && exogenous.Contains(row.Left) && exogenous.Contains(row.Right)) start[k] = S(observed[row.Left], observed[row.Right]);
            }

            FillSingleIndicators(start);
            if (latent.Count == 0) FillRegressions(start);
        }

        private void FillLoadings(string name, double[] start)
        {
            var loadings = rows.Where(r => r.Row.Operator == SemOperator.Measurement && r.Row.Left == name).ToArray();
            if (loadings.Any(r => !observed.ContainsKey(r.Row.Right))) return;
            var variance = rows.Where(r => r.Row.Operator == SemOperator.Covariance && r.Row.Left == name && r.Row.Right == name).Select(r => r.Row).FirstOrDefault();
            var standard = variance is { Free: 0, UserValue: 1 };
            var n = loadings.Length;
            var places = loadings.Select(r => observed[r.Row.Right]).ToArray();
            var covariance = new double[n * n];
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++) covariance[i * n + j] = S(places[i], places[j]);
            }

            var values = OneFactor.Loadings(covariance, n, standard);
            for (var i = 0; i < n; i++) start[loadings[i].Place] = double.IsFinite(values[i]) ? values[i] : 1;
        }

        /// <summary>A latent variable that is measured once and explained by nothing: its variance is what the indicator's residual leaves.</summary>
        private void FillSingleIndicators(double[] start)
        {
            foreach (var name in latent)
            {
                if (rows.Any(r => r.Row.Operator == SemOperator.Regression && r.Row.Left == name || r.Row.Operator == SemOperator.Measurement && r.Row.Right == name)) continue;
                var loadings = rows.Where(r => r.Row.Operator == SemOperator.Measurement && r.Row.Left == name).ToArray();
                if (loadings.Length != 1 || !observed.TryGetValue(loadings[0].Row.Right, out var i)) continue;
                var residual = Variance(loadings[0].Row.Right)?.Row.UserValue ?? 1;
                var left = S(i, i) - residual;
                if (Variance(name) is { } own) start[own.Place] = left >= 0.05 ? left : 0.05;
            }
        }

        private (ParameterRow Row, int Place)? Variance(string name)
        {
            foreach (var r in rows)
            {
                if (r.Row.Operator == SemOperator.Covariance && r.Row.Left == name && r.Row.Right == name) return r;
            }

            return null;
        }

        private void FillRegressions(double[] start)
        {
            foreach (var equation in rows.Where(r => r.Row.Operator == SemOperator.Regression).GroupBy(r => r.Row.Left).ToArray())
            {
                var terms = equation.ToArray();
                var n = terms.Length;
                var y = observed[equation.Key];
                var x = terms.Select(t => observed[t.Row.Right]).ToArray();
                var a = new double[n * n];
                var b = new double[n];
                for (var i = 0; i < n; i++)
                {
                    b[i] = S(x[i], y);
                    for (var j = 0; j < n; j++) a[i * n + j] = S(x[i], x[j]);
                }

                if (Dense.Cholesky(a, n, out _) >= 0) continue;
                Dense.Solve(a, b, n);
                var residual = S(y, y);
                for (var i = 0; i < n; i++)
                {
                    start[terms[i].Place] = b[i];
                    residual -= b[i] * S(x[i], y);
                }

                if (residual > 0.01 * S(y, y) && residual < 0.99 * S(y, y) && Variance(equation.Key) is { } own) start[own.Place] = residual;
            }
        }
    }
}
