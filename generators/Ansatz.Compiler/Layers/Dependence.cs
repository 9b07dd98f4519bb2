using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Layers;

/// <summary>How a number depends on the elements of a tensor.</summary>
public enum Degree
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As a sum of multiples of them and of a number that does not depend on them.</summary>
    Affine,

    /// <summary>In another way, or it cannot be told.</summary>
    Other,
}

/// <summary>
/// How the tensors of an elaborated program depend on one of them, through all definitions in between. Products of two numbers that both depend on it are
/// not affine; nor is a choice by a condition that does.
/// </summary>
public sealed class Dependence
{
    private readonly Tensor _on;
    private readonly Dictionary<Tensor, Degree> _tensors = [];

    private Dependence(Tensor on)
    {
        _on = on;
        _tensors[on] = Degree.Affine;
    }

    /// <summary>The dependence on a tensor.</summary>
    public static Dependence On(Tensor tensor) => new(tensor);

    /// <summary>How an element of a tensor depends on it.</summary>
    public Degree Of(Tensor tensor)
    {
        if (_tensors.TryGetValue(tensor, out var known)) return known;

        // Until it is known: a recurrence multiplies by itself as often as there are times.
        _tensors[tensor] = Degree.Other;
        var degree = Degree.None;
        if (tensor.Definition is { } made && !ReferenceEquals(tensor, _on))
        {
            degree = made.Scatter is not null && made.Scatter.Any(e => Of(e) != Degree.None) ? Degree.Other : Of(made.Body);
            if (degree == Degree.Affine && made.Reducer is not (Reducer.None or Reducer.Sum)) degree = Degree.Other;
        }

        return _tensors[tensor] = degree;
    }

    private Degree Of(Expression root)
    {
        var known = new Dictionary<int, Degree>();
        return Visit(root);

        Degree Visit(Expression e)
        {
            if (known.TryGetValue(e.Id, out var found)) return found;
            return known[e.Id] = e.Kind switch
            {
                ExpressionKind.Read => e.Arguments.Any(a => Visit(a) != Degree.None) ? Degree.Other : Of(e.Tensor),
                ExpressionKind.Apply => Applied(e),
                _ => Degree.None,
            };
        }

        Degree Applied(Expression e)
        {
            var a = e.Arguments.Select(Visit).ToArray();
            if (a.All(d => d == Degree.None)) return Degree.None;
            if (e.Is(ScalarOperators.Add) || e.Is(ScalarOperators.Subtract) || e.Is(ScalarOperators.Negate)) return a.Max();
            if (e.Is(ScalarOperators.Cast)) return e.Type is ScalarType.Float or ScalarType.Double ? a[0] : Degree.Other;
            if (e.Is(ScalarOperators.Multiply)) return a[0] == Degree.None ? a[1] : a[1] == Degree.None ? a[0] : Degree.Other;
            if (e.Is(ScalarOperators.Divide)) return a[1] == Degree.None ? a[0] : Degree.Other;
            if (e.Is(ScalarOperators.Select)) return a[0] == Degree.None ? a.Max() : Degree.Other;
            return Degree.Other;
        }
    }
}
