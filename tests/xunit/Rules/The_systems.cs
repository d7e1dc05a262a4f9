using System.Text.RegularExpressions;

namespace Mill.Tests.Rules;

/// <summary>Where operating systems may be named, read from the sources of everything that is handed out.</summary>
public sealed class The_systems
{
    const string Declaration = """\[LibraryImport\((?:[^\]]*EntryPoint = "(?<call>[^"]+)")?[^\]]*\)\]\s+\w+ static partial \S+ (?<name>\w+)\((?<arguments>[^)]*)\)""";

    static readonly string s_root = Path.Combine(Places.Repository, "src");

    // Path below src/, and the code without comments, whose words are free.
    static readonly (string Path, string Code)[] s_sources =
    [
        .. Directory.EnumerateFiles(s_root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(s_root, path).Replace('\\', '/'))
            .Where(path => !Regex.IsMatch(path, "/(obj|bin)/"))
            .Select(path => (path, Regex.Replace(File.ReadAllText(Path.Combine(s_root, path)), @"(?<!:)//.*", ""))),
    ];

    [Theory]
    [InlineData(@"OperatingSystem\.Is")]
    [InlineData(@"RuntimeInformation\.(IsOSPlatform|OSDescription|RuntimeIdentifier)|OSPlatform\.")]
    [InlineData("\"/proc|\\$\"/proc")]
    [InlineData(@"\bPosix\.|Platform\.Posix\b")]
    [InlineData(@"\bLinux(Platform|\.)|Platform\.Linux\b")]
    [InlineData(@"\bMac(Platform|OS\.)|Platform\.MacOS\b")]
    [InlineData(@"\bWindows(Platform|\.[A-Z])|Platform\.Windows\b")]
    public void are_named_below_the_platform_alone(string pattern)
    {
        var found = s_sources.Where(one => Regex.IsMatch(one.Code, pattern)).Select(one => one.Path).ToArray();
        Assert.NotEmpty(found); // A pattern that matches nothing guards nothing.
        Assert.DoesNotContain(found, path => !path.StartsWith("Mill.Core/Platform/", StringComparison.Ordinal));
    }

    [Fact]
    public void are_named_by_no_name_of_a_file_above_the_platform() => Assert.DoesNotContain(s_sources,
        one => !one.Path.StartsWith("Mill.Core/Platform/", StringComparison.Ordinal) && Regex.IsMatch(Path.GetFileName(one.Path), "Linux|MacOS|Windows|Posix|Unix"));

    // What Linux and macOS share may choose between them; neither may use the other.
    [Theory, InlineData("Linux", "MacOS|Windows"), InlineData("MacOS", "Linux|Windows"), InlineData("Windows", "Linux|MacOS|Posix"), InlineData("Posix", "Windows")]
    public void do_not_use_each_other(string system, string others) => Assert.DoesNotContain(s_sources,
        one => one.Path.StartsWith($"Mill.Core/Platform/{system}/", StringComparison.Ordinal) && Regex.IsMatch(one.Code, $@"\bPlatform\.({others})\b|\b({others})\.[A-Z]"));

    [Fact]
    public void have_each_of_their_calls_declared_once()
    {
        var declared = s_sources.SelectMany(one => Regex.Matches(one.Code, Declaration)).Select(Call).ToArray();
        Assert.Equal(s_sources.Sum(one => Regex.Count(one.Code, @"\[LibraryImport\(")), declared.Length); // None is passed over.
        Assert.Empty(declared.GroupBy(call => call).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    // By the name that the system has for it, and the types of its arguments.
    static string Call(Match declared)
    {
        var arguments = declared.Groups["arguments"].Value.Split(',').Select(one => one.Trim()).Select(one => one[..Math.Max(0, one.LastIndexOf(' '))]);
        return $"{declared.Groups[declared.Groups["call"].Success ? "call" : "name"].Value}({string.Join(", ", arguments)})";
    }

    [Fact]
    public void share_a_seam_that_names_none_of_them() => Assert.DoesNotContain(s_sources,
        one => Regex.IsMatch(one.Path, "^Mill.Core/Platform/[^/]+$") && one.Path != "Mill.Core/Platform/Current.cs" && Regex.IsMatch(one.Code, @"\b(Linux|MacOS|Windows|Posix)\b"));
}
