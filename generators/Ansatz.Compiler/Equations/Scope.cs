using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Equations;

/// <summary>An equation as a value: a lambda with what its names stand for, an equation named as a method group, or what a whole-matrix primitive gives.</summary>
internal sealed class FunctionValue
{
    private FunctionValue(ModelInstance owner) => Owner = owner;

    /// <summary>The instance whose members the body sees.</summary>
    public ModelInstance Owner { get; }

    /// <summary>Names of the lambda's parameters.</summary>
    public string[] Parameters { get; private set; } = [];

    /// <summary>The lambda's body, or null.</summary>
    public SExpression? Body { get; private set; }

    /// <summary>The line of the declaration that the lambda stands in.</summary>
    public int Line { get; private set; }

    /// <summary>What the body's free names stand for.</summary>
    public Scope Scope { get; private set; } = Scope.Empty;

    /// <summary>The equation named, or null.</summary>
    public MemberSyntax? Equation { get; private set; }

    /// <summary>The tensor that a whole-matrix primitive has computed, or null.</summary>
    public Tensor? Tensor { get; private set; }

    /// <summary>
    /// What comes before the function's own arguments, each an <see cref="Expression"/> or a <see cref="FunctionValue"/>: the first indices of
    /// <see cref="Tensor"/>, or the arguments that <see cref="Equation"/> has been given already.
    /// </summary>
    public object[] Leading { get; private set; } = [];

    /// <summary>A lambda. Only the names that its body mentions are kept, so that equal functions have equal keys.</summary>
    public static FunctionValue Lambda(SExpression lambda, Scope scope, ModelInstance owner, int line)
    {
        var parameters = lambda.Items[1].Items.Select(p => p.Atom!).ToArray();
        var mentioned = new SortedSet<string>(StringComparer.Ordinal);
        Mention(lambda.Items[2], mentioned);
        var kept = Scope.Empty;
        foreach (var name in mentioned)
        {
            if (!parameters.Contains(name) && scope.Find(name) is { } value) kept = kept.With(name, value);
        }

        return new FunctionValue(owner) { Parameters = parameters, Body = lambda.Items[2], Scope = kept, Line = line };
    }

    /// <summary>An equation as a function.</summary>
    public static FunctionValue Group(MemberSyntax equation, ModelInstance owner) => new(owner) { Equation = equation };

    /// <summary>A tensor as a function of its last indices.</summary>
    public static FunctionValue Of(Tensor tensor, object[] leading, string[] parameters, ModelInstance owner) => new(owner) { Tensor = tensor, Leading = leading, Parameters = parameters };

    /// <summary>An equation that has been given its first arguments, as a function of the others.</summary>
    public static FunctionValue Of(MemberSyntax equation, object[] leading, ModelInstance owner) => new(owner) { Equation = equation, Leading = leading };

    /// <summary>The names of the arguments that are still to be given.</summary>
    public string[] Remaining => Equation is { } equation ? equation.Parameters.Skip(Leading.Length).Select(p => p.Name).ToArray() : Parameters;

    /// <summary>The indices that the function depends on besides its parameters.</summary>
    public IEnumerable<Index> Captured() => Scope.Values().Concat(Leading).SelectMany(v => v switch
    {
        Expression e => e.Indices(),
        FunctionValue f => f.Captured(),
        _ => [],
    });

    /// <summary>The same function with captured indices replaced.</summary>
    public FunctionValue Map(Func<Expression, Expression> replacement) => new(Owner)
    {
        Parameters = Parameters,
        Body = Body,
        Equation = Equation,
        Line = Line,
        Tensor = Tensor,
        Leading = Leading.Select(v => Mapped(v, replacement)).ToArray(),
        Scope = Scope.Map(v => Mapped(v, replacement)),
    };

    /// <summary>Equal for functions that mean the same.</summary>
    public string Key() => Equation is not null ? $"{Owner.Path}{Equation.Name}{(Leading.Length > 0 ? $"({string.Join(";", Leading.Select(Text))})" : "")}"
        : Tensor is not null ? $"@{Tensor.Id}[{string.Join(";", Leading.Select(Text))}]"
        : $"{Owner.Path}({string.Join(" ", Parameters)})=>{Body}{{{string.Join(";", Scope.Entries().Select(e => $"{e.Name}={Text(e.Value)}"))}}}";

    private static object Mapped(object value, Func<Expression, Expression> replacement) => value is Expression e ? replacement(e) : ((FunctionValue)value).Map(replacement);

    private static string Text(object value) => value is Expression x ? "#" + x.Id : ((FunctionValue)value).Key();

    private static void Mention(SExpression e, SortedSet<string> names)
    {
        if (e.Atom is { } atom) names.Add(atom);
        foreach (var item in e.Items) Mention(item, names);
    }
}

/// <summary>What the names of parameters, lambda parameters and locals stand for: an <see cref="Expression"/> or a <see cref="FunctionValue"/>.</summary>
internal sealed class Scope
{
    private readonly Scope? _outer;
    private readonly string _name;
    private readonly object? _value;

    private Scope(Scope? outer, string name, object? value)
    {
        _outer = outer;
        _name = name;
        _value = value;
    }

    /// <summary>No names.</summary>
    public static Scope Empty { get; } = new(null, "", null);

    /// <summary>This and one name more.</summary>
    public Scope With(string name, object value) => new(this, name, value);

    /// <summary>What the name stands for, or null.</summary>
    public object? Find(string name)
    {
        for (var s = this; s is not null; s = s._outer)
        {
            if (s._name == name && s._value is not null) return s._value;
        }

        return null;
    }

    /// <summary>All values.</summary>
    public IEnumerable<object> Values() => Entries().Select(e => e.Value);

    /// <summary>All names with their values, outermost first.</summary>
    public IEnumerable<(string Name, object Value)> Entries()
    {
        var all = new List<(string, object)>();
        for (var s = this; s is not null; s = s._outer)
        {
            if (s._value is not null) all.Add((s._name, s._value));
        }

        all.Reverse();
        return all;
    }

    /// <summary>The same names with other values.</summary>
    public Scope Map(Func<object, object> map)
    {
        var result = Empty;
        foreach (var (name, value) in Entries()) result = result.With(name, map(value));
        return result;
    }
}
