using System.Runtime.InteropServices;

namespace Mill.Dummy.Behaviours;

/// <summary>Forks as <c>vfork</c> does a child that never becomes another program: the parent stands still, and no TERM reaches it.</summary>
static partial class WaitForVfork
{
    const int Clone = 56, CloneArm = 220; // SYS_clone: asm/unistd_64.h, asm-generic/unistd.h
    const nint VforkAndTell = 0x4000 | 17; // CLONE_VFORK | SIGCHLD

    public static int Run(string[] arguments)
    {
        _ = getppid() + poll(0, 0, 0); // what the child calls has to have been found before
        Console.WriteLine("forks");
        if (syscall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? CloneArm : Clone, VforkAndTell, 0, 0, 0, 0) == 0)
            while (getppid() != -1) poll(0, 0, 1_000);
        return 0;
    }

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nint flags, nint stack, nint parent, nint child, nint storage);

    [LibraryImport("libc")]
    private static partial int getppid();

    [LibraryImport("libc")]
    private static partial int poll(nint entries, nint count, int timeout);
}
