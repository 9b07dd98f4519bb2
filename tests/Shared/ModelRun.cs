using System.Numerics.Tensors;

namespace Ansatz.Testing;

/// <summary>One object of a generated class at one size, with seeded random parameters and inputs.</summary>
public sealed class ModelRun
{
    private readonly IReadOnlyDictionary<string, int> _extents;

    /// <summary>Makes the object, its inputs and memory for its outputs and gradients.</summary>
    public ModelRun(CompiledSet set, ModelCase model, string size, int seed = 1)
        : this(set.Driver(model.TypeName), model, size, seed, isNew: true)
    {
    }

    /// <summary>The same with an instance that another object holds already, whose parameters stay as they are.</summary>
    public ModelRun(CompiledSet set, ModelCase model, string size, object shared, int seed = 1)
        : this(set.Driver(model.TypeName), model, size, seed, isNew: true, shared)
    {
    }

    private ModelRun(ModelDriver driver, ModelCase model, string size, int seed, bool isNew, object? shared = null)
    {
        (Driver, Case, Size) = (driver, model, size);
        _extents = ModelCase.Extents(size);
        Arguments = new ModelArguments(_extents);
        if (shared is not null) Arguments.Share(shared);
        if (isNew) Driver.Create(Arguments);
        Signature = new ModelSignature(Driver.Model.GetType());

        var random = new RandomValues(model, Signature, Arguments, Driver.Model, seed);
        foreach (var input in Signature.Inputs)
        {
            var array = Arguments[input.Name] = random.Input(input);
            if (input.Gradient) Arguments[input.Name + "Gradient"] = array with { Values = Array.CreateInstance(input.ElementType, array.Values.Length) };
        }

        foreach (var parameter in Driver.Parameters.Where(p => isNew && (shared is null || p.IsOwned)))
        {
            var values = random.Array(parameter.Name, parameter.ElementType, [parameter.Length]).Values;
            if (values is float[] f) Write(f, parameter.Tensor<float>());
            if (values is double[] d) Write(d, parameter.Tensor<double>());
            if (values is int[] i) Write(i, parameter.Tensor<int>());
        }

        Driver.Bind(Arguments);
        foreach (var output in Signature.Outputs)
        {
            var shape = Signature.Shape(output.Extents, Arguments, Driver.Model);
            Arguments[output.Name] = new NamedArray(output.Name, Array.CreateInstance(output.Method.ReturnType, shape.Aggregate((nint)1, (a, b) => a * b)), shape);
        }
    }

    /// <summary>The case.</summary>
    public ModelCase Case { get; }

    /// <summary>The size.</summary>
    public string Size { get; }

    /// <summary>The object.</summary>
    public ModelDriver Driver { get; }

    /// <summary>What the class declares.</summary>
    public ModelSignature Signature { get; }

    /// <summary>Inputs, outputs and gradients of inputs.</summary>
    public ModelArguments Arguments { get; }

    /// <summary>Whether the model computes in single precision.</summary>
    public bool IsSingle => Signature.Outputs.Select(o => o.Method.ReturnType).Append(Signature.Loss?.ReturnType).Contains(typeof(float));

    /// <summary>The same object with inputs of another batch.</summary>
    public ModelRun WithBatch(int batch, int seed = 2)
    {
        var extents = new Dictionary<string, int>(_extents, StringComparer.OrdinalIgnoreCase) { [Signature.Batch!] = batch };
        return new ModelRun(Driver, Case, string.Join(" ", extents.Select(e => $"{e.Key}={e.Value}")), seed, isNew: false);
    }

    /// <summary>Evaluates all outputs.</summary>
    public IReadOnlyList<NamedArray> Evaluate(IDisposable? workspace = null)
    {
        if (!Driver.CanEvaluate) return [];
        foreach (var output in Signature.Outputs) Poison(Arguments[output.Name].Values);
        if (workspace is null) Driver.Evaluate(Arguments);
        else Driver.Evaluate(workspace, Arguments);
        return [.. Signature.Outputs.Select(o => Copy(Arguments[o.Name]))];
    }

    /// <summary>Computes the loss and all gradients: of parameters by their names, of inputs by theirs.</summary>
    public (double Loss, IReadOnlyList<NamedArray> Gradients) Gradient(IDisposable? workspace = null)
    {
        foreach (var input in Signature.Inputs.Where(i => i.Gradient)) Poison(Arguments[input.Name + "Gradient"].Values);
        var loss = workspace is null ? Driver.Gradient(Arguments) : Driver.Gradient(workspace, Arguments);
        var gradients = workspace is null ? Driver.Gradients : ModelDriver.GradientsOf(workspace);
        var all = new List<NamedArray>();
        for (var p = 0; p < Driver.Parameters.Count; p++)
        {
            var parameter = Driver.Parameters[p];
            if (parameter.Kind == ParameterKind.State || parameter.IsFrozen) continue;
            all.Add(parameter.ElementType == typeof(float)
                ? FromTensor(parameter.Name, gradients.Tensor<float>(p))
                : FromTensor(parameter.Name, gradients.Tensor<double>(p)));
        }

        all.AddRange(Signature.Inputs.Where(i => i.Gradient).Select(i => Copy(Arguments[i.Name + "Gradient"]) with { Name = i.Name }));
        return (loss, all);
    }

    /// <summary>The product of the loss's Hessian with a direction over all parameters.</summary>
    public double[] HessianVectorProduct(double[] direction, IDisposable? workspace = null)
    {
        Arguments["direction"] = Vector("direction", direction);
        Arguments["product"] = Vector("product", direction);
        Poison(Arguments["product"].Values);
        if (workspace is null) Driver.HessianVectorProduct(Arguments);
        else Driver.HessianVectorProduct(workspace, Arguments);
        return Arguments["product"].ToDoubles();
    }

    /// <summary>The loss, the gradients of all parameters one after the other, and the Hessian row by row.</summary>
    public (double Loss, double[] Gradient, double[] Hessian) Hessian(IDisposable? workspace = null)
    {
        var order = Driver.Parameters.FlatLength;
        Arguments["hessian"] = Vector("hessian", new double[order * order]) with { Shape = [order, order] };
        Poison(Arguments["hessian"].Values);
        var loss = workspace is null ? Driver.Hessian(Arguments) : Driver.Hessian(workspace, Arguments);
        var gradient = Vector("gradient", new double[order]);
        var gradients = workspace is null ? Driver.Gradients : ModelDriver.GradientsOf(workspace);
        if (gradient.Values is float[] f) gradients.FlattenTo<float>(f);
        if (gradient.Values is double[] d) gradients.FlattenTo<double>(d);
        return (loss, gradient.ToDoubles(), Arguments["hessian"].ToDoubles());
    }

    // Over all parameters, in their type.
    private NamedArray Vector(string name, double[] values) => new(
        name,
        Driver.Parameters.First(p => p.Kind == ParameterKind.Parameter && !p.IsFrozen).ElementType == typeof(float) ? Array.ConvertAll(values, v => (float)v) : (double[])values.Clone(),
        [values.Length]);

    /// <summary>The values of all stored tensors.</summary>
    public IReadOnlyList<NamedArray> Stored() =>
        [.. Driver.Parameters.Select(p => p.ElementType == typeof(float) ? FromTensor(p.Name, p.Tensor<float>()) : p.ElementType == typeof(int) ? FromTensor(p.Name, p.Tensor<int>()) : FromTensor(p.Name, p.Tensor<double>()))];

    /// <summary>The double precision copy with the same extents, inputs and stored values.</summary>
    public ReferenceEvaluator Reference()
    {
        var reference = new ReferenceEvaluator(
            DoubleCopy.Type(Case.TypeName), _extents, Signature.Inputs.Select(i => Arguments[i.Name]));
        foreach (var tensor in Stored()) reference.Set(tensor.Name, tensor);
        return reference;
    }

    /// <summary>What is run, for messages.</summary>
    public override string ToString() => $"{Case.Name} ({Size})";

    private static NamedArray Copy(NamedArray array) => array with { Values = (Array)array.Values.Clone() };

    private static NamedArray FromTensor<T>(string name, Tensor<T> tensor)
    {
        var values = new T[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return new NamedArray(name, values, [.. tensor.Lengths]);
    }

    // Whatever is not written stays visible.
    private static void Poison(Array values)
    {
        if (values is float[] f) Array.Fill(f, float.NaN);
        if (values is double[] d) Array.Fill(d, double.NaN);
    }

    private static void Write<T>(T[] values, Tensor<T> tensor) =>
        new ReadOnlyTensorSpan<T>(values, tensor.Lengths, []).CopyTo(tensor.AsTensorSpan());
}
