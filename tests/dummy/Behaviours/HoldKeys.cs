using System.Diagnostics;
using Mill.Platform;

namespace Mill.Dummy.Behaviours;

/// <summary>Holds the stop keys off, twice over, is sent them meanwhile, and says what a program that it runs meanwhile ignores.</summary>
static class HoldKeys
{
    const ulong InterruptQuitAndStop = 1UL << 1 | 1UL << 2 | 1UL << 19;

    static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(20);

    public static int Run(string[] arguments)
    {
        var first = Current.Platform.HoldStopKeys();
        using (Current.Platform.HoldStopKeys()) { }
        Shell($"kill -INT {Environment.ProcessId}; kill -TSTP {Environment.ProcessId}; kill -QUIT {Environment.ProcessId}");
        var ignored = Convert.ToUInt64(Shell("grep SigIgn /proc/self/status").Split('\t')[1].Trim(), 16);
        Console.WriteLine($"held, and a program ignores {ignored & InterruptQuitAndStop}");
        first.Dispose();
        first.Dispose();
        Console.WriteLine("released");
        Console.Out.Flush();
        Shell($"kill -INT {Environment.ProcessId}");
        // The runtime hands the key on to what it does by default on a thread of its own.
        Thread.Sleep(s_longEnough);
        return 0;
    }

    /// <summary>Runs a shell script and returns what it says.</summary>
    public static string Shell(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var told = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return told;
    }
}
