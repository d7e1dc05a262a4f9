using System.Management.Automation;
using System.Management.Automation.Remoting.Internal;
using System.Xml;
using Mill.Logs;
using Mill.Runs;

namespace Mill.PowerShell.Scripts;

/// <summary>One thing that a run gave, as what it was: an object, or a record of one of the other streams.</summary>
/// <param name="Kind">Which stream.</param>
/// <param name="Value">The object, the record, or the text of a plain message.</param>
internal readonly record struct StreamRecord(ObjectKind Kind, object? Value)
{
    /// <summary>The tag of what was written to stderr.</summary>
    public const string StderrTag = "stderr";

    /// <summary>Everything that a run gave, and with follow what it gives until it is over.</summary>
    public static IEnumerable<StreamRecord> Of(MillClient client, RunId id, bool follow, CancellationToken stop) => client.Get(id) switch
    {
        { Program: not null } => client.ReadObjects(id, follow, stop).Select(Of),
        { Plan: not null } when follow => client.Watch(id, new WatchRequest { Events = false }, stop).Select(Of),
        { Plan: not null, Tasks: var tasks } => tasks.Where(task => task.Attempts > 0).SelectMany(task => Lines(client, id, new LogRequest { Task = task.Name }, stop)),
        _ => Lines(client, id, new LogRequest { Follow = follow, FromFirst = follow }, stop),
    };

    /// <summary>What a line of the object log keeps; one that makes no sense is a warning.</summary>
    public static StreamRecord Of(string text)
    {
        var strange = new StreamRecord(ObjectKind.Warning, "A line of the object log is torn or not Mill's; it is left out.");
        if (!ObjectLine.TryParse(text, out var line)) return strange;
        try
        {
            return Of(line.Kind, PSSerializer.Deserialize(line.Clixml)) ?? strange;
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException or ArgumentException)
        {
            return new(ObjectKind.Warning, $"A line of the object log cannot be read back; it is left out: {e.Message}");
        }
    }

    /// <summary>Gives it to whoever called a cmdlet.</summary>
    public void WriteTo(Cmdlet cmdlet)
    {
        switch (this)
        {
            case (ObjectKind.Error, ErrorRecord error): Write(error, cmdlet); break;
            case (ObjectKind.Information, InformationRecord information): cmdlet.WriteInformation(information); break;
            case (ObjectKind.Warning, string text): cmdlet.WriteWarning(text); break;
            case (ObjectKind.Verbose, string text): cmdlet.WriteVerbose(text); break;
            case (ObjectKind.Debug, string text): cmdlet.WriteDebug(text); break;
            default: cmdlet.WriteObject(Value); break;
        }
    }

    /// <summary>Puts it among what a job has to give.</summary>
    public void AddTo(Job job)
    {
        switch (this)
        {
            case (ObjectKind.Error, ErrorRecord error): job.Error.Add(error); break;
            case (ObjectKind.Information, InformationRecord information): job.Information.Add(information); break;
            case (ObjectKind.Warning, string text): job.Warning.Add(new WarningRecord(text)); break;
            case (ObjectKind.Verbose, string text): job.Verbose.Add(new VerboseRecord(text)); break;
            case (ObjectKind.Debug, string text): job.Debug.Add(new DebugRecord(text)); break;
            default: job.Output.Add(PSObject.AsPSObject(Value)); break;
        }
    }

    static IEnumerable<StreamRecord> Lines(MillClient client, RunId id, LogRequest request, CancellationToken stop) =>
        client.ReadLog(id, request, stop).WholeLines().Select(line => Of(id, line));

    static StreamRecord Of(WatchItem item) => item.Channel switch
    {
        "out" => new(ObjectKind.Output, item.Line),
        "err" => new(ObjectKind.Information, Stderr(item.Line ?? "")),
        _ => new(ObjectKind.Warning, $"Run {item.Id}: {item.Line}"),
    };

    static StreamRecord Of(RunId id, LogLine line) => line switch
    {
        { Text: null } => new(ObjectKind.Warning, $"Run {id}: {Sizes.Say(line.CutBytes)} are missing here, for logs are kept up to a cap and for a while."),
        { IsErr: true } => new(ObjectKind.Information, Stderr(line.Text)),
        _ => new(ObjectKind.Output, line.Text),
    };

    static StreamRecord? Of(ObjectKind kind, object? value) => (kind, value) switch
    {
        (ObjectKind.Output, _) => new(kind, value),
        (ObjectKind.Error or ObjectKind.TerminatingError, PSObject facts) => new(ObjectKind.Error, KeptRecords.Error(facts)),
        (ObjectKind.Information, PSObject facts) => new(kind, KeptRecords.Information(facts)),
        (ObjectKind.NativeError, string text) => new(ObjectKind.Information, Stderr(text)),
        (ObjectKind.Warning or ObjectKind.NotKept, string) => new(ObjectKind.Warning, value),
        (ObjectKind.Verbose or ObjectKind.Debug, string) => new(kind, value),
        _ => null,
    };

    static InformationRecord Stderr(string text)
    {
        var record = new InformationRecord(text, "Mill");
        record.Tags.Add(StderrTag);
        return record;
    }

    // As Receive-Job does it: WriteError would add this cmdlet's name to the error's id.
    static void Write(ErrorRecord error, Cmdlet cmdlet) => new PSStreamObject(PSStreamObjectType.Error, error).WriteStreamObject(cmdlet, overrideInquire: false);
}
