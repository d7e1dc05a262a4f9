using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary>Tells the person who stays with runs what they ask, each question once.</summary>
internal sealed class AskedOnce(Call call)
{
    readonly HashSet<(string Run, string Question)> _told = [];

    /// <summary>Waits for the end of a run, and tells what it asks meanwhile.</summary>
    public Run Wait(MillClient client, RunId id, TimeSpan? timeout, CancellationToken stop)
    {
        Run? last = null;
        foreach (var run in client.Attend(id, timeout, stop)) Tell(last = run);
        return last!;
    }

    /// <summary>Tells what a run asks that was not told yet.</summary>
    public void Tell(Run run)
    {
        foreach (var one in run.Questions)
            if (_told.Add((run.Id, one.Id)))
                call.Output.Tell($"run {run.Id} asks {Told.Question(one)}\nTo answer: {call.Next(Told.Command(run.Id, one, run.Questions.Count == 1))}");
    }
}
