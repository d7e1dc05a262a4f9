using System.Text;
using System.Text.Json;

namespace Mill.Written;

/// <summary>Reads JSON that a person wrote: comments and a comma too many are fine.</summary>
internal ref struct WrittenFile
{
    const int Deepest = 32;

    readonly ReadOnlySpan<byte> _bytes;
    Utf8JsonReader _reader;
    int _line;
    long _counted;

    WrittenFile(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _line = 1;
        _reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = Deepest });
    }

    /// <summary>The value in some bytes; null, and a fault, where they are no JSON.</summary>
    public static Value? Read(ReadOnlySpan<byte> bytes, Faults faults)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            var file = new WrittenFile(bytes);
            if (!file._reader.Read()) throw new JsonException("there is nothing in it");
            var value = file.Value();
            if (file._reader.Read()) throw new JsonException("there is something behind its end");
            return value;
        }
        catch (JsonException e)
        {
            faults.Add((int)((e.LineNumber ?? -1) + 1), $"this is no JSON: {Reason(e)}");
            return null;
        }
        catch (InvalidOperationException)
        {
            faults.Add(0, "this is no JSON: a text in it is not UTF-8");
            return null;
        }
    }

    // The reader's own words end with where it was.
    static string Reason(JsonException e) => e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and >= 0 ? e.Message[..end] : e.Message;

    Value Value() => _reader.TokenType switch
    {
        JsonTokenType.String => new Value.Text(Line(), _reader.GetString()!),
        JsonTokenType.Number => new Value.Number(Line(), Encoding.UTF8.GetString(_reader.ValueSpan)),
        JsonTokenType.True => new Value.Flag(Line(), true),
        JsonTokenType.False => new Value.Flag(Line(), false),
        JsonTokenType.StartArray => List(),
        JsonTokenType.StartObject => Group(),
        _ => new Value.Nothing(Line()),
    };

    Value.List List()
    {
        var (line, items) = (Line(), new List<Value>());
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray) items.Add(Value());
        return new(line, items);
    }

    Value.Group Group()
    {
        var (line, members) = (Line(), new List<Member>());
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var (at, name) = (Line(), _reader.GetString()!);
            _reader.Read();
            members.Add(new Member(at, name, Value()));
        }
        return new(line, members);
    }

    int Line()
    {
        _line += _bytes[(int)_counted..(int)_reader.TokenStartIndex].Count((byte)'\n');
        _counted = _reader.TokenStartIndex;
        return _line;
    }
}
