namespace Mill.Platform.Posix;

/// <summary>Signals and what Mill does with them (signal.h; numbers of Linux, on x64 and arm64 alike).</summary>
internal static unsafe class Signals
{
    public const int Hangup = 1, Interrupt = 2, Quit = 3, Illegal = 4, Trap = 5, Abort = 6, Bus = 7, FloatingPoint = 8,
        Kill = 9, User1 = 10, Segment = 11, User2 = 12, Pipe = 13, Alarm = 14, Term = 15, Child = 17, Continue = 18,
        Stop = 19, TerminalStop = 20, Urgent = 23, Window = 28;

    const int SetMaskTo = 2;
    const int ActionSize = 256;
    const int LastClassic = 31;

    static readonly string[] s_names =
    [
        "0", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1",
        "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP",
        "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    /// <summary>What a supervisor reads instead of being interrupted: all but the faults that its runtime turns into
    /// exceptions, and 32 to 35, which the C library and the runtime use for themselves (the first real-time signal is
    /// 34 in glibc and 35 in musl). A fault of its own ends a process that holds its signal all the same.</summary>
    public static SignalSet Held { get; } = SignalSet.All.Without(
        FloatingPoint, Segment, Kill, Stop, 32, 33, 34, 35);

    /// <summary>The name of a signal.</summary>
    public static string Name(int signal) => signal <= LastClassic ? s_names[signal] : $"SIGRT{signal}";

    /// <summary>Whether a supervisor need not know of a signal.</summary>
    public static bool IsHarmless(int signal) => signal is Window or Continue or Urgent or Pipe or Child;

    /// <summary>Whether a signal asks for an end.</summary>
    public static bool AsksToEnd(int signal) => signal is Term or Interrupt or Hangup;

    /// <summary>Holds signals back in this thread and those that it starts.</summary>
    public static void Hold()
    {
        var held = Held;
        if (Libc.SetMask(SetMaskTo, &held, null) is var error and not 0)
            throw Failure.Refused("to hold signals back", error);
    }

    /// <summary>Lets held signals do again what they do by default: an ignored SIGCHLD would lose exit codes.</summary>
    public static void RestoreDefaults()
    {
        var plain = stackalloc byte[ActionSize];
        new Span<byte>(plain, ActionSize).Clear();
        for (var signal = 1; signal <= LastClassic; signal++)
            if (signal != Pipe && Held.Has(signal)) _ = Libc.SetAction(signal, plain, null);
    }
}
