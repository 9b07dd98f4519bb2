using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Equations;

// Equations that are called, and functions as values.
public sealed partial class Elaborator
{
    private (ModelInstance Holder, string Name) Holder(string name, ModelInstance owner)
    {
        int dot;
        while ((dot = name.IndexOf('.')) > 0)
        {
            var first = name.Substring(0, dot);
            if (!owner.Uses.TryGetValue(first, out var use)) throw Unknown(first, $"'{first}' is not a model used here.", owner.Uses.Keys);
            owner = use;
            name = name.Substring(dot + 1);
        }

        return (owner, name);
    }

    private Expression Call(SExpression e, Scope scope, ModelInstance owner, int line)
    {
        var name = e.Items[1].Atom!;
        var (holder, simple) = Holder(name, owner);
        if (holder.Syntax[simple] is not { Kind: MemberKind.Equation } equation) throw Unknown(name, $"'{name}' is not an equation.", holder.Syntax.Of(MemberKind.Equation).Select(m => m.Name));
        if (e.Items.Length - 2 != equation.Parameters.Length) throw Fail(ProblemCodes.WrongNumberOfIndices, $"'{name}' has {equation.Parameters.Length} parameters but is called with {e.Items.Length - 2} arguments.");
        var values = new object[equation.Parameters.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = equation.Parameters[i].Type.Atom is null ? Function(e.Items[i + 2], scope, owner, line) : Evaluate(e.Items[i + 2], scope, owner, line);
        }

        if (ReferenceEquals(owner, _root)) _here = (line, e.Node);
        NoteCall(owner, holder, equation, values);
        return CallWith(holder, equation, values);
    }

    private Expression CallWith(ModelInstance holder, MemberSyntax equation, object[] values)
    {
        // An equation with a parameter that is not an index is a function of numbers: it is expanded where it is called.
        if (equation.Parameters.Any(p => p.Type.Atom is { } t && t != "int"))
        {
            var key = $"{holder.Path}{equation.Name}";
            if (++_depth > 200) throw Fail(ProblemCodes.ProgramTooLarge, $"'{key}' is called more than 200 calls deep.");
            var scope = Scope.Empty;
            for (var i = 0; i < values.Length; i++)
            {
                var value = values[i] is Expression x ? Implicit(x, MemberSyntax.ReadType(equation.Parameters[i].Type.Atom)) : values[i];
                scope = scope.With(equation.Parameters[i].Name, value);
            }

            var outer = _here;
            var result = Implicit(Evaluate(equation.Body, scope, holder, equation.Line), equation.Type);
            _here = outer;
            _depth--;
            return result;
        }

        // Indices that the functions capture become leading indices of the tensor; slots make equal uses equal.
        var functions = values.OfType<FunctionValue>().ToArray();
        var captured = functions.SelectMany(f => f.Captured()).Distinct().OrderBy(i => i.Id).ToArray();
        while (_slots.Count < captured.Length) _slots.Add(_graph.NewIndex("c" + _slots.Count, null));
        var slots = captured.Select((c, k) => (c, _slots[k])).ToDictionary(p => p.c, p => _graph.Of(p.Item2));
        if (captured.Length > 0)
        {
            functions = functions.Select(f => f.Map(v => Substituted(v, slots))).ToArray();
        }

        var tensor = Instance(holder, equation, functions);
        var indices = captured.Select(c => _graph.Of(c)).Concat(values.OfType<Expression>()).ToArray();
        for (var k = 0; k < captured.Length; k++) NameAfter(tensor, k, captured[k]);
        return ReadOf(tensor, indices);
    }

    private static void NameAfter(Tensor tensor, int position, Index captured)
    {
        if (tensor.Definition is { } s && position < s.Free.Length && s.Free[position].Name.StartsWith("c", StringComparison.Ordinal) && s.Free[position].Name.Length > 1 && char.IsDigit(s.Free[position].Name[1]))
            s.Free[position].Name = captured.Name;
    }

    private FunctionValue Function(SExpression e, Scope scope, ModelInstance owner, int line)
    {
        if (ReferenceEquals(owner, _root)) _here = (line, e.Node);
        if (e.Atom is { } name)
        {
            return scope.Find(name) as FunctionValue ?? throw Fail(ProblemCodes.FunctionNotKnown, $"The equation that '{name}' stands for is not known at compile time: pass a lambda, a method group or a parameter.");
        }

        if (e.Head == "fn")
        {
            if (ReferenceEquals(owner, _root) && e.Items[1].Items.FirstOrDefault(p => scope.Find(p.Atom!) is not null) is { } shadowing)
                Advise(ProblemCodes.ShadowedIndex, line, e.Node, $"'{shadowing.Atom}' is the name of an index outside as well: within this function the outer one cannot be read.");
            return FunctionValue.Lambda(e, scope, owner, line);
        }

        if (e.Head == "group")
        {
            var (holder, simple) = Holder(e.Items[1].Atom!, owner);
            return holder.Syntax[simple] is { Kind: MemberKind.Equation } equation
                ? FunctionValue.Group(equation, holder)
                : throw Unknown(simple, $"'{e.Items[1].Atom}' is not an equation.", holder.Syntax.Of(MemberKind.Equation).Select(m => m.Name));
        }

        if (e.Head == "call") return Given(e, scope, owner, line);
        if (e.Head is { } call && call.LastIndexOf('.') is var dot and > 0 && IsMatrix(call.Substring(0, dot)))
        {
            var matrix = Matrix(e, call.Substring(0, dot), call.Substring(dot + 1), scope, owner, line);
            Here(e, owner, line);
            return matrix as FunctionValue
                ?? throw Fail(ProblemCodes.TypeConflict, $"'{call.Substring(dot + 1)}' is a number, not an equation.");
        }

        throw Fail(ProblemCodes.FunctionNotKnown, "The equation passed here is not known at compile time: pass a lambda, a method group or a parameter.");
    }

    // An equation that is given fewer arguments than it has parameters is an equation of the others.
    private FunctionValue Given(SExpression e, Scope scope, ModelInstance owner, int line)
    {
        var (holder, simple) = Holder(e.Items[1].Atom!, owner);
        if (holder.Syntax[simple] is not { Kind: MemberKind.Equation } equation) throw Fail(ProblemCodes.UnknownName, $"'{e.Items[1].Atom}' is not an equation.");
        var leading = e.Items.Skip(2).Take(equation.Parameters.Length).Select((x, i) => equation.Parameters[i].Type.Atom is null ? (object)Function(x, scope, owner, line) : Evaluate(x, scope, owner, line)).ToArray();
        if (ReferenceEquals(owner, _root)) _here = (line, e.Node);
        NoteCall(owner, holder, equation, leading);
        if (e.Items.Length - 2 >= equation.Parameters.Length) throw Fail(ProblemCodes.TypeConflict, $"'{e.Items[1].Atom}' with {e.Items.Length - 2} arguments is a number, not an equation.");
        return FunctionValue.Of(equation, leading, holder);
    }

    private Expression ApplyFunction(FunctionValue f, Expression[] arguments, Action here)
    {
        here();
        if (f.Equation is not null)
        {
            var parameters = f.Equation.Parameters.Length - f.Leading.Length;
            if (parameters != arguments.Length) throw Fail(ProblemCodes.WrongNumberOfIndices, $"'{f.Equation.Name}' has {parameters} parameters{(f.Leading.Length > 0 ? " left" : "")} but is applied to {arguments.Length} arguments.");
            return CallWith(f.Owner, f.Equation, f.Leading.Concat(arguments).ToArray());
        }

        if (f.Tensor is { } tensor)
        {
            if (f.Parameters.Length != arguments.Length) throw Fail(ProblemCodes.WrongNumberOfIndices, $"'{tensor.Definition!.Reducer}' gives an equation of {f.Parameters.Length} indices, which is applied to {arguments.Length} arguments.");
            return ReadOf(tensor, f.Leading.Cast<Expression>().Concat(arguments).ToArray());
        }

        if (f.Parameters.Length != arguments.Length) throw Fail(ProblemCodes.WrongNumberOfIndices, $"A lambda with {f.Parameters.Length} parameters is applied to {arguments.Length} arguments.");
        var scope = f.Scope;
        for (var i = 0; i < arguments.Length; i++) scope = scope.With(f.Parameters[i], arguments[i]);
        var outer = _here;
        var result = Evaluate(f.Body!, scope, f.Owner, f.Line);
        _here = outer;
        return result;
    }
}
