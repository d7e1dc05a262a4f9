using System.Text;

namespace Mill.Chaos.Fuzz;

/// <summary>Files that people write: whatever is in them, they are read, or refused with the line that is to blame.</summary>
sealed class WrittenPart(Trial trial)
{
    const string Settings = """
        { // for all runs
          "defaults": { "grace": "5s", "timeout": "2h", "idleTimeout": 600, "memory": "2GB", "cpu": 1.5, "logCap": "64MB", "environment": { "A": "1", "B": null },
                        "tags": { "a": "b" }, "depth": 7, "retry": 2, "keepSecrets": false, "queue": "q", "priority": 5 },
          "hooks": { "onEnd": ["/bin/echo", "{{status}}"], "onFailure": { "command": ["/bin/echo", "{{runId}}"], "timeout": "10s" } },
          "templates": { "agent": { "description": "x", "command": "/bin/echo", "args": ["{{prompt}}", "{{runId}}"], "cwd": ".", "parameters": { "prompt": { "default": "x" }, "other": null },
                         "result": { "from": "file", "path": "out.json", "required": true }, "env": { "P": "{{prompt}}" }, "retry": { "attempts": 3, "on": [75, "SIGKILL"] } } },
        }
        """;

    const string Plan = """
        { "name": "release", "cwd": ".", "timeout": "2h", "env": { "C": "Release", "D": null }, "tags": { "kind": "release" }, "parallel": 4, "failFast": true,
          "parameters": { "target": { "default": "staging" } },
          "tasks": [
            { "name": "fetch", "command": "/bin/true", "args": ["pull", "{{target}}"], "retry": { "attempts": 5, "delay": "10s", "maxDelay": "5m", "jitter": 0.2, "factor": 2, "on": [128, "timeout"] }, "timeout": "2m" },
            { "name": "build", "command": ["/bin/echo", "-c", "Release"], "after": "fetch", "outputs": ["app.dll"], "memory": "4GB", "cpu": 2 },
            { "name": "test", "command": "/bin/true", "after": ["build"], "env": { "CI": 1 }, "idleTimeout": "10m", "retry": 2 },
            { "name": "lint", "command": "/bin/true", "after": ["fetch"], "allowFailure": true },
            { "name": "pack", "command": "/bin/sh", "after": ["test", "lint"], "cwd": "/" },
          ] }
        """;

    static readonly MillError[] s_ofFiles = [MillError.BadPlan, MillError.BadConfig];

    /// <summary>Tries so many plans, and so many files of settings.</summary>
    public void Carry(int files)
    {
        var root = Directory.CreateTempSubdirectory("mill-fuzz-").FullName;
        try
        {
            foreach (var (name, text) in new[] { ("plan.json", Plan), ("mill.json", Settings) })
            {
                File.WriteAllText(Path.Combine(root, name), text);
                Read(Client(root), Path.Combine(root, name), root, name == "plan.json");
            }
            var without = TryKind(root, files, isPlan: true) + TryKind(root, files, isPlan: false);
            trial.Tell("refusals of a file's text that name no line", "0", $"{without}");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    // How many were refused without a line.
    int TryKind(string root, int files, bool isPlan)
    {
        var (refused, lines) = (0, 0);
        for (var number = 0; number < files; number++)
            if (Try(root, trial.Seed + number, isPlan) is { } hasLine) { refused++; lines += hasLine ? 1 : 0; }
        trial.Tell(isPlan ? "malformed plans" : "malformed files of settings", trial.IsShort ? "" : "≥ 100,000", $"{files:N0}, {refused * 100 / Math.Max(1, files)} % refused");
        return refused - lines;
    }

    // Whether it was refused, and then whether with a line.
    bool? Try(string root, int number, bool isPlan)
    {
        var chance = new Random(number);
        var (bytes, words) = JsonChanges.Some(Encoding.UTF8.GetBytes(isPlan ? Plan : Settings), Nobody, chance);
        var path = Path.Combine(root, isPlan ? "plan.json" : chance.Next(2) == 0 ? "mill.json" : "config.json");
        foreach (var old in Directory.GetFiles(root)) File.Delete(old);
        new Thing.Content(bytes).Lay(path);
        try
        {
            Read(Client(root), path, root, isPlan);
            return null;
        }
        catch (MillException refusal)
        {
            var hasLine = !s_ofFiles.Contains(refusal.Code) || refusal.Message.Split('\n').All(line => HasLine(line, path));
            if (!hasLine) trial.Fault($"no line in: {refusal.Message}\n    --seed {number} --count 1 ({Path.GetFileName(path)}: {words})");
            return hasLine;
        }
        catch (Exception e)
        {
            trial.Fault($"{e.GetType().Name}: {e.Message}{e.StackTrace?.Split('\n')[0]}\n    --seed {number} --count 1 ({Path.GetFileName(path)}: {words})");
            return null;
        }
    }

    static MillClient Client(string root) => new(new MillOptions { Home = root, Executable = Places.Mill });

    static void Read(MillClient mill, string path, string root, bool isPlan)
    {
        var asked = new StartRequest { Command = isPlan ? "" : "/bin/true", CallerDirectory = root };
        if (isPlan) mill.Preview(asked with { Plan = mill.ReadPlan(path) });
        else if (mill.Config(root).Count > 0 && mill.Templates(root).Any(one => one.Name == "agent")) mill.Check(asked with { Command = "", Template = "agent" });
        else mill.Check(asked);
    }

    static bool HasLine(string message, string path) => message.Contains($"{path}:", StringComparison.Ordinal) || message.Contains(": and ", StringComparison.Ordinal);

    static Draft Nobody { get; } = new(new Seed("", default, new Dictionary<string, byte[]>(), []), "/", []);
}
