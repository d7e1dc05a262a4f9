using Mill.Cli.Options;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill note</c>.</summary>
internal static class NoteVerb
{
    static readonly Option s_progress = new("progress", "DONE/TOTAL", "how far it is: 142/184");
    static readonly Option s_run = new("run", "ID", "about this run, from outside");

    public static readonly Option[] Options = [s_progress, s_run];

    public static readonly string[] Examples =
    [
        "mill note 'migrating the tables' --progress 142/184",
        "mill note --run abcd 'the disk is nearly full, watch this one'",
    ];

    public static int Act(Call call)
    {
        var noted = call.Client.Note(Request(call));
        if (call.Json) call.Output.Json(noted, Forms.Of);
        return Exit.Ok;
    }

    static NoteRequest Request(Call call)
    {
        var (text, far) = (call.Line.Words[0], call.Line.One(s_progress));
        if (call.Line.One(s_run) is not { } run) return Request(call.Line, text, far);
        if (far is not null) throw call.Line.Bad(s_progress, "only a process inside a run tells how far it is; leave it out with --run.", far);
        return new NoteRequest { Text = text, Run = call.Client.Find(run) };
    }

    static NoteRequest Request(ParsedLine line, string text, string? far)
    {
        try
        {
            var progress = far is null ? null : ProgressText.Parse(far);
            return new NoteRequest { Text = text, Done = progress?.Done, Total = progress?.Total };
        }
        catch (MillException refused) when (refused.Code == MillError.BadValue)
        {
            throw line.Bad(s_progress, refused.Message, far);
        }
    }
}
