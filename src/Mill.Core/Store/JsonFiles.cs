using System.Text.Json;
using System.Text.Unicode;
using Mill.Json;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Store;

/// <summary>JSON files: read whatever is in their place without harm, written in one piece or not at all.</summary>
internal sealed class JsonFiles(IFiles files)
{
    /// <summary>No record of Mill's is larger.</summary>
    const long MaxBytes = 64L << 20;

    /// <summary>Reads a file; missing, damaged and newer are answers, not errors.</summary>
    public Stored<T> Read<T>(string path, Form<T> form) where T : class, IVersioned
    {
        byte[]? bytes;
        try
        {
            bytes = ReadAll(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, e.Message);
        }
        return bytes is null ? default : Parse(path, bytes, form);
    }

    /// <summary>All of a file's bytes; null when it is missing.</summary>
    public byte[]? ReadAll(string path)
    {
        using var file = files.TryOpenToRead(path);
        if (file is null) return null;
        var size = files.Look(file).Size;
        if (size > MaxBytes) throw new IOException($"{path} has {size} bytes; no record is that large.");
        var bytes = new byte[size];
        var read = 0;
        while (read < bytes.Length && files.ReadAt(file, bytes.AsSpan(read), read) is > 0 and var more) read += more;
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Stages a file and puts it in place; with sync, it is on the disk before it is seen.</summary>
    public void Write<T>(string path, T value, Form<T> form, bool sync = false) where T : class =>
        Write(path, MillJson.Bytes(value, form).Span, sync);

    /// <summary>Stages bytes and puts them in place.</summary>
    public void Write(string path, ReadOnlySpan<byte> bytes, bool sync = false)
    {
        var stage = path + FileNames.StageSuffix;
        files.Delete(stage);
        try
        {
            using (var file = files.CreateNew(stage))
            {
                files.WriteAt(file, bytes, 0);
                if (sync) files.Sync(file);
            }
            Steps.Reached("file.staged");
            files.Replace(stage, path);
        }
        catch (IOException)
        {
            files.Delete(stage); // On a full disk, half a file must not take the room that the next one needs.
            throw;
        }
    }

    static Stored<T> Parse<T>(string path, byte[] bytes, Form<T> form) where T : class, IVersioned
    {
        if (!Utf8.IsValid(bytes)) return new(null, $"{path} is damaged: it is not UTF-8.");
        try
        {
            var value = MillJson.Read(bytes, form);
            return value switch
            {
                null => new(null, $"{path} holds nothing."),
                { SchemaVersion: > RunRecord.CurrentSchema } => Newer<T>(path),
                { IsWhole: false } => new(null, $"{path} is damaged: it lacks what it must have."),
                _ => new(value),
            };
        }
        catch (JsonException e)
        {
            return SchemaOf(bytes) > RunRecord.CurrentSchema ? Newer<T>(path) : new(null, $"{path} is damaged: {Sense(e)}.");
        }
    }

    static string Sense(JsonException e) =>
        e.LineNumber is { } line ? $"its text makes no sense at line {line + 1}, byte {e.BytePositionInLine + 1}" : e.Message;

    static Stored<T> Newer<T>(string path) where T : class =>
        new(null, $"{path} was written by a newer version of Mill.", IsNewer: true);

    static int SchemaOf(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("schemaVersion", out var version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) ? number : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
