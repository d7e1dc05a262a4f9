using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>Takes over what a launcher left to its worker.</summary>
internal static class WorkerInheritance
{
    /// <summary>Takes it.</summary>
    /// <param name="open">The numbers of this process's open descriptors, of which those are closed that were inherited
    /// by chance.</param>
    public static Inheritance Take(Func<IEnumerable<int>> open)
    {
        Signals.Hold();
        Signals.RestoreDefaults();
        // Refused to one that leads a session already.
        _ = Libc.BeginSession();
        for (var number = WorkerDescriptors.Life; number <= WorkerDescriptors.Answers; number++)
            DescriptorFlags.KeepBack(number);
        CloseLeaked(open);
        return new Inheritance(Life(), Own(WorkerDescriptors.Orders), Own(WorkerDescriptors.Answers));
    }

    static KernelLock Life()
    {
        var handle = Own(WorkerDescriptors.Life);
        return Status.TryLook(handle, out var status) && status.Kind == FileKind.File
            ? new KernelLock(handle, status.Id)
            : throw new MillException(MillError.BadArgument, "A worker is launched by mill start, not by hand: it was handed no lock.");
    }

    // What is not close-on-exec was never meant for us, and may be a pipe that our launcher's caller waits on;
    // all that the runtime has opened before is.
    static void CloseLeaked(Func<IEnumerable<int>> open)
    {
        foreach (var number in open())
            if (number > WorkerDescriptors.Answers && DescriptorFlags.IsInherited(number)) _ = Libc.Close(number);
    }

    static SafeFileHandle Own(int number) => new(number, ownsHandle: true);
}
