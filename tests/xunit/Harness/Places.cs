namespace Mill.Tests.Harness;

/// <summary>Where the programs under test are, told by where this assembly is.</summary>
static class Places
{
    /// <summary>The folder that holds <c>Mill.sln</c>.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The executable under test: the plain build, or the one that <see cref="Programs.ExecutableVariable"/> names.</summary>
    public static string Mill { get; } =
        Environment.GetEnvironmentVariable(Programs.ExecutableVariable) is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : BuiltBy("src/Mill.Cli", "mill");

    /// <summary>The program with one odd behaviour a file.</summary>
    public static string Dummy { get; } = BuiltBy("tests/dummy", "mill-dummy");

    /// <summary>The assembly of the cmdlets.</summary>
    public static string Cmdlets { get; } = BuiltBy("src/Mill.PowerShell", "Mill.PowerShell.dll");

    /// <summary>The module as the build leaves it.</summary>
    public static string Module { get; } = Path.Combine(Repository, "artifacts", "module", "Mill");

    /// <summary>The program that makes the module's help.</summary>
    public static string Help { get; } = BuiltBy("tools/Mill.Help", "Mill.Help.dll");

    /// <summary>The pages that the module's help is made of.</summary>
    public static string HelpPages { get; } = Path.Combine(Repository, "docs", "en-US");

    /// <summary>Whether the executable can be ended at named steps, which released builds cannot.</summary>
    public static bool HasSteps { get; } = Configuration == "Debug"
        && (Environment.GetEnvironmentVariable(Programs.ExecutableVariable) is not { Length: > 0 } || Environment.GetEnvironmentVariable(Programs.StepsVariable) is { Length: > 0 });

    /// <summary>Whether the executable under test is the plain build, which needs .NET.</summary>
    public static bool IsPlain { get; } = File.Exists(Path.ChangeExtension(Mill, ".dll"));

    static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!);

    static string BuiltBy(string project, string name) =>
        Path.Combine(Repository, project, "bin", Configuration, "net8.0", name);

    static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Mill.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"No Mill.sln above {AppContext.BaseDirectory}.");
    }
}
