using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Ansatz.Generators.Tests.Caching;

/// <summary>Finds what a value holds on to: every object that its fields and elements lead to.</summary>
internal static class RoslynObjects
{
    /// <summary>The paths to objects of Roslyn within a value.</summary>
    public static IReadOnlyList<string> Within(object value)
    {
        var found = new List<string>();
        Walk(value, value.GetType().Name, found, new HashSet<object>(ReferenceEqualityComparer.Instance));
        return found;
    }

    private static void Walk(object? value, string path, List<string> found, HashSet<object> seen)
    {
        if (value is null or string or Pointer || value.GetType().IsPrimitive || value.GetType().IsEnum || value is Type) return;
        if (!value.GetType().IsValueType && !seen.Add(value)) return;
        if (value is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or Location or Compilation or SemanticModel or Diagnostic
            || value.GetType().Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true)
        {
            found.Add($"{path}: {value.GetType()}");
            return;
        }

        if (value is Array or ICollection)
        {
            foreach (var element in (IEnumerable)value) Walk(element, path + "[]", found, seen);
        }

        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.FieldType.IsPointer || field.FieldType.IsPrimitive) continue;
                Walk(field.GetValue(value), path + "." + field.Name, found, seen);
            }
        }
    }
}
