using System.Globalization;
using System.Text;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Text;

/// <summary>The table that <c>mill ls</c> shows.</summary>
internal sealed class RunTable(DateTimeOffset now, int? width, Paint paint)
{
    const int Gap = 2, LeastCommand = 12, LeastName = 8, MostNote = 40;
    const int Name = 1, Status = 2, Age = 3, Duration = 4, Code = 5, Note = 6, Command = 7;

    static readonly string[] s_titles = ["ID", "NAME", "STATUS", "STARTED", "DURATION", "EXIT", "NOTE", "COMMAND"];
    // What a narrow terminal does without, the least needed first.
    static readonly int[] s_dispensable = [Duration, Age, Code, Name, Note];

    /// <summary>The whole table.</summary>
    public string Of(IReadOnlyList<Run> runs)
    {
        var rows = new string[runs.Count + 1][];
        rows[0] = s_titles;
        for (var i = 0; i < runs.Count; i++) rows[i + 1] = Row(runs[i]);
        var widths = Widths(rows);
        var text = new StringBuilder();
        for (var i = 0; i < rows.Length; i++) Write(text, rows[i], widths, i == 0 ? null : runs[i - 1]);
        return text.ToString();
    }

    string[] Row(Run run) =>
    [
        SafeText.Escape(run.Id),
        SafeText.Escape(run.Name ?? ""),
        Paint.StatusText(run) + Why(run),
        (run.StartedAt ?? run.CreatedAt) is { } at ? Times.Ago(now - at) : "",
        run.DurationMs is { } ms ? Durations.Say(TimeSpan.FromMilliseconds(ms)) : "",
        run.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "",
        SafeText.Escape(Told.Of(run.EffectiveStatus.Word(), run.Questions, run.Progress, run.Note)),
        SafeText.Command(run),
    ];

    // An exit code has a column, and is the process's own only where the process ended by itself.
    static string Why(Run run) => run is { EffectiveStatus: EffectiveStatus.Failed, Reason: { } reason }
        ? SafeText.Escape(StatusText.Failure(reason.Text, exitCode: null, run.Signal)) : "";

    int[] Widths(string[][] rows)
    {
        var widths = new int[s_titles.Length];
        foreach (var row in rows)
            for (var i = 0; i < widths.Length; i++) widths[i] = Math.Max(widths[i], Cells.Width(row[i]));
        if (rows.Skip(1).All(row => row[Note].Length == 0)) widths[Note] = 0;
        if (width is not { } columns) return widths;

        widths[Note] = Math.Min(widths[Note], MostNote);
        widths[Name] = Math.Min(widths[Name], Math.Max(LeastName, widths[Name] + Left(widths, columns) - LeastCommand));
        foreach (var column in s_dispensable)
            if (Left(widths, columns) < LeastCommand) widths[column] = 0;
        widths[Command] = Math.Max(0, Left(widths, columns));
        return widths;
    }

    static int Left(int[] widths, int columns)
    {
        for (var i = 0; i < Command; i++)
            if (widths[i] > 0) columns -= widths[i] + Gap;
        return columns;
    }

    void Write(StringBuilder text, string[] row, int[] widths, Run? run)
    {
        var start = text.Length;
        for (var i = 0; i < row.Length; i++)
        {
            if (widths[i] == 0) continue;
            var cell = Cells.Cut(row[i], widths[i]);
            var padding = i == Command ? 0 : widths[i] - Cells.Width(cell) + Gap;
            text.Append(run is null ? paint.Aside(cell) : i == Status ? paint.Status(run, cell) : cell).Append(' ', padding);
        }
        while (text.Length > start && text[^1] == ' ') text.Length--;
        text.Append('\n');
    }
}
