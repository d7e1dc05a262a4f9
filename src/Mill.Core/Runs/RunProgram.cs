namespace Mill.Runs;

/// <summary>The copy of a program that a run was given, as it is kept: the files themselves are in the run's folder.</summary>
public sealed record RunProgram
{
    /// <summary>Whether nothing is null that must not be.</summary>
    public bool IsWhole => Entry is not null && Files is not null && Title is not null && Kind is not null && !Files.Any(name => name is null);

    /// <summary>The file whose path is the process's last argument.</summary>
    public required string Entry { get; init; }
    /// <summary>The names of all files.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
    /// <summary>What people see in the command's place.</summary>
    public required string Title { get; init; }
    /// <summary>The path of the script that it is a copy of.</summary>
    public string? Origin { get; init; }
    /// <summary>What it was: one of <see cref="ProgramKinds"/>, or something newer.</summary>
    public required string Kind { get; init; }
}

/// <summary>The kinds of program that a run may be given a copy of.</summary>
public static class ProgramKinds
{
    /// <summary>Code that somebody typed.</summary>
    public const string ScriptBlock = "script-block";
    /// <summary>A file.</summary>
    public const string Script = "script";
}
