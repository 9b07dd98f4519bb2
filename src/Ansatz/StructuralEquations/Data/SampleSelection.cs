namespace Ansatz.StructuralEquations;

/// <summary>Takes from data what a model needs: its variables, its groups, complete or incomplete cases.</summary>
internal static class SampleSelection
{
    /// <summary>The sample of each group.</summary>
    /// <param name="table">The model's parameters.</param>
    /// <param name="data">The data.</param>
    /// <param name="groupColumn">The column of groups; null for one group.</param>
    /// <param name="labels">The values of that column, or the labels of moments, in the order of the groups; null for the order of their first appearance.</param>
    /// <param name="missing">What becomes of missing values.</param>
    /// <exception cref="SemDataException">A variable is unknown, not numeric or constant, a group is unknown or named twice, the groups are not the model's number, or there are too few cases.</exception>
    public static GroupSample[] Select(ParameterTable table, SemData data, string? groupColumn, IReadOnlyList<string>? labels, MissingData missing)
    {
        if (data.Moments is { } moments) return OfMoments(table, data, Ordered(moments, groupColumn, labels), missing);
        var p = table.Observed.Count;
        var n = data.RowCount;
        var all = new double[n * p];
        for (var j = 0; j < p; j++)
        {
            var values = data.Values(table.Observed[j]);
            for (var i = 0; i < n; i++)
            {
                if (double.IsInfinity(values[i])) throw new SemDataException($"Column '{table.Observed[j]}' has an infinite value in row {i + 1}.", table.Observed[j], i + 1, "a finite number", $"{values[i]}");
                all[i * p + j] = values[i];
            }
        }

        var groups = Groups(table, data, groupColumn, labels);
        return [.. groups.Select(g => OfCases(table, g.Label, g.Rows, all, missing))];
    }

    private static List<(string Label, List<int> Rows)> Groups(ParameterTable table, SemData data, string? column, IReadOnlyList<string>? labels)
    {
        if (column is null)
        {
            if (table.GroupCount > 1) throw new SemDataException($"The model has {table.GroupCount} groups, but no column of groups is named.", expected: $"a column with {table.GroupCount} values", found: "none");
            return [("", [.. Enumerable.Range(0, data.RowCount)])];
        }

        var texts = data.Texts(column);
        var groups = new List<(string Label, List<int> Rows)>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var label in labels ?? [])
        {
            if (!texts.Contains(label)) throw new SemDataException($"Column '{column}' has no group '{label}'.", column, expected: label, found: string.Join(", ", texts.Distinct().Take(6)));
            if (!places.TryAdd(label, groups.Count)) throw NamedTwice(column, label);
            groups.Add((label, []));
        }

        for (var i = 0; i < texts.Count; i++)
        {
            // With labels given, other groups are left out.
            if (texts[i].Length == 0 || (labels is not null && !places.ContainsKey(texts[i]))) continue;
            if (!places.TryGetValue(texts[i], out var k))
            {
                places.Add(texts[i], k = groups.Count);
                groups.Add((texts[i], []));
            }

            groups[k].Rows.Add(i);
        }

        return groups.Count == table.GroupCount
            ? groups
            : throw new SemDataException($"Column '{column}' has {groups.Count} groups ({string.Join(", ", groups.Take(6).Select(g => g.Label))}{(groups.Count > 6 ? ", …" : "")}), but the model has {table.GroupCount}.", column, expected: $"{table.GroupCount} groups", found: $"{groups.Count}");
    }

    private static GroupSample OfCases(ParameterTable table, string label, List<int> rows, double[] all, MissingData missing)
    {
        var p = table.Observed.Count;
        var used = new List<int>();
        var isFixed = FixedVariables(table);
        foreach (var i in rows)
        {
            // Moments of fixed exogenous variables are the sample's: a case without one of their values does not count, as in lavaan.
            int absent = 0, absentFixed = 0;
            for (var j = 0; j < p; j++)
            {
                if (!double.IsNaN(all[i * p + j])) continue;
                absent++;
                if (isFixed[j]) absentFixed++;
            }

            if (missing == MissingData.Fiml ? absent < p && absentFixed == 0 : absent == 0) used.Add(i);
        }

        var where = label.Length == 0 ? "" : $"Group '{label}': ";
        if (used.Count < 2) throw new SemDataException($"{where}there are {used.Count} cases {(missing == MissingData.Fiml ? "with a value" : "without a missing value")} among {rows.Count}; 2 are needed at least.", expected: "2 cases at least", found: $"{used.Count}");
        var cases = new double[used.Count * p];
        for (var i = 0; i < used.Count; i++) all.AsSpan(used[i] * p, p).CopyTo(cases.AsSpan(i * p, p));
        for (var j = 0; j < p; j++) CheckVaries(table.Observed[j], where, cases, j, p);
        var mean = new double[p];
        var covariance = new double[p * p];
        var settled = true;
        var patterns = missing == MissingData.Fiml ? MissingPattern.Of(cases, p) : [];
        if (patterns.Length == 0) CaseMoments.Compute(cases, p, [.. Enumerable.Range(0, used.Count)], [.. Enumerable.Range(0, p)], mean, covariance);
        else settled = SaturatedMoments.Estimate(patterns, p, mean, covariance);
        return new GroupSample(new SampleMoments(label, table.Observed, used.Count, covariance, mean), cases, used, patterns) { Settled = settled };
    }

    /// <summary>Which observed variables have moments that are fixed at the sample's.</summary>
    internal static bool[] FixedVariables(ParameterTable table)
    {
        var names = table.Rows.Where(r => r is { IsExogenous: true, Free: 0, Operator: SemOperator.Covariance }).Select(r => r.Left).ToHashSet(StringComparer.Ordinal);
        return [.. table.Observed.Select(names.Contains)];
    }

    private static void CheckVaries(string variable, string where, double[] cases, int j, int p)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (var k = j; k < cases.Length; k += p)
        {
            if (double.IsNaN(cases[k])) continue;
            low = Math.Min(low, cases[k]);
            high = Math.Max(high, cases[k]);
        }

        if (low > high) throw new SemDataException($"{where}variable '{variable}' has no values.", variable, expected: "values", found: "none");
        if (low == high) throw new SemDataException($"{where}variable '{variable}' does not vary: every value is {low}.", variable, expected: "a positive variance", found: "0");
    }

    private static SemDataException NamedTwice(string? column, string label) => new($"Group '{label}' is named twice.", column, expected: "each group once", found: $"'{label}' twice");

    /// <summary>The moments in the order of the labels; without labels in their own.</summary>
    private static IReadOnlyList<SampleMoments> Ordered(IReadOnlyList<SampleMoments> moments, string? column, IReadOnlyList<string>? labels)
    {
        var places = new Dictionary<string, SampleMoments>(StringComparer.Ordinal);
        foreach (var m in moments)
        {
            // Moments without labels are those of the groups in order.
            if (!places.TryAdd(m.Label, m) && (labels is not null || m.Label.Length > 0)) throw NamedTwice(column, m.Label);
        }

        if (labels is null) return moments;
        if (labels.GroupBy(l => l, StringComparer.Ordinal).FirstOrDefault(l => l.Count() > 1) is { } twice) throw NamedTwice(column, twice.Key);
        return [.. labels.Select(l => places.TryGetValue(l, out var m) ? m : throw new SemDataException($"There are no moments of group '{l}'.", column, expected: l, found: string.Join(", ", moments.Take(6).Select(k => k.Label))))];
    }

    private static GroupSample[] OfMoments(ParameterTable table, SemData data, IReadOnlyList<SampleMoments> moments, MissingData missing)
    {
        if (missing == MissingData.Fiml) throw new SemDataException("Missing values can be modelled only from cases, but the data are moments.", expected: "cases", found: "moments");
        if (moments.Count != table.GroupCount) throw new SemDataException($"There are moments of {moments.Count} groups, but the model has {table.GroupCount}.", expected: $"{table.GroupCount} groups", found: $"{moments.Count}");
        if (table.HasMeans && !data.HasMeans) throw new SemDataException("The model has means, but the data are covariances without means.", expected: "means", found: "none");
        var p = table.Observed.Count;
        var places = table.Observed.Select(data.Place).ToArray();
        return [.. moments.Select(Of)];

        GroupSample Of(SampleMoments m)
        {
            var q = m.Variables.Count;
            var mean = new double[p];
            var covariance = new double[p * p];
            for (var i = 0; i < p; i++)
            {
                mean[i] = m.Mean[places[i]];
                for (var j = 0; j < p; j++) covariance[i * p + j] = m.Covariance[places[i] * q + places[j]];
                if (covariance[i * p + i] <= 0) throw new SemDataException($"Variable '{table.Observed[i]}' has variance {covariance[i * p + i]}.", table.Observed[i], expected: "a positive variance", found: $"{covariance[i * p + i]}");
            }

            return new GroupSample(new SampleMoments(m.Label, table.Observed, m.Count, covariance, mean), null, [], []);
        }
    }
}
