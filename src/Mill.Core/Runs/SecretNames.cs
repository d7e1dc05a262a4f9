namespace Mill.Runs;

/// <summary>Which variables look as if their values were nobody's business.</summary>
internal static class SecretNames
{
    static readonly string[] s_marks = ["KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIAL"];

    /// <summary>Whether a variable's name looks secret.</summary>
    public static bool LooksSecret(string name) =>
        s_marks.Any(mark => name.Contains(mark, StringComparison.OrdinalIgnoreCase));
}
