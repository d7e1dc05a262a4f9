namespace Mill.Tests.Json;

/// <summary>The JSON of every kind of record, beside what it was when this was written down.</summary>
public sealed class What_records_are_written_as
{
    public static TheoryData<string> Kinds => [.. Kind.Stored.Concat(Kind.Told).Select(kind => kind.Name)];

    static Kind Find(string name) => Kind.Stored.Concat(Kind.Told).Single(kind => kind.Name == name);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void is_what_it_always_was(string name)
    {
        var kind = Find(name);
        Assert.Equal(
            File.ReadLines(Samples.Written).Where(line => line.StartsWith(name + " ", StringComparison.Ordinal)),
            [$"{name} rich {kind.Write(Filled.Richly(kind.Type))}", $"{name} sparse {kind.Write(Filled.Sparsely(kind.Type))}"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void is_read_as_the_same_record(string name)
    {
        var (kind, count) = (Find(name), 0);
        foreach (var line in File.ReadLines(Samples.Written).Where(line => line.StartsWith(name + " ", StringComparison.Ordinal)))
        {
            var text = line.Split(' ', 3)[2];
            Assert.Equal(text, kind.Write(kind.Read(text)!));
            count++;
        }
        Assert.Equal(2, count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void lacks_no_member(string name) =>
        Assert.Equal(
            Filled.Members(Find(name).Type).Select(one => char.ToLowerInvariant(one.Name[0]) + one.Name[1..]).Order(StringComparer.Ordinal),
            Jsons.Parse(Find(name).Write(Filled.Sparsely(Find(name).Type))).EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));
}
