using System.Text;

namespace Ansatz.Compiler.Emitting;

/// <summary>Indented text with line feeds.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _indentation;

    /// <summary>One line; an empty one has no spaces.</summary>
    public CodeWriter Line(string line = "")
    {
        if (line.Length > 0) _text.Append(' ', _indentation * 4).Append(line);
        _text.Append('\n');
        return this;
    }

    /// <summary>Several lines.</summary>
    public CodeWriter Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines) Line(line);
        return this;
    }

    /// <summary>Begins a block in braces.</summary>
    public CodeWriter Open()
    {
        Line("{");
        _indentation++;
        return this;
    }

    /// <summary>Ends a block.</summary>
    public CodeWriter Close(string after = "")
    {
        _indentation--;
        return Line("}" + after);
    }

    /// <summary>The statement under a loop header: without braces, one level deeper.</summary>
    public void Indent(int by) => _indentation += by;

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
