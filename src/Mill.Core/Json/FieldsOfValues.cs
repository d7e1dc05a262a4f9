using System.Text.Json;
using Mill.Runs;

namespace Mill.Json;

/// <content>Single values. Each kind has methods of its own: one for all would be compiled anew for each of them, at every start.</content>
internal sealed partial class Fields
{
    /// <summary>A text.</summary>
    public string Text(string name, string? value, bool must = false)
    {
        if (_to is null) return Find(name, out var found, must) ? found.GetString()! : null!;
        _to.WriteString(name, value);
        return value!;
    }

    /// <summary>True or false.</summary>
    public bool Flag(string name, bool? value)
    {
        if (_to is null) return Find(name, out var found) && found.GetBoolean();
        _to.WriteBoolean(name, value!.Value);
        return value.Value;
    }

    /// <summary>A whole number.</summary>
    public int Int(string name, int? value)
    {
        if (_to is null) return Find(name, out var found) ? found.GetInt32() : 0;
        _to.WriteNumber(name, value!.Value);
        return value.Value;
    }

    /// <summary>A whole number, or none.</summary>
    public int? IntOrNull(string name, int? value)
    {
        if (_to is null) return FindMore(name, out var found) ? found.GetInt32() : null;
        if (value is { } number) _to.WriteNumber(name, number);
        else _to.WriteNull(name);
        return value;
    }

    /// <summary>A long whole number.</summary>
    public long Long(string name, long? value)
    {
        if (_to is null) return Find(name, out var found) ? found.GetInt64() : 0;
        _to.WriteNumber(name, value!.Value);
        return value.Value;
    }

    /// <summary>A long whole number, or none.</summary>
    public long? LongOrNull(string name, long? value)
    {
        if (_to is null) return FindMore(name, out var found) ? found.GetInt64() : null;
        if (value is { } number) _to.WriteNumber(name, number);
        else _to.WriteNull(name);
        return value;
    }

    /// <summary>A number.</summary>
    public double Double(string name, double? value)
    {
        if (_to is null) return Find(name, out var found) ? Finite(found) : 0;
        _to.WriteNumber(name, value!.Value);
        return value.Value;
    }

    /// <summary>A number, or none.</summary>
    public double? DoubleOrNull(string name, double? value)
    {
        if (_to is null) return FindMore(name, out var found) ? Finite(found) : null;
        if (value is { } number) _to.WriteNumber(name, number);
        else _to.WriteNull(name);
        return value;
    }

    // What is too large for a number is read as infinity, which nobody could write again.
    static double Finite(JsonElement found) => found.GetDouble() is var number && double.IsFinite(number) ? number : throw new FormatException();

    /// <summary>A moment.</summary>
    public DateTimeOffset Time(string name, DateTimeOffset? value)
    {
        if (_to is null) return Find(name, out var found) ? found.GetDateTimeOffset() : default;
        _to.WriteString(name, value!.Value);
        return value.Value;
    }

    /// <summary>A moment, or none.</summary>
    public DateTimeOffset? TimeOrNull(string name, DateTimeOffset? value)
    {
        if (_to is null) return FindMore(name, out var found) ? found.GetDateTimeOffset() : null;
        if (value is { } moment) _to.WriteString(name, moment);
        else _to.WriteNull(name);
        return value;
    }

    /// <summary>A reason; null is an empty one.</summary>
    public Reason Reason(string name, Reason? value)
    {
        if (_to is null) return Find(name, out var found) ? new(found.GetString() ?? "") : default;
        _to.WriteString(name, value!.Value.Text);
        return value.Value;
    }

    /// <summary>A reason, or none.</summary>
    public Reason? ReasonOrNull(string name, Reason? value)
    {
        if (_to is null) return FindMore(name, out var found) ? new Reason(found.GetString()!) : null;
        _to.WriteString(name, value?.Text);
        return value;
    }

    /// <summary>JSON of any kind.</summary>
    public JsonElement Json(string name, JsonElement? value)
    {
        if (_to is null) return Find(name, out var found) ? found.Clone() : default;
        _to.WritePropertyName(name);
        value!.Value.WriteTo(_to);
        return value.Value;
    }

    /// <summary>JSON of any kind, or none.</summary>
    public JsonElement? JsonOrNull(string name, JsonElement? value)
    {
        if (_to is null) return FindMore(name, out var found) ? found.Clone() : null;
        _to.WritePropertyName(name);
        if (value is { } json) json.WriteTo(_to);
        else _to.WriteNullValue();
        return value;
    }
}
