using Mill.Liveness;
using Mill.Queue;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.Rules;

/// <summary>The rules of queues, without a disk.</summary>
public sealed class Who_may_start
{
    static readonly DateTimeOffset s_noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, false, 0, nameof(Others.Ready), nameof(Admission.Start))]
    [InlineData(1, false, 1, nameof(Others.Ready), nameof(Admission.Wait))]
    [InlineData(1, false, 2, nameof(Others.Ready), nameof(Admission.Wait))] // It had more slots before.
    [InlineData(3, false, 2, nameof(Others.Ready), nameof(Admission.Start))]
    [InlineData(3, false, 3, nameof(Others.Ready), nameof(Admission.Wait))]
    [InlineData(null, false, 5000, nameof(Others.Ready), nameof(Admission.Start))]
    [InlineData(1, true, 0, nameof(Others.Ready), nameof(Admission.Wait))]
    [InlineData(null, true, 0, nameof(Others.Ready), nameof(Admission.Wait))]
    [InlineData(1, false, 0, nameof(Others.Open), nameof(Admission.Wait))]
    [InlineData(null, false, 0, nameof(Others.Open), nameof(Admission.Wait))]
    [InlineData(1, false, 0, nameof(Others.Failed), nameof(Admission.Refuse))]
    [InlineData(1, false, 1, nameof(Others.Failed), nameof(Admission.Refuse))]
    [InlineData(1, true, 0, nameof(Others.Failed), nameof(Admission.Refuse))]
    public void is_whoever_comes_to_a_free_slot(int? parallel, bool paused, int running, string others, string admission) =>
        Assert.Equal(admission, AdmissionRules.Decide(new QueueSettings { Parallel = parallel, Paused = paused }, running, Enum.Parse<Others>(others)).ToString());

    [Theory]
    [InlineData(RunStatus.Complete, false, true)]
    [InlineData(RunStatus.Failed, false, false)]
    [InlineData(RunStatus.Cancelled, false, false)]
    [InlineData(null, false, false)]
    [InlineData(RunStatus.Complete, true, true)]
    [InlineData(RunStatus.Failed, true, true)]
    [InlineData(RunStatus.Cancelled, true, true)]
    [InlineData(null, true, true)]
    public void after_another_run_depends_on_its_end(RunStatus? ended, bool any, bool ready) =>
        Assert.Equal(ready ? Others.Ready : Others.Failed, AdmissionRules.Judge(ended, any));

    [Fact]
    public void first_is_who_has_the_higher_priority_and_then_who_came_first()
    {
        QueueMarker[] inOrder =
        [
            Marker("20260102-120000-aaad", 100, 9), Marker("20260102-120000-aaac", 10, 1), Marker("20260102-120000-aaae", 10, 2), Marker("20260102-120000-zzzz", 0, 0),
            Marker("20260102-120000-aaaa", 0, 0.001), Marker("20260102-120000-aaab", 0, 1, "20260102-120000-zzzz"), Marker("20260102-120000-aaaf", 0, 2),
            Marker("20260102-120000-aaag", -1, 0), Marker("20260102-120000-aaah", -100, 0),
        ];
        Assert.Equal(inOrder.Select(one => one.Id), inOrder.Reverse().OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => one.Id));
    }

    [Fact]
    public void is_told_by_the_names_of_markers()
    {
        var marker = Marker("20260102-120000-aaad", 7, 3, "20260102-120000-zzzz");
        Assert.True(marker.WaitsForOthers);
        Assert.Equal(marker, QueueMarker.Read(marker.Name));
        Assert.Equal(Marker("20260102-120000-aaad", 7, 3), marker.Free);
        Assert.False(marker.Free.WaitsForOthers);
        Assert.All(["", ".after", "x", "20260102-120000-aaad.after", "093-x-20260102-120000-AAAD", ".nfs0001"], name => Assert.Null(QueueMarker.Read(name)));
    }

    [Theory]
    [InlineData("build", true), InlineData("a", true), InlineData("A-b_c.9", true), InlineData("9", true)]
    [InlineData("", false), InlineData(".", false), InlineData("..", false), InlineData(".after", false), InlineData("-x", false), InlineData("a/b", false)]
    [InlineData("a b", false), InlineData("ä", false), InlineData("a\n", false), InlineData("a\0", false)]
    public void waits_in_a_queue_of_a_plain_name(string name, bool isOne) => Assert.Equal(isOne, QueueFolder.IsName(name));

    [Fact]
    public void waits_in_a_queue_of_a_name_that_is_not_too_long() =>
        Assert.Equal((true, false), (QueueFolder.IsName(new string('q', 64)), QueueFolder.IsName(new string('q', 65))));

    static readonly Evidence s_gone = new()
    {
        RunId = "20260102-120000-aaaa",
        Recorded = RunStatus.Running,
        Marker = true,
        Life = Sign.No,
        Worker = new ProcessIdentity(1, "1", "boot", null, null),
        WorkerAlive = Sign.No,
    };

    static readonly RunEnded s_end = new(RunStatus.Complete, Reason.Exit, null, 0, null, s_noon);

    public static TheoryData<string, string, Evidence> Stands => new()
    {
        { "it lives", nameof(Standing.Held), s_gone with { Life = Sign.Yes, WorkerAlive = Sign.Yes } },
        { "it lives, and is silent", nameof(Standing.Held), s_gone with { Life = Sign.Yes, HeartbeatAgeMs = 1_000_000_000 } },
        { "it tidies up", nameof(Standing.Held), s_gone with { Life = Sign.Yes, Ending = s_end, EndingFrom = "event", FilesAgree = true } },
        { "it writes its end", nameof(Standing.Held), s_gone with { Life = Sign.Yes, Ending = s_end, EndingFrom = "result" } },
        { "it cannot be told", nameof(Standing.Held), s_gone with { Life = Sign.Unknown, WorkerAlive = Sign.Unknown, SignOfLifeAgeMs = 1000 } },
        { "it could not be told for long", nameof(Standing.Held), s_gone with { Life = Sign.Unknown, WorkerAlive = Sign.Unknown, SignOfLifeAgeMs = 600_000 } },
        { "a copied folder", nameof(Standing.Held), s_gone with { WorkerAlive = Sign.Yes } },
        { "it is over", nameof(Standing.Over), s_gone with { Marker = false, Ending = s_end, EndingFrom = "event", FilesAgree = true } },
        { "nothing can be read, and nobody is at it", nameof(Standing.Over), s_gone with { Marker = false, Recorded = null, Worker = null } },
        { "it was never launched", nameof(Standing.NeverLaunched), s_gone with { Recorded = RunStatus.Pending, Worker = null, WorkerAlive = Sign.Unknown, Queued = true } },
        { "its worker was killed", nameof(Standing.Broken), s_gone },
        { "its worker was killed before it had tidied up", nameof(Standing.Broken), s_gone with { Ending = s_end, EndingFrom = "event", FilesAgree = true } },
        { "its worker was killed while it wrote the end", nameof(Standing.Broken), s_gone with { Ending = s_end, EndingFrom = "result" } },
        { "the machine was started anew", nameof(Standing.Broken), s_gone with { SameBoot = Sign.No } },
    };

    [Theory, MemberData(nameof(Stands))]
    public void depends_on_how_those_with_a_slot_stand(string what, string standing, Evidence seen) =>
        Assert.Equal((what, standing), (what, Standings.Of(seen, VerdictTable.Decide(seen, RepairLimits.Usual)).ToString()));

    [Theory]
    [InlineData("build", 1, false, "", "waits in queue build, 1st")]
    [InlineData("build", 2, false, "", "waits in queue build, 2nd")]
    [InlineData("build", 3, true, "", "waits in queue build (paused), 3rd")]
    [InlineData("build", 11, false, "", "waits in queue build, 11th")]
    [InlineData("build", 22, false, "a b", "waits in queue build, 22nd, and for a, b")]
    [InlineData("build", null, false, "", "waits in queue build, to be launched")]
    [InlineData(null, 1, false, "a", "waits for a")]
    [InlineData(null, null, false, "", "waits to be launched")]
    public void is_told_where_it_waits(string? queue, int? place, bool paused, string after, string words) =>
        Assert.Equal(words, new QueuePlace(queue, place, paused, after.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToString());

    static QueueMarker Marker(string id, int priority, double seconds, params string[] after)
    {
        Assert.True(RunId.TryParse(id, out var run));
        return QueueMarker.Of(run, new RunQueue { Name = "q", Priority = priority, After = after, Since = s_noon.AddSeconds(seconds) });
    }
}
