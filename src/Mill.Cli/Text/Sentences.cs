using System.Globalization;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Text;

/// <summary>One line for people about what a verb came to.</summary>
internal static class Sentences
{
    /// <summary>How a run ended, or how it stands.</summary>
    public static string Summary(Run run, Paint paint)
    {
        var took = run.DurationMs is { } ms ? $" after {Durations.Say(TimeSpan.FromMilliseconds(ms))}" : "";
        // What a run came to is said, though its worker may still tidy up.
        var told = run.EffectiveStatus == EffectiveStatus.Ending && run.Status.IsTerminal()
            ? run with { EffectiveStatus = (EffectiveStatus)run.Status, Mismatch = false } : run;
        return $"{run.Id}  {paint.Status(told, Paint.StatusText(told))}{took}{(EndInWords.Why(run) is { } why ? SafeText.Escape($": {why}") : "")}";
    }

    /// <summary>What a stop came to.</summary>
    public static string Stopped(StopOutcome stop)
    {
        var first = stop.AlreadyTerminal ? $"had already ended ({stop.Status.Word()})" : stop.Status.Word();
        var text = $"{stop.Id}  {first}";
        if (stop.TermSent + stop.KillSent > 0)
            text += $"; {stop.TermSent} asked to end, {stop.KillSent} had to be ended";
        return text + Still(stop.Survivors) + (stop.Nested.Count > 0 ? $"; runs inside it stopped: {stop.Nested.Count}" : "");
    }

    /// <summary>What a repair found, and did.</summary>
    public static string Repaired(RepairOutcome repair) => SafeText.Escape(
        $"{repair.Id}  {repair.Verdict}: {repair.Reason}" + (repair switch
        {
            { Repaired: true, Status: { } status } => $" -> {repair.Action}, now {status.Word()}",
            { Repaired: true } => $" -> {repair.Action}",
            { Action: "none" } => "",
            _ => $" -> would {repair.Action.Replace('-', ' ')}",
        }) + Still(repair.Survivors));

    /// <summary>What a resume does: how much is done already, and with what it goes on.</summary>
    public static string Resumed(ResumeOutcome resume) => SafeText.Escape(string.Create(CultureInfo.InvariantCulture,
        $"Completed {resume.Kept.Count}/{resume.Kept.Count + resume.Again.Count} tasks")) + "\n"
        + SafeText.Escape($"Continuing from: {(resume.Again.Count > 0 ? resume.Again[0] : "nothing")}");

    /// <summary>What a sweep took away.</summary>
    public static string Swept(SweepOutcome swept, bool dryRun) => SafeText.Escape(
        $"{swept.Id}  {(dryRun ? "would remove" : "removed")} {swept.What}, {Sizes.Say(swept.Bytes)}: {swept.Why}");

    static string Still(IReadOnlyList<Survivor> survivors) => survivors.Count == 0
        ? ""
        : SafeText.Escape("; still there: " + string.Join(", ", survivors.Select(one => $"{one.Pid} {one.Command} ({one.Why})")));
}
