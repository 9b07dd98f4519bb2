using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Passes;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Checking;

/// <summary>
/// What is unwise in a model that has a meaning: names without effect, values outside the domain of a function, slopes that do not exist where
/// they are needed. Everything said is certain; where it depends on values nothing is said.
/// </summary>
public sealed class Advice
{
    private readonly TensorProgram _program;
    private readonly IReadOnlyDictionary<int, (int Member, int Node)> _origins;
    private readonly List<Problem> _problems = [];

    private Advice(TensorProgram program, IReadOnlyDictionary<int, (int Member, int Node)> origins)
    {
        _program = program;
        _origins = origins;
    }

    /// <summary>What can be said of the values of a program as it was elaborated, before extents are inferred.</summary>
    /// <param name="program">The program.</param>
    /// <param name="origins">Where expressions stand in the declaration, by their number.</param>
    /// <param name="differentiated">Whether it is a loss that will be differentiated.</param>
    public static IReadOnlyList<Problem> OfValues(TensorProgram program, IReadOnlyDictionary<int, (int Member, int Node)> origins, bool differentiated)
    {
        var advice = new Advice(program, origins);
        foreach (var s in program.Statements)
        {
            foreach (var e in s.Body.Nodes()) advice.Domain(e);
            if (differentiated) advice.Coincidences(s);
        }

        return advice._problems;
    }

    /// <summary>Inputs that no program reads, and parameters that no loss depends on.</summary>
    /// <param name="root">The model.</param>
    /// <param name="programs">Its programs as elaborated; whether each is one of a loss.</param>
    public static IEnumerable<Problem> OfNames(ModelInstance root, IReadOnlyList<(TensorProgram Program, bool Loss)> programs)
    {
        var read = new HashSet<string>(programs.SelectMany(p => p.Program.Statements).SelectMany(s => s.Reads()).Select(r => r.Tensor.Name), StringComparer.Ordinal);
        foreach (var member in root.Syntax.Of(MemberKind.Input))
        {
            if (programs.Count > 0 && !read.Contains(member.Name))
                yield return new Problem(ProblemCodes.InputNeverRead, member.Line, 0, $"No output and no loss reads the input '{member.Name}'.", Severity.Warning);
        }

        if (!programs.Any(p => p.Loss)) yield break;
        var passed = new HashSet<string>(programs.Where(p => p.Loss).SelectMany(p => Passing(p.Program)), StringComparer.Ordinal);

        // A tensor that has several names is trained if its gradient comes under one of them.
        foreach (var instance in root.All().Where(i => i.Same is not null))
        {
            foreach (var member in instance.Syntax.Of(MemberKind.Parameter).Where(m => passed.Contains(instance.Path + m.Name))) passed.Add(instance.Same!.Path + member.Name);
        }

        foreach (var instance in root.All().Where(i => i.Same is null))
        {
            foreach (var member in instance.Syntax.Of(MemberKind.Parameter))
            {
                if (member.Type == ScalarType.Int || instance.Tensors[member.Name].IsFrozen || passed.Contains(instance.Path + member.Name)) continue;
                var line = instance == root ? member.Line : root.Syntax.Of(MemberKind.Use).First(u => instance.Path.StartsWith(u.Name + ".", StringComparison.Ordinal)).Line;
                var why = read.Contains(instance.Path + member.Name) ? "the loss depends on it through no path that passes a gradient" : "the loss does not read it";
                yield return new Problem(ProblemCodes.NoEffectOnLoss, line, 0, $"The parameter '{instance.Path}{member.Name}' will not be trained: {why}.", Severity.Warning);
            }
        }
    }

    /// <summary>Private equations that nothing refers to, or a model without anything to refer to.</summary>
    public static IEnumerable<Problem> OfEquations(ModelSyntax syntax)
    {
        var equations = syntax.Of(MemberKind.Equation).ToArray();
        if (equations.Length > 0 && equations.All(IsHidden))
        {
            yield return new Problem(ProblemCodes.NothingToCompute, -1, 0,
                "The model has no [Output], no [Loss] and no equation that another model could use: nothing of it will ever be computed.", Severity.Warning);
            yield break;
        }

        var words = equations.Select(e => (Equation: e, Words: new HashSet<string>(e.Body.Nodes().Select(n => n.Atom).OfType<string>(), StringComparer.Ordinal))).ToArray();
        foreach (var equation in equations.Where(IsHidden))
        {
            if (!words.Any(w => w.Equation != equation && w.Words.Contains(equation.Name)))
                yield return new Problem(ProblemCodes.UnusedEquation, equation.Line, 0, $"Nothing refers to the equation '{equation.Name}': it is checked, but not computed.", Severity.Information);
        }

        static bool IsHidden(MemberSyntax e) => e.Output is null && !e.IsLoss && e.Updates is null && e.Initialises is null && e.Modifiers is "" or "private";
    }

    // Names of tensors from which a gradient can come back to the loss: not through conditions, whole numbers and what stops gradients.
    private static IEnumerable<string> Passing(TensorProgram program)
    {
        var reached = new HashSet<Tensor>();
        var open = new Queue<Tensor>(program.Results.Where(t => t.Role == TensorRole.Loss));
        while (open.Count > 0)
        {
            var tensor = open.Dequeue();
            if (!reached.Add(tensor)) continue;
            if (tensor.Definition is not { Reducer: not (Reducer.ArgMax or Reducer.ArgMin) } made)
            {
                if (tensor.Definition is null) yield return tensor.Name;
                continue;
            }

            var seen = new HashSet<int>();
            Visit(made.Body);

            void Visit(Expression e)
            {
                if (!seen.Add(e.Id) || e.Type is ScalarType.Int or ScalarType.Bool) return;
                if (e.Kind == ExpressionKind.Read) open.Enqueue(e.Tensor);
                else if (e.Kind == ExpressionKind.Apply && (e.Operator.Derivative is not null || e.Is(ScalarOperators.Select) || e.Is(ScalarOperators.Cast) || e.Is(MatrixReducers.Operands))) foreach (var a in e.Arguments) Visit(a);
            }
        }
    }

    private void Domain(Expression e)
    {
        if (e.Kind != ExpressionKind.Apply || e.Type is not (ScalarType.Float or ScalarType.Double) || !_origins.TryGetValue(e.Id, out var at)) return;
        if (e.Is(ScalarOperators.Divide))
        {
            if (ValueRange.Of(_program.Graph, e.Arguments[1]).IsExactly(0)) Report(ProblemCodes.DenominatorZero, at, $"The denominator {e.Arguments[1]} is 0, whatever the values are.");
            return;
        }

        var name = e.Operator.Name;
        if (name is not ("Log" or "Log2" or "Log10" or "Sqrt" or "Asin" or "Acos" or "Acosh" or "Atanh")) return;
        var range = ValueRange.Of(_program.Graph, e.Arguments[0]);
        var outside = name switch
        {
            "Sqrt" => range.High < 0,
            "Acosh" => range.High < 1,
            "Asin" or "Acos" => range.Low > 1 || range.High < -1,
            "Atanh" => range.Low >= 1 || range.High <= -1,
            _ => range.High <= 0,
        };
        if (outside) Report(ProblemCodes.OutsideDomain, at, $"{name} has no finite value here: its argument {e.Arguments[0]} lies in {Text(range)}, whatever the values are.");
    }

    private static string Text(ValueRange r) => r.Low == r.High ? $"{{{r.Low:G6}}}" : (double.IsInfinity(r.Low) ? "(−∞" : $"[{r.Low:G6}") + ", " + (double.IsInfinity(r.High) ? "∞)" : $"{r.High:G6}]");

    // √(distance of i and j) where i and j meet: the distance is 0 there, and the slope of the root infinite.
    private void Coincidences(Statement s)
    {
        var roots = s.Body.Nodes().Where(e => e.Kind == ExpressionKind.Apply && e.Operator.Name is "Sqrt" && _origins.ContainsKey(e.Id)).ToArray();
        if (roots.Length == 0) return;
        var graph = _program.Graph;
        var indices = s.Domain.ToArray();
        foreach (var root in roots)
        {
            var inside = root.Arguments[0].Indices().Where(i => Array.IndexOf(indices, i) >= 0).ToArray();
            for (var k = 0; k < inside.Length; k++)
            {
                for (var l = k + 1; l < inside.Length; l++)
                {
                    Expression Meet(Expression e) => DecideConditions.Decide(graph, graph.Substitute(e, i => i == inside[l] ? graph.Of(inside[k]) : null));
                    var met = Meet(root);
                    if (met.Kind != ExpressionKind.Apply || !ValueRange.Of(graph, met.Arguments[0]).IsExactly(0) || !Meet(s.Body).Nodes().Contains(met)) continue;
                    Report(ProblemCodes.NotDifferentiable, _origins[root.Id],
                        $"Where {inside[k]} = {inside[l]}, {root.Arguments[0]} is 0 and the slope of its root infinite: the gradient will not be a number. Leave these out ({inside[k]} == {inside[l]} ? 0 : …), or add a small number under the root.");
                    return;
                }
            }
        }
    }

    private void Report(string code, (int Member, int Node) at, string message) => _problems.Add(new Problem(code, at.Member, at.Node, message, Severity.Warning));
}
