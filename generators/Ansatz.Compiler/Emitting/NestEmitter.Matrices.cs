using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

// Whole-matrix primitives: one call of the runtime's kernel for each matrix; right sides of one matrix are the columns of one call.
internal sealed partial class NestEmitter
{
    private void Matrix(LoopNest nest)
    {
        var target = nest.Target!;
        var operands = nest.Operands.Select(o => Place.Of(loops.Buffers[o.Tensor], o.Arguments, region.Row)).ToArray();
        var output = PlaceOf(target, nest.Domain);
        var own = nest.Own;
        var columns = nest.Reducer.IsSolve() ? Columns(nest, output) : null;
        var outer = nest.Domain.Where(i => i != columns && !own.Contains(i)).OrderBy(i => i == nest.Time ? 0 : 1).ToArray();
        var (p, q) = (nest.Reduced[0], nest.Reduced[1]);
        var arguments = new List<string> { p.Extent!.ToCSharp() };
        if (nest.Reducer.IsSolve()) arguments.Add(Count(columns));
        arguments.Add(Address(operands[0], outer));
        arguments.Add(operands[0].Stride(p).ToCSharp());
        arguments.Add(operands[0].Stride(q).ToCSharp());
        if (operands.Length > 1)
        {
            arguments.Add(Address(operands[1], outer));
            arguments.Add(operands[1].Stride(nest.Reduced[2]).ToCSharp());
            arguments.Add(nest.Reducer.IsSolve() ? columns is null ? "0" : operands[1].Stride(columns).ToCSharp() : operands[1].Stride(nest.Reduced[3]).ToCSharp());
        }

        arguments.Add(Address(output, outer));
        if (nest.Reducer.IsSolve())
        {
            arguments.Add(output.Stride(own[0]).ToCSharp());
            arguments.Add(columns is null ? "0" : output.Stride(columns).ToCSharp());
        }

        var count = OpenLoops(outer);
        method.Line($"Matrices.{nest.Reducer}({string.Join(", ", arguments)});");
        CloseLoops(count);
    }

    // Of the indices that only the right side has, the one whose neighbours lie side by side in the solution, or else the longest.
    private static Index? Columns(LoopNest nest, Place output) => nest.Domain.Where(i => i != nest.Time && !nest.Own.Contains(i) && !nest.Operands[0].DependsOn(i))
        .OrderByDescending(i => output.Stride(i).Equals(Extent.One)).ThenByDescending(i => i.Extent!.Estimate()).FirstOrDefault();
}
