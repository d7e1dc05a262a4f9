using Mill.Json;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.Properties;

/// <summary>Whatever is appended to an event log, and wherever it is cut.</summary>
public sealed class Any_event_log : IDisposable
{
    const string Id = "20260102-030405-abcd";
    readonly Platform.Folder _folder = new();
    readonly IFiles _files = Current.Platform.Files;
    readonly RunId _id = RunId.TryParse(Id, out var id) ? id : default;

    public void Dispose() => _folder.Dispose();

    string Log => _folder["events.ndjson"];

    [Fact]
    public void gives_back_what_was_appended_numbered_from_one_on() => Chance.Holds(Chance.Story, story =>
    {
        var told = Written(story);
        var read = EventLog.Read(_files, Log, _id);

        Assert.Equal((0, false, null), (read.BadLines, read.IsTorn, read.Damage));
        Assert.Equal(Enumerable.Range(1, told.Count), read.Events.Select(one => (int)one.Sequence));
        Assert.Equal(told.Select(Line), read.Events.Select(Line));
        Assert.Equal(told.Count, EventLog.LastSequence(_files, Log, _id));
        Assert.Equal(told.Count, EventLog.Since(_files, Log, _id, 0)!.Count);
    });

    [Fact]
    public void cut_at_any_byte_is_a_beginning_of_itself_and_is_gone_on_with() => Chance.Holds(Chance.Story, story =>
    {
        var told = Written(story);
        var bytes = File.ReadAllBytes(Log);
        var cut = new Random(bytes.Length).Next(bytes.Length + 1);
        File.WriteAllBytes(Log, bytes[..cut]);

        var left = EventLog.Read(_files, Log, _id);
        Assert.Equal(told.Take(left.Events.Count).Select(Line), left.Events.Select(Line));
        Assert.Equal(bytes.AsSpan(0, cut).Count((byte)'\n'), left.Events.Count);

        var next = Event(new Happening(12, 1, "next"), left.LastSequence + 1);
        EventLog.Append(_files, Log, [next]);
        var read = EventLog.Read(_files, Log, _id);
        Assert.Equal(left.Events.Append(next).Select(Line), read.Events.Select(Line));
        Assert.Equal((left.IsTorn ? 1 : 0, false), (read.BadLines, read.IsTorn));
    });

    [Fact]
    public void with_one_number_made_greater_loses_that_one_alone() => Chance.Holds(Chance.Story, story =>
    {
        var told = Written(story).ToList();
        var at = story.Length / 2;
        told[at] = told[at] with { Sequence = told[at].Sequence + 1_000 };
        var read = EventLog.Parse(told.SelectMany(one => (byte[])[.. MillJson.Bytes(one, Forms.Of).Span, (byte)'\n']).ToArray(), _id);

        var isLast = at == told.Count - 1;
        Assert.Equal(told.Where((_, place) => place != at || isLast).Select(Line), read.Events.Select(Line));
    });

    [Fact]
    public void adds_up_to_a_record_at_each_of_its_events() => Chance.Holds(Chance.Story, story =>
    {
        RunRecord? record = null;
        foreach (var one in Events(story))
        {
            record = Projection.Apply(record, one)!;
            Assert.Equal(one.Sequence, record.Revision);
            Assert.True(record.IsWhole);
            Assert.Equal(["a", "b"], record.Tasks.Select(task => task.Name));
        }
    });

    [Fact]
    public void without_its_beginning_adds_up_to_nothing_and_throws_at_nobody() => Chance.Holds(Chance.Story, story =>
        Assert.Null(Projection.Of(Events(story).Skip(1))));

    List<RunEvent> Written(Happening[] story)
    {
        File.Delete(Log);
        var told = Events(story);
        foreach (var some in told.Chunk(3)) EventLog.Append(_files, Log, some);
        return told;
    }

    static List<RunEvent> Events(Happening[] story) => [Event(Happening.Beginning, 1), .. story.Select((one, place) => Event(one, place + 2))];

    static RunEvent Event(Happening one, long sequence) => Event(one.Draft(), sequence);

    static RunEvent Event(EventDraft draft, long sequence) => new()
    {
        RunId = Id,
        Generation = 1,
        Sequence = sequence,
        Timestamp = DateTimeOffset.UnixEpoch,
        Type = draft.Type,
        Payload = draft.Payload,
    };

    static string Line(RunEvent one) => System.Text.Encoding.UTF8.GetString(MillJson.Bytes(one, Forms.Of).Span);
}
