namespace Mill.PowerShell.Binding;

/// <summary>What the shell takes a word of a line for.</summary>
internal enum WordKind
{
    /// <summary>A value.</summary>
    Value,
    /// <summary>The name of an option.</summary>
    Option,
    /// <summary><c>--</c>: from here on there are no options.</summary>
    Dashes,
    /// <summary>Values with commas between them.</summary>
    List,
    /// <summary>A variable whose content stands for words.</summary>
    Splat,
}

/// <summary>A word of a line as the shell took it apart.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="Kind">What the shell takes it for.</param>
/// <param name="Touches">Whether nothing stands between it and the word before.</param>
internal sealed record TypedWord(string Text, WordKind Kind, bool Touches = false);

/// <summary>A parameter of the cmdlet.</summary>
internal sealed record OwnParameter(string Name, IReadOnlyList<string> Aliases, bool IsSwitch);
