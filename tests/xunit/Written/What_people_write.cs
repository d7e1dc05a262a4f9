using System.Text;
using Mill.Written;

namespace Mill.Tests.Written;

/// <summary>JSON that a person wrote: read with its lines, and every fault told at once.</summary>
public sealed class What_people_write
{
    static (Value? Value, Faults Faults) Read(string text)
    {
        var faults = new Faults();
        return (WrittenFile.Read(Encoding.UTF8.GetBytes(text), faults), faults);
    }

    static WrittenGroup Group(string text, out Faults faults)
    {
        (var value, faults) = Read(text);
        return WrittenGroup.Of(value, faults, "a file")!;
    }

    static string Told(Faults faults) => string.Join(" | ", faults.All.Select(one => $"{one.Line}: {one.Message}"));

    [Fact]
    public void may_have_comments_and_a_comma_too_many_and_a_mark_of_its_encoding()
    {
        var group = Group("\uFEFF// first\n{ /* one */ \"a\": \"x\",\n  \"b\": [1, 2,],\n}", out var faults);
        Assert.Equal("x", group.Text("a"));
        Assert.Equal([1, 2], group.Counts("b"));
        group.NoMore();
        Assert.True(faults.AreNone);
    }

    [Theory]
    [InlineData("", 1, "this is no JSON")]
    [InlineData("{", 1, "this is no JSON")]
    [InlineData("{\n\n\"a\": }", 3, "this is no JSON")]
    [InlineData("{} {}", 1, "this is no JSON")]
    [InlineData("{'a': 1}", 1, "this is no JSON")]
    public void that_is_no_JSON_is_blamed_at_its_line(string text, int line, string message)
    {
        var (value, faults) = Read(text);
        Assert.Null(value);
        Assert.Equal(line, Assert.Single(faults.All).Line);
        Assert.StartsWith(message, faults.All[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void nested_deeper_than_anybody_writes_is_no_crash() =>
        Assert.False(Read(new string('[', 5_000)).Faults.AreNone);

    [Fact]
    public void that_is_no_text_is_no_crash()
    {
        var faults = new Faults();
        WrittenFile.Read([(byte)'"', 0xff, 0xfe, (byte)'"'], faults);
        Assert.Contains("UTF-8", Told(faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "a file is an object, { … }; this is a list")]
    [InlineData("true", "a file is an object, { … }; this is true")]
    public void that_is_no_object_is_refused(string text, string told)
    {
        var (value, faults) = Read(text);
        Assert.Null(WrittenGroup.Of(value, faults, "a file"));
        Assert.Equal($"1: {told}", Told(faults));
    }

    [Fact]
    public void with_many_faults_is_told_of_all_of_them_by_their_lines()
    {
        var group = Group("{ \"time\": \"soon\",\n \"size\": \"big\",\n \"flag\": 1,\n \"count\": 1.5,\n \"text\": [],\n \"texts\": [1],\n \"tiem\": 1,\n \"flag\": true }", out var faults);
        Assert.Null(group.Time("time"));
        Assert.Null(group.Size("size"));
        Assert.Null(group.Choice("flag"));
        Assert.Null(group.Count("count", 0));
        Assert.Null(group.Text("text"));
        Assert.Empty(group.Texts("texts")!);
        group.NoMore();
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], faults.All.Select(one => one.Line));
        Assert.Contains("a file has no 'tiem'. Did you mean 'time'?", Told(faults), StringComparison.Ordinal);
        Assert.Contains("8: 'flag' is given twice", Told(faults), StringComparison.Ordinal);

        var refused = Assert.Throws<MillException>(() => faults.Refuse(MillError.BadConfig, "/x/mill.json"));
        Assert.Equal((MillError.BadConfig, "/x/mill.json"), (refused.Code, refused.Target));
        Assert.All(refused.Message.Split('\n'), line => Assert.Matches(@"^/x/mill\.json:\d: ", line));
    }

    [Fact]
    public void with_no_end_of_faults_is_told_of_the_first_fifty()
    {
        var faults = new Faults();
        for (var line = 1; line <= 60; line++) faults.Add(line, "wrong");
        var told = Assert.Throws<MillException>(() => faults.Refuse(MillError.BadConfig, "f")).Message.Split('\n');
        Assert.Equal((51, "f: and 10 more"), (told.Length, told[^1]));
    }

    [Theory]
    [InlineData("{\"x\": true}", true), InlineData("{\"x\": false}", false), InlineData("{\"x\": null}", null), InlineData("{}", null)]
    public void leaves_a_choice_open_or_makes_it(string text, bool? choice) => Assert.Equal(choice, Group(text, out _).Choice("x"));

    [Fact]
    public void gives_lengths_and_sizes_as_texts_and_as_numbers()
    {
        var group = Group("{\"a\": \"10m\", \"b\": 90, \"c\": \"2GB\", \"d\": 4096, \"e\": 0}", out var faults);
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(90)), (group.Time("a"), group.Time("b")));
        Assert.Equal((2L << 30, 4096L), (group.Size("c"), group.Size("d")));
        Assert.Equal(TimeSpan.Zero, group.Time("e", orZero: true));
        Assert.True(faults.AreNone);
    }

    [Fact]
    public void gives_pairs_with_what_is_taken_away()
    {
        var pairs = Group("{\"env\": {\"A\": \"x\", \"B\": 1, \"C\": true, \"D\": null, \"E\": []}}", out var faults).Pairs("env")!;
        Assert.Equal(new Dictionary<string, string?> { ["A"] = "x", ["B"] = "1", ["C"] = "true", ["D"] = null }, pairs);
        Assert.Contains("'E' in 'env' is a list", Told(faults), StringComparison.Ordinal);
    }
}
