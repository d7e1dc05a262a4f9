namespace Mill.PowerShell.Scripts;

/// <summary>A line of an object log: what kind of thing it keeps, and the thing.</summary>
/// <param name="Kind">A letter.</param>
/// <param name="Clixml">The thing, as CLIXML.</param>
internal readonly record struct ObjectLine(ObjectKind Kind, string Clixml)
{
    /// <summary>Reads a line; one that is torn, or of something newer, is none.</summary>
    public static bool TryParse(string text, out ObjectLine line)
    {
        line = default;
        if (text is not [var letter, ' ', '<', ..] || !text.EndsWith("</Objs>", StringComparison.Ordinal) || !Enum.IsDefined((ObjectKind)letter)) return false;
        line = new((ObjectKind)letter, text[2..]);
        return true;
    }
}

/// <summary>The streams of a script, and what else is told, by their letters.</summary>
internal enum ObjectKind
{
    /// <summary>An object that came out.</summary>
    Output = 'O',
    /// <summary>An error.</summary>
    Error = 'E',
    /// <summary>The error that ended the script.</summary>
    TerminatingError = 'T',
    /// <summary>A warning.</summary>
    Warning = 'W',
    /// <summary>A verbose message.</summary>
    Verbose = 'V',
    /// <summary>A debug message.</summary>
    Debug = 'D',
    /// <summary>An information record; what was written to the host too.</summary>
    Information = 'I',
    /// <summary>A line that a program wrote to its stderr.</summary>
    NativeError = 'N',
    /// <summary>Something that was not kept, and why.</summary>
    NotKept = 'X',
}
