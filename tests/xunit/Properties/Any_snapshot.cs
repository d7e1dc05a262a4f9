using System.Text;
using System.Text.Json;
using Mill.Json;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.Properties;

/// <summary>Whatever has happened to a run, its snapshot holds it.</summary>
public sealed class Any_snapshot
{
    [Fact]
    public void is_read_back_as_it_was_written() => Chance.Holds(Chance.Story, story =>
    {
        var text = Text(Projection.Of(Events(story))!);
        Assert.Equal(text, Text(Read(text)));
    });

    [Fact]
    public void and_the_events_after_it_add_up_to_what_all_of_them_do() => Chance.Holds(Chance.Story, story =>
    {
        var events = Events(story);
        var known = 1 + story.Length / 2;
        var snapshot = Read(Text(Projection.Of(events.Take(known))!));
        Assert.Equal(Text(Projection.Of(events)!), Text(events.Skip(known).Aggregate(snapshot, (record, one) => Projection.Apply(record, one)!)));
    });

    [Fact]
    public void whose_log_is_lost_is_told_again_with_the_same_end() => Chance.Holds(Chance.Story, story =>
    {
        var record = Projection.Of(Events(story))!;
        var again = Projection.Of(Retelling.Of(record, DateTimeOffset.UnixEpoch))!;
        Assert.Equal((record.Status.IsTerminal(), record.Generation), (again.Status.IsTerminal(), again.Generation));
        Assert.Equal(record.Spec.Tasks.Select(task => task.Name), again.Tasks.Select(task => task.Name));
        if (record.IsTerminal) Assert.Equal((record.Status, record.Reason, record.Message, record.ExitCode), (again.Status, again.Reason, again.Message, again.ExitCode));
    });

    // As the lock's holder would number them: a resume begins the next life.
    static List<RunEvent> Events(Happening[] story)
    {
        var (events, generation) = (new List<RunEvent>(), 1);
        foreach (var draft in story.Select(one => one.Draft()).Prepend(Happening.Beginning))
        {
            if (draft.Type == EventTypes.RunResumed) generation++;
            events.Add(new RunEvent
            {
                RunId = "20260102-030405-abcd",
                Generation = generation,
                Sequence = events.Count + 1,
                Timestamp = DateTimeOffset.UnixEpoch.AddMinutes(events.Count),
                Type = draft.Type,
                Payload = draft.Payload,
            });
        }
        return events;
    }

    static string Text(RunRecord record) => Encoding.UTF8.GetString(MillJson.Bytes(record, Forms.Of).Span);

    static RunRecord Read(string text) => MillJson.Read<RunRecord>(Encoding.UTF8.GetBytes(text), Forms.Of)!;
}
