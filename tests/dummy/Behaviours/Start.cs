namespace Mill.Dummy.Behaviours;

/// <summary>A program that starts a run by the library, as a module does: home, folder that Mill was installed in, command, arguments.
/// Prints what the run's process printed, and exits as it did.</summary>
static class Start
{
    public static int Run(string[] arguments)
    {
        var client = new MillClient(new MillOptions { Home = arguments[0], InstalledIn = arguments[1] });
        try
        {
            var started = client.Start(new StartRequest { Command = arguments[2], Arguments = arguments[3..] });
            var id = client.Find(started.Id);
            var run = client.Wait(id, TimeSpan.FromSeconds(30));
            using var output = Console.OpenStandardOutput();
            foreach (var chunk in client.ReadLog(id)) output.Write(chunk.Bytes.Span);
            return run.ExitCode ?? 1;
        }
        catch (MillException refused)
        {
            Console.Error.WriteLine($"{refused.Code}: {refused.Message}");
            return 1;
        }
    }
}
