using System.Text.Json;
using Mill.Liveness;
using Mill.Store;

namespace Mill.Chaos.Soak;

/// <summary>Holds what is on disk against what the trial itself remembers: nothing that was promised may be missing.</summary>
sealed class Reckoning(World world)
{
    TestHome Home => world.Home;

    /// <summary>The same of one run that is about to be removed, if it is over and nobody is at it. Its lock is held meanwhile: nobody else gets at it.</summary>
    public void ReckonBeforeItGoes(string id)
    {
        if (!RunId.TryParse(id, out var run)) return;
        try
        {
            using var locked = LockedRun.TryTake(Home.AsFolder.Run(run));
            if (locked is null || !IsSettled(run)) return;
            foreach (var fault in Audit.OfRun(Home, id)) world.Fault(id, $"before it is removed: {fault}");
            Reckon(world.Ledger.Of(id), IsTouched(world.Ledger.Of(id)));
            if (Path.Combine(world.Proofs, id) is var proof && File.Exists(proof)) OfProof(proof);
        }
        catch (MillException e) when (e.Code is MillError.RunNotFound) { } // Somebody else has removed it.
    }

    bool IsSettled(RunId run) => world.Client.Examine(run) is { Life: Sign.No } seen && VerdictTable.Decide(seen, RepairLimits.Usual).Name == "ended";

    bool IsTouched(Entry entry) => entry.WasTouched || Home.Read(entry.Id, "run.json").Text("spec.parentId") is not null;

    public void Reckon()
    {
        foreach (var fault in Audit.OfHome(Home))
            world.Fault(fault.Split(':')[0] is var first && RunId.TryParse(first, out _) ? first : null, fault);
        var touched = Touched();
        foreach (var entry in world.Ledger.All)
        {
            if (Directory.Exists(Home.Folder(entry.Id))) Reckon(entry, touched.Contains(entry.Id));
            else if (entry.WasStarted && !entry.MayBeGone) world.Fault(entry.Id, $"a start returned it, nobody removed it, and it is gone ({entry.Wish?.Kind})");
        }
        foreach (var proof in Directory.EnumerateFiles(world.Proofs)) OfProof(proof);
    }

    void Reckon(Entry entry, bool wasTouched)
    {
        var (id, events) = (entry.Id, Home.Events(entry.Id));
        entry.Generations = 1 + Count(events, EventTypes.RunResumed);
        Must(id, Count(events, EventTypes.RunCancelled) >= entry.Stops, $"{entry.Stops} stops say that they have cancelled it, its events know {Count(events, EventTypes.RunCancelled)}");
        Must(id, Count(events, EventTypes.RunResumed) >= entry.Resumes, $"{entry.Resumes} resumes say that they began a generation, its events know {Count(events, EventTypes.RunResumed)}");
        var notes = events.Where(one => one.Text("type") == EventTypes.SpawnMilestone).Select(one => one.Text("payload.text")).ToHashSet();
        foreach (var note in entry.Notes) Must(id, notes.Contains(note), $"'{note}' was taken, and is in no event");
        var answers = events.Where(one => one.Text("type") == EventTypes.RunAnswered).Select(one => (one.Text("payload.id"), one.Text("payload.answer"))).ToHashSet();
        foreach (var (question, answer) in entry.Answers) Must(id, answers.Contains((question, answer)), $"'{answer}' to {question} was taken, and is in no event");
        entry.IsAsItMust = !wasTouched && entry.Wish is { MustEnd: { } must } wish ? IsAsItMust(entry, wish, must) : null;
    }

    // Nobody has meddled: it has come to what its command comes to, and has written what that writes.
    bool IsAsItMust(Entry entry, Wish wish, string must)
    {
        var end = Audit.Outcome(Home.Read(entry.Id, "run.json"));
        Must(entry.Id, end == must, $"nobody touched it ({wish.Kind}), and it ended as {end} instead of {must}: {Home.Read(entry.Id, "run.json").Text("message")}");
        if (wish.MustWrite is { } text && !entry.LogsMayBeGone && File.Exists(Home.FileOf(entry.Id, "logs/main.1.out")))
            Must(entry.Id, Home.Text(entry.Id, "logs/main.1.out") == text, "its log is not what it wrote");
        return end == must;
    }

    // A process that ran was launched, whoever died after that; and no attempt runs twice unless its worker was lost.
    void OfProof(string proof)
    {
        var id = Path.GetFileName(proof);
        if (!Directory.Exists(Home.Folder(id)))
        {
            if (!world.Ledger.Of(id).MayBeGone) world.Fault(id, "its process ran, nobody removed it, and it is gone");
            return;
        }
        var (run, attempts) = (Home.Read(id, "run.json"), File.ReadAllLines(proof));
        if (run.Number("generation") == 1) Must(id, !IsSaidToHaveLaunchedNothing(run), $"its process ran, and it is recorded as {Audit.Outcome(run)}: {run.Text("message")}");
        var losses = Home.Events(id).Count(one => EventTypes.EndOf(one.Text("type")!) is not null && one.Text("payload.reason") is not ("exit" or "dead-letter"));
        Must(id, attempts.Length - attempts.Distinct().Count() <= losses, $"attempts ran twice: {string.Join(' ', attempts)}");
    }

    static bool IsSaidToHaveLaunchedNothing(JsonElement run) => run.Text("reason") == "spawn-failed" || run.Text("status") == "pending"
        || run.Text("message")?.Contains("launched anything", StringComparison.Ordinal) == true || run.Text("message")?.Contains("said who it is", StringComparison.Ordinal) == true;

    // Whoever is inside a run that somebody touched is touched as well.
    HashSet<string> Touched()
    {
        var touched = world.Ledger.All.Where(entry => entry.WasTouched).Select(entry => entry.Id).ToHashSet();
        var parents = world.Client.List().Where(run => run.ParentId is not null).Select(run => (run.Id, Parent: run.ParentId!)).ToArray();
        while (parents.Count(one => touched.Contains(one.Parent) && touched.Add(one.Id)) > 0) { }
        return touched;
    }

    void Must(string id, bool holds, string what)
    {
        if (!holds) world.Fault(id, what);
    }

    static int Count(JsonElement[] events, string type) => events.Count(one => one.Text("type") == type);
}
