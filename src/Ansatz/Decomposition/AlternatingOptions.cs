using System.Numerics.Tensors;

namespace Ansatz.Decomposition;

/// <summary>Where an alternating fit begins and when it ends.</summary>
public sealed class AlternatingOptions
{
    /// <summary>How many times all factors are renewed, at most. 100 unless set.</summary>
    public int MaxIterations { get; set; } = 100;

    /// <summary>The fit ends when the relative error changes by less from one iteration to the next. 1e-8 unless set; 0: never before <see cref="MaxIterations"/>.</summary>
    public double Tolerance { get; set; } = 1e-8;

    /// <summary>Of the normal numbers that fill a start where singular vectors are too few. The same seed gives the same result.</summary>
    public int Seed { get; set; }

    /// <summary>The factors to begin with, one of each mode, extent × rank; null: the leading singular vectors of each unfolding.</summary>
    public IReadOnlyList<Tensor<double>>? Start { get; set; }

    internal void Check()
    {
        if (MaxIterations < 1) throw new ArgumentException($"{nameof(MaxIterations)} must be at least 1, but is {MaxIterations}.");
        if (!(Tolerance >= 0)) throw new ArgumentException($"{nameof(Tolerance)} must not be negative, but is {Tolerance}.");
    }
}
