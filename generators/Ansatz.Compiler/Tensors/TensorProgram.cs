using Ansatz.Compiler.Recurrences;

namespace Ansatz.Compiler.Tensors;

/// <summary>What a tensor is for.</summary>
public enum TensorRole
{
    /// <summary>An argument of the call.</summary>
    Input,

    /// <summary>Trained.</summary>
    Parameter,

    /// <summary>Outlives a call.</summary>
    State,

    /// <summary>Computed on the way.</summary>
    Intermediate,

    /// <summary>Handed to the caller.</summary>
    Output,

    /// <summary>The value that is differentiated.</summary>
    Loss,

    /// <summary>The gradient of the loss with respect to a parameter or an input.</summary>
    Gradient,

    /// <summary>The new value of a state.</summary>
    Update,

    /// <summary>A parameter's part of the direction of a Hessian–vector product: an argument of the call.</summary>
    Direction,

    /// <summary>A parameter's part of a Hessian–vector product: the derivative of its gradient along the direction.</summary>
    HessianVectorProduct,

    /// <summary>The columns of the Hessian that belong to a parameter: the derivatives of its gradient along every parameter in turn.</summary>
    Hessian,
}

/// <summary>A tensor of the program: given from outside, or the result of exactly one statement.</summary>
public sealed class Tensor(int id, string name, ScalarType type, TensorRole role)
{
    /// <summary>A number that is unique within a compilation.</summary>
    public int Id { get; } = id;

    /// <summary>The name that people read: the author's, or made from it.</summary>
    public string Name { get; set; } = name;

    /// <summary>Element type.</summary>
    public ScalarType Type { get; } = type;

    /// <summary>What it is for.</summary>
    public TensorRole Role { get; set; } = role;

    /// <summary>The lengths of its dimensions; unknown until bounds are inferred if it is computed.</summary>
    public Extent[] Shape { get; set; } = [];

    /// <summary>The shape that an equation was declared with, or null.</summary>
    public Extent[]? DeclaredShape { get; set; }

    /// <summary>The statement that computes it, or null if it is given from outside.</summary>
    public Statement? Definition { get; set; }

    /// <summary>For a gradient, update or shared storage: the tensor it belongs to.</summary>
    public Tensor? Of { get; set; }

    /// <summary>Where the value stands in the parameter set, counted over own and used models; −1 otherwise.</summary>
    public int Ordinal { get; set; } = -1;

    /// <summary>The line of the root's declaration that declares it, or whose gradient it sums; −1 if none does.</summary>
    public int DeclaredAt { get; set; } = -1;

    /// <summary>Whether it is an equation of the author's, or the adjoint of one: what has a name is computed as such.</summary>
    public bool IsEquation { get; set; }

    /// <summary>Of index data: the least value that is demanded; null if none is.</summary>
    public Extent? Least { get; set; }

    /// <summary>Of index data: limits that are demanded, each one more than the largest value.</summary>
    public List<Extent> Limits { get; } = [];

    /// <summary>Whether it holds whole numbers that are given from outside: what tensors may be read at.</summary>
    public bool IsIndexData => Definition is null && Type == ScalarType.Int;

    /// <summary>Whether the caller wants the gradient of this input.</summary>
    public bool WantsGradient { get; set; }

    /// <summary>Whether it is a parameter that training leaves as it is: it has no gradient.</summary>
    public bool IsFrozen { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>How a statement combines the values of its reduced indices.</summary>
public enum Reducer
{
    /// <summary>It does not: there are no reduced indices.</summary>
    None,

    /// <summary>Sum.</summary>
    Sum,

    /// <summary>Largest value.</summary>
    Max,

    /// <summary>Smallest value.</summary>
    Min,

    /// <summary>log Σ exp.</summary>
    LogSumExp,

    /// <summary>Position of the first largest value, in index order.</summary>
    ArgMax,

    /// <summary>Position of the first smallest value, in index order.</summary>
    ArgMin,

    // Whole-matrix primitives: see MatrixReducers.

    /// <summary>The lower triangular factor L of the symmetric part of A = LLᵀ.</summary>
    Cholesky,

    /// <summary>The adjoint of A, given L and the adjoint of L.</summary>
    CholeskyAdjoint,

    /// <summary>L⁻¹b, of which only the lower triangle of L is read.</summary>
    SolveLower,

    /// <summary>L⁻ᵀb, of which only the lower triangle of L is read.</summary>
    SolveLowerTransposed,

    /// <summary>A⁻¹b.</summary>
    Solve,

    /// <summary>A⁻ᵀb.</summary>
    SolveTransposed,

    /// <summary>A⁻¹.</summary>
    Inverse,

    /// <summary>log |det A|.</summary>
    LogDet,

    /// <summary>The triangular factors of A with its rows exchanged, L below the diagonal and U from it on; one column more says which rows.</summary>
    Factors,

    /// <summary>A⁻¹b, given the factors of A.</summary>
    SolveFactored,

    /// <summary>A⁻ᵀb, given the factors of A.</summary>
    SolveFactoredTransposed,
}

/// <summary>An index statement: for every value of the free indices, <c>Target[free] = reducer over reduced of Body</c>.</summary>
public sealed class Statement(Tensor target, Index[] free, Reducer reducer, Index[] reduced, Expression body)
{
    /// <summary>What it computes.</summary>
    public Tensor Target { get; } = target;

    /// <summary>The indices of the result, in order.</summary>
    public Index[] Free { get; } = free;

    /// <summary>How values are combined.</summary>
    public Reducer Reducer { get; } = reducer;

    /// <summary>The indices that are reduced over.</summary>
    public Index[] Reduced { get; } = reduced;

    /// <summary>The value at one point.</summary>
    public Expression Body { get; set; } = body;

    /// <summary>
    /// Null where the result is at the free indices; otherwise the free indices only enumerate, and the body is added to the
    /// target at these index expressions (the adjoint of a read through index data). Where the body is a choice between a value and 0,
    /// nothing is added, and the place is not looked at, unless the value is chosen.
    /// </summary>
    public Expression[]? Scatter { get; set; }

    /// <summary>What the statement is in a recurrence, or null.</summary>
    public RecurrenceMember? Recurrence { get; set; }

    /// <summary>The index that is the time of a recurrence, or null.</summary>
    public Index? Time => Recurrence is { } r ? Free[r.Dimension] : null;

    /// <summary>What a whole-matrix primitive reads, one or two reads of tensors; for other statements the body.</summary>
    public Expression[] Operands => Body.Is(MatrixReducers.Operands) ? Body.Arguments : [Body];

    /// <summary>
    /// The free indices that a whole-matrix primitive gives rise to: the row, or the row and the column, of its result. Its other free indices are in
    /// its operands; for each of their values there is a matrix, or a right side.
    /// </summary>
    public Index[] Own => Reducer.IsMatrix() ? Free.Where(i => !Body.DependsOn(i)).ToArray() : [];

    /// <summary>Free and reduced indices.</summary>
    public IEnumerable<Index> Domain => Free.Concat(Reduced);

    /// <summary>All reads, those of the scatter map included.</summary>
    public IEnumerable<Expression> Reads() => Scatter is null ? Body.Reads() : Body.Reads().Concat(Scatter.SelectMany(x => x.Reads())).Distinct();

    /// <summary>Whether it is a pointwise statement.</summary>
    public bool IsMap => Reducer == Reducer.None && Scatter is null;

    /// <inheritdoc/>
    public override string ToString()
    {
        var left = Scatter is null
            ? Free.Length == 0 ? Target.Name : $"{Target.Name}[{string.Join(",", Free.Select(i => i.Name))}]"
            : $"{Target.Name}[{string.Join(",", Scatter.Select(s => s.ToString()))}]";
        var sign = Scatter is null ? "=" : "+=";
        return $"{left} {sign} {RightSide()}";
    }

    /// <summary>The right side in index notation.</summary>
    public string RightSide()
    {
        if (Reducer.IsMatrix()) return MatrixReducers.RightSide(this);
        var over = string.Join(",", Reduced.Select(i => i.Name));
        var body = Body.ToString();
        return Reducer switch
        {
            Reducer.None => body,
            Reducer.Sum when Reduced.Length == 0 => body,
            Reducer.Sum => $"Σ_{over} {(Body.Kind == ExpressionKind.Apply && Body.Operator.Precedence is > 0 and < 5 ? $"({body})" : body)}",
            _ => $"{Reducer}_{over} {(Body.Kind == ExpressionKind.Apply && Body.Operator.Infix is not null ? $"({body})" : body)}",
        };
    }
}

/// <summary>A condition on extents that cannot be decided at compile time: checked when the model is made or called.</summary>
/// <param name="Value">What must be at most <paramref name="Limit"/>.</param>
/// <param name="Limit">The limit.</param>
/// <param name="What">What is compared, for the message.</param>
public sealed record ExtentRequirement(Extent Value, Extent Limit, string What);

/// <summary>A range in which index data must lie, checked once per call.</summary>
/// <param name="Data">The tensor of integers.</param>
/// <param name="Least">The least value, or null if any is small enough.</param>
/// <param name="Limit">One more than the largest value, or null if none is too large.</param>
public sealed record IndexRequirement(Tensor Data, Extent? Least, Extent? Limit);

/// <summary>
/// Statements in an order in which every tensor is computed before it is read, except within a recurrence, whose statements stand side by
/// side in the order of one step; and what they start from and end in.
/// </summary>
public sealed class TensorProgram(ExpressionGraph graph, string name)
{
    private int _tensors;

    /// <summary>Makes the expressions.</summary>
    public ExpressionGraph Graph { get; } = graph;

    /// <summary>The name of the model.</summary>
    public string Name { get; } = name;

    /// <summary>Tensors that come from outside.</summary>
    public List<Tensor> Given { get; } = [];

    /// <summary>The statements.</summary>
    public List<Statement> Statements { get; set; } = [];

    /// <summary>Tensors that must be computed.</summary>
    public List<Tensor> Results { get; } = [];

    /// <summary>Conditions on extents.</summary>
    public List<ExtentRequirement> ExtentRequirements { get; } = [];

    /// <summary>Conditions on index data.</summary>
    public List<IndexRequirement> IndexRequirements { get; } = [];

    /// <summary>Demands that index data lie in a range, of which either end may be open.</summary>
    public void Require(Tensor data, Extent? least, Extent? limit)
    {
        if (least is not null) data.Least = data.Least is null ? least : Checking.Constraints.Larger(data.Least, least) ?? data.Least;
        if (limit is not null && !data.Limits.Contains(limit)) data.Limits.Add(limit);
        for (var k = 0; k < IndexRequirements.Count; k++)
        {
            var known = IndexRequirements[k];
            if (known.Data != data || !Agree(known.Least, least) || !Agree(known.Limit, limit)) continue;
            IndexRequirements[k] = new(data, known.Least ?? least, known.Limit ?? limit);
            return;
        }

        IndexRequirements.Add(new(data, least, limit));

        static bool Agree(Extent? a, Extent? b) => a is null || b is null || a.Equals(b);
    }

    /// <summary>A new tensor.</summary>
    public Tensor NewTensor(string name, ScalarType type, TensorRole role) => new(_tensors++, name, type, role);

    /// <summary>How many reads each tensor has, over all statements.</summary>
    public Dictionary<Tensor, List<Statement>> Readers()
    {
        var readers = new Dictionary<Tensor, List<Statement>>();
        foreach (var s in Statements)
        {
            foreach (var tensor in s.Reads().Select(r => r.Tensor).Distinct())
            {
                if (!readers.TryGetValue(tensor, out var list)) readers[tensor] = list = [];
                list.Add(s);
            }
        }

        return readers;
    }

    /// <summary>Defines a tensor by a new statement at the end.</summary>
    public Tensor Define(string name, ScalarType type, Index[] free, Reducer reducer, Index[] reduced, Expression body, TensorRole role = TensorRole.Intermediate)
    {
        var tensor = NewTensor(name, type, role);
        tensor.Shape = free.Select(i => i.Extent!).ToArray();
        tensor.Definition = new Statement(tensor, free, reducer, reduced, body);
        Statements.Add(tensor.Definition);
        return tensor;
    }

    /// <summary>The program in index notation, one statement a line.</summary>
    public override string ToString() => string.Join("\n", Statements.Select(s =>
        $"{s}{(s.Free.Length > 0 ? "   for " + string.Join(", ", s.Free.Select(i => $"{i.Name} < {i.Extent}")) : "")}{(s.Reduced.Length > 0 ? "   over " + string.Join(", ", s.Reduced.Select(i => $"{i.Name} < {i.Extent}")) : "")}"));
}
