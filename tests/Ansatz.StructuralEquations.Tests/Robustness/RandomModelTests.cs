using Ansatz.StructuralEquations.Tests.RandomModels;

namespace Ansatz.StructuralEquations.Tests.Robustness;

/// <summary>300 random models: what is said of them before there are data, and their fits. <c>--fuzz sem</c> of the benchmarks tries any number.</summary>
public class RandomModelTests
{
    private const uint Each = 30;

    public static TheoryData<uint> Starts => [.. Enumerable.Range(0, 10).Select(k => (uint)k * Each)];

    [Theory]
    [MemberData(nameof(Starts))]
    public void AreRight(uint start)
    {
        var accepted = 0;
        for (var seed = start; seed < start + Each; seed++)
        {
            var (isAccepted, failure) = RandomSemCheck.Try(seed);
            if (failure is not null) Assert.Fail(failure);
            if (isAccepted) accepted++;
        }

        Assert.InRange(accepted, (int)Each / 2, (int)Each);
    }

    /// <summary>Inequalities that hold idly, last steps off along flat directions, information that is singular but for rounding, constraints without derivative at the start, steps that creep along a wall, a definition that overflows, whole last steps along hardly known directions.</summary>
    [Theory]
    [InlineData(465)]
    [InlineData(569)]
    [InlineData(357)]
    [InlineData(1523)]
    [InlineData(20156)]
    [InlineData(20340)]
    [InlineData(20799)]
    [InlineData(303036)]
    [InlineData(303167)]
    [InlineData(306004)]
    [InlineData(404612)]
    [InlineData(600031)]
    [InlineData(605587)]
    [InlineData(606789)]
    public void ThoseThatOnceWereNotAreRight(uint seed) => Assert.Null(RandomSemCheck.Try(seed).Failure);
}
