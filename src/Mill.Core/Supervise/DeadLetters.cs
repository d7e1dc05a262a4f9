using Mill.Json;
using Mill.Logs;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>The tasks that were given up, put where other tools look for them once their events are told.</summary>
internal sealed class DeadLetters(RunFolder folder, int generation, StepLog log)
{
    const int LongestLine = 2_000;

    readonly List<DeadLetter> _open = [];

    /// <summary>Writes one, to be delivered later.</summary>
    public DeadLetter Write(string task, int tries, SpawnResult result)
    {
        var line = result.Err?.Last?.Text.TrimEnd().Split('\n')[^1] is { Length: > 0 } last ? $": {StoredTexts.Cut(last, LongestLine).Text}" : "";
        var letter = new DeadLetter(task, result.SpawnId, tries, result.Reason, result.Message + line, result.EndedAt!.Value);
        _open.Add(letter);
        return letter;
    }

    byte[] Line(DeadLetter it)
    {
        var line = new DeadLetterLine(RunRecord.CurrentSchema, folder.Id.Text, generation, it.Task, it.SpawnId, it.Attempts, it.Reason, it.LastError, it.At);
        return [.. MillJson.Bytes(line, Forms.Of).Span, (byte)'\n'];
    }

    /// <summary>Delivers those that are written.</summary>
    public void Deliver()
    {
        if (_open.Count == 0) return;
        Steps.Reached("plan.given-up");
        try
        {
            using var file = folder.Platform.Files.OpenToAppend(folder[FileNames.DeadLetters]);
            foreach (var letter in _open) folder.Platform.Files.Append(file, Line(letter));
            _open.Clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Say($"{FileNames.DeadLetters} could not be written: {e.Message}"); // The events tell the same.
        }
    }
}
