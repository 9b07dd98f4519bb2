namespace Ansatz;

/// <summary>Marks a parameter, or a used model with all its parameters, as one that training leaves as it is: no gradient is computed for it, and no optimiser changes it.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class FrozenAttribute : Attribute;
