using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Mill.Written;

namespace Mill.PowerShell.Binding;

/// <summary>Makes of objects what a plan file would have in their place. What no file could have is noted.</summary>
internal sealed class PlanValues(Faults faults)
{
    const int Deepest = 32;
    const string Tasks = "tasks";

    /// <summary>The plan that somebody gave: a dictionary with tasks, some tasks, or one.</summary>
    public Value Of(object? given) => Value(given, "plan", 0) switch
    {
        Value.Group group when !group.Members.Any(member => IsCalled(member.Name, Tasks)) => new Value.List(0, [group]),
        var plan => plan,
    };

    Value Value(object? given, string where, int depth)
    {
        if (depth > Deepest) return Blame($"{where}: this is nested more than {Deepest} times");
        return Bare(given) switch
        {
            null => new Value.Nothing(0),
            string or char or Guid or Uri or Version or Enum => Text(given),
            bool flag => new Value.Flag(0, flag),
            SwitchParameter flag => new Value.Flag(0, flag.IsPresent),
            TimeSpan time => new Value.Text(0, ((decimal)time.Ticks / TimeSpan.TicksPerMillisecond).ToString(CultureInfo.InvariantCulture) + "ms"),
            FileSystemInfo file => new Value.Text(0, file.FullName),
            PathInfo path => new Value.Text(0, path.ProviderPath),
            IDictionary group => Group(group.Keys.Cast<object>().Select(key => (Word(key), (object?)group[key])), where, depth),
            PSCustomObject => Group(PSObject.AsPSObject(given!).Properties.Select(one => (one.Name, (object?)one.Value)), where, depth),
            IEnumerable list => new Value.List(0, [.. list.Cast<object?>().Select((item, place) => Value(item, Inside(where, place, depth), depth + 1))]),
            ScriptBlock => Blame($"{where}: a task of a plan is a program, and no script block; write command = 'pwsh'; args = '-NoProfile', '-File', 'script.ps1'"),
            IConvertible number when number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal => new Value.Number(0, Word(number)),
            var other => Blame($"{where}: an object of type {other.GetType().Name} is nothing that a plan can have"),
        };
    }

    Value.Group Group(IEnumerable<(string Name, object? Value)> members, string where, int depth)
    {
        var all = members.ToList();
        var isPlan = depth == 0 && all.Exists(one => IsCalled(one.Name, Tasks));
        var place = !isPlan && Bare(all.Find(one => IsCalled(one.Name, "name")).Value) is string { Length: > 0 } name ? $"task '{name}'" : where;
        return new(0, [.. all.Select(one => new Member(0, one.Name, Value(one.Value, isPlan && IsCalled(one.Name, Tasks) ? where : $"{place}, '{one.Name}'", depth + 1)))]);
    }

    // Tasks are told by their place until their name is known.
    static string Inside(string where, int place, int depth) => where == "plan" && depth <= 1 ? FormattableString.Invariant($"task {place + 1}") : where;

    // It has been told: what it would be blamed for besides is no news.
    Value.Nothing Blame(string message)
    {
        faults.Add(0, message);
        return new(0);
    }

    static bool IsCalled(string name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    static Value.Text Text(object? given) => new(0, Word(Bare(given)!));

    static string Word(object value) => Convert.ToString(Bare(value), CultureInfo.InvariantCulture) ?? "";

    static object? Bare(object? given) => given is PSObject { BaseObject: var inner } ? inner : given;
}
