namespace QuickStart;

/// <summary>What is chosen about a training; <see cref="Validation"/> tells how it was chosen.</summary>
/// <param name="Epochs">How often each image is seen.</param>
/// <param name="Batch">Images per step.</param>
/// <param name="Rate">Adam's rate at the first step; it falls in a straight line to 0 after the last.</param>
/// <param name="WeightDecay">Decoupled decay of all parameters.</param>
/// <param name="Shift">Each time an image is shown, it is displaced by up to as many pixels along both sides, drawn anew.</param>
public sealed record TrainingPlan(int Epochs = 400, int Batch = 32, double Rate = 0.02, double WeightDecay = 0.05, int Shift = 1);
