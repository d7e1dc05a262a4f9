using System.Reflection;
using System.Text.Json;
using Mill.Runs;

namespace Mill.Tests.Json;

/// <summary>Records of every kind, made by their members: a new member is filled in without a word here.</summary>
sealed class Filled
{
    static readonly DateTimeOffset[] s_moments =
    [
        new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        new DateTimeOffset(2026, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(1_234_567),
        new DateTimeOffset(2026, 3, 29, 2, 30, 0, new TimeSpan(5, 30, 0)).AddMilliseconds(120),
    ];
    static readonly double[] s_fractions = [0.1, 2, 1e21, -1.5e-7];

    readonly NullabilityInfoContext _nullability = new();
    readonly Stack<Type> _within = [];
    readonly bool _isRich;
    int _count;

    Filled(bool isRich) => _isRich = isRich;

    /// <summary>A record in which nothing is null, no list empty, and every text odd.</summary>
    public static object Richly(Type type) => new Filled(isRich: true).Record(type);

    /// <summary>A record that has what it must have, and nothing else.</summary>
    public static object Sparsely(Type type) => new Filled(isRich: false).Record(type);

    /// <summary>The members of a kind of record that stand in its JSON.</summary>
    public static IEnumerable<PropertyInfo> Members(Type type) => type.GetProperties().Where(one => one.SetMethod is not null);

    object Record(Type type)
    {
        _within.Push(type);
        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        var parameters = constructor.GetParameters();
        var made = constructor.Invoke([.. parameters.Select(one => Value(one.ParameterType, one.Name!, Nullable(_nullability.Create(one))))]);
        foreach (var member in Members(type).Where(one => !parameters.Any(parameter => parameter.Name == one.Name)))
            if (_isRich || MustBe(member)) member.SetValue(made, Value(member.PropertyType, member.Name, Nullable(_nullability.Create(member))));
        _within.Pop();
        return made;
    }

    static bool Nullable(NullabilityInfo info) => info.ReadState == NullabilityState.Nullable;

    static bool MustBe(PropertyInfo member) => member.PropertyType == typeof(JsonElement) || member.PropertyType == typeof(Reason)
        || member.CustomAttributes.Any(one => one.AttributeType.Name == "RequiredMemberAttribute");

    object? Value(Type type, string name, bool mayBeNull)
    {
        if (mayBeNull && !_isRich) return null;
        type = System.Nullable.GetUnderlyingType(type) ?? type;
        _count++;
        return type switch
        {
            { IsEnum: true } => Enum.GetValues(type).GetValue(_isRich ? _count % Enum.GetValues(type).Length : 0),
            { IsArray: true } when type != typeof(byte[]) => List(type.GetElementType()!, name),
            { IsGenericType: true } => type.GetGenericArguments() is [var item] ? List(item, name) : Map(name),
            _ when type == typeof(Reason) => new Reason(_isRich ? Text(name) : ""),
            _ => Plain(type, name) ?? Record(type),
        };
    }

    object? Plain(Type type, string name) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => Text(name),
        TypeCode.Boolean => _isRich,
        TypeCode.Int32 => _isRich ? _count : 0,
        TypeCode.Int64 => _isRich ? _count * 10_000_000_000 : 0,
        TypeCode.UInt64 => _isRich ? ulong.MaxValue - (ulong)_count : 0,
        TypeCode.Double => _isRich ? s_fractions[_count % s_fractions.Length] : 0d,
        _ when type == typeof(DateTimeOffset) => s_moments[_isRich ? _count % s_moments.Length : 0],
        _ when type == typeof(byte[]) => new byte[] { 0, 255, (byte)_count, (byte)'=' },
        _ when type == typeof(JsonElement) => Jsons.Parse(_isRich ? """{ "a": [1, 2.50, 1e3, "<é>\u0007\/"], "A": {"b": null, "": true}, "a": 2 }""" : "null"),
        _ => null,
    };

    string Text(string name) => !_isRich ? "" : $"{name}{_count}" + (_count % 5 == 1 ? " ü✓😀 \"q\" <a href='x'>&+\\ / \t\n\u0001\u007f\u2028" : "");

    Dictionary<string, string> Map(string name) => !_isRich ? [] : new() { [name] = Text(name), ["B \"<ü"] = "=" };

    Array List(Type item, string name)
    {
        object?[] items = !_isRich || _within.Contains(item) ? [] : [Value(item, name, mayBeNull: false), Value(item, name, mayBeNull: false)];
        var list = Array.CreateInstance(item, items.Length);
        items.CopyTo(list, 0);
        return list;
    }
}
