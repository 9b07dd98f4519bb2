using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Equations;

/// <summary>What is unwise and can be seen in the text alone.</summary>
public sealed partial class Elaborator
{
    // Functions of single-precision numbers that C# computes in double precision.
    private readonly HashSet<int> _detours = [];

    private void Advise(string code, int member, int node, string message, string hint = "")
    {
        var problem = new Problem(code, member, node, message, Severity.Warning) { Hint = hint };
        if (!Advice.Contains(problem)) Advice.Add(problem);
    }

    private Expression Mark(Expression e)
    {
        if (e.Kind == ExpressionKind.Apply && !_origins.ContainsKey(e.Id)) _origins.Add(e.Id, _here);
        return e;
    }

    // C# divides whole numbers without a rest, and only then makes a real number of the quotient.
    private void AdviseOnQuotient(SExpression e, Expression value, ScalarType wanted, ModelInstance owner, int line)
    {
        if (e.Head != "/" || value.Type != ScalarType.Int || wanted is not (ScalarType.Float or ScalarType.Double) || !ReferenceEquals(owner, _root)) return;
        if (long.TryParse(e.Items[1].Atom, out var a) && long.TryParse(e.Items[2].Atom, out var b) && b != 0 && a % b == 0) return;
        var suffix = wanted == ScalarType.Float ? "f" : "d";
        Advise(ProblemCodes.IntegerQuotient, line, e.Node, $"A quotient of whole numbers is rounded towards zero before it becomes a real number: write one of them as such, as in {Shown(e.Items[1])} / {Shown(e.Items[2], suffix)}.");

        static string Shown(SExpression part, string suffix = "") => part.Atom is not { } atom ? "…" : suffix.Length == 0 ? atom : char.IsDigit(atom[0]) ? atom + suffix : $"({(suffix == "f" ? "float" : "double")}){atom}";
    }

    private void AdviseOnDetour(SExpression cast, string function, ModelInstance owner, int line)
    {
        if (!ReferenceEquals(owner, _root)) return;
        var name = function.Substring(function.IndexOf('.') + 1);
        Advise(ProblemCodes.DoubleDetour, line, cast.Node, $"'Math.{name}' is computed in double precision and cast back: MathF.{name} computes it in single precision, with more numbers at a time.", $"replace MathF.{name}");
    }

    // The extents that the indices of an equation have where it reads tensors at them, as a hint; empty if one of them is read nowhere.
    private string ExtentsOf(MemberSyntax equation)
    {
        var found = equation.Parameters.Select(p => Extent(equation.Body, p.Name)).ToArray();
        return found.Contains(null) ? "" : "output " + string.Join(" ", found);

        string? Extent(SExpression e, string index)
        {
            if (e.Head == "[]" && e.Items.Length > 1 && e.Items[1].Atom is { } name && _root.Syntax[name]?.Shape is { } shape)
            {
                for (var d = 2; d < e.Items.Length && d - 2 < shape.Items.Length; d++)
                {
                    if (e.Items[d].Atom == index && shape.Items[d - 2].Atom is { } extent) return extent;
                }
            }

            return e.Items.Select(x => Extent(x, index)).FirstOrDefault(x => x is not null);
        }
    }
}
