using System.ComponentModel;

namespace Ansatz.Gpu.Kernels;

/// <summary>Takes the number of an element apart into indices.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Numbering
{
    /// <summary>⌊number / extent⌋ of numbers that are not negative, in 32 bits where both fit: a GPU has no division, and a short one takes a fifth of a long one.</summary>
    public static long Quotient(long number, long extent) =>
        ((number | extent) >> 31) == 0 ? (int)((uint)number / (uint)extent) : number / extent;
}
