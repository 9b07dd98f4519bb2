using Xunit;

namespace Ansatz.Tests.Training;

/// <summary>Schedules against their formulas.</summary>
public sealed class ScheduleTests
{
    private const int Steps = 1000, PerEpoch = 40;

    private static void Follows(RateSchedule schedule, Func<int, double> formula)
    {
        for (var t = 0; t < Steps; t++) Assert.Equal(formula(t), schedule.Factor(t, Steps, PerEpoch), 1e-14);
    }

    [Fact]
    public void Constant() => Follows(RateSchedule.Constant, _ => 1);

    [Fact]
    public void Linear() => Follows(RateSchedule.Linear(0.2), t => 1 + (0.2 - 1) * t / Steps);

    [Fact]
    public void Cosine() => Follows(RateSchedule.Cosine(0.01), t => 0.01 + 0.99 * 0.5 * (1 + Math.Cos(Math.PI * t / Steps)));

    [Fact]
    public void Stepwise() => Follows(RateSchedule.Step(3, 0.5), t => Math.Pow(0.5, t / PerEpoch / 3));

    [Fact]
    public void Exponential() => Follows(RateSchedule.Exponential(0.9), t => Math.Pow(0.9, t / PerEpoch));

    [Fact]
    public void WarmUp() => Follows(RateSchedule.Linear().WithWarmUp(100), t => t < 100 ? (t + 1) / 100.0 : 1 - (t - 100.0) / (Steps - 100));

    [Fact]
    public void WhatIsNoRateIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RateSchedule.Cosine(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RateSchedule.Step(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RateSchedule.Linear(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => RateSchedule.Constant.WithWarmUp(-1));
    }
}
