using System.Text.Json;
using Mill.Logs;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>Takes the result that a run's process left, once it has ended well.</summary>
internal sealed class ResultTaker(RunFolder folder, RunSpec spec)
{
    /// <summary>The outcome, and the result that belongs to it: one that is required and missing makes the outcome a bad one.</summary>
    public (SpawnOutcome Outcome, JsonElement? Value) Take(SpawnOutcome outcome, SpawnId spawn)
    {
        if (spec.ResultFrom is not { } rule || outcome.Status != RunStatus.Complete) return (outcome, null);
        var (value, why) = Read(rule, spawn);
        return value is null && rule.Required
            ? (outcome with { Status = RunStatus.Failed, Reason = Reason.NoResult, Message = $"it ended well and left no result: {why}" }, null)
            : (outcome, value);
    }

    (JsonElement? Value, string? Why) Read(ResultRule rule, SpawnId spawn)
    {
        try
        {
            return rule.From == ResultRule.File
                ? OfFile(Path.GetFullPath(rule.Path!, spec.WorkingDirectory))
                : (LastJson.Of(folder.Platform.Files, folder.OutOf(spawn)), "no line of its output is a JSON object");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }

    (JsonElement? Value, string? Why) OfFile(string path)
    {
        using var file = folder.Platform.Files.TryOpenToRead(path);
        if (file is null) return (null, $"{path} is not there");
        var size = folder.Platform.Files.Look(file).Size;
        if (size > LastJson.MostBytes) return (null, $"{path} has {Sizes.Say(size)}; at most {Sizes.Say(LastJson.MostBytes)} are taken");
        var bytes = new byte[size];
        var read = folder.Platform.Files.ReadAt(file, bytes, 0);
        return (LastJson.Parse(bytes.AsMemory(0, read)), $"{path} holds no JSON that can be taken");
    }
}
