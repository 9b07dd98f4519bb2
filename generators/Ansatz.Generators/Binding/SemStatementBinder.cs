using System.Globalization;
using System.Text;
using Ansatz.Compiler.StructuralEquations;
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
    private readonly string? _row;

    private SemStatementBinder(MethodDeclarationSyntax method, SemSettings settings, List<string> problems)
    {
        _problems = problems;
        if (settings.RowType.Length > 0)
        {
            _row = method.ParameterList.Parameters.FirstOrDefault(p => SimpleName(p.Type) is not ("Latent" or "Observed" or "Coefficient"))?.Identifier.ValueText;
        }
    }

    /// <summary>The model text, one statement a line.</summary>
    public string Text => _text.ToString();

    /// <summary>The method of a class, or null.</summary>
    public static MethodDeclarationSyntax? Find(TypeDeclarationSyntax declaration) =>
        declaration.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(m => m.Identifier.ValueText == MethodName);

    /// <summary>Reads the statements of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="settings">What the attribute says.</param>
    /// <param name="problems">Takes what is no statement.</param>
    public static SemStatementBinder Bind(MethodDeclarationSyntax method, SemSettings settings, List<string> problems)
    {
        var binder = new SemStatementBinder(method, settings, problems);
        foreach (var statement in Statements(method)) binder.Add(statement);
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

    private static IEnumerable<ExpressionSyntax> Statements(MethodDeclarationSyntax method)
    {
        var value = method.ExpressionBody?.Expression ?? method.Body?.Statements.OfType<ReturnStatementSyntax>().LastOrDefault()?.Expression;
        return value switch
        {
            CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Select(e => e.Expression),
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
            null => [],
            _ => [value],
        };
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
        if (between is null || arguments.Length < (name == "Intercept" ? 1 : 2))
        {
            Unsupported(statement);
            return;
        }

        Write(arguments[0]);
        _text.Append(between);
        if (name == "Intercept")
        {
            if (arguments.Length > 1)
            {
                Write(arguments[1]);
                _text.Append('*');
            }

            _text.Append('1');
        }
        else
        {
            for (var k = 1; k < arguments.Length; k++)
            {
                if (k > 1) _text.Append(" + ");
                Write(arguments[k]);
            }
        }

        _pieces.Add((start, _text.Length, statement.Span));
        _text.Append('\n');
    }

    private void Write(ExpressionSyntax e)
    {
        var start = _text.Length;
        switch (e)
        {
            case ParenthesizedExpressionSyntax parenthesised:
                _text.Append('(');
                Write(parenthesised.Expression);
                _text.Append(')');
                break;
            case IdentifierNameSyntax { Identifier.ValueText: "Free" }:
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Free", Expression: IdentifierNameSyntax { Identifier.ValueText: "Paths" } }:
                _text.Append("NA");
                break;
            case IdentifierNameSyntax name:
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
                Write(minus.Operand);
                break;
            case BinaryExpressionSyntax binary when Sign(binary) is { } sign:
                Write(binary.Left);
                _text.Append(sign);
                Write(binary.Right);
                break;
            case InvocationExpressionSyntax call when CalledName(call) is { } called && Function(called) is { } function:
                _text.Append(function).Append('(');
                for (var k = 0; k < call.ArgumentList.Arguments.Count; k++)
                {
                    if (k > 0) _text.Append(", ");
                    Write(call.ArgumentList.Arguments[k].Expression);
                }

                _text.Append(')');
                break;
            case InvocationExpressionSyntax { ArgumentList.Arguments: [var value, var exponent] } call when CalledName(call) == "Pow":
                Write(value.Expression);
                _text.Append('^');
                Write(exponent.Expression);
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
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Paths" } } access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private static string SimpleName(TypeSyntax? type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    private void Unsupported(ExpressionSyntax e) => _problems.Add(ProblemLine.Format(BindingCodes.SemStatement, -1, 0, e.ToString(), e.SpanStart.ToString(CultureInfo.InvariantCulture), e.Span.Length.ToString(CultureInfo.InvariantCulture)));
}
