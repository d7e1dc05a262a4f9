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
        if (ObjectLine.TryParse(text, out var line) && TryRead(line.Clixml, out var value)) Give(line.Kind, value);
        else cmdlet.WriteWarning("A line of the object log is torn or not Mill's; it is left out.");
    }

    void Give(ObjectKind kind, object? value)
    {
        switch (kind)
        {
            case ObjectKind.Output: cmdlet.WriteObject(value); break;
            case ObjectKind.Error or ObjectKind.TerminatingError: Give(KeptRecords.Error((PSObject)value!)); break;
            case ObjectKind.Warning or ObjectKind.NotKept: cmdlet.WriteWarning(Text(value)); break;
            case ObjectKind.Verbose: cmdlet.WriteVerbose(Text(value)); break;
            case ObjectKind.Debug: cmdlet.WriteDebug(Text(value)); break;
            case ObjectKind.Information: cmdlet.WriteInformation(KeptRecords.Information((PSObject)value!)); break;
            case ObjectKind.NativeError: cmdlet.WriteInformation(Text(value), [StderrTag]); break;
        }
    }

    // As Receive-Job does it: WriteError would add this cmdlet's name to the error's id.
    void Give(ErrorRecord error) => new PSStreamObject(PSStreamObjectType.Error, error).WriteStreamObject(cmdlet);

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

    static string Text(object? value) => value?.ToString() ?? "";
}
