using Ansatz.Compiler.Tests.Compiling;
using Ansatz.StructuralEquations.Tests.RandomModels;

namespace Ansatz.Benchmarks;

/// <summary>Random models, one after the other: each is accepted and right, or refused with a diagnostic.</summary>
internal static class Fuzz
{
    /// <summary>Tries some models and prints the seed, the rate of acceptance and every failure.</summary>
    /// <param name="count">How many.</param>
    /// <param name="first">The seed of the first; another one in every run if it is not given.</param>
    /// <returns>The exit code.</returns>
    public static int Run(uint count, string? first)
    {
        if (!uint.TryParse(first ?? Random.Shared.Next(1 << 30).ToString(System.Globalization.CultureInfo.InvariantCulture), out uint seed)) return 2;
        Console.WriteLine($"seed {seed}, {count} models");
        uint accepted = 0, failed = 0;
        for (uint k = 0; k < count; k++)
        {
            var (isAccepted, failure) = RandomModelCheck.Try(unchecked(seed + k));
            if (isAccepted) accepted++;
            if (failure is null) continue;
            failed++;
            Console.WriteLine(failure);
        }

        return Report(count, accepted, failed);
    }

    /// <summary>Tries some structural equation models and prints the seed, the rate of acceptance, every failure, and how often something was left out or did not end as one would wish.</summary>
    /// <param name="count">How many.</param>
    /// <param name="first">The seed of the first; another one in every run if it is not given.</param>
    /// <returns>The exit code.</returns>
    public static int RunStructuralEquations(uint count, string? first)
    {
        if (!uint.TryParse(first ?? Random.Shared.Next(1 << 30).ToString(System.Globalization.CultureInfo.InvariantCulture), out uint seed)) return 2;
        Console.WriteLine($"seed {seed}, {count} structural equation models");
        var notes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        uint accepted = 0, failed = 0;
        for (uint k = 0; k < count; k++)
        {
            var (isAccepted, failure) = RandomSemCheck.Try(unchecked(seed + k), note => notes[note] = notes.GetValueOrDefault(note) + 1, TimeSpan.FromSeconds(5));
            if (isAccepted) accepted++;
            if (failure is null) continue;
            failed++;
            Console.WriteLine(failure);
        }

        foreach (var (note, times) in notes) Console.WriteLine($"{times,8} {note}");
        return Report(count, accepted, failed);
    }

    private static int Report(uint count, uint accepted, uint failed)
    {
        bool enough = 2 * accepted >= count;
        Console.WriteLine(FormattableString.Invariant($"{accepted} accepted ({100.0 * accepted / Math.Max(1, count):0.0} %), {Math.Max(0, (long)count - accepted - failed)} refused with a diagnostic, {failed} failed{(enough ? "" : "; fewer than half are accepted")}"));
        return failed == 0 && enough ? 0 : 1;
    }
}
