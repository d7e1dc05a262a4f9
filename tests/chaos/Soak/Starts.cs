namespace Mill.Chaos.Soak;

/// <summary>Starts, by the library and by the command line, some of whose launchers are killed.</summary>
sealed class Starts(World world, Random chance)
{
    public (int, string, Action)[] Acts =>
    [
        (30, "start by the library", ByLibrary),
        (30, "start by the command", ByCommand),
        (5, "start and kill its mill", AndKill),
        (1, "start nothing", Nothing),
        (3, "start again", Again),
    ];

    Wish Wish() => Wishes.Any(chance, world.Ledger.Any(chance));

    void ByLibrary()
    {
        var wish = Wish();
        try
        {
            Note(world.Client.Launch(wish.Request(world.Home, world.Proofs)).Text, wish);
        }
        // Who kills workers finds the shell that leaves one behind, too.
        catch (MillException e) when (e.Code == MillError.SystemRefused && e.Message.Contains("could not start the worker: it was ended by SIGKILL", StringComparison.Ordinal))
        {
            world.Count("shell killed before the worker");
        }
    }

    void ByCommand()
    {
        var wish = Wish();
        if (wish.Plan is not null || world.Mill(wish.Words(world.Proofs)) is not { ExitCode: 0 } answer) return;
        Note(answer.Json.Text("id")!, wish);
    }

    // Its run may be there or not; if it is, the audit finds it.
    void AndKill()
    {
        var wish = Wish();
        if (wish.Plan is not null) return;
        using var mill = Programs.Start(Places.Mill, wish.Words(world.Proofs), world.Home.At(new RunOptions()));
        Thread.Sleep(chance.Next(60));
        Libc.Signal(mill.Id, Libc.Kill);
        mill.WaitForExit();
    }

    void Nothing()
    {
        try
        {
            world.Client.Launch(new StartRequest { Command = "no-such-command-here", WorkingDirectory = world.Home.Work });
            world.Fault(null, "a command that is not there was started");
        }
        catch (MillException e) when (e.Code == MillError.CommandNotFound) { }
    }

    void Again()
    {
        if (world.Ledger.Any(chance) is not { } id || world.Mill("restart", id, "--json") is not { ExitCode: 0 } answer) return;
        Note(answer.Json.Text("id")!, world.Ledger.Of(id).Wish is { After: null } wish ? wish : null);
    }

    void Note(string id, Wish? wish)
    {
        var entry = world.Ledger.Of(id);
        (entry.Wish, entry.WasStarted) = (wish, true);
        world.Count("runs");
    }
}
