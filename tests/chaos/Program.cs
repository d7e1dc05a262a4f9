using Mill.Chaos;
using Mill.Tests.Conformance;

var parts = new Dictionary<string, (string Says, Action<Trial> Run)>
{
    ["crashes"] = ("ends whoever is at work at every named step, and whoever repairs that", Mill.Chaos.Crashes.CrashPart.Carry),
    ["disk"] = ("disks that fill up, vanish, turn slow or read-only, and clocks that jump", Mill.Chaos.Disk.DiskPart.Carry),
    ["trees"] = ("trees that resist: bombs, deaf, hidden, held and foreign processes, with their worker and without it", Mill.Chaos.Resisting.TreesPart.Run),
    ["fuzz"] = ("malformed homes, plans and settings: no crash, no hang, no lie, no signal", Mill.Chaos.Fuzz.FuzzPart.Carry),
    ["load"] = ("very many runs, watchers, stops and bytes at once", Mill.Chaos.Load.LoadPart.Run),
    ["soak"] = ("everything at random on one home for half an hour, then every run recounted", Mill.Chaos.Soak.SoakPart.Run),
};

if (args is ["conformance", .. var results])
{
    File.WriteAllText(ConformancePage.Path, ConformancePage.Of(ConformancePage.From(results)));
    return 0;
}

if (args is not [var name, .. var options] || !parts.TryGetValue(name, out var part) || Trial.Parse(name, options) is not { } trial)
{
    Console.Error.WriteLine("""
        tests/chaos/run PART [--short] [--for MINUTES] [--count NUMBER] [--seed NUMBER] [--write]
        tests/chaos/run crashes --only WORDS        one scenario, or one fault, in the words that told it
        tests/chaos/run trees --only WORDS          the trees and bombs that have these words in their names
        tests/chaos/run load --only NAME            Crowd, Stops, Watchers, Bytes, Folders or Line
        tests/chaos/run conformance RESULTS.trx…    writes docs/conformance.md

        """);
    foreach (var (one, (says, _)) in parts) Console.Error.WriteLine($"  {one,-12} {says}");
    return 64;
}

return trial.Carry(part.Run);
