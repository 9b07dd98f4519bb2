using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Tests.Interpreting;

/// <summary>Combines the terms of one reduction, in index order, by the plainest means.</summary>
internal sealed class Reduction(Reducer reducer)
{
    private readonly List<double> _terms = [];

    public void Add(double term) => _terms.Add(term);

    public double Value() => reducer switch
    {
        Reducer.None => _terms.Single(),
        Reducer.Sum => _terms.Sum(),
        Reducer.Max => _terms.Aggregate(double.NegativeInfinity, Math.Max),
        Reducer.Min => _terms.Aggregate(double.PositiveInfinity, Math.Min),
        Reducer.LogSumExp => LogSumExp(),
        Reducer.ArgMax => First((x, best) => x > best),
        Reducer.ArgMin => First((x, best) => x < best),
        _ => throw new NotSupportedException(reducer.ToString()),
    };

    private double LogSumExp()
    {
        var largest = _terms.Aggregate(double.NegativeInfinity, Math.Max);
        return double.IsInfinity(largest) ? largest : largest + Math.Log(_terms.Sum(t => Math.Exp(t - largest)));
    }

    // The first best position; the first that is no number wins over all.
    private int First(Func<double, double, bool> better)
    {
        var best = 0;
        for (var k = 0; k < _terms.Count; k++)
        {
            if (double.IsNaN(_terms[k])) return k;
            if (better(_terms[k], _terms[best])) best = k;
        }

        return best;
    }
}
