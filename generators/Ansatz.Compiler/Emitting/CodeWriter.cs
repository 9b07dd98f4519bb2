using System.Text;

namespace Ansatz.Compiler.Emitting;

/// <summary>Indented text with line feeds.</summary>
internal sealed class CodeWriter
{
    private const int Columns = 120;
    private readonly StringBuilder _text = new();
    private int _indentation;

    /// <summary>One line; an empty one has no spaces. What is too long for a page is broken where the text is least nested.</summary>
    public CodeWriter Line(string line = "")
    {
        foreach (var part in LineBreaks.Split(line, Columns - (_indentation * 4)))
        {
            if (part.Length > 0) _text.Append(' ', _indentation * 4).Append(part);
            _text.Append('\n');
        }

        return this;
    }

    /// <summary>A line that is written as it is, however long.</summary>
    public CodeWriter Verbatim(string line)
    {
        if (line.Length > 0) _text.Append(' ', _indentation * 4).Append(line);
        _text.Append('\n');
        return this;
    }

    /// <summary>Several lines.</summary>
    public CodeWriter Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines) Verbatim(line);
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
