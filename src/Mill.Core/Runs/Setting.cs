namespace Mill.Runs;

/// <summary>A setting that is in force.</summary>
/// <param name="Key">Its full name, <c>defaults.grace</c>.</param>
/// <param name="Value">What it is, as one would write it; null where nothing is set.</param>
/// <param name="Source">Where it comes from: a file and a line, a variable, or <c>built in</c>.</param>
public sealed record Setting(string Key, string? Value, string Source)
{
    /// <summary>Of what no file says.</summary>
    public const string BuiltIn = "built in";
}

/// <summary>What is known of a template.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it is for, in words.</param>
/// <param name="Command">Its command and arguments, their gaps not filled in.</param>
/// <param name="Required">The parameters that have to be given.</param>
/// <param name="Optional">The parameters that may be given.</param>
/// <param name="Source">The file and line that it stands on.</param>
public sealed record TemplateFacts(string Name, string? Description, IReadOnlyList<string> Command, IReadOnlyList<string> Required, IReadOnlyList<string> Optional, string Source);
