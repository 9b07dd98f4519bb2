using System.Numerics.Tensors;
using Ansatz;

namespace Corpus;

/// <summary>y = W x + b, in double precision and of this assembly.</summary>
[Model]
public partial class DoubleDense
{
    [Extent] public partial int In { get; }
    [Extent] public partial int Out { get; }

    [Parameter(nameof(Out), nameof(In))] public partial Tensor<double> W { get; }
    [Parameter(nameof(Out))] public partial Tensor<double> B { get; }

    [Maps(From = [nameof(In)], To = [nameof(Out)])]
    public double Y(Func<int, int, double> x, int n, int o) => Reduce.Sum(In, i => W[o, i] * x(n, i)) + B[o];
}

/// <summary>A network whose sizes are those of the object, with an equation between two layers.</summary>
[Network(Loss = LossFunction.Huber, HuberDelta = 0.5)]
public partial class SkipNetwork
{
    [Extent] public partial int Features { get; }
    [Extent] public partial int Wide { get; }
    [Batch] public partial int Rows { get; }

    [Layer(After = Activation.Tanh)] public DoubleDense Hidden { get => field ??= new(In: Features, Out: Wide); }
    [Layer(After = Activation.Sigmoid)] public DoubleDense Gate { get => field ??= new(In: Wide, Out: Wide); }
    [Layer(From = nameof(Gated))] public DoubleDense Head { get => field ??= new(In: Wide, Out: 2); }

    double Gated(int n, int i) => AfterGate(n, i) * AfterHidden(n, i);
}
