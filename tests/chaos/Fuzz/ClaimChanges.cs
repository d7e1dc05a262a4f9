using System.Text;

namespace Mill.Chaos.Fuzz;

/// <summary>Changes that claim something false and well-formed: that a stranger is the run's, that a heartbeat is of tomorrow.</summary>
static class ClaimChanges
{
    static readonly string[] s_claiming = ["worker.json", "events.ndjson", "run.json", "heartbeat.json", "cleanup.json"];

    /// <summary>One of them; null where there is no place for it.</summary>
    public static string? Change(Draft draft, Random chance) => chance.Next(4) == 0 ? Tomorrow(draft, chance) : Bystander(draft, chance);

    static string? Bystander(Draft draft, Random chance)
    {
        var (which, one) = (chance.Pick(s_claiming), chance.Pick(draft.Bystanders));
        var (name, isRight) = ($"{draft.Seed.Folder}/{which}", chance.Next(2) == 0);
        var start = isRight ? one.StartTime : chance.Pick(["0", "1", $"{long.Parse(one.StartTime) + 1}", "x", ""]);
        var (pids, starts) = (Numbered(draft[name], "\"pid\":"), Numbered(draft[name], "\"startTime\":"));
        if (pids == 0 || starts == 0) return null;
        var text = Replace(Replace(Encoding.Latin1.GetString(draft[name]), "\"pid\":", one.Pid.ToString()), "\"startTime\":", $"\"{start}\"");
        draft[name] = Encoding.Latin1.GetBytes(text);
        draft.ClaimsBystander |= isRight && which != "worker.json" && which != "cleanup.json";
        return $"{name}: every pid is that of a bystander, with {(isRight ? "its own" : "another")} start time";
    }

    static string? Tomorrow(Draft draft, Random chance)
    {
        var name = $"{draft.Seed.Folder}/heartbeat.json";
        if (draft[name].Length == 0) return null;
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var at = chance.Pick([now, now + 86_400_000, now + 86_400_000L * 36_500, long.MaxValue]);
        var text = Replace(Encoding.Latin1.GetString(draft[name]), "\"at\":", at.ToString());
        text = Replace(text, "\"atBootMs\":", chance.Pick([at, Environment.TickCount64, Environment.TickCount64 + 86_400_000]).ToString());
        draft[name] = Encoding.Latin1.GetBytes(Replace(text, "\"lastActivityAt\":", at.ToString()));
        return $"{name}: a heartbeat of {(at == now ? "now" : "the future")}";
    }

    static int Numbered(byte[] bytes, string name) => Encoding.Latin1.GetString(bytes).Split(name).Length - 1;

    // Whatever stands behind a name, up to what ends it.
    static string Replace(string text, string name, string value)
    {
        var parts = text.Split(name);
        return string.Join(name, parts.Select((part, number) => number == 0 || part.IndexOfAny([',', '}']) is not (>= 0 and var end) ? part : value + part[end..]));
    }
}
