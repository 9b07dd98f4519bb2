using Ansatz.Benchmarks.Models;

namespace Ansatz.Benchmarks.Data;

/// <summary>A declared model with its numbers: one row of the notation bars.</summary>
internal sealed class NotationRun : IDisposable
{
    private const int Batch = 1024;

    private readonly List<IDisposable> _memory = [];
    private readonly List<(string Name, Func<double> Size)> _results = [];

    private NotationRun()
    {
    }

    /// <summary>What is measured.</summary>
    public Action Call { get; private set; } = () => { };

    /// <summary>What fills the results, where that is not the same.</summary>
    public Action? Fill { get; private set; }

    /// <summary>Results after <see cref="Fill"/>, by the peer's names.</summary>
    public IEnumerable<(string Name, double Size)> Results() => _results.Select(r => (r.Name, r.Size()));

    /// <inheritdoc/>
    public void Dispose() => _memory.ForEach(m => m.Dispose());

    /// <summary>Pairs of gathered embeddings, value and gradients.</summary>
    public static NotationRun GatheredPairs()
    {
        var run = new NotationRun();
        var model = new GatheredPairs();
        AlignedArray<float> e = run.Input(0.37, 0.1, 1, Batch, 26, 16), g = run.Input(0.29, 0.5, 1, Batch), y = run.Result("y", Batch), de = run.Result("dE", Batch, 26, 16);
        run.Call = () => model.Gradient(e.Tensor, g.Tensor, de.Tensor);
        run.Fill = () =>
        {
            model.Evaluate(e.Tensor, y.Tensor);
            run.Call();
        };
        return run;
    }

    /// <summary>Pairs of rows of a table, with one step of Adam on the rows touched: what SparseAdam of torch does.</summary>
    public static NotationRun TableStep()
    {
        var run = new NotationRun();
        var model = new TablePairs();
        Set(model.Parameters, "Table", 0.37, 0.1, 1);
        var index = run.Indices(0.43, 0.2, Models.TablePairs.Rows, Batch, 26);
        AlignedArray<float> g = run.Input(0.29, 0.5, 1, Batch), y = run.Result("y", Batch);
        run.Gradient("dTable", model.Gradients, "Table");
        var adam = new Adam(model.Parameters) { TouchedRowsOnly = true };
        run.Call = () =>
        {
            model.Gradient(index.Tensor, g.Tensor);
            adam.Step(model.Gradients);
        };
        run.Fill = () =>
        {
            model.Evaluate(index.Tensor, y.Tensor);
            model.Gradient(index.Tensor, g.Tensor);
        };
        return run;
    }

    /// <summary>One attention head, value.</summary>
    public static NotationRun Attention()
    {
        var run = new NotationRun();
        var model = new AttentionHead();
        AlignedArray<float> q = run.Input(0.37, 0.1, 1, 256, 64), k = run.Input(0.73, 0.1, 1, 256, 64), v = run.Input(1.17, 0.1, 1, 256, 64), y = run.Result("y", 256, 64);
        run.Call = () => model.Evaluate(q.Tensor, k.Tensor, v.Tensor, y.Tensor);
        return run;
    }

    /// <summary>A three-way array times two factors, value.</summary>
    public static NotationRun ParafacProduct()
    {
        var run = new NotationRun();
        var model = new ParafacProduct();
        AlignedArray<float> x = run.Input(0.37, 0.1, 1, 100, 100, 100), b = run.Input(0.73, 0.1, 1, 100, 10), c = run.Input(1.17, 0.1, 1, 100, 10), y = run.Result("y", 100, 10);
        run.Call = () => model.Evaluate(x.Tensor, b.Tensor, c.Tensor, y.Tensor);
        return run;
    }

    /// <summary>Bilinear forms, value and gradients.</summary>
    public static NotationRun Bilinear()
    {
        var run = new NotationRun();
        var model = new BilinearForms();
        Set(model.Parameters, "W", 1.17, 0.3, 1.0 / 64);
        AlignedArray<float> x = run.Input(0.37, 0.1, 1, 128, 64), y = run.Input(0.73, 0.1, 1, 128, 64), g = run.Input(0.29, 0.5, 1, 128, 32);
        AlignedArray<float> z = run.Result("z", 128, 32), dx = run.Result("dX", 128, 64), dy = run.Result("dY", 128, 64);
        run.Gradient("dW", model.Gradients, "W");
        run.Call = () => model.Gradient(x.Tensor, y.Tensor, g.Tensor, dx.Tensor, dy.Tensor);
        run.Fill = () =>
        {
            model.Evaluate(x.Tensor, y.Tensor, z.Tensor);
            run.Call();
        };
        return run;
    }

    /// <summary>A 3 × 3 convolution, value and gradients.</summary>
    public static NotationRun Convolution()
    {
        var run = new NotationRun();
        var model = new Convolution3x3();
        Set(model.Parameters, "F", 0.73, 0.2, 1.0 / 12);
        AlignedArray<float> x = run.Input(0.37, 0.1, 1, 16, 16, 28, 28), g = run.Input(0.29, 0.5, 1, 16, 32, 28, 28);
        AlignedArray<float> y = run.Result("y", 16, 32, 28, 28), dx = run.Result("dX", 16, 16, 28, 28);
        run.Gradient("dF", model.Gradients, "F");
        run.Call = () => model.Gradient(x.Tensor, g.Tensor, dx.Tensor);
        run.Fill = () =>
        {
            model.Evaluate(x.Tensor, y.Tensor);
            run.Call();
        };
        return run;
    }

    /// <summary>Long short-term memory, value and gradients.</summary>
    public static NotationRun LongShortTermMemory()
    {
        const int batch = 32, length = Models.LongShortTermMemory.Length, units = Models.LongShortTermMemory.Units;
        var run = new NotationRun();
        var model = new LongShortTermMemory();
        Set(model.Parameters, "W", 0.73, 0.2, 1.0 / 8);
        Set(model.Parameters, "U", 0.73, 0.3, 1.0 / 8);

        // Torch has two biases, of which only the sum is seen.
        Set(model.Parameters, "B", 0.73, 0.4, 1.0 / 8);
        Add(model.Parameters, "B", 0.73, 0.5, 1.0 / 8);
        AlignedArray<float> x = run.Input(0.37, 0.1, 1, batch, length, units), g = run.Input(0.29, 0.5, 1, batch, length, units);
        AlignedArray<float> h = run.Result("h", batch, length, units), dx = run.Result("dX", batch, length, units);
        run.Gradient("dweight_ih_l0", model.Gradients, "W");
        run.Gradient("dweight_hh_l0", model.Gradients, "U");
        run.Gradient("dbias_ih_l0", model.Gradients, "B");
        run.Call = () => model.Gradient(x.Tensor, g.Tensor, dx.Tensor);
        run.Fill = () =>
        {
            model.Evaluate(x.Tensor, h.Tensor);
            run.Call();
        };
        return run;
    }

    /// <summary>The squared error at the known elements of a sparse array, value and gradients.</summary>
    public static NotationRun SparseParafac()
    {
        const int known = 1_000_000, rows = Models.SparseParafac.Rows;
        var run = new NotationRun();
        var model = new SparseParafac();
        Set(model.Parameters, "A", 0.37, 0.1, 1);
        Set(model.Parameters, "B", 0.73, 0.1, 1);
        Set(model.Parameters, "C", 1.17, 0.1, 1);
        AlignedArray<int> i = run.Indices(0.43, 0.2, rows, known), j = run.Indices(0.61, 0.2, rows, known), k = run.Indices(0.83, 0.2, rows, known);
        var value = run.Input(0.29, 0.5, 1, known);
        foreach (string name in new[] { "A", "B", "C" }) run.Gradient("d" + name, model.Gradients, name);
        run.Call = () => model.Gradient(i.Tensor, j.Tensor, k.Tensor, value.Tensor);
        return run;
    }

    /// <summary>Four elementary functions in one pass over memory.</summary>
    public static NotationRun Elementwise()
    {
        var run = new NotationRun();
        var model = new Elementwise();
        AlignedArray<float> x = run.Input(0.37, 0.1, 3, 1_000_000), y = run.Result("y", 1_000_000);
        run.Call = () => model.Evaluate(1.25f, -0.5f, 0.75f, x.Tensor, y.Tensor);
        return run;
    }

    /// <summary>Cholesky factors and determinants, value and gradients.</summary>
    public static NotationRun Cholesky()
    {
        const int count = 256, size = PositiveDefiniteMatrices.Size;
        var run = new NotationRun();
        var model = new PositiveDefiniteMatrices();
        AlignedArray<float> m = run.Input(0.37, 0.1, 1, count, size, size), s = run.Input(0, 0, 1, count, size, size), g = run.Input(0.29, 0.5, 1, count);
        AlignedArray<float> y = run.Result("y", count), ds = run.Result("dS", count, size, size);
        for (int n = 0; n < count; n++) Square(m.Values.Slice(n * size * size, size * size), s.Values.Slice(n * size * size, size * size), size);
        run.Call = () => model.Gradient(s.Tensor, g.Tensor, ds.Tensor);
        run.Fill = () =>
        {
            model.Evaluate(s.Tensor, y.Tensor);
            run.Call();
        };
        return run;
    }

    // S = MM' + size·1.
    private static void Square(ReadOnlySpan<float> m, Span<float> s, int size)
    {
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double sum = i == j ? size : 0;
                for (int k = 0; k < size; k++) sum += (double)m[i * size + k] * m[j * size + k];
                s[i * size + j] = (float)sum;
            }
        }
    }

    private static unsafe void Set(ParameterSet parameters, string name, double a, double b, double scale)
    {
        var parameter = parameters[name];
        HashNumbers.Single((int)parameter.Length, a, b, scale).CopyTo(new Span<float>(parameters.Pointer<float>(Ordinal(parameters, name)), (int)parameter.Length));
    }

    private static unsafe void Add(ParameterSet parameters, string name, double a, double b, double scale)
    {
        float* to = parameters.Pointer<float>(Ordinal(parameters, name));
        float[] numbers = HashNumbers.Single((int)parameters[name].Length, a, b, scale);
        for (int i = 0; i < numbers.Length; i++) to[i] += numbers[i];
    }

    private static int Ordinal(ParameterSet parameters, string name) => Enumerable.Range(0, parameters.Count).First(i => parameters[i].Name == name);

    private static int Count(ReadOnlySpan<nint> lengths)
    {
        nint count = 1;
        foreach (nint l in lengths) count *= l;
        return (int)count;
    }

    private AlignedArray<float> Input(double a, double b, double scale, params ReadOnlySpan<nint> lengths) =>
        Keep(new AlignedArray<float>(HashNumbers.Single(Count(lengths), a, b, scale), lengths));

    private AlignedArray<int> Indices(double a, double b, int limit, params ReadOnlySpan<nint> lengths) =>
        Keep(new AlignedArray<int>(HashNumbers.Int32(Count(lengths), a, b, limit), lengths));

    private AlignedArray<float> Result(string name, params ReadOnlySpan<nint> lengths)
    {
        var result = Keep(new AlignedArray<float>(lengths));
        _results.Add((name, () => Size(result.Values)));
        return result;
    }

    private unsafe void Gradient(string name, GradientSet gradients, string parameter)
    {
        int ordinal = Ordinal(gradients.Parameters, parameter);
        _results.Add((name, () => Size(new(gradients.Pointer<float>(ordinal), (int)gradients.Parameters[ordinal].Length))));
    }

    private AlignedArray<T> Keep<T>(AlignedArray<T> array)
        where T : unmanaged
    {
        _memory.Add(array);
        return array;
    }

    // The norm of the elements in weights, which tells transposed results apart.
    private static double Size(ReadOnlySpan<float> values)
    {
        float[] weights = HashNumbers.Single(values.Length, 0.91, 0.7, 1);
        double sum = 0;
        for (int i = 0; i < values.Length; i++) sum += Math.Pow((double)values[i] * weights[i], 2);
        return Math.Sqrt(sum);
    }
}
