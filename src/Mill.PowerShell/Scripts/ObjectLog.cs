using System.Management.Automation;
using System.Management.Automation.Remoting.Internal;
using System.Xml;

namespace Mill.PowerShell.Scripts;

/// <summary>Gives back what an object log keeps: each stream as itself, through a cmdlet.</summary>
internal sealed class ObjectLog(Cmdlet cmdlet)
{
    /// <summary>The tag of what was written to stderr.</summary>
    public const string StderrTag = "stderr";

    /// <summary>Gives back one line; one that makes no sense is a warning.</summary>
    public void Give(string text)
    {
        if (!ObjectLine.TryParse(text, out var line) || !TryRead(line.Clixml, out var value) || !Give(line.Kind, value))
            cmdlet.WriteWarning("A line of the object log is torn or not Mill's; it is left out.");
    }

    bool Give(ObjectKind kind, object? value)
    {
        switch (kind, value)
        {
            case (ObjectKind.Output, _): cmdlet.WriteObject(value); break;
            case (ObjectKind.Error or ObjectKind.TerminatingError, PSObject facts): Give(KeptRecords.Error(facts)); break;
            case (ObjectKind.Information, PSObject facts): cmdlet.WriteInformation(KeptRecords.Information(facts)); break;
            case (ObjectKind.NativeError, string text): cmdlet.WriteInformation(text, [StderrTag]); break;
            case (ObjectKind.Warning or ObjectKind.NotKept, string text): cmdlet.WriteWarning(text); break;
            case (ObjectKind.Verbose, string text): cmdlet.WriteVerbose(text); break;
            case (ObjectKind.Debug, string text): cmdlet.WriteDebug(text); break;
            default: return false;
        }
        return true;
    }

    // As Receive-Job does it: WriteError would add this cmdlet's name to the error's id.
    void Give(ErrorRecord error) => new PSStreamObject(PSStreamObjectType.Error, error).WriteStreamObject(cmdlet, overrideInquire: false);

    static bool TryRead(string clixml, out object? value)
    {
        try
        {
            value = PSSerializer.Deserialize(clixml);
            return true;
        }
        catch (XmlException)
        {
            value = null;
            return false;
        }
    }
}
