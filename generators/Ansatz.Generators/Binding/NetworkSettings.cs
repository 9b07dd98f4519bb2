using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>What <c>[Network]</c> says, by syntax.</summary>
internal sealed class NetworkSettings
{
    /// <summary>The name of the loss function, <c>None</c> for none.</summary>
    public string Loss { get; private set; } = "None";

    /// <summary>How much of a label's probability is spread over all classes.</summary>
    public double LabelSmoothing { get; private set; }

    /// <summary>From which size on an error counts linearly.</summary>
    public double HuberDelta { get; private set; } = 1;

    /// <summary>How many examples a call usually has, or 0.</summary>
    public int Batch { get; private set; }

    /// <summary>Settings that have no meaning: name, value, what is allowed.</summary>
    public List<(string Name, string Value, string Allowed)> Wrong { get; } = [];

    /// <summary>Reads the attribute of a class.</summary>
    public static NetworkSettings Read(AttributeSyntax attribute, ModelPart part, ConstantFolder constants)
    {
        var settings = new NetworkSettings();
        foreach (var (name, expression) in AttributeReader.Settings(attribute))
        {
            switch (name)
            {
                case "Loss":
                    settings.Loss = AttributeReader.EnumMember(expression) is { } loss and ("None" or "SoftmaxCrossEntropy" or "BinaryCrossEntropy" or "Squared" or "Huber") ? loss : "None";
                    break;
                case "LabelSmoothing":
                    settings.LabelSmoothing = Number(settings.Wrong, name, expression, part, constants, static v => v is >= 0 and < 1, "at least 0 and less than 1") ?? 0;
                    break;
                case "HuberDelta":
                    settings.HuberDelta = Number(settings.Wrong, name, expression, part, constants, static v => v > 0 && !double.IsInfinity(v), "more than 0") ?? 1;
                    break;
                case "Batch":
                    settings.Batch = (int)(Number(settings.Wrong, name, expression, part, constants, static v => v is >= 0 and <= int.MaxValue, "at least 0") ?? 0);
                    break;
            }
        }

        return settings;
    }

    /// <summary>The value of a setting; null, and one wrong setting more, if it is not allowed.</summary>
    public static double? Number(List<(string, string, string)> wrong, string name, ExpressionSyntax expression, ModelPart part, ConstantFolder constants, Func<double, bool> isAllowed, string allowed)
    {
        var value = constants.Fold(expression, part, askCompiler: true);
        if (value is not (int or float or double)) return null;
        var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        if (isAllowed(number)) return number;
        wrong.Add((name, ExpressionBinder.Brief(expression), allowed));
        return null;
    }
}

/// <summary>What <c>[Layer]</c> says, by syntax.</summary>
internal sealed class LayerSettings
{
    /// <summary>The name of what goes in, or null for what the layer before gives.</summary>
    public string? From { get; private set; }

    /// <summary>The function that is applied to each element, <c>None</c> for none.</summary>
    public string After { get; private set; } = "None";

    /// <summary>The share of elements that are dropped in training.</summary>
    public double Dropout { get; private set; }

    /// <summary>Whether what goes in is added.</summary>
    public bool Residual { get; private set; }

    /// <summary>Settings that have no meaning: name, value, what is allowed.</summary>
    public List<(string Name, string Value, string Allowed)> Wrong { get; } = [];

    /// <summary>Reads the attribute of a property.</summary>
    public static LayerSettings Read(AttributeSyntax attribute, ModelPart part, ConstantFolder constants)
    {
        var settings = new LayerSettings();
        foreach (var (name, expression) in AttributeReader.Settings(attribute))
        {
            switch (name)
            {
                case "From":
                    settings.From = constants.Fold(expression, part, askCompiler: true) as string;
                    break;
                case "After":
                    settings.After = AttributeReader.EnumMember(expression) is { } after and ("Relu" or "Gelu" or "GeluTanh" or "Silu" or "Sigmoid" or "Softplus" or "Tanh") ? after : "None";
                    break;
                case "Dropout":
                    settings.Dropout = NetworkSettings.Number(settings.Wrong, name, expression, part, constants, static v => v is >= 0 and < 1, "at least 0 and less than 1") ?? 0;
                    break;
                case "Residual":
                    settings.Residual = constants.Fold(expression, part, askCompiler: true) is true;
                    break;
            }
        }

        return settings;
    }
}
