using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations.Tests;

public class VanishingIdealTests
{
    [Fact]
    public void Print()
    {
        foreach (var g in (string[])["1->2->3->4, 1->3, 2<->4", "1->2->3, 2<->3", "1->2, 1->3, 1->4, 2<->3", "1->2->3->4->2, 1<->4", "1->3, 2->4, 3->4->3", "1->2->3->1", "1->2->1, 2->3, 3->4->3", "1->2->3->4->5"])
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var ideal = VanishingIdeal.Of(MixedGraph.Parse(g), null, TestContext.Current.CancellationToken);
            Console.WriteLine($"{g}: {clock.ElapsedMilliseconds} ms codim {ideal.Codimension} degree {ideal.Degree} complete {ideal.IsComplete} proved {ideal.IsProved} {ideal.Reason}");
            foreach (var p in ideal.Generators) Console.WriteLine($"   deg {p.Degree}, {p.Count} terms: {p}");
            clock.Restart();
            var k = FiniteToOne.Of(MixedGraph.Parse(g), null, TestContext.Current.CancellationToken);
            Console.WriteLine($"   {clock.ElapsedMilliseconds} ms rank {k.JacobianRank} of {k.Graph.ParameterCount}: count {k.Count} {k.Reason} " + string.Join("; ", k.Parameters.Select(p => $"{p.Name}: {p.Degree} {p.Expression?.Infix}")));
        }
    }
}
