using System.Text.Json;

namespace Mill.Tests.Harness;

/// <summary>What a program that ran to its end came to.</summary>
sealed record Answer(string CommandLine, int ExitCode, string Out, string Err, TimeSpan Took)
{
    /// <summary>Its standard output, read as one JSON value.</summary>
    public JsonElement Json
    {
        get
        {
            try { return Jsons.Parse(Out); }
            catch (JsonException e) { throw new InvalidDataException($"No JSON on standard output ({e.Message}).\n{this}", e); }
        }
    }

    /// <summary>Its standard output, line by line.</summary>
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Itself, once it is sure that it ended with this code.</summary>
    public Answer Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"Expected exit code {exitCode}.\n{this}");
        return this;
    }

    /// <summary>Itself, once it is sure that it is a refusal with this code, naming each of these words, and not a crash.</summary>
    public Answer Refuses(MillError code, params string[] words)
    {
        Expect(1);
        Assert.Equal(code.ToString(), Json.Text("error.code"));
        var message = Json.Text("error.message");
        foreach (var word in words) Assert.Contains(word, message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", Err, StringComparison.Ordinal);
        return this;
    }

    public override string ToString() =>
        $"$ {CommandLine}\nexit {ExitCode} after {Took.TotalMilliseconds:F0} ms\n--- out\n{Out}\n--- err\n{Err}";
}
