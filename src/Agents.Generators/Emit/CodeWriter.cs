using System.Text;

namespace Agents.Generators.Emit;

/// <summary>Writes indented code. Lines end with <c>\n</c> everywhere, whatever the machine or the sources use.</summary>
internal sealed class CodeWriter
{
    private const string Indent = "    ";
    private const int LongestLine = 140;

    private readonly StringBuilder text = new(8192);
    private int depth;

    /// <summary>Writes lines, each indented as deep as the writer stands. An empty text is an empty line.</summary>
    public void Line(string lines = "")
    {
        var start = 0;
        while (true)
        {
            var end = lines.IndexOf('\n', start);
            var length = (end < 0 ? lines.Length : end) - start;
            if (length > 0 && lines[start + length - 1] == '\r')
                length--;
            if (length > 0)
            {
                for (var i = 0; i < depth; i++)
                    text.Append(Indent);
                text.Append(lines, start, length);
            }

            text.Append('\n');
            if (end < 0)
                return;
            start = end + 1;
        }
    }

    /// <summary>Writes a list on one line, or with one item per line if it is too long for that.</summary>
    public void List(string before, IEnumerable<string> items, string after)
    {
        var all = items.ToArray();
        var line = before + string.Join(", ", all) + after;
        if (all.Length == 0 || (depth * Indent.Length) + line.Length <= LongestLine)
        {
            Line(line);
            return;
        }

        Line(before);
        using var deeper = Deeper();
        for (var i = 0; i < all.Length; i++)
            Line(all[i] + (i < all.Length - 1 ? "," : after));
    }

    /// <summary>Writes a header and an opening bracket, and the closing one when the block is disposed of.</summary>
    public Block Open(string header, string open = "{", string close = "}")
    {
        Line(header);
        return OpenBody(open, close);
    }

    /// <summary>Writes an opening bracket, and the closing one when the block is disposed of.</summary>
    public Block OpenBody(string open = "{", string close = "}")
    {
        Line(open);
        depth++;
        return new Block(this, close);
    }

    /// <summary>Indents what follows until disposed of.</summary>
    public Block Deeper()
    {
        depth++;
        return new Block(this, null);
    }

    public override string ToString() => depth == 0
        ? text.ToString()
        : throw new InvalidOperationException("A block is still open.");

    /// <summary>A block that is open; the default value is none.</summary>
    internal readonly struct Block(CodeWriter? code, string? close) : IDisposable
    {
        public void Dispose()
        {
            if (code is null)
                return;
            code.depth--;
            if (close is not null)
                code.Line(close);
        }
    }
}
