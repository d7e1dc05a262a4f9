using System.Text.RegularExpressions;

namespace Mill.Tests.Cmdlets;

/// <summary>What the module's sources keep away from.</summary>
public sealed class The_layers_of_the_module
{
    static readonly string s_module = Path.Combine(Places.Repository, "src", "Mill.PowerShell");

    static readonly (string Path, string Text)[] s_sources =
    [
        .. Directory.EnumerateFiles(s_module, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: Path.GetRelativePath(s_module, path), Text: File.ReadAllText(path)))
            .Where(one => !one.Path.StartsWith("obj/", StringComparison.Ordinal) && !one.Path.StartsWith("bin/", StringComparison.Ordinal)),
    ];

    static string[] FilesWith(string pattern) =>
        [.. s_sources.Where(one => Regex.IsMatch(Regex.Replace(one.Text, "//.*", ""), pattern, RegexOptions.Multiline)).Select(one => one.Path)];

    [Theory]
    [InlineData(@"DateTime(Offset)?\.(Utc)?Now\b|\bStopwatch\b|TickCount")]
    [InlineData(@"\bProcess\.(Start|GetProcess|Kill)|\bnew Process\b|ProcessStartInfo")]
    [InlineData(@"\[(LibraryImport|DllImport)\(")]
    [InlineData(@"\bThread\.Sleep\b|\bTask\.Delay\b|\.Result\b|\.GetAwaiter\(\)")]
    [InlineData(@"catch\s*(\(Exception\b[^)]*\)(?!\s*when)|\{)|catch$")]
    [InlineData(@"^\s*#region")]
    [InlineData(@"using Mill\.(Launch|Supervise|Cancel|Repair|Resume|Retention|Store|Platform)\b")]
    public void have_none_of(string pattern) => Assert.Empty(FilesWith(pattern));

    // Whether the output is redirected is asked where cells are made.
    [Fact]
    public void ask_the_console_in_one_place() => Assert.True(FilesWith(@"\bConsole\.") is { Length: <= 1 } files, string.Join(' ', FilesWith(@"\bConsole\.")));

    // Start-MillRun has an option for everything that a run can be.
    [Fact]
    public void keep_a_cmdlet_to_a_page() =>
        Assert.All(s_sources.Where(one => one.Path.StartsWith("Commands/", StringComparison.Ordinal)),
            one => Assert.True(one.Text.Count(letter => letter == '\n') <= (one.Path == "Commands/StartMillRunCommand.cs" ? 180 : 120), one.Path));

    [Fact]
    public void keep_names_plain() =>
        Assert.DoesNotContain(s_sources, one => Regex.IsMatch(Path.GetFileNameWithoutExtension(one.Path), "(Helper|Helpers|Util|Utils|Manager|Service|Common)$"));
}
