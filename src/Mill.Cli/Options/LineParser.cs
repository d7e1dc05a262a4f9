using Mill.Runs;

namespace Mill.Cli.Options;

/// <summary>Reads words by a table of options.</summary>
/// <param name="verb">The verb, for messages.</param>
/// <param name="options">What is known here.</param>
/// <param name="stopAtWord">Whether everything from the first word on that is no option is left as it is.</param>
internal sealed class LineParser(string? verb, IReadOnlyList<Option> options, bool stopAtWord)
{
    const string No = "no-";

    readonly ParsedLine _line = new(verb);

    /// <summary>Reads all words.</summary>
    public ParsedLine Read(ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var (word, next) = (words[i], i + 1 < words.Length ? words[i + 1] : null);
            if (word == "--" || (stopAtWord && !IsOption(word)))
            {
                _line.Words.AddRange(words[(word == "--" ? i + 1 : i)..]);
                break;
            }
            if (!IsOption(word)) _line.Words.Add(word);
            else if (word.StartsWith("--", StringComparison.Ordinal) ? TakeLong(word, next) : TakeShort(word, next)) i++;
            if (_line.WantsHelp) break;
        }
        return _line;
    }

    static bool IsOption(string word) => word.Length > 1 && word[0] == '-';

    bool TakeLong(string word, string? next)
    {
        var equals = word.IndexOf('=');
        var name = equals < 0 ? word[2..] : word[2..equals];
        if (name.StartsWith(No, StringComparison.Ordinal) && options.FirstOrDefault(one => one.IsDeniable && one.IsCalled(name[No.Length..])) is { } denied)
            return Take(denied, "--" + name, equals < 0 ? null : word[(equals + 1)..], next, ParsedLine.Denied);
        var option = options.FirstOrDefault(one => one.IsCalled(name)) ?? throw Unknown(word, name);
        return Take(option, "--" + name, equals < 0 ? null : word[(equals + 1)..], next);
    }

    bool TakeShort(string word, string? next)
    {
        var option = options.FirstOrDefault(one => one.Letter == word[1]);
        if (option is null || (option.Value is null && word.Length > 2)) throw Unknown(word, word[1..]);
        return Take(option, word[..2], word.Length > 2 ? word[2..].TrimStart('=') : null, next);
    }

    bool Take(Option option, string called, string? attached, string? next, string alone = "")
    {
        if (option.Value is null && attached is not null) throw new UsageException($"{called} takes no value.", verb, attached);
        var follows = option.Value is not null && attached is null;
        if (follows && (next is null || IsKnown(next)))
            throw new UsageException($"{called} needs a value: {called} {option.Value}.", verb, called);
        _line.Add(option, attached ?? (follows ? next! : alone));
        return follows;
    }

    // "--name --wait" is a forgotten value; a value that looks like an option is written "--name=--wait".
    bool IsKnown(string word) =>
        word == "--" || (word.StartsWith("--", StringComparison.Ordinal) && options.Any(one => one.IsCalled(word[2..].Split('=')[0])));

    UsageException Unknown(string word, string name)
    {
        var known = options.SelectMany(one => one.Aliases.Prepend(one.Name));
        var where = verb is null ? "mill" : $"mill {verb}";
        return new UsageException($"{where} has no option '{word}'.{Nearest.Suggestion(name, known, "--")}", verb, word);
    }
}
