namespace Mill.Platform;

/// <summary>How programs are named, found and run.</summary>
internal interface IPrograms
{
    /// <summary>Which names of variables are the same.</summary>
    StringComparer VariableNames { get; }
    /// <summary>The variable that names the user's own folder.</summary>
    string HomeVariable { get; }
    /// <summary>What a program of that name is called as a file.</summary>
    string FileName(string program);
    /// <summary>Whether a command is a path, and not a name to look for.</summary>
    bool IsPath(string command);
    /// <summary>The files that a command means in a folder, the first one first.</summary>
    IEnumerable<string> Candidates(string path);
    /// <summary>Why this user may not run a file as a program, and what to do.</summary>
    string NotRunnable(string path);
    /// <summary>What stands against running a file with these arguments, in words; null when nothing does.</summary>
    string? Objection(string path, IReadOnlyList<string> arguments);
    /// <summary>Variables that every process gets, whatever its caller has.</summary>
    IReadOnlyDictionary<string, string> Essentials();
    /// <summary>Whether a worker itself needs a variable of its caller.</summary>
    bool IsForWorkers(string variable);
    /// <summary>The folders that .NET is usually installed in, and those that its installers have noted down.</summary>
    IEnumerable<string> DotnetFolders();
    /// <summary>A small program that runs a library by .NET under another name; null where there cannot be one.</summary>
    string? ProgramFor(string host, string library);
}
