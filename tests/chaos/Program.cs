using Mill.Chaos;

var parts = new Dictionary<string, (string Says, Action<Trial> Run)>
{
    ["fuzz"] = ("malformed homes, plans and settings: no crash, no hang, no lie, no signal", Mill.Chaos.Fuzz.FuzzPart.Carry),
};

if (args is not [var name, .. var options] || !parts.TryGetValue(name, out var part) || Trial.Parse(name, options) is not { } trial)
{
    Console.Error.WriteLine("tests/chaos/run PART [--short] [--for MINUTES] [--count NUMBER] [--seed NUMBER] [--write]\n");
    foreach (var (one, (says, _)) in parts) Console.Error.WriteLine($"  {one,-12} {says}");
    return 64;
}

return trial.Carry(part.Run);
