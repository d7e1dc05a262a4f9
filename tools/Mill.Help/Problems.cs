using System.Globalization;

namespace Mill.Help;

/// <summary>Something wrong with a page.</summary>
/// <param name="File">The page.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">What is wrong.</param>
internal sealed record Problem(string File, int Line, string Text)
{
    /// <summary>The problem in the form that MSBuild makes an error with a place of.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}({Line}): error help: {Text}");
}

/// <summary>Everything that is wrong, so that one build tells all of it.</summary>
internal sealed class Problems
{
    readonly List<Problem> _all = [];

    /// <summary>In the order of pages and lines.</summary>
    public IEnumerable<Problem> All => _all.OrderBy(one => one.File, StringComparer.Ordinal).ThenBy(one => one.Line);

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _all.Count > 0;

    /// <summary>Where what is wrong with one page goes.</summary>
    public Complaint In(string file) => (line, text) => _all.Add(new Problem(file, line, text));
}

/// <summary>Says what is wrong with a line.</summary>
internal delegate void Complaint(int line, string text);
