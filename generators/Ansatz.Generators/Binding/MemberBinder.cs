using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>One member of a model to its line.</summary>
internal sealed class MemberBinder(BindingSession session)
{
    private readonly CanonicalWriter _out = session.Writer;
    private readonly ExpressionBinder _expressions = new(session);

    /// <summary>Adds the line of a member.</summary>
    public void Bind(Member member)
    {
        _out.Begin(session.Lines.Count, member.Part.Origins is { } origins && origins.TryGetValue(member.Name, out var origin) ? origin : (SyntaxNodeOrToken?)null);
        _expressions.Begin(member.Part);
        switch (member.Kind)
        {
            case MemberKind.Computed:
                Computed(member);
                break;
            case MemberKind.Use:
                Use(member);
                break;
            case MemberKind.Equation:
                Equation(member);
                break;
            default:
                Property(member);
                break;
        }

        session.Lines.Add((member, _out.End()));
    }

    private void Property(Member member)
    {
        var property = (PropertyDeclarationSyntax)member.Syntax;
        var attribute = member.Attribute!;
        var head = member.Kind switch
        {
            MemberKind.Extent => "extent",
            MemberKind.Batch => "batch",
            MemberKind.Training => "training",
            MemberKind.Parameter => "parameter",
            MemberKind.State => "state",
            _ => "input",
        };
        _out.Open(head, property, attribute);
        RequirePartial(property, AttributeReader.NameOf(attribute));
        if (member.Conflicting is { } second) session.Report(BindingCodes.ConflictingAttributes, member.Name, AttributeReader.NameOf(attribute), AttributeReader.NameOf(second));
        Name(member, property.Identifier);

        switch (member.Kind)
        {
            case MemberKind.Extent or MemberKind.Batch:
                if (member.Type != ScalarType.Int) session.ReportAt(_out.Member, 2, BindingCodes.UnsupportedType, ExpressionBinder.Brief(property.Type), "int");
                break;
            case MemberKind.Training:
                if (member.Type != ScalarType.Bool) session.ReportAt(_out.Member, 2, BindingCodes.UnsupportedType, ExpressionBinder.Brief(property.Type), "bool");
                break;
            case MemberKind.Input:
                _expressions.Type(member.Type, property.Type, "Tensor of float, double or int, or one of these");
                Extents(attribute, member.Part, scalar: !member.IsTensor && member.Type != ScalarType.Unknown);
                break;
            default:
                var allowed = member.IsTensor && member.Type is ScalarType.Float or ScalarType.Double || (member.IsTensor && member.Kind == MemberKind.State && member.Type == ScalarType.Int);
                _expressions.Type(allowed ? member.Type : ScalarType.Unknown, property.Type, "Tensor of float or double");
                Extents(attribute, member.Part, scalar: false);
                break;
        }

        Modifiers(property);
        Settings(member, attribute);
        if (member.Kind == MemberKind.Parameter && ModelPart.HasAttribute(property.AttributeLists, "Frozen")) _out.Atom(":frozen", property);
        Accessors(member, property);
        _out.Close();
    }

    private void Accessors(Member member, PropertyDeclarationSyntax property)
    {
        if (property.AccessorList is not { } list) return;
        foreach (var accessor in list.Accessors)
        {
            if (accessor.IsKind(SyntaxKind.SetAccessorDeclaration) && member.Kind == MemberKind.Training && accessor.Modifiers.Count == 0)
            {
                _out.Atom("set", accessor);
            }
            else if (!accessor.IsKind(SyntaxKind.GetAccessorDeclaration) && !accessor.IsKind(SyntaxKind.UnknownAccessorDeclaration))
            {
                session.ReportAt(_out.Member, 2, BindingCodes.UnsupportedAccessor, member.Name);
            }
        }
    }

    private void Settings(Member member, AttributeSyntax attribute)
    {
        if (attribute.ArgumentList is not { } list) return;
        foreach (var argument in list.Arguments)
        {
            if (argument.NameEquals?.Name.Identifier.ValueText is not { } name) continue;
            switch (name)
            {
                case "Gradient" when member.Kind == MemberKind.Input:
                    var gradient = session.Constants.Fold(argument.Expression, member.Part, askCompiler: true);
                    if (gradient is true) _out.Atom(":gradient", argument);
                    else if (gradient is not false) WrongSetting(attribute, argument);
                    break;
                case "Typical" when member.Kind == MemberKind.Batch && session.Constants.Fold(argument.Expression, member.Part, askCompiler: true) is int typical and >= 0:
                    if (typical == 0) break;
                    _out.Atom(":typical", argument);
                    _out.Atom(LiteralText.Of(typical)!, argument.Expression);
                    break;
                case "Initial" when member.Kind is MemberKind.Parameter or MemberKind.State:
                    _out.Atom(":initial", argument.NameEquals);
                    Initial(attribute, argument);
                    break;
                case "FanIn" when member.Kind is MemberKind.Parameter or MemberKind.State:
                    _out.Atom(":fan-in", argument.NameEquals);
                    Extent(argument.Expression, attribute, member.Part);
                    break;
                default:
                    WrongSetting(attribute, argument);
                    break;
            }
        }
    }

    private void Initial(AttributeSyntax attribute, AttributeArgumentSyntax argument)
    {
        var name = argument.Expression switch
        {
            IdentifierNameSyntax simple => simple.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            _ => "",
        };
        var known = name is "Default" or "Zero" or "One" or "LecunNormal" or "GlorotUniform" or "HeNormal" or "Normal" or "Uniform";
        if (!known) WrongArgument(attribute, argument);
        _out.Atom(known ? name : "?", argument.Expression);
    }

    private void Extents(AttributeSyntax attribute, ModelPart part, bool scalar)
    {
        _out.Open((SyntaxNode?)attribute.ArgumentList ?? attribute);
        foreach (var extent in AttributeReader.Positional(attribute))
        {
            if (scalar) WrongArgument(attribute, extent);
            Extent(extent, attribute, part);
        }

        _out.Close();
    }

    // An int, or the name of an extent; the name of a constant is its value.
    private void Extent(ExpressionSyntax expression, AttributeSyntax attribute, ModelPart part)
    {
        if (NameOfUsed(expression) is { } dotted)
        {
            _out.Atom(dotted, expression);
            return;
        }

        var value = session.Constants.Fold(expression, part, askCompiler: true);
        if (value is string name && session.Members.Find(name) is { } member)
        {
            if (member.Kind == MemberKind.Constant) value = session.Constants.Of(member);
            if (member.Kind is MemberKind.Extent or MemberKind.Batch or MemberKind.Computed)
            {
                _out.Atom(name, expression);
                return;
            }
        }

        if (value is not int)
        {
            if (expression.IsMissing) session.Report(BindingCodes.IncompleteText);
            else WrongArgument(attribute, expression);
        }

        _out.Atom(value is int ? LiteralText.Of(value)! : "?", expression);
    }

    // nameof(Hidden.Rank): an extent of a used model.
    private string? NameOfUsed(ExpressionSyntax expression) =>
        expression is InvocationExpressionSyntax
        {
            Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" },
            ArgumentList.Arguments: [{ Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } access }],
        }
        && session.Members.Find(owner.Identifier.ValueText) is { Kind: MemberKind.Use }
            ? owner.Identifier.ValueText + "." + access.Name.Identifier.ValueText
            : null;

    private void Computed(Member member)
    {
        var property = (PropertyDeclarationSyntax)member.Syntax;
        _out.Open("computed", property, property.Type);
        Name(member, property.Identifier);
        _expressions.Bind(member.Value!);
        Modifiers(property);
        _out.Close();
    }

    private void Use(Member member)
    {
        var property = (PropertyDeclarationSyntax)member.Syntax;
        var partial = MemberTable.Has(property.Modifiers, SyntaxKind.PartialKeyword);
        _out.Open("use", property, property.Type);
        if (!partial && member.Value is null) session.Report(BindingCodes.MemberNotPartial, member.Name, "model handed in from outside");
        Name(member, property.Identifier);
        var used = session.Import(member.Used!, member.Part.Semantic.Compilation);
        _out.Atom(used.Key, property.Type);
        _out.Atom(member.Value is null ? "shared" : "owned", (SyntaxNode?)member.Value ?? property.Type);
        if (member.Value is BaseObjectCreationExpressionSyntax creation)
        {
            if (creation.Initializer is { } initializer) session.Report(BindingCodes.UnsupportedSyntax, initializer.Kind().ToString());
            _out.Open((SyntaxNode?)creation.ArgumentList ?? creation);
            if (creation.ArgumentList is { } list) UseArguments(list, used, member.Part);
        }
        else
        {
            if (member.Value is { IsMissing: true }) session.Report(BindingCodes.IncompleteText);
            else if (member.Value is { } other) session.Report(BindingCodes.UnsupportedSyntax, other.Kind().ToString());
            _out.Open((SyntaxNode?)member.Value ?? property.Type);
        }

        _out.Close();
        if (member.Value is null) Modifiers(property);
        if (ModelPart.HasAttribute(property.AttributeLists, "Frozen")) _out.Atom(":frozen", property);
        _out.Close();
    }

    private void UseArguments(ArgumentListSyntax list, UsedModel used, ModelPart part)
    {
        var names = list.Arguments.Count == 0 ? null : used.Constructor(session.Cancellation);
        var position = 0;
        foreach (var argument in list.Arguments)
        {
            session.Cancellation.ThrowIfCancellationRequested();
            _out.Open(argument);
            if (argument.NameColon is { } colon)
            {
                var name = colon.Name.Identifier.ValueText;
                if (name.Length == 0) session.Report(BindingCodes.IncompleteText);
                else if (names is not null && Array.IndexOf(names, name) < 0) session.Report(BindingCodes.UnknownUseArgument, name, used.Key);
                _out.Atom(name.Length == 0 ? "?" : name, colon);
            }
            else
            {
                if (names is not null && position >= names.Length && !argument.Expression.IsMissing) session.Report(BindingCodes.UnknownUseArgument, LiteralText.Of(position)!, used.Key);
                _out.Atom(names is not null && position < names.Length ? names[position] : LiteralText.Of(position)!, argument);
            }

            position++;
            if (session.Constants.Fold(argument.Expression, part, askCompiler: false) is int value) _out.Atom(LiteralText.Of(value)!, argument.Expression);
            else _expressions.Bind(argument.Expression);
            _out.Close();
        }
    }

    private void Equation(Member member)
    {
        var declaration = (MemberDeclarationSyntax)member.Syntax;
        var method = declaration as MethodDeclarationSyntax;
        var (result, identifier) = declaration is PropertyDeclarationSyntax property ? (property.Type, property.Identifier) : (method!.ReturnType, method.Identifier);
        _out.Open("equation", declaration, result);
        Name(member, identifier);
        _expressions.Type(member.Type, result, "float, double, int or bool");
        _out.Open((SyntaxNode?)method?.ParameterList ?? result);
        foreach (var parameter in member.Parameters)
        {
            _out.Open(parameter.Syntax);
            _out.Atom(parameter.Name.Length > 0 ? parameter.Name : "?", parameter.Syntax.Identifier);
            if (parameter.Type == ScalarType.Unknown)
            {
                if (parameter.Syntax.Type is { IsMissing: false } type) session.Report(BindingCodes.UnsupportedType, ExpressionBinder.Brief(type), "int, float, double, bool or Func of these");
                else session.Report(BindingCodes.IncompleteText);
                _out.Atom("?", (SyntaxNode?)parameter.Syntax.Type ?? parameter.Syntax);
            }
            else if (parameter.Type == ScalarType.Function)
            {
                FunctionType(parameter);
            }
            else
            {
                _out.Atom(parameter.Text, parameter.Syntax.Type!);
            }

            _out.Close();
            _expressions.Declare(parameter);
        }

        // A lambda's parameters are the equation's; for what else it may be, names are found.
        var value = member.Value ?? method?.ExpressionBody?.Expression;
        var lambda = _expressions.LambdaOf(value, member);
        var indices = lambda ?? Indices(member, value ?? (SyntaxNode?)method?.Body);
        foreach (var index in indices)
        {
            _out.Open(result);
            _out.Atom(index, result);
            _out.Atom("int", result);
            _out.Close();
        }

        _out.Close();
        Attributes(declaration, identifier, member.Part);
        var applied = indices.Length > 0 && lambda is null;
        if (applied) _out.Open("apply", declaration, identifier);
        if (lambda is not null)
        {
            _expressions.LambdaBody(value!);
        }
        else if (value is not null)
        {
            _expressions.Bind(value);
        }
        else if (method?.Body is { } body)
        {
            _expressions.Block(body, member.Name);
        }
        else
        {
            session.Report(BindingCodes.StatementBody, member.Name, "no body");
            _out.Atom("?", identifier);
        }

        if (applied)
        {
            foreach (var index in indices) _out.Atom(index, result);
            _out.Close();
        }

        _out.Close();
    }

    // Names for the indices that an equation has besides its parameters: of nothing else in sight.
    private string[] Indices(Member member, SyntaxNode? body)
    {
        var names = new string[member.Indices];
        if (names.Length == 0) return names;
        var used = new HashSet<string>(body?.DescendantTokens().Select(token => token.ValueText) ?? [], StringComparer.Ordinal);
        for (int i = 0, letter = 0; i < names.Length; letter++)
        {
            var name = letter < 18 ? ((char)('i' + letter)).ToString() : "i" + LiteralText.Of(letter);
            if (!used.Contains(name) && session.Members.Find(name) is null && Array.FindIndex(member.Parameters, p => p.Name == name) < 0) names[i++] = name;
        }

        return names;
    }

    // The text of a function type is ready; its lists and atoms are counted one by one.
    private void FunctionType(in EquationParameter parameter)
    {
        var type = parameter.Syntax.Type!;
        foreach (var word in parameter.Text.Replace("(", "( ").Replace(")", " )").Split(' '))
        {
            if (word == "(") _out.Open(type);
            else if (word == ")") _out.Close();
            else _out.Atom(word, type);
        }
    }

    private void Attributes(MemberDeclarationSyntax method, SyntaxToken identifier, ModelPart part)
    {
        _out.Open(identifier);
        var accessible = false;
        foreach (var modifier in method.Modifiers)
        {
            if (!SyntaxFacts.IsAccessibilityModifier(modifier.Kind())) continue;
            _out.Atom(modifier.ValueText, modifier);
            accessible = true;
        }

        if (!accessible) _out.Atom("private", identifier);
        foreach (var list in method.AttributeLists)
        {
            foreach (var attribute in list.Attributes)
            {
                if (AttributeReader.MethodWord(attribute) is not { } word) continue;
                _out.Open(word, attribute, attribute.Name);
                if (word == "update") Updated(attribute, part);
                else if (word == "maps") Maps(attribute, part);
                else
                {
                    foreach (var extent in AttributeReader.Positional(attribute))
                    {
                        if (word == "loss") WrongArgument(attribute, extent);
                        Extent(extent, attribute, part);
                    }

                    if (word == "loss") LossSettings(attribute, part);
                }

                _out.Close();
            }
        }

        _out.Close();
    }

    // The shapes of one example, two lists of extents.
    private void Maps(AttributeSyntax attribute, ModelPart part)
    {
        foreach (var name in new[] { "From", "To" })
        {
            var argument = attribute.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name);
            _out.Open((SyntaxNode?)argument ?? attribute);
            if (argument is not null && AttributeReader.Elements(argument.Expression) is { } extents)
            {
                foreach (var extent in extents) Extent(extent, attribute, part);
            }
            else
            {
                session.Report(BindingCodes.AttributeArgument, "Maps", argument is null ? "no " + name : ExpressionBinder.Brief(argument.Expression));
            }

            _out.Close();
        }
    }

    private void LossSettings(AttributeSyntax attribute, ModelPart part)
    {
        if (attribute.ArgumentList is not { } list) return;
        foreach (var argument in list.Arguments)
        {
            if (argument.NameEquals?.Name.Identifier.ValueText is not { } name) continue;
            var word = name switch { "Hessian" => ":hessian", "HessianVectorProduct" => ":hessian-vector-product", _ => null };
            var value = session.Constants.Fold(argument.Expression, part, askCompiler: true);
            if (name == "Memory" && value is int or long)
            {
                _out.Atom(":memory", argument);
                _out.Atom(Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture), argument);
            }
            else if (word is not null && value is true) _out.Atom(word, argument);
            else if (word is null || value is not false) WrongSetting(attribute, argument);
        }
    }

    private void Updated(AttributeSyntax attribute, ModelPart part)
    {
        var any = false;
        foreach (var argument in AttributeReader.Positional(attribute))
        {
            var state = session.Constants.Fold(argument, part, askCompiler: true) as string;
            var known = !any && state is not null && session.Members.Find(state) is { Kind: MemberKind.State };
            if (!known) WrongArgument(attribute, argument);
            _out.Atom(known ? state! : "?", argument);
            any = true;
        }

        if (any) return;
        session.Report(BindingCodes.AttributeArgument, AttributeReader.NameOf(attribute), "");
        _out.Atom("?", attribute);
    }

    private void Name(Member member, SyntaxToken identifier)
    {
        if (member.Name.Length == 0) session.Report(BindingCodes.IncompleteText);
        else if (session.Members.Find(member.Name) != member) session.Report(BindingCodes.DeclaredTwice, member.Name);
        _out.Atom(member.Name.Length == 0 ? "?" : member.Name, identifier);
    }

    private void RequirePartial(PropertyDeclarationSyntax property, string what)
    {
        if (!MemberTable.Has(property.Modifiers, SyntaxKind.PartialKeyword)) session.Report(BindingCodes.MemberNotPartial, property.Identifier.ValueText, what);
    }

    private void Modifiers(PropertyDeclarationSyntax property)
    {
        foreach (var modifier in property.Modifiers)
        {
            if (modifier.RawKind != (int)SyntaxKind.PartialKeyword) _out.Atom(modifier.ValueText, modifier);
        }
    }

    // A setting leaves no node of its own; the first word of the line stands for its attribute.
    private void WrongSetting(AttributeSyntax attribute, SyntaxNode argument) =>
        session.ReportAt(_out.Member, 1, BindingCodes.AttributeArgument, AttributeReader.NameOf(attribute), ExpressionBinder.Brief(argument));

    private void WrongArgument(AttributeSyntax attribute, SyntaxNode argument) =>
        session.Report(BindingCodes.AttributeArgument, AttributeReader.NameOf(attribute), ExpressionBinder.Brief(argument));
}
