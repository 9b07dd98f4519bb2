using System.Globalization;

namespace Ansatz.StructuralEquations.Tests.RandomModels;

/// <summary>Writes random lavaan text, part by part.</summary>
internal sealed class RandomSemText(Random random)
{
    private readonly List<string> lines = [];
    private readonly List<string> labels = [];

    public int Groups { get; set; } = 1;

    /// <summary>Whether every variance is written out, so that no defaults are needed.</summary>
    public bool IsComplete { get; private set; }

    public override string ToString() => string.Join("\n", lines);

    /// <summary>A mixed graph of observed variables.</summary>
    public void Graph(int n, bool cyclic)
    {
        var names = Enumerable.Range(1, n).Select(k => "x" + k).ToArray();
        var order = names.OrderBy(_ => random.Next()).ToArray();
        var directed = new SortedSet<(int From, int To)>();
        if (cyclic)
        {
            var length = random.Next(2, Math.Min(n, 4) + 1);
            for (var k = 0; k < length; k++) directed.Add((k, (k + 1) % length));
        }

        // A few more arrows than variables at most, or the closed forms of dense graphs are the whole time.
        for (var k = random.Next(n - 1, cyclic ? n + 1 : n + n / 2 + 1); k > 0; k--)
        {
            int i = random.Next(n), j = random.Next(n);
            if (i == j) continue;
            directed.Add(i < j || (cyclic && random.Next(4) == 0) ? (i, j) : (j, i));
        }

        foreach (var group in directed.GroupBy(e => e.To)) Regression(order[group.Key], [.. group.Select(e => order[e.From])]);
        var covariances = new SortedSet<(int, int)>();
        for (var k = random.Next(n / 2 + 1); k > 0; k--)
        {
            int i = random.Next(n), j = random.Next(n);
            if (i != j) covariances.Add((Math.Min(i, j), Math.Max(i, j)));
        }

        foreach (var (i, j) in covariances) Covariance(order[i], order[j]);
        IsComplete = random.Next(2) == 0;
        foreach (var name in names)
        {
            if (IsComplete || !directed.Any(e => order[e.From] == name || order[e.To] == name)) lines.Add($"{name} ~~ {name}");
        }

        if (random.Next(4) == 0) lines.Add($"{string.Join(" + ", names)} ~ 1");
    }

    /// <summary>A cycle in which every variable has an instrument or two of its own.</summary>
    public void InstrumentedCycle(int n)
    {
        for (var k = 0; k < n; k++)
        {
            List<string> causes = [$"y{(k + n - 1) % n + 1}", $"x{k + 1}"];
            if (n == 2 && random.Next(2) == 0) causes.Add($"z{k + 1}");
            Regression($"y{k + 1}", causes);
        }

        for (var k = 0; k < n; k++)
        {
            for (var l = 0; l < k; l++)
            {
                if (random.Next(3) == 0) lines.Add($"y{l + 1} ~~ 0*y{k + 1}");
                else if (random.Next(3) == 0) Covariance($"y{l + 1}", $"y{k + 1}");
            }
        }

        if (random.Next(3) == 0) Regression("w", ["y1"]);
    }

    /// <summary>Latent variables with indicators of their own, a few shared ones and residual covariances.</summary>
    public string[] Measurement(int latent, int each)
    {
        each = Math.Min(each, 10 / latent);
        var names = Enumerable.Range(1, latent).Select(k => "f" + k).ToArray();
        for (var f = 0; f < latent; f++)
        {
            var indicators = Enumerable.Range(f * each + 1, each).Select(k => "y" + k).ToList();
            if (latent > 1 && random.Next(6) == 0) indicators.Add($"y{(f + 1) % latent * each + 1}");
            lines.Add($"{names[f]} =~ {string.Join(" + ", indicators.Select((v, k) => k == 0 ? (random.Next(10) == 0 ? "NA*" + v : v) : Term(v)))}");
            if (lines[^1].Contains("NA*", StringComparison.Ordinal) && random.Next(4) > 0) lines.Add($"{names[f]} ~~ 1*{names[f]}");
        }

        for (var k = random.Next(3); k > 0; k--)
        {
            int i = random.Next(latent * each), j = random.Next(latent * each);
            if (i < j && !lines.Any(l => l.StartsWith($"y{i + 1} ~~ ", StringComparison.Ordinal))) Covariance($"y{i + 1}", $"y{j + 1}");
        }

        return names;
    }

    /// <summary>Latent variables that explain each other, with observed causes and effects.</summary>
    public void LatentRegressions(int latent)
    {
        var names = Measurement(latent, 3);
        var cyclic = random.Next(5) == 0;
        for (var k = 1; k < latent; k++)
        {
            List<string> causes = [.. names.Take(k).Where(_ => random.Next(4) > 0)];
            if (causes.Count == 0 || random.Next(3) == 0) causes.Add("x" + (k + 1));
            Regression(names[k], causes);
        }

        if (cyclic) Regression(names[0], [names[^1], "x1"]);
        else if (random.Next(4) == 0) Regression(names[0], ["x1"]);
        if (random.Next(4) == 0) Regression("d", [names[random.Next(latent)]]);
    }

    /// <summary>A latent variable that is measured by latent variables.</summary>
    public void SecondOrder()
    {
        var names = Measurement(3, random.Next(2, 4));
        lines.Add($"g =~ {string.Join(" + ", names.Select((v, k) => k == 0 ? v : Term(v)))}");
        if (random.Next(4) == 0) Regression("g", ["x"]);
    }

    /// <summary>A growth curve with given times, perhaps with what explains it.</summary>
    public void Growth(int times)
    {
        lines.Add($"i =~ {string.Join(" + ", Enumerable.Range(1, times).Select(t => $"1*t{t}"))}");
        lines.Add($"s =~ {string.Join(" + ", Enumerable.Range(1, times).Select(t => t > 2 && random.Next(8) == 0 ? $"t{t}" : $"{t - 1}*t{t}"))}");
        if (times > 3 && random.Next(4) == 0) lines.Add($"q =~ {string.Join(" + ", Enumerable.Range(1, times).Select(t => $"{(t - 1) * (t - 1)}*t{t}"))}");
        if (random.Next(3) == 0)
        {
            Regression("i", ["x1", "x2"]);
            Regression("s", ["x1"]);
        }

        if (random.Next(4) == 0) lines.Add(string.Join("\n", Enumerable.Range(1, times).Select(t => $"t{t} ~~ r*t{t}")));
        if (random.Next(4) == 0) Covariance("t1", "t2");
        if (random.Next(5) == 0) Regression("t2", ["c2"]);
    }

    /// <summary>Constraints and definitions over what got labels.</summary>
    public void Constraints()
    {
        if (labels.Count == 0) return;
        var (a, b) = (labels[random.Next(labels.Count)], labels[random.Next(labels.Count)]);
        if (random.Next(3) == 0) lines.Add($"d1 := {a}*{b}\nd2 := d1 + exp({a})/2");
        if (random.Next(10) == 0) lines.Add($"{a} > -3");
        if (random.Next(10) == 0) lines.Add($"{b} < 3");
        if (a == b || random.Next(3) > 0) return;
        lines.Add(random.Next(6) switch
        {
            0 => $"{a} == {b}",
            1 => $"{a} == 2*{b}",
            2 => $"{a} + {b} == 0.7",
            3 => $"{a} == {b}^2",
            4 => $"{a} == 0.4",
            _ => $"{a}*{b} == 0.2",
        });
    }

    private void Regression(string left, IReadOnlyList<string> causes) => lines.Add($"{left} ~ {string.Join(" + ", causes.Select(Term))}");

    private void Covariance(string a, string b) => lines.Add($"{a} ~~ {(random.Next(8) == 0 ? Number(0.2) + "*" : "")}{b}");

    /// <summary>A variable, perhaps with a modifier: a value, a start, a label that is new or known.</summary>
    private string Term(string variable)
    {
        switch (random.Next(14))
        {
            case 0:
                return $"{(Groups == 2 && random.Next(2) == 0 ? $"c({Number(0.5)}, NA)" : Number(0.5))}*{variable}";
            case 1:
                return $"start({Number(0.4)})*{variable}";
            case 2 or 3 or 4:
                var label = labels.Count > 0 && random.Next(5) == 0 ? labels[random.Next(labels.Count)] : $"a{labels.Count + 1}";
                if (!labels.Contains(label)) labels.Add(label);
                if (Groups == 1) return $"{label}*{variable}";
                var other = random.Next(2) == 0 ? label : $"a{labels.Count + 1}";
                if (!labels.Contains(other)) labels.Add(other);
                return $"c({label}, {other})*{variable}";
            default:
                return variable;
        }
    }

    private string Number(double around) => Math.Round(around * (0.6 + 0.8 * random.NextDouble()), 2).ToString(CultureInfo.InvariantCulture);
}
