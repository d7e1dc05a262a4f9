using System.Text.RegularExpressions;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>Core's messages name the next command as the command line has it; here they name the cmdlet. What people wrote stays as it is.</summary>
internal static partial class Spelling
{
    // It stands in quotes, and begins nowhere within a word: there a quote is an apostrophe.
    const string Quoted = @"(?<![\w'])'[^']*'(?!\w)|";

    /// <summary>The message with every command as it is typed here, but for what is quoted in it.</summary>
    public static string AsCmdlets(string message) => Options().Replace(Verbs().Replace(message, Cmdlet), Option);

    /// <summary>The same of a message that repeats what people asked and answered: of Mill is what is to be typed at its end.</summary>
    public static string LastAsCmdlet(string message)
    {
        var at = Math.Max(message.LastIndexOf("Try: mill ", StringComparison.Ordinal), message.LastIndexOf("Say which: mill ", StringComparison.Ordinal));
        return at < 0 ? message : message[..at] + AsCmdlets(message[at..]);
    }

    /// <summary>What a run says of its end: the reason of whoever stopped it as it was given, else Mill's own words.</summary>
    public static string? Message(Run run) => run.Message is { } message && run.Reason != Reason.Cancelled ? AsCmdlets(message) : run.Message;

    static string Cmdlet(Match said)
    {
        if (!said.Groups["verb"].Success) return said.Value;
        var rest = said.Groups["rest"].Value;
        return said.Groups["verb"].Value switch
        {
            "queue ls" => "Get-MillQueue" + rest,
            "ls" => "Get-MillRun" + rest,
            "get" => $"Get-MillRun{rest} -Detailed",
            "logs" => "Get-MillLog" + rest,
            "rm" => "Remove-MillRun" + rest,
            "config" => "Get-MillConfig" + rest,
            "note" => "Write-MillNote" + rest,
            "ask" => "Request-MillAnswer" + rest,
            "answer" => "Send-MillAnswer" + rest,
            var verb => $"{char.ToUpperInvariant(verb[0])}{verb[1..]}-MillRun{rest}",
        };
    }

    static string Option(Match said) => said.Groups["option"].Value switch
    {
        _ when said.Value[0] == '\'' => said.Value,
        _ when said.Groups["lines"] is { Success: true, Value: var lines } => $"-Tail {lines}",
        _ when said.Groups["name"] is { Success: true, Value: var name } => $"-Environment @{{ {name} = '…' }}",
        _ when said.Groups["parameter"] is { Success: true, Value: var parameter } => $"-Set @{{ {parameter} = '…' }}",
        "cwd" => "-WorkingDirectory",
        "dry-run" => "-WhatIf",
        "home" => "-MillHome",
        "env" => "-Environment",
        "unset-env" => "-RemoveEnvironment",
        var option => "-" + string.Concat(option.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..])),
    };

    [GeneratedRegex(Quoted + @"\bmill (?<verb>queue ls|ls|get|logs|rm|note|ask|answer|start|wait|watch|stop|repair|resume|restart|config)\b(?<rest>( [a-z0-9-]*[a-z0-9])?)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Verbs();

    [GeneratedRegex(Quoted + @"(--(?<option>cwd|dry-run|force|home|name|question|run|queue|priority|after-any|after|from|pause|keep-secrets|template|plan|retry|task|env (?<name>\w+)=…|env|unset-env|set (?<parameter>[\w-]+)=…)|(?<= )-n (?<lines>\d+))(?![\w-])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Options();
}
