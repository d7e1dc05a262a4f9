using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Text;
using Mill.PowerShell.Commands;
using Mill.Runs;

namespace Mill.PowerShell.Scripts;

/// <summary>What a start asks for, where it is a script or script block: a copy of it that runs in a PowerShell of its own.</summary>
internal static class Submission
{
    const string Entry = "main.ps1";
    const int ArgumentDepth = 2;

    /// <summary>The request; of a command that is no script, as it is.</summary>
    public static StartRequest Of(StartMillRunCommand asked, StartRequest basis) => asked switch
    {
        { ScriptBlock: { } block } => Of(asked, basis, ProgramText.Of(block), Named(asked.ArgumentList), UsingValues.Of(block.Ast, asked)),
        { FilePath.Length: > 0 } => Of(asked, basis, ProgramText.OfFile(asked.PathOf(asked.FilePath), asked.FilePath), Named(asked.ArgumentList)),
        _ when ScriptCommand.Find(asked) is { } path => Of(asked, basis, ProgramText.OfFile(path, asked.Command), ScriptCommand.Arguments(asked.ArgumentList)),
        _ => basis,
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

    // One dictionary stands for named arguments; anything else is what it is, in its place.
    static object Named(object?[]? arguments) => arguments switch
    {
        null => Array.Empty<object>(),
        [PSObject { BaseObject: IDictionary named }] => new Hashtable(named),
        [IDictionary named] => new Hashtable(named),
        _ => arguments,
    };

    static string Kept(Hashtable input)
    {
        var text = PSSerializer.Serialize(input, ArgumentDepth);
        if (OperatingSystem.IsWindows() || !text.Contains("<SS", StringComparison.Ordinal)) return text;
        throw new MillException(MillError.SecretArgument,
            "An argument or $using: value holds a SecureString or a credential, which would be stored readable on this system. Let the script get it by itself, from a vault or a file.");
    }

    static byte[] Wrapper()
    {
        using var script = Assembly.GetExecutingAssembly().GetManifestResourceStream(Entry)!;
        using var bytes = new MemoryStream();
        script.CopyTo(bytes);
        return bytes.ToArray();
    }
}
