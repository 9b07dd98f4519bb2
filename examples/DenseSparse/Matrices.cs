using System.Numerics.Tensors;
using Ansatz.Decomposition;
using Claims;

namespace StraightThrough;

/// <summary>Dense times sparse against the truncated singular value decomposition at equal bits, on three kinds of matrices.</summary>
internal static class Matrices
{
    private const int Rows = 64, Columns = 256, Atoms = 48, Entries = 4;

    public static void Check(Report report)
    {
        Report.Section($"Matrices of {Rows} × {Columns}, {Atoms} atoms, {Entries} for each column: ‖W − Ŵ‖ / ‖W‖");
        var inputs = Inputs();
        var found = inputs.Select(w => DenseSparseFactorization.Of(w, Atoms, Entries, rounds: 8)).ToArray();

        // The SVD gets the rank whose bits are nearest; what one rank more would give is printed as well.
        var bits = found[0].StorageBits;
        var rank = (int)Math.Round(bits / (32.0 * (Rows + Columns)));
        var svd = inputs.Select(w => TruncatedSvd.Of(w, rank)).ToArray();
        Console.WriteLine($"         {bits:#,0} bits, {32.0 * Rows * Columns / bits:0.0} times less than dense; the SVD of rank {rank} takes {SvdBits(rank):#,0}, of rank {rank + 1} {SvdBits(rank + 1):#,0}");
        Console.WriteLine($"         {"",-36}{"dense × sparse",16}{$"SVD {rank}",10}{$"SVD {rank + 1}",10}{"ratio",8}");
        string[] names = ["Gaussian", "low rank (16) with noise", "combinations of 4 of 48 atoms"];
        double[] ratio = [.. found.Zip(svd, (f, s) => f.RelativeError / s.RelativeError)];
        for (var k = 0; k < 3; k++) Console.WriteLine($"         {names[k],-36}{found[k].RelativeError,16:0.000}{svd[k].RelativeError,10:0.000}{svd[k].ErrorAt(rank + 1),10:0.000}{ratio[k],8:0.00}");

        report.Claim(rank == 13 && Math.Abs(svd[0].RelativeError - .798) < 1e-3, "rank 13 has the bits, and loses .798 of a Gaussian matrix, as NumPy finds");
        report.Claim(ratio[0] <= 0.85, "of a Gaussian matrix, dense × sparse loses at most 0.85 times what the SVD loses");
        report.Claim(found[0].RelativeError < svd[0].ErrorAt(rank + 1), "and less than the SVD with more bits than it has");
        report.Claim(ratio[2] < 0.5, "of a matrix of few atoms for each column, less than half");
        report.Claim(ratio[1] > 1, "of a matrix of low rank it loses more: there the SVD is the better choice");
    }

    private static long SvdBits(int rank) => 32L * rank * (Rows + Columns);

    /// <summary>Gaussian; low rank with noise; combinations of 4 of 48 atoms with noise. The random numbers are NumPy's <c>RandomState(6)</c>.</summary>
    private static Tensor<double>[] Inputs()
    {
        var random = new RandomState(6);
        var gaussian = random.Randn(Rows * Columns);
        double[] u = random.Randn(Rows * 16), v = random.Randn(16 * Columns);
        double[] lowRank = [.. Product(u, v, 16).Select(x => x / 4 + 0.05 * random.Randn())];
        var atoms = random.Randn(Rows * Atoms);
        var code = new double[Atoms * Columns];
        for (var i = 0; i < Columns; i++)
        {
            var chosen = Enumerable.Range(0, Atoms).OrderBy(_ => random.Rand()).Take(Entries).ToArray();
            foreach (var atom in chosen) code[atom * Columns + i] = random.Randn();
        }

        var exact = Product(atoms, code, Atoms);
        var mean = exact.Average();
        var deviation = Math.Sqrt(exact.Average(x => (x - mean) * (x - mean)));
        double[] sparse = [.. exact.Select(x => x + 0.05 * deviation * random.Randn())];
        return [.. ((double[][])[gaussian, lowRank, sparse]).Select(w => Tensor.Create(w, [Rows, Columns]))];
    }

    private static double[] Product(double[] a, double[] b, int inner)
    {
        var result = new double[Rows * Columns];
        for (var i = 0; i < Rows; i++)
        {
            for (var k = 0; k < inner; k++)
            {
                for (var j = 0; j < Columns; j++) result[i * Columns + j] += a[i * inner + k] * b[k * Columns + j];
            }
        }

        return result;
    }
}
