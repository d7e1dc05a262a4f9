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
    public static string Stopped(StopOutcome stop) => $"{stop.Id}  " + SafeText.Escape(
        Story.Stopped(stop.Status.Word(), stop.AlreadyTerminal, stop.TermSent, stop.KillSent, Told(stop.Survivors), stop.Nested.Count));

    /// <summary>What a repair found, and did.</summary>
    public static string Repaired(RepairOutcome repair) => $"{repair.Id}  " + SafeText.Escape(
        Story.Repaired(repair.Verdict, repair.Reason, repair.Action, repair.Repaired, repair.Status?.Word(), Told(repair.Survivors)));

    /// <summary>What a resume does: how much is done already, and with what it goes on.</summary>
    public static string Resumed(ResumeOutcome resume) => Story.Resumed(resume.Kept, resume.Again, resume.LeftOut);

    /// <summary>What a sweep took away.</summary>
    public static string Swept(SweepOutcome swept, bool dryRun) => SafeText.Escape(
        $"{swept.Id}  {(dryRun ? "would remove" : "removed")} {swept.What}, {Sizes.Say(swept.Bytes)}: {swept.Why}");

    static string[] Told(IReadOnlyList<Survivor> survivors) => [.. survivors.Select(one => one.ToString())];
}
