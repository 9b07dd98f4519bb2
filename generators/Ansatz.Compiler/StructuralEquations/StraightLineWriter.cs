using Ansatz.Compiler.Emitting;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.StructuralEquations;

/// <summary>One value of a straight-line program and the places that take it.</summary>
/// <param name="Targets">What is assigned, as C#.</param>
/// <param name="Value">The value.</param>
/// <param name="Comment">What it is; empty for none.</param>
internal sealed record Assignment(IReadOnlyList<string> Targets, Expression Value, string Comment = "");

/// <summary>
/// Writes scalar expressions as C# without loops: what is used more than once becomes a local, named after what it is, right before its first use.
/// </summary>
internal sealed class StraightLineWriter
{
    private readonly Func<Expression, string> _read;
    private readonly IReadOnlyDictionary<int, string> _names;
    private readonly Dictionary<int, int> _uses = [];
    private readonly Dictionary<int, string> _locals = [];
    private readonly HashSet<string> _taken;
    private int _temporaries;

    /// <summary>A writer for some assignments.</summary>
    /// <param name="assignments">All that will be written.</param>
    /// <param name="read">The C# text of an element of a tensor.</param>
    /// <param name="names">Names for nodes.</param>
    /// <param name="taken">Names that locals cannot have.</param>
    public StraightLineWriter(IReadOnlyList<Assignment> assignments, Func<Expression, string> read, IReadOnlyDictionary<int, string> names, IEnumerable<string> taken)
    {
        _read = read;
        _names = names;
        _taken = new HashSet<string>(taken, StringComparer.Ordinal);
        var seen = new HashSet<int>();
        foreach (var assignment in assignments) Count(assignment.Value);

        void Count(Expression e)
        {
            _uses[e.Id] = (_uses.TryGetValue(e.Id, out var n) ? n : 0) + 1;
            if (e.Kind != ExpressionKind.Apply || !seen.Add(e.Id)) return;
            foreach (var a in e.Arguments) Count(a);
        }
    }

    /// <summary>The size of what has been written, in bytes of intermediate language, roughly.</summary>
    public int Bytes { get; private set; }

    /// <summary>Writes one assignment, and before it the locals that it needs.</summary>
    public void Write(CodeWriter code, Assignment assignment)
    {
        var text = Text(assignment.Value, 0, code);
        Bytes += 10 * assignment.Targets.Count;
        code.Line($"{string.Concat(assignment.Targets.Select(t => t + " = "))}{text};{(assignment.Comment.Length > 0 ? " // " + CsharpText.Comment(assignment.Comment) : "")}");
    }

    /// <summary>Writes a value as a local of this name, however often it is used.</summary>
    public void Local(CodeWriter code, Expression value, string name, string comment)
    {
        var text = value.Kind == ExpressionKind.Apply ? Applied(value, 0, code) : Text(value, 0, code);
        _taken.Add(name);
        _locals[value.Id] = name;
        Bytes += 3;
        code.Line($"var {name} = {text}; // {CsharpText.Comment(comment)}");
    }

    private string Text(Expression e, int precedence, CodeWriter code)
    {
        if (_locals.TryGetValue(e.Id, out var local))
        {
            Bytes += 3;
            return local;
        }

        switch (e.Kind)
        {
            case ExpressionKind.Constant:
                Bytes += 9;
                return CsharpText.Literal(e.Number, e.Type);
            case ExpressionKind.Read:
                Bytes += 8;
                return _read(e);
            case ExpressionKind.Apply:
                break;
            default:
                throw new InvalidOperationException($"A straight-line program has no {e.Kind}.");
        }

        if (_uses[e.Id] < 2) return Applied(e, precedence, code);
        var value = Applied(e, 0, code);
        var name = _names.TryGetValue(e.Id, out var known) && _taken.Add(known) ? known : Temporary();
        _locals[e.Id] = name;
        Bytes += 3;
        code.Line($"var {name} = {value};");
        return name;
    }

    private string Applied(Expression e, int precedence, CodeWriter code)
    {
        var op = e.Operator;
        Bytes += 1;
        if (ReferenceEquals(op, ScalarOperators.Negate)) return Parenthesised("-" + Text(e.Arguments[0], op.Precedence, code), op.Precedence, precedence);
        if (ReferenceEquals(op, Reciprocal.Operator)) return Parenthesised("1 / " + Text(e.Arguments[0], op.Precedence + 1, code), op.Precedence, precedence);
        if (op.Infix is not { } sign) throw new InvalidOperationException($"A straight-line program has no operator {op}.");
        var left = Text(e.Arguments[0], op.Precedence, code);
        var right = Text(e.Arguments[1], op.Precedence + 1, code);
        return Parenthesised($"{left} {sign} {right}", op.Precedence, precedence);
    }

    private static string Parenthesised(string text, int own, int around) => own < around ? $"({text})" : text;

    private string Temporary()
    {
        string name;
        do
        {
            name = $"t{++_temporaries}";
        }
        while (!_taken.Add(name));
        return name;
    }
}
