using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Contractions;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Equations;

// Whole-matrix primitives. Each becomes a statement that reduces over all of its operands, which are tensors: what is not a read of one yet is
// made one. Positive definite systems are written in terms of the Cholesky factor here, so that everything that needs the factor shares it.
public sealed partial class Elaborator
{
    /// <summary>A matrix, or right sides, as an expression of indices of their own.</summary>
    private sealed record Operand(Expression Value, Index[] Indices);

    private static bool IsMatrix(string holder) => holder is "LinearAlgebra" or "LinearAlgebraF";

    private bool IsFunction(SExpression e, Scope scope, ModelInstance owner) => e.Head is "fn" or "group"
        || (e.Head is { } head && head.LastIndexOf('.') is var dot and > 0 && IsMatrix(head.Substring(0, dot)) && !head.Substring(dot + 1).StartsWith("LogDet", StringComparison.Ordinal))
        || (e.Head == "call" && Holder(e.Items[1].Atom!, owner) is var (holder, simple) && holder.Syntax[simple] is { Kind: MemberKind.Equation } equation && e.Items.Length - 2 < equation.Parameters.Length)
        || (e.Atom is { } atom && scope.Find(atom) is FunctionValue);

    /// <summary>An <see cref="Expression"/> for a determinant, otherwise a <see cref="FunctionValue"/>.</summary>
    private object Matrix(SExpression e, string holder, string name, Scope scope, ModelInstance owner, int line)
    {
        var type = holder == "LinearAlgebraF" ? ScalarType.Float : ScalarType.Double;
        var extents = new List<Extent>();
        foreach (var item in e.Items[1].Items)
        {
            var extent = Evaluate(item, scope, owner, line);
            Here(item, owner, line);
            if (extent.Kind != ExpressionKind.Extent) throw Fail(ProblemCodes.ExtentUnknown, $"The number of rows and columns of {name} must be made of extents and whole numbers.");
            extents.Add(extent.Extent);
        }

        var n = extents[0];
        var a = OperandOf(e.Items[2], [n, n], type, scope, owner, line);
        Operand Right() => OperandOf(e.Items[3], extents.ToArray(), type, scope, owner, line);
        switch (name)
        {
            case "Cholesky": return Define(Reducer.Cholesky, type, owner, a);
            case "SolveLower": return Define(Reducer.SolveLower, type, owner, a, Right());
            case "SolveLowerTransposed": return Define(Reducer.SolveLowerTransposed, type, owner, a, Right());
            case "Solve": return Define(Reducer.Solve, type, owner, a, Right());
            case "Inverse": return Define(Reducer.Inverse, type, owner, a);
            case "LogDet": return ReadOf(Define(Reducer.LogDet, type, owner, a), []);
            case "SolvePositiveDefinite":
                // LLᵀx = b
                var right = Right();
                var factor = AsOperand(Define(Reducer.Cholesky, type, owner, a), a.Indices);
                return Define(Reducer.SolveLowerTransposed, type, owner, factor, AsOperand(Define(Reducer.SolveLower, type, owner, factor, right), right.Indices));
            case "LogDetPositiveDefinite":
                // log det LLᵀ = 2 Σ_i log L[i,i]
                var i = _graph.NewIndex(a.Indices[0].Name, n);
                var diagonal = ReadOf(Define(Reducer.Cholesky, type, owner, a), [_graph.Of(i), _graph.Of(i)]);
                return _graph.Multiply(_graph.Number(2, type), Reduce(Reducer.Sum, [i], _graph.Function(FunctionOperators.Log, diagonal), type));
            default: throw Fail(ProblemCodes.NotSupported, $"'{holder}.{name}' is not part of the notation.");
        }
    }

    private Expression ReadOf(FunctionValue f, Expression[] at) => ReadOf(f.Tensor!, f.Leading.Cast<Expression>().Concat(at).ToArray());

    private Operand AsOperand(FunctionValue f, Index[] like)
    {
        var own = like.Select(i => _graph.NewIndex(i.Name, i.Extent)).ToArray();
        return new Operand(ReadOf(f, own.Select(i => _graph.Of(i)).ToArray()), own);
    }

    private Operand OperandOf(SExpression e, Extent[] extents, ScalarType type, Scope scope, ModelInstance owner, int line)
    {
        var function = Function(e, scope, owner, line);
        var names = function.Remaining;
        var own = extents.Select((x, k) => _graph.NewIndex(k < names.Length ? names[k] : k == 0 ? "i" : "j", x)).ToArray();
        return new Operand(Implicit(ApplyFunction(function, own.Select(i => _graph.Of(i)).ToArray(), () => Here(e, owner, line)), type), own);
    }

    private FunctionValue Define(Reducer reducer, ScalarType type, ModelInstance owner, Operand a, Operand? b = null)
    {
        a = AsTensor(a, reducer + "Matrix", type);
        if (b is not null) b = AsTensor(b, reducer + "Right", type);
        Operand[] operands = b is null ? [a] : [a, b];

        // Columns of right sides are no different from other indices that only the right side has, but for their place in the result.
        var columns = b is null ? [] : b.Indices.Skip(1).ToArray();
        var reduced = operands.SelectMany(o => o.Indices).Except(columns).ToArray();
        var outer = operands.SelectMany(o => o.Value.Indices()).Except(reduced).Except(columns).OrderBy(i => i.Id).ToArray();
        var fresh = reduced.ToDictionary(i => i, i => _graph.NewIndex(i.Name, i.Extent));
        foreach (var i in outer.Concat(columns)) fresh[i] = _graph.NewIndex(i.Name, null);
        var own = a.Indices.Take(reducer.OwnCount()).Select(i => _graph.NewIndex(i.Name, i.Extent)).ToArray();
        var values = operands.Select(o => Substituted(o.Value, fresh.ToDictionary(p => p.Key, p => _graph.Of(p.Value)))).ToArray();
        var free = outer.Select(i => fresh[i]).Concat(own).Concat(columns.Select(i => fresh[i])).ToArray();
        var tensor = _program.NewTensor("#" + reducer, type, TensorRole.Intermediate);
        tensor.Definition = new Statement(tensor, free, reducer, reduced.Select(i => fresh[i]).ToArray(), values.Length == 1 ? values[0] : _graph.Raw(MatrixReducers.Operands, type, values));
        _program.Statements.Add(tensor.Definition);
        return FunctionValue.Of(tensor, outer.Select(i => _graph.Of(i)).ToArray(), own.Concat(columns).Select(i => i.Name).ToArray(), owner);
    }

    // The kernels read memory.
    private Operand AsTensor(Operand operand, string name, ScalarType type)
    {
        if (ContractionMatcher.IsPlain(operand.Value) && operand.Indices.All(operand.Value.DependsOn)) return operand;
        var outer = operand.Value.Indices().Except(operand.Indices).OrderBy(i => i.Id).ToArray();
        var fresh = outer.Concat(operand.Indices).ToDictionary(i => i, i => _graph.NewIndex(i.Name, null));
        var tensor = _program.NewTensor("#" + name, type, TensorRole.Intermediate);
        tensor.Definition = new Statement(tensor, fresh.Values.ToArray(), Reducer.None, [], Substituted(operand.Value, fresh.ToDictionary(p => p.Key, p => _graph.Of(p.Value))));
        _program.Statements.Add(tensor.Definition);
        return operand with { Value = ReadOf(tensor, fresh.Keys.Select(i => _graph.Of(i)).ToArray()) };
    }
}
