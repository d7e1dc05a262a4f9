using System.Collections;
using System.Management.Automation;

namespace Mill.PowerShell.Binding;

/// <summary>What somebody gave to say which run is meant.</summary>
/// <param name="Text">An id, or part of one; null for something that names no run.</param>
/// <param name="MillHome">The home that the run is in, where what was given says so.</param>
/// <param name="Given">What was given.</param>
public sealed record RunTarget(string? Text, string? MillHome, object? Given)
{
    /// <summary>Which of its questions is meant, where what was given is one.</summary>
    public string? Question { get; init; }

    /// <summary>What names the run, as text.</summary>
    public override string ToString() => Text ?? "";
}

/// <summary>
/// Reads what names a run: a run, text, a run's folder, or a bag of properties with an id. Everything else is kept as what
/// it is, so that it becomes one error and the other items have their turn.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RunTargetAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => All(inputData);

    /// <summary>What an argument names so far; none where there is no argument.</summary>
    internal static RunTarget[] Of(object? given) => given is null ? [] : All(given);

    static RunTarget[] All(object? given) => Bare(given) switch
    {
        IList many => [.. many.Cast<object?>().Select(One)],
        _ => [One(given)],
    };

    /// <summary>What one item names.</summary>
    internal static RunTarget One(object? item) => Bare(item) switch
    {
        RunTarget already => already,
        MillQuestion asked => new(asked.Id, asked.Home, item) { Question = asked.Question },
        INamesRun named => new(named.Id, named.Home, item),
        string text => new(text, null, item),
        DirectoryInfo folder => OfFolder(folder, item),
        PSCustomObject => OfBag((PSObject)item!),
        _ => new(null, null, item),
    };

    static object? Bare(object? item) => item is PSObject { BaseObject: var inner } ? inner : item;

    static RunTarget OfFolder(DirectoryInfo folder, object? item) =>
        folder is { Parent: { Name: "runs", Parent: { } home } } ? new(folder.Name, home.FullName, item) : new(null, null, item);

    static RunTarget OfBag(PSObject bag) => new(Text(bag, "Id"), Text(bag, "Home"), bag) { Question = Text(bag, "Question") };

    static string? Text(PSObject bag, string name) => Bare(bag.Properties[name]?.Value) as string;
}
