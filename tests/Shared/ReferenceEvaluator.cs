using System.Reflection;

namespace Ansatz.Testing;

/// <summary>
/// Executes the memoised double precision copy of a model: its values are what every generated kernel is compared with, and its
/// loss is what finite differences are taken of.
/// </summary>
public sealed class ReferenceEvaluator
{
    private readonly IReferenceModel _model;
    private readonly ModelArguments _arguments;
    private readonly List<IMemoTable> _memos = [];

    /// <summary>Makes the object and binds its inputs.</summary>
    /// <param name="type">The class of the copy.</param>
    /// <param name="extents">The extents.</param>
    /// <param name="inputs">The inputs; float is widened.</param>
    public ReferenceEvaluator(Type type, IReadOnlyDictionary<string, int> extents, IEnumerable<NamedArray> inputs)
    {
        Signature = new ModelSignature(type);
        _arguments = new ModelArguments(extents);
        foreach (var input in inputs) _arguments[input.Name] = input.Widen();
        _model = (IReferenceModel)New(type, "", _arguments);
        _model.Bind(_arguments);
        Collect("", _model, []);
    }

    /// <summary>An object on its own, with seeded random values.</summary>
    public static ReferenceEvaluator Random(Type type, ModelCase model, string size, int seed = 1)
    {
        var extents = ModelCase.Extents(size);
        var arguments = new ModelArguments(extents);
        var signature = new ModelSignature(type);
        var random = new RandomValues(model, signature, arguments, New(type, "", arguments), seed);
        var evaluator = new ReferenceEvaluator(type, extents, [.. signature.Inputs.Select(random.Input)]);
        foreach (var (name, tensor) in evaluator.Tensors) evaluator.Set(name, random.Array(name, tensor.Values is int[] ? typeof(int) : typeof(double), tensor.Shape));
        return evaluator;
    }

    /// <summary>What the class declares.</summary>
    public ModelSignature Signature { get; }

    /// <summary>The stored tensors, those of used models by dotted names.</summary>
    public Dictionary<string, NamedArray> Tensors { get; } = [];

    /// <summary>How many equations have a table.</summary>
    public int MemoTables => _memos.Count;

    /// <summary>The inputs.</summary>
    public NamedArray Input(string name) => _arguments[name];

    /// <summary>Whether a gradient is being computed.</summary>
    public bool Training
    {
        set
        {
            SetTraining(_model, value);
            Changed();
        }
    }

    /// <summary>Copies values into a stored tensor.</summary>
    public void Set(string name, NamedArray values)
    {
        Array.Copy(values.Widen().Values, Tensors[name].Values, Tensors[name].Values.Length);
        Changed();
    }

    /// <summary>To be called after every change of a value.</summary>
    public void Changed()
    {
        foreach (var memo in _memos) memo.Clear();
    }

    /// <summary>The loss.</summary>
    public double Loss() => ModelSignature.Value(Signature.Loss!, _model, []);

    /// <summary>All values of an output or of an update.</summary>
    public NamedArray Values(ModelEquation equation)
    {
        var shape = Signature.Shape(equation.Extents, _arguments, _model);
        var values = new double[shape.Aggregate((nint)1, (a, b) => a * b)];
        for (var e = 0; e < values.Length; e++) values[e] = ModelSignature.Value(equation.Method, _model, ModelSignature.Indices(e, shape));
        return new NamedArray(equation.Name, values, shape);
    }

    /// <summary>All elements of an input, or of an equation for as many rows as the batch has.</summary>
    /// <param name="name">The input or equation.</param>
    /// <param name="extents">The extents of its indices after the row.</param>
    public double[] ElementsOf(string name, nint[] extents)
    {
        if (Signature.Inputs.Any(i => i.Name == name)) return Input(name).ToDoubles();
        var method = Signature.Type.GetMethod(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!;
        nint[] shape = [_arguments.Extent(Signature.Batch!), .. extents];
        return [.. Enumerable.Range(0, (int)shape.Aggregate((nint)1, (a, b) => a * b)).Select(e => ModelSignature.Value(method, _model, ModelSignature.Indices(e, shape)))];
    }

    /// <summary>The derivative of the loss with respect to one element.</summary>
    public FiniteDifference Derivative(double[] values, int element)
    {
        var x = values[element];
        var result = FiniteDifference.Of(
            v =>
            {
                values[element] = v;
                Changed();
                return Loss();
            },
            x);
        values[element] = x;
        Changed();
        return result;
    }

    /// <summary>The derivative with respect to one element of the loss's derivative along a direction.</summary>
    /// <param name="along">Stored tensors with the direction's part for each.</param>
    /// <param name="values">The values of which one is an element.</param>
    /// <param name="element">Which.</param>
    /// <param name="enough">An error that is small enough.</param>
    public FiniteDifference Derivative(IReadOnlyList<(double[] Values, double[] Direction)> along, double[] values, int element, double enough)
    {
        var before = along.Select(a => (double[])a.Values.Clone()).ToArray();
        var result = FiniteDifference.Mixed(
            (x, y) =>
            {
                for (var k = 0; k < along.Count; k++)
                {
                    for (var e = 0; e < before[k].Length; e++) along[k].Values[e] = before[k][e] + (y * along[k].Direction[e]);
                }

                values[element] += x;
                Changed();
                return Loss();
            },
            enough);
        for (var k = 0; k < along.Count; k++) before[k].CopyTo(along[k].Values, 0);
        Changed();
        return result;
    }

    // The constructor's parameters are extents, and instances whose own extents carry the parameter's name in front.
    private static object New(Type type, string prefix, ModelArguments arguments)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(p =>
            p.ParameterType == typeof(int)
                ? arguments.Extent(prefix + p.Name)
                : New(p.ParameterType, prefix + p.Name + ".", arguments))]);
    }

    private void Collect(string prefix, IReferenceModel model, HashSet<IReferenceModel> seen)
    {
        foreach (var (name, tensor) in model.Store.Tensors) Tensors[prefix + name] = tensor;
        if (seen.Add(model))
        {
            _memos.AddRange(model.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
                .Select(f => f.GetValue(model)).OfType<IMemoTable>());
        }

        foreach (var (name, used) in model.Uses) Collect(prefix + name + ".", used, seen);
    }

    private static void SetTraining(IReferenceModel model, bool value)
    {
        model.Store.Training = value;
        foreach (var (_, used) in model.Uses) SetTraining(used, value);
    }
}
