using System.Text;

namespace Mill.Chaos.Fuzz;

/// <summary>What chance picks from.</summary>
static class Chances
{
    /// <summary>One of them.</summary>
    public static T Pick<T>(this Random chance, IReadOnlyList<T> items) => items[chance.Next(items.Count)];

    /// <summary>JSON values, most of which make no sense where they are put.</summary>
    public static string Value(this Random chance, Draft draft) => chance.Next(24) switch
    {
        0 => Nested(chance.Next(2) == 0 ? 70 : 20_000, '['),
        1 => Nested(chance.Next(2) == 0 ? 70 : 20_000, '{'),
        2 => $"\"{new string('x', chance.Next(2) == 0 ? 5_000 : 200_000)}\"",
        3 => $"\"{draft.Seed.Id}\"",
        4 => $"{chance.Next(int.MinValue, int.MaxValue)}",
        5 => $"{chance.NextInt64()}",
        _ => chance.Pick(s_values),
    };

    static readonly string[] s_values =
    [
        "null", "true", "false", "0", "-0", "1", "2", "-1", "1.5", "1e400", "-1e400", "1e-400", "1e5", "9223372036854775807", "-9223372036854775808",
        "18446744073709551615", "99999999999999999999999", "2147483647", "2147483648", "-2147483648", "253402300799999", "315537897600000", "315532800000",
        "[]", "{}", "[null]", "[[]]", "[{}]", "{\"a\":null}", "{\"\":1}", "[1,2,3]", "[\"a\",\"a\"]", "[\"\"]",
        "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\n\\r\\t\\u001b[31m\"", "\"/\"", "\"..\"", "\"../../../outside/precious\"", "\"/etc/passwd\"", "\"main\"", "\"main.1\"", "\"main.0\"",
        "\"main.-1\"", "\"main.2147483648\"", "\"q1\"", "\"q0\"", "\"q99999999999\"", "\"{{runId}}\"", "\"{{\"", "\"{{{{\"",
        "\"pending\"", "\"running\"", "\"waiting\"", "\"complete\"", "\"failed\"", "\"cancelled\"", "\"skipped\"", "\"retrying\"", "\"lost\"", "\"RUNNING\"",
        "\"0001-01-01T00:00:00+00:00\"", "\"9999-12-31T23:59:59.9999999+00:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59.9999999-14:00\"",
        "\"1970-01-01T00:00:00Z\"", "\"2099-01-01T00:00:00+00:00\"", "\"2026-02-30T00:00:00Z\"", "\"yesterday\"", "\"20260101-000000-aaaa\"", "\"20260101-000000-0000\"",
        "\"run:start\"", "\"run:complete\"", "\"run:failed\"", "\"run:cancelled\"", "\"run:resumed\"", "\"run:status\"", "\"run:waiting\"", "\"run:answered\"", "\"spawn:start\"",
        "\"spawn:complete\"", "\"spawn:error\"", "\"spawn:cancelled\"", "\"spawn:milestone\"", "\"task:retry\"", "\"task:skipped\"", "\"task:deadletter\"", "\"worker:start\"", "\"worker:end\"", "\"run:dreamt\"",
        "NaN", "Infinity", "'x'", "x", "", ",", "}", "]", "\"", "//x\n1", "1 2", "+1", "01", "0x10", "1_000", "\u00a01",
    ];

    static string Nested(int depth, char kind) => kind == '['
        ? new string('[', depth) + new string(']', depth)
        : new StringBuilder().Insert(0, "{\"a\":", depth).Append('1').Append('}', depth).ToString();
}
