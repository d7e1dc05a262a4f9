using System.Globalization;

namespace Mill.Chaos.Soak;

/// <summary>Stops, repairs, resumes, removals, sweeps, notes, answers, and changes of queues.</summary>
sealed class Changes(World world, Random chance)
{
    public (int, string, Action)[] Acts =>
    [
        (10, "stop one", () => On(StopOne)),
        (4, "stop some", StopSome),
        (5, "repair one", () => On(RepairOne)),
        (3, "repair all", RepairAll),
        (6, "resume", () => On(Resume)),
        (4, "remove", () => On(Remove)),
        (1, "sweep", Sweep),
        (5, "note", () => On(Note)),
        (10, "answer", Answer),
        (3, "set a queue", SetQueue),
    ];

    void On(Action<string> act)
    {
        if (world.Ledger.Any(chance) is { } id) act(id);
    }

    static RunId Id(string id) => RunId.TryParse(id, out var run) ? run : throw new InvalidOperationException(id);

    void StopOne(string id)
    {
        world.Ledger.Of(id).Touch();
        if (chance.Next(2) == 0)
        {
            Told(world.Client.Stop(Id(id), new StopRequest { Force = chance.Next(3) == 0, Grace = chance.Next(3) == 0 ? TimeSpan.FromMilliseconds(chance.Next(500)) : null }));
            return;
        }
        if (world.Mill("stop", id, "--json") is { ExitCode: 0 } answer && !answer.Json.Is("alreadyTerminal")) world.Ledger.Of(id).Stopped();
    }

    void StopSome()
    {
        foreach (var id in world.Active().Take(5).Where(id => world.Home.Text(id, "run.json").Length > 0)) StopOne(id);
    }

    void Told(StopOutcome outcome)
    {
        if (!outcome.AlreadyTerminal) world.Ledger.Of(outcome.Id).Stopped();
        if (outcome.Survivors.Where(one => one.Why != "allowed-background").ToArray() is { Length: > 0 } left) world.Fault(outcome.Id, $"a stop left somebody: {string.Join<Survivor>(", ", left)}");
        foreach (var nested in outcome.Nested)
        {
            world.Ledger.Of(nested.Id).Touch();
            Told(nested);
        }
    }

    void RepairOne(string id)
    {
        var then = new[] { null, null, "resume", "retry" }[chance.Next(4)];
        if (then is not null) world.Ledger.Of(id).Touch();
        if (chance.Next(2) == 0) world.Mill(["repair", id, "--json", .. then is null ? [] : new[] { "--action", then }]);
        else if (world.Client.Repair(Id(id), new RepairRequest { Action = then }) is { Repaired: true, Action: "resume" }) world.Ledger.Of(id).Resumed();
    }

    void RepairAll()
    {
        if (chance.Next(2) == 0) world.Mill("repair", "--all", "--json");
        else foreach (var _ in world.Client.RepairAll(warn: what => world.Count("warned by repair"))) { }
    }

    void Resume(string id)
    {
        world.Ledger.Of(id).Touch();
        if (chance.Next(2) == 0)
        {
            world.Client.Resume(Id(id));
            world.Ledger.Of(id).Resumed();
        }
        else if (world.Mill("resume", id, "--json") is { ExitCode: 0 }) world.Ledger.Of(id).Resumed();
    }

    void Remove(string id)
    {
        world.Ledger.Of(id).Touch();
        world.Ledger.Of(id).MayBeGone = true;
        new Reckoning(world).ReckonBeforeItGoes(id);
        if (chance.Next(2) == 0) world.Client.Remove(Id(id), force: chance.Next(4) == 0);
        else world.Mill(["rm", id, "--json", .. chance.Next(4) == 0 ? ["--force"] : Array.Empty<string>()]);
    }

    void Sweep()
    {
        var request = chance.Next(3) switch
        {
            0 => new SweepRequest { LogRetention = TimeSpan.FromSeconds(20) },
            1 => new SweepRequest { OlderThan = TimeSpan.FromMinutes(chance.Next(10, 20)) },
            _ => new SweepRequest { Keep = 1500 },
        };
        foreach (var one in world.Client.Sweep(request with { DryRun = true }).Where(one => one.What == "run").ToArray()) new Reckoning(world).ReckonBeforeItGoes(one.Id);
        // What goes is known only once it is gone; and one that is cut short tells nothing.
        foreach (var one in world.Client.Sweep(request))
        {
            if (one.What == "run") world.Ledger.Of(one.Id).MayBeGone = true;
            if (one.What == "logs") world.Ledger.Of(one.Id).LogsMayBeGone = true;
            world.Count($"swept {one.What}");
        }
    }

    void Note(string id)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"note {chance.Next()}");
        if (chance.Next(2) == 0)
        {
            world.Client.Note(new NoteRequest { Text = text, Run = Id(id) });
            world.Ledger.Of(id).Notes.Add(text);
        }
        else if (world.Mill("note", "--run", id, text, "--json") is { ExitCode: 0 }) world.Ledger.Of(id).Notes.Add(text);
    }

    void Answer()
    {
        foreach (var run in world.Client.List(new RunFilter { Active = true, Statuses = [EffectiveStatus.Waiting] }))
            foreach (var question in run.Questions)
            {
                var answer = question.Choices is { Count: > 0 } choices ? choices[chance.Next(choices.Count)] : $"answer {chance.Next()}";
                world.Client.Answer(Id(run.Id), new AnswerRequest { Answer = answer, Question = question.Id });
                world.Ledger.Of(run.Id).Answers.Add((question.Id, answer));
            }
    }

    void SetQueue()
    {
        var queue = Wishes.Queues[chance.Next(Wishes.Queues.Length)];
        world.Client.SetQueue(queue, new QueueRequest { Parallel = chance.Next(1, 5), Paused = chance.Next(4) == 0 });
    }
}
