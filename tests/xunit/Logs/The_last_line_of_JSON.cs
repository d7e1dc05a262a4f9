using System.Text;
using Mill.Logs;
using Mill.Platform;

namespace Mill.Tests.Logs;

public sealed class The_last_line_of_JSON : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("mill-json-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string? Of(byte[] log)
    {
        var path = Path.Combine(_folder, "log");
        File.WriteAllBytes(path, log);
        return LastJson.Of(Current.Platform.Files, path)?.GetRawText();
    }

    string? Of(string log) => Of(Encoding.UTF8.GetBytes(log));

    [Theory]
    [InlineData("", null)]
    [InlineData("no\n", null)]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("{\"a\":1}\n", "{\"a\":1}")]
    [InlineData("{\"a\":1}\r\n", "{\"a\":1}")]
    [InlineData("{\"a\":1}\n{\"b\":2}\nbye\n", "{\"b\":2}")]
    [InlineData("{\"a\":1}\n  {\"b\":2}  \n\n\n", "{\"b\":2}")]
    [InlineData("{\"a\":1}\n{bad}\n{\"b\":\n", "{\"a\":1}")]
    [InlineData("{\"a\":1}\n[1]\n\"text\"\n5\nnull\n", "{\"a\":1}")]
    [InlineData("{}\n", "{}")]
    [InlineData("{\"a\":1} {\"b\":2}\n", null)]
    public void is_an_object_and_nothing_else(string log, string? found) => Assert.Equal(found, Of(log));

    [Fact]
    public void is_found_however_it_lies_across_what_is_read_at_once()
    {
        foreach (var length in new[] { 65_520, 65_535, 65_536, 65_537, 131_071, 131_072, 200_000 })
        {
            var json = $"{{\"a\":\"{new string('x', 1_000)}\"}}";
            Assert.Equal(json, Of($"first\n{json}\n{new string('.', length)}\n"));
            Assert.Equal(json, Of($"first\n{json}\n{string.Concat(Enumerable.Repeat("no\n", length / 3))}"));
        }
    }

    [Theory]
    [InlineData(LastJson.MostBytes, true)]
    [InlineData(LastJson.MostBytes + 1, false)]
    public void is_taken_up_to_a_size(int bytes, bool taken)
    {
        var json = $"{{\"a\":\"{new string('x', bytes - 8)}\"}}";
        Assert.Equal(taken, Of(json + "\n") is not null);
    }

    [Theory]
    [InlineData(47, true)]
    [InlineData(48, false)]
    [InlineData(100_000, false)]
    public void is_taken_down_to_a_depth(int lists, bool taken) =>
        Assert.Equal(taken, Of($"{{\"a\":{new string('[', lists)}{new string(']', lists)}}}\n") is not null);

    [Fact]
    public void that_is_no_text_is_no_object()
    {
        Assert.Equal("{\"a\":1}", Of([.. "{\"a\":1}\n{\"b\":\""u8, 0xff, 0xfe, .. "\"}\n"u8]));
        Assert.Equal("{\"a\":1}", Of("{\"a\":1}\n{\"b\":\"\\ud800\"}\n{\"\\udfff\":1}\n"));
        Assert.Equal("{\"b\":\"\\ud83d\\ude00\"}", Of("{\"b\":\"\\ud83d\\ude00\"}\n"));
        Assert.Null(Of(new byte[300_000]));
    }

    [Fact]
    public void is_not_looked_for_for_ever()
    {
        var path = Path.Combine(_folder, "large");
        using (var file = File.Create(path))
        {
            file.Write("{\"a\":1}\n"u8);
            var line = Encoding.ASCII.GetBytes(new string('.', 99) + "\n");
            for (var i = 0; i < 200_000; i++) file.Write(line);
        }
        Assert.Null(LastJson.Of(Current.Platform.Files, path));
    }

    [Fact]
    public void of_no_log_is_none() => Assert.Null(LastJson.Of(Current.Platform.Files, Path.Combine(_folder, "missing")));
}
