namespace Ansatz.Generators.Binding;

/// <summary>The types of values in the notation.</summary>
internal enum ScalarType
{
    /// <summary>Not told by the syntax.</summary>
    Unknown,
    Int,
    Float,
    Double,
    Bool,
    Function,
}
