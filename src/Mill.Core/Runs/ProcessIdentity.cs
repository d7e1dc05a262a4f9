namespace Mill.Runs;

/// <summary>A process that cannot be mistaken for another: a pid never travels alone.</summary>
/// <param name="Pid">The number.</param>
/// <param name="StartTime">When it started, in the raw units of the system's own clock, as text.</param>
/// <param name="BootId">Which start of the machine it belongs to.</param>
/// <param name="MachineId">Which machine.</param>
/// <param name="PidNamespace">In which set of pids the number means something.</param>
public sealed record ProcessIdentity(int Pid, string StartTime, string BootId, string? MachineId, string? PidNamespace);
