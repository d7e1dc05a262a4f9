namespace Mill.Platform.Windows;

/// <summary>The job that this process itself is in, made by whoever launched it.</summary>
internal static unsafe class OuterJob
{
    const int MembersClass = 3, LimitsClass = 9; // JOBOBJECTINFOCLASS
    const int Room = 4096;
    const nint OfThisProcess = 0;

    /// <summary>Whether there is one.</summary>
    public static bool IsThere
    {
        get
        {
            int answer;
            return Kernel32.IsInJob(Kernel32.Self, OfThisProcess, &answer) != 0 && answer != 0;
        }
    }

    /// <summary>Whether it ends who is in it when its maker is gone.</summary>
    public static bool EndsWithItsMaker
    {
        get
        {
            var limits = new JobLimits();
            uint needed;
            return IsThere && Kernel32.LookAtJob(OfThisProcess, LimitsClass, &limits, (uint)sizeof(JobLimits), &needed) != 0 && limits.Flags.HasFlag(JobFlags.KillOnClose);
        }
    }

    /// <summary>Whether a process is in it too; false where that cannot be told.</summary>
    public static bool Has(int pid)
    {
        var told = stackalloc nint[Room];
        uint needed;
        if (Kernel32.LookAtJob(OfThisProcess, MembersClass, told, Room * (uint)sizeof(nint), &needed) == 0) return false;
        var listed = *((int*)told + 1);
        return new ReadOnlySpan<nint>(told + 1, Math.Min(listed, Room - 1)).Contains(pid);
    }
}
