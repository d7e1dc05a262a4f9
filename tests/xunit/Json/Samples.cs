namespace Mill.Tests.Json;

/// <summary>What records were like when this was written down: what is on disks now has to stay readable, and to be written so again.</summary>
static class Samples
{
    static readonly string s_folder = Path.Combine(Places.Repository, "tests", "xunit", "Json", "Samples");

    /// <summary>Each kind of record, richly and sparsely filled: <c>Kind rich JSON</c>.</summary>
    public static string Written { get; } = Path.Combine(s_folder, "written.txt");

    /// <summary>What may stand in a member's place, and what it is read as where that is something else; <c>-</c> is nothing at all.</summary>
    public static string Forgiven { get; } = Path.Combine(s_folder, "forgiven.txt");
}
