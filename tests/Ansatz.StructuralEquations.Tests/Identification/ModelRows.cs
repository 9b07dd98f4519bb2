using System.Globalization;
using System.Text;

namespace Ansatz.StructuralEquations.Tests;

/// <summary>Writes a model row by row; the text has one line for each row, on which the row's source lies.</summary>
public sealed class ModelRows(int groups = 1)
{
    private readonly List<ParameterRow> _rows = [];
    private readonly List<string> _observed = [], _latent = [];
    private readonly StringBuilder _text = new();
    private int _free;

    public ModelRows Observed(params string[] names)
    {
        _observed.AddRange(names);
        return this;
    }

    public ModelRows Latent(params string[] names)
    {
        _latent.AddRange(names);
        return this;
    }

    public ModelRows Row(string left, string op, string right, double? value = null, string label = "", bool exogenous = false, int group = 1)
    {
        var kind = SemOperators.Parse(op);
        var parameter = kind.IsParameter();
        var row = new ParameterRow(_rows.Count + 1, left, kind, right)
        {
            Group = parameter ? group : 0,
            Free = parameter && value is null && !exogenous ? ++_free : 0,
            UserValue = value,
            IsExogenous = exogenous,
            Label = label,
            PlainLabel = parameter ? $".p{_rows.Count + 1}." : "",
            Source = new TextRange(_text.Length, 0),
        };
        var line = $"{(label.Length > 0 ? label + " * " : "")}{(value is { } v ? v.ToString(CultureInfo.InvariantCulture) + " * " : "")}{row}";
        _rows.Add(row with { Source = new TextRange(_text.Length, line.Length) });
        _text.Append(line).Append('\n');
        return this;
    }

    /// <summary>A factor with unit loading on the first indicator, free variances.</summary>
    public ModelRows Factor(string name, params string[] indicators)
    {
        if (!_latent.Contains(name)) _latent.Add(name);
        for (var k = 0; k < indicators.Length; k++)
        {
            if (!_observed.Contains(indicators[k])) _observed.Add(indicators[k]);
            Row(name, "=~", indicators[k], k == 0 ? 1 : null);
        }

        Row(name, "~~", name);
        foreach (var x in indicators) Row(x, "~~", x);
        return this;
    }

    public SemModel Build() => new(_text.ToString(), new SemOptions { Groups = groups }, new ParameterTable([.. _rows], [.. _observed], [.. _latent], groups), []);

    /// <summary>A model of observed variables 1 … n from text such as <c>1>2 2>3 2-3</c>; all variances are free.</summary>
    public static SemModel Graph(int n, string edges)
    {
        var builder = new ModelRows().Observed([.. Enumerable.Range(1, n).Select(k => "x" + k)]);
        foreach (var edge in edges.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = edge.Split('>', '-');
            if (edge.Contains('>')) builder.Row("x" + ends[1], "~", "x" + ends[0]);
            else builder.Row("x" + ends[0], "~~", "x" + ends[1]);
        }

        for (var k = 1; k <= n; k++) builder.Row("x" + k, "~~", "x" + k);
        return builder.Build();
    }

    /// <summary>A random mixed graph, cyclic ones included; the last variables may be latent.</summary>
    public static SemModel Random(Random random, int n, int latent, double density)
    {
        var names = Enumerable.Range(1, n).Select(k => (k > n - latent ? "f" : "x") + k).ToArray();
        var builder = new ModelRows().Observed(names[..(n - latent)]).Latent(names[(n - latent)..]);
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b < n; b++)
            {
                if (a != b && random.NextDouble() < density * (a < b ? 1 : 0.3)) builder.Row(names[b], "~", names[a]);
                if (a < b && random.NextDouble() < density * 0.5) builder.Row(names[a], "~~", names[b]);
            }

            builder.Row(names[a], "~~", names[a]);
        }

        return builder.Build();
    }
}
