namespace Mill.PowerShell;

/// <summary>Whether a person looks.</summary>
internal static class Screen
{
    /// <summary>Whether what is shown is seen as it comes; a shell alone does not ask where its output goes.</summary>
    public static bool IsThere => !Console.IsOutputRedirected;

    /// <summary>Whether anything may be drawn that is more than lines.</summary>
    public static bool MayDraw => IsThere && !Surroundings.NoColor;
}
