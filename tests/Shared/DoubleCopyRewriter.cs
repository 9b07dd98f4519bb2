using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Testing;

/// <summary>
/// Rewrites a model, as text, into its memoised double precision copy: float becomes double, the single precision vocabularies the
/// double precision ones, and every equation whose parameters are indices and functions looks its value up in a table first.
/// </summary>
/// <remarks>
/// CounterRandomF stays: its numbers widen without loss, and the double precision stream has other ones. A model must not rely on
/// an overload that <see cref="Math"/> has for <c>int</c> and <see cref="MathF"/> lacks, as in <c>Abs(i - j) / 2</c>.
/// </remarks>
/// <param name="models">The names of all classes that are models, for parts that do not carry the attribute.</param>
internal sealed class DoubleCopyRewriter(IReadOnlySet<string> models) : CSharpSyntaxRewriter
{
    /// <summary>The copy of a file.</summary>
    public static SyntaxTree Rewrite(SyntaxTree tree, IReadOnlySet<string> models)
    {
        var root = (CompilationUnitSyntax)new DoubleCopyRewriter(models).Visit(tree.GetRoot());

        // using static Ansatz.ReduceF and Ansatz.Reduce would now be the same line twice.
        var seen = new HashSet<string>();
        root = root.WithUsings(SyntaxFactory.List(root.Usings.Where(u => seen.Add(u.ToString()))));
        return CSharpSyntaxTree.ParseText(root.ToFullString(), (CSharpParseOptions)tree.Options, tree.FilePath);
    }

    /// <summary>The names of the classes marked [Model] in a file.</summary>
    public static IEnumerable<string> ModelNames(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
            .Where(t => t.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString() is "Model" or "ModelAttribute" or "Network" or "NetworkAttribute"))
            .Select(t => t.Identifier.ValueText);

    /// <inheritdoc/>
    public override SyntaxNode? VisitPredefinedType(PredefinedTypeSyntax node) =>
        node.Keyword.IsKind(SyntaxKind.FloatKeyword)
            ? node.WithKeyword(SyntaxFactory.Token(SyntaxKind.DoubleKeyword).WithTriviaFrom(node.Keyword))
            : base.VisitPredefinedType(node);

    /// <inheritdoc/>
    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) => node.Identifier.ValueText switch
    {
        "MathF" => Renamed(node, "Math"),
        "ReduceF" => Renamed(node, "Reduce"),
        "LinearAlgebraF" => Renamed(node, "LinearAlgebra"),
        _ => base.VisitIdentifierName(node),
    };

    /// <inheritdoc/>
    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        if (!node.IsKind(SyntaxKind.NumericLiteralExpression) || node.Token.Value is not float value) return base.VisitLiteralExpression(node);

        // The decimal digits as written, not the rounded float.
        var digits = node.Token.Text.TrimEnd('f', 'F').Replace("_", "", StringComparison.Ordinal);
        var wide = double.Parse(digits, CultureInfo.InvariantCulture);
        return node.WithToken(SyntaxFactory.Literal(digits + "d", wide).WithTriviaFrom(node.Token));
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node) => Memoised(node, (TypeDeclarationSyntax)base.VisitClassDeclaration(node)!);

    /// <inheritdoc/>
    public override SyntaxNode? VisitRecordDeclaration(RecordDeclarationSyntax node) => Memoised(node, (TypeDeclarationSyntax)base.VisitRecordDeclaration(node)!);

    private static IdentifierNameSyntax Renamed(IdentifierNameSyntax node, string name) =>
        node.WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(node.Identifier));

    private TypeDeclarationSyntax Memoised(TypeDeclarationSyntax original, TypeDeclarationSyntax type)
    {
        if (!models.Contains(original.Identifier.ValueText)) return type;
        var members = new List<MemberDeclarationSyntax>();
        foreach (var member in type.Members)
        {
            if (member is MethodDeclarationSyntax method && IsEquationOfIndices(method)) members.AddRange(Memoised(method));
            else if (member is PropertyDeclarationSyntax { ExpressionBody: not null } property && IsFunction(property.Type)) members.AddRange(Memoised(property));
            else members.Add(member);
        }

        return type.WithMembers(SyntaxFactory.List(members));
    }

    private static bool IsEquationOfIndices(MethodDeclarationSyntax method) =>
        !method.Modifiers.Any(SyntaxKind.StaticKeyword) && !method.Modifiers.Any(SyntaxKind.PartialKeyword)
        && (method.Body is not null || method.ExpressionBody is not null)
        && (method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.DoubleKeyword or (int)SyntaxKind.IntKeyword or (int)SyntaxKind.BoolKeyword } || IsFunction(method.ReturnType))
        && method.ParameterList.Parameters.All(p => p.Type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.IntKeyword } || (p.Type is not null && IsFunction(p.Type)));

    private static bool IsFunction(TypeSyntax type) => type is GenericNameSyntax { Identifier.ValueText: "Func" };

    // Func<int, int, double> E => E_memo.TryGet(out var found) ? found : E_memo.Set(E_body);
    private static IEnumerable<MemberDeclarationSyntax> Memoised(PropertyDeclarationSyntax property)
    {
        var (name, type) = (property.Identifier.ValueText, property.Type.ToString());
        yield return Member($"private readonly global::Ansatz.Testing.MemoTable<{type}> {name}_memo = new();");
        yield return Member($"{property.Modifiers} {type} {name} => {name}_memo.TryGet(out var found_) ? found_ : {name}_memo.Set({name}_body);");
        yield return Member($"private {type} {name}_body {property.ExpressionBody};");
    }

    // double E(int a) => E_1_memo.TryGet(out var found, a) ? found : E_1_memo.Set(E_1_body(a), a);
    private static IEnumerable<MemberDeclarationSyntax> Memoised(MethodDeclarationSyntax method)
    {
        var name = method.Identifier.ValueText;
        var unique = $"{name}_{method.ParameterList.Parameters.Count}";
        var names = method.ParameterList.Parameters.Select(p => p.Identifier.Text).ToArray();
        var type = method.ReturnType.ToString();
        var arguments = string.Join(", ", names);
        var functions = method.ParameterList.Parameters.Where(p => IsFunction(p.Type!)).Select(p => p.Identifier.Text).ToArray();
        var more = string.Concat(names.Select(n => ", " + (functions.Contains(n) ? $"{n}_key" : n)));
        var attributes = string.Concat(method.AttributeLists.Select(l => l.ToString()));
        var head = $"{attributes} {method.Modifiers} {type} {name}{method.ParameterList}";
        yield return Member($"private readonly global::Ansatz.Testing.MemoTable<{type}> {unique}_memo = new();");
        if (functions.Length > 0)
        {
            // float E(Func<…> x, int a): a lambda that captures locals has no key.
            var keys = string.Concat(functions.Select(f => $"var {f}_key = global::Ansatz.Testing.FunctionKeys.Of({f}); if ({f}_key < 0) return {unique}_body({arguments}); "));
            yield return Member($"{head} {{ {keys}return {unique}_memo.TryGet(out var found_{more}) ? found_ : {unique}_memo.Set({unique}_body({arguments}){more}); }}");
        }
        else yield return Member($"{head} => {unique}_memo.TryGet(out var found_{more}) ? found_ : {unique}_memo.Set({unique}_body({arguments}){more});");
        yield return method
            .WithAttributeLists([])
            .WithModifiers(SyntaxFactory.TokenList(SyntaxFactory.Token(SyntaxKind.PrivateKeyword).WithTrailingTrivia(SyntaxFactory.Space)))
            .WithReturnType(method.ReturnType.WithLeadingTrivia())
            .WithIdentifier(SyntaxFactory.Identifier(unique + "_body"))
            .WithTrailingTrivia(SyntaxFactory.LineFeed);
    }

    private static MemberDeclarationSyntax Member(string text) =>
        SyntaxFactory.ParseMemberDeclaration(text)!.WithTrailingTrivia(SyntaxFactory.LineFeed);
}
