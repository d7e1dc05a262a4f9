using System.Text.Json;
using Mill.Liveness;
using Mill.Runs;

namespace Mill.Json;

/// <content>Words, and lists of values.</content>
internal sealed partial class Fields
{
    /// <summary>The status of a run.</summary>
    public RunStatus Status(string name, RunStatus? value, bool must = false)
    {
        if (_to is null) return Find(name, out var found, must) ? Status(found) : default;
        _to.WriteString(name, value!.Value.Word());
        return value.Value;
    }

    /// <summary>The status of a run, or none.</summary>
    public RunStatus? StatusOrNull(string name, RunStatus? value)
    {
        if (_to is null) return FindMore(name, out var found) ? Status(found) : null;
        _to.WriteString(name, value?.Word());
        return value;
    }

    static RunStatus Status(JsonElement word) => Words.TryRead(word.GetString(), out RunStatus status) ? status : throw new JsonException();

    /// <summary>What is true of a run.</summary>
    public EffectiveStatus Effective(string name, EffectiveStatus? value) =>
        Words.TryRead(Text(name, value?.Word()), out EffectiveStatus status) ? status : throw new JsonException();

    /// <summary>The state of a task.</summary>
    public TaskState State(string name, TaskState? value, bool must = false)
    {
        if (_to is null)
            return !Find(name, out var found, must) ? default : Words.TryRead(found.GetString(), out TaskState state) ? state : throw new JsonException();
        _to.WriteString(name, value!.Value.Word());
        return value.Value;
    }

    /// <summary>How a run feels.</summary>
    public Health Health(string name, Health? value) => Text(name, value?.Word()) switch
    {
        "healthy" => Runs.Health.Healthy,
        "quiet" => Runs.Health.Quiet,
        "stale" => Runs.Health.Stale,
        "dead" => Runs.Health.Dead,
        "ended" => Runs.Health.Ended,
        _ => Runs.Health.Unknown,
    };

    /// <summary>An answer that may be that there is none.</summary>
    public Sign Sign(string name, Sign? value) => Text(name, value?.Word()) switch
    {
        "yes" => Liveness.Sign.Yes,
        "no" => Liveness.Sign.No,
        _ => Liveness.Sign.Unknown,
    };

    /// <summary>Which file something is.</summary>
    public FileId? File(string name, FileId? value)
    {
        var file = Part(name, value is { } id ? new FileNumbers(id.Device, id.Inode) : null, Numbers, must: true);
        return file is null ? null : new FileId(file.Device, file.Inode);
    }

    sealed record FileNumbers(ulong Device, ulong Inode);

    static FileNumbers Numbers(Fields f, FileNumbers? it) => new(f.Unsigned("device", it?.Device), f.Unsigned("inode", it?.Inode));

    ulong Unsigned(string name, ulong? value)
    {
        if (_to is null) return Find(name, out var found) ? found.GetUInt64() : 0;
        _to.WriteNumber(name, value!.Value);
        return value.Value;
    }

    /// <summary>Texts.</summary>
    public IReadOnlyList<string> Texts(string name, IReadOnlyList<string>? texts)
    {
        if (_to is null)
        {
            if (!FindMore(name, out var found)) return null!;
            var read = new List<string>();
            foreach (var one in found.EnumerateArray()) read.Add(one.GetString()!);
            return read;
        }
        if (!Begin(name, texts)) return texts!;
        foreach (var one in texts!) _to.WriteStringValue(one);
        _to.WriteEndArray();
        return texts;
    }

    /// <summary>Bytes that need not be text.</summary>
    public IReadOnlyList<byte[]> Bytes(string name, IReadOnlyList<byte[]>? pieces)
    {
        if (_to is null)
        {
            if (!FindMore(name, out var found)) return null!;
            var read = new List<byte[]>();
            foreach (var one in found.EnumerateArray()) read.Add(one.ValueKind == JsonValueKind.Null ? null! : one.GetBytesFromBase64());
            return read;
        }
        if (!Begin(name, pieces)) return pieces!;
        foreach (var one in pieces!)
        {
            if (one is null) _to.WriteNullValue();
            else _to.WriteBase64StringValue(one);
        }
        _to.WriteEndArray();
        return pieces;
    }

    /// <summary>Texts by their names.</summary>
    public IReadOnlyDictionary<string, string> Map(string name, IReadOnlyDictionary<string, string>? map)
    {
        if (_to is null)
        {
            if (!FindMore(name, out var found)) return null!;
            var read = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var one in found.EnumerateObject()) read[one.Name] = one.Value.GetString()!;
            return read;
        }
        if (map is null)
        {
            _to.WriteNull(name);
            return map!;
        }
        _to.WriteStartObject(name);
        foreach (var (key, text) in map) _to.WriteString(key, text);
        _to.WriteEndObject();
        return map;
    }
}
