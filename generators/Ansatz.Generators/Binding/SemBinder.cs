using System.Globalization;
using Ansatz.Compiler.StructuralEquations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>A class with <c>[StructuralEquationModel]</c> to the value that the compiler works on.</summary>
public static class SemBinder
{
    /// <summary>The attribute's metadata name.</summary>
    public const string AttributeName = "Ansatz.StructuralEquationModelAttribute";

    /// <summary>Binds one model; no exception but cancellation leaves it.</summary>
    public static SemDeclaration Bind(INamedTypeSymbol model, TypeDeclarationSyntax declaration, AttributeData attribute, CancellationToken cancellation)
    {
        var problems = new List<string>();
        var text = "";
        var settings = new SemSettings();
        var isExtensible = true;
        try
        {
            var parts = Parts(model, declaration, cancellation);
            isExtensible = CheckType(model, declaration, problems);
            CheckAttributes(model, problems);
            isExtensible &= CheckNames(model, parts, problems);
            settings = SemSettingsReader.Read(attribute, model, problems, cancellation);
            text = Text(model, parts, attribute, settings, problems, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            problems.Add(ProblemLine.Format(BindingCodes.BindingFailed, -1, 0, failure.GetType().Name + ": " + failure.Message));
        }

        return new SemDeclaration(
            TypeHeader.Namespace(declaration),
            new(TypeHeader.Containers(declaration)),
            TypeHeader.Keyword(declaration),
            TypeHeader.Escape(model.Name),
            TypeHeader.Key(model),
            text,
            settings,
            new([.. problems]))
        {
            Failure = problems.Count > 0 ? $"{ProblemLine.Parse(problems[0]).Code}: {BindingMessages.Of(ProblemLine.Parse(problems[0]))}" : "",
            IsExtensible = isExtensible,
        };
    }

    /// <summary>The attribute that speaks for a class, the first that it has, or null.</summary>
    public static AttributeData? AttributeOf(INamedTypeSymbol type)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (IsModel(attribute)) return attribute;
        }

        return null;
    }

    /// <summary>
    /// Whether an attribute is the one by which its class is bound: the first of the class, and of classes with one name, which C# refuses, that of the first.
    /// </summary>
    public static bool IsFirst(INamedTypeSymbol model, AttributeData attribute)
    {
        if (AttributeOf(model)?.ApplicationSyntaxReference is not { } first || attribute.ApplicationSyntaxReference is not { } reference
            || first.SyntaxTree != reference.SyntaxTree || first.Span != reference.Span) return false;
        foreach (var other in model.ContainingType?.GetTypeMembers(model.Name) ?? model.ContainingNamespace.GetTypeMembers(model.Name))
        {
            if (TypeHeader.Key(other) == TypeHeader.Key(model) && AttributeOf(other) is not null) return SymbolEqualityComparer.Default.Equals(other, model);
        }

        return true;
    }

    /// <summary>The hand-written parts of a class.</summary>
    public static IReadOnlyList<TypeDeclarationSyntax> Parts(INamedTypeSymbol model, TypeDeclarationSyntax declaration, CancellationToken cancellation)
    {
        var references = model.DeclaringSyntaxReferences;
        if (references.Length <= 1) return [declaration];
        var parts = new List<TypeDeclarationSyntax>();
        foreach (var reference in references)
        {
            if (reference.GetSyntax(cancellation) is TypeDeclarationSyntax part && (part == declaration || !ModelPart.IsGenerated(part))) parts.Add(part);
        }

        return parts;
    }

    /// <summary>The argument of the attribute that is the model text, or null if it has none, or null itself.</summary>
    public static ExpressionSyntax? TextOf(AttributeData attribute, CancellationToken cancellation) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax { ArgumentList: { } list }
        && list.Arguments.FirstOrDefault(a => a.NameEquals is null) is { } argument
        && attribute.ConstructorArguments is not [{ Kind: not TypedConstantKind.Error, Value: null }]
            ? argument.Expression
            : null;

    private static string Text(INamedTypeSymbol model, IReadOnlyList<TypeDeclarationSyntax> parts, AttributeData attribute, SemSettings settings, List<string> problems, CancellationToken cancellation)
    {
        var (equations, part) = SemStatementBinder.Find(parts);
        if (attribute.ConstructorArguments is [{ Value: string written }])
        {
            // A method of that name that is no list of statements is the class's own affair.
            if (equations is not null && SemStatementBinder.IsStatementList(equations)) Report(problems, BindingCodes.SemText, part, equations.Identifier, model.Name);
            return written;
        }

        // An argument that is no constant text has an error of the C# compiler.
        if (TextOf(attribute, cancellation) is not null) problems.Add(ProblemLine.Format(BindingCodes.IncompleteText, -1, 0));
        else if (equations is not null) return SemStatementBinder.Bind(equations, settings, part, problems).Text;
        else problems.Add(ProblemLine.Format(BindingCodes.SemText, -1, 0, model.Name));
        return "";
    }

    private static bool IsModel(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "StructuralEquationModelAttribute", ContainingNamespace: { Name: "Ansatz", ContainingNamespace.IsGlobalNamespace: true } };

    // Whether the class can have another part.
    private static bool CheckType(INamedTypeSymbol model, TypeDeclarationSyntax declaration, List<string> problems)
    {
        var before = problems.Count;
        for (var type = declaration; type is not null; type = type.Parent as TypeDeclarationSyntax)
        {
            if (!MemberTable.Has(type.Modifiers, SyntaxKind.PartialKeyword)) problems.Add(ProblemLine.Format(BindingCodes.TypeNotPartial, -1, 0, type.Identifier.ValueText));
        }

        if (declaration.TypeParameterList is not null) Unsupported("a model has no type parameters");
        if (IsFileLocal(model)) Unsupported("a model is not local to its file: its other part is in another one");
        if (model.IsStatic) Unsupported("a model is not static");
        return problems.Count == before;

        void Unsupported(string reason) => problems.Add(ProblemLine.Format(BindingCodes.UnsupportedModelType, -1, 0, model.Name, reason));
    }

    internal static bool IsFileLocal(INamedTypeSymbol type)
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
            if (outer.IsFileLocal) return true;
        return false;
    }

    // The same attribute twice has an error of the C# compiler; these are different ones.
    private static void CheckAttributes(INamedTypeSymbol model, List<string> problems)
    {
        var attributes = model.GetAttributes();
        var models = attributes.Where(IsModel).Select(a => a.AttributeClass!.IsGenericType ? "StructuralEquationModel<…>" : "StructuralEquationModel").Distinct().ToArray();
        if (models.Length > 1) problems.Add(ProblemLine.Format(BindingCodes.ConflictingAttributes, -1, 0, model.Name, models[0], models[1]));
        if (attributes.Any(a => a.AttributeClass is { Name: "ModelAttribute" or "NetworkAttribute", ContainingNamespace: { Name: "Ansatz", ContainingNamespace.IsGlobalNamespace: true } }))
            problems.Add(ProblemLine.Format(BindingCodes.ConflictingAttributes, -1, 0, model.Name, "Model", models[0]));
    }

    // Whether no member has a name that the generated part needs.
    private static bool CheckNames(INamedTypeSymbol model, IReadOnlyList<TypeDeclarationSyntax> parts, List<string> problems)
    {
        var before = problems.Count;
        if (model.Name is "Model" or "Formulas" or "CreateMoments" or "Fit" or "Parameter" or "ImpliedMoments") problems.Add(ProblemLine.Format(BindingCodes.GeneratedName, -1, 0, model.Name));
        for (var part = 0; part < parts.Count; part++)
        {
            foreach (var member in parts[part].Members)
            {
                foreach (var name in GeneratedNames.NamesOf(member))
                {
                    // Methods have overloads.
                    var isTaken = name.ValueText is "Model" or "Formulas" or "Parameter" or "ImpliedMoments"
                        || (name.ValueText == "Fit" && member is not MethodDeclarationSyntax)
                        || (name.ValueText == "CreateMoments" && member is not MethodDeclarationSyntax { ParameterList.Parameters.Count: > 0 });
                    if (isTaken) Report(problems, BindingCodes.GeneratedName, part, name, name.ValueText);
                }
            }
        }

        return problems.Count == before;
    }

    private static void Report(List<string> problems, string code, int part, SyntaxToken at, string name) =>
        problems.Add(ProblemLine.Format(code, part, 0, name, at.SpanStart.ToString(CultureInfo.InvariantCulture), at.Span.Length.ToString(CultureInfo.InvariantCulture)));
}
