using System.Numerics.Tensors;
using System.Reflection;

namespace Ansatz.Testing;

/// <summary>An input of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">float, double or int.</param>
/// <param name="Extents">The extents as declared, or null for a scalar.</param>
/// <param name="Gradient">Whether the loss is differentiated with respect to it.</param>
public sealed record ModelInput(string Name, Type ElementType, object[]? Extents, bool Gradient);

/// <summary>An equation that is evaluated from outside.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">The method.</param>
/// <param name="Extents">The extents of its indices; of an update, those of its state.</param>
/// <param name="State">The state that an update renews.</param>
public sealed record ModelEquation(string Name, MethodInfo Method, object[] Extents, string? State = null);

/// <summary>What a class declares, read from its attributes.</summary>
public sealed class ModelSignature
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Reads a class.</summary>
    public ModelSignature(Type type)
    {
        Type = type;
        var properties = type.GetProperties(Members).OrderBy(p => p.MetadataToken).ToArray();
        var methods = type.GetMethods(Members).OrderBy(m => m.MetadataToken).ToArray();
        Inputs = [.. properties.Where(p => p.GetCustomAttribute<InputAttribute>() is not null).Select(Input)];
        Outputs = [.. methods.Where(m => m.GetCustomAttribute<OutputAttribute>() is not null)
            .Select(m => new ModelEquation(m.Name, m, m.GetCustomAttribute<OutputAttribute>()!.Extents))];
        Loss = methods.FirstOrDefault(m => m.GetCustomAttribute<LossAttribute>() is not null);
        Batch = properties.FirstOrDefault(p => p.GetCustomAttribute<BatchAttribute>() is not null)?.Name;
        Training = properties.FirstOrDefault(p => p.GetCustomAttribute<TrainingAttribute>() is not null);
        Updates = [.. methods.Where(m => m.GetCustomAttribute<UpdateAttribute>() is not null).Select(m =>
        {
            var state = m.GetCustomAttribute<UpdateAttribute>()!.State;
            return new ModelEquation(m.Name, m, type.GetProperty(state, Members)!.GetCustomAttribute<StateAttribute>()!.Extents, state);
        })];
    }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>The inputs in order.</summary>
    public IReadOnlyList<ModelInput> Inputs { get; }

    /// <summary>The outputs in order.</summary>
    public IReadOnlyList<ModelEquation> Outputs { get; }

    /// <summary>The loss.</summary>
    public MethodInfo? Loss { get; }

    /// <summary>The equations that renew states.</summary>
    public IReadOnlyList<ModelEquation> Updates { get; }

    /// <summary>The name of the batch extent.</summary>
    public string? Batch { get; }

    /// <summary>The property that tells training from evaluation.</summary>
    public PropertyInfo? Training { get; }

    /// <summary>The value of an extent: a number, one of the size, or a property or constant of the class.</summary>
    public nint Extent(object extent, ModelArguments arguments, object? instance)
    {
        if (extent is int number) return number;
        var name = (string)extent;
        if (arguments.TryExtent(name, out var value)) return value;
        if (Type.GetField(name, Members | BindingFlags.Static) is { } field) return (int)field.GetValue(instance)!;
        return (int)(Type.GetProperty(name, Members)?.GetValue(instance) ?? throw new InvalidOperationException($"{Type} has no extent '{name}'."));
    }

    /// <summary>All extents of a tensor.</summary>
    public nint[] Shape(object[] extents, ModelArguments arguments, object? instance) =>
        [.. extents.Select(e => Extent(e, arguments, instance))];

    /// <summary>The value of an equation at some indices.</summary>
    public static double Value(MethodInfo method, object instance, ReadOnlySpan<int> indices)
    {
        var arguments = new object[indices.Length];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = indices[i];
        return Convert.ToDouble(method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The indices of an element.</summary>
    public static int[] Indices(int element, nint[] shape)
    {
        var indices = new int[shape.Length];
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            indices[d] = element % (int)shape[d];
            element /= (int)shape[d];
        }

        return indices;
    }

    private static ModelInput Input(PropertyInfo property)
    {
        var attribute = property.GetCustomAttribute<InputAttribute>()!;
        var tensor = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Tensor<>);
        return new ModelInput(
            property.Name,
            tensor ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType,
            tensor ? attribute.Extents : null,
            attribute.Gradient);
    }
}
