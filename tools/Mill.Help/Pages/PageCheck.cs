using Mill.Help.Cmdlets;
using Mill.Help.Markdown;

namespace Mill.Help.Pages;

/// <summary>Whether the words about a cmdlet fit what the code says of it.</summary>
internal sealed class PageCheck(CmdletPage page, Cmdlet cmdlet, Complaint complain)
{
    /// <summary>Complains about everything that does not fit.</summary>
    public void Check()
    {
        if (page.Synopsis.Length == 0) complain(1, "a page has a SYNOPSIS");
        if (page.Description.Count == 0) complain(1, "a page has a DESCRIPTION");
        if (page.Examples.Count == 0) complain(1, "a page has EXAMPLES");
        CheckParameters();
        CheckOutputs();
        CheckInputs();
        foreach (var table in AllBlocks().OfType<Table>()) complain(table.Line, "PowerShell shows no tables in the help of a cmdlet; write a list");
    }

    void CheckParameters()
    {
        foreach (var parameter in cmdlet.Parameters)
            if (page.Parameters.All(words => words.Name != parameter.Name))
                complain(page.ParametersLine, $"nothing is said about the parameter -{parameter.Name} of {cmdlet.Name}");
        foreach (var words in page.Parameters)
            if (cmdlet.Parameters.All(parameter => parameter.Name != words.Name))
                complain(words.Line, $"{cmdlet.Name} has no parameter -{words.Name}");
        CheckTwice(page.Parameters);
    }

    void CheckOutputs()
    {
        var types = cmdlet.Outputs.Select(TypeNames.Short).ToArray();
        foreach (var type in types)
            if (page.Outputs.All(words => words.Name != type)) complain(1, $"nothing is said about {type}, which {cmdlet.Name} writes");
        foreach (var words in page.Outputs)
            if (!types.Contains(words.Name, StringComparer.Ordinal)) complain(words.Line, $"{cmdlet.Name} does not say that it writes {words.Name}");
        CheckTwice(page.Outputs);
    }

    void CheckInputs()
    {
        var takes = cmdlet.Parameters.Any(one => one.Places.Any(place => place.ByValue || place.ByPropertyName));
        if (takes && page.Inputs.Count == 0) complain(1, $"nothing is said about INPUTS, and {cmdlet.Name} takes some from the pipeline");
        if (!takes && page.Inputs is [var first, ..]) complain(first.Line, $"{cmdlet.Name} takes nothing from the pipeline");
    }

    void CheckTwice(IEnumerable<Words> all)
    {
        foreach (var again in all.GroupBy(words => words.Name).SelectMany(same => same.Skip(1)))
            complain(again.Line, $"{again.Name} is told about twice");
    }

    IEnumerable<Block> AllBlocks() =>
    [
        .. page.Description, .. page.Notes,
        .. page.Examples.SelectMany(one => one.Before.Concat(one.After)),
        .. page.Parameters.Concat(page.Inputs).Concat(page.Outputs).SelectMany(words => words.Body),
    ];
}
