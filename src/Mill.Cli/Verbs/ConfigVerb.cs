using Mill.Cli.Options;
using Mill.Cli.Text;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill config</c>.</summary>
internal static class ConfigVerb
{
    const int Gap = 2, WidestValue = 48;

    static readonly Option s_cwd = new("cwd", "DIR", "of what is started there, and not here");

    public static readonly Option[] Options = [s_cwd];

    public static readonly string[] Examples =
    [
        "mill config",
        "mill config --cwd ~/project --json | jq -r '.[] | select(.source != \"built in\") | .key'",
    ];

    public static int Act(Call call)
    {
        var settings = call.Client.Config(call.Line.One(s_cwd)).ToArray();
        if (call.Json) call.Output.JsonArray(settings, Forms.Of);
        else Say(call.Output, settings);
        return Exit.Ok;
    }

    static void Say(Output output, Setting[] settings)
    {
        var rows = settings.Select(one => (Key: SafeText.Escape(one.Key), Value: Cells.Cut(SafeText.Escape(one.Value ?? "-"), WidestValue), one.Source)).ToList();
        var (key, value) = (rows.Max(one => Cells.Width(one.Key)), rows.Max(one => Cells.Width(one.Value)));
        foreach (var one in rows)
            output.Out($"{Padded(one.Key, key)}{Padded(one.Value, value)}{output.OutPaint.Aside(SafeText.Escape(one.Source))}\n");
    }

    static string Padded(string text, int width) => text + new string(' ', width - Cells.Width(text) + Gap);
}
