using Mill.Json;
using Mill.Runs;
using Mill.Store;

namespace Mill.Questions;

/// <summary>What became of questions, as the log tells.</summary>
internal static class ClosedQuestions
{
    /// <summary>What became of a question, or of the last one; null where the log does not tell.</summary>
    public static QuestionClosed? Find(RunFolder folder, string? id) => folder.ReadEvents().Events.Reverse()
        .Where(one => one.Type == EventTypes.RunAnswered)
        .Select(one => Projection.Read<QuestionClosed>(one, Forms.Of))
        .FirstOrDefault(one => one is { Id: not null, How: not null } && (id is null || one.Id == id));
}
