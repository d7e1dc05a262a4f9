namespace Mill.Json;

/// <summary>What <c>--json</c> says of an error.</summary>
internal sealed record ErrorReport(ErrorBody Error);

/// <summary>The error itself.</summary>
internal sealed record ErrorBody(string Code, string Message, string? Target);

/// <summary>What was removed.</summary>
internal sealed record RemoveOutcome(string Id, bool Removed);

/// <summary>Which queue was removed.</summary>
internal sealed record QueueRemoval(string Name, bool Removed);

/// <summary>A line that a process wrote.</summary>
internal sealed record LogLine(string Stream, string Line);
