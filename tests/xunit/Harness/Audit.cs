using System.Text.Json;
using Mill.Runs;

namespace Mill.Tests.Harness;

/// <summary>Recounts a run that is over from its events, and says all that does not add up.</summary>
static class Audit
{
    /// <summary>Everything in a home that does not add up once all its runs are over.</summary>
    public static IEnumerable<string> OfHome(TestHome home)
    {
        foreach (var id in Names(home, "runs").Where(name => RunId.TryParse(name, out _)))
            foreach (var fault in OfRun(home, id))
                yield return $"{id}: {fault}";
        foreach (var left in Names(home, "active")) yield return $"active/{left} is left";
        foreach (var stage in Directory.EnumerateFiles(home.Home, "*.stage", SearchOption.AllDirectories)) yield return $"{stage} is left";
        foreach (var one in home.Processes()) yield return $"process {one.Pid} is left: {string.Join(' ', ProcFs.CommandLine(one.Pid))}";
    }

    /// <summary>Everything in the folder of one run that does not add up.</summary>
    public static IEnumerable<string> OfRun(TestHome home, string id)
    {
        if (home.Events(id) is not { Length: > 0 } events) return ["it has no events"];
        return OfEvents(events).Concat(OfEnd(home, id, events)).Concat(OfFiles(home, id));
    }

    /// <summary>The outcome that a record tells, as <c>status reason</c>.</summary>
    public static string Outcome(JsonElement told) => $"{told.Text("status")} {told.Text("reason")}";

    static IEnumerable<string> OfEvents(JsonElement[] events)
    {
        var numbers = events.Select(one => one.Number("sequence")).ToArray();
        if (!numbers.SequenceEqual(Enumerable.Range(1, events.Length).Select(n => (long)n)))
            yield return $"its events are not numbered from 1 on: {string.Join(' ', numbers)}";
        foreach (var generation in events.Where(IsEnd).GroupBy(one => one.Number("generation")).Where(ends => ends.Skip(1).Any()))
            yield return $"generation {generation.Key} has ended {generation.Count()} times";
        var begun = Spawns(events, type => type == EventTypes.SpawnStart);
        var ended = Spawns(events, EventTypes.EndsSpawn);
        if (!begun.SequenceEqual(ended, StringComparer.Ordinal))
            yield return $"begun were {string.Join(' ', begun)}, and ended {string.Join(' ', ended)}";
    }

    static IEnumerable<string> OfEnd(TestHome home, string id, JsonElement[] events)
    {
        if (events.LastOrDefault(IsEnd) is not { ValueKind: JsonValueKind.Object } end || end.Number("generation") != events[^1].Number("generation"))
        {
            yield return "its last generation has no end";
            yield break;
        }
        var outcome = Outcome(end.At("payload"));
        var (snapshot, result) = (home.Read(id, "run.json"), home.Read(id, "result.json"));
        if (Outcome(snapshot) != outcome) yield return $"its events say {outcome}, its snapshot {Outcome(snapshot)}";
        if (Outcome(result) != outcome) yield return $"its events say {outcome}, its result {Outcome(result)}";
        if (snapshot.Number("revision") != events.Length) yield return $"its snapshot knows {snapshot.Number("revision")} events of {events.Length}";
        if (result.Number("generation") != end.Number("generation")) yield return "its result is of another generation";
    }

    static IEnumerable<string> OfFiles(TestHome home, string id) =>
        from path in Directory.EnumerateFiles(home.Folder(id))
        let name = Path.GetFileName(path)
        where name is "worker.pid" or "reserve" or "stop.json" or "environment.json" || name.EndsWith(".stage", StringComparison.Ordinal)
        select $"{name} is left";

    static bool IsEnd(JsonElement one) => EventTypes.EndOf(one.Text("type")!) is not null;

    static string[] Spawns(JsonElement[] events, Func<string, bool> ofType) =>
        [.. events.Where(one => ofType(one.Text("type")!)).Select(one => one.Text("payload.spawnId")!).Order(StringComparer.Ordinal)];

    static string[] Names(TestHome home, string folder) => Directory.Exists(Path.Combine(home.Home, folder))
        ? [.. Directory.EnumerateFileSystemEntries(Path.Combine(home.Home, folder)).Select(Path.GetFileName).OfType<string>()] : [];
}
