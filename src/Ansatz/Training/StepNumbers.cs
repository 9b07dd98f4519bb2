namespace Ansatz;

/// <summary>What a rule steps one tensor with, beside its own settings.</summary>
/// <param name="Powers">What the rule renews at each step of the tensor.</param>
/// <param name="Rate">The length of the step.</param>
/// <param name="Decay">The decoupled decay of weights.</param>
/// <param name="GradientFactor">What the gradient is multiplied by.</param>
internal readonly record struct StepNumbers((double First, double Second) Powers, double Rate, double Decay, double GradientFactor);
