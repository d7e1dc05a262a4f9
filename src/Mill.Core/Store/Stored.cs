namespace Mill.Store;

/// <summary>What a file of a run holds: its value, or that there is none, or what is wrong with it.</summary>
/// <param name="Value">The value; null when the file is missing or damaged.</param>
/// <param name="Damage">What is wrong with it, in words.</param>
/// <param name="IsNewer">Whether a newer version wrote it.</param>
internal readonly record struct Stored<T>(T? Value, string? Damage = null, bool IsNewer = false) where T : class
{
    /// <summary>Whether something is there that cannot be understood.</summary>
    public bool IsDamaged => Damage is not null;
}
