namespace Mill.Runs;

/// <summary>The template that a run was made of: its arguments and variables have placeholders in them.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Source">The file that it stood in.</param>
public sealed record RunTemplate(string Name, string Source);
