using Ansatz.Testing;

namespace Ansatz.Generators.Tests.Running;

/// <summary>What Hessians are for: Newton's method, and standard errors from the observed information, on published examples.</summary>
public class NewtonTests
{
    [Fact]
    public void LogisticRegressionOfTransmissionOnWeight()
    {
        // The 32 cars of Henderson and Velleman, Building multiple regression models interactively, Biometrics 37, 1981 (R's mtcars): am ~ wt.
        double[] weight =
        [
            2.620, 2.875, 2.320, 3.215, 3.440, 3.460, 3.570, 3.190, 3.150, 3.440, 3.440, 4.070, 3.730, 3.780, 5.250, 5.424,
            5.345, 2.200, 1.615, 1.835, 2.465, 3.520, 3.435, 3.840, 3.845, 1.935, 2.140, 1.513, 3.170, 2.770, 3.570, 2.780,
        ];
        double[] manual = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1];
        var run = new ModelRun(Corpus.Models, ModelCases.Named("BinaryLogit"), "Features=1 N=32");
        var (estimate, errors, steps) = Minimise(run, [0, 0], ("X", weight), ("Y", manual));

        // glm(am ~ wt, family = binomial, data = mtcars)
        Assert.Equal(12.040, estimate[0], 1e-3);
        Assert.Equal(-4.024, estimate[1], 1e-3);
        Assert.Equal(4.510, errors[0], 1e-3);
        Assert.Equal(1.436, errors[1], 1e-3);
        Assert.True(steps <= 9, $"Newton's method took {steps} steps.");
    }

    [Fact]
    public void PoissonRegressionOfATrial()
    {
        // Dobson, An introduction to generalized linear models, 1990, p. 93: three outcomes by three treatments.
        int[] counts = [18, 17, 15, 20, 10, 20, 25, 13, 12];
        var design = new double[9 * 5];
        for (var n = 0; n < 9; n++)
        {
            design[n * 5] = 1;
            if (n % 3 > 0) design[(n * 5) + (n % 3)] = 1;
            if (n / 3 > 0) design[(n * 5) + 2 + (n / 3)] = 1;
        }

        var run = new ModelRun(Corpus.Models, ModelCases.Named("LogLinearCounts"), "Terms=5 N=9");
        var (estimate, errors, steps) = Minimise(run, [Math.Log(16), 0, 0, 0, 0], ("Design", design), ("Count", counts));

        // glm(counts ~ outcome + treatment, family = poisson()), the example of R's help page.
        double[] expected = [3.045, -0.4543, -0.2930, 0, 0], expectedErrors = [0.1709, 0.2022, 0.1927, 0.2000, 0.2000];
        for (var j = 0; j < 5; j++)
        {
            Assert.Equal(expected[j], estimate[j], 5e-4);
            Assert.Equal(expectedErrors[j], errors[j], 5e-5);
        }

        Assert.True(steps <= 6, $"Newton's method took {steps} steps.");
    }

    [Fact]
    public void AnEnzymeKineticsCurve()
    {
        // Bates and Watts, Nonlinear regression analysis and its applications, 1988, table A1.3, treated cells (R's Puromycin).
        double[] concentration = [0.02, 0.02, 0.06, 0.06, 0.11, 0.11, 0.22, 0.22, 0.56, 0.56, 1.10, 1.10];
        double[] rate = [76, 47, 97, 107, 123, 139, 159, 152, 191, 201, 207, 200];
        var run = new ModelRun(Corpus.Models, ModelCases.Named("MichaelisMenten"), "N=12");
        var (estimate, errors, _) = Minimise(run, [200, 0.05], ("Concentration", concentration), ("Rate", rate));
        Assert.Equal(212.7, estimate[0], 5e-2);
        Assert.Equal(0.06412, estimate[1], 5e-6);

        // Residual sum of squares 1195.449 on 10 degrees of freedom; second derivatives of a·c / (k + c) by hand.
        var (a, k) = (estimate[0], estimate[1]);
        var (aa, ak, kk, squares) = (0.0, 0.0, 0.0, 0.0);
        for (var n = 0; n < rate.Length; n++)
        {
            var (c, d) = (concentration[n], k + concentration[n]);
            var residual = rate[n] - (a * c / d);
            squares += residual * residual;
            aa += c * c / (d * d);
            ak += (-a * c * c / (d * d * d)) + (residual * c / (d * d));
            kk += (a * a * c * c / (d * d * d * d)) - (2 * residual * a * c / (d * d * d));
        }

        Assert.Equal(1195.449, squares, 1e-3);
        var determinant = (aa * kk) - (ak * ak);
        Assert.Equal(Math.Sqrt(kk / determinant), errors[0], 1e-9 * errors[0]);
        Assert.Equal(Math.Sqrt(aa / determinant), errors[1], 1e-9 * errors[1]);
    }

    // Newton's method, and the square roots of the diagonal of the inverse Hessian.
    private static (double[] Estimate, double[] Errors, int Steps) Minimise(ModelRun run, double[] start, params (string Name, Array Values)[] inputs)
    {
        foreach (var (name, values) in inputs) values.CopyTo(run.Arguments[name].Values, 0);
        var parameters = run.Driver.Parameters;
        var at = start;
        for (var steps = 0; ; steps++)
        {
            parameters.UnflattenFrom<double>(at);
            var (_, gradient, hessian) = run.Hessian();
            var inverse = Inverse(hessian, at.Length);
            var step = at.Select((_, i) => Enumerable.Range(0, at.Length).Sum(j => inverse[(i * at.Length) + j] * gradient[j])).ToArray();
            if (step.Zip(at, (s, x) => Math.Abs(s) / Math.Max(1, Math.Abs(x))).Max() < 1e-10) return (at, [.. at.Select((_, i) => Math.Sqrt(inverse[(i * at.Length) + i]))], steps);
            Assert.True(steps < 30, "Newton's method does not converge.");
            at = [.. at.Zip(step, (x, s) => x - s)];
        }
    }

    // Gauss–Jordan elimination of a positive definite matrix.
    private static double[] Inverse(double[] matrix, int order)
    {
        var a = (double[])matrix.Clone();
        for (var p = 0; p < order; p++)
        {
            var pivot = a[(p * order) + p];
            Assert.True(pivot > 0, "The Hessian is not positive definite.");
            a[(p * order) + p] = 1;
            for (var j = 0; j < order; j++) a[(p * order) + j] /= pivot;
            for (var i = 0; i < order; i++)
            {
                if (i == p) continue;
                var factor = a[(i * order) + p];
                a[(i * order) + p] = 0;
                for (var j = 0; j < order; j++) a[(i * order) + j] -= factor * a[(p * order) + j];
            }
        }

        return a;
    }
}
