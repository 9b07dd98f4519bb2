using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>One kernel of an emitted program: one loop nest, with one thread for every element of its domain.</summary>
/// <param name="Name">The name of the static method.</param>
/// <param name="Threads">How many threads it runs: the length of the nest's domain, 1 if there is none.</param>
/// <param name="Cleared">Memory that must be set to 0 before it runs, because it only adds to it; otherwise null.</param>
/// <param name="Step">For a kernel of a recurrence: when it runs. Its own time is then its last argument, a <c>long</c>. Otherwise null.</param>
/// <remarks>Every kernel is handed the thread's number and one value: the memory and the extents of the whole program, a struct of the emitted class.</remarks>
public sealed record IlgpuKernel(string Name, Extent Threads, LoopBuffer? Cleared, IlgpuStep? Step);

/// <summary>When a kernel of a recurrence runs: the kernels of one loop stand side by side and run step by step.</summary>
/// <param name="Loop">The loop: its steps from <see cref="TimeLoop.First"/> up to <see cref="TimeLoop.End"/>, or back.</param>
/// <param name="Delay">The kernel's own time is the loop's less this.</param>
/// <param name="Times">The kernel runs where its own time is from 0 to below this.</param>
public sealed record IlgpuStep(TimeLoop Loop, long Delay, Extent Times);

/// <summary>A state that takes over its new value once all kernels have run.</summary>
/// <param name="From">The new value.</param>
/// <param name="To">The state's memory.</param>
public sealed record IlgpuCopy(LoopBuffer From, LoopBuffer To);

/// <summary>A program for the GPU: a static class of kernels and what a launcher has to know of it.</summary>
/// <param name="ClassName">The name of the class.</param>
/// <param name="Text">The C# file.</param>
/// <param name="Extents">Names of all extents, in the order of the arguments of the methods <c>Threads</c> and <c>Lengths</c> of the class.</param>
/// <param name="Buffers">All memory, in the order of the results of <c>Lengths</c>: given, results, and intermediate values.</param>
/// <param name="Kernels">The kernels in the order in which they run, which is that of the results of <c>Threads</c>.</param>
/// <param name="Copies">What is copied at the end.</param>
public sealed record IlgpuProgram(
    string ClassName,
    string Text,
    IReadOnlyList<string> Extents,
    IReadOnlyList<LoopBuffer> Buffers,
    IReadOnlyList<IlgpuKernel> Kernels,
    IReadOnlyList<IlgpuCopy> Copies);
