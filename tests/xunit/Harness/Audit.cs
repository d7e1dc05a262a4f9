using System.Text.Json;
using Mill.Runs;

namespace Mill.Tests.Harness;

/// <summary>Recounts a run that is over from its events, and says all that does not add up.</summary>
static class Audit
{
    /// <summary>Everything in a home that does not add up once all its runs are over.</summary>
    public static IEnumerable<string> OfHome(TestHome home)
    {
        foreach (var id in home.Names("runs").Where(name => RunId.TryParse(name, out _)))
            foreach (var fault in OfRun(home, id))
                yield return $"{id}: {fault}";
        foreach (var fault in OfList(home)) yield return fault;
        foreach (var left in home.Names("active")) yield return $"active/{left} is left";
        foreach (var queue in home.Names("queues"))
            foreach (var left in home.Names($"queues/{queue}/waiting").Concat(home.Names($"queues/{queue}/running"))) yield return $"{left} is left in queue {queue}";
        foreach (var stage in Directory.EnumerateFiles(home.Home, "*.stage", SearchOption.AllDirectories)) yield return $"{stage} is left";
        foreach (var one in home.Processes()) yield return $"{RunOf(one.Pid)}: process {one.Pid} is left: {string.Join(' ', ProcFs.CommandLine(one.Pid))}";
    }

    /// <summary>Everything in the folder of one run that does not add up.</summary>
    public static IEnumerable<string> OfRun(TestHome home, string id)
    {
        if (home.Events(id) is not { Length: > 0 } events) return ["it has no events"];
        return OfEvents(events).Concat(OfOrder(events)).Concat(OfEnd(home, id, events)).Concat(OfEarlier(home, id, events)).Concat(OfTasks(home, id, events)).Concat(OfFiles(home, id));
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
        foreach (var fault in OfExitCode(home, id)) yield return fault;
    }

    // The next generation begins with a resume and with nothing else, and after an end only what is said to come there does.
    static IEnumerable<string> OfOrder(JsonElement[] events)
    {
        var (generation, isOver) = (1L, false);
        foreach (var one in events)
        {
            var (type, at) = (one.Text("type")!, one.Number("sequence"));
            if (type == EventTypes.RunResumed)
            {
                if (!isOver) yield return $"event {at} resumes what had not ended";
                (generation, isOver) = (generation + 1, false);
            }
            else if (isOver && !EventTypes.MayFollowEnd(type)) yield return $"event {at}, {type}, comes after the end of generation {generation}";
            if (one.Number("generation") != generation) yield return $"event {at} is of generation {one.Number("generation")} instead of {generation}";
            isOver |= IsEnd(one);
        }
    }

    // The earlier ends are kept, each with its own result.
    static IEnumerable<string> OfEarlier(TestHome home, string id, JsonElement[] events) =>
        from end in events.Where(IsEnd)
        let generation = end.Number("generation")
        where generation < events[^1].Number("generation")
        let file = $"generations/{generation}/result.json"
        let told = File.Exists(home.FileOf(id, file)) ? Outcome(home.Read(id, file)) : "nothing"
        where told != Outcome(end.At("payload"))
        select $"the events of generation {generation} say {Outcome(end.At("payload"))}, its result {told}";

    static IEnumerable<string> OfTasks(TestHome home, string id, JsonElement[] events)
    {
        // Tasks of a run that was cut off before they came to their turn stay as they were.
        var isComplete = home.Read(id, "run.json").Text("status") == "complete";
        var spawns = home.Read(id, "result.json").Items("spawns").ToDictionary(one => one.Text("spawnId")!);
        foreach (var task in home.Read(id, "run.json").Items("tasks"))
        {
            var name = task.Text("name");
            if (task.Text("status") == "running" || (isComplete && task.Text("status") is "pending" or "retrying")) yield return $"task {name} is {task.Text("status")}";
            if (events.LastOrDefault(one => EventTypes.EndsSpawn(one.Text("type")!) && one.Text("payload.task") == name) is not { ValueKind: JsonValueKind.Object } last) continue;
            var status = last.Text("payload.status");
            if (task.Text("status") is not ("skipped" or "pending" or "retrying") && task.Text("status") != status) yield return $"the last attempt at {name} is {status}, its task {task.Text("status")}";
            if (spawns.TryGetValue(last.Text("payload.spawnId")!, out var told) && told.Text("status") != status)
                yield return $"{told.Text("spawnId")} is {status} by its event, {told.Text("status")} by the result";
            if (last.Number("generation") == events[^1].Number("generation") && !spawns.ContainsKey(last.Text("payload.spawnId")!))
                yield return $"{last.Text("payload.spawnId")} is not in the result";
        }
    }

    // Who lists and who recounts say the same.
    static IEnumerable<string> OfList(TestHome home)
    {
        var warnings = new List<string>();
        var listed = home.Client.List(new RunFilter(), warnings.Add).ToDictionary(run => run.Id);
        foreach (var warning in warnings) yield return $"a list warns: {warning}";
        foreach (var id in home.Names("runs").Where(name => RunId.TryParse(name, out _) && home.Events(name).Length > 0))
        {
            if (!listed.TryGetValue(id, out var run)) yield return $"{id}: it is not listed";
            else if (home.Events(id).LastOrDefault(IsEnd) is { ValueKind: JsonValueKind.Object } end && run.EffectiveStatus.ToString() is var told
                && (!told.Equals(end.Text("payload.status"), StringComparison.OrdinalIgnoreCase) || run.Mismatch))
                yield return $"{id}: its events say {end.Text("payload.status")}, the list {told}{(run.Mismatch ? ", not whole" : "")}";
        }
    }

    static IEnumerable<string> OfExitCode(TestHome home, string id)
    {
        var (result, told) = (home.Read(id, "result.json"), home.Text(id, "exit_code").Trim());
        var must = result.Text("status") == "cancelled" ? "" : result.Text("exitCode") ?? "";
        if (told != must) yield return $"its exit_code says '{told}' instead of '{must}'";
        if (!File.Exists(home.FileOf(id, "cleanup.json"))) yield return "nothing tells what became of its processes";
        else if (home.Read(id, "cleanup.json") is var cleanup && cleanup.Number("generation") != result.Number("generation")) yield return "its clean-up is of another generation";
    }

    static IEnumerable<string> OfFiles(TestHome home, string id) =>
        from path in Directory.EnumerateFiles(home.Folder(id))
        let name = Path.GetFileName(path)
        where name is "worker.pid" or "reserve" or "stop.json" or "environment.json" || name.EndsWith(".stage", StringComparison.Ordinal)
        select $"{name} is left";

    static string RunOf(int pid) => ProcFs.Environment(pid).FirstOrDefault(one => one.StartsWith("MILL_RUN_ID=", StringComparison.Ordinal))?["MILL_RUN_ID=".Length..] ?? "no run";

    static bool IsEnd(JsonElement one) => EventTypes.EndOf(one.Text("type")!) is not null;

    static string[] Spawns(JsonElement[] events, Func<string, bool> ofType) =>
        [.. events.Where(one => ofType(one.Text("type")!)).Select(one => one.Text("payload.spawnId")!).Order(StringComparer.Ordinal)];
}
