using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Equations;
using Ansatz.Compiler.Operators;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Layers;

/// <summary>What is unwise about layers that follow each other, and about what the losses are given: seen in the program as it was elaborated, not in names.</summary>
public static class StackAdvice
{
    /// <summary>What is unwise in the program of a loss.</summary>
    /// <param name="program">The program.</param>
    /// <param name="root">The model.</param>
    /// <param name="layers">Its layers.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="uses">The declarations of all models.</param>
    public static IEnumerable<Problem> Of(TensorProgram program, ModelInstance root, IReadOnlyList<LayerUse> layers, MemberSyntax loss, EquatableArray<ImportedModel> uses) =>
        Collapses(program, layers, uses).Concat(Losses(program, loss)).Concat(Untrained(root, loss));

    // Two layers with weights, the second an affine function of the first: one matrix does the same.
    private static IEnumerable<Problem> Collapses(TensorProgram program, IReadOnlyList<LayerUse> layers, EquatableArray<ImportedModel> uses)
    {
        var maps = layers.ToDictionary(static l => l.Instance.Path + l.Maps.Name);
        var results = program.Statements.Where(s => maps.ContainsKey(s.Target.Name)).Select(s => (s.Target, Layer: maps[s.Target.Name])).ToArray();
        if (results.Length is < 2 or > 100) yield break;
        var affine = new Dictionary<LayerUse, bool>();
        var pairs = new List<(int First, int Second)>();
        for (var first = 0; first < results.Length; first++)
        {
            var dependence = Dependence.On(results[first].Target);
            for (var second = 0; second < results.Length; second++)
            {
                if (first != second && dependence.Of(results[second].Target) == Degree.Affine) pairs.Add((first, second));
            }
        }

        foreach (var (first, second) in pairs)
        {
            var (a, b) = (results[first].Layer, results[second].Layer);

            // What stands between the layers inside of one, such as an adapter and what it adapts, is that one's own affair.
            if (a.Use == b.Use || !HasWeights(a) || !HasWeights(b) || pairs.Any(p => p.First == first && pairs.Contains((p.Second, second)) && HasWeights(results[p.Second].Layer))) continue;
            if (!affine.TryGetValue(a, out var isAffine)) affine[a] = isAffine = FactorizationAdvice.IsAffine(a, uses);
            if (!isAffine) continue;

            // Where both together have fewer weights than one matrix, they may be meant as its factors.
            var dense = a.In * b.Out;
            var isSmaller = a.WeightCount.Constant is { } x && b.WeightCount.Constant is { } y && dense.Constant is { } z && x + y < z;
            yield return new Problem(LayerCodes.LayersCollapse, b.Use.Line, 2,
                isSmaller
                    ? $"'{a.Name}' and '{b.Name}' are one linear map, a matrix of {LayerUse.Text(b.To)} by {LayerUse.Text(a.From)} in two factors: between them stands nothing that is not linear."
                    : $"'{a.Name}' and '{b.Name}' are one linear map: between them stands nothing that is not linear, so that a single layer can do the same. Put an activation after '{a.Name}'.",
                isSmaller ? Severity.Information : Severity.Warning);
        }

        static bool HasWeights(LayerUse layer) => layer.Parameters.Any(static t => t.Shape.Length > 1);
    }

    // What the loss applies itself must not have been applied before.
    private static IEnumerable<Problem> Losses(TensorProgram program, MemberSyntax loss)
    {
        foreach (var s in program.Statements)
        {
            if (s.Reducer == Reducer.LogSumExp && Value(s.Body) is { } scores)
            {
                if (IsSoftmax(scores))
                    yield return At(LayerCodes.SoftmaxTwice, $"The loss '{loss.Name}' takes the softmax of its scores itself (LogSumExp), and '{Name(s.Body)}' is a softmax already: give it the scores.");
                else if (scores.Is(ScalarOperators.Max) && scores.Arguments.Any(static a => a.IsNumber(0)))
                    yield return At(LayerCodes.ActivationBeforeLoss, $"The scores of the loss '{loss.Name}', '{Name(s.Body)}', cannot be less than 0, and where they are 0 no gradient passes: leave out the activation after the last layer.");
                else if (scores.Is(FunctionOperators.Sigmoid))
                    yield return At(LayerCodes.ActivationBeforeLoss, $"The scores of the loss '{loss.Name}', '{Name(s.Body)}', lie between 0 and 1, so that no class can have a share near 1: leave out the sigmoid after the last layer.");
                if (s.Reduced.Length == 1 && s.Reduced[0].Extent is { } classes && classes.Constant == 1)
                    yield return At(LayerCodes.SingleClass, $"The loss '{loss.Name}' takes a softmax over one class, which is 1 whatever the score is: use binary cross-entropy, or as many scores as there are classes.");
                if (IsDropped(scores))
                    yield return At(LayerCodes.DropoutBeforeLoss, $"The scores of the loss '{loss.Name}', '{Name(s.Body)}', are dropped at random: dropout belongs before the last layer, not after it.");
            }

            foreach (var e in s.Body.Nodes())
            {
                if (e.Is(FunctionOperators.Softplus) && Value(e.Arguments[0]) is { } logit && logit.Is(FunctionOperators.Sigmoid))
                    yield return At(LayerCodes.SigmoidTwice, $"The loss '{loss.Name}' takes the logistic function of its scores itself (Softplus), and '{Name(e.Arguments[0])}' is one already: give it the scores.");
            }
        }

        Problem At(string code, string message) => new(code, loss.Line, loss.LossNode, message, Severity.Warning);
    }

    private static IEnumerable<Problem> Untrained(ModelInstance root, MemberSyntax loss)
    {
        var parameters = root.All().SelectMany(static i => i.Tensors.Values).Where(static t => t.Role == TensorRole.Parameter).ToArray();
        if (parameters.Length > 0 && parameters.All(static t => t.IsFrozen))
            yield return new Problem(LayerCodes.NothingTrained, loss.Line, loss.LossNode, $"Every parameter of the model is frozen: the gradient of '{loss.Name}' has nothing to change.", Severity.Warning);
    }

    // What a number is made of, through equations that only hand it on.
    private static Expression? Value(Expression e)
    {
        for (var depth = 0; depth < 100; depth++)
        {
            if (e.Kind == ExpressionKind.Read && e.Tensor.Definition is { Reducer: Reducer.None, Scatter: null } made) e = made.Body;
            else return e.Kind == ExpressionKind.Apply ? e : null;
        }

        return null;
    }

    private static string Name(Expression e) => e.Kind == ExpressionKind.Read ? e.Tensor.Name : e.ToString();

    // exp(z − log Σ exp z), exp z / Σ exp z, or the logarithm of one of them.
    private static bool IsSoftmax(Expression e)
    {
        if (e.Is(FunctionOperators.Exp) || e.Operator.Name == "Log") e = Value(e.Arguments[0]) ?? e;
        if (e.Is(ScalarOperators.Subtract)) return Reduces(e.Arguments[1], Reducer.LogSumExp);
        return e.Is(ScalarOperators.Divide) && Value(e.Arguments[0])?.Is(FunctionOperators.Exp) == true && Reduces(e.Arguments[1], Reducer.Sum);
    }

    private static bool Reduces(Expression e, Reducer reducer)
    {
        for (var depth = 0; depth < 100 && e.Kind == ExpressionKind.Read && e.Tensor.Definition is { } made; depth++)
        {
            if (made.Reducer == reducer) return true;
            if (made.Reducer != Reducer.None) return false;
            e = made.Body;
        }

        return false;
    }

    // random < p ? y / p : 0.
    private static bool IsDropped(Expression e) => e.Is(ScalarOperators.Select) && e.Arguments.Skip(1).Any(static a => a.IsNumber(0))
        && e.Arguments[0].Nodes().Any(static n => n.Kind == ExpressionKind.Apply && n.Operator.Name is "Uniform" or "Normal");
}
