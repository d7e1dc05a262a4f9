namespace Mill.Platform.MacOS;

/// <summary>
/// Who belongs to a tree though its parent is gone. There is no subreaper here: orphans go to launchd. Who was once
/// seen in the tree is remembered by what outlives it: the number that its children keep, and the session that it led,
/// whose number no new process gets while somebody is in it.
/// </summary>
internal sealed class Family
{
    HashSet<ulong> _uniques = [];
    HashSet<int> _sessions = [];

    /// <summary>Remembers a process that is just begun.</summary>
    public void Remember(Kinship one)
    {
        if (one.Unique != 0) _uniques.Add(one.Unique);
        if (one.Session == one.Pid) _sessions.Add(one.Session);
    }

    /// <summary>Everybody below a process and below those that are remembered, nearest first, nobody below one that is
    /// stopped at; what of the memory nobody alive can come from any more is forgotten.</summary>
    public List<int> Below(int pid, IReadOnlyCollection<Kinship> everybody, Func<int, bool> isStoppedAt)
    {
        var self = everybody.FirstOrDefault(one => one.Pid == pid);
        var (uniques, sessions) = (_uniques, _sessions);
        (_uniques, _sessions) = ([], []);
        var (found, left) = (new List<int>(), everybody.Where(one => one.Pid != pid).ToList());
        var members = new HashSet<int> { pid };
        if (self.Unique != 0) uniques.Add(self.Unique);
        if (self.Session == pid) sessions.Add(pid);
        for (var news = true; news;)
        {
            news = false;
            foreach (var one in left.Where(IsKin).ToArray())
            {
                left.Remove(one);
                if (isStoppedAt(one.Pid)) continue;
                news = members.Add(one.Pid);
                found.Add(one.Pid);
                if (one.Unique != 0) uniques.Add(one.Unique);
                if (one.Session == one.Pid) sessions.Add(one.Pid);
                Keep(one);
            }
        }
        return found;

        bool IsKin(Kinship one) => members.Contains(one.Parent) || uniques.Contains(one.ParentUnique) || sessions.Contains(one.Session);

        void Keep(Kinship member)
        {
            if (member.Unique != 0) _uniques.Add(member.Unique);
            if (uniques.Contains(member.ParentUnique)) _uniques.Add(member.ParentUnique);
            if (sessions.Contains(member.Session)) _sessions.Add(member.Session);
        }
    }
}
