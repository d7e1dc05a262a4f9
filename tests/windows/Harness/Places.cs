namespace Mill.Tests.Harness;

/// <summary>Where the programs under test are: beside this one.</summary>
static class Places
{
    /// <summary>The executable under test.</summary>
    public static string Mill { get; } = Path.Combine(AppContext.BaseDirectory, "mill", "mill.exe");

    /// <summary>The program with one odd behaviour a file.</summary>
    public static string Dummy { get; } = Path.Combine(AppContext.BaseDirectory, "dummy", "mill-dummy.exe");
}
