namespace Mill.Runs;

/// <summary>Which particulars of an event are told in a line about it.</summary>
internal static class Telling
{
    static readonly string[] s_names =
        ["id", "spawnId", "task", "because", "status", "reason", "exitCode", "signal", "limit", "verdict", "action", "message", "lastError", "how", "answer", "text", "done", "survivors"];

    /// <summary>Their names, in the order in which they are told. A spawn's id tells its task too.</summary>
    public static IEnumerable<string> Names(Func<string, bool> has) => s_names.Where(name => has(name) && !(name == "task" && has("spawnId")));
}
