using System.Text;
using System.Text.Json;
using Mill.Runs;

namespace Mill.Tests.Json;

/// <summary>What becomes of a record one of whose members is not what it should be, beside what became of it when this was written down.</summary>
public sealed class What_a_reader_forgives
{
    static readonly string[] s_values =
    [
        "null", "true", "7", "-1", "1.5", "99999999999", "1e400", "\"\"", "\"text\"", "\"failed\"", "\"skipped\"", "\"AP8=\"",
        "\"2026-01-02T03:04:05+01:00\"", "\"2026-13-02\"", "\"\\ud800\"", "[]", "[null]", "[7]", "[\"text\"]", "[\"\\ud800\"]", "[{}]",
        "{}", "{\"a\":null}", "{\"a\":7}", "{\"a\":\"\\ud800\"}", "{\"a\":\"b\",\"a\":\"c\"}",
    ];

    [Fact]
    public void of_each_member_is_what_it_always_was() => Assert.Equal(File.ReadAllLines(Samples.Forgiven), Table().Split('\n')[..^1]);

    [Theory]
    [InlineData("null", "nothing"), InlineData("{}", "refused"), InlineData("[]", "refused"), InlineData("7", "refused"), InlineData("", "refused")]
    [InlineData("EVENT", "read"), InlineData(" \r\n\tEVENT\n", "read"), InlineData("EVENT EVENT", "refused"), InlineData("EVENT,", "refused")]
    [InlineData("/**/EVENT", "refused"), InlineData("// x\nEVENT", "refused"), InlineData("\ufeffEVENT", "refused"), InlineData("{HALF", "refused")]
    [InlineData("{HALF}", "read"), InlineData("{HALF,}", "refused"), InlineData("{HALF,\"new\":[{}]}", "read"), InlineData("{'runId':'a','type':'b'}", "refused")]
    [InlineData("{HALF,\"payload\":DEEP63}", "read"), InlineData("{HALF,\"payload\":DEEP64}", "refused")]
    [InlineData("{HALF,\"new\":DEEP63}", "read"), InlineData("{HALF,\"new\":DEEP64}", "refused")]
    public void of_a_text_as_a_whole_is_what_it_always_was(string text, string outcome) => Assert.Equal(outcome, Outcome(text));

    internal static string Outcome(string text)
    {
        text = text.Replace("EVENT", "{HALF}").Replace("HALF", "\"runId\":\"a\",\"type\":\"b\"");
        foreach (var depth in (int[])[63, 64]) text = text.Replace($"DEEP{depth}", new string('[', depth) + new string(']', depth));
        try
        {
            return Kind.Stored.Single(one => one.Type == typeof(RunEvent)).Read(text) is null ? "nothing" : "read";
        }
        catch (JsonException)
        {
            return "refused";
        }
    }

    /// <summary>Every kind that is read, with each of its members changed in every way; what is not named is refused.</summary>
    internal static string Table()
    {
        var table = new StringBuilder();
        foreach (var kind in Kind.Stored)
            foreach (var member in Jsons.Parse(kind.Write(Filled.Richly(kind.Type))).EnumerateObject())
                table.Append(kind.Name).Append('.').Append(member.Name).AppendJoin("", Line(kind, member.Name)).Append('\n');
        return table.ToString();
    }

    static IEnumerable<string> Line(Kind kind, string name)
    {
        var members = Jsons.Parse(kind.Write(Filled.Richly(kind.Type))).EnumerateObject().ToArray();
        string[] rest = [.. members.Where(one => one.Name != name).Select(one => $"\"{one.Name}\":{one.Value.GetRawText()}")];
        var own = members.Single(one => one.Name == name).Value.GetRawText();
        string? With(params string[] more) => After(kind, name, [.. more, .. rest]);
        var usual = With($"\"{name}\":{own}");
        if (With() is { } without) yield return $" -:{without}";
        // The last one counts, whichever way it is spelt; of another case, it is another one.
        if (With($"\"{name}\":null", $"\"{name}\":{own}") is { } twice && twice != usual) yield return $" twice:{twice}";
        if (With($"\"{name.ToUpperInvariant()}\":7", $"\"\\u{(int)name[0]:x4}{name[1..]}\":{own}") != usual) yield return " odd";
        foreach (var value in s_values)
            if (With($"\"{name}\":{value}") is { } read) yield return read == value ? $" {value}" : $" {value}:{read}";
    }

    static string? After(Kind kind, string name, IEnumerable<string> members)
    {
        object? record;
        try
        {
            record = kind.Read($"{{{string.Join(',', members)}}}");
        }
        catch (JsonException)
        {
            return null;
        }
        try
        {
            return Jsons.Parse(kind.Write(record!)).GetProperty(name).GetRawText();
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return "unwritable"; // Nothing that JSON could say again.
        }
    }
}
