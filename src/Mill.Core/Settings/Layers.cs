namespace Mill.Settings;

/// <summary>What several say of one run: whoever comes first is heard first.</summary>
internal static class Layers
{
    /// <summary>Of one who says nothing.</summary>
    public static StartRequest Nothing { get; } = new() { Command = "" };

    /// <summary>What the first one says, and what the other says where the first one is silent.</summary>
    public static StartRequest Over(this StartRequest first, StartRequest other)
    {
        if (ReferenceEquals(other, Nothing)) return first;
        return first with
        {
            Command = first.Command.Length > 0 ? first.Command : other.Command,
            Name = first.Name ?? other.Name,
            WorkingDirectory = first.WorkingDirectory ?? other.WorkingDirectory,
            Environment = Over(first.Environment, other.Environment),
            Tags = Over(first.Tags, other.Tags),
            Timeout = first.Timeout ?? other.Timeout,
            IdleTimeout = first.IdleTimeout ?? other.IdleTimeout,
            Grace = first.Grace ?? other.Grace,
            MemoryLimit = first.MemoryLimit ?? other.MemoryLimit,
            CpuLimit = first.CpuLimit ?? other.CpuLimit,
            LogCap = first.LogCap ?? other.LogCap,
            OutputLimit = first.OutputLimit ?? other.OutputLimit,
            Merge = first.Merge ?? other.Merge,
            AllowBackground = first.AllowBackground ?? other.AllowBackground,
            LineBuffered = first.LineBuffered ?? other.LineBuffered,
            KeepSecrets = first.KeepSecrets ?? other.KeepSecrets,
            Retry = first.Retry ?? other.Retry,
            Queue = first.Queue ?? other.Queue,
            Priority = first.Priority ?? other.Priority,
            ResultFrom = first.ResultFrom ?? other.ResultFrom,
            RequireResult = first.RequireResult ?? other.RequireResult,
            OnEnd = first.OnEnd ?? other.OnEnd,
            OnFailure = first.OnFailure ?? other.OnFailure,
        };
    }

    /// <summary>The pairs of both, those of the first one where both have one of a name.</summary>
    public static IReadOnlyDictionary<string, T> Over<T>(IReadOnlyDictionary<string, T> first, IReadOnlyDictionary<string, T> other)
    {
        if (other.Count == 0) return first;
        var both = new Dictionary<string, T>(other, StringComparer.Ordinal);
        foreach (var (name, value) in first) both[name] = value;
        return both;
    }
}
