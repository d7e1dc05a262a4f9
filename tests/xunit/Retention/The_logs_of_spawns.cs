using Mill.Platform;
using Mill.Retention;
using Mill.Tests.Logs;
using Xunit;

namespace Mill.Tests.Retention;

public sealed class The_logs_of_spawns : IDisposable
{
    readonly LogFolder _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void go_and_what_the_worker_wrote_stays()
    {
        _logs.OutLines(0, 100);
        _logs.Err("oops\n");
        foreach (var name in new[] { "worker.log", "cancel.log", "build.2.out", "main.1.out.plain" })
            File.WriteAllText(Path.Combine(_logs.Folder, name), name);
        var measured = SpawnLogs.Measure(_logs.Files, _logs.Folder);
        Assert.InRange(measured, 6_400, 64 << 10);
        Assert.Equal(measured, SpawnLogs.Remove(_logs.Files, _logs.Folder));
        Assert.Equal(["cancel.log", "worker.log"], Directory.GetFiles(_logs.Folder).Select(Path.GetFileName).Order());
        Assert.Equal(0, SpawnLogs.Remove(_logs.Files, _logs.Folder));
    }

    [Fact]
    public void are_not_its_objects_which_stay_with_the_run()
    {
        File.WriteAllText(Path.Combine(_logs.Folder, "main.1.objects"), new string('o', 100_000));
        Assert.Equal(0, SpawnLogs.Measure(_logs.Files, _logs.Folder));
        Assert.Equal(0, SpawnLogs.Remove(_logs.Files, _logs.Folder));
        Assert.True(File.Exists(Path.Combine(_logs.Folder, "main.1.objects")));
    }

    [Fact]
    public void are_files_and_a_folder_of_such_a_name_stands_in_nobody_s_way()
    {
        _logs.OutLines(0, 100);
        Directory.CreateDirectory(Path.Combine(_logs.Folder, "a.out"));
        File.WriteAllText(Path.Combine(_logs.Folder, "z.9.err"), "oops");
        var measured = SpawnLogs.Measure(_logs.Files, _logs.Folder);
        Assert.Equal(measured, SpawnLogs.Remove(_logs.Files, _logs.Folder));
        Assert.Empty(Directory.GetFiles(_logs.Folder));
        Assert.True(Directory.Exists(Path.Combine(_logs.Folder, "a.out")));
    }

    [Fact]
    public void of_a_run_without_a_folder_for_them_take_no_room() =>
        Assert.Equal(0, SpawnLogs.Measure(Current.Platform.Files, Path.Combine(_logs.Folder, "none")));
}
