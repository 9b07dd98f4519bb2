using System.Globalization;
using System.Text;
using Ansatz.Compiler.StructuralEquations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Ansatz.Generators.Binding;

/// <summary>The statements of a class's method <c>Equations</c> as a model text, with the place of every piece: C# members and lavaan's syntax are one model.</summary>
public sealed class SemStatementBinder
{
    /// <summary>The name of the method.</summary>
    public const string MethodName = "Equations";

    private readonly StringBuilder _text = new();
    private readonly List<(int Start, int End, TextSpan Span)> _pieces = [];
    private readonly List<string> _problems;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _measured = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly string? _row;
    private readonly int _part;

    private SemStatementBinder(MethodDeclarationSyntax method, SemSettings settings, int part, List<string> problems)
    {
        _problems = problems;
        _part = part;
        foreach (var parameter in method.ParameterList.Parameters)
        {
            if (SimpleName(parameter.Type) is "Latent" or "Observed" or "Coefficient") _names[parameter.Identifier.ValueText] = SimpleName(parameter.Type);
            else if (settings.RowType.Length > 0) _row ??= parameter.Identifier.ValueText;
        }
    }

    /// <summary>The model text, one statement a line.</summary>
    public string Text => _text.ToString();

    /// <summary>The method of a part of a class, or null.</summary>
    public static MethodDeclarationSyntax? Find(TypeDeclarationSyntax declaration) =>
        declaration.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(m => m.Identifier.ValueText == MethodName);

    /// <summary>The method of a class and the number of the part it stands in, or null and −1.</summary>
    public static (MethodDeclarationSyntax? Method, int Part) Find(IReadOnlyList<TypeDeclarationSyntax> parts)
    {
        for (var part = 0; part < parts.Count; part++)
            if (Find(parts[part]) is { } method) return (method, part);
        return (null, -1);
    }

    /// <summary>Whether the method's type says that it is a list of statements.</summary>
    public static bool IsStatementList(MethodDeclarationSyntax method) => method.ReturnType.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(n => n.Identifier.ValueText == "Statement");

    /// <summary>Reads the statements of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="settings">What the attribute says.</param>
    /// <param name="part">The number of the part of the class in which the method stands.</param>
    /// <param name="problems">Takes what is no statement.</param>
    public static SemStatementBinder Bind(MethodDeclarationSyntax method, SemSettings settings, int part, List<string> problems)
    {
        var binder = new SemStatementBinder(method, settings, part, problems);
        binder.AddAll(method);
        binder.CheckLatent(method);
        return binder;
    }

    /// <summary>The place of a range of the text.</summary>
    public TextSpan Find(int start, int length)
    {
        var inside = _pieces.Where(p => p.Start < start + Math.Max(length, 1) && p.End > start).ToArray();
        if (inside.Length == 0) inside = _pieces.Where(p => p.End <= start).Reverse().Take(1).ToArray();
        if (inside.Length == 0) return default;

        // The smallest piece that holds all of the range, or all that it touches.
        var holding = inside.Where(p => p.Start <= start && p.End >= start + length).ToArray();
        return holding.Length > 0
            ? holding.OrderBy(p => p.End - p.Start).First().Span
            : TextSpan.FromBounds(inside.Min(p => p.Span.Start), inside.Max(p => p.Span.End));
    }

    private void AddAll(MethodDeclarationSyntax method)
    {
        var value = method.ExpressionBody?.Expression;
        foreach (var statement in method.Body?.Statements ?? default)
        {
            if (statement is ReturnStatementSyntax { Expression: { } returned } && value is null) value = returned;
            else Unsupported(statement);
        }

        switch (value)
        {
            case CollectionExpressionSyntax collection:
                foreach (var element in collection.Elements)
                {
                    if (element is ExpressionElementSyntax one) Add(one.Expression);
                    else Unsupported(element);
                }

                break;
            case ImplicitArrayCreationExpressionSyntax array:
                foreach (var element in array.Initializer.Expressions) Add(element);
                break;
            case ArrayCreationExpressionSyntax { Initializer: { } initializer }:
                foreach (var element in initializer.Expressions) Add(element);
                break;
            case not null:
                Add(value);
                break;
        }
    }

    private void Add(ExpressionSyntax statement)
    {
        if (statement is not InvocationExpressionSyntax call || CalledName(call) is not { } name)
        {
            Unsupported(statement);
            return;
        }

        var start = _text.Length;
        var arguments = call.ArgumentList.Arguments.Select(a => a.Expression).ToArray();
        var between = name switch { "Measure" => " =~ ", "Regress" => " ~ ", "Covary" => " ~~ ", "Intercept" => " ~ ", "Define" => " := ", "Equal" => " == ", "Less" => " < ", "Greater" => " > ", _ => null };
        var most = name is "Intercept" or "Define" or "Equal" or "Less" or "Greater" ? 2 : int.MaxValue;
        if (between is null || arguments.Length < (name == "Intercept" ? 1 : 2) || arguments.Length > most || call.ArgumentList.Arguments.Any(a => a.NameColon is not null))
        {
            Unsupported(statement);
            return;
        }

        // Terms of a formula are products; only definitions and constraints have sums.
        var isFormula = name is "Measure" or "Regress" or "Covary" or "Intercept";
        if (!HaveTheirKinds(name, arguments, isFormula)) return;
        if (name == "Measure" && Inner(arguments[0]) is IdentifierNameSyntax latent) _measured.Add(latent.Identifier.ValueText);
        Write(arguments[0], isFormula);
        _text.Append(between);
        if (name == "Intercept")
        {
            if (arguments.Length > 1)
            {
                Write(arguments[1], isFormula);
                _text.Append('*');
            }

            _text.Append('1');
        }
        else
        {
            for (var k = 1; k < arguments.Length; k++)
            {
                if (k > 1) _text.Append(" + ");
                Write(arguments[k], isFormula);
            }
        }

        _pieces.Add((start, _text.Length, statement.Span));
        _text.Append('\n');
    }

    // A C# expression has more meanings than a statement: a label can be a term, a product of two properties a number. What is what is told by the parameters' types.
    private bool HaveTheirKinds(string statement, ExpressionSyntax[] arguments, bool isFormula)
    {
        var before = _problems.Count;
        for (var k = 0; k < arguments.Length; k++)
        {
            if (!isFormula || (statement == "Intercept" && k == 1)) NoVariable(arguments[k]);
            else if (k == 0) Variable(arguments[k]);
            else Term(arguments[k]);
        }

        return _problems.Count == before;

        // The last factor is the variable, those before it are modifiers.
        void Term(ExpressionSyntax term)
        {
            var last = Inner(term);
            while (last is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression } product)
            {
                NoVariable(product.Left);
                last = Inner(product.Right);
            }

            // Measure(f, 0) says that nothing measures f.
            if (statement != "Measure" || last is not LiteralExpressionSyntax) Variable(last);
        }

        void Variable(ExpressionSyntax e)
        {
            if (!IsVariable(Inner(e))) Unsupported(e);
        }

        void NoVariable(ExpressionSyntax e)
        {
            if (e.DescendantNodesAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(IsVariable) is not null) Unsupported(e);
        }
    }

    private bool IsVariable(ExpressionSyntax e) => e switch
    {
        IdentifierNameSyntax name => _names.TryGetValue(name.Identifier.ValueText, out var kind) && kind != "Coefficient",
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } => _row is not null && owner.Identifier.ValueText == _row,
        _ => false,
    };

    // Without parentheses and casts, which a property of another type may need.
    private static ExpressionSyntax Inner(ExpressionSyntax e) => e switch
    {
        ParenthesizedExpressionSyntax parenthesised => Inner(parenthesised.Expression),
        CastExpressionSyntax cast => Inner(cast.Expression),
        _ => e,
    };

    // A latent variable that nothing measures would be read as an observed one.
    private void CheckLatent(MethodDeclarationSyntax method)
    {
        foreach (var parameter in method.ParameterList.Parameters)
        {
            var name = parameter.Identifier.ValueText;
            if (!_used.Contains(name) || _measured.Contains(name) || !_names.TryGetValue(name, out var kind) || kind != "Latent") continue;
            Report("Latent " + name, parameter.Identifier.Span);
        }
    }

    private void Write(ExpressionSyntax e, bool isTerm)
    {
        var start = _text.Length;
        switch (e)
        {
            case ParenthesizedExpressionSyntax parenthesised:
                _text.Append('(');
                Write(parenthesised.Expression, isTerm);
                _text.Append(')');
                break;
            case IdentifierNameSyntax { Identifier.ValueText: "Free" } free when !_names.ContainsKey(free.Identifier.ValueText):
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Free" } member when IsPaths(member.Expression):
                _text.Append("NA");
                break;
            case CastExpressionSyntax cast:
                Write(cast.Expression, isTerm);
                break;
            case IdentifierNameSyntax name when _names.ContainsKey(name.Identifier.ValueText):
                _used.Add(name.Identifier.ValueText);
                _text.Append(name.Identifier.ValueText);
                break;
            case MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } access when owner.Identifier.ValueText == _row:
                _text.Append(access.Name.Identifier.ValueText);
                break;
            case LiteralExpressionSyntax { Token.Value: IConvertible number } when number is not (string or bool or char):
                _text.Append(number.ToDouble(CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture));
                break;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus:
                _text.Append('-');
                Write(minus.Operand, isTerm);
                break;
            case BinaryExpressionSyntax binary when Sign(binary) is { } sign && !(isTerm && sign[0] == ' '):
                Write(binary.Left, isTerm);
                _text.Append(sign);
                Write(binary.Right, isTerm);
                break;
            case InvocationExpressionSyntax call when CalledName(call) is { } called && Function(called) is { } function:
                _text.Append(function).Append('(');
                for (var k = 0; k < call.ArgumentList.Arguments.Count; k++)
                {
                    if (k > 0) _text.Append(", ");
                    Write(call.ArgumentList.Arguments[k].Expression, isTerm);
                }

                _text.Append(')');
                break;
            case InvocationExpressionSyntax { ArgumentList.Arguments: [var value, var exponent] } call when CalledName(call) == "Pow":
                // What is raised to a power binds less than the power, unless it is a name.
                _text.Append(value.Expression is IdentifierNameSyntax ? "" : "(");
                Write(value.Expression, isTerm);
                _text.Append(value.Expression is IdentifierNameSyntax ? "^" : ")^");
                var isSimple = exponent.Expression is LiteralExpressionSyntax or IdentifierNameSyntax or ParenthesizedExpressionSyntax;
                if (!isSimple) _text.Append('(');
                Write(exponent.Expression, isTerm);
                if (!isSimple) _text.Append(')');
                break;
            default:
                Unsupported(e);
                break;
        }

        _pieces.Add((start, _text.Length, e.Span));
    }

    private static string? Sign(BinaryExpressionSyntax e) => e.Kind() switch
    {
        SyntaxKind.AddExpression => " + ",
        SyntaxKind.SubtractExpression => " - ",
        SyntaxKind.MultiplyExpression => "*",
        SyntaxKind.DivideExpression => "/",
        _ => null,
    };

    private static string? Function(string name) => name switch { "Start" => "start", "ForGroups" => "c", "Exp" => "exp", "Log" => "log", "Sqrt" => "sqrt", _ => null };

    private static string? CalledName(InvocationExpressionSyntax call) => call.Expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access when IsPaths(access.Expression) => access.Name.Identifier.ValueText,
        _ => null,
    };

    private static bool IsPaths(ExpressionSyntax e) => e switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText == "Paths",
        MemberAccessExpressionSyntax qualified => qualified.Name.Identifier.ValueText == "Paths",
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText == "Paths",
        _ => false,
    };

    private static string SimpleName(TypeSyntax? type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    private void Unsupported(SyntaxNode node)
    {
        var text = node.ToString();
        if (text.Length > 60) text = text.Substring(0, 60) + "…";
        Report(text, node.Span);
    }

    private void Report(string what, TextSpan span) =>
        _problems.Add(ProblemLine.Format(BindingCodes.SemStatement, _part, 0, what, span.Start.ToString(CultureInfo.InvariantCulture), span.Length.ToString(CultureInfo.InvariantCulture)));
}
