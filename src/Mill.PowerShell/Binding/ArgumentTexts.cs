namespace Mill.PowerShell.Binding;

/// <summary>The arguments of a command as they were typed.</summary>
internal static class ArgumentTexts
{
    /// <summary>
    /// The texts, with those put together again that the shell took apart (<c>-foo:bar</c>, <c>-Dmain.class=X</c>). A word
    /// with a comma in it would be several and is refused. Null, which is no argument, is left out.
    /// </summary>
    public static IReadOnlyList<string> Of(IEnumerable<string?> given, IReadOnlyList<TypedWord> words)
    {
        if (words.FirstOrDefault(word => word.Kind == WordKind.List) is { } list)
            throw new MillException(MillError.AmbiguousOption, $"{list.Text} would be several arguments; quote it, or write @({list.Text}).", list.Text);
        var texts = given.ToList();
        var at = 0;
        for (var i = 1; i < words.Count; i++)
        {
            if (!words[i].Touches || !words[i - 1].Text.StartsWith('-')) continue;
            var first = i - 1;
            while (i + 1 < words.Count && words[i + 1].Touches) i++;
            at = Join(texts, at, words[first].Text, i - first);
        }
        return [.. texts.OfType<string>()];
    }

    static int Join(List<string?> texts, int from, string first, int more)
    {
        var at = texts.IndexOf(first, from);
        if (at < 0 || at + more >= texts.Count) return from;
        texts[at] = string.Concat(texts.GetRange(at, more + 1));
        texts.RemoveRange(at + 1, more);
        return at + 1;
    }
}
