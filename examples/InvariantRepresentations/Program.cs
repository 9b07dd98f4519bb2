// Invariant representations from interventions, after "Probably approximately correct invariance" (arXiv 2205.15196).
//
// y is predicted from a subset Φ of the other variables of a linear structural equation model, with the weights w that are best without any intervention. In an
// environment e — the model under some interventions — the pair is ε-invariant if half the gradient of its squared risk is small:
//
//     ‖ cov_e(x_Φ, x_Φ) w − cov_e(x_Φ, y) ‖ ≤ ε .
//
// The class H has one pair for each subset of at most two variables: as many as y has causes. Of those that are ε-invariant in n training environments the one that
// explains most is selected. Since H is finite and does not depend on the training environments, with probability 1 − ζ every pair that passes violates
// ε-invariance on a share of at most ln(|H|/ζ)/n of the environments to come. The covariances are those that the model implies, computed from its text: no sampling is involved.
//
// Without any intervention every pair is as invariant as least squares makes it, so that no share of violations exceeds that of environments with one: what the bound says above
// that is true of everything. Such n are printed and marked with a dash; the claims are of the others.
//
// Every claim is checked where it is printed; the exit code is 1 if one fails.
using Ansatz;
using Ansatz.StructuralEquations;

const double Epsilon = 0.05, Zeta = 0.05;
const int Trials = 60, Unseen = 4000, Largest = 64;
int[] environments = [2, 4, 8, 16, 32, 64];
int[] sizes = [8, 16, 32, 64];

Console.WriteLine("Four variables, in closed form:");
Console.WriteLine($"  cov(x1, y)  = {Core.Formulas.Sigma("x1", "y").Infix}");
Console.WriteLine($"  cov(x2, y)  = {Core.Formulas.Sigma("x2", "y").Infix}");
Console.WriteLine();

var failures = 0;
var violations = new Dictionary<int, double[]>();
foreach (var size in sizes)
{
    var experiment = new Experiment(size, Epsilon);
    var training = experiment.Environments(seed: 1, Trials * Largest);
    var unseen = experiment.Environments(seed: 2, Unseen);
    var bound = environments.Select(n => Math.Log(experiment.Class.Count / Zeta) / n).ToArray();
    int[] informative = [.. Enumerable.Range(0, environments.Length).Where(k => bound[k] < Experiment.MostViolations)];
    var mean = new double[environments.Length];
    var causal = new double[environments.Length];
    var beyond = new double[environments.Length];
    for (var k = 0; k < environments.Length; k++)
    {
        for (var t = 0; t < Trials; t++)
        {
            var selected = experiment.Select(training, t * Largest, environments[k]);
            var violation = experiment.Violation(unseen, selected);
            mean[k] += violation / Trials;
            if (violation > bound[k]) beyond[k] += 1.0 / Trials;
            if (selected == experiment.Causal) causal[k] += 1.0 / Trials;
        }
    }

    violations[size] = mean;
    Console.WriteLine($"{size} variables, |H| = {experiment.Class.Count} subsets of at most 2:");
    Console.WriteLine($"  {"n",-28}{string.Concat(environments.Select(n => $"{n,8}"))}");
    Console.WriteLine($"  {"violations on unseen",-28}{string.Concat(mean.Select(v => $"{v,8:0.0000}"))}");
    Console.WriteLine($"  {"bound ln(|H|/0.05)/n",-28}{string.Concat(bound.Select((v, k) => informative.Contains(k) ? $"{v,8:0.0000}" : $"{"–",8}"))}");
    Console.WriteLine($"  {"the causes are selected",-28}{string.Concat(causal.Select(v => $"{v,8:0.00}"))}");
    Claim($"the violation probability is below the bound at n = {string.Join(", ", informative.Select(k => environments[k]))}, where it is less than {Experiment.MostViolations:0.000}", informative.Length > 0 && informative.All(k => mean[k] < bound[k]));
    Claim($"no more than a share ζ of the trials is beyond it there", informative.Length > 0 && informative.All(k => beyond[k] <= Zeta));
    Claim($"it falls with n: {mean[0]:0.000} at n = 2, {mean[^1]:0.000} at n = 64", mean.Zip(mean.Skip(1)).All(p => p.Second <= p.First + 0.01) && mean[^1] < mean[0] / 5);
    Claim($"the causes of y are in the class and never violated", experiment.Causal >= 0 && experiment.Violation(unseen, experiment.Causal) == 0);
    var all = experiment.ViolationOfAll(unseen);
    Claim($"least squares over all {size - 1} variables violates: {all:0.000}", all > 0.1);
    Console.WriteLine();
}

// The sites of interventions are the same few at every size.
int? Needed(int size) => environments.Zip(violations[size]).Where(p => p.Second <= 0.05).Select(p => (int?)p.First).FirstOrDefault();
string Environments(int size) => Needed(size) is { } n ? $"{n}" : $"more than {environments[^1]}";
Claim($"64 variables need no more environments than 8 for 5 % violations: {Environments(64)} and {Environments(8)}", Needed(64) <= Needed(8));
Claim($"at n = 64 the violation probability is {violations[64][^1]:0.0000} with 64 variables and {violations[8][^1]:0.0000} with 8", violations[64][^1] <= violations[8][^1] + 0.01);
Console.WriteLine(failures == 0 ? "All claims hold." : $"{failures} claims fail.");
return failures == 0 ? 0 : 1;

void Claim(string text, bool holds)
{
    Console.WriteLine($"  {(holds ? "holds" : "FAILS")}: {text}");
    if (!holds) failures++;
}

/// <summary>The part that is the same at every size: two causes, and an effect that an intervention can reverse.</summary>
[StructuralEquationModel("""
    y  ~ x1 + x3
    x2 ~ y + x3
    """, FixedX = false)]
internal partial class Core;
