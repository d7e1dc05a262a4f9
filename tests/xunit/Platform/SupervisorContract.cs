using System.Globalization;
using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>What supervising a tree must do on every system; the supervisor is a process of its own.</summary>
public abstract class SupervisorContract
{
    private protected const long Megabyte = 1 << 20;

    private protected readonly IPlatform _platform = Current.Platform;

    [Fact]
    public void It_tells_the_exit_code() => Assert.Contains("exited launched 7  ", Supervise("exit", "7"));

    [Fact]
    public void It_adds_up_what_the_tree_used()
    {
        var used = Supervise("spin", "300").Single(line => line.StartsWith("used"));
        Assert.InRange(Figure(used, "CpuUserMs"), 10, 60_000);
    }

    [Fact]
    public void It_tells_the_most_memory_that_a_process_took()
    {
        var used = Supervise("exit", "0").Single(line => line.StartsWith("used"));
        Assert.SkipWhen(Figure(used, "PeakRssBytes") == 0 && !TellsOfTheDead, "The memory of a process that has ended is not told here.");
        Assert.InRange(Figure(used, "PeakRssBytes"), Megabyte, 1024 * Megabyte);
    }

    /// <summary>Whether the system is sure to tell the memory of a process that has ended.</summary>
    private protected virtual bool TellsOfTheDead => true;

    [Fact]
    public void A_process_starts_in_its_folder_with_no_input()
    {
        using var folder = new Folder();
        SuperviseIn(folder, [Places.Dummy, "echo"], Surroundings());
        Assert.Equal([folder.Root, "0"], File.ReadAllLines(folder["output"]));
    }

    [Fact]
    public void Without_limits_nothing_is_said_of_them()
    {
        using var folder = new Folder();
        Assert.Contains("limits ", SuperviseIn(folder, [Places.Dummy, "exit", "0"], Surroundings()));
    }

    [Fact]
    public void A_process_gets_its_arguments_as_they_are()
    {
        using var folder = new Folder();
        string[] arguments = ["", "a b", "\"", "\\\"", "c\\", "d e\\", "%PATH%", "$(id)", "^&|<>", "ü漢"];
        SuperviseIn(folder, [Places.Dummy, "echo", .. arguments], Surroundings());
        Assert.Equal([$"{arguments.Length}", .. arguments], File.ReadAllLines(folder["output"])[1..]);
    }

    [Fact]
    public void A_process_gets_the_environment_that_was_given()
    {
        using var folder = new Folder();
        SuperviseIn(folder, [Places.Dummy, "environment"], Surroundings("A=1", "B=x y"));
        var output = File.ReadAllLines(folder["output"]);
        Assert.Contains("A=1", output);
        Assert.Contains("B=x y", output);
        Assert.DoesNotContain(output, line => line.StartsWith("MILL_", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_file_fails_in_words()
    {
        using var folder = new Folder();
        Assert.Contains("there is no such file", Assert.Single(SuperviseIn(folder, [folder["missing"]]), IsFailure));
    }

    [Fact]
    public void A_missing_folder_fails_in_words()
    {
        using var folder = new Folder();
        Assert.Contains("is missing", Assert.Single(SuperviseIn(folder, [Places.Dummy, "exit", "0"], Surroundings(), workingDirectory: folder["missing"]), IsFailure));
    }

    private protected string[] Supervise(params string[] behaviour)
    {
        using var folder = new Folder();
        return SuperviseIn(folder, [Places.Dummy, .. behaviour], Surroundings());
    }

    /// <summary>What a program needs to start at all, and more.</summary>
    private protected static string[] Surroundings(params string[] more) =>
        [.. Current.Platform.Programs.Essentials().Select(one => $"{one.Key}={one.Value}"), "DOTNET_ROOT=" + Worker.DotnetRoot, .. more];

    internal string[] SuperviseIn(
        Folder folder, string[] command, string[]? environment = null, long openFiles = 0, long bytes = 0, long processors = 0, string? workingDirectory = null)
    {
        string[] behaviour =
        [
            "supervise", workingDirectory ?? folder.Root, folder["output"],
            .. new[] { openFiles, bytes, processors }.Select(number => number.ToString(CultureInfo.InvariantCulture)),
            .. environment ?? ["PATH=" + Environment.GetEnvironmentVariable("PATH")],
        ];
        using var worker = new Worker(_platform, folder, behaviour);
        var told = worker.Answer(string.Join('\n', command));
        return told.Length > 0 ? told : throw new InvalidOperationException(File.ReadAllText(worker.LogPath));
    }

    private protected static bool IsFailure(string line) => line.StartsWith("failed", StringComparison.Ordinal);

    private protected static long Figure(string line, string name) =>
        long.Parse(line.Split(name + " = ")[1].Split(',', ' ')[0], CultureInfo.InvariantCulture);
}
