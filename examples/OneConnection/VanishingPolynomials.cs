using Ansatz.StructuralEquations;
using Claims;

namespace OneConnection;

/// <summary>The polynomials that vanish on all covariance matrices of a graph, against those that Macaulay2 1.21 finds by elimination.</summary>
internal static class VanishingPolynomials
{
    public static void Check(Report report)
    {
        Report.Section("Polynomials that vanish on every Σ of a graph");
        Compare(report, "1->2->3->4, 1->3, 2<->4", "s12*s13*s14*s23 - s11*s14*s23^2 - s12*s13^2*s24 + s11*s13*s23*s24 - s12^2*s14*s33 + s11*s14*s22*s33 + s12^2*s13*s34 - s11*s13*s22*s34");
        Compare(report, "1->2->3, 2<->3");
        Compare(report, "1->2, 1->3, 1->4, 2<->3", "s13*s24 - s12*s34", "s13*s14 - s11*s34", "s12*s14 - s11*s24");
        Compare(report, "1->2->3->4->2, 1<->4", "s13^2*s14^2*s22*s23 - s12*s13*s14^2*s23^2 - s13^3*s14*s22*s24 + s12*s13^3*s24^2 - s12*s13*s14^2*s22*s33 + s12^2*s14^2*s23*s33 + s12^2*s13*s14*s24*s33 - s11*s12*s13*s24^2*s33 + s12*s13^2*s14*s22*s34 - 2*s12^2*s13^2*s24*s34 + s11*s13^2*s22*s24*s34 - s12^3*s14*s33*s34 + s11*s12^2*s24*s33*s34 + s12^3*s13*s34^2 - s11*s12*s13*s22*s34^2 - s11*s13^2*s22*s23*s44 + s11*s12*s13*s23^2*s44 + s11*s12*s13*s22*s33*s44 - s11*s12^2*s23*s33*s44");
        Compare(report, "1->3, 2->4, 3->4->3", "s12", "s14*s24*s33 - s14*s23*s34 - s13*s24*s34 + s13*s23*s44");
        Compare(report, "1->2->3->1");
    }

    private static void Compare(Report report, string edges, params string[] known)
    {
        var ideal = VanishingIdeal.Of(MixedGraph.Parse(edges), new VanishingIdealLimits { Degree = 6 });
        var expected = known.Select(p => ideal.Ring.Parse(p).Primitive().Infix).Order(StringComparer.Ordinal);
        var found = ideal.Generators.Select(p => p.Infix).Order(StringComparer.Ordinal);
        var what = ideal.Generators.Count == 0 ? "none" : string.Join(", ", ideal.Generators.Select(p => $"degree {p.Degree} with {p.Count} {(p.Count == 1 ? "term" : "terms")}"));
        report.Claim(expected.SequenceEqual(found) && ideal.IsProved && ideal.Reason is null, $"{edges}: {what}{(ideal.IsComplete ? "" : $", all up to degree {ideal.Degree}")}");
        foreach (var p in ideal.Generators.Where(p => p.Count <= 8)) Console.WriteLine($"         {p}");
    }
}
