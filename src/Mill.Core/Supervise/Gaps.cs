using Mill.Json;
using Mill.Launch;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>What the gaps in the arguments and variables of a template or a plan stand for, once there is something to launch.</summary>
internal sealed class Gaps(RunFolder folder, WorkerOrders orders, SpawnId spawn)
{
    /// <summary>Arguments with their gaps filled in.</summary>
    public IReadOnlyList<string> Fill(IReadOnlyList<string> arguments) => Placeholders.Fill(orders.Spec, arguments, Known);

    /// <summary>The process's variables, as <c>NAME=value</c>, with the gaps of the template's or the plan's own filled in.</summary>
    public IEnumerable<string> Variables() => orders.Spec.Parameters is null ? orders.Variables() : orders.Variables().Select(FillOwn);

    /// <summary>The words of a hook, with their gaps filled in.</summary>
    public IReadOnlyList<string> Fill(RunHook hook, string status) =>
        [.. hook.Command.Select(word => Placeholders.Fill(word, name => name == "status" ? status : orders.Spec.Parameters?.GetValueOrDefault(name) ?? Known(name)))];

    string? Known(string name) => name switch
    {
        "runId" => folder.Id.Text,
        "spawnId" => spawn.ToString(),
        "runDir" => folder.Path,
        "sessionFile" => folder[$"{FileNames.Sessions}/{spawn}.jsonl"],
        "home" => folder.Home.Path,
        _ => null,
    };

    string FillOwn(string variable)
    {
        var programs = folder.Platform.Programs;
        var name = orders.Spec.Environment.Keys.Concat(orders.Spec.SecretNames).FirstOrDefault(one => ProcessEnvironment.Is(programs, variable, one));
        return name is null ? variable : $"{name}={Fill([variable[(name.Length + 1)..]])[0]}";
    }
}
