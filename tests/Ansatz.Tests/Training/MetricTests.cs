using Xunit;

namespace Ansatz.Tests.Training;

/// <summary>Metrics over several batches against their definitions.</summary>
public sealed class MetricTests
{
    private static readonly TrainingSignature _classes = new([new("Label", typeof(int), TensorSignature.Batch)], ["Loss"], [new("Logit", typeof(float), TensorSignature.Batch, 6), new("Best", typeof(int), TensorSignature.Batch)]);

    private static readonly TrainingSignature _scores = new([new("Target", typeof(float), TensorSignature.Batch)], ["Loss"], [new("Score", typeof(double), TensorSignature.Batch)]);

    private static double Over(Metric metric, TrainingSignature signature, Action<TrainingBatch> fill, params int[] sizes)
    {
        metric.Begin(signature);
        var batch = new TrainingBatch(signature);
        foreach (var size in sizes)
        {
            batch.Count = size;
            fill(batch);
            metric.Add(batch);
        }
        return metric.Value;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void TopKCountsTheLabelsAmongTheLargest(int k)
    {
        var random = new Random(4);
        var (right, count) = (0, 0);
        var value = Over(k == 1 ? Metric.Accuracy() : Metric.TopK(k), _classes, batch =>
        {
            for (var n = 0; n < batch.Count; n++)
            {
                var row = Enumerable.Range(0, 6).Select(_ => (float)random.Next(4)).ToArray(); // with ties
                for (var c = 0; c < 6; c++) batch.Output<float>(0)[n, c] = row[c];
                var label = batch.Values<int>(0)[n] = random.Next(6);
                right += Enumerable.Range(0, 6).OrderByDescending(c => row[c]).ThenBy(c => c).Take(k).Contains(label) ? 1 : 0;
                count++;
            }
        }, 7, 50, 7, 1);
        Assert.Equal((double)right / count, value);
        Assert.InRange(value, 0.01, 0.99);
    }

    [Fact]
    public void IntegerOutputsAreTheClasses() => Assert.Equal(0.6, Over(Metric.Accuracy("Best"), _classes, batch =>
    {
        for (var n = 0; n < 5; n++)
        {
            batch.Output<int>(1)[n] = n;
            batch.Values<int>(0)[n] = n < 3 ? n : 0;
        }
    }, 5));

    [Theory]
    [InlineData(1000)]
    [InlineData(3)]
    public void TheAreaIsTheShareOfPairsInOrder(int values)
    {
        var random = new Random(values);
        var all = new List<(double Score, bool Positive)>();
        var value = Over(Metric.Auc(), _scores, batch =>
        {
            for (var n = 0; n < batch.Count; n++)
            {
                double score = random.Next(values);
                var positive = random.NextDouble() < 0.3;
                all.Add((score, positive));
                batch.Output<double>(0)[n] = score;
                batch.Values<float>(0)[n] = positive ? 1 : 0;
            }
        }, 40, 13, 40);
        var pairs = (from p in all where p.Positive from q in all where !q.Positive select p.Score > q.Score ? 1 : p.Score == q.Score ? 0.5 : 0).ToArray();
        Assert.Equal(pairs.Average(), value, 1e-12);
    }

    [Fact]
    public void WithOneKindThereIsNoArea() => Assert.Equal(double.NaN, Over(Metric.Auc(), _scores, batch => batch.Values<float>(0).Clear(), 4));

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        Assert.Throws<KeyNotFoundException>(() => Metric.Accuracy("Other").Begin(_classes));
        Assert.Contains("Score: Double[N]", Assert.Throws<ArgumentException>(() => Metric.Accuracy(label: "Target").Begin(_scores)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Metric.Rmse().Begin(_scores)); // of another element type
    }
}
