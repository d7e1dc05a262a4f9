using System.Globalization;
using System.Text;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Text;

/// <summary>The page that <c>mill get</c> shows.</summary>
internal sealed class RunPage(DateTimeOffset now, Paint paint)
{
    const int Label = 14, WidestResult = 1_000;

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
        foreach (var (next, what) in NextStep.For(run.Id, run.EffectiveStatus.Word(), run.Health.Word(), run.Mismatch)) Raw("Next", $"{next}  {paint.Aside(what)}");
        return _text.ToString();
    }

    void Questions(Run run)
    {
        foreach (var one in run.Questions)
        {
            Line("Question", Told.Question(one));
            Line("Asked", $"{Times.At(one.AskedAt, now)}, open until {Times.Moment(one.ExpiresAt)}");
            Line("Answer", Told.Command(run.Id, one, run.Questions.Count == 1));
        }
    }

    void Clock(Run run)
    {
        Line("Created", Times.At(run.CreatedAt, now));
        Line("Started", Times.At(run.StartedAt, now));
        Line("Ended", Times.At(run.EndedAt, now));
        Line("Duration", run.DurationMs is { } ms ? Durations.Say(TimeSpan.FromMilliseconds(ms)) : null);
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
        if (run.Tasks.Count < 2) return;
        foreach (var task in run.Tasks)
            Line("Task", $"{task.Name}: {task.Status.Word()}, attempt {task.Attempts}{Of(", ", task.Reason?.Text)}"
                + (task.ExitCode is { } code ? $" {code}" : "") + Of(", ", Told.Of(Progress(task), task.Note)));
    }

    static Progress? Progress(TaskRecord task) => task.Progress is { } told ? new(told.Done, told.Total, null) : null;

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
