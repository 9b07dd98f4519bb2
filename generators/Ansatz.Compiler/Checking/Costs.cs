using System.Globalization;
using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Checking;

/// <summary>What a compiled model costs, for information.</summary>
public static class Costs
{
    /// <summary>What there is to say.</summary>
    /// <param name="programs">The programs of the model.</param>
    public static IEnumerable<Problem> Of(IReadOnlyList<ModelProgram> programs)
    {
        if (programs.Count == 0) yield break;
        yield return new Problem(ProblemCodes.CostSummary, -1, 0, Summary(programs), Severity.Information);
        foreach (var scatter in Scatters(programs)) yield return scatter;
    }

    private static string Summary(IReadOnlyList<ModelProgram> programs)
    {
        var count = SummaryWriter.ParameterCount(programs[0].Root);
        return $"{(count.Equals(Extent.Zero) ? "No" : count.ToString())} parameters. " + string.Join(" ", programs.Select(p =>
            $"{p.Name}: {SummaryWriter.Operations(p.Tensors)} floating-point operations, {p.Loops.Memory()} bytes of intermediates, {p.Loops.Regions.Count.ToString(CultureInfo.InvariantCulture)} {(p.Loops.Regions.Count == 1 ? "region" : "regions")}."));
    }

    private static IEnumerable<Problem> Scatters(IReadOnlyList<ModelProgram> programs)
    {
        foreach (var program in programs.Where(p => p.Purpose == ProgramPurpose.Gradient))
        {
            foreach (var s in program.Tensors.Statements.Where(s => s.Scatter is not null))
            {
                var line = (s.Target.Of ?? s.Target).DeclaredAt;
                if (program.Root.Syntax.Members.FirstOrDefault(m => m.Line == line) is not { } of) continue;
                var data = s.Scatter!.SelectMany(e => e.Reads()).Select(r => r.Tensor.Name).Distinct().ToArray();
                var places = data.Length > 0 ? $"the places that {string.Join(" and ", data.Select(d => $"'{d}'"))} {(data.Length == 1 ? "names" : "name")}" : "places that several terms share";
                yield return new Problem(ProblemCodes.ScatteredGradient, line, 0, $"The gradient of '{of.Name}' is added up at {places}, not gathered: in their order by one thread, sorted by rows for several.", Severity.Information);
            }
        }
    }
}
