using Xunit;

namespace Ansatz.Tests.Storage;

public sealed unsafe class OwnershipTests
{
    [Fact]
    public void AnOwnedModelMovesIntoItsOwnersArrayWithItsValues()
    {
        var hidden = Sets.LowRank();
        hidden.Count("V", 1);
        hidden.Count("U", 100);
        var before = hidden.Tensor<float>("V");
        var old = (nint)hidden.Pointer<float>(0);

        var owner = ParameterSet.Create([Sets.Float("W", 4)], new UsedModel("Hidden", hidden, Owned: true));

        Assert.Equal(["W", "Hidden.V", "Hidden.U", "Hidden.B"], owner.Select(p => p.Name));
        Assert.All(owner, p => Assert.True(p.IsOwned));
        Assert.NotEqual(old, (nint)hidden.Pointer<float>(0));
        Assert.Equal((nint)owner.Pointer<float>(1), (nint)hidden.Pointer<float>(0));
        Assert.Equal(16, owner.Pointer<float>(1) - owner.Pointer<float>(0)); // one array
        var view = hidden.Tensor<float>("V");
        Assert.NotSame(before, view);
        Assert.Equal(8, view[1, 2]);
        Assert.Equal(100, hidden.Tensor<float>("U")[0, 0]);
        owner.Tensor<float>("Hidden.V")[1, 2] = -8;
        Assert.Equal(-8, view[1, 2]);
        Assert.Equal(8, before[1, 2]); // a view from before the move is of the memory before
        Assert.Equal(4 + 10 + 6 + 3, owner.ParameterCount);
    }

    [Fact]
    public void OwnershipNests()
    {
        var inner = Sets.LowRank();
        inner.Count("V", 1);
        var middle = ParameterSet.Create([Sets.Float("M", 2), Sets.Double("D", 2), Sets.State("S", 2)], new UsedModel("Inner", inner, Owned: true));
        middle.Values<double>("D")[1] = 3;
        middle.Values<float>("S")[1] = 4;
        var outer = ParameterSet.Create([Sets.Float("W", 2)], new UsedModel("Middle", middle, Owned: true));

        Assert.Equal(["W", "Middle.M", "Middle.D", "Middle.S", "Middle.Inner.V", "Middle.Inner.U", "Middle.Inner.B"], outer.Select(p => p.Name));
        Assert.Equal(3, outer.Values<double>("Middle.D")[1]);
        Assert.Equal(4, outer.Values<float>("Middle.S")[1]);
        outer.Tensor<float>("Middle.Inner.V")[0, 0] = 42;
        Assert.Equal(42, inner.Tensor<float>("V")[0, 0]);
        Assert.Equal(42, middle.Tensor<float>("Inner.V")[0, 0]);
        Assert.Equal(2, inner.Tensor<float>("V")[0, 1]);
        Assert.Equal((nint)outer.Pointer<float>(4), (nint)inner.Pointer<float>(0));
        Assert.Equal((nint)outer.Pointer<float>(4), (nint)middle.Pointer<float>(3));
    }

    [Fact]
    public void ASharedModelKeepsItsArrayAndBothOwnersSeeIt()
    {
        var encoder = Sets.LowRank();
        var place = (nint)encoder.Pointer<float>(0);
        var first = ParameterSet.Create([Sets.Float("W", 4)], new UsedModel("Encoder", encoder, Owned: false));
        var second = ParameterSet.Create([Sets.Float("Z", 4)], new UsedModel("Code", encoder, Owned: false));

        Assert.Equal(place, (nint)encoder.Pointer<float>(0));
        Assert.False(first["Encoder.V"].IsOwned);
        first.Tensor<float>("Encoder.V")[1, 1] = 9;
        Assert.Equal(9, second.Tensor<float>("Code.V")[1, 1]);
        Assert.Equal(9, encoder.Tensor<float>("V")[1, 1]);
    }

    [Fact]
    public void AModelSharedFirstAndOwnedLaterMovesForEveryone()
    {
        var encoder = Sets.LowRank();
        var other = ParameterSet.Create([], new UsedModel("Encoder", encoder, Owned: false));
        var view = other.Tensor<float>("Encoder.V");
        var owner = ParameterSet.Create([], new UsedModel("Encoder", encoder, Owned: true));
        var outermost = ParameterSet.Create([], new UsedModel("Owner", owner, Owned: true));
        outermost.Tensor<float>("Owner.Encoder.V")[0, 3] = 5;
        Assert.Equal(5, other.Tensor<float>("Encoder.V")[0, 3]);
        Assert.NotSame(view, other.Tensor<float>("Encoder.V"));
    }

    [Fact]
    public void ASharedModelInsideAnOwnedOneStaysWhereItIs()
    {
        var encoder = Sets.LowRank();
        var place = (nint)encoder.Pointer<float>(0);
        var middle = ParameterSet.Create([Sets.Float("M", 2)], new UsedModel("Encoder", encoder, Owned: false));
        var outer = ParameterSet.Create([], new UsedModel("Middle", middle, Owned: true), new UsedModel("Encoder", encoder, Owned: false));
        Assert.Equal(place, (nint)encoder.Pointer<float>(0));
        Assert.Equal(place, (nint)outer.Pointer<float>(outer.Ordinal("Middle.Encoder.V")));
        Assert.Equal(place, (nint)outer.Pointer<float>(outer.Ordinal("Encoder.V")));
        Assert.Equal(2 + encoder.ParameterCount, outer.ParameterCount);
        Assert.Equal(7, outer.Count);
    }

    [Fact]
    public void AModelHasOneOwner()
    {
        var hidden = Sets.LowRank();
        ParameterSet.Create([], new UsedModel("Hidden", hidden, Owned: true));
        Assert.Contains("'Again' already belongs", Assert.Throws<ArgumentException>(() => ParameterSet.Create([], new UsedModel("Again", hidden, Owned: true))).Message);
        var shared = ParameterSet.Create([], new UsedModel("Shared", hidden, Owned: false));
        Assert.Equal(3, shared.Count);
        var twice = Sets.LowRank();
        Assert.Throws<ArgumentException>(() => ParameterSet.Create([], new UsedModel("A", twice, Owned: true), new UsedModel("B", twice, Owned: true)));
    }

    [Fact]
    public void AFailedOwnerTakesNothingOver()
    {
        var hidden = Sets.LowRank();
        var place = (nint)hidden.Pointer<float>(0);
        Assert.Throws<ArgumentException>(() => ParameterSet.Create([Sets.Float("Hidden.V", 1)], new UsedModel("Hidden", hidden, Owned: true)));
        Assert.Throws<ArgumentException>(() => ParameterSet.Create([Sets.Float("Huge", int.MaxValue - 200), Sets.Float("Huger", int.MaxValue - 200)], new UsedModel("Hidden", hidden, Owned: true)));
        Assert.Equal(place, (nint)hidden.Pointer<float>(0));
        Assert.Equal(4, ParameterSet.Create([Sets.Float("W", 1)], new UsedModel("Hidden", hidden, Owned: true)).Count);
    }
}
