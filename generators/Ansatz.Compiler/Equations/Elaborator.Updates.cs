using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Equations;

// Updates of states of used models.
public sealed partial class Elaborator
{
    // What equations of used models are given from outside, by instance and name of the parameter.
    private readonly Dictionary<string, Gift> _given = new(StringComparer.Ordinal);
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);

    private void NoteCall(ModelInstance caller, ModelInstance holder, MemberSyntax equation, object[] values)
    {
        if (ReferenceEquals(caller, holder)) return;
        _called.Add(holder.Path);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is not FunctionValue function) continue;
            var key = holder.Path + equation.Parameters[i].Name;
            if (!_given.TryGetValue(key, out var known)) _given.Add(key, new Gift(function, _here));
            else if (known.Function.Key() != function.Key()) known.Second ??= _here;
        }
    }

    /// <summary>
    /// The next values of the states of used models. An update equation is given what the other equations of its model were given under the same name,
    /// so that a running mean, say, is that of what is normalised.
    /// </summary>
    private void UpdateUsed()
    {
        foreach (var instance in _root.All().Where(i => !ReferenceEquals(i, _root) && _called.Contains(i.Path)))
        {
            foreach (var equation in instance.Syntax.Of(MemberKind.Equation).Where(e => e.Updates is not null))
            {
                var functions = equation.Parameters.Where(p => p.Type.Atom is null).Select(p => Found(instance, equation, p.Name)).OfType<FunctionValue>().ToArray();
                if (functions.Length != equation.Parameters.Count(p => p.Type.Atom is null)) continue;
                var state = Updated(instance, equation);
                var tensor = Instance(instance, equation, functions);
                if (tensor.Role != TensorRole.Intermediate) continue;
                tensor.Role = TensorRole.Update;
                tensor.Shape = state.Shape;
                tensor.Of = state;
                _program.Results.Add(tensor);
            }
        }
    }

    private FunctionValue? Found(ModelInstance instance, MemberSyntax equation, string parameter)
    {
        if (!_given.TryGetValue(instance.Path + parameter, out var gift)) return null;
        _here = gift.Second ?? gift.Where;
        var name = instance.Path.TrimEnd('.');
        if (gift.Second is not null)
            throw Fail(ProblemCodes.UpdateAmbiguous, $"'{name}' is given different equations as '{parameter}', so the next value of its '{equation.Updates}' is not determined. Use an object of its class for each.");
        if (gift.Function.Captured().FirstOrDefault() is { } index)
            throw Fail(ProblemCodes.UpdateAmbiguous, $"What '{name}' is given as '{parameter}' depends on the index '{index.Name}' around it, so its '{equation.Updates}' has no one next value. Hand on an equation that has all its indices.");
        return gift.Function;
    }

    // The state that an equation updates.
    private Tensor Updated(ModelInstance owner, MemberSyntax equation)
    {
        var state = equation.Updates!;
        var indices = equation.Parameters.Count(p => p.Type.Atom is not null);
        if (!owner.Tensors.TryGetValue(state, out var of) || of.Role != TensorRole.State) throw Unknown(state, $"'{state}' is not a state of this model.", owner.Tensors.Where(t => t.Value.Role == TensorRole.State).Select(t => t.Key));
        if (of.Shape.Length != indices) throw Fail(ProblemCodes.OutputExtents, $"'{equation.Name}' has {indices} indices, the state '{state}' that it updates has {of.Shape.Length}.");
        return of;
    }

    /// <summary>An equation handed to a used model, and where; where another one is, if there is one.</summary>
    private sealed class Gift(FunctionValue function, (int Member, int Node) where)
    {
        public FunctionValue Function { get; } = function;

        public (int Member, int Node) Where { get; } = where;

        public (int Member, int Node)? Second { get; set; }
    }
}
