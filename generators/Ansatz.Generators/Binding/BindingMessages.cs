namespace Ansatz.Generators.Binding;

/// <summary>What was found wrong while binding, in words: the one place for these sentences.</summary>
public static class BindingMessages
{
    /// <summary>The message of a problem.</summary>
    public static string Of(ProblemLine problem)
    {
        var first = Argument(problem, 0);
        var second = Argument(problem, 1);
        return problem.Code switch
        {
            BindingCodes.TypeNotPartial => $"'{first}' has to be partial: the generator writes the other part of a model",
            BindingCodes.MemberNotPartial => second.StartsWith("model ", StringComparison.Ordinal)
                ? $"'{first}' is a used model without a value: make it here ('= new(…)'), or declare it partial to have it handed to the constructor"
                : $"'{first}' is marked [{second}] and has to be partial: the generator writes its getter",
            BindingCodes.UnsupportedSyntax => $"The notation has no {Words(first)}{Instead(first)}",
            BindingCodes.UnknownName => $"'{first}' is not a name that an equation can use here{Meant(second)}",
            BindingCodes.UnknownFunction => second.Length > 0
                ? $"'{first}' is not a function here: add 'using static {second};'"
                : $"'{first}' is not a function of the notation: equations call equations, MathF, Math, and the functions, reductions and random numbers of Ansatz{Meant(Argument(problem, 2))}",
            BindingCodes.UnsupportedType => $"The type of '{first}' does not fit: it has to be {second}",
            BindingCodes.StatementBody => second == "no body"
                ? $"'{first}' has no body, and the generator cannot know it"
                : $"'{first}' is not an equation: besides local values and a final return its body has {Article(Words(second))}",
            BindingCodes.UnknownUseArgument => $"'{second}' has neither an extent nor a used model '{first}'",
            BindingCodes.AttributeArgument => first is "Update" or "UpdateAttribute"
                ? $"[Update] takes the name of a [State] of this model, not '{second}'"
                : $"[{first}] does not take '{second}': an extent is a whole number or the name of an extent of this model",
            BindingCodes.CallArguments => $"The arguments of '{first}' do not fit: {second}",
            BindingCodes.UnreadableDeclaration => $"The model '{first}' cannot be used: {second}",
            BindingCodes.OutsideNotation => $"'{first}' is ordinary C#, which an equation cannot use",
            BindingCodes.UnsupportedAccessor => $"'{first}' can only be read: declare it '{{ get; }}'",
            BindingCodes.DeclaredTwice => $"'{first}' is declared already: members of the notation have names of their own, without overloads",
            BindingCodes.AmbiguousReduction => $"'{first}' is ambiguous: import {(Vocabulary.Find(first) is var known && (known & FunctionClasses.Matrices) != 0 ? "LinearAlgebraF or LinearAlgebra" : "ReduceF or Reduce")}, not both, and write the other's name in front where it is meant",
            BindingCodes.ConflictingAttributes => $"'{first}' cannot be both [{second}] and [{Argument(problem, 2)}]",
            BindingCodes.UnsupportedModelType => $"'{first}' cannot be a model: {second}",
            BindingCodes.SemStatement when first.StartsWith("Latent ", StringComparison.Ordinal) && first.LastIndexOf(' ') == 6 =>
                $"The latent variable '{first.Substring(7)}' is measured by nothing: say by what with 'Paths.Measure({first.Substring(7)}, …)', or that it has no indicators with 'Paths.Measure({first.Substring(7)}, 0)'",
            BindingCodes.SemStatement => $"'{first}' is no statement of a structural equation model: 'Equations' is a list of Measure, Regress, Covary, Intercept, Define, Equal, Less and Greater, whose arguments are variables, labels, numbers and modifiers",
            BindingCodes.SemText => problem.Arguments.Count > 1
                ? $"'{first}' has both a model text and a method 'Equations': leave out one of them"
                : $"'{first}' has neither a model text nor a method 'Equations': write one of them",
            BindingCodes.LayerShapes => $"'{first}' takes {second} for each example, but '{Argument(problem, 2)}' gives {Argument(problem, 3)}",
            BindingCodes.NotALayer => $"'{first}' is no layer: {second}",
            BindingCodes.LayerElementType => $"'{first}' takes {second}, but '{Argument(problem, 2)}' gives {Argument(problem, 3)}: the layers of a network are all of one type, float or double",
            BindingCodes.SettingOutOfRange => $"'{first}' cannot be {second}: it is {Argument(problem, 2)}",
            BindingCodes.ResidualShapes => $"What goes into '{first}' is {second}, what comes out is {Argument(problem, 2)}: these cannot be added, so leave out 'Residual = true' or make them alike",
            BindingCodes.LossShape => second.Length > 0 && first == "SoftmaxCrossEntropy"
                ? $"SoftmaxCrossEntropy needs one row of scores for each example, one score for each class, but the result is {second}: write the loss as an equation, or let a last layer give one row"
                : $"{first} is written for up to three extents, but the result is {second}: write the loss as an equation",
            BindingCodes.LayerFromUnknown => $"'{second}', from which '{first}' reads, is no input, equation or layer of this network{Meant(Argument(problem, 2))}",
            BindingCodes.NetworkWithoutLayers => $"'{first}' has no layers: mark used models with [Layer], or the class with [Model]",
            BindingCodes.LayerOutsideNetwork => $"[Layer] says nothing here: '{second}' is marked [Model], not [Network], and calls '{first}' in its equations",
            BindingCodes.IncompleteText => "The text is not complete",
            BindingCodes.OtherMeaning => $"'{first}' is {second} here, not what the notation has under that name",
            BindingCodes.LanguageTooOld => $"The generated part of a model is C# 13, with partial properties, but this project is compiled as C# {first}: raise <LangVersion>, or leave it out",
            BindingCodes.GeneratedName => $"'{first}' is the name of something that the generator adds to this model: give this member another name",
            _ => $"Binding failed: {first}",
        };
    }

    private static string Argument(ProblemLine problem, int index) => index < problem.Arguments.Count ? problem.Arguments[index] : "";

    /// <summary>What one edit would mend, in the words of <see cref="Ansatz.Compiler.Checking.Problem.Hint"/>, or empty.</summary>
    public static string HintOf(ProblemLine problem) => problem.Code switch
    {
        BindingCodes.TypeNotPartial => "partial",
        BindingCodes.MemberNotPartial when !Argument(problem, 1).StartsWith("model ", StringComparison.Ordinal) => "partial",
        BindingCodes.UnknownName when Argument(problem, 1).Length > 0 => "replace " + Argument(problem, 1),
        BindingCodes.UnknownFunction when Argument(problem, 1).Length > 0 => "using " + Argument(problem, 1),
        BindingCodes.UnknownFunction when Argument(problem, 2).Length > 0 => "replace " + Argument(problem, 2),
        _ => "",
    };

    private static string Meant(string name) => name.Length == 0 ? "" : $"; did you mean '{name}'?";

    // What does the same within the notation, by the kind of the syntax node.
    private static string Instead(string kind) => kind switch
    {
        "SwitchExpression" => ": write a chain of conditions, c ? a : …",
        "IndexExpression" => ": count from the start, as in X[N - 1]",
        "RangeExpression" => ": sum or read element by element",
        "BitwiseAndExpression" or "BitwiseOrExpression" or "ExclusiveOrExpression" or "BitwiseNotExpression" => ": conditions are joined with && and ||, and there are no bit operations",
        "LeftShiftExpression" or "RightShiftExpression" or "UnsignedRightShiftExpression" => ": multiply or divide by a power of two",
        "SimpleAssignmentExpression" or "AddAssignmentExpression" or "SubtractAssignmentExpression" or "MultiplyAssignmentExpression" or "DivideAssignmentExpression"
            or "PreIncrementExpression" or "PostIncrementExpression" or "PreDecrementExpression" or "PostDecrementExpression" => ": an equation gives a value and changes nothing; name intermediate values with 'var'",
        "ConditionalAccessExpression" or "CoalesceExpression" => ": nothing in it is null",
        "QueryExpression" => ": sums and other reductions are Sum(N, i => …) and the like",
        "AwaitExpression" => ": an equation is computed at once",
        "ThrowExpression" => ": an equation has a value everywhere",
        _ => "",
    };

    // SwitchExpression: switch expression.
    private static string Words(string kind)
    {
        var words = new System.Text.StringBuilder();
        foreach (var character in kind)
        {
            if (char.IsUpper(character) && words.Length > 0 && words[words.Length - 1] != ' ') words.Append(' ');
            words.Append(char.ToLowerInvariant(character));
        }

        return words.ToString();
    }

    private static string Article(string words) => (words.Length > 0 && "aeiou".IndexOf(words[0]) >= 0 ? "an " : "a ") + words;
}
