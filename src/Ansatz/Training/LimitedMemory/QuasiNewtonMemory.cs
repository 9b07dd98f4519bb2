namespace Ansatz;

/// <summary>Where L-BFGS stands: the loss and gradient at its point, and the last changes of parameters and gradients.</summary>
internal sealed class QuasiNewtonMemory(int memory, int length)
{
    private readonly double[] _changes = new double[memory * length], _gradientChanges = new double[memory * length];
    private readonly double[] _weights = new double[memory];
    private int _count, _newest = -1;

    public double[] Gradient { get; } = new double[length];

    /// <summary>The loss; NaN before it is known.</summary>
    public double Loss { get; set; } = double.NaN;

    public int Count => _count;

    public void Clear() => (_count, _newest, Loss) = (0, -1, double.NaN);

    /// <summary>Forgets the changes but not the point.</summary>
    public void ForgetChanges() => (_count, _newest) = (0, -1);

    /// <summary>Remembers a change s of parameters and y of gradients, if the curvature along it is positive.</summary>
    public void Add(ReadOnlySpan<double> s, ReadOnlySpan<double> y)
    {
        var curvature = GradientSums.Dot(s, y);
        if (!(curvature > 1e-10 * Math.Sqrt(GradientSums.OfSquares(s)) * Math.Sqrt(GradientSums.OfSquares(y)))) return;
        _newest = (_newest + 1) % memory;
        _count = Math.Min(_count + 1, memory);
        s.CopyTo(Change(_newest));
        y.CopyTo(GradientChange(_newest));
    }

    /// <summary>d ← −H g by the two-loop recursion; without changes −g.</summary>
    public void Direction(Span<double> d)
    {
        for (var i = 0; i < d.Length; i++) d[i] = -Gradient[i];
        if (_count == 0) return;
        for (var k = 0; k < _count; k++)
        {
            var at = (_newest - k + memory) % memory;
            Span<double> s = Change(at), y = GradientChange(at);
            _weights[at] = GradientSums.Dot(s, d) / GradientSums.Dot(s, y);
            GradientSums.AddTimes(d, y, -_weights[at]);
        }
        Span<double> last = Change(_newest), lastGradient = GradientChange(_newest);
        var scale = GradientSums.Dot(last, lastGradient) / GradientSums.OfSquares<double>(lastGradient);
        for (var i = 0; i < d.Length; i++) d[i] *= scale;
        for (var k = _count - 1; k >= 0; k--)
        {
            var at = (_newest - k + memory) % memory;
            Span<double> s = Change(at), y = GradientChange(at);
            GradientSums.AddTimes(d, s, _weights[at] - GradientSums.Dot(y, d) / GradientSums.Dot(s, y));
        }
    }

    public void Save(CheckpointWriter writer)
    {
        writer.Set("optimizer/place", _count, _newest, Loss);
        writer.Add("optimizer/changes", [memory, length], _changes);
        writer.Add("optimizer/gradient changes", [memory, length], _gradientChanges);
        writer.Add("optimizer/gradient", [length], Gradient);
    }

    public void Load(CheckpointReader reader)
    {
        var place = reader.Numbers("optimizer/place", 3);
        reader.Values<double>("optimizer/changes", [memory, length]).CopyTo(_changes, 0);
        reader.Values<double>("optimizer/gradient changes", [memory, length]).CopyTo(_gradientChanges, 0);
        reader.Values<double>("optimizer/gradient", [length]).CopyTo(Gradient, 0);
        (_count, _newest, Loss) = ((int)place[0], (int)place[1], place[2]);
    }

    private Span<double> Change(int k) => _changes.AsSpan(k * length, length);

    private Span<double> GradientChange(int k) => _gradientChanges.AsSpan(k * length, length);
}
