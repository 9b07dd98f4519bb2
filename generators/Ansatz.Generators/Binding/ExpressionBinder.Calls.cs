using Ansatz.Compiler.Checking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>Calls: of equations, of functions that are arguments, of equations of used models, and of the vocabulary.</summary>
internal sealed partial class ExpressionBinder
{
    private void Invocation(InvocationExpressionSyntax call)
    {
        switch (call.Expression)
        {
            case IdentifierNameSyntax name:
                CallByName(call, name);
                break;
            case MemberAccessExpressionSyntax access when access.IsKind(SyntaxKind.SimpleMemberAccessExpression) && access.Name is IdentifierNameSyntax:
                CallOfMember(call, access);
                break;
            case InvocationExpressionSyntax inner when IsFunction(inner):
                // Cholesky(N, K)(i, j), L(k)(i, j).
                _out.Open("apply", call, call.ArgumentList);
                Bind(inner);
                foreach (var argument in call.ArgumentList.Arguments) Argument(argument);
                _out.Close();
                break;
            default:
                Unsupported(call.Expression.IsMissing ? call.Expression : call);
                break;
        }
    }

    private void CallByName(InvocationExpressionSyntax call, IdentifierNameSyntax name)
    {
        var text = name.Identifier.ValueText;
        if (text.Length == 0)
        {
            Incomplete(call);
            return;
        }

        if (InScope(text, out _))
        {
            Apply(call, text, name);
            return;
        }

        var member = session.Members.Find(text);
        if (member is { Kind: MemberKind.Equation })
        {
            OwnCall(call, member, name);
            return;
        }

        // C# passes over a member that cannot be called, so that a tensor may have the name of a function.
        if (member is { Syntax: MethodDeclarationSyntax })
        {
            Outside(member, call);
            return;
        }

        var classes = _part.Names.Functions(text);
        if (classes != FunctionClasses.None) Vocabular(call, classes, text);
        else if (member is not null) Outside(member, call);
        else UnknownFunction(call, text, text);
    }

    private void CallOfMember(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access)
    {
        var name = access.Name.Identifier.ValueText;
        if (name.Length == 0)
        {
            Incomplete(call);
        }
        else if (access.Expression is ThisExpressionSyntax)
        {
            if (session.Members.Find(name) is { Kind: MemberKind.Equation } equation) OwnCall(call, equation, access);
            else if (session.Members.Find(name) is { } other) Outside(other, call);
            else UnknownFunction(call, name, name);
        }
        else if (access.Expression is IdentifierNameSyntax function && name == "Invoke" && InScope(function.Identifier.ValueText, out _))
        {
            Apply(call, function.Identifier.ValueText, function);
        }
        else if (UsePath(access.Expression) is { } path)
        {
            _out.Open("call", call, access);
            _out.Atom(path + "." + name, access);
            Arguments(call.ArgumentList, HasNames(call.ArgumentList) ? UsedMember(access) as IMethodSymbol : null);
            _out.Close();
        }
        else if (!StartsWithValue(access.Expression) && ClassOf(access.Expression, name) is var one and not FunctionClasses.None)
        {
            if ((Vocabulary.Find(name) & one) != FunctionClasses.None || HasMethod(one, name)) Vocabular(call, one, name);
            else UnknownFunction(call, name, Brief(access));
        }
        else
        {
            UnknownFunction(call, name, Brief(access));
        }
    }

    private void Apply(InvocationExpressionSyntax call, string name, SyntaxNode origin)
    {
        _out.Open("apply", call, origin);
        _out.Atom(name, origin);
        foreach (var argument in call.ArgumentList.Arguments) Argument(argument);
        _out.Close();
    }

    private void OwnCall(InvocationExpressionSyntax call, Member equation, SyntaxNode origin)
    {
        session.References.Add((_out.Member, equation.Name));
        _out.Open("call", call, origin);
        if (equation.Syntax is PropertyDeclarationSyntax)
        {
            var count = call.ArgumentList.Arguments.Count;
            if (count != equation.Indices) session.Report(call.ArgumentList.CloseParenToken.IsMissing ? BindingCodes.IncompleteText : BindingCodes.CallArguments, equation.Name, "it takes " + LiteralText.Of(equation.Indices) + " arguments, not " + LiteralText.Of(count));
            _out.Atom(equation.Name, origin);
            foreach (var argument in call.ArgumentList.Arguments) Argument(argument);
            _out.Close();
            return;
        }

        var parameters = equation.Parameters;
        var arguments = call.ArgumentList.Arguments;
        var given = new ExpressionSyntax?[parameters.Length];
        string? wrong = null;
        var position = 0;
        foreach (var argument in arguments)
        {
            var target = argument.NameColon is { } colon ? Array.FindIndex(parameters, p => p.Name == colon.Name.Identifier.ValueText) : position;
            position++;
            if (target < 0) wrong ??= "it has no parameter '" + argument.NameColon!.Name.Identifier.ValueText + "'";
            else if (target >= given.Length) wrong ??= "it takes " + LiteralText.Of(parameters.Length) + " arguments, not " + LiteralText.Of(arguments.Count);
            else given[target] ??= argument.Expression;
        }

        for (var i = 0; i < given.Length; i++)
        {
            given[i] ??= parameters[i].Syntax.Default?.Value;
            if (given[i] is null) wrong ??= "it takes " + LiteralText.Of(parameters.Length) + " arguments, not " + LiteralText.Of(arguments.Count);
        }

        if (wrong is not null) session.Report(call.ArgumentList.CloseParenToken.IsMissing ? BindingCodes.IncompleteText : BindingCodes.CallArguments, equation.Name, wrong);
        _out.Atom(equation.Name, origin);
        foreach (var expression in given)
        {
            if (expression is not null) Bind(expression);
        }

        _out.Close();
    }

    private void Vocabular(InvocationExpressionSyntax call, FunctionClasses classes, string name)
    {
        var arguments = call.ArgumentList.Arguments;
        if ((classes & FunctionClasses.Matrices) is var matrices and not FunctionClasses.None)
        {
            var chosenClass = Vocabulary.First(matrices);
            if (chosenClass != matrices) session.Report(BindingCodes.AmbiguousReduction, name);
            OverExtents(call, chosenClass, name, Vocabulary.Operands(name));
            return;
        }

        var reductions = classes & FunctionClasses.Reductions;
        var others = classes & ~FunctionClasses.Reductions;
        if (reductions != FunctionClasses.None && (others == FunctionClasses.None || (arguments.Count > 1 && IsFunction(arguments[arguments.Count - 1].Expression))))
        {
            var one = Vocabulary.First(reductions);
            if (one != reductions) session.Report(BindingCodes.AmbiguousReduction, name);
            OverExtents(call, one, name, 1);
            return;
        }

        // Those of Functions are for whole numbers.
        if (name is "Max" or "Min" or "Clamp" && (others & FunctionClasses.Functions) != FunctionClasses.None && others != FunctionClasses.Functions)
            others = (others & FunctionClasses.Math) == FunctionClasses.None && arguments.All(a => TypeOf(a.Expression, 0) == ScalarType.Int) ? FunctionClasses.Functions : others & ~FunctionClasses.Functions;
        var chosen = Vocabulary.First(others);
        if (others == (FunctionClasses.MathF | FunctionClasses.Math)) chosen = MathOrMathF(name, arguments);
        _out.Open(Vocabulary.Name(chosen) + "." + name, call, call.Expression);
        Arguments(call.ArgumentList, HasNames(call.ArgumentList) ? Method(chosen, name, call.ArgumentList) : null);
        _out.Close();
    }

    // Extents in a list of their own, then functions.
    private void OverExtents(InvocationExpressionSyntax call, FunctionClasses one, string name, int functions)
    {
        var arguments = Ordered(call.ArgumentList, HasNames(call.ArgumentList) ? Method(one, name, call.ArgumentList) : null);
        if (arguments.Count <= functions)
        {
            session.Report(call.ArgumentList.CloseParenToken.IsMissing ? BindingCodes.IncompleteText : BindingCodes.CallArguments, name, functions == 1 ? "it takes extents and a function" : "it takes extents and two functions");
            _out.Atom("?", call);
            return;
        }

        _out.Open(Vocabulary.Name(one) + "." + name, call, call.Expression);
        _out.Open(call.ArgumentList);
        for (var i = 0; i < arguments.Count - functions; i++) Argument(arguments[i]);
        _out.Close();

        for (var i = arguments.Count - functions; i < arguments.Count; i++)
        {
            if (Unwrapped(arguments[i].Expression) is AnonymousFunctionExpressionSyntax function) Function(function, ScalarType.Int);
            else Argument(arguments[i]);
        }

        _out.Close();
    }

    private void Arguments(ArgumentListSyntax list, IMethodSymbol? method)
    {
        if (method is null)
        {
            foreach (var argument in list.Arguments) Argument(argument);
            return;
        }

        foreach (var argument in Ordered(list, method)) Argument(argument);
    }

    private void Argument(ArgumentSyntax argument)
    {
        if (argument.RefKindKeyword.RawKind != 0) Unsupported(argument);
        else Bind(argument.Expression);
    }

    // Arguments by name go to their places; one that has no place keeps its own, and the compiler reports it.
    private static IReadOnlyList<ArgumentSyntax> Ordered(ArgumentListSyntax list, IMethodSymbol? method)
    {
        if (method is null) return list.Arguments;
        var places = new SortedDictionary<int, ArgumentSyntax>();
        var position = 0;
        foreach (var argument in list.Arguments)
        {
            var place = position++;
            if (argument.NameColon is { } colon)
            {
                foreach (var parameter in method.Parameters)
                {
                    if (parameter.Name == colon.Name.Identifier.ValueText) place = parameter.Ordinal;
                }
            }

            while (places.ContainsKey(place)) place++;
            places.Add(place, argument);
        }

        return places.Values.ToArray();
    }

    private static bool HasNames(ArgumentListSyntax list)
    {
        foreach (var argument in list.Arguments)
        {
            if (argument.NameColon is not null) return true;
        }

        return false;
    }

    private void UnknownFunction(InvocationExpressionSyntax call, string name, string text)
    {
        var known = text == name ? Vocabulary.First(Vocabulary.Find(name)) : FunctionClasses.None;
        if (known == FunctionClasses.None)
        {
            var own = text == name ? session.Members.InOrder.Where(static m => m.Kind == MemberKind.Equation).Select(static m => m.Name) : [];
            session.Report(BindingCodes.UnknownFunction, Spelling.Nearest(name, Vocabulary.All.Concat(own)) is { } meant ? [text, "", meant] : [text]);
        }
        else session.Report(BindingCodes.UnknownFunction, text, Vocabulary.Namespace(known) + "." + Vocabulary.Name(known));
        _out.Atom("?", call);
    }

    // With both imported, C# decides by the types of the arguments.
    private FunctionClasses MathOrMathF(string name, SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        var integers = true;
        foreach (var argument in arguments)
        {
            var type = TypeOf(argument.Expression, 0);
            if (type == ScalarType.Double) return FunctionClasses.Math;
            integers &= type == ScalarType.Int;
        }

        return integers && name is "Abs" or "Max" or "Min" or "Sign" or "Clamp" ? FunctionClasses.Math : FunctionClasses.MathF;
    }

    private FunctionClasses ClassOf(ExpressionSyntax qualifier, string function)
    {
        if (qualifier is PredefinedTypeSyntax predefined)
        {
            // float.Exp is MathF.Exp, and so on.
            return SignatureReader.Scalar(predefined) switch
            {
                ScalarType.Float when function != "Clamp" => FunctionClasses.MathF,
                ScalarType.Float or ScalarType.Double => FunctionClasses.Math,
                ScalarType.Int when function is "Abs" or "Max" or "Min" or "Sign" or "Clamp" => FunctionClasses.Math,
                _ => FunctionClasses.None,
            };
        }

        if (qualifier is IdentifierNameSyntax { Identifier.ValueText: "MathF" or "Math" } name) return Vocabulary.Class(name.Identifier.ValueText);
        return NameLookup.ClassOf(_part.Names.Container(qualifier));
    }

    private bool HasMethod(FunctionClasses one, string name) => Methods(one, name).Any();

    private IMethodSymbol? Method(FunctionClasses one, string name, ArgumentListSyntax list)
    {
        IMethodSymbol? best = null;
        foreach (var method in Methods(one, name))
        {
            if (method.Parameters.Length < list.Arguments.Count) continue;
            var fits = true;
            foreach (var argument in list.Arguments)
            {
                fits &= argument.NameColon is not { } colon || method.Parameters.Any(p => p.Name == colon.Name.Identifier.ValueText);
            }

            if (fits && (best is null || method.Parameters.Length < best.Parameters.Length)) best = method;
        }

        return best;
    }

    private IEnumerable<IMethodSymbol> Methods(FunctionClasses one, string name) =>
        _part.Semantic.Compilation.GetTypeByMetadataName(Vocabulary.Namespace(one) + "." + Vocabulary.Name(one))?.GetMembers(name).OfType<IMethodSymbol>() ?? [];

    /// <summary>The dotted name of a used model, as in <c>Hidden</c> or <c>Block.Hidden</c>, or null.</summary>
    private string? UsePath(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => IsUse(name.Identifier.ValueText) && !InScope(name.Identifier.ValueText, out _) ? name.Identifier.ValueText : null,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => IsUse(access.Name.Identifier.ValueText) ? access.Name.Identifier.ValueText : null,
        MemberAccessExpressionSyntax access when access.Name.Identifier.ValueText.Length > 0 && UsePath(access.Expression) is { } path => path + "." + access.Name.Identifier.ValueText,
        _ => null,
    };

    private bool IsUse(string name) => session.Members.Find(name) is { Kind: MemberKind.Use };

    /// <summary>What a member of a used model is, by its class.</summary>
    private ISymbol? UsedMember(MemberAccessExpressionSyntax access)
    {
        var owner = access.Expression switch
        {
            IdentifierNameSyntax name => session.Members.Find(name.Identifier.ValueText)?.Used,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own => session.Members.Find(own.Name.Identifier.ValueText)?.Used,
            MemberAccessExpressionSyntax inner => (UsedMember(inner) as IPropertySymbol)?.Type,
            _ => null,
        };
        return owner?.GetMembers(access.Name.Identifier.ValueText).FirstOrDefault();
    }

    private bool StartsWithValue(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => InScope(name.Identifier.ValueText, out _) || session.Members.Find(name.Identifier.ValueText) is not null,
        MemberAccessExpressionSyntax access => StartsWithValue(access.Expression),
        PredefinedTypeSyntax or AliasQualifiedNameSyntax => false,
        _ => true,
    };

    private bool IsFunction(ExpressionSyntax expression) => Unwrapped(expression) switch
    {
        AnonymousFunctionExpressionSyntax => true,
        IdentifierNameSyntax name => InScope(name.Identifier.ValueText, out var local) ? local.Type == ScalarType.Function : session.Members.Find(name.Identifier.ValueText) is { Kind: MemberKind.Equation },
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own => session.Members.Find(own.Name.Identifier.ValueText) is { Kind: MemberKind.Equation },
        MemberAccessExpressionSyntax access => UsePath(access.Expression) is not null && IsEquation(UsedMember(access)),
        InvocationExpressionSyntax call => GivesFunction(call),
        _ => false,
    };

    // A whole-matrix primitive that gives an equation, or a method whose type is a function.
    private bool GivesFunction(InvocationExpressionSyntax call)
    {
        switch (call.Expression)
        {
            case IdentifierNameSyntax name:
                var text = name.Identifier.ValueText;
                if (InScope(text, out _)) return false;
                if (session.Members.Find(text) is { Kind: MemberKind.Equation } equation) return equation.Indices > 0 && equation.Syntax is MethodDeclarationSyntax;
                return (_part.Names.Functions(text) & FunctionClasses.Matrices) != FunctionClasses.None && !Vocabulary.IsNumber(text);
            case MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own:
                return session.Members.Find(own.Name.Identifier.ValueText) is { Kind: MemberKind.Equation, Indices: > 0, Syntax: MethodDeclarationSyntax };
            case MemberAccessExpressionSyntax access when UsePath(access.Expression) is not null:
                return UsedMember(access) is IMethodSymbol { ReturnType.TypeKind: TypeKind.Delegate };
            case MemberAccessExpressionSyntax access:
                return !StartsWithValue(access.Expression) && (ClassOf(access.Expression, access.Name.Identifier.ValueText) & FunctionClasses.Matrices) != FunctionClasses.None
                    && !Vocabulary.IsNumber(access.Name.Identifier.ValueText);
            default:
                return false;
        }
    }

    private static bool IsEquation(ISymbol? symbol) => symbol is IMethodSymbol or IPropertySymbol { Type.TypeKind: TypeKind.Delegate };

    private static ExpressionSyntax Unwrapped(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax inner) expression = inner.Expression;
        return expression;
    }
}
