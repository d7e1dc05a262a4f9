namespace Mill.Tests.EndToEnd;

/// <summary>Processes that leave their parent, their session, their streams and what tells of their run, all before the next heartbeat.</summary>
public sealed class A_hidden_process : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    readonly TestHome _home = new();
    readonly string _long = $"599.{Random.Shared.Next()}"; // Nobody else on the machine sleeps for that.

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("overwrites its environment", true)]
    [InlineData("overwrites its environment", false)]
    [InlineData("takes another name", false)]
    [InlineData("has an empty environment", false)]
    [InlineData("is another user", false)]
    [InlineData("is in another set of pids", false)]
    public void that(string what, bool withWorker)
    {
        Assert.SkipWhen(what.StartsWith("is ", StringComparison.Ordinal) && !Libc.IsRoot, "Only root becomes another user, or makes a set of pids.");
        var hides = what switch
        {
            "overwrites its environment" => $"'{Places.Dummy}' overwrite-environment hidden.pid",
            "takes another name" => $"env -u MILL_RUN_ID '{Places.Dummy}' rename hidden.pid",
            "has an empty environment" => "env -i /bin/sh -c 'echo $$ > hidden.pid; exec sleep 600'",
            "is another user" => $"setpriv --reuid 65534 --regid 65534 --clear-groups env -i /bin/sh -c 'exec sleep {_long}'",
            _ => $"unshare --pid --fork env -i /bin/sh -c 'exec sleep {_long}'",
        };
        var id = _home.StartScript($"(setsid {hides} < /dev/null > /dev/null 2>&1 &); exec sleep 600");
        var pid = hides.EndsWith($"{_long}'", StringComparison.Ordinal) ? Sleeper() : _home.PidIn("hidden.pid");
        if (what == "is in another set of pids") Libc.Signal(ProcFs.Look(pid)!.Parent, Libc.Kill);
        if (!withWorker) _home.KillWorker(id);

        var stop = _home.Stop(id, "--grace", "1");

        Assert.False(ProcFs.IsAlive(pid));
        Assert.Empty(stop.At("survivors").EnumerateArray());
    }

    // Its own pid is another one where it is, and its folder not its own to write to.
    int Sleeper() => int.Parse(Until.Some(
        () => ProcFs.All().FirstOrDefault(one => ProcFs.CommandLine(one.Pid) is ["sleep", var time] && time == _long && ProcFs.Environment(one.Pid).Length <= 3)?.Pid.ToString(), s_soon, "the process is there"));
}
