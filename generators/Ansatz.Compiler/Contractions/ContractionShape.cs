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
public sealed record ContractionShape(Expression A, Expression B, Index[] Rows, Index[] Columns, Index[] Sum, Index[] Repeated, Index[] Outer, bool Negative);
