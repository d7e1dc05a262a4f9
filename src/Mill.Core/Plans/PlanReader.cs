using Mill.Runs;
using Mill.Settings;
using Mill.Written;

namespace Mill.Plans;

/// <summary>Reads a plan that a person wrote. Every fault is noted at its line.</summary>
internal static class PlanReader
{
    /// <summary>The largest file that can be a plan.</summary>
    public const int MostBytes = 64 << 20;

    /// <summary>The plan in the bytes of a file; <see cref="MillError.BadPlan"/> with every fault.</summary>
    public static PlanRequest Read(ReadOnlySpan<byte> bytes, string name, string? origin)
    {
        var faults = new Faults();
        var plan = WrittenFile.Read(bytes, faults) is { } value ? Read(value, faults) : null;
        faults.Refuse(MillError.BadPlan, name);
        return plan! with { Origin = origin };
    }

    /// <summary>The plan that somebody gave as objects; <see cref="MillError.BadPlan"/> with every fault, those noted already among them.</summary>
    public static PlanRequest Read(Value value, Faults faults, string name)
    {
        var plan = Read(value, faults);
        faults.Refuse(MillError.BadPlan, name);
        return plan;
    }

    /// <summary>The plan that a value is: an object with tasks, or a list of them.</summary>
    public static PlanRequest Read(Value value, Faults faults)
    {
        if (value is Value.List list) return Checked(new PlanRequest { Tasks = Tasks(list, faults) }, faults, value.Line);
        if (WrittenGroup.Of(value, faults, "a plan") is not { } group) return new PlanRequest();
        var plan = new PlanRequest
        {
            Name = group.Text("name"),
            WorkingDirectory = group.Text("cwd"),
            Timeout = group.Time("timeout"),
            Environment = group.Pairs("env") ?? new Dictionary<string, string?>(StringComparer.Ordinal),
            Tags = (group.Pairs("tags") ?? new Dictionary<string, string?>(StringComparer.Ordinal)).ToDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal),
            Parallel = group.Count("parallel", 1, PlanCheck.MostParallel),
            FailFast = group.Flag("failFast"),
            Parameters = ParametersReader.Read(group),
            Tasks = group.Any("tasks") switch
            {
                Value.List tasks => Tasks(tasks, faults),
                null => [],
                var other => Wrong(other, faults),
            },
        };
        group.NoMore();
        CheckGaps(plan, group.Any("env")?.Texts() ?? [], faults);
        return Checked(plan, faults, group.Line);
    }

    static List<TaskRequest> Wrong(Value value, Faults faults)
    {
        faults.Add(value.Line, $"'tasks' has to be a list of tasks; this is {value.Kind}");
        return [];
    }

    static PlanRequest Checked(PlanRequest plan, Faults faults, int line)
    {
        // What was not understood would only be blamed on others.
        if (faults.AreNone) PlanCheck.Check(plan, faults, line);
        return plan;
    }

    static void CheckGaps(PlanRequest plan, IEnumerable<Value.Text> variables, Faults faults)
    {
        if (plan.Parameters.Count == 0) return;
        string[] known = [.. plan.Parameters.Keys, .. Placeholders.OfLaunch];
        foreach (var text in variables) Check(text.Line, "'env'", text.Content);
        foreach (var task in plan.Tasks)
            foreach (var text in task.Arguments.Concat(task.Environment.Values.OfType<string>())) Check(task.Line, $"task '{task.Name}'", text);

        void Check(int line, string where, string text)
        {
            if (Placeholders.Fault(text, known) is { } fault) faults.Add(line, $"{where}: {fault}");
        }
    }

    static List<TaskRequest> Tasks(Value.List list, Faults faults)
    {
        var (tasks, number) = (new List<TaskRequest>(list.Items.Count), 0);
        foreach (var item in list.Items)
            if (WrittenGroup.Of(item, faults, "a task", Place(item, ++number)) is { } group && Task(group) is { } task) tasks.Add(task);
        return tasks;
    }

    // What has no line has at least a name or a number.
    static string Place(Value task, int number) =>
        task is Value.Group { Members: var members } && members.FirstOrDefault(one => one.Name.Equals("name", StringComparison.OrdinalIgnoreCase))?.Value is Value.Text { Content: { Length: > 0 } name }
            ? $"task '{name}'" : FormattableString.Invariant($"task {number}");

    static TaskRequest? Task(WrittenGroup group)
    {
        var name = Needed(group, "name");
        var command = Command(group);
        var arguments = group.Texts("args") ?? [];
        var task = new TaskRequest
        {
            Name = name ?? "",
            Command = command.Count > 0 ? command[0] : "",
            Arguments = [.. command.Skip(1), .. arguments],
            WorkingDirectory = group.Text("cwd"),
            Environment = group.Pairs("env") ?? new Dictionary<string, string?>(StringComparer.Ordinal),
            After = group.Texts("after") ?? [],
            Timeout = group.Time("timeout"),
            IdleTimeout = group.Time("idleTimeout"),
            MemoryLimit = group.Size("memory"),
            CpuLimit = group.Number("cpu", 0.01, 65_536),
            Retry = RetryReader.Read(group),
            AllowFailure = group.Flag("allowFailure"),
            Outputs = group.Texts("outputs") ?? [],
            Line = group.Line,
        };
        group.NoMore();
        return name is null || command.Count == 0 ? null : task;
    }

    static IReadOnlyList<string> Command(WrittenGroup group)
    {
        if (group.Any("command") is Value.List) return group.Texts("command") is { Count: > 0 } words ? words : Blame(group);
        return Needed(group, "command") is { } command ? [command] : [];
    }

    static IReadOnlyList<string> Blame(WrittenGroup group)
    {
        group.Blame("command", "'command' is empty");
        return [];
    }

    static string? Needed(WrittenGroup group, string key)
    {
        var text = group.Text(key);
        if (text is { Length: > 0 }) return text;
        if (text is not null || !group.Has(key)) group.Blame(key, text is null ? $"this task has no '{key}'" : $"'{key}' is empty");
        return null;
    }
}
