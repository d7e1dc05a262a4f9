using Mill.Help;

if (args is not [var pages, var assembly, var into])
{
    Console.Error.WriteLine("Usage: Mill.Help <folder of pages> <assembly of cmdlets> <folder to write to>");
    return 64;
}
var problems = new Problems();
var help = HelpSet.Read(pages, assembly, problems);
foreach (var problem in problems.All) Console.Error.WriteLine(problem);
if (problems.Any) return 1;
help.Write(into);
return 0;
