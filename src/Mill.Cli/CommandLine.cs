using Mill.Cli.Options;
using Mill.Cli.Verbs;
using Mill.Runs;

namespace Mill.Cli;

/// <summary>From words to a verb, and from whatever happens to an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Does what the words say; with what, is told by the options, but for the home.</summary>
    public static int Run(string[] words, Output output, TimeProvider clock, MillOptions options)
    {
        // Until the words are known to make sense, nothing but they can tell who reads.
        Call? call = null;
        bool Json() => call?.Json ?? words.TakeWhile(word => word != "--").Contains("--json");
        try
        {
            return Dispatch(words, line => call = new Call(line, output, clock, options), output);
        }
        catch (UsageException wrong)
        {
            output.Error("Usage", wrong.Message, wrong.Target, Json());
            output.Err($"Try: mill help{(wrong.Verb is { } verb ? " " + verb : "")}\n");
            return Exit.Usage;
        }
        catch (MillException refused)
        {
            output.Error(refused.Code.ToString(), call?.InHome(refused.Message) ?? refused.Message, refused.Target, Json());
            return Exit.Of(refused.Code);
        }
        catch (OutputClosedException)
        {
            return Exit.Error;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            output.Error(nameof(MillError.SystemRefused), refused.Message, null, Json());
            return Exit.Error;
        }
    }

    static int Dispatch(string[] words, Func<ParsedLine, Call> begin, Output output)
    {
        var before = new LineParser(null, CommonOptions.BeforeVerb, stopAtWord: true).Read(words);
        if (before.WantsHelp) return Show(output, HelpText.OfMill());
        if (before.Has(CommonOptions.Version)) return Show(output, $"mill {MillVersion.Text}\n");
        if (before.Words.Count == 0)
        {
            if (before.Has(CommonOptions.Json)) throw new UsageException("Say which verb: mill VERB …");
            output.Err(HelpText.OfMill());
            return Exit.Usage;
        }
        if (before.Words[0] == "help") return Help(before.Words, output);

        var verb = Verb(before.Words[0]);
        var line = verb.Read(words.AsSpan(words.Length - before.Words.Count + 1));
        if (line.WantsHelp) return Show(output, HelpText.Of(verb));
        line.Add(before);
        return verb.Act(begin(line));
    }

    static int Help(List<string> words, Output output) =>
        Show(output, words.Skip(1).FirstOrDefault(word => !word.StartsWith('-')) is { } name ? HelpText.Of(Verb(name)) : HelpText.OfMill());

    static Verb Verb(string name) => VerbTable.Find(name) ?? throw new UsageException(
        $"mill has no verb '{name}'.{Nearest.Suggestion(name, VerbTable.Names, "mill ")}", target: name);

    static int Show(Output output, string text)
    {
        output.Out(text);
        return Exit.Ok;
    }
}
