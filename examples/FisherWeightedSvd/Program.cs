using Claims;
using FisherWeighting;

Console.WriteLine("""
    A weight matrix of lower rank where errors count by the Fisher information of the weights that they change (Hsu, Hua, Chang, Lou, Shen, Jin, Language model
    compression with weighted low-rank factorization, 2022; Chekalina and others, Generalized Fisher-weighted SVD, 2025), against the plain truncated SVD.
    """);

var report = new Report();
ReferenceMatrix.Check(report);
Compression.Check(report);
return report.End();
