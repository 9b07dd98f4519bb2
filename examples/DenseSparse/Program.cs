using Claims;
using StraightThrough;

Console.WriteLine("""
    A weight matrix as a small dense one times one with few entries in each column (Chand, Prabhu, Kumar, DSFormer, 2023), against a matrix of low rank of the same
    bits. During training the dense matrix is kept and the network sees its factorization, renewed at each step: the straight-through factorizer.
    """);

var report = new Report();
Matrices.Check(report);
Networks.Check(report);
return report.End();
