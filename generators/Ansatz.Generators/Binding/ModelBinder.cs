using Ansatz.Compiler.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ansatz.Generators.Binding;

/// <summary>
/// An annotated class to the value that the compiler works on. It runs for every model on every edit, so that it walks syntax and asks the
/// compiler nothing about bodies; it takes every half-typed text, and no exception but cancellation leaves it.
/// </summary>
public static class ModelBinder
{
    /// <summary>Binds one model.</summary>
    /// <param name="semantic">The semantic model of the declaration's file.</param>
    /// <param name="model">The class.</param>
    /// <param name="declaration">The part of it that carries <c>[Model]</c>.</param>
    /// <param name="cancellation">Stops the binding.</param>
    /// <param name="ranges">If given, receives the place of every node of the text, for an analyzer.</param>
    /// <returns>The declaration; what could not be bound is among its problems.</returns>
    public static ModelDeclaration Bind(SemanticModel semantic, INamedTypeSymbol model, TypeDeclarationSyntax declaration, CancellationToken cancellation, RangeMap? ranges = null)
    {
        try
        {
            return BindParts(semantic, model, declaration, cancellation, ranges);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One exception would silence the generator for every model of the compilation.
            var problem = ProblemLine.Format(BindingCodes.BindingFailed, -1, 0, failure.GetType().Name + ": " + failure.Message);
            return Declaration(model, declaration, [], [], [problem]);
        }
    }

    private static ModelDeclaration BindParts(SemanticModel semantic, INamedTypeSymbol model, TypeDeclarationSyntax declaration, CancellationToken cancellation, RangeMap? ranges)
    {
        ranges?.AddModel(declaration.Identifier);
        var parts = ModelPart.Of(model, declaration, semantic, cancellation);
        var network = NetworkWriter.Write(model, declaration, parts, out var stack, cancellation);
        var session = new BindingSession(model, network is { } written ? [.. parts, written.Part] : parts, ranges, cancellation);
        CheckType(session, model, declaration);
        var binder = new MemberBinder(session);
        foreach (var member in session.Members.InOrder)
        {
            cancellation.ThrowIfCancellationRequested();
            binder.Bind(member);
        }

        var onnx = parts.Exists(part => AsksForOnnx(session, part));
        GeneratedNames.Check(session, parts, onnx);
        if (stack is not null) Report(stack, session);
        else OnlyInNetworks(session);
        if (session.Problems.Count > 0) session.DropOrdinaryMethods();
        return Declaration(
            model,
            declaration,
            [.. session.Lines.Select(static line => line.Text)],
            session.Imports,
            [.. session.Problems.Select(static problem => problem.ToString())]) with
        {
            Advice = new([.. session.Advice.Select(static line => line.ToString())]),
            Network = network?.Text ?? "",
            Onnx = onnx,
        };
    }

    private static bool AsksForOnnx(BindingSession session, ModelPart part)
    {
        if ((AttributeReader.Find(part.Syntax.AttributeLists, "Network") ?? AttributeReader.Find(part.Syntax.AttributeLists, "Model")) is not { } attribute) return false;
        foreach (var (name, value) in AttributeReader.Settings(attribute)) if (name == "Onnx") return session.Constants.Fold(value, part, askCompiler: true) is true;
        return false;
    }

    private static void Report(NetworkStack stack, BindingSession session)
    {
        foreach (var (place, code, arguments) in stack.Problems) session.ReportOutside(place, code, arguments);
        foreach (var (place, code, arguments) in stack.Advice) session.AdviseOutside(place, code, arguments);
    }

    // [Layer] says nothing in a class that is no network.
    private static void OnlyInNetworks(BindingSession session)
    {
        foreach (var member in session.Members.InOrder)
        {
            if (member.Syntax is PropertyDeclarationSyntax { AttributeLists.Count: > 0 } property && AttributeReader.Find(property.AttributeLists, "Layer") is { } attribute)
                session.AdviseOutside(attribute, BindingCodes.LayerOutsideNetwork, member.Name, session.Model.Name);
        }
    }

    private static ModelDeclaration Declaration(INamedTypeSymbol model, TypeDeclarationSyntax declaration, string[] members, ImportedModel[] imports, string[] problems) => new(
        TypeHeader.Namespace(declaration),
        new(TypeHeader.Containers(declaration)),
        TypeHeader.Keyword(declaration),
        TypeHeader.Escape(model.Name),
        TypeHeader.Text(model.DeclaredAccessibility),
        TypeHeader.Key(model),
        new(members),
        new(imports),
        new(problems));

    private static void CheckType(BindingSession session, INamedTypeSymbol model, TypeDeclarationSyntax declaration)
    {
        for (var type = declaration; type is not null; type = type.Parent as TypeDeclarationSyntax)
        {
            if (!MemberTable.Has(type.Modifiers, SyntaxKind.PartialKeyword)) session.ReportAt(-1, 0, BindingCodes.TypeNotPartial, type.Identifier.ValueText);
        }

        if (declaration.TypeParameterList is not null) session.ReportAt(-1, 0, BindingCodes.UnsupportedModelType, model.Name, "a model has no type parameters");
        if (declaration.ParameterList is not null) session.ReportAt(-1, 0, BindingCodes.UnsupportedModelType, model.Name, "a model has no primary constructor: the generator writes the constructor");
        if (model.IsFileLocal) session.ReportAt(-1, 0, BindingCodes.UnsupportedModelType, model.Name, "a model is not local to its file: its other part is in another one");
        if (model.IsStatic) session.ReportAt(-1, 0, BindingCodes.UnsupportedModelType, model.Name, "a model is not static");
        if (model.IsAbstract && !model.IsStatic) session.ReportAt(-1, 0, BindingCodes.UnsupportedModelType, model.Name, "a model is not abstract");
    }
}
