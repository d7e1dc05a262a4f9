using Mill.Runs;
using Mill.Written;

namespace Mill.Settings;

/// <summary>Reads the commands that follow an end.</summary>
internal static class HookReader
{
    /// <summary>A hook, as a list of words or as <c>{command, timeout}</c>; null where it is not given.</summary>
    public static RunHook? Read(WrittenGroup group, string key, IReadOnlyCollection<string> known)
    {
        if (group.Any(key) is not { } value) return null;
        if (value is not Value.Group) return new RunHook { Command = Command(group, key, key, known) };
        var inner = group.Group(key)!;
        if (!inner.Has("command")) inner.Blame("command", $"'{key}' needs a 'command', a list of texts");
        var hook = new RunHook
        {
            Command = Command(inner, "command", key, known),
            TimeoutMs = (long?)inner.Time("timeout")?.TotalMilliseconds ?? RunHook.UsualTimeoutMs,
        };
        inner.NoMore();
        return hook;
    }

    static IReadOnlyList<string> Command(WrittenGroup group, string key, string hook, IReadOnlyCollection<string> known)
    {
        var command = group.Texts(key) ?? [];
        if (command is ["", ..]) group.Blame(key, $"the command of '{hook}' has no name");
        foreach (var text in group.Any(key)?.Texts() ?? [])
            if (Placeholders.Fault(text.Content, known) is { } fault) group.Blame(text.Line, $"'{hook}': {fault}");
        return command;
    }
}
