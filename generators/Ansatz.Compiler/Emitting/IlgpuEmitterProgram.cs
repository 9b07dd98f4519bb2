using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>How the library starts the kernel of an emitted struct: the method of <c>GpuDevice</c> and its arguments.</summary>
/// <param name="Name">The name of the struct.</param>
/// <param name="Method">The method with its type arguments.</param>
/// <param name="Sizes">Numbers of elements, terms and the like: the method's arguments after the memory.</param>
/// <param name="Cleared">Memory that must be set to 0 before it runs, because it only adds to it; otherwise null.</param>
internal sealed record IlgpuKernel(string Name, string Method, IReadOnlyList<Extent> Sizes, LoopBuffer? Cleared);

/// <summary>A program for the GPU: a static class of kernels and what a launcher has to know of it.</summary>
/// <param name="ClassName">The name of the class.</param>
/// <param name="Text">The C# file.</param>
/// <param name="Extents">Names of all extents, in the order of the arguments of the class's method <c>Lengths</c>.</param>
/// <param name="Buffers">All memory, in the order of the results of <c>Lengths</c>: given, results, and intermediate values.</param>
public sealed record IlgpuProgram(string ClassName, string Text, IReadOnlyList<string> Extents, IReadOnlyList<LoopBuffer> Buffers);
