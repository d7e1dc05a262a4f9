using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>Stays with one run. What is told of it is told on the thread of who stays, the only one that may write, within a guard.</summary>
internal sealed class Attendance(MillClient client, Action<Action> guard, CancellationToken stop)
{
    /// <summary>The run as it ended, after all that it printed, where that is to be shown; what it asks meanwhile is a warning. Null where one leaves before.</summary>
    public Run? ToTheEnd(Run run, Action<(string Text, string Tag)>? show, Action<string> warn)
    {
        var (id, questions, ended) = (client.Find(run.Id), new Asked(), default(Run));
        using var readers = new Readers(stop);
        if (show is not null) readers.Begin(leaving => Lines(id, run.Plan is not null, leaving), show, guard);
        readers.Begin(leaving => client.Attend(id, stop: leaving), Tell, guard);
        readers.TellAll();
        return ended;

        void Tell(Run now)
        {
            if (!Asked.IsAll(now)) ended = now;
            else foreach (var one in questions.News(now)) warn(one);
        }
    }

    IEnumerable<(string Text, string Tag)> Lines(RunId id, bool isPlan, CancellationToken leaving) => isPlan
        ? Attending.Lines(client.Watch(id, stop: leaving), client.Home)
        : Attending.Lines(client.ReadLog(id, new LogRequest { Follow = true, FromFirst = true }, leaving));
}
