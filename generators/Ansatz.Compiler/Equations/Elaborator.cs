using System.Globalization;
using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Equations;

/// <summary>
/// Declaration → <see cref="TensorProgram"/>. Every equation that has only integer parameters becomes a tensor, every reduction
/// becomes a statement of its own; functions are known here and disappear. Extents of tensors are left to <see cref="BoundsInference"/>.
/// </summary>
public sealed partial class Elaborator
{
    private readonly TensorProgram _program;
    private readonly ExpressionGraph _graph;
    private readonly ModelInstance _root;
    private readonly bool _training;
    private readonly Dictionary<string, Tensor> _instances = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    // Tensors of equations that refer to themselves, while their bodies are being read.
    private readonly Dictionary<string, Tensor> _recurrent = new(StringComparer.Ordinal);
    private readonly List<Index> _slots = [];
    private readonly Dictionary<int, (int Member, int Node)> _origins = [];
    private (int Member, int Node) _here;
    private int _depth;

    private Elaborator(TensorProgram program, ModelInstance root, bool training)
    {
        _program = program;
        _graph = program.Graph;
        _root = root;
        _training = training;
    }

    /// <summary>What is unwise, found on the way.</summary>
    public List<Problem> Advice { get; } = [];

    /// <summary>Where reads, quotients and functions stand in the declaration, by the number of the expression.</summary>
    public Dictionary<int, (int Member, int Node)> Origins => _origins;

    /// <summary>Elaborates the given root equations.</summary>
    /// <exception cref="ProblemException">The declaration has no meaning; the first problem found.</exception>
    public static Elaborator Elaborate(TensorProgram program, ModelInstance root, IEnumerable<MemberSyntax> roots, bool training, bool updates = false)
    {
        var elaborator = new Elaborator(program, root, training);
        foreach (var equation in roots) elaborator.Root(equation);
        if (updates) elaborator.UpdateUsed();
        return elaborator;
    }

    private ProblemException Unknown(string name, string message, IEnumerable<string> known)
    {
        var meant = Spelling.Nearest(name, known);
        return new(new Problem(ProblemCodes.UnknownName, _here.Member, _here.Node, meant is null ? message : $"{message} Did you mean '{meant}'?") { Hint = meant is null ? "" : $"replace {meant}" });
    }

    private ProblemException Fail(string code, string message) => new(new Problem(code, _here.Member, _here.Node, message));

    private void Root(MemberSyntax equation)
    {
        _here = (equation.Line, 0);
        if (equation.Parameters.Any(p => p.Type.Atom != "int")) throw Fail(ProblemCodes.NotSupported, $"'{equation.Name}' is evaluated by callers and may have index parameters only.");
        if (equation.IsLoss && equation.Parameters.Length > 0) throw Fail(ProblemCodes.LossNotScalar, $"The loss '{equation.Name}' has {equation.Parameters.Length} index parameters; a loss is one number: sum or average over them.");
        var tensor = Instance(_root, equation, []);
        var role = equation.IsLoss ? TensorRole.Loss : equation.Updates is not null ? TensorRole.Update : TensorRole.Output;
        Extent[] shape;
        if (equation.Output is { } output)
        {
            if (output.Length != equation.Parameters.Length) throw new ProblemException(new Problem(ProblemCodes.OutputExtents, _here.Member, _here.Node, $"The output '{equation.Name}' has {equation.Parameters.Length} indices but {output.Length} extents.") { Hint = ExtentsOf(equation) });
            shape = output.Select(x => _root.Evaluate(x, equation.Line)).ToArray();
        }
        else if (equation.Updates is not null)
        {
            shape = Updated(_root, equation).Shape;
        }
        else
        {
            shape = [];
        }

        if (tensor.Role != TensorRole.Intermediate || _program.Results.Contains(tensor)) return;
        tensor.Role = role;
        tensor.Shape = shape;
        if (equation.Updates is { } name) tensor.Of = _root.Tensors[name];
        _program.Results.Add(tensor);
    }

    /// <summary>The tensor of an equation, for the functions that it is called with; its first indices are those that the functions capture.</summary>
    private Tensor Instance(ModelInstance owner, MemberSyntax equation, FunctionValue[] functions)
    {
        var key = $"{owner.Path}{equation.Name}|{string.Join("|", functions.Select(f => f.Key()))}";
        if (_instances.TryGetValue(key, out var known)) return known;
        if (!_open.Add(key))
        {
            if (!_recurrent.TryGetValue(key, out var self)) _recurrent[key] = self = _program.NewTensor(owner.Path + equation.Name, equation.Type, TensorRole.Intermediate);
            return self;
        }

        if (_program.Statements.Count > Limits.Statements)
            throw Fail(ProblemCodes.ProgramTooLarge, $"The equations make more than {Limits.Statements} tensors, '{owner.Path}{equation.Name}' being the next: an equation that takes equations becomes one tensor for each that it is given.");
        if (++_depth > 200) throw Fail(ProblemCodes.ProgramTooLarge, $"'{equation.Name}' is called more than 200 calls deep: equations that are given equations nest without end, or nearly so.");
        var captured = functions.SelectMany(f => f.Captured()).Distinct().OrderBy(i => i.Id).ToArray();
        var free = new List<Index>();
        var replacement = new Dictionary<Index, Expression>();
        foreach (var slot in captured)
        {
            var index = _graph.NewIndex(slot.Name, null);
            free.Add(index);
            replacement[slot] = _graph.Of(index);
        }

        var scope = Scope.Empty;
        var function = 0;
        foreach (var (name, type) in equation.Parameters)
        {
            if (type.Atom is null)
            {
                scope = scope.With(name, functions[function++].Map(v => Substituted(v, replacement)));
                continue;
            }

            var index = _graph.NewIndex(name, null);
            free.Add(index);
            scope = scope.With(name, _graph.Of(index));
        }

        var before = _program.Statements.Count;
        var outer = _here;
        var value = Evaluate(equation.Body, scope, owner, equation.Line);
        AdviseOnQuotient(equation.Body, value, equation.Type, owner, equation.Line);
        var body = Convert(value, equation.Type, equation.Body, owner, equation.Line);
        _here = outer;
        _depth--;
        _open.Remove(key);
        _recurrent.TryGetValue(key, out var recurrent);
        var tensor = Adopt(body, free, before, owner.Path + equation.Name, equation.Type, recurrent, equation.Output is not null || equation.Updates is not null);
        if (tensor is null)
        {
            tensor = recurrent ?? _program.NewTensor(owner.Path + equation.Name, equation.Type, TensorRole.Intermediate);
            tensor.Definition = new Statement(tensor, free.ToArray(), Reducer.None, [], body);
            _program.Statements.Add(tensor.Definition);
        }

        if (equation.Output is { } output && output.Length == free.Count)
        {
            tensor.DeclaredShape = output.Select(x => owner.Evaluate(x, equation.Line)).ToArray();
            if (ReferenceEquals(owner, _root)) tensor.DeclaredAt = equation.Line;
        }

        _instances.Add(key, tensor);
        for (var i = before; i < _program.Statements.Count; i++)
        {
            // A reduction inside an equation is named after it.
            var part = _program.Statements[i].Target;
            if (part.Name.StartsWith("#", StringComparison.Ordinal)) part.Name = $"{owner.Path}{equation.Name}{part.Name.Substring(1)}";
        }

        return tensor;
    }

    /// <summary>
    /// If the body is nothing but the reduction just made, that reduction is the equation; but a matrix has its extents already, and an equation
    /// that is given others reads it.
    /// </summary>
    private Tensor? Adopt(Expression body, List<Index> free, int before, string name, ScalarType type, Tensor? recurrent, bool given)
    {
        if (body.Kind != ExpressionKind.Read || body.Tensor.Definition is not { } made || body.Type != type) return null;
        if (_program.Statements.IndexOf(made) < before || made.Reducer == Reducer.None || body.Arguments.Length != free.Count || (given && made.Own.Length > 0)) return null;
        for (var i = 0; i < free.Count; i++)
        {
            if (body.Arguments[i].Kind != ExpressionKind.Index || !ReferenceEquals(body.Arguments[i].Index, free[i])) return null;
        }

        if (!body.Tensor.Name.StartsWith("#", StringComparison.Ordinal)) return null;
        if (recurrent is not null)
        {
            recurrent.Definition = new Statement(recurrent, made.Free, made.Reducer, made.Reduced, made.Body);
            _program.Statements[_program.Statements.IndexOf(made)] = recurrent.Definition;
            return recurrent;
        }

        body.Tensor.Name = name;
        return body.Tensor;
    }

    private Expression Evaluate(SExpression e, Scope scope, ModelInstance owner, int line)
    {
        if (ReferenceEquals(owner, _root)) _here = (line, e.Node);
        if (e.Atom is { } atom) return Atom(atom, scope, owner);
        var head = e.Head ?? throw Fail(ProblemCodes.NotSupported, "An expression begins with a list.");
        Expression Argument(int i) => Evaluate(e.Items[i], scope, owner, line);
        Expression Condition(int i)
        {
            var value = Argument(i);
            Here(e.Items[i], owner, line);
            return Truth(value);
        }

        switch (head)
        {
            case "[]": return Read(e, scope, owner, line);
            case "call": return Call(e, scope, owner, line);
            case "apply": return ApplyFunction(Function(e.Items[1], scope, owner, line), e.Items.Skip(2).Select(x => Evaluate(x, scope, owner, line)).ToArray(), () => Here(e, owner, line));
            case "let": return Evaluate(e.Items[3], scope.With(e.Items[1].Atom!, IsFunction(e.Items[2], scope, owner) ? Function(e.Items[2], scope, owner, line) : Argument(2)), owner, line);
            case "?":
                var (condition, yes, no) = (Condition(1), Argument(2), Argument(3));
                Here(e, owner, line);
                return Conditional(condition, yes, no);
            case "cast":
                var wide = Argument(2);
                if (e.Items[1].Atom == "float" && _detours.Contains(wide.Id) && e.Items[2].Head is { } function) AdviseOnDetour(e, function, owner, line);
                return Convert(wide, MemberSyntax.ReadType(e.Items[1].Atom), e, owner, line);
            case "neg":
                var number = Argument(1);
                Here(e, owner, line);
                return Numeric(number, a => _graph.Negate(a));
            case "not": return _graph.Apply(ScalarOperators.Not, ScalarType.Bool, Condition(1));
            case "&&" or "&": return _graph.And(Condition(1), Condition(2));
            case "||" or "|": return _graph.Apply(ScalarOperators.Or, ScalarType.Bool, Condition(1), Condition(2));
            case "+" or "-" or "*" or "/" or "%" or "==" or "!=" or "<" or "<=" or ">" or ">=":
                var (left, right) = (Argument(1), Argument(2));
                AdviseOnQuotient(e.Items[1], left, right.Type, owner, line);
                AdviseOnQuotient(e.Items[2], right, left.Type, owner, line);
                Here(e, owner, line);
                return Mark(Binary(head, left, right));
        }

        var dot = head.LastIndexOf('.');
        if (dot < 0) throw Fail(ProblemCodes.NotSupported, $"'{head}' is not part of the notation.");
        var (holder, name) = (head.Substring(0, dot), head.Substring(dot + 1));
        if (IsMatrix(holder))
        {
            var matrix = Matrix(e, holder, name, scope, owner, line);
            Here(e, owner, line);
            return matrix as Expression ?? throw Fail(ProblemCodes.TypeConflict, $"'{name}' gives an equation and needs its indices, as in {name}(…)(i{(((FunctionValue)matrix).Parameters.Length > 1 ? ", j" : "")}).");
        }

        return holder is "ReduceF" or "Reduce"
            ? Reduction(e, name, holder == "ReduceF" ? ScalarType.Float : ScalarType.Double, scope, owner, line)
            : Mark(Function(holder, name, e.Items.Skip(1).Select(x => Evaluate(x, scope, owner, line)).ToArray(), () => Here(e, owner, line)));
    }

    // Where a problem is that is found next: places inside used models are those of their use.
    private void Here(SExpression e, ModelInstance owner, int line)
    {
        if (ReferenceEquals(owner, _root)) _here = (line, e.Node);
    }

    private Expression Atom(string atom, Scope scope, ModelInstance owner)
    {
        if (atom is "true" or "false") return _graph.Truth(atom == "true");
        var last = atom[atom.Length - 1];
        if (char.IsDigit(atom[0]) || (atom[0] == '-' && atom.Length > 1 && (char.IsDigit(atom[1]) || atom[1] == 'I')) || atom is "Infinityf" or "Infinityd" or "NaNf" or "NaNd")
        {
            if (last is not ('f' or 'd')) return _graph.Integer(Extent.Of(long.Parse(atom, CultureInfo.InvariantCulture)));
            var digits = atom.Substring(0, atom.Length - 1);
            var value = digits switch
            {
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                "NaN" => double.NaN,
                _ => double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture),
            };
            return _graph.Number(value, last == 'f' ? ScalarType.Float : ScalarType.Double);
        }

        if (scope.Find(atom) is { } local)
        {
            return local as Expression ?? throw Fail(ProblemCodes.TypeConflict, $"'{atom}' is an equation and needs its arguments.");
        }

        if (owner.Extents.TryGetValue(atom, out var extent)) return _graph.Integer(extent);
        if (owner.Syntax[atom] is { Kind: MemberKind.Training }) return _graph.Truth(_training);
        if (owner.Syntax[atom] is { Kind: MemberKind.Batch }) throw Fail(ProblemCodes.ExtentUnknown, $"'{owner.Path.TrimEnd('.')}' needs to know how many rows a call has, but the model that uses it has no [Batch].");
        if (owner.Tensors.TryGetValue(atom, out var tensor) && tensor.Shape.Length == 0) return _graph.Read(tensor);
        var dot = atom.IndexOf('.');
        if (dot > 0 && owner.Uses.TryGetValue(atom.Substring(0, dot), out var use) && use.Extents.TryGetValue(atom.Substring(dot + 1), out var inner)) return _graph.Integer(inner);
        throw Unknown(atom, $"'{atom}' is not declared in this model.", owner.Syntax.Members.Select(m => m.Name));
    }

    private Expression Read(SExpression e, Scope scope, ModelInstance owner, int line)
    {
        var name = e.Items[1].Atom ?? throw Fail(ProblemCodes.NotSupported, "Only tensors have elements.");
        var indices = e.Items.Skip(2).Select(x => Evaluate(x, scope, owner, line)).ToArray();
        if (ReferenceEquals(owner, _root)) _here = (line, e.Node);
        var (holder, simple) = Holder(name, owner);
        if (!holder.Tensors.TryGetValue(simple, out var tensor)) throw Unknown(name, $"'{name}' is not a tensor of this model.", holder.Tensors.Keys);
        if (indices.Length != tensor.Shape.Length) throw Fail(ProblemCodes.WrongNumberOfIndices, $"'{name}' has {tensor.Shape.Length} dimensions ({string.Join(", ", tensor.Shape.Select(s => s.ToString()))}) but is read with {indices.Length} indices.");
        return ReadOf(tensor, indices);
    }

    private Expression ReadOf(Tensor tensor, Expression[] indices)
    {
        foreach (var i in indices)
        {
            if (i.Type == ScalarType.Int && NotAffine(i) is { } product)
                throw Fail(ProblemCodes.IndexNotAffine, $"'{tensor.Name}' is read at {i}: an index must be a sum of indices and extents, or a quotient or remainder of one by an extent, and '{product}' is not.");
            if (i.Type != ScalarType.Int) throw Fail(ProblemCodes.TypeConflict, $"An index of '{tensor.Name}' is not a whole number.");
        }

        var read = _graph.Read(tensor, indices);
        if (!_origins.ContainsKey(read.Id)) _origins.Add(read.Id, _here);
        return read;
    }

    // The part of an index expression that is no sum, and no quotient or remainder of a sum by an extent.
    private static Expression? NotAffine(Expression e)
    {
        foreach (var (term, _) in Linear.Of(e).Terms)
        {
            if (term.Kind != ExpressionKind.Apply || term.Indices().Length == 0) continue;
            if (term.Operator.Infix is "*")
            {
                if (term.ScaledIndex() is not { } scaled || !(scaled.Factor - Extent.One).IsNonNegative()) return term;
                if (NotAffine(scaled.Term) is { } part) return part;
            }

            if (term.Operator.Infix is "/" or "%")
            {
                // A divisor below 1 is a number that no extent can be.
                if (term.Arguments[1].Kind != ExpressionKind.Extent || (Extent.Zero - term.Arguments[1].Extent).IsNonNegative()) return term;
                if (NotAffine(term.Arguments[0]) is { } inside) return inside;
            }
            else if (term.Is(ScalarOperators.Max) || term.Is(ScalarOperators.Min))
            {
                if ((NotAffine(term.Arguments[0]) ?? NotAffine(term.Arguments[1])) is { } side) return side;
            }
        }

        return null;
    }

    private Expression Reduction(SExpression e, string name, ScalarType type, Scope scope, ModelInstance owner, int line)
    {
        var reducer = name switch
        {
            "Sum" or "Mean" => Reducer.Sum,
            "Max" => Reducer.Max,
            "Min" => Reducer.Min,
            "LogSumExp" => Reducer.LogSumExp,
            "ArgMax" => Reducer.ArgMax,
            "ArgMin" => Reducer.ArgMin,
            _ => throw Fail(ProblemCodes.NotSupported, $"'{name}' is not a reduction of the notation."),
        };
        var extents = e.Items[1].Items.Select(x => Evaluate(x, scope, owner, line)).ToArray();
        foreach (var x in extents)
        {
            if (x.Kind != ExpressionKind.Extent) throw Fail(ProblemCodes.ExtentUnknown, $"The number of terms of a {name} must be made of extents and whole numbers.");
        }

        var function = Function(e.Items[2], scope, owner, line);
        var names = function.Remaining;
        var reduced = extents.Select((x, i) => _graph.NewIndex(i < names.Length ? names[i] : "i", x.Extent)).ToArray();
        var body = Implicit(ApplyFunction(function, reduced.Select(i => _graph.Of(i)).ToArray(), () => Here(e.Items[2], owner, line)), type);
        var result = Reduce(reducer, reduced, body, reducer is Reducer.ArgMax or Reducer.ArgMin ? ScalarType.Int : type);
        if (name != "Mean") return result;
        var count = extents.Aggregate(Extent.One, (p, x) => p * x.Extent);
        return _graph.Divide(result, _graph.Convert(_graph.Integer(count), type));
    }

    private Expression Reduce(Reducer reducer, Index[] reduced, Expression body, ScalarType type)
    {
        var outer = body.Indices().Where(i => !reduced.Contains(i)).ToArray();
        var fresh = outer.ToDictionary(i => i, i => _graph.NewIndex(i.Name, null));
        var tensor = _program.NewTensor("#" + reducer, type, TensorRole.Intermediate);
        tensor.Definition = new Statement(tensor, outer.Select(i => fresh[i]).ToArray(), reducer, reduced, _graph.Substitute(body, i => fresh.TryGetValue(i, out var f) ? _graph.Of(f) : null));
        CarryOrigins(body, tensor.Definition.Body);
        _program.Statements.Add(tensor.Definition);
        return ReadOf(tensor, outer.Select(i => _graph.Of(i)).ToArray());
    }

    private Expression Substituted(Expression e, Dictionary<Index, Expression> replacement)
    {
        var result = _graph.Substitute(e, i => replacement.TryGetValue(i, out var r) ? r : null);
        CarryOrigins(e, result);
        return result;
    }

    // Renaming indices makes new expressions; they stand where the old ones stood.
    private void CarryOrigins(Expression from, Expression to)
    {
        var (before, after) = (from.Nodes(), to.Nodes());
        if (before.Count != after.Count) (before, after) = (from.Reads().ToList(), to.Reads().ToList());
        foreach (var (a, b) in before.Zip(after, (a, b) => (a, b)))
        {
            if (_origins.TryGetValue(a.Id, out var where) && !_origins.ContainsKey(b.Id)) _origins.Add(b.Id, where);
        }
    }
}
