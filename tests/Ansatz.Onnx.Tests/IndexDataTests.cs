using Ansatz.Testing;
using Microsoft.ML.OnnxRuntime;

namespace Ansatz.Onnx.Tests;

/// <summary>What <c>Evaluate</c> refuses with <see cref="IndexDataException"/>, ONNX Runtime refuses too: negative places do not count from the end, and a place beyond its row is none of the next row.</summary>
public class IndexDataTests
{
    private const int Rows = 3, Columns = 4;

    private static readonly Lazy<CompiledSet> Models = new(() => SmallModel.Compile("Places", """
        [Model(Onnx = true)]
        public partial class Places
        {
            [Extent] public partial int Rows { get; }
            [Extent] public partial int Columns { get; }
            [Batch] public partial int N { get; }
            [Input(nameof(N))] public partial Tensor<int> Row { get; }
            [Input(nameof(N))] public partial Tensor<int> Column { get; }
            [Input(nameof(N))] public partial Tensor<int> Next { get; }
            [Parameter(nameof(Rows), nameof(Columns))] public partial Tensor<double> M { get; }
            [Parameter(nameof(Columns))] public partial Tensor<double> S { get; }

            [Output(nameof(N))] public double Y(int n) => M[Row[n], Column[n]] + S[Next[n] - 1];
        }
        """));

    private static readonly int[] Row = [0, 1, 2], Column = [0, 3, 1], Next = [1, 4, 2];

    [Theory]
    [InlineData("Row", -1)]
    [InlineData("Row", Rows)]
    [InlineData("Column", -1)]
    [InlineData("Column", Columns)]
    [InlineData("Next", 0)]
    [InlineData("Next", -1)]
    [InlineData("Next", Columns + 1)]
    public void WhatIsOutsideIsRefused(string name, int value)
    {
        var model = Model();
        var y = new double[3];
        model.Evaluate(new NamedArray("Y", y, [3]));
        Assert.Equal(y, model.Run(GraphOptimizationLevel.ORT_DISABLE_ALL)["Y"]);
        Assert.Equal(y, model.Run(GraphOptimizationLevel.ORT_ENABLE_ALL)["Y"]);

        var data = (int[])(name == "Row" ? Row : name == "Column" ? Column : Next).Clone();
        data[1] = value;
        model.Set(new NamedArray(name, data, [3]));
        Assert.Throws<IndexDataException>(() => model.Evaluate(new NamedArray("Y", y, [3])));
        Assert.Throws<OnnxRuntimeException>(() => model.Run(GraphOptimizationLevel.ORT_DISABLE_ALL));
        Assert.Throws<OnnxRuntimeException>(() => model.Run(GraphOptimizationLevel.ORT_ENABLE_ALL));
    }

    private static SmallModel Model() => new(Models.Value, "Places", new Dictionary<string, int> { ["Rows"] = Rows, ["Columns"] = Columns, ["N"] = 3 },
        new NamedArray("Row", Row, [3]), new NamedArray("Column", Column, [3]), new NamedArray("Next", Next, [3]));
}
