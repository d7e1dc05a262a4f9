using System.Runtime.InteropServices;

namespace Mill.Cli.Verbs;

/// <summary>Following a run: Ctrl+C lets go of it and never stops it.</summary>
internal static class Attached
{
    /// <summary>Follows, and says how to come back when the person leaves.</summary>
    public static int To(Call call, string comeBack, Func<CancellationToken, int> follow)
    {
        using var leaving = new CancellationTokenSource();
        // The second Ctrl+C is the system's own, should the first not get through.
        using var keys = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = !leaving.IsCancellationRequested;
            leaving.Cancel();
        });
        try { return follow(leaving.Token); }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            call.Output.Tell($"Left; nothing was stopped. To come back: {call.Next(comeBack)}");
            return Exit.Detached;
        }
    }
}
