using System.Numerics.Tensors;
using Xunit;

namespace Ansatz.Tests.Storage;

public sealed unsafe class ParameterSetTests
{
    [Fact]
    public void ListsTensorsInTheOrderOfDeclaration()
    {
        var set = Sets.Mixed();
        Assert.Equal(["W", "D", "Mean", "Seen", "Scale"], set.Select(p => p.Name));
        Assert.Equal([typeof(float), typeof(double), typeof(float), typeof(int), typeof(float)], set.Select(p => p.ElementType));
        Assert.Equal([15, 4, 5, 1, 1], set.Select(p => p.Length));
        Assert.Equal([3, 5], set["W"].Shape.ToArray());
        Assert.Empty(set["Scale"].Shape.ToArray());
        Assert.Equal(20, set.ParameterCount);
        Assert.Equal("W: Single[3, 5]", set[0].ToString());
    }

    [Fact]
    public void FlattensAndTakesBack()
    {
        var set = ParameterSet.Create([Sets.Float("W", 2, 3), Sets.State("Mean", 5), Sets.Float("Scale"), Sets.Float("B", 2)]);
        set.Count("W", 1);
        set.Count("Scale", 7);
        set.Count("B", 8);
        var flat = new float[set.FlatLength];
        set.FlattenTo<float>(flat);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], flat);
        Assert.Equal([0, 6, 7], new[] { set.FlatIndex("W"), set.FlatIndex("Scale"), set.FlatIndex("B") });
        set.UnflattenFrom<float>([.. flat.Select(x => -x)]);
        Assert.Equal([-1, -2, -3, -4, -5, -6], set.Values<float>("W").ToArray());
        Assert.Equal([-8, -9], set.Values<float>("B").ToArray());
        Assert.Equal(new float[5], set.Values<float>("Mean").ToArray());

        var gradients = set.CreateGradients();
        gradients.Values<float>("Scale")[0] = 3;
        gradients.Values<float>("B")[1] = 4;
        gradients.FlattenTo<float>(flat);
        Assert.Equal([0, 0, 0, 0, 0, 0, 3, 0, 4], flat);
        Assert.Equal(0, Sets.Allocated(() =>
        {
            set.FlattenTo<float>(flat);
            set.UnflattenFrom<float>(flat);
            gradients.FlattenTo<float>(flat);
        }));
    }

    [Fact]
    public void FlatVectorsThatDoNotFit()
    {
        var set = Sets.LowRank();
        Assert.Equal("The parameters are 19 numbers, but the vector has 18.", Assert.Throws<ArgumentException>(() => set.FlattenTo<float>(new float[18])).Message);
        Assert.Throws<ArgumentException>(() => set.UnflattenFrom<float>(new float[20]));
        Assert.Throws<ArgumentException>(() => set.CreateGradients().FlattenTo<float>(new float[18]));
        Assert.Throws<ArgumentException>(() => Sets.Mixed().FlattenTo<float>(new float[20]));
        Assert.Throws<ArgumentException>(() => Sets.Mixed().FlatIndex("Mean"));
        Assert.Throws<KeyNotFoundException>(() => set.FlatIndex("X"));
    }

    [Fact]
    public void EveryTensorStartsAtA64ByteBoundary()
    {
        for (var size = 1; size < 40; size++)
        {
            var set = ParameterSet.Create([Sets.Float("A", size), Sets.Double("B", size), Sets.Float("C", 1, size), Sets.Double("D", 3), Sets.State("E", size)]);
            foreach (var p in set)
            {
                var address = p.ElementType == typeof(float) ? (nint)set.Pointer<float>(set.Ordinal(p.Name)) : (nint)set.Pointer<double>(set.Ordinal(p.Name));
                Assert.Equal(0, address % 64);
            }
            var gradients = set.CreateGradients();
            Assert.Equal(0, (nint)gradients.Pointer<float>(0) % 64);
            Assert.Equal(0, (nint)gradients.Pointer<double>(1) % 64);
            Assert.Equal(0, (nint)gradients.Pointer<float>(2) % 64);
            Assert.Equal(0, (nint)gradients.Pointer<double>(3) % 64);
        }
    }

    [Fact]
    public void ParametersOfOneTypeLieInOneArrayWithoutOverlap()
    {
        var set = ParameterSet.Create([Sets.Float("A", 3), Sets.Float("B", 17), Sets.Float("C", 2)]);
        float* a = set.Pointer<float>(0), b = set.Pointer<float>(1), c = set.Pointer<float>(2);
        Assert.Equal(16, b - a);
        Assert.Equal(32, c - b);
    }

    [Fact]
    public void TensorsAreViewsOfTheMemory()
    {
        var set = Sets.Mixed();
        var view = set.Tensor<float>("W");
        Assert.Equal([3, 5], view.Lengths.ToArray());
        view[1, 2] = 7;
        Assert.Equal(7, set.Pointer<float>(0)[7]);
        set.Pointer<float>(0)[14] = -1;
        Assert.Equal(-1, view[2, 4]);
        Assert.Same(view, set.Tensor<float>(0));
        Assert.Same(view, set["W"].Tensor<float>());
        Assert.Equal([1], set.Tensor<float>("Scale").Lengths.ToArray());
    }

    [Fact]
    public void MemoryStaysWhereItIsWhenGarbageIsCollected()
    {
        var set = Sets.LowRank();
        var pointer = set.Pointer<float>(1);
        set.Count("U", 5);
        for (var i = 0; i < 3; i++) GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Assert.Equal((nint)pointer, (nint)set.Pointer<float>(1));
        Assert.Equal(6, pointer[1]);
        GC.KeepAlive(set);
    }

    [Fact]
    public void PointersAndViewsAllocateNothing()
    {
        var set = Sets.Mixed();
        var gradients = set.CreateGradients();
        nint sum = 0;
        Tensor<float>? tensor = null;
        Assert.Equal(0, Sets.Allocated(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                sum += (nint)set.Pointer<float>(0) + (nint)set.Pointer<double>(1) + (nint)gradients.Pointer<float>(0) + (nint)gradients.Pointer<double>(1);
                tensor = set.Tensor<float>(0);
                tensor = gradients.Tensor<float>(0);
            }
            gradients.Clear();
        }));
        Assert.NotNull(tensor);
    }

    [Fact]
    public void RefusesTheWrongTypeNameAndShape()
    {
        var set = Sets.Mixed();
        Assert.Contains("'W' is of Single, not of Double", Assert.Throws<ArgumentException>(() => set.Tensor<double>("W")).Message);
        Assert.Throws<ArgumentException>(() => { set.Pointer<double>(0); });
        Assert.Contains("'X'", Assert.Throws<KeyNotFoundException>(() => set["X"]).Message);
        Assert.Throws<IndexOutOfRangeException>(() => set[5]);
        Assert.Throws<ArgumentException>(() => ParameterSet.Create([Sets.Float("A", 3, 0)]));
        Assert.Throws<ArgumentException>(() => ParameterSet.Create([Sets.Float("A", 1 << 20, 1 << 20)]));
        Assert.Throws<ArgumentException>(() => ParameterSet.Create([Sets.Float("A", int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)]));
        Assert.Throws<ArgumentException>(() => ParameterSet.Create([Sets.Float("A", 1 << 30), Sets.Float("B", 1 << 30)]));
        Assert.Throws<ArgumentException>(() => ParameterSet.Create([Sets.Float("A", 3), Sets.Double("A", 3)]));
        Assert.Throws<ArgumentException>(() => ParameterSet.Create([Sets.Float("__metadata__", 3)]));
        Assert.Throws<ArgumentException>(() => ParameterSet.Create([new("A", typeof(int), [3])]));
        Assert.Throws<ArgumentException>(() => ParameterSet.Create([new("A", typeof(string), [3], ParameterKind.State)]));
    }

    [Fact]
    public void AModelWithoutTensorsHasAnEmptySet()
    {
        var set = ParameterSet.Create([]);
        Assert.Empty(set);
        Assert.Equal(0, set.ParameterCount);
        set.Initialize(1);
        set.CreateGradients().Clear();
    }

    [Fact]
    public void GradientsHaveTheSameNumbersAndStatesHaveNone()
    {
        var set = Sets.Mixed();
        var gradients = set.CreateGradients();
        Assert.Same(set, gradients.Parameters);
        Assert.Equal(5, gradients.Count);
        gradients.Tensor<float>("W")[1, 1] = 3;
        gradients.Tensor<double>(1)[0, 1] = 4;
        Assert.Equal(3, gradients.Pointer<float>(0)[6]);
        Assert.Equal(4, gradients.Pointer<double>(1)[1]);
        Assert.Same(gradients.Tensor<float>("W"), gradients.Tensor<float>(0));
        Assert.Contains("'Mean' is a state", Assert.Throws<ArgumentException>(() => { gradients.Pointer<float>(2); }).Message);
        Assert.Contains("'Seen' is a state", Assert.Throws<ArgumentException>(() => gradients.Tensor<int>("Seen")).Message);
        Assert.Throws<ArgumentException>(() => gradients.Tensor<double>("W"));
        gradients.Clear();
        Assert.Equal(0, gradients.Pointer<float>(0)[6]);
        Assert.Equal(0, gradients.Pointer<double>(1)[1]);
    }
}
