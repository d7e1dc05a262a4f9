using System.Text.Json;

namespace Mill.Json;

/// <summary>The members of a kind of record, said once for both ways: those of a record are written, and without one they are read.</summary>
internal delegate T Form<T>(Fields fields, T? record) where T : class;

/// <summary>
/// What stands in the JSON of a record, member by member and in this order: given when it is written, found when it is read.
/// JSON can say null where a type cannot, and what is not there is 0 or null: whether that will do is for the record to say.
/// </summary>
internal sealed partial class Fields
{
    readonly Utf8JsonWriter? _to;
    JsonElement _from;
    string _asked = "all of it";

    /// <summary>Fields that are written.</summary>
    public Fields(Utf8JsonWriter to) => _to = to;

    /// <summary>Fields that are read.</summary>
    public Fields(JsonElement from) => _from = from;

    /// <summary>Writes a record, where a value may stand.</summary>
    public void Write<T>(T? record, Form<T> form) where T : class
    {
        if (record is null)
        {
            _to!.WriteNullValue();
            return;
        }
        _to!.WriteStartObject();
        form(this, record);
        _to.WriteEndObject();
    }

    /// <summary>Reads the record that the JSON as a whole is.</summary>
    public T? Read<T>(Form<T> form) where T : class
    {
        try
        {
            return Read(_from, form);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // Another kind of value than it has to be; no number, date or text; or nothing where something must be.
            throw new JsonException($"what it says of {_asked} makes no sense", e);
        }
    }

    T? Read<T>(JsonElement from, Form<T> form) where T : class
    {
        if (from.ValueKind == JsonValueKind.Null) return null;
        if (from.ValueKind != JsonValueKind.Object) throw new JsonException();
        var around = _from;
        _from = from;
        var record = form(this, null);
        _from = around;
        return record;
    }

    // Of a name that stands there twice, the last one counts.
    bool Find(string name, out JsonElement found, bool must = false)
    {
        _asked = name;
        if (_from.TryGetProperty(name, out found)) return true;
        return must ? throw new JsonException() : false;
    }

    bool FindMore(string name, out JsonElement found, bool must = false) => Find(name, out found, must) && found.ValueKind != JsonValueKind.Null;

    /// <summary>A record within this one.</summary>
    public T Part<T>(string name, T? part, Form<T> form, bool must = false) where T : class
    {
        if (_to is null) return Find(name, out var found, must) ? Read(found, form)! : null!;
        _to.WritePropertyName(name);
        Write(part, form);
        return part!;
    }

    /// <summary>Records within this one.</summary>
    public IReadOnlyList<T> Parts<T>(string name, IReadOnlyList<T>? parts, Form<T> form) where T : class
    {
        if (_to is null)
        {
            if (!FindMore(name, out var found)) return null!;
            var read = new List<T>();
            foreach (var one in found.EnumerateArray()) read.Add(Read(one, form)!);
            return read;
        }
        if (!Begin(name, parts)) return parts!;
        foreach (var one in parts!) Write(one, form);
        _to.WriteEndArray();
        return parts;
    }

    bool Begin(string name, object? items)
    {
        if (items is null) _to!.WriteNull(name);
        else _to!.WriteStartArray(name);
        return items is not null;
    }
}
