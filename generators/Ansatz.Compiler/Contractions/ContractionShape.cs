using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Contractions;

/// <summary>How a sum of products is handed to the contraction kernels: C[rows,columns] = Σ_sum A·B, for every value of the outer indices.</summary>
/// <param name="A">The left operand, which has the rows.</param>
/// <param name="B">The right operand, which has the columns.</param>
/// <param name="Rows">Indices of the rows, adjacent in A and in the result, outermost first.</param>
/// <param name="Columns">Indices of the columns; the last is the last of the result.</param>
/// <param name="Sum">Summed indices, adjacent in both operands.</param>
/// <param name="Repeated">Summed indices that are not adjacent to those: one product for each of their values, added up.</param>
/// <param name="Outer">Free indices that are none of these.</param>
/// <param name="Negative">Whether the sum is negated.</param>
public sealed record ContractionShape(Expression A, Expression B, Index[] Rows, Index[] Columns, Index[] Sum, Index[] Repeated, Index[] Outer, bool Negative)
{
    /// <summary>
    /// For a right operand of which every column has few elements, the place of each: the dimension of A that index data names, or -1. A is read there at an
    /// expression of columns and summed indices, and B is any expression of these.
    /// </summary>
    public int PlaceDimension { get; init; } = -1;

    /// <summary>Whether the right operand is given by few elements of each column and their places.</summary>
    public bool IsSparse => PlaceDimension >= 0;
}
