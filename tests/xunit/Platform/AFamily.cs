using Mill.Platform.MacOS;

namespace Mill.Tests.Platform;

/// <summary>Who belongs to a tree where orphans are adopted by nobody of it.</summary>
public sealed class A_family
{
    const int Worker = 100, Launchd = 1;

    readonly Family _family = new();

    // Numbers of their own, so that none is a pid by chance.
    static Kinship Process(int pid, int parent, int from, int session) => new(pid, parent, Unique(pid), Unique(from), session);
    static Kinship Process(int pid, int parent, int session) => Process(pid, parent, parent, session);
    static ulong Unique(int pid) => pid == 0 ? 0 : (ulong)pid + 1_000_000;

    List<int> Below(params Kinship[] others) => Below(_ => false, others);
    List<int> Below(Func<int, bool> stopAt, params Kinship[] others) =>
        [.. _family.Below(Worker, [Process(Launchd, 0, 1), Process(Worker, Launchd, Worker), .. others], stopAt).Order()];

    [Fact]
    public void has_everybody_below_by_parents() =>
        Assert.Equal([200, 201, 202], Below(Process(202, 201, 200), Process(201, 200, 200), Process(200, Worker, 200), Process(300, Launchd, 300)));

    [Fact]
    public void has_nobody_below_one_that_is_stopped_at() =>
        Assert.Equal([200], Below(pid => pid == 201, Process(200, Worker, 200), Process(201, 200, 201), Process(202, 201, 202)));

    [Fact]
    public void has_a_child_of_one_that_it_remembers_and_that_is_gone()
    {
        _family.Remember(Process(200, Worker, 200));
        Assert.Equal([201], Below(Process(201, Launchd, from: 200, session: 201)));
    }

    [Fact]
    public void has_whoever_is_in_a_session_that_one_of_it_led()
    {
        _family.Remember(Process(200, Worker, 200));
        Assert.Equal([250], Below(Process(250, Launchd, from: 240, session: 200)));
    }

    [Fact]
    public void remembers_whom_it_saw_as_long_as_somebody_can_come_from_them()
    {
        Assert.Equal([200, 201], Below(Process(200, Worker, 200), Process(201, 200, 201)));
        var orphan = Process(202, Launchd, from: 201, session: 202);
        Assert.Equal([202], Below(orphan));
        Assert.Equal([202], Below(orphan));
        Assert.Empty(Below());
    }

    [Fact]
    public void forgets_a_session_that_was_seen_empty()
    {
        _family.Remember(Process(200, Worker, 200));
        Assert.Empty(Below());
        Assert.Empty(Below(Process(200, Launchd, from: 90, session: 200) with { Unique = Unique(999) }));
    }

    [Fact]
    public void knows_parents_alone_where_the_system_tells_no_numbers() => Assert.Equal(
        [200, 201],
        Below(Process(200, Worker, 200) with { Unique = 0, ParentUnique = 0 }, Process(201, 200, 201) with { Unique = 0, ParentUnique = 0 },
            Process(300, Launchd, 300) with { Unique = 0, ParentUnique = 0 }));
}
