namespace Mill.Help.Markdown;

/// <summary>A piece of a page.</summary>
/// <param name="Line">The line that it begins on, from 1.</param>
internal abstract record Block(int Line);

/// <summary>A heading.</summary>
internal sealed record Heading(int Line, int Level, string Text) : Block(Line);

/// <summary>Running text, in one line.</summary>
internal sealed record Paragraph(int Line, string Text) : Block(Line);

/// <summary>An item of a list, in one line; the mark is <c>-</c> or its number.</summary>
internal sealed record Item(int Line, string Mark, string Text) : Block(Line);

/// <summary>Lines that stay as they are.</summary>
internal sealed record Code(int Line, string Language, IReadOnlyList<string> Lines) : Block(Line)
{
    /// <summary>The lines as one text.</summary>
    public string Text => string.Join('\n', Lines);
}

/// <summary>A table; its first row is its head.</summary>
internal sealed record Table(int Line, IReadOnlyList<string[]> Rows) : Block(Line);
