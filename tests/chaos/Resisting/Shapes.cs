namespace Mill.Chaos.Resisting;

/// <summary>One odd way for processes to live: a line of shell that leaves some behind, and stays out of the way.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Line">The shell that makes it.</param>
/// <param name="Most">How many processes it may have, where it is bound by a limit.</param>
sealed record Shape(string Name, string Line, int? Most = null)
{
    const string Hidden = "< /dev/null > /dev/null 2>&1";

    /// <summary>Those that can be made here.</summary>
    public static IReadOnlyList<Shape> All { get; } =
    [
        new("ignores TERM", "sh -c 'trap \"\" TERM; while :; do sleep 1; done' &"),
        new("two forks and a session of its own", $"(setsid sleep 600 {Hidden} &)"),
        new("overwrites its environment", $"(setsid '{Places.Dummy}' overwrite-environment over.pid {Hidden} &)"),
        new("takes another name", $"(setsid '{Places.Dummy}' rename name.pid {Hidden} &)"),
        new("has an empty environment", $"(setsid env -i sleep 600 {Hidden} &)"),
        new("keeps zombies", "sh -c 'sleep 0 & exec sleep 600' &"),
        new("stands still", "sh -c 'kill -STOP $$; exec sleep 600' &"),
        new("holds another as a debugger does", $"'{Places.Dummy}' hold-another held.pid &"),
        new("waits in vfork", $"'{Places.Dummy}' wait-for-vfork &"),
        new("has lost its main thread", $"'{Places.Dummy}' main-thread-gone &"),
        new("is started anew when it is killed", "(trap '' TERM; while :; do sleep 600 & wait $!; done) &"),
        new("chains of forks", "b() { sleep 0.05; b & }; (trap '' TERM; b; exec sleep 600) &"),
        new("a run inside", "mill start -- sleep 600 &"),
        .. Libc.IsRoot
            ?
            [
                new Shape("another set of pids", $"(setsid unshare --pid --fork env -i sleep 600 {Hidden} &)"),
                new Shape("other users and mounts", $"(setsid unshare --user --mount env -i sleep 600 {Hidden} &)"),
                new Shape("another user", $"(setsid setpriv --reuid 65534 --regid 65534 --clear-groups env -i sleep 600 {Hidden} &)"),
            ]
            : Array.Empty<Shape>(),
    ];

    /// <summary>So many chains of processes that each fork a next one and exit, as fast as they can, deaf to TERM.</summary>
    public static Shape Bomb(int chains) => new($"a bomb of {chains} chains", $"trap '' TERM; b() {{ b & exit 0; }}; i=0; while [ $i -lt {chains} ]; do b & i=$((i+1)); done");

    /// <summary>A bomb that doubles, deaf to TERM, until a limit stops it: whoever may fork no more begins anew, and tries again.</summary>
    public static Shape Doubling(int most)
    {
        // The limit counts all that its user has, and binds no root: as root it is a user that there is no other process of.
        var (others, become) = Libc.IsRoot ? ("", "setpriv --reuid $((100000 + $$)) --clear-groups") : ("$(ps -L -U $(id -u) -o lwp= | wc -l) +", "");
        return new($"a bomb that doubles, up to {most} processes", $$"""
            export BOMB='trap "" TERM; trap "exec sh -c "\$BOMB"" EXIT; while :; do sh -c "$BOMB" & done'
            (setsid {{become}} prlimit --nproc=$(({{others}} {{most}})) sh -c "$BOMB" {{Hidden}} &)
            """, most);
    }
}
