using System.Globalization;

namespace Ansatz.Generators.Binding;

/// <summary>Numbers as the canonical text writes them: round-trip, suffixed unless integer, the same on every host.</summary>
internal static class LiteralText
{
    /// <summary>The atom of a constant, or null if the notation has no such constant.</summary>
    public static string? Of(object? value) => value switch
    {
        int i => i.ToString(CultureInfo.InvariantCulture),
        float f => Of(f),
        double d => Of(d),
        bool b => b ? "true" : "false",
        byte or sbyte or short or ushort => Convert.ToInt32(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    // .NET Framework hosts (Visual Studio) and .NET hosts print "R" differently; the precisions tried here they print alike.
    private static string Of(float value)
    {
        if (float.IsNaN(value)) return "NaNf";
        if (float.IsInfinity(value)) return value > 0 ? "Infinityf" : "-Infinityf";
        if (value == 0) return 1 / value < 0 ? "-0f" : "0f";
        for (var digits = 6; ; digits++)
        {
            var text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (digits == 9 || (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var back) && back == value)) return text + "f";
        }
    }

    private static string Of(double value)
    {
        if (double.IsNaN(value)) return "NaNd";
        if (double.IsInfinity(value)) return value > 0 ? "Infinityd" : "-Infinityd";
        if (value == 0) return 1 / value < 0 ? "-0d" : "0d";
        for (var digits = 15; ; digits++)
        {
            var text = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (digits == 17 || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var back) && back == value)) return text + "d";
        }
    }
}
