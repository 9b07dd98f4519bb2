using System.Globalization;
using System.Text;
using Ansatz.Compiler.Emitting;
using Ansatz.StructuralEquations;

namespace Ansatz.Compiler.StructuralEquations;

/// <summary>Writes a model text as the method <c>Equations</c>: the same statements in C#, whose names an editor can rename.</summary>
public static class StatementWriter
{
    /// <summary>The method, or null if the text has errors or says something that C# names cannot.</summary>
    /// <param name="declaration">The model with its text.</param>
    /// <param name="rowType">The row type as it is to be written; empty for none.</param>
    public static string? Write(SemDeclaration declaration, string rowType)
    {
        var model = SemModel.Parse(declaration.Text, declaration.Settings.ToOptions());
        if (model.HasErrors || model.Syntax is not { } syntax) return null;
        var latent = new HashSet<string>(model.Latent, StringComparer.Ordinal);
        var labels = new List<string>();
        var lines = new List<string>();
        foreach (var formula in syntax.Formulas)
        {
            foreach (var left in formula.Left)
            {
                if (Formula(left.Text, formula) is not { } statements) return null;
                lines.AddRange(statements);
            }
        }

        foreach (var constraint in syntax.Constraints)
        {
            var (left, right) = (Text(constraint.Left, 0), Text(constraint.Right, 0));
            if (left is null || right is null) return null;
            var name = constraint.Operator switch { SemOperator.Definition => "Define", SemOperator.Equality => "Equal", SemOperator.Less => "Less", _ => "Greater" };
            lines.Add($"Paths.{name}({left}, {right})");
        }

        var row = "row";
        while (model.Latent.Concat(labels).Contains(row)) row += "_";
        for (var k = 0; k < lines.Count; k++) lines[k] = lines[k].Replace(RowMark, row);
        var parameters = new List<string>();
        if (rowType.Length > 0) parameters.Add($"{rowType} {row}");
        else parameters.AddRange(model.Observed.Select(o => $"Observed {o}"));
        parameters.AddRange(model.Latent.Select(l => $"Latent {l}"));
        parameters.AddRange(labels.Select(l => $"Coefficient {l}"));
        var names = model.Latent.Concat(rowType.Length > 0 ? [] : model.Observed).Concat(labels).ToArray();
        if (names.Any(n => !IsIdentifier(n)) || names.Distinct().Count() < names.Length) return null;
        var text = new StringBuilder();
        text.Append("static Statement[] Equations(").Append(string.Join(", ", parameters)).Append(") =>\n[\n");
        foreach (var line in lines) text.Append("    ").Append(line).Append(",\n");
        return text.Append("];\n").ToString();

        IEnumerable<string>? Formula(string left, FormulaSyntax formula)
        {
            var name = formula.Operator switch { SemOperator.Measurement => "Measure", SemOperator.Covariance => "Covary", _ => "Regress" };
            var terms = new List<string>();
            var statements = new List<string>();
            if (Variable(left) is not { } subject) return null;
            foreach (var term in formula.Right)
            {
                if (Modifiers(term) is not { } modifiers) return null;
                if (term.IsIntercept)
                {
                    // In the order of the text, which is that of the parameters.
                    Flush();
                    statements.Add(modifiers.Length == 0 ? $"Paths.Intercept({subject})" : $"Paths.Intercept({subject}, {modifiers.Substring(0, modifiers.Length - 3)})");
                    continue;
                }

                // f =~ 0 says that nothing measures f.
                var isUnmeasured = formula.Operator == SemOperator.Measurement && term.Name.Text == "0";
                if (isUnmeasured) terms.Add("0");
                else if (Variable(term.Name.Text) is { } variable) terms.Add(modifiers + variable);
                else return null;
            }

            Flush();
            return statements;

            void Flush()
            {
                if (terms.Count > 0) statements.Add($"Paths.{name}({subject}, {string.Join(", ", terms)})");
                terms.Clear();
            }
        }

        string? Variable(string name) => latent.Contains(name) || rowType.Length == 0 ? name : declaration.Settings.PropertyOf(name) is { } property ? $"{RowMark}.{CsharpText.Name(property)}" : null;

        // What stands before the variable, as in a * Paths.Start(1) * x.
        string? Modifiers(TermSyntax term)
        {
            var parts = new List<string>();
            foreach (var modifier in term.Modifiers)
            {
                if (modifier.RefersToParameter) return null;
                var values = modifier.Kind == ModifierKind.Label
                    ? modifier.Labels.Select(l => l is null ? "Paths.Free" : Label(l))
                    : modifier.Values.Select(v => v is { } number ? Number(number) : "Paths.Free");
                if (modifier.Kind == ModifierKind.Start)
                {
                    if (modifier.Count > 1) return null;
                    parts.Add($"Paths.Start({values.Single()})");
                    continue;
                }

                parts.Add(modifier.Count > 1 ? $"Paths.ForGroups({string.Join(", ", values)})" : values.Single());
            }

            return string.Concat(parts.Select(p => p + " * "));
        }

        string Label(string label)
        {
            if (!labels.Contains(label)) labels.Add(label);
            return label;
        }

        string? Text(SemExpression e, int precedence)
        {
            switch (e)
            {
                case NumberExpression number:
                    return Number(number.Value);
                case NameExpression name:
                    return Label(name.Name);
                case UnaryExpression unary:
                    return Text(unary.Operand, 3) is { } operand ? operand[0] == '-' ? $"-({operand})" : $"-{operand}" : null;
                case BinaryExpression { Operator: '^' } power:
                    return Text(power.Left, 0) is { } @base && !power.Right.Names().Any() && power.Right.Evaluate(_ => double.NaN) is var exponent && Math.Abs(exponent) < double.MaxValue
                        ? $"Paths.Pow({@base}, {Number(exponent)})"
                        : null;
                case BinaryExpression binary:
                    var own = binary.Operator is '+' or '-' ? 1 : 2;
                    var (left, right) = (Text(binary.Left, own), Text(binary.Right, own + 1));
                    if (left is null || right is null) return null;
                    return own < precedence ? $"({left} {binary.Operator} {right})" : $"{left} {binary.Operator} {right}";
                case CallExpression { Function: "exp" or "log" or "sqrt", Arguments: [var argument] } call:
                    return Text(argument, 0) is { } inner ? $"Paths.{char.ToUpperInvariant(call.Function[0])}{call.Function.Substring(1)}({inner})" : null;
                default:
                    return null;
            }
        }
    }

    // Stands for the name of the row until all others are known.
    private const string RowMark = "\0row";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static bool IsIdentifier(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_') && CsharpText.Name(name) == name && name != "Paths";
}
