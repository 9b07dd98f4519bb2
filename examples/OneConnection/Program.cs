using Claims;
using OneConnection;

Console.WriteLine("""
    The covariances of a linear structural equation model X = ΛᵀX + ε, cov ε = Ω, are Σ = (I − Λ)⁻ᵀ Ω (I − Λ)⁻¹. The one-connection rule writes them as
    rational functions also where the graph has cycles (after Adhikari, Gross, Härkönen and Tsigaridas, arXiv 2210.00239). Seven graphs:
    """);

var report = new Report();
ClosedForms.Check(report);
Identification.Check(report);
SecondSolution.Check(report);
VanishingPolynomials.Check(report);
return report.End();
