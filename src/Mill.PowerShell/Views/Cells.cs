using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using Mill.Json;
using Mill.Plans;
using Mill.Runs;

namespace Mill.PowerShell.Views;

/// <summary>The text of cells, for the views: of plain values, so that it is the same for objects that were stored and read back.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Cells
{
    const int LongestName = 30;
    const string Moment = "yyyy-MM-dd HH:mm:ss";

    static DateTime Now => TimeProvider.System.GetLocalNow().DateTime;

    /// <summary>What is true of a run, and what is wrong with it, how it failed or how far it is.</summary>
    public static string Status(
        object? style, string? status, string? health, bool mismatch, string? reason = null, int? exitCode = null, string? signal = null, object? progress = null) =>
        Ink.In(style, StatusText.Tone(status ?? "", health ?? "", mismatch),
            Text(status == "failed" ? status + StatusText.Failure(reason, exitCode, signal) : StatusText.Of(status ?? "", health ?? "", mismatch) + Percent(status, progress)));

    static string Percent(string? status, object? progress) =>
        status == "running" && progress is MillProgress { Total: > 1 } far ? string.Create(CultureInfo.InvariantCulture, $" {far.Percent}%") : "";

    /// <summary>What a run is called, as far in as it is deep: its name, else its command, standing back.</summary>
    public static string Name(object? style, string? name, string? command, int depth = 0) =>
        Branch(depth) + (name is { Length: > 0 } ? Text(name) : Aside(style, command));

    /// <summary>Text that stands back.</summary>
    public static string Aside(object? style, string? text) => Ink.In(style, Tone.Aside, Text(text));

    /// <summary>Text that somebody else chose.</summary>
    public static string Text(string? text) => SafeText.Escape(text ?? "");

    /// <summary>Lines that somebody else chose.</summary>
    public static string Lines(IEnumerable? lines) => string.Join('\n', All(lines).Select(Text));

    /// <summary>How long ago something was.</summary>
    public static string Ago(DateTime? then) => Ago(then, Now);

    /// <summary>When something was, and how long ago.</summary>
    public static string At(DateTime? then) => At(then, Now);

    /// <summary>What time of day something was.</summary>
    public static string Clock(DateTime? then) => then?.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    /// <summary>How long something took.</summary>
    public static string Span(TimeSpan? time) => time is { } known ? Durations.Say(known) : "";

    /// <summary>An amount of bytes.</summary>
    public static string Size(long? bytes) => bytes is { } known ? Sizes.Say(known) : "";

    /// <summary>A word, and what there is to say about it.</summary>
    public static string Because(string? word, string? why) => Text(why is { Length: > 0 } ? $"{word}: {why}" : word);

    /// <summary>Words for a run, as <c>kind=report</c>.</summary>
    public static string Tags(IDictionary? tags) =>
        tags is null ? "" : string.Join(", ", tags.Keys.Cast<object>().Select(key => Text($"{key}={tags[key]}")));

    /// <summary>Who supervises a run.</summary>
    public static string Worker(int? pid, string? host, string? version) =>
        pid is null ? "" : Text(string.Create(CultureInfo.InvariantCulture, $"pid {pid}{After(" on ", host)}{After(", mill ", version)}"));

    /// <summary>How old a heartbeat is, and what it said of memory.</summary>
    public static string Heartbeat(TimeSpan? age, double? own, double? tree) => (age is { } known ? Durations.SayRoughly(known) + " ago" : "")
        + After(", worker ", Size((long?)(own * 1024 * 1024))) + After(", processes ", Size((long?)(tree * 1024 * 1024)));

    /// <summary>How far a run is, and what it is at.</summary>
    public static string Progress(int done, int total, string? current) => Text(ProgressText.Say(done, total) + After(", now ", current));

    /// <summary>When a run is usually done.</summary>
    public static string Expected(DateTime? moment) => moment is { } at ? Expectation.Say(at, Now) : "";

    /// <summary>Tasks and how they stand, a line each, as many as a page takes.</summary>
    public static string Tasks(IEnumerable? tasks)
    {
        var (told, more) = TaskInWords.Told([.. (tasks ?? Array.Empty<object>()).Cast<object>().Select(Task)], task => task.Status);
        var width = told.Select(task => Math.Min(task.Name.Length, LongestName)).DefaultIfEmpty().Max();
        return SafeText.Lines([.. told.Select(task => $"{task.Name.PadRight(width)}  {task.Standing}"), more > 0 ? FormattableString.Invariant($"and {more} more") : null]);
    }

    /// <summary>Why a task stands as it does, where more than its own end is to blame.</summary>
    public static string TaskNote(string? status, string? because, string? reason, DateTime? retryAt, bool allowFailure) =>
        Text(new TaskInWords("", status ?? "") { Because = because, Reason = reason, RetryIn = retryAt - Now, AllowFailure = allowFailure }.Note);

    /// <summary>How a plan is gone through.</summary>
    public static string PlanHead(IEnumerable? tasks, int parallel, bool failFast, TimeSpan? expected) => PlanPage.Head(All(tasks).Length, parallel, failFast, expected);

    /// <summary>The tasks of a plan in their order, a line each.</summary>
    public static string PlanTasks(IEnumerable? tasks)
    {
        var all = (tasks ?? Array.Empty<object>()).Cast<object>().Select(PSObject.AsPSObject).ToList();
        var width = PlanPage.Width(all.Select(task => Read<string>(task, "Name") ?? ""));
        return string.Join('\n', all.Select(task => PlanPage.Line(
            Read<string>(task, "Name") ?? "", Read<int>(task, "Wave"), Read<string>(task, "Command") ?? "", All(Read<IEnumerable>(task, "After")), Read<TimeSpan?>(task, "Expected"), width)));
    }

    /// <summary>Names in a row.</summary>
    public static string Names(IEnumerable? names) => Text(string.Join(", ", All(names)));

    /// <summary>Tasks of which each waits for the one before.</summary>
    public static string Path(IEnumerable? tasks) => PlanPage.Path(All(tasks));

    /// <summary>What a run that is not over tells, and what it does, standing back behind that.</summary>
    public static string Doing(object? style, string? command, string? status, IEnumerable? questions, object? progress, string? note)
    {
        var told = Told(status, questions, progress, note);
        return told.Length > 0 ? Text(told) + "  " + Aside(style, $"# {command}") : command ?? "";
    }

    /// <summary>What a run that is not over tells, in a line.</summary>
    public static string Told(string? status, IEnumerable? questions, object? progress, string? note) => Runs.Told.Of(
        status ?? "", [.. Asked(questions).Select(one => one.Asked)], progress is MillProgress far ? new Progress(far.Done, far.Total, far.Current) : null, note);

    static MillQuestion[] Asked(IEnumerable? questions) => [.. (questions ?? Array.Empty<object>()).OfType<MillQuestion>()];

    /// <summary>Questions, each with what is typed to answer it below it.</summary>
    public static string Questions(object? style, IEnumerable? questions) => string.Join('\n', Asked(questions).SelectMany(one => new[]
    {
        Text(Runs.Told.Question(one.Asked)) + Aside(style, $"  # asked {Ago(one.AskedAt)}, open until {one.ExpiresAt.ToString(Moment, CultureInfo.InvariantCulture)}"),
        Text(Spelling.AsCmdlets(Runs.Told.Command(one.Id, one.Asked, Asked(questions).Length == 1))),
    }));

    /// <summary>A note, and how long ago it was taken.</summary>
    public static string Noted(string? note, DateTime? at) => Text(note) + After(" (", Ago(at)) + (at is null ? "" : ")");

    /// <summary>A process, as far in as it is deep.</summary>
    public static string Process(int pid, string? name, int depth, string? state, long memory, DateTime? started) =>
        string.Create(CultureInfo.InvariantCulture, $"{pid,7}  {state,-8}  {Size(memory),8}  {Ago(started),8}  {Branch(depth)}{Text(name)}");

    /// <summary>By what means, and to how much, a run is held.</summary>
    public static string Limits(TimeSpan? timeout, TimeSpan? idle, long? memory, string? memoryBy, double? cpu, string? cpuBy, long? output) =>
        string.Join(", ", new[]
        {
            After("time ", Span(timeout)), After("silence ", Span(idle)), After("memory ", Size(memory)) + After(" by ", memory is null ? null : By(memoryBy)),
            After("processors ", cpu?.ToString(CultureInfo.InvariantCulture)) + After(" by ", cpu is null ? null : By(cpuBy)), After("output ", Size(output)),
        }.Where(limit => limit.Length > 0));

    /// <summary>A run's queue, and its priority there.</summary>
    public static string Queued(string? queue, int? priority) =>
        Text(queue + (priority is { } given and not 0 ? string.Create(CultureInfo.InvariantCulture, $", priority {given}") : ""));

    /// <summary>How many runs of a queue may run at once.</summary>
    public static string Parallel(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";

    /// <summary>Words, one after the other.</summary>
    public static string Words(IEnumerable? words) => Text(string.Join(", ", All(words)));

    /// <summary>The first one.</summary>
    public static string First(IEnumerable? items) => Text(All(items).FirstOrDefault());

    /// <summary>What a limit is kept by.</summary>
    public static string By(string? means) => means == "watched" ? "its worker" : Text(means);

    /// <summary>What became of a run's processes.</summary>
    public static string Cleanup(int termSent, int killSent, string? mechanism, IEnumerable? survivors) =>
        Text(string.Create(CultureInfo.InvariantCulture, $"{termSent} asked to end, {killSent} had to be ended, by {mechanism}")
            + After("; still there: ", string.Join(", ", All(survivors))));

    /// <summary>What may be typed next, a line each.</summary>
    public static string Next(object? style, string? id, string? status, string? health, bool mismatch) => string.Join('\n',
        NextStep.For(id ?? "", status ?? "", health ?? "", mismatch).Select(step => Text(Spelling.AsCmdlets(step.Command)) + "  " + Aside(style, $"# {step.What}")));

    /// <summary>What a stop came to.</summary>
    public static string Stopped(string? status, bool alreadyTerminal, int termSent, int killSent, IEnumerable? survivors, int nested) =>
        Text(Story.Stopped(status ?? "", alreadyTerminal, termSent, killSent, All(survivors), nested));

    /// <summary>What a repair found, and did.</summary>
    public static string Repaired(string? verdict, string? reason, string? action, bool repaired, string? status, IEnumerable? survivors) =>
        Text(Story.Repaired(verdict ?? "", reason ?? "", action ?? "none", repaired, status, All(survivors)));

    /// <summary>What a repair would do.</summary>
    public static string ToDo(string? action) => action is null or "none" ? "nothing" : Text(Story.ToDo(action));

    /// <summary>What a watch saw: what a process wrote as it is, everything else standing back.</summary>
    public static string Item(object? style, string? channel, string? text, string? spawn = null) =>
        channel is "out" or "err" ? Aside(style, IsOfPlan(spawn) ? $"{spawn} | " : "") + Text(text) : Aside(style, text);

    /// <summary>What a run is called in a question.</summary>
    internal static string Title(Run run) => $"run {run.Id} ({(run.Name is { } name ? Text(name) + ": " : "")}{SafeText.Command(run)})";

    /// <summary>One line about a run.</summary>
    internal static string Sentence(Run run) => Text(string.Join(", ", new[]
    {
        Status(null, run.EffectiveStatus.Word(), run.Health.Word(), run.Mismatch, run.Reason?.Text, run.ExitCode, run.Signal),
        run.StartedAt is { } at ? Ago(at.LocalDateTime) : "",
        run.Name ?? "",
    }.Where(part => part.Length > 0))) + ": " + SafeText.Command(run);

    internal static string Ago(DateTime? then, DateTime now) => then is { } at ? Durations.SayRoughly(now - at) + " ago" : "";

    internal static string At(DateTime? then, DateTime now) =>
        then is { } at ? at.ToString(Moment, CultureInfo.InvariantCulture) + $" ({Ago(at, now)})" : "";

    static bool IsOfPlan(string? spawn) => spawn is { Length: > 0 } && !spawn.StartsWith($"{SpawnId.MainTask}.", StringComparison.Ordinal);

    // Read by name: a task that was stored and read back is a bag of properties.
    static TaskInWords Task(object item)
    {
        var task = PSObject.AsPSObject(item);
        return new(Read<string>(task, "Name") ?? "", Read<string>(task, "Status") ?? "")
        {
            Attempts = Read<int>(task, "Attempts"),
            Reason = Read<string>(task, "Reason"),
            ExitCode = Read<int?>(task, "ExitCode"),
            Signal = Read<string>(task, "Signal"),
            Took = Read<TimeSpan?>(task, "Duration"),
            RetryIn = Read<DateTime?>(task, "RetryAt") - Now,
            Because = Read<string>(task, "Because"),
            AllowFailure = Read<bool>(task, "AllowFailure"),
            Said = string.Join("  ", new[] { task.Properties["Progress"]?.Value?.ToString() ?? "", Read<string>(task, "Note") ?? "" }.Where(part => part.Length > 0)),
        };
    }

    static T? Read<T>(PSObject from, string name) =>
        from.Properties[name]?.Value is { } value && (value is PSObject { BaseObject: var inner } ? inner : value) is T read ? read : default;

    static string Branch(int depth) => depth > 0 ? new string(' ', 2 * (depth - 1)) + "└ " : "";

    static string After(string before, string? value) => value is { Length: > 0 } ? before + value : "";

    static string[] All(IEnumerable? items) => [.. (items ?? Array.Empty<object>()).Cast<object?>().Select(one => one?.ToString() ?? "")];
}
