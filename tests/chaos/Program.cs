using Mill.Chaos;

var parts = new Dictionary<string, (string Says, Action<Trial> Run)>
{
    ["crashes"] = ("ends whoever is at work at every named step, and whoever repairs that", Mill.Chaos.Crashes.CrashPart.Carry),
    ["disk"] = ("disks that fill up, vanish, turn slow or read-only, and clocks that jump", Mill.Chaos.Disk.DiskPart.Carry),
};

if (args is not [var name, .. var options] || !parts.TryGetValue(name, out var part) || Trial.Parse(name, options) is not { } trial)
{
    Console.Error.WriteLine("tests/chaos/run PART [--short] [--for MINUTES] [--count NUMBER] [--seed NUMBER] [--write]\n");
    foreach (var (one, (says, _)) in parts) Console.Error.WriteLine($"  {one,-12} {says}");
    return 64;
}

return trial.Carry(part.Run);
