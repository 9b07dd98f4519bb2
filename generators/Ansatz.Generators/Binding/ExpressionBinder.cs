using Ansatz.Compiler.Checking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>
/// Bodies: a walk over their syntax that writes them as canonical text. A name is first what the body's scope says, then a member of the
/// class, then a function that the file imports; only what is none of these is looked up. The walk never asks for the symbol of an expression.
/// </summary>
internal sealed partial class ExpressionBinder(BindingSession session)
{
    // Everything behind the binder walks expressions recursively, so that their depth is bounded here, once.
    private const int DeepestExpression = 500;

    private readonly CanonicalWriter _out = session.Writer;
    private readonly List<Local> _scope = [];
    private ModelPart _part = null!;
    private int _depth;
    private bool _tooDeep;

    private readonly record struct Local(string Name, ScalarType Type, ScalarType Result);

    /// <summary>Starts a body: its part, and no names in scope.</summary>
    public void Begin(ModelPart part)
    {
        _part = part;
        _scope.Clear();
        _depth = 0;
        _tooDeep = false;
    }

    /// <summary>Brings a parameter of the equation into scope.</summary>
    public void Declare(in EquationParameter parameter) => _scope.Add(new Local(parameter.Name, parameter.Type, parameter.Result));

    /// <summary>Writes an expression.</summary>
    public void Bind(ExpressionSyntax expression)
    {
        if (++_depth > DeepestExpression)
        {
            if (!_tooDeep) session.Report(BindingCodes.UnsupportedSyntax, "expression nested deeper than 500");
            _tooDeep = true;
            _out.Atom("?", expression);
        }
        else
        {
            Write(expression);
        }

        _depth--;
    }

    private void Write(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case IdentifierNameSyntax name:
                Name(name, name);
                break;
            case BinaryExpressionSyntax binary:
                Binary(binary);
                break;
            case ElementAccessExpressionSyntax access:
                Read(access);
                break;
            case InvocationExpressionSyntax call:
                session.Cancellation.ThrowIfCancellationRequested();
                Invocation(call);
                break;
            case LiteralExpressionSyntax literal:
                Constant(literal.Token.Value, literal);
                break;
            case ParenthesizedExpressionSyntax inner:
                Bind(inner.Expression);
                break;
            case AnonymousFunctionExpressionSyntax function:
                Function(function, ScalarType.Unknown);
                break;
            case MemberAccessExpressionSyntax access when access.IsKind(SyntaxKind.SimpleMemberAccessExpression):
                MemberValue(access);
                break;
            case ConditionalExpressionSyntax choice:
                _out.Open("?", choice, choice.QuestionToken);
                Bind(choice.Condition);
                Bind(choice.WhenTrue);
                Bind(choice.WhenFalse);
                _out.Close();
                break;
            case PrefixUnaryExpressionSyntax unary:
                Unary(unary);
                break;
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } postfix:
                Bind(postfix.Operand);
                break;
            case CastExpressionSyntax cast:
                Cast(cast);
                break;
            default:
                Unsupported(expression);
                break;
        }
    }

    private void Name(IdentifierNameSyntax name, SyntaxNode origin)
    {
        var text = name.Identifier.ValueText;
        if (text.Length == 0)
        {
            Incomplete(origin);
        }
        else if (InScope(text, out _))
        {
            _out.Atom(text, origin);
        }
        else if (session.Members.Find(text) is { } member)
        {
            MemberName(member, origin);
        }
        else if (_part.Names.Constant(text) is { } value)
        {
            Constant(value, origin);
        }
        else
        {
            if (_part.Names.Find(text).Exists) session.Report(BindingCodes.OutsideNotation, text);
            else session.Report(BindingCodes.UnknownName, Meant(text, _scope.Select(static l => l.Name).Concat(MembersOfTheNotation())));
            _out.Atom("?", origin);
        }
    }

    // A name, and after it the one that was probably meant if there is one.
    private static string[] Meant(string name, IEnumerable<string> known) => Spelling.Nearest(name, known) is { } meant ? [name, meant] : [name];

    private IEnumerable<string> MembersOfTheNotation() => session.Members.InOrder.Where(static m => m.Kind != MemberKind.Ignored).Select(static m => m.Name);

    private void MemberName(Member member, SyntaxNode origin)
    {
        switch (member.Kind)
        {
            case MemberKind.Constant:
                Constant(session.Constants.Of(member), origin);
                break;
            case MemberKind.Equation:
                session.References.Add((_out.Member, member.Name));
                _out.Open("group", origin, origin);
                _out.Atom(member.Name, origin);
                _out.Close();
                break;
            case MemberKind.Ignored:
                Outside(member, origin);
                break;
            default:
                _out.Atom(member.Name, origin);
                break;
        }
    }

    private void MemberValue(MemberAccessExpressionSyntax access)
    {
        var name = access.Name.Identifier.ValueText;
        if (name.Length == 0)
        {
            Incomplete(access);
        }
        else if (access.Expression is ThisExpressionSyntax)
        {
            OwnMember(name, access);
        }
        else if (UsePath(access.Expression) is { } path)
        {
            var dotted = path + "." + name;
            if (IsEquation(UsedMember(access)))
            {
                _out.Open("group", access, access);
                _out.Atom(dotted, access);
                _out.Close();
            }
            else
            {
                _out.Atom(dotted, access);
            }
        }
        else if (!StartsWithValue(access.Expression) && session.Constants.Of(access, _part) is { } value)
        {
            Constant(value, access);
        }
        else
        {
            session.Report(StartsWithValue(access.Expression) ? BindingCodes.OutsideNotation : BindingCodes.UnknownName, Brief(access));
            _out.Atom("?", access);
        }
    }

    private void OwnMember(string name, SyntaxNode origin)
    {
        if (session.Members.Find(name) is { } member)
        {
            MemberName(member, origin);
        }
        else
        {
            session.Report(BindingCodes.UnknownName, Meant(name, MembersOfTheNotation()));
            _out.Atom("?", origin);
        }
    }

    private void Read(ElementAccessExpressionSyntax access)
    {
        _out.Open("[]", access, access.ArgumentList);
        switch (access.Expression)
        {
            case IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }:
                Bind(access.Expression);
                break;
            case MemberAccessExpressionSyntax member when UsePath(member.Expression) is { } path && member.Name.Identifier.ValueText.Length > 0:
                _out.Atom(path + "." + member.Name.Identifier.ValueText, member);
                break;
            case MemberAccessExpressionSyntax member:
                MemberValue(member);
                break;
            default:
                Unsupported(access.Expression);
                break;
        }

        foreach (var argument in access.ArgumentList.Arguments) Argument(argument);
        _out.Close();
    }

    private void Binary(BinaryExpressionSyntax binary)
    {
        var word = (SyntaxKind)binary.RawKind switch
        {
            SyntaxKind.AddExpression => "+",
            SyntaxKind.SubtractExpression => "-",
            SyntaxKind.MultiplyExpression => "*",
            SyntaxKind.DivideExpression => "/",
            SyntaxKind.ModuloExpression => "%",
            SyntaxKind.EqualsExpression => "==",
            SyntaxKind.NotEqualsExpression => "!=",
            SyntaxKind.LessThanExpression => "<",
            SyntaxKind.LessThanOrEqualExpression => "<=",
            SyntaxKind.GreaterThanExpression => ">",
            SyntaxKind.GreaterThanOrEqualExpression => ">=",
            SyntaxKind.LogicalAndExpression => "&&",
            SyntaxKind.LogicalOrExpression => "||",

            // On bool they differ from && and || in what they evaluate only, and evaluating has no effects here.
            SyntaxKind.BitwiseAndExpression when !IsInteger(binary) => "&&",
            SyntaxKind.BitwiseOrExpression when !IsInteger(binary) => "||",
            _ => null,
        };
        if (word is null)
        {
            Unsupported(binary);
            return;
        }

        _out.Open(word, binary, binary.OperatorToken);
        Bind(binary.Left);
        Bind(binary.Right);
        _out.Close();
    }

    private bool IsInteger(BinaryExpressionSyntax binary) => TypeOf(binary.Left, 0) == ScalarType.Int || TypeOf(binary.Right, 0) == ScalarType.Int;

    private void Unary(PrefixUnaryExpressionSyntax unary)
    {
        switch ((SyntaxKind)unary.RawKind)
        {
            case SyntaxKind.UnaryMinusExpression when unary.Operand is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } literal && ConstantFolder.Negate(literal.Token.Value) is { } value:
                Constant(value, unary);
                break;
            case SyntaxKind.UnaryMinusExpression:
                _out.Open("neg", unary, unary.OperatorToken);
                Bind(unary.Operand);
                _out.Close();
                break;
            case SyntaxKind.LogicalNotExpression:
                _out.Open("not", unary, unary.OperatorToken);
                Bind(unary.Operand);
                _out.Close();
                break;
            case SyntaxKind.UnaryPlusExpression:
                Bind(unary.Operand);
                break;
            default:
                Unsupported(unary);
                break;
        }
    }

    private void Cast(CastExpressionSyntax cast)
    {
        _out.Open("cast", cast, cast.OpenParenToken);
        Type(SignatureReader.Scalar(cast.Type, _part), cast.Type, "int, float or double");
        Bind(cast.Expression);
        _out.Close();
    }

    /// <summary>Writes a type of the notation, or reports the one that is there.</summary>
    public void Type(ScalarType type, TypeSyntax syntax, string expected)
    {
        if (type is ScalarType.Unknown) session.Report(BindingCodes.UnsupportedType, Brief(syntax), expected);
        _out.Atom(SignatureReader.Text(type), syntax);
    }

    /// <summary>Writes a constant, or reports it.</summary>
    public void Constant(object? value, SyntaxNode origin)
    {
        var text = LiteralText.Of(value);
        if (text is null)
        {
            if (origin.IsMissing) session.Report(BindingCodes.IncompleteText);
            else session.Report(BindingCodes.UnsupportedType, Brief(origin), "int, float, double or bool");
        }

        _out.Atom(text ?? "?", origin);
    }

    /// <summary>Writes a body in braces: its local values around the value that it returns.</summary>
    public void Block(BlockSyntax block, string owner)
    {
        if (BlockShape.Obstacle(block) is { } obstacle)
        {
            session.Report(block.CloseBraceToken.IsMissing ? BindingCodes.IncompleteText : BindingCodes.StatementBody, owner, obstacle.Kind().ToString());
            _out.Atom("?", obstacle);
            return;
        }

        var opened = 0;
        foreach (var statement in block.Statements)
        {
            if (statement is ReturnStatementSyntax { Expression: { } value })
            {
                Bind(value);
            }
            else if (statement is LocalDeclarationStatementSyntax local)
            {
                foreach (var variable in local.Declaration.Variables)
                {
                    LocalValue(local, variable);
                    opened++;
                    _depth++;
                }
            }
        }

        for (var i = 0; i < opened; i++) _out.Close();
        _scope.RemoveRange(_scope.Count - opened, opened);
        _depth -= opened;
    }

    private void LocalValue(LocalDeclarationStatementSyntax local, VariableDeclaratorSyntax variable)
    {
        var value = variable.Initializer!.Value;
        var found = TypeOf(value, 0);
        var declared = ScalarType.Unknown;
        var result = ScalarType.Unknown;
        string? function = null;
        if (!local.Declaration.Type.IsVar)
        {
            declared = SignatureReader.Scalar(local.Declaration.Type, _part);
            if (declared == ScalarType.Unknown) result = SignatureReader.FunctionResult(local.Declaration.Type, _part, out function);
        }

        _out.Open("let", variable, local.Declaration.Type);
        _out.Atom(variable.Identifier.ValueText is { Length: > 0 } name ? name : "?", variable.Identifier);

        // The declared type converts: float t = 1; t / 2 is not an integer division.
        var convert = declared is ScalarType.Int or ScalarType.Float or ScalarType.Double && declared != found;
        if (convert) _out.Open("cast", value, local.Declaration.Type);
        if (convert) _out.Atom(SignatureReader.Text(declared), local.Declaration.Type);
        Bind(value);
        if (convert) _out.Close();
        var type = declared != ScalarType.Unknown ? declared : function is not null || IsFunction(value) ? ScalarType.Function : found;
        _scope.Add(new Local(variable.Identifier.ValueText, type, result));
    }

    /// <summary>
    /// The names of a lambda's parameters, in scope from here on, if it is all that an equation of further indices consists of and they are nothing else's;
    /// otherwise null.
    /// </summary>
    public string[]? LambdaOf(ExpressionSyntax? value, Member member)
    {
        if (member.Indices == 0 || value is null || Unwrapped(value) is not LambdaExpressionSyntax { AsyncKeyword.RawKind: 0 } lambda) return null;
        var parameters = lambda is SimpleLambdaExpressionSyntax simple ? [simple.Parameter] : ((ParenthesizedLambdaExpressionSyntax)lambda).ParameterList.Parameters.ToArray();
        var names = parameters.Select(p => p.Identifier.ValueText).ToArray();
        if (names.Length != member.Indices || names.Any(n => n.Length == 0 || InScope(n, out _)) || names.Distinct().Count() != names.Length) return null;
        foreach (var parameter in parameters) _scope.Add(new Local(parameter.Identifier.ValueText, ScalarType.Int, ScalarType.Unknown));
        return names;
    }

    /// <summary>Writes the body of the lambda whose parameters <see cref="LambdaOf"/> has brought into scope.</summary>
    public void LambdaBody(ExpressionSyntax value)
    {
        var lambda = (LambdaExpressionSyntax)Unwrapped(value);
        if (lambda.ExpressionBody is { } expression) Bind(expression);
        else if (lambda.Block is { } block) Block(block, "lambda");
        else Incomplete(lambda);
    }

    private void Function(AnonymousFunctionExpressionSyntax function, ScalarType usual)
    {
        if (function.AsyncKeyword.RawKind != 0)
        {
            Unsupported(function);
            return;
        }

        var before = _scope.Count;
        _out.Open("fn", function, function);
        _out.Open(function);
        if (function is SimpleLambdaExpressionSyntax simple)
        {
            Parameter(simple.Parameter, usual);
        }
        else
        {
            var list = function is ParenthesizedLambdaExpressionSyntax lambda ? lambda.ParameterList : ((AnonymousMethodExpressionSyntax)function).ParameterList;
            if (list is not null)
            {
                foreach (var parameter in list.Parameters) Parameter(parameter, usual);
            }
        }

        _out.Close();
        if (function.ExpressionBody is { } expression) Bind(expression);
        else if (function.Block is { } block) Block(block, "lambda");
        else Incomplete(function);
        _out.Close();
        _scope.RemoveRange(before, _scope.Count - before);
    }

    private void Parameter(ParameterSyntax parameter, ScalarType usual)
    {
        var name = parameter.Identifier.ValueText;
        _out.Atom(name.Length > 0 ? name : "?", parameter);
        if (parameter.Type is { } type)
        {
            var scalar = SignatureReader.Scalar(type, _part);
            var result = scalar == ScalarType.Unknown ? SignatureReader.FunctionResult(type, _part, out _) : ScalarType.Unknown;
            _scope.Add(new Local(name, scalar != ScalarType.Unknown ? scalar : result != ScalarType.Unknown ? ScalarType.Function : ScalarType.Unknown, result));
        }
        else
        {
            _scope.Add(new Local(name, usual, ScalarType.Unknown));
        }
    }

    private bool InScope(string name, out Local local)
    {
        for (var i = _scope.Count - 1; i >= 0; i--)
        {
            if (_scope[i].Name != name) continue;
            local = _scope[i];
            return true;
        }

        local = default;
        return false;
    }

    private void Outside(Member member, SyntaxNode origin)
    {
        if (member.Obstacle is { } obstacle) session.Report(BindingCodes.StatementBody, member.Name, obstacle.Kind().ToString());
        else session.Report(BindingCodes.OutsideNotation, member.Name);
        _out.Atom("?", origin);
    }

    private void Unsupported(SyntaxNode node)
    {
        if (node.IsMissing)
        {
            Incomplete(node);
            return;
        }

        session.Report(BindingCodes.UnsupportedSyntax, node.Kind().ToString());
        _out.Atom("?", node);
    }

    private void Incomplete(SyntaxNode node)
    {
        session.Report(BindingCodes.IncompleteText);
        _out.Atom("?", node);
    }

    /// <summary>The source of a node for a message.</summary>
    public static string Brief(SyntaxNode node)
    {
        var text = node.ToString();
        return text.Length <= 60 ? text : text.Substring(0, 57) + "...";
    }
}
