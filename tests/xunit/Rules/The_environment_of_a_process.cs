using Mill.Launch;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Tests.Rules;

public sealed class The_environment_of_a_process
{
    static readonly Dictionary<string, string?> s_nothing = [];

    static Dictionary<string, string> Of(Dictionary<string, string> caller, Dictionary<string, string?>? changes = null) =>
        ProcessEnvironment.Of(Current.Platform.Programs, caller, changes ?? s_nothing);

    static IEnumerable<string> Lines(Dictionary<string, string> variables) => variables.Select(one => $"{one.Key}={one.Value}").Order(StringComparer.Ordinal);

    static string[] ForSpawn(string? parent, params string[] environment)
    {
        var spec = new RunSpec { Command = "x", Path = "/x", WorkingDirectory = "/", ParentId = parent, Depth = parent is null ? 0 : 1 };
        var run = new RunRecord { Id = "20260102-030405-abcd", Spec = spec };
        return [.. ProcessEnvironment.ForSpawn(Current.Platform.Programs, environment, run, new SpawnId("main", 2), "/home", "/home/runs/20260102-030405-abcd", "/s.jsonl", "/bin/mill")];
    }

    [Fact]
    public void C07_is_the_callers_secrets_and_all()
    {
        var all = Of(new() { ["SOME_API_KEY"] = "k", ["EMPTY"] = "", ["PATH"] = "/p", ["HOME"] = "/h" });
        Assert.Equal(["EMPTY=", "HOME=/h", "PATH=/p", "SOME_API_KEY=k"], Lines(all));
    }

    [Fact]
    public void C08_has_the_essentials_even_when_the_caller_has_nothing()
    {
        var all = Of([]);
        Assert.Equal(["HOME", "PATH"], all.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("/usr/local/bin:/usr/bin:/bin", all["PATH"]);
        Assert.StartsWith("/", all["HOME"], StringComparison.Ordinal);
    }

    [Fact]
    public void takes_a_requests_word_over_the_callers_and_over_the_essentials()
    {
        var all = Of(new() { ["A"] = "1", ["B"] = "2", ["HOME"] = "/h" }, new() { ["A"] = "9", ["B"] = null, ["C"] = "${HOME}", ["PATH"] = null });
        Assert.Equal(["A=9", "C=${HOME}", "HOME=/h"], Lines(all));
    }

    [Fact]
    public void tells_names_apart_by_case() => Assert.Equal(["HOME", "PATH", "x", "y"], Of(new() { ["x"] = "", ["PATH"] = "", ["y"] = "", ["HOME"] = "" }).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void C09_carries_the_marks_of_its_own_run_and_the_outer_one_as_its_parents()
    {
        string[] outer =
        [
            "MILL_RUN_ID=outer", "MILL_PARENT_RUN_ID=outermost", "MILL_SPAWN_ID=main.1", "MILL_RUN_DIR=/outer", "MILL_RUN_DEPTH=7",
            "MILL_SESSION_FILE=/outer.jsonl", "MILL_EXE=/outer/mill", "MILL_HOME=/elsewhere", "MILL_DIE_AT=nowhere",
        ];
        Assert.Equal(
        [
            "MILL_DIE_ATLAS=kept", "MILL_PARENT_RUN_ID=outer-id", "MILL_RUN_ID=20260102-030405-abcd", "MILL_SPAWN_ID=main.2",
            "MILL_RUN_DIR=/home/runs/20260102-030405-abcd", "MILL_RUN_DEPTH=1", "MILL_SESSION_FILE=/s.jsonl", "MILL_EXE=/bin/mill", "MILL_HOME=/home",
        ], ForSpawn("outer-id", [.. outer, "MILL_DIE_ATLAS=kept"]));
    }

    [Fact]
    public void C09_has_no_parent_where_there_is_no_outer_run() =>
        Assert.DoesNotContain(ForSpawn(null, "MILL_PARENT_RUN_ID=stale"), one => one.StartsWith("MILL_PARENT_RUN_ID", StringComparison.Ordinal));

    [Fact]
    public void keeps_values_with_equals_signs_whole() => Assert.Contains("A=b=c=", ForSpawn(null, "A=b=c="));

    [Theory]
    [InlineData("PATH=/usr/bin:/p", "PATH=/usr/bin:/p:/bin")]
    [InlineData("PATH=/usr/bin", "PATH=/usr/bin:/bin")]
    [InlineData("PATH=/bin:/usr/bin", "PATH=/bin:/usr/bin")]
    [InlineData("PATH=/usr/bin:/bin/", "PATH=/usr/bin:/bin/")]
    [InlineData("PATH=", "PATH=:/bin")]
    [InlineData("PATHS=/usr/bin", "PATHS=/usr/bin")]
    public void has_the_folder_of_mill_last_on_its_path(string before, string after) => Assert.Contains(after, ForSpawn(null, before));

    [Fact]
    public void has_no_path_where_it_was_taken_away() =>
        Assert.DoesNotContain(ForSpawn(null, "A=b"), one => one.StartsWith("PATH=", StringComparison.Ordinal));

    [Fact]
    public void of_a_worker_is_small_and_carries_the_marks()
    {
        Assert.True(RunId.TryParse("20260102-030405-abcd", out var id));
        var caller = new Dictionary<string, string>
        {
            ["PATH"] = "/p",
            ["SOME_API_KEY"] = "k",
            ["DOTNET_ROOT"] = "/d",
            ["MILL_RUN_ID"] = "outer",
            ["MILL_HOME"] = "/h",
            ["LD_PRELOAD"] = "/x.so",
        };
        Assert.Equal(["MILL_RUN_ID=20260102-030405-abcd", "MILL_RUN_DIR=/f", "DOTNET_EnableDiagnostics=0", "PATH=/p", "DOTNET_ROOT=/d"],
            ProcessEnvironment.ForWorker(Current.Platform.Programs, caller, id, "/f", dotnetRoot: null));
        Assert.Equal(["MILL_RUN_ID=20260102-030405-abcd", "MILL_RUN_DIR=/f", "DOTNET_ROOT=/found", "DOTNET_EnableDiagnostics=0", "PATH=/p"],
            ProcessEnvironment.ForWorker(Current.Platform.Programs, caller, id, "/f", dotnetRoot: "/found"));
        caller["DOTNET_EnableDiagnostics"] = "1";
        Assert.Equal(["DOTNET_EnableDiagnostics=1"], ProcessEnvironment.ForWorker(Current.Platform.Programs, caller, id, "/f", null).Where(one => one.Contains("Diagnostics")));
    }
}
