using System.Numerics;

namespace Ansatz;

/// <summary>Finds where numbers stopped being finite.</summary>
internal static class Divergence
{
    /// <summary>The exception for a step whose loss or gradients are not finite.</summary>
    public static DivergedTrainingException Of(ParameterSet parameters, GradientSet gradients, string? input, int epoch, long step, double loss, Exception? inner)
    {
        var of = double.IsFinite(loss) ? $"the loss is {loss:G6}, but" : $"the loss is {loss}:";
        // An earlier layer is fed to the later ones, so the first parameter that is not finite is where it began.
        if (parameters.FirstOrDefault(p => !IsFinite(p)) is { } parameter)
            return new($"{of} the {(parameter.Kind == ParameterKind.State ? "state" : "parameter")} '{parameter.Name}' is not finite. An earlier step was too long: try a smaller rate, or ClipNorm.", parameter.Name, epoch, step, loss, inner);
        if (input is not null) return new($"{of} the data are not finite: {input}.", null, epoch, step, loss, inner);
        // Gradients come from the loss backwards, through the layers in reverse: the last one is where it began.
        if (parameters.LastOrDefault(p => HasGradient(p) && !IsFinite(gradients, parameters.Ordinal(p.Name))) is { } last)
            return new($"{of} the gradient with respect to '{last.Name}' is not finite, nor any before it on the way back from the loss. Look for a logarithm or root of what is not positive, or a division by zero, at or after it.", last.Name, epoch, step, loss, inner);
        return new($"{of} all parameters, data and gradients are finite, so that the loss or the norm of the gradients overflows. An earlier step may have been too long: try a smaller rate, or ClipNorm.", null, epoch, step, loss, inner);
    }

    private static bool HasGradient(Parameter parameter) => parameter.Kind == ParameterKind.Parameter && !parameter.IsFrozen;

    private static bool IsFinite(Parameter parameter) => parameter.Segment switch
    {
        Segment<float> segment => IsFinite(segment.ReadValues),
        Segment<double> segment => IsFinite(segment.ReadValues),
        _ => true,
    };

    private static bool IsFinite(GradientSet gradients, int ordinal) => gradients.Parameters[ordinal].Segment is Segment<float> segment
        ? IsFinite<float>(gradients.Values<float>(ordinal, 0, segment.Length))
        : IsFinite<double>(gradients.Values<double>(ordinal, 0, gradients.Parameters[ordinal].Length));

    private static bool IsFinite<T>(ReadOnlySpan<T> values) where T : INumberBase<T>
    {
        foreach (var value in values)
        {
            if (!T.IsFinite(value)) return false;
        }
        return true;
    }
}
