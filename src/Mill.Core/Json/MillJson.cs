using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mill.Json;

/// <summary>The one place in which Mill's records become JSON and back, by their <see cref="Forms"/>.</summary>
internal static class MillJson
{
    /// <summary>Text stays readable: only what JSON itself needs is escaped.</summary>
    public static JsonWriterOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A record as bytes.</summary>
    public static ReadOnlyMemory<byte> Bytes<T>(T record, Form<T> form) where T : class
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(bytes, Plain)) new Fields(writer).Write(record, form);
        return bytes.WrittenMemory;
    }

    /// <summary>A record as text.</summary>
    public static string Text<T>(T record, Form<T> form) where T : class => Encoding.UTF8.GetString(Bytes(record, form).Span);

    /// <summary>The record in some bytes; null where they say null. What is no such record is a <see cref="JsonException"/>.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> bytes, Form<T> form) where T : class
    {
        using var document = JsonDocument.Parse(bytes);
        return Read(document.RootElement, form);
    }

    /// <summary>The record that some JSON is.</summary>
    public static T? Read<T>(JsonElement json, Form<T> form) where T : class => new Fields(json).Read(form);
}
