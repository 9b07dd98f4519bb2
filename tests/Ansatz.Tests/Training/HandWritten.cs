using System.Numerics;
using Ansatz.Tests.Storage;

namespace Ansatz.Tests.Training;

/// <summary>A model as the generator would write it, by hand: its loss and gradient are computed by plain loops.</summary>
internal abstract class HandWritten<T> : ITrainable where T : unmanaged, IFloatingPointIeee754<T>
{
    protected HandWritten(TrainingSignature signature, params ReadOnlySpan<ParameterDeclaration> parameters)
        => (Signature, Parameters) = (signature, ParameterSet.Create(parameters));

    public ParameterSet Parameters { get; }

    public TrainingSignature Signature { get; }

    public ITrainingWorkspace Workspace => field ??= new Memory(this);

    /// <summary>How many gradients were computed.</summary>
    public int Evaluations { get; private set; }

    protected GradientSet Gradients => field ??= Parameters.CreateGradients();

    protected virtual void Evaluate(TrainingBatch batch) { }

    protected abstract double Compute(TrainingBatch batch, int loss, bool gradient);

    protected Span<T> Value(string name) => Parameters.Values<T>(name);

    protected Span<T> Slope(string name) => Gradients.Values<T>(name);

    private sealed class Memory(HandWritten<T> model) : ITrainingWorkspace
    {
        public ITrainable Model => model;

        public GradientSet Gradients => model.Gradients;

        public WorkerPool Workers { get; set; } = WorkerPool.Serial;

        public double Gradient(TrainingBatch batch, int loss)
        {
            model.Evaluations++;
            return model.Finite(model.Compute(batch, loss, true));
        }

        public double Loss(TrainingBatch batch, int loss) => model.Finite(model.Compute(batch, loss, false));

        public void Evaluate(TrainingBatch batch) => model.Evaluate(batch);

        public void Dispose() { }
    }

    private double Finite(double loss) => global::Ansatz.Numerics.Arguments.Finite(loss, GetType().Name, "Loss");
}

/// <summary>y = w·x + b with the mean squared difference, and a penalty Σ w² as a second loss.</summary>
internal sealed class Regression<T>(int features) : HandWritten<T>(
    new TrainingSignature([new("X", typeof(T), TensorSignature.Batch, features), new("Target", typeof(T), TensorSignature.Batch), new("Seed", typeof(int))], ["Loss", "Penalty"], [new("Y", typeof(T), TensorSignature.Batch)]),
    new ParameterDeclaration("Layer.W", typeof(T), [features]), new ParameterDeclaration("Layer.B", typeof(T), [1]), new ParameterDeclaration("Seen", typeof(int), [1], ParameterKind.State))
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The seeds of all gradients.</summary>
    public List<int>? Seeds { get; init; }

    protected override double Compute(TrainingBatch batch, int loss, bool gradient)
    {
        Span<T> w = Value("Layer.W"), b = Value("Layer.B"), dw = Slope("Layer.W"), db = Slope("Layer.B");
        if (gradient)
        {
            dw.Clear();
            db.Clear();
            Seeds?.Add(batch.Scalar<int>(2));
            if (loss == 0) Parameters.Values<int>("Seen")[0] += batch.Count;
        }
        var sum = T.Zero;
        if (loss == 1)
        {
            for (var k = 0; k < w.Length; k++)
            {
                sum += w[k] * w[k];
                if (gradient) dw[k] = w[k] + w[k];
            }
            return double.CreateTruncating(sum);
        }
        Span<T> x = batch.Values<T>(0), target = batch.Values<T>(1);
        var scale = T.CreateTruncating(2.0 / batch.Count);
        for (var n = 0; n < batch.Count; n++)
        {
            var error = Predict(x.Slice(n * features, features), w, b[0]) - target[n];
            sum += error * error;
            if (!gradient) continue;
            for (var k = 0; k < features; k++) dw[k] += scale * error * x[n * features + k];
            db[0] += scale * error;
        }
        return double.CreateTruncating(sum) / batch.Count;
    }

    protected override void Evaluate(TrainingBatch batch)
    {
        var output = batch.Output<T>(0);
        for (var n = 0; n < batch.Count; n++) output[n] = Predict(batch.Values<T>(0).Slice(n * features, features), Value("Layer.W"), Value("Layer.B")[0]);
    }

    private static T Predict(ReadOnlySpan<T> x, ReadOnlySpan<T> w, T b)
    {
        for (var k = 0; k < w.Length; k++) b += w[k] * x[k];
        return b;
    }
}

/// <summary>Logistic regression: the mean cross-entropy of a label with 1/(1 + exp(−w·x − b)).</summary>
internal sealed class LogisticRegression(int features) : HandWritten<double>(
    new TrainingSignature([new("X", typeof(double), TensorSignature.Batch, features), new("Target", typeof(double), TensorSignature.Batch)], ["Loss"], []),
    new ParameterDeclaration("W", typeof(double), [features]), new ParameterDeclaration("B", typeof(double), [1]))
{
    protected override double Compute(TrainingBatch batch, int loss, bool gradient)
    {
        Span<double> w = Value("W"), b = Value("B"), dw = Slope("W"), db = Slope("B");
        if (gradient)
        {
            dw.Clear();
            db.Clear();
        }
        double sum = 0;
        for (var n = 0; n < batch.Count; n++)
        {
            var x = batch.Values<double>(0).Slice(n * features, features);
            var logit = b[0];
            for (var k = 0; k < features; k++) logit += w[k] * x[k];
            var target = batch.Values<double>(1)[n];
            sum += Math.Max(logit, 0) - logit * target + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
            if (!gradient) continue;
            var slope = (1 / (1 + Math.Exp(-logit)) - target) / batch.Count;
            for (var k = 0; k < features; k++) dw[k] += slope * x[k];
            db[0] += slope;
        }
        return sum / batch.Count;
    }
}

/// <summary>Rosenbrock's function in several dimensions, Σ 100(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)², which takes no data.</summary>
internal sealed class Rosenbrock<T>(int n) : HandWritten<T>(new TrainingSignature([], ["Loss"], []), new ParameterDeclaration("P", typeof(T), [n])) where T : unmanaged, IFloatingPointIeee754<T>
{
    protected override double Compute(TrainingBatch batch, int loss, bool gradient)
    {
        Span<T> x = Value("P"), dx = Slope("P");
        if (gradient) dx.Clear();
        T sum = T.Zero, hundred = T.CreateTruncating(100), two = T.CreateTruncating(2);
        for (var i = 0; i + 1 < n; i++)
        {
            var (a, b) = (x[i + 1] - x[i] * x[i], T.One - x[i]);
            sum += hundred * a * a + b * b;
            if (!gradient) continue;
            dx[i + 1] += two * hundred * a;
            dx[i] -= two * two * hundred * a * x[i] + two * b;
        }
        return double.CreateTruncating(sum);
    }
}

/// <summary>Data of a linear world with noise, the same for the same seed.</summary>
internal static class Worlds
{
    public static Dataset Linear<T>(int examples, int features, int seed) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var w = Enumerable.Range(0, features).Select(_ => random.NextDouble() * 2 - 1).ToArray();
        var (x, y) = (new T[examples * features], new T[examples]);
        for (var n = 0; n < examples; n++)
        {
            var sum = 0.3;
            for (var k = 0; k < features; k++)
            {
                var value = random.NextDouble() * 2 - 1;
                x[n * features + k] = T.CreateTruncating(value);
                sum += w[k] * value;
            }
            y[n] = T.CreateTruncating(sum + (random.NextDouble() - 0.5) * 0.2);
        }
        return new Dataset { { "X", x, features }, { "Target", y } };
    }
}
