using System.Buffers;
using System.Text;
using System.Text.Json;
using Mill.Cli.Text;
using Mill.Json;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Cli;

/// <summary>Where bytes go; false when nobody reads them any more.</summary>
internal delegate bool Sink(ReadOnlySpan<byte> bytes);

/// <summary>Standard output and standard error, and what is behind them. Every call is one write.</summary>
/// <param name="toOut">Standard output.</param>
/// <param name="toErr">Standard error.</param>
/// <param name="isTerminal">Whether a descriptor is a terminal that shows colours.</param>
/// <param name="columns">How wide the terminal behind standard output is.</param>
internal sealed class Output(Sink toOut, Sink toErr, Func<int, bool> isTerminal, Func<int?> columns)
{
    /// <summary>This process's own streams.</summary>
    public static Output Standard() => new(
        bytes => Current.Streams.Write(1, bytes), bytes => Current.Streams.Write(2, bytes),
        stream => !Surroundings.NoColor && Current.Streams.ShowsColours(stream), () => Current.Streams.Columns(1));

    /// <summary>Gives this process the standard streams that its caller has closed.</summary>
    public static void FillClosed() => Current.Streams.FillClosed();

    /// <summary>The colours of standard output.</summary>
    public Paint OutPaint => new(isTerminal(1));

    /// <summary>The colours of standard error.</summary>
    public Paint ErrPaint => new(isTerminal(2));

    /// <summary>How wide standard output is; null where nothing needs to be cut.</summary>
    public int? Columns => columns();

    /// <summary>Bytes to standard output, as they are.</summary>
    public void Out(ReadOnlySpan<byte> bytes)
    {
        if (!toOut(bytes)) throw new OutputClosedException();
    }

    /// <summary>Text to standard output, as it is.</summary>
    public void Out(string text) => Out(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes to standard error, as they are.</summary>
    public void Err(ReadOnlySpan<byte> bytes)
    {
        try { toErr(bytes); }
        catch (IOException) { } // Standard error was closed by the caller: there is nobody to tell.
    }

    /// <summary>Text to standard error, as it is.</summary>
    public void Err(string text) => Err(Encoding.UTF8.GetBytes(text));

    /// <summary>Something to tell the person, whoever chose the words.</summary>
    public void Tell(string message) =>
        Err("mill: " + string.Join('\n', message.Split('\n').Select(SafeText.Escape)) + "\n");

    /// <summary>One object on a line of standard output.</summary>
    public void Json<T>(T value, Form<T> form) where T : class => Out([.. MillJson.Bytes(value, form).Span, (byte)'\n']);

    /// <summary>An array, written as its items come: a hundred thousand need not be held at once.</summary>
    public void JsonArray<T>(IEnumerable<T> items, Form<T> form) where T : class
    {
        const int piece = 64 << 10;
        var bytes = new ArrayBufferWriter<byte>(piece * 2);
        using var writer = new Utf8JsonWriter(bytes, MillJson.Plain);
        var fields = new Fields(writer);
        writer.WriteStartArray();
        foreach (var item in items)
        {
            fields.Write(item, form);
            if (writer.BytesPending + bytes.WrittenCount < piece) continue;
            writer.Flush();
            Out(bytes.WrittenSpan);
            bytes.Clear();
        }
        writer.WriteEndArray();
        writer.Flush();
        Out([.. bytes.WrittenSpan, (byte)'\n']);
    }

    /// <summary>An error: for people always, for programs where they asked for it.</summary>
    public void Error(string code, string message, string? target, bool json)
    {
        Tell(message);
        if (json) TryJson(new ErrorReport(new ErrorBody(code, message, target)));
    }

    void TryJson(ErrorReport report)
    {
        try { Json(report, Forms.Of); }
        catch (IOException) { } // Standard output is closed or full; the error was told in words.
    }
}

/// <summary>Nobody reads standard output any more.</summary>
internal sealed class OutputClosedException : IOException;
