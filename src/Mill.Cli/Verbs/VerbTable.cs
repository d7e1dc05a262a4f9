using static Mill.Cli.Verbs.Verb;

namespace Mill.Cli.Verbs;

/// <summary>All verbs, in the order in which a run meets them.</summary>
internal static class VerbTable
{
    public static readonly Verb[] All =
    [
        new("start", "[OPTION…] -- COMMAND ARG…", 0, Any, "start a command in the background; prints the run's id",
            StartVerb.Options, StartVerb.Act, StartVerb.Examples) { TakesCommand = true },
        new("ls", "", 0, 0, "list runs, newest first",
            LsVerb.Options, LsVerb.Act, LsVerb.Examples) { Aliases = ["list"] },
        new("get", "ID…", 1, Any, "show what is true of a run now",
            [], GetVerb.Act, GetVerb.Examples) { Aliases = ["status"] },
        new("wait", "ID…", 1, Any, "wait until runs are over",
            WaitVerb.Options, WaitVerb.Act, WaitVerb.Examples),
        new("watch", "ID", 1, 1, "tell what happened and what happens, until the run is over",
            WatchVerb.Options, WatchVerb.Act, WatchVerb.Examples),
        new("logs", "ID", 1, 1, "show what the process wrote",
            LogsVerb.Options, LogsVerb.Act, LogsVerb.Examples),
        new("note", "TEXT", 1, 1, "inside a run: tell how far it is; with --run, note something about one",
            NoteVerb.Options, NoteVerb.Act, NoteVerb.Examples),
        new("ask", "QUESTION", 1, 1, "inside a run: ask a person, wait, and print the answer",
            AskVerb.Options, AskVerb.Act, AskVerb.Examples),
        new("answer", "ID ANSWER", 2, 2, "answer what a run asks",
            AnswerVerb.Options, AnswerVerb.Act, AnswerVerb.Examples),
        new("stop", "ID…", 1, Any, "end runs for good, with all their processes",
            StopVerb.Options, StopVerb.Act, StopVerb.Examples) { Aliases = ["cancel", "kill"] },
        new("repair", "ID…|--all", 0, Any, "put right what crashes and reboots left behind",
            RepairVerb.Options, RepairVerb.Act, RepairVerb.Examples),
        new("resume", "ID", 1, 1, "run again what had not finished, in the same run",
            ResumeVerb.Options, ResumeVerb.Act, ResumeVerb.Examples),
        new("restart", "ID", 1, 1, "start a new run like an old one; prints the new id",
            RestartVerb.Options, RestartVerb.Act, RestartVerb.Examples),
        new("rm", "ID…", 1, Any, "remove runs that are over",
            RmVerb.Options, RmVerb.Act, RmVerb.Examples) { Aliases = ["remove"] },
        new("queue", "ls|set NAME|rm NAME", 1, 2, "show queues, say how many of their runs run at once, pause and remove them",
            QueueVerb.Options, QueueVerb.Act, QueueVerb.Examples),
        new("sweep", "", 0, 0, "take away old logs and, where asked, old runs",
            SweepVerb.Options, SweepVerb.Act, SweepVerb.Examples),
    ];

    /// <summary>The verb of a name or an alias.</summary>
    public static Verb? Find(string name) => Array.Find(All, verb => verb.Name == name || Array.IndexOf(verb.Aliases, name) >= 0);

    /// <summary>Every name and alias.</summary>
    public static IEnumerable<string> Names => All.SelectMany(verb => verb.Aliases.Prepend(verb.Name)).Append("help");
}
