namespace Ansatz;

/// <summary>
/// Marks the equation by which a layer maps an input to an output, and says which shapes one example has:
/// <c>[Maps(From = [nameof(In)], To = [nameof(Out)])] public float Y(Func&lt;int, int, float&gt; x, int n, int o)</c>.
/// </summary>
/// <remarks>The equation's first parameter is the input, a function of a row (of the batch) and then of as many indices as <see cref="From"/> has extents; its
/// other parameters are the row and one index for each extent of <see cref="To"/>.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class MapsAttribute : Attribute
{
    /// <summary>The extents of one example of the input, outermost first: an <see cref="int"/> or the name of an extent.</summary>
    public object[] From { get; set; } = [];

    /// <summary>The extents of one example of the output, outermost first: an <see cref="int"/> or the name of an extent.</summary>
    public object[] To { get; set; } = [];
}
