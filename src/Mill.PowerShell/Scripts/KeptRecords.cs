using System.Collections;
using System.Management.Automation;

namespace Mill.PowerShell.Scripts;

/// <summary>Makes records of the facts that were kept of them.</summary>
internal static class KeptRecords
{
    /// <summary>The error with its id, category and target; its place and stack are notes on it.</summary>
    public static ErrorRecord Error(PSObject facts)
    {
        var category = Enum.TryParse(Text(facts, "Category"), out ErrorCategory known) ? known : ErrorCategory.NotSpecified;
        var error = new ErrorRecord(new RemoteException(Text(facts, "Message") ?? ""), Text(facts, "Id"), category, Value(facts, "Target"));
        error.CategoryInfo.Activity = Text(facts, "Activity");
        error.CategoryInfo.Reason = Text(facts, "Reason");
        error.CategoryInfo.TargetName = Text(facts, "TargetName");
        error.CategoryInfo.TargetType = Text(facts, "TargetType");
        if ((Text(facts, "Details"), Text(facts, "Advice")) is ({ } details, var advice)) error.ErrorDetails = new ErrorDetails(details) { RecommendedAction = advice };
        Note(error, "PositionMessage", Text(facts, "Position"));
        Note(error, "ScriptStackTrace", Text(facts, "Trace"));
        return error;
    }

    /// <summary>The information record; one for the host is one for the host again.</summary>
    public static InformationRecord Information(PSObject facts)
    {
        var data = Value(facts, "Data");
        var record = new InformationRecord(IsForHost(data) ? HostMessage((PSObject)data!) : data, Text(facts, "Source"));
        if (Value(facts, "Time") is DateTime time) record.TimeGenerated = time;
        foreach (var tag in Value(facts, "Tags") as IEnumerable ?? Array.Empty<object>()) record.Tags.Add(tag.ToString()!);
        return record;
    }

    static bool IsForHost(object? data) => data is PSObject { TypeNames: var names } && names.Contains("Deserialized.System.Management.Automation.HostInformationMessage");

    static HostInformationMessage HostMessage(PSObject data) => new()
    {
        Message = Text(data, "Message"),
        NoNewLine = Value(data, "NoNewLine") as bool?,
        ForegroundColor = Color(data, "ForegroundColor"),
        BackgroundColor = Color(data, "BackgroundColor"),
    };

    // A host without colours of its own says -1.
    static ConsoleColor? Color(PSObject data, string name) => Value(data, name) is int color and >= 0 ? (ConsoleColor)color : null;

    static void Note(ErrorRecord error, string name, string? value)
    {
        if (value is not null) PSObject.AsPSObject(error).Properties.Add(new PSNoteProperty(name, value));
    }

    static string? Text(PSObject facts, string name) => Value(facts, name)?.ToString();

    static object? Value(PSObject facts, string name) => facts.Properties[name]?.Value is var value && value is PSObject { BaseObject: string or ValueType or IEnumerable } plain ? plain.BaseObject : value;
}
