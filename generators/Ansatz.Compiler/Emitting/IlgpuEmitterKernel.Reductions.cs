using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

// Reductions: one, several over the same terms, or one with maps over its terms.
internal sealed partial class IlgpuEmitterKernel
{
    private const string StatesType = "States";

    private IlgpuKernel Reduction(CodeWriter code)
    {
        var with = _reductions.With(_nest);
        return with.Count > 0 && with[0].Target is not null ? Siblings(code, [_nest, .. with]) : Reduction(code, with);
    }

    private IlgpuKernel Reduction(CodeWriter code, IReadOnlyList<LoopNest> maps)
    {
        var (target, term) = (_nest.Target!, _nest.Term!);
        var isArgument = _nest.Reducer is Reducer.ArgMax or Reducer.ArgMin;
        var value = CsharpText.Type(isArgument ? term.Type : target.Type);
        var prefix = value == "double" ? "Double" : "Single";
        var state = isArgument ? prefix + "Position" : _nest.Reducer == Reducer.LogSumExp ? prefix + "LogSumExp" : value;
        var (empty, join) = _nest.Reducer switch
        {
            Reducer.LogSumExp => (state + ".Empty", state + ".Join(a, b)"),
            Reducer.ArgMax => (state + ".Empty", state + ".Largest(a, b)"),
            Reducer.ArgMin => (state + ".Empty", state + ".Smallest(a, b)"),
            _ => Joined(_nest.Reducer, value, "a", "b"),
        };
        var along = IlgpuReductions.IsAlong(_nest, _loops);
        Describe(code, along);
        code.Line($"public readonly struct {_name} : {(maps.Count > 0 ? $"IVisitingReduction<{IlgpuEmitter.MemoryType}, {state}, {value}>" : $"IReduction<{IlgpuEmitter.MemoryType}, {state}>")}").Open();
        code.Line($"public static {state} Empty => {empty};").Line();
        code.Line($"public static {state} Join({state} a, {state} b) => {join};").Line();
        Method(code, state, "Term", [(Elements, "element"), (_nest.Reduced, "term")], "", () =>
        {
            _body.Prepare([term]);
            var text = _body.Text(term);
            if (isArgument) text = $"new({text}, (int){Number((_nest.Reduced, "term"))})";
            else if (_nest.Reducer == Reducer.LogSumExp) text = $"{state}.Of({text})";
            else text = Cast(text, term, target);
            _code.Line($"return {text};");
        });
        code.Line();
        var result = isArgument || _nest.Reducer is Reducer.Max or Reducer.Min ? "extreme" : "sum";
        Method(code, "void", "Store", [(Elements, "element")], $", {state} {result}", () => Finish(ValueOf(result)));
        if (maps.Count > 0)
        {
            code.Line().Line($"public static {value} Value({state} {result}) => {(state == value ? result : result + ".Value")};").Line();
            Method(code, "void", "Visit", [(Elements, "element"), (_nest.Reduced, "term")], $", {value} {result}", () =>
            {
                _body.Registers[target] = result;
                foreach (var map in maps) Assign(map.Assignments, (tensor, text) => _code.Line($"{Place(tensor, map.Domain)} = {Kept(tensor, text)};"));
            });
        }

        code.Close();
        var lse = along && _nest.Reducer == Reducer.LogSumExp;
        var method = maps.Count > 0
            ? lse ? $"VisitLogSumExp{prefix}<{IlgpuEmitter.MemoryType}, {_name}>" : $"VisitAlong<{IlgpuEmitter.MemoryType}, {state}, {value}, {_name}>"
            : lse ? $"LogSumExp{prefix}<{IlgpuEmitter.MemoryType}, {_name}>" : $"Reduce{(along ? "Along" : "Across")}<{IlgpuEmitter.MemoryType}, {state}, {_name}>";
        return new IlgpuKernel(_name, method, [Count(Elements), Count(_nest.Reduced)], null);

        // The number in what the terms come to, as a local if that takes a computation and it is needed again.
        string ValueOf(string name)
        {
            var text = isArgument ? name + ".At" : _nest.Reducer == Reducer.LogSumExp ? name + ".Value" : name;
            if (text == name || !_nest.Assignments.Any(a => a.Value.Reads().Any(r => r.Tensor == target))) return text;
            var local = _body.Locals.For(CsharpText.Argument(Name(target).Replace("_", "")));
            _code.Line($"var {local} = {text};");
            return local;
        }
    }

    private IlgpuKernel Siblings(CodeWriter code, IReadOnlyList<LoopNest> nests)
    {
        var value = CsharpText.Type(_nest.Target!.Type);
        var state = $"{_name}.{StatesType}";
        var along = IlgpuReductions.IsAlong(_nest, _loops);
        Describe(code, along);
        code.Line($"public readonly struct {_name} : IReduction<{IlgpuEmitter.MemoryType}, {state}>").Open();
        code.Line($"public struct {StatesType}").Open();
        code.Line($"public {value} {string.Join(", ", nests.Select(n => Name(n.Target!)))};").Close().Line();
        code.Line($"public static {state} Empty => new() {{ {Each(n => Joined(n.Reducer, value, "", "").Empty)} }};").Line();
        code.Line($"public static {state} Join({state} a, {state} b) => new() {{ {Each(n => Joined(n.Reducer, value, "a." + Name(n.Target!), "b." + Name(n.Target!)).Join)} }};").Line();
        Method(code, state, "Term", [(Elements, "element"), (_nest.Reduced, "term")], "", () =>
        {
            _body.Prepare(nests.Select(n => n.Term!));
            var texts = nests.ToDictionary(n => n, n => Cast(_body.Text(n.Term!), n.Term!, n.Target!));
            _code.Line($"return new() {{ {Each(n => texts[n])} }};");
        });
        code.Line();
        Method(code, "void", "Store", [(Elements, "element")], $", {state} all", () =>
        {
            foreach (var nest in nests)
            {
                _body.Registers[nest.Target!] = "all." + Name(nest.Target!);
                if (IsStored(nest.Target!)) Store(nest.Target!, "all." + Name(nest.Target!));
                Assign(nest.Assignments, Store);
            }
        });
        code.Close();
        return new IlgpuKernel(_name, $"Reduce{(along ? "Along" : "Across")}<{IlgpuEmitter.MemoryType}, {state}, {_name}>", [Count(Elements), Count(_nest.Reduced)], null);

        string Each(Func<LoopNest, string> text) => string.Join(", ", nests.Select(n => $"{Name(n.Target!)} = {text(n)}"));
    }

    private void Describe(CodeWriter code, bool along) =>
        code.Line($"// {AllElements}{AtTime}, {Counted(_nest.Reduced)} terms each, {(along ? "which lie side by side" : "beside those of neighbouring elements")}.");

    private static (string Empty, string Join) Joined(Reducer reducer, string type, string a, string b) => reducer switch
    {
        Reducer.Sum => ("0", $"{a} + {b}"),
        Reducer.Max => (type + ".NegativeInfinity", $"GpuElementary.Max({a}, {b})"),
        _ => (type + ".PositiveInfinity", $"GpuElementary.Min({a}, {b})"),
    };

    private static string Cast(string text, Expression term, Tensor target) =>
        term.Type == ScalarType.Int || (term.Type == ScalarType.Double && target.Type == ScalarType.Float) ? $"({CsharpText.Type(target.Type)})({text})" : text;
}
