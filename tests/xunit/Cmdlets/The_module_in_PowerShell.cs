namespace Mill.Tests.Cmdlets;

/// <summary>The tests that are written in PowerShell, one file at a time, on a copy of the module, once everything else is done.</summary>
[Collection("PowerShell")]
public sealed class The_module_in_PowerShell(ModuleCopy module)
{
    static readonly string s_tests = Path.Combine(Places.Repository, "tests", "pester");

    /// <summary>The files.</summary>
    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(s_tests, "*.Tests.ps1").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void passes(string file)
    {
        if (Engine.Missing is { } reason) Assert.Skip(reason);
        var options = new RunOptions
        {
            Environment = new Dictionary<string, string?> { ["MILL_MODULE"] = module.Folder, ["NO_COLOR"] = "1" },
            Deadline = TimeSpan.FromMinutes(5),
        };
        Engine.Run(options, "-File", Path.Combine(s_tests, "Run.ps1"), "-Path", Path.Combine(s_tests, file)).Expect(0);
    }
}

/// <summary>The module as it was built, where no build will change it.</summary>
public sealed class ModuleCopy : IDisposable
{
    readonly string _root = Directory.CreateTempSubdirectory("mill-module-").FullName;

    /// <summary>Makes the copy.</summary>
    public ModuleCopy()
    {
        Folder = Path.Combine(_root, "Mill");
        foreach (var file in Directory.EnumerateFiles(Places.Module, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(Places.Module, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>The folder to import.</summary>
    public string Folder { get; }

    /// <summary>Removes it.</summary>
    public void Dispose() => Directory.Delete(_root, recursive: true);
}

/// <summary>Each file starts engines and runs of its own: never two at once, and never beside other tests.</summary>
[CollectionDefinition("PowerShell", DisableParallelization = true)]
public sealed class OneEngineAtATime : ICollectionFixture<ModuleCopy>;
