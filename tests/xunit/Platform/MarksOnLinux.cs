using Mill.Platform;
using Mill.Platform.Linux;

namespace Mill.Tests.Platform;

/// <summary>The number that everybody carries who descends from the launch of a run.</summary>
public sealed class MarksOnLinux
{
    [Fact]
    public void Another_folder_and_another_name_have_another_number()
    {
        using var one = new Folder();
        using var other = new Folder();
        ulong?[] marks = [InheritedMark.Of("r", one.Root), InheritedMark.Of("s", one.Root), InheritedMark.Of("r", other.Root)];

        Assert.Equal(3, marks.OfType<ulong>().Distinct().Count());
        Assert.All(marks, mark => Assert.InRange(mark!.Value, 1UL << 61, (1UL << 62) - 1));
        Assert.Equal(marks[0], InheritedMark.Of("r", one.Root));
        Assert.Null(InheritedMark.Of("r", one["gone"]));
    }

    [Fact]
    public void The_number_of_a_run_is_on_its_processes_and_on_nobody_else()
    {
        using var home = new TestHome();
        using var other = new Bystander();
        var id = home.Start("--", "env", "-i", "sleep", "600");
        var mark = InheritedMark.Of(id, home.Folder(id))!.Value;

        Until.True(() => InheritedMark.IsOn(home.ProcessOf(id), mark), TimeSpan.FromSeconds(60), "the process carries it");
        Assert.False(InheritedMark.IsOn(other.Pid, mark));
        Assert.False(InheritedMark.IsOn(Environment.ProcessId, mark));
    }

    [Fact]
    public void Who_writes_to_a_file_is_told_from_who_reads_it()
    {
        using var folder = new Folder();
        using var writer = new FileStream(folder["a"], FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        File.WriteAllText(folder["b"], "");
        using var reader = new FileStream(folder["b"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        Assert.True(Current.Platform.Processes.WritesTo(Environment.ProcessId, [folder["a"]]));
        Assert.False(Current.Platform.Processes.WritesTo(Environment.ProcessId, [folder["b"]]));
    }
}
