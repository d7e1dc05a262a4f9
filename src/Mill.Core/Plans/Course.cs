using Mill.Runs;

namespace Mill.Plans;

/// <summary>What follows for a task from another's end.</summary>
/// <param name="Task">Its place in the plan.</param>
/// <param name="Because">The place of the task whose end it follows from; null where the whole run ends.</param>
/// <param name="Reason">Why it is skipped; null where it is ready now.</param>
internal readonly record struct Consequence(int Task, int? Because, Reason? Reason);

/// <summary>How far a plan is, and who may begin next: a rule without I/O, told of every beginning and end.</summary>
internal sealed class Course
{
    readonly RunPlan _plan;
    readonly TaskState[] _states;
    readonly int[] _awaited;
    readonly List<int>[] _dependents;
    // Those of a plan that come first begin first.
    readonly List<int> _ready = [];
    int _over;

    /// <summary>A plan whose tasks are in some states already.</summary>
    public Course(RunPlan plan, TaskState[] states)
    {
        (_plan, _states, _awaited) = (plan, states, new int[plan.Tasks.Count]);
        _dependents = [.. plan.Tasks.Select(_ => new List<int>())];
        var places = Places(plan);
        for (var task = 0; task < plan.Tasks.Count; task++)
            foreach (var name in plan.Tasks[task].After.Distinct(StringComparer.Ordinal))
            {
                var before = places[name];
                _dependents[before].Add(task);
                if (!IsFulfilled(before)) _awaited[task]++;
            }
        for (var task = 0; task < _states.Length; task++)
            if (_states[task].IsOver()) _over++;
            else if (_states[task] == TaskState.Pending && _awaited[task] == 0) Await(task);
        // Of whoever is over already no end is told any more: nobody may go on waiting for it.
        for (var task = 0; task < _states.Length; task++)
            if (_states[task].IsOver() && !IsFulfilled(task)) SkipBelow(task, AtFirst);
    }

    /// <summary>Whether no task is left.</summary>
    public bool IsOver => _over == _states.Length;
    /// <summary>Who is skipped before any begins.</summary>
    public List<Consequence> AtFirst { get; } = [];
    /// <summary>How many tasks are over.</summary>
    public int Done => _over;
    /// <summary>How many tasks run.</summary>
    public int Running { get; private set; }
    /// <summary>Whether another task may begin now.</summary>
    public bool HasNext => _ready.Count > 0 && Running < _plan.Parallel;
    /// <summary>The task that begins next.</summary>
    public int Next => _ready[0];

    /// <summary>The state of a task.</summary>
    public TaskState this[int task] => _states[task];

    /// <summary>The places of all tasks by their names.</summary>
    public static Dictionary<string, int> Places(RunPlan plan)
    {
        var places = new Dictionary<string, int>(plan.Tasks.Count, StringComparer.Ordinal);
        for (var task = 0; task < plan.Tasks.Count; task++) places.Add(plan.Tasks[task].Name, task);
        return places;
    }

    /// <summary>A task begins.</summary>
    public void Begin(int task)
    {
        Leave(task);
        _states[task] = TaskState.Running;
        Running++;
    }

    /// <summary>A task has ended for now, and will be tried again.</summary>
    public void Pause(int task)
    {
        _states[task] = TaskState.Retrying;
        Running--;
    }

    /// <summary>The pause of a task is over.</summary>
    public void Again(int task)
    {
        _states[task] = TaskState.Pending;
        Await(task);
    }

    /// <summary>A task has ended for good: who is ready now, and who is never tried.</summary>
    public List<Consequence> End(int task, TaskState state)
    {
        if (_states[task] == TaskState.Running) Running--;
        _states[task] = state;
        _over++;
        var follows = new List<Consequence>();
        if (IsFulfilled(task)) Release(task, follows);
        else if (state == TaskState.Failed && _plan.FailFast) GiveUp(Reason.FailFast, follows, task);
        else SkipBelow(task, follows);
        return follows;
    }

    /// <summary>No task begins any more, because of another or of the whole run.</summary>
    public List<Consequence> GiveUp(Reason reason, int? because = null)
    {
        var follows = new List<Consequence>();
        GiveUp(reason, follows, because);
        return follows;
    }

    // Kept in the order of the plan. A sorted set of numbers would be compiled at each start: .NET has none ready.
    void Await(int task)
    {
        if (_ready.BinarySearch(task) is < 0 and var place) _ready.Insert(~place, task);
    }

    void Leave(int task)
    {
        if (_ready.BinarySearch(task) is >= 0 and var place) _ready.RemoveAt(place);
    }

    void GiveUp(Reason reason, List<Consequence> follows, int? because)
    {
        for (var task = 0; task < _states.Length; task++)
            if (_states[task] is TaskState.Pending or TaskState.Retrying) Skip(task, because, reason, follows);
    }

    bool IsFulfilled(int task) => _states[task] == TaskState.Complete || (_states[task] == TaskState.Failed && _plan.Tasks[task].AllowFailure);

    void Release(int task, List<Consequence> follows)
    {
        foreach (var next in _dependents[task])
        {
            if (--_awaited[next] > 0 || _states[next] != TaskState.Pending) continue;
            Await(next);
            follows.Add(new(next, task, null));
        }
    }

    // Each is skipped because of the one that it waited for itself; a long chain must not fill the stack.
    void SkipBelow(int task, List<Consequence> follows)
    {
        var open = new Queue<int>([task]);
        while (open.TryDequeue(out var because))
            foreach (var next in _dependents[because])
                if (_states[next] == TaskState.Pending)
                {
                    Skip(next, because, Reason.DependencyFailed, follows);
                    open.Enqueue(next);
                }
    }

    void Skip(int task, int? because, Reason reason, List<Consequence> follows)
    {
        Leave(task);
        _states[task] = TaskState.Skipped;
        _over++;
        follows.Add(new(task, because, reason));
    }
}
