using Mill.Platform;

namespace Mill.Dummy.Behaviours;

/// <summary>A worker that launches what it is told (a path and arguments, one a line), and says what happens until
/// nobody is left below it.</summary>
static class Supervise
{
    static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(60);

    /// <summary>Arguments: the folder, a file for the output, a limit of open files or 0, of bytes or 0, of
    /// processors or 0, then the environment.</summary>
    public static int Run(string[] arguments)
    {
        var inheritance = Current.Platform.TakeInheritance();
        using var supervisor = Current.Platform.Supervise();
        try { Say(inheritance, supervisor, arguments, inheritance.Orders().Split('\n')); }
        catch (MillException failed) { inheritance.Say($"failed {failed.Code} {failed.Message}"); }
        return 0;
    }

    static void Say(Inheritance inheritance, ISupervisor supervisor, string[] arguments, string[] command)
    {
        var (bytes, processors) = (Number(arguments[3]), Number(arguments[4]));
        inheritance.Say($"limits {supervisor.Limit(bytes, processors)}");
        var launched = supervisor.Launch(Launch(arguments, command));
        inheritance.Say($"launched {launched.Pid} {launched.StartTime}");
        while (supervisor.Wait(AnybodyBelow() ? s_longEnough : TimeSpan.Zero) is { } happening)
            if (happening is Happening.Exited ended) inheritance.Say(Words(ended, launched.Pid));
        inheritance.Say($"used {supervisor.UsageSoFar()}");
    }

    static bool AnybodyBelow() => Current.Platform.Processes.Descendants(Environment.ProcessId).Count > 0;

    static ProcessLaunch Launch(string[] arguments, string[] command)
    {
        var output = Current.Platform.Files.OpenToAppend(arguments[1]);
        return new ProcessLaunch
        {
            Path = command[0],
            Arguments = command,
            Environment = arguments[5..],
            WorkingDirectory = arguments[0],
            Out = output,
            Err = output,
            OpenFilesLimit = Number(arguments[2]),
        };
    }

    static string Words(Happening.Exited ended, int launched) =>
        $"exited {(ended.Pid == launched ? "launched" : "adopted")} {ended.ExitCode} {ended.Signal} {ended.SignalNumber}";

    static long? Number(string text) => long.Parse(text) is not 0 and var number ? number : null;
}
