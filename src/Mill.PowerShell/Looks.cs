using System.Management.Automation;
using Mill.Logs;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>What a run looks like at one moment.</summary>
internal sealed record Look(Run Run, string? LastLine, bool IsLast)
{
    /// <summary>The look as a bar.</summary>
    public ProgressRecord Record(int number) => new(number, Activity, Status)
    {
        PercentComplete = Run.Progress is { Total: > 1 and var total, Done: var done } ? ProgressText.Percent(done, total) : -1,
        RecordType = IsLast ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    };

    // What it asks matters more than what it notes, and that more than what it prints.
    string? Said => Run.Questions is [var asked, ..] ? Told.Question(asked) : IsLast ? null : Run.Note ?? LastLine;

    string Activity => SafeText.Escape(Run.Name ?? Run.Id);

    string Status
    {
        get
        {
            var time = Run.DurationMs is { } ms ? $" {Durations.Say(TimeSpan.FromMilliseconds(ms))}" : "";
            var steps = Run.Progress is { Total: > 1 } progress ? $", {ProgressText.Say(progress.Done, progress.Total)}{(Run.Tasks.Count > 1 && progress.Current is { } now ? $", now {now}" : "")}" : "";
            return SafeText.Escape($"{EndInWords.Word(Run)}{time}{steps}{(Said is { } said ? $": {said}" : "")}");
        }
    }
}

/// <summary>Looks at a run again and again.</summary>
internal static class Looks
{
    static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>A look every second until the run is over; the last one is at its end.</summary>
    public static IEnumerable<Look> At(MillClient client, RunId id, CancellationToken stop)
    {
        while (true)
        {
            yield return new Look(client.Look(id), LastLine(client, id), IsLast: false);
            if (End(client, id, stop) is not { } ended) continue;
            yield return new Look(ended, null, IsLast: true);
            yield break;
        }
    }

    static Run? End(MillClient client, RunId id, CancellationToken stop)
    {
        try
        {
            return client.Wait(id, s_pause, stop);
        }
        catch (MillException e) when (e.Code == MillError.TimedOut)
        {
            return null;
        }
    }

    static string? LastLine(MillClient client, RunId id) =>
        client.ReadLog(id, new LogRequest { Last = 1 }).WholeLines().FirstOrDefault(line => !string.IsNullOrWhiteSpace(line.Text)).Text;
}
