using Mill.Platform;
using Mill.Platform.Linux;
using Mill.Platform.Posix;

namespace Mill.Dummy.Behaviours;

/// <summary>Launches a shell script of two processes in a control group of its own, ends the group once the script
/// has said so, and says what came of it.</summary>
static class Contain
{
    const int Members = 2;
    static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(30), s_look = TimeSpan.FromMilliseconds(50);

    public static int Run(string[] arguments)
    {
        using var group = ControlGroup.TryMake(memory: null, processors: null);
        if (group is null) return 77;
        using var output = Current.Platform.Files.OpenToAppend(arguments[0]);
        using var supervisor = Current.Platform.Supervise();
        using (group.Enter()) ProcessLauncher.Launch(Script(arguments[1], output));
        while (Current.Platform.Files.Look(output).Size == 0) Thread.Yield();
        Console.WriteLine($"spared {!group.Kill(_ => true)}");
        Console.WriteLine($"kill {group.Kill(_ => false)} memory {group.WasOutOfMemory}");
        // Looked for again and again: the console's thread may take the signal that tells of an end.
        var began = TimeProvider.System.GetTimestamp();
        for (var left = Members; left > 0 && TimeProvider.System.GetElapsedTime(began) < s_longEnough;)
            if (supervisor.Wait(s_look) is Happening.Exited ended && left-- > 0) Console.WriteLine($"exited {ended.Signal}");
        return 0;
    }

    static ProcessLaunch Script(string script, Microsoft.Win32.SafeHandles.SafeFileHandle output) => new()
    {
        Path = "/bin/sh",
        Arguments = ["sh", "-c", script],
        Environment = ["PATH=/bin:/usr/bin"],
        WorkingDirectory = "/",
        Out = output,
        Err = output,
    };
}
