using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>What a compiled program does for the caller.</summary>
public enum ProgramPurpose
{
    /// <summary>Computes the outputs.</summary>
    Evaluate,

    /// <summary>Computes a loss.</summary>
    Loss,

    /// <summary>Computes a loss and its gradients, and updates states.</summary>
    Gradient,

    /// <summary>Computes the product of a loss's Hessian with a direction.</summary>
    HessianVectorProduct,

    /// <summary>Computes a loss, its gradients and its Hessian.</summary>
    Hessian,
}

/// <summary>One compiled program of a model.</summary>
/// <param name="Purpose">What it does.</param>
/// <param name="Name">The name of the method that runs it.</param>
/// <param name="Root">The tree of models.</param>
/// <param name="Tensors">The tensor program after all passes.</param>
/// <param name="Loops">The scheduled program.</param>
public sealed record ModelProgram(ProgramPurpose Purpose, string Name, ModelInstance Root, TensorProgram Tensors, LoopProgram Loops)
{
    /// <summary>What only compiling could tell, and what forbids to go on.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}
