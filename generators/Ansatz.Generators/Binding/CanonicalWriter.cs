using Microsoft.CodeAnalysis;

namespace Ansatz.Generators.Binding;

/// <summary>Writes one member's line of the canonical text: atoms and lists separated by one space, each node counted in pre-order.</summary>
internal sealed class CanonicalWriter(RangeMap? ranges)
{
    private char[] _text = new char[512];
    private int _length;
    private int _member;
    private SyntaxNodeOrToken? _origin;

    /// <summary>The number of the line being written.</summary>
    public int Member => _member;

    /// <summary>The number that the next node gets.</summary>
    public int NextNode { get; private set; }

    /// <summary>Starts a line.</summary>
    /// <param name="member">Its number.</param>
    /// <param name="origin">What all of it stands for, if its own syntax is in no file.</param>
    public void Begin(int member, SyntaxNodeOrToken? origin = null)
    {
        _origin = origin;
        _member = member;
        _length = 0;
        NextNode = 0;
    }

    /// <summary>The finished line.</summary>
    public string End() => new(_text, 0, _length);

    /// <summary>Opens a list.</summary>
    public void Open(SyntaxNodeOrToken origin)
    {
        Count(origin);
        Separate(1);
        _text[_length++] = '(';
    }

    /// <summary>Opens a list and writes its first atom.</summary>
    public void Open(string head, SyntaxNodeOrToken origin, SyntaxNodeOrToken headOrigin)
    {
        Open(origin);
        Atom(head, headOrigin);
    }

    /// <summary>Closes the innermost open list.</summary>
    public void Close()
    {
        Grow(1);
        _text[_length++] = ')';
    }

    /// <summary>Writes an atom.</summary>
    public void Atom(string text, SyntaxNodeOrToken origin)
    {
        Count(origin);
        Separate(text.Length);
        text.CopyTo(0, _text, _length, text.Length);
        _length += text.Length;
    }

    private void Count(SyntaxNodeOrToken origin)
    {
        if (_origin is { } other) origin = other;
        if (ranges is not null && origin.SyntaxTree is { } tree) ranges.Add(_member, NextNode, tree, origin.Span);
        NextNode++;
    }

    private void Separate(int following)
    {
        Grow(following + 1);
        if (_length > 0 && _text[_length - 1] != '(') _text[_length++] = ' ';
    }

    private void Grow(int by)
    {
        if (_length + by > _text.Length) Array.Resize(ref _text, Math.Max(_length + by, 2 * _text.Length));
    }
}
