using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Ansatz.Testing;

/// <summary>The values of one equation that were already computed, by its indices.</summary>
public sealed class MemoTable<T> : IMemoTable
{
    private readonly Dictionary<(int, int, int, int, int, int, int, int), T> _values = [];

    /// <summary>How often a value was found.</summary>
    public int Hits { get; private set; }

    /// <summary>Looks a value up.</summary>
    public bool TryGet(out T value, int a = 0, int b = 0, int c = 0, int d = 0, int e = 0, int f = 0, int g = 0, int h = 0)
    {
        if (!_values.TryGetValue((a, b, c, d, e, f, g, h), out value!)) return false;
        Hits++;
        return true;
    }

    /// <summary>Keeps a value and returns it.</summary>
    public T Set(T value, int a = 0, int b = 0, int c = 0, int d = 0, int e = 0, int f = 0, int g = 0, int h = 0) => _values[(a, b, c, d, e, f, g, h)] = value;

    /// <inheritdoc/>
    public void Clear() => _values.Clear();
}

/// <summary>Numbers of functions that are handed to equations, as a part of the key.</summary>
public static class FunctionKeys
{
    private static readonly ConditionalWeakTable<object, ConcurrentDictionary<MethodInfo, int>> Numbers = [];
    private static readonly ConcurrentDictionary<Type, bool> Closures = [];
    private static int _last;

    /// <summary>The same number for the same method of the same object; below 0 for a lambda that captures locals, of which there is a new one each time.</summary>
    public static int Of(Delegate function)
    {
        if (function.Target is not { } target || Closures.GetOrAdd(target.GetType(), t => t.Name.Contains("DisplayClass", StringComparison.Ordinal))) return -1;
        return Numbers.GetOrCreateValue(target).GetOrAdd(function.Method, _ => Interlocked.Increment(ref _last));
    }
}

/// <summary>A memo table of any type.</summary>
public interface IMemoTable
{
    /// <summary>Forgets all values.</summary>
    void Clear();
}
