using System.Runtime.InteropServices;

namespace Mill.Dummy.Behaviours;

/// <summary>Ends its main thread and lives on in another: a zombie to everybody who looks at the state alone.</summary>
static partial class MainThreadGone
{
    const int Exit = 60; // SYS_exit on x86-64, asm/unistd_64.h
    const int ExitArm = 93; // on arm64, asm-generic/unistd.h

    public static int Run(string[] arguments)
    {
        new Thread(() => Thread.Sleep(Timeout.Infinite)).Start();
        Console.WriteLine("gone");
        syscall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ExitArm : Exit, 0);
        return 0;
    }

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nint argument);
}
