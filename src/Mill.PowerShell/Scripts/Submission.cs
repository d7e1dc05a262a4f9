using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Security;
using System.Text;
using System.Xml;
using Mill.PowerShell.Commands;
using Mill.Runs;

namespace Mill.PowerShell.Scripts;

/// <summary>What a start asks for, where it is a script or script block: a copy of it that runs in a PowerShell of its own.</summary>
internal static class Submission
{
    const string Entry = "main.ps1";
    const int ArgumentDepth = 2;

    /// <summary>What is to be started for a script or script block that somebody asked for.</summary>
    public static StartRequest Of(StartMillRunCommand asked, StartRequest basis) => asked switch
    {
        { ScriptBlock: { } block } => Of(asked, basis, ProgramText.Of(block), ScriptArguments.Of(asked.ArgumentList), UsingValues.Of(block.Ast, asked)),
        { Command.Length: > 0 } => Of(asked, basis, ProgramText.OfFile(asked.FilePath, asked.Command), ScriptArguments.Typed(asked.ArgumentList)),
        _ => Of(asked, basis, ProgramText.OfFile(asked.PathOf(asked.FilePath), asked.FilePath), ScriptArguments.Of(asked.ArgumentList)),
    };

    static StartRequest Of(StartMillRunCommand asked, StartRequest basis, ProgramText program, object arguments, Hashtable? values = null)
    {
        var engine = new EngineLookup((string)asked.GetVariableValue("PSHOME"), Environment.ProcessPath, Surroundings.All().GetValueOrDefault("PATH"), File.Exists).Find();
        var input = new Hashtable { ["Path"] = program.Path, ["Depth"] = asked.Depth, ["Arguments"] = arguments, ["Using"] = values };
        return basis with
        {
            Command = engine.Command,
            Arguments = [.. engine.Before, "-NoLogo", "-NoProfile", "-NonInteractive", "-File"],
            Program = new ProgramCopy
            {
                Entry = Entry,
                Files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
                {
                    [Entry] = Wrapper(),
                    ["program.ps1"] = program.Bytes,
                    ["input.clixml"] = Encoding.UTF8.GetBytes(Kept(input)),
                },
                Title = program.Title,
                Origin = program.Kind == ProgramKinds.Script ? program.Path : null,
                Kind = program.Kind,
            },
        };
    }

    static string Kept(Hashtable input)
    {
        var text = Written(input);
        if (!text.Contains("<SS", StringComparison.Ordinal) || SealsSecrets()) return text;
        throw new MillException(MillError.SecretArgument,
            "An argument or $using: value holds a SecureString or a credential, which would be stored readable on this system. Let the script get it by itself, from a vault or a file.");
    }

    // Read back at once: the script would else begin without what it was given.
    static string Written(Hashtable input)
    {
        try
        {
            var text = PSSerializer.Serialize(input, ArgumentDepth);
            _ = PSSerializer.Deserialize(text);
            return text;
        }
        catch (Exception e) when (e is ArgumentException or XmlException)
        {
            throw new MillException(MillError.BadArgument, $"An argument or $using: value cannot be handed on to the script: {e.Message} Leave it in a file.", null, e);
        }
    }

    // Where PowerShell can encrypt a SecureString for its user alone it does; elsewhere it writes the letters themselves.
    static bool SealsSecrets()
    {
        using var probe = new SecureString();
        foreach (var letter in "probe") probe.AppendChar(letter);
        return !PSSerializer.Serialize(probe).Contains(Convert.ToHexString(Encoding.Unicode.GetBytes("probe")), StringComparison.OrdinalIgnoreCase);
    }

    static byte[] Wrapper()
    {
        using var script = Assembly.GetExecutingAssembly().GetManifestResourceStream(Entry)!;
        using var bytes = new MemoryStream();
        script.CopyTo(bytes);
        return bytes.ToArray();
    }
}
