[assembly: AssemblyFixture(typeof(Mill.Tests.Harness.NobodyIsLeft))]

namespace Mill.Tests.Harness;

/// <summary>What the tests start inherits a mark, and whoever still has it in the end fails the suite; so does what is left in the folder
/// for temporary files, which is the suite's own, and a home where people have theirs, if there was none.</summary>
public sealed class NobodyIsLeft : IDisposable
{
    const string Variable = "TESTS_OF_MILL", ForTemporary = "TMPDIR";
    const UnixFileMode OthersPassThrough = (UnixFileMode)0b111_101_101;
    readonly string _value = $"{Guid.NewGuid():N}";
    readonly string _usualHome = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".mill");
    readonly bool _hadUsualHome;
    readonly string? _before = Environment.GetEnvironmentVariable(ForTemporary);
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mill-tests-");

    /// <summary>Sets the mark, and the folder.</summary>
    public NobodyIsLeft()
    {
        _hadUsualHome = Path.Exists(_usualHome);
        Environment.SetEnvironmentVariable(Variable, _value);
        _folder.UnixFileMode = OthersPassThrough; // Some tests are those of another user.
        Environment.SetEnvironmentVariable(ForTemporary, _folder.FullName);
    }

    /// <summary>Looks for all that.</summary>
    public void Dispose()
    {
        Until.True(() => Left().Length == 0, TimeSpan.FromSeconds(60), "every process of the tests is gone", () => string.Join('\n', Left()));
        Environment.SetEnvironmentVariable(ForTemporary, _before);
        string[] files = [.. _folder.EnumerateFileSystemInfos().Select(one => one.Name).Where(IsOurs)];
        _folder.Delete(recursive: true);
        Assert.Empty(files);
        Assert.True(_hadUsualHome || !IsOfTests(_usualHome), $"A test has made {_usualHome}, which is for people."); // C40
    }

    // People may make it meanwhile.
    bool IsOfTests(string home)
    {
        try
        {
            return Directory.Exists(home) && (!Directory.EnumerateFiles(home, "run.json", SearchOption.AllDirectories).Any() || Trees.FilesWith(home, _folder.FullName).Any());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A shell of PowerShell's may leave its own.
    static bool IsOurs(string name) => name.StartsWith("mill-", StringComparison.Ordinal)
        || name.StartsWith("clr-debug-pipe-", StringComparison.Ordinal) || name.StartsWith("dotnet-diagnostic-", StringComparison.Ordinal);

    string[] Left() =>
        [.. Everybody.WithVariable($"{Variable}={_value}").Select(pid => $"{pid} {string.Join(' ', ProcFs.CommandLine(pid))}")];
}
