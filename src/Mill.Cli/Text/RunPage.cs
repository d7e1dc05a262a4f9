using System.Globalization;
using System.Text;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Text;

/// <summary>The page that <c>mill get</c> shows.</summary>
/// <param name="now">The time.</param>
/// <param name="paint">The colours.</param>
/// <param name="typed">A command as it has to be typed here.</param>
internal sealed class RunPage(DateTimeOffset now, Paint paint, Func<string, string>? typed = null)
{
    const int Label = 14, WidestResult = 1_000, LongestName = 30;

    readonly StringBuilder _text = new();

    /// <summary>The whole page.</summary>
    public string Of(Run run)
    {
        Line("Run", run.Id);
        Line("Name", run.Name);
        Raw("Status", paint.Status(run, Paint.StatusText(run)));
        Line("Health", run.HealthReason is { } why ? $"{run.Health.Word()}: {why}" : run.Health.Word());
        Line("Reason", run.Reason?.Text);
        Line("Last error", run.Message);
        Line("Exit code", run.ExitCode is { } code ? code.ToString(CultureInfo.InvariantCulture) : null);
        Line("Signal", run.Signal);
        Line("Result", run.Result is { } result ? Cells.Cut(result.GetRawText(), WidestResult) : null);
        Line("Note", run.Note is { } note ? $"{note}{(run.NotedAt is { } at ? $" ({Times.Ago(now - at)})" : "")}" : null);
        Questions(run);
        Raw("Command", SafeText.Command(run));
        Line("Copy of", run.Program?.Origin);
        Line("In", run.WorkingDirectory);
        Clock(run);
        Origin(run);
        Worker(run);
        Tasks(run);
        Line("Folder", run.Directory);
        foreach (var (next, what) in NextStep.For(run.Id, run.EffectiveStatus.Word(), run.Health.Word(), run.Mismatch)) Raw("Next", $"{SafeText.Escape(Typed(next))}  {paint.Aside(what)}");
        return _text.ToString();
    }

    void Questions(Run run)
    {
        foreach (var one in run.Questions)
        {
            Line("Question", Told.Question(one));
            Line("Asked", $"{Times.At(one.AskedAt, now)}, open until {Times.Moment(one.ExpiresAt)}");
            Line("Answer", Typed(Told.Command(run.Id, one, run.Questions.Count == 1)));
        }
    }

    void Clock(Run run)
    {
        Line("Created", Times.At(run.CreatedAt, now));
        Line("Started", Times.At(run.StartedAt, now));
        Line("Ended", Times.At(run.EndedAt, now));
        Line("Duration", run.DurationMs is { } ms ? Durations.Say(TimeSpan.FromMilliseconds(ms)) : null);
        Line("Expected", Times.Expected(run.ExpectedEndAt, now));
    }

    void Origin(Run run)
    {
        Line("Generation", run.Generation > 1 ? run.Generation.ToString(CultureInfo.InvariantCulture) : null);
        Line("Inside", run.ParentId);
        Line("Queue", run.Queue?.Name is { } queue ? queue + (run.Queue.Priority != 0 ? $", priority {run.Queue.Priority}" : "") : null);
        Line("After", run.Queue is { After.Count: > 0 } asked ? string.Join(", ", asked.After) : null);
        foreach (var (key, value) in run.Tags) Line("Tag", $"{key}={value}");
    }

    void Worker(Run run)
    {
        if (run.Worker is { } worker)
            Line("Worker", $"pid {worker.Pid}{Of(" on ", worker.Host)}{Of(", mill ", worker.Version)}");
        if (run.Heartbeat is { } beat)
            Line("Heartbeat", Times.Ago(beat.AgeMs is { } ms ? TimeSpan.FromMilliseconds(ms) : now - beat.At) + Memory(beat));
        Line("Last output", Times.At(run.Heartbeat?.LastActivityAt, now));
        Line("Limits", run.Limits is { } limits
            ? string.Join(", ", new[] { Of("memory by ", limits.Memory), Of("processors by ", limits.Cpu) }.Where(one => one.Length > 0))
            : null);
    }

    void Tasks(Run run)
    {
        if (run.Progress is { Total: > 1 } progress)
            Line("Progress", ProgressText.Say(progress.Done, progress.Total) + (run.Tasks.Count > 1 ? Of(", now ", progress.Current) : ""));
        if (run.Tasks.Count < 2 && run.Plan is null) return;
        var (told, more) = TaskInWords.Told(run.Tasks, task => task.Status.Word());
        var width = told.Max(task => Math.Min(task.Name.Length, LongestName));
        foreach (var task in told) Line("Task", $"{task.Name.PadRight(width)}  {InWords(task).Standing}");
        Line("", more > 0 ? string.Create(CultureInfo.InvariantCulture, $"and {more} more") : null);
    }

    TaskInWords InWords(TaskRecord task) => new(task.Name, task.Status.Word())
    {
        Attempts = task.Attempts,
        Reason = task.Reason?.Text,
        ExitCode = task.ExitCode,
        Signal = task.Signal,
        Took = task.Took(now),
        RetryIn = task.RetryAt - now,
        Because = task.Because,
        AllowFailure = task.AllowFailure,
        Said = Told.Of(task.Progress is { } told ? new Progress(told.Done, told.Total, null) : null, task.Note),
    };

    string Typed(string command) => typed?.Invoke(command) ?? command;

    static string Memory(RunHeartbeat beat) => (beat.RssMb, beat.ChildRssMb) switch
    {
        ({ } own, { } tree) => $", worker {MiB(own)}, processes {MiB(tree)}",
        ({ } own, null) => $", worker {MiB(own)}",
        _ => "",
    };

    static string MiB(double amount) => Sizes.Say((long)(amount * 1024 * 1024));

    static string Of(string before, string? value) => value is { Length: > 0 } ? before + value : "";

    void Line(string label, string? value) => Raw(label, SafeText.Escape(value ?? ""));

    void Raw(string label, string value)
    {
        if (value.Length > 0) _text.Append(label.PadRight(Label)).Append(value).Append('\n');
    }
}
