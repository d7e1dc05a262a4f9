namespace Mill.Chaos.Disk;

/// <summary>A case that cannot be made here, and why.</summary>
sealed class LeftOut(string why) : Exception(why);
