namespace Ansatz.StructuralEquations.Tests.RandomModels;

/// <summary>What has to hold for any structural equation model, made from a number.</summary>
internal static class RandomSemCheck
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Tries the model of one number.</summary>
    /// <param name="seed">The number.</param>
    /// <param name="note">Is told what was left out or ended otherwise than a user would wish, for a count.</param>
    /// <param name="slow">The processor time of the process above which a part is too slow; zero for no limit.</param>
    /// <returns>Whether the model was accepted and fitted, and what is wrong, if anything is.</returns>
    public static (bool Accepted, string? Failure) Try(uint seed, Action<string>? note = null, TimeSpan slow = default)
    {
        var (options, missing) = Options(seed);
        var random = RandomSemModel.Make(seed, options.Missing == MissingData.Fiml);
        var accepted = false;
        string? failure;
        try
        {
            // A thread that hangs is left behind; it does not keep the process alive.
            var run = Task.Run(() => accepted = IsRight(random, options, missing, note ?? (_ => { }), slow));
            failure = run.Wait(_patience) ? null : "it hangs";
        }
        catch (AggregateException e)
        {
            var cause = e.InnerException!;
            failure = cause is Xunit.Sdk.IAssertionException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}\n{string.Join("\n", cause.StackTrace?.Split('\n').Take(4) ?? [])}";
        }

        return (accepted, failure is null ? null : $"{failure}\n  {options.Estimator}{(missing > 0 ? ", missing values" : "")}, {random}\n");
    }

    private static bool IsRight(RandomSemModel random, SemFitOptions options, double missing, Action<string> note, TimeSpan slow)
    {
        var model = Timed("parsing", () => SemModel.Parse(random.Text, random.Options));
        if (model.HasErrors)
        {
            MomentChecks.Require(model.Problems.All(p => p.Message.Length > 0), "a problem without words");
            return false;
        }

        if (options.Missing == MissingData.Fiml && !model.Table.HasMeans) return false;
        var numbers = new Random(unchecked((int)random.Seed));
        var identification = Timed("identification", () => Identification.Of(model));
        Timed("verdicts", () => ModelVerdicts.Of(model, identification));
        if (RandomSemPoint.Of(model, numbers) is not { } point)
        {
            note("no admissible point found");
            return false;
        }

        DoTimed("closed forms", () => MomentChecks.Moments(model, point, note));
        if (model.Observed.Count + model.Latent.Count <= 6) DoTimed("exact closed forms", () => MomentChecks.Exactly(model, numbers));
        MomentChecks.Derivatives(model, point, numbers);
        if (model.Table.FreeCount == 0) return false;
        var isWell = MomentChecks.Rank(model, identification, point, note);
        var checks = new FitChecks(model, identification, point, isWell, options with { Group = model.Groups.Count > 1 ? "group" : null }, note);
        DoTimed("fits of its own moments", checks.Population);
        var data = RandomSemData.Cases(model, point, new Random(unchecked((int)~random.Seed)), missing);
        DoTimed("fits", () => checks.Simulated(data, pictures: random.Seed % 5 == 0));
        return true;

        T Timed<T>(string what, Func<T> part)
        {
            var before = Environment.CpuUsage.TotalTime;
            var result = part();
            var time = Environment.CpuUsage.TotalTime - before;
            MomentChecks.Require(slow == default || time <= slow, $"{what}: {time.TotalSeconds:0.0} s");
            return result;
        }

        void DoTimed(string what, Action part) => Timed(what, () =>
        {
            part();
            return 0;
        });
    }

    internal static (SemFitOptions Options, double Missing) Options(uint seed) => (seed / 8 % 10) switch
    {
        4 => (new SemFitOptions { Estimator = SemEstimator.GLS }, 0),
        5 => (new SemFitOptions { Estimator = SemEstimator.ULS }, 0),
        6 => (new SemFitOptions { Missing = MissingData.Fiml }, 0.1),
        7 => (new SemFitOptions { Estimator = SemEstimator.MLR }, 0),
        8 => (new SemFitOptions { Estimator = SemEstimator.MLM }, 0),
        9 => (new SemFitOptions { Estimator = seed % 2 == 0 ? SemEstimator.WLSMV : SemEstimator.DWLS }, 0),
        _ => (new SemFitOptions(), 0),
    };
}
