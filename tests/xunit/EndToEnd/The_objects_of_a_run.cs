using Mill.Runs;

namespace Mill.Tests.EndToEnd;

/// <summary>What a process leaves in its log of objects, a line each, and how it is read.</summary>
public sealed class The_objects_of_a_run : IDisposable
{
    const string Append = "objects() { printf \"$@\" >> \"$MILL_RUN_DIR/logs/$MILL_SPAWN_ID.objects\"; }; await() { while ! [ -e $1 ]; do sleep 0.02; done; }; ";

    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    RunId Start(string script) => _home.Client.Find(_home.StartScript(Append + script));

    string[] Read(RunId id) => [.. _home.Client.ReadObjects(id)];

    void Go(string file) => File.WriteAllText(Path.Combine(_home.Work, file), "");

    [Fact]
    public void are_told_as_they_come_and_a_line_without_an_end_last()
    {
        var id = Start("objects 'one\\ntw'; await a; objects 'o\\nthree'; await b");
        using var lines = _home.Client.ReadObjects(id, follow: true).GetEnumerator();
        string Next() => lines.MoveNext() ? lines.Current : "(over)";

        Assert.Equal("one", Next());
        Go("a");
        Assert.Equal("two", Next());
        Go("b");
        Assert.Equal(("three", "(over)"), (Next(), Next()));
    }

    [Fact]
    public void are_told_up_to_the_last_whole_one_while_the_run_lives()
    {
        var id = Start("objects 'ü 1\\r\\n\\ntw'; touch there; await never");
        Until.True(() => File.Exists(Path.Combine(_home.Work, "there")), TimeSpan.FromSeconds(60), "they are written");

        Assert.Equal(["ü 1\r", ""], Read(id));
        _home.Stop(id.Text);
        Assert.Equal(["ü 1\r", "", "tw"], Read(id));
    }

    [Fact]
    public void are_never_told_in_pieces_however_long_they_are()
    {
        var id = Start("{ head -c 3000000 /dev/zero | tr '\\0' x; echo; echo short; } >> \"$MILL_RUN_DIR/logs/$MILL_SPAWN_ID.objects\"");
        _home.Ended(id.Text);

        Assert.Equal([3_000_000, 5], Read(id).Select(line => line.Length));
    }

    [Fact]
    public void are_those_of_the_newest_spawn()
    {
        var id = Start("objects \"$MILL_SPAWN_ID\\n\"; [ -e again ] && exit 0; touch again; exit 1");
        _home.Ended(id.Text);
        Assert.Equal(["main.1"], Read(id));
        _home.Mill("resume", id.Text).Expect(0);
        _home.Ended(id.Text);

        Assert.Equal(["main.2"], Read(id));
    }

    [Fact]
    public void are_none_where_the_process_leaves_none()
    {
        var id = Start("exit 0");
        Assert.Empty(_home.Client.ReadObjects(id, follow: true));
    }

    [Fact]
    public void stay_when_the_logs_are_swept()
    {
        var id = Start("echo text; objects 'kept\\n'");
        _home.Ended(id.Text);
        _home.Mill("sweep", "--log-retention", "0").Expect(0);

        Assert.False(File.Exists(_home.FileOf(id.Text, "logs/main.1.out")));
        Assert.Equal(["kept"], Read(id));
    }

    [Fact]
    public async Task are_told_no_further_once_nobody_wants_them()
    {
        var id = Start("objects 'one\\ntw'; await never");
        using var stop = new CancellationTokenSource();
        var seen = new List<string>();
        var reading = Task.Run(() =>
        {
            foreach (var line in _home.Client.ReadObjects(id, follow: true, stop.Token))
            {
                seen.Add(line);
                stop.Cancel();
            }
        }, CancellationToken.None);
        await reading.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(["one"], seen);
        Assert.Equal("running", _home.Get(id.Text).Text("effectiveStatus"));
    }
}
