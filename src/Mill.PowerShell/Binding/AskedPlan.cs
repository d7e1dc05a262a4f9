using System.Collections;
using System.Management.Automation;
using Mill.Plans;
using Mill.Written;

namespace Mill.PowerShell.Binding;

/// <summary>A plan as somebody named it: the path of a file, or objects.</summary>
internal static class AskedPlan
{
    /// <summary>The plan, with what the line says of it.</summary>
    public static PlanRequest Read(MillCommand asked, MillClient client, object given, int? parallel, bool failFast)
    {
        var plan = FileOf(given) is { } path ? client.ReadPlan(asked.PathOf(path)) : Typed(asked, given);
        return plan with { Parallel = parallel ?? plan.Parallel, FailFast = failFast || plan.FailFast };
    }

    static PlanRequest Typed(MillCommand asked, object given)
    {
        var faults = new Faults();
        var plan = PlanReader.Read(new PlanValues(faults).Of(given), faults, "plan");
        return plan.WorkingDirectory is { } folder ? plan with { WorkingDirectory = asked.PathOf(folder) } : plan;
    }

    static string? FileOf(object? given) => Bare(given) switch
    {
        string path => path,
        FileInfo file => file.FullName,
        IList { Count: 1 } one => FileOf(one[0]),
        _ => null,
    };

    static object? Bare(object? given) => given is PSObject { BaseObject: var inner } ? inner : given;
}
