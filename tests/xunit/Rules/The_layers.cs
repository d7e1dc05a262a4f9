using System.Text.RegularExpressions;
using Mill.Runs;

namespace Mill.Tests.Rules;

/// <summary>Who may use what, read from the sources of the core.</summary>
public sealed class The_layers
{
    static readonly string s_core = Path.Combine(Places.Repository, "src", "Mill.Core");

    // Path below the core, and the code without comments, whose words are free.
    static readonly (string Path, string Code)[] s_sources =
    [
        .. Directory.EnumerateFiles(s_core, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(s_core, path))
            .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
            .Select(path => (path, Regex.Replace(File.ReadAllText(Path.Combine(s_core, path)), "//.*", ""))),
    ];

    static string[] FilesWith(string pattern, string below = "") =>
        [.. s_sources.Where(one => one.Path.StartsWith(below, StringComparison.Ordinal) && Regex.IsMatch(one.Code, pattern)).Select(one => one.Path)];

    static void OnlyBelow(string folder, string pattern)
    {
        var found = FilesWith(pattern);
        Assert.NotEmpty(found); // A pattern that matches nothing guards nothing.
        Assert.DoesNotContain(found, path => !path.StartsWith(folder, StringComparison.Ordinal));
    }

    [Fact]
    public void let_only_the_platform_call_the_system() => OnlyBelow("Platform/", @"\[(LibraryImport|DllImport)\(|NativeLibrary\.");

    [Fact]
    public void let_only_the_platform_ask_which_system_it_is() =>
        OnlyBelow("Platform/", @"OperatingSystem\.Is|RuntimeInformation\.|Environment\.OSVersion|Mill\.Platform\.(Linux|MacOS|Windows|Posix)");

    [Fact]
    public void keep_the_system_specific_folders_behind_the_seam() =>
        Assert.Empty(s_sources.Where(one => !one.Path.StartsWith("Platform/", StringComparison.Ordinal)
            && Regex.IsMatch(one.Code, @"\b(Linux|MacOS|Windows|Posix)\.[A-Z]")).Select(one => one.Path));

    [Fact]
    public void let_one_file_read_the_environment() =>
        Assert.Equal(["Surroundings.cs"], FilesWith(@"Environment\.(GetEnvironmentVariable|SetEnvironmentVariable|ExpandEnvironmentVariables)"));

    [Fact]
    public void let_records_become_json_in_one_place() => OnlyBelow("Json/", @"Utf8JsonWriter|\bFields f\b");

    // Descriptions of types, generated or not, are compiled anew for each type of value, at every start.
    [Fact]
    public void have_no_use_for_a_serializer() =>
        Assert.Empty(FilesWith(@"JsonSerializer\b|JsonSerializerContext|JsonConverter|JsonTypeInfo|Json\.Serialization"));

    // Files and events are the store's business; launcher and worker talk over their pipe; a log may hold a result.
    [Fact]
    public void let_only_the_store_and_those_who_talk_over_the_pipe_read_json() =>
        Assert.Equal(
            [
                "Launch/WaitingWorker.cs", "Logs/LastJson.cs", "Store/EventDraft.cs", "Store/EventLog.cs", "Store/JsonFiles.cs", "Store/Projection.cs", "Supervise/Worker.cs",
            ],
            FilesWith(@"MillJson\.Read\b|JsonDocument\.").Where(path => !path.StartsWith("Json/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(@"\bProcess\.(Start|GetProcess|GetCurrentProcess)|new Process\b|ProcessStartInfo")]
    [InlineData(@"\bConsole\.")]
    [InlineData(@"\bFileSystemWatcher\b")]
    [InlineData(@"\bPosixSignalRegistration\b")]
    [InlineData(@"\bThread\.Sleep\b|\bTask\.Delay\b")]
    [InlineData(@"\bFile\.(Write|Append|Open|Create|Move|Delete|Copy)|\bFileStream\b|\bDirectory\.(Create|Delete|Move)")]
    [InlineData(@"DateTime(Offset)?\.(Utc)?Now\b|\bStopwatch\b|Environment\.TickCount")]
    [InlineData("^#region")]
    public void keep_out_of_the_core(string pattern) => Assert.Empty(FilesWith(pattern));

    [Fact]
    public void keep_facts_free_of_everything_else() =>
        Assert.DoesNotContain(s_sources.Where(one => one.Path.StartsWith("Runs/", StringComparison.Ordinal)),
            one => Regex.IsMatch(one.Code, @"\b(Store|Platform|Launch|Supervise|Cancel|Repair|Watch|Logs|Resume|Retention|List)\.[A-Z]|using Mill\.(?!Runs|Liveness|Json)"));

    [Theory]
    [InlineData("Platform/"), InlineData("Json/"), InlineData("Store/"), InlineData("Liveness/")]
    public void know_nothing_of_what_stands_above(string below) =>
        Assert.Empty(FilesWith(@"using Mill\.(Launch|Supervise|Cancel|Repair|Watch|Resume|Retention|List)\b|\b(Launch|Supervise|Cancel|Repair|Resume|Retention)\.[A-Z]\w+[(.]", below));

    [Fact]
    public void let_the_core_reference_nothing_but_the_framework()
    {
        Assert.DoesNotContain(typeof(RunRecord).Assembly.GetReferencedAssemblies(),
            one => !one.Name!.StartsWith("System", StringComparison.Ordinal) && one.Name is not ("Microsoft.Win32.Primitives" or "netstandard" or "mscorlib"));
        Assert.DoesNotMatch("PackageReference|ProjectReference", File.ReadAllText(Path.Combine(s_core, "Mill.Core.csproj")));
    }

    [Fact]
    public void keep_names_plain() =>
        Assert.DoesNotContain(s_sources, one => Regex.IsMatch(Path.GetFileNameWithoutExtension(one.Path), "(Helper|Helpers|Util|Utils|Manager|Service|Common)$"));
}
