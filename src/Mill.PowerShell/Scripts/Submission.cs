using Mill.PowerShell.Commands;

namespace Mill.PowerShell.Scripts;

/// <summary>Makes a script or a script block a program that can be started.</summary>
internal static class Submission
{
    /// <summary>What is to be started for a script or script block that somebody asked for.</summary>
    public static StartRequest Of(StartMillRunCommand asked, StartRequest basis) =>
        throw new MillException(MillError.EngineNotFound, $"Scripts cannot be started yet: {(asked.ScriptBlock is null ? asked.FilePath : "a script block")} in {basis.WorkingDirectory}.");
}
