using Mill.Platform;
using Mill.Runs;

namespace Mill.Json;

/// <summary>What a launcher tells its worker over the pipe.</summary>
internal sealed record WorkerOrders(
    string Home, string RunId, int Generation, RunSpec Spec, IReadOnlyList<string> Environment, IReadOnlyList<byte[]>? Bytes = null)
{
    /// <summary>The orders with an environment of which some need not be text: JSON has no room for that.</summary>
    public static WorkerOrders Of(string home, RunRecord record, IReadOnlyList<string> environment)
    {
        var (text, bytes) = VariableLines.Apart(environment);
        return new(home, record.Id, record.Generation, record.Spec, text, bytes);
    }

    /// <summary>All variables, as <c>NAME=value</c>.</summary>
    public IEnumerable<string> Variables() => VariableLines.Together(Environment, Bytes);
}

/// <summary>Variables, <c>NAME=value</c>, as JSON has room for them: what is no text goes as bytes.</summary>
internal static class VariableLines
{
    /// <summary>Those that are text, and the bytes of the others; null where there are none.</summary>
    public static (IReadOnlyList<string> Text, IReadOnlyList<byte[]>? Bytes) Apart(IReadOnlyList<string> lines)
    {
        var (text, bytes) = (new List<string>(), new List<byte[]>());
        foreach (var one in lines)
            if (ByteText.HasHalves(one)) bytes.Add(ByteText.Bytes(one));
            else text.Add(one);
        return (text, bytes.Count > 0 ? bytes : null);
    }

    /// <summary>All of them again.</summary>
    public static IEnumerable<string> Together(IReadOnlyList<string> text, IReadOnlyList<byte[]>? bytes) =>
        text.Concat((bytes ?? []).Select(one => ByteText.Of(one)));
}

/// <summary>The variables of a run that is launched later, without those that must not be kept.</summary>
internal sealed record KeptEnvironment(
    int SchemaVersion, string RunId, int Generation, IReadOnlyList<string> Environment, IReadOnlyList<byte[]>? Bytes, IReadOnlyList<string> LeftOut) : IVersioned
{
    /// <inheritdoc/>
    public bool IsWhole => RunId is not null && Environment is not null && LeftOut is not null
        && !Environment.Concat(LeftOut).Any(text => text is null) && Bytes?.Any(one => one is null) != true;

    /// <summary>What is kept of an environment, of which some need not be text.</summary>
    public static KeptEnvironment Of(RunRecord record, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var kept = environment.ToLookup(one => record.Spec.KeepSecrets || !SecretNames.LooksSecret(one.Key));
        var (text, bytes) = VariableLines.Apart([.. kept[true].Select(one => $"{one.Key}={one.Value}")]);
        return new(RunRecord.CurrentSchema, record.Id, record.Generation, text, bytes, [.. kept[false].Select(one => one.Key)]);
    }

    /// <summary>All that was kept.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables() => VariableLines.Together(Environment, Bytes)
        .Select(one => (Variable: one, At: one.IndexOf('=', 1))).Where(one => one.At > 0)
        .Select(one => KeyValuePair.Create(one.Variable[..one.At], one.Variable[(one.At + 1)..]));
}

/// <summary>What a worker answers once its process was launched, or cannot be.</summary>
internal sealed record WorkerReply(bool Launched, string? Code = null, string? Message = null)
{
    /// <summary>The process was launched.</summary>
    public static WorkerReply Yes { get; } = new(true);
}

/// <summary>How long a stop gives the processes, for the worker that ends them; the newest one counts.</summary>
internal sealed record StopOrder(int SchemaVersion, string RunId, int Generation, long GraceMs) : IVersioned
{
    /// <inheritdoc/>
    public bool IsWhole => Durations.IsLength(GraceMs);
}
