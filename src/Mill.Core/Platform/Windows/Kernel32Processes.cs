using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>Calls of kernel32.dll about processes, jobs, events and consoles (processthreadsapi.h, jobapi2.h, synchapi.h, consoleapi.h).</summary>
internal static unsafe partial class Kernel32
{
    /// <summary>This process, for calls that take a handle.</summary>
    public const nint Self = -1;

    [LibraryImport(Library, EntryPoint = "LocalFree")]
    public static partial nint Free(nint memory);

    [LibraryImport(Library, EntryPoint = "CloseHandle")]
    public static partial int Close(nint handle);

    [LibraryImport(Library, EntryPoint = "Sleep")]
    public static partial void Sleep(uint milliseconds);

    [LibraryImport(Library, EntryPoint = "OpenProcess", SetLastError = true)]
    public static partial SafeWaitHandle OpenProcess(uint access, int inherited, int pid);

    [LibraryImport(Library, EntryPoint = "GetProcessTimes", SetLastError = true)]
    public static partial int Times(SafeWaitHandle process, long* created, long* ended, long* kernel, long* user);

    [LibraryImport(Library, EntryPoint = "GetExitCodeProcess", SetLastError = true)]
    public static partial int ExitCode(SafeWaitHandle process, uint* code);

    [LibraryImport(Library, EntryPoint = "TerminateProcess", SetLastError = true)]
    public static partial int Terminate(SafeWaitHandle process, uint code);

    [LibraryImport(Library, EntryPoint = "ReadProcessMemory", SetLastError = true)]
    public static partial int ReadMemory(SafeWaitHandle process, nuint from, void* into, nuint count, nuint* got);

    [LibraryImport(Library, EntryPoint = "K32GetProcessMemoryInfo", SetLastError = true)]
    public static partial int Memory(SafeWaitHandle process, nuint* into, uint size);

    [LibraryImport(Library, EntryPoint = "K32EmptyWorkingSet", SetLastError = true)]
    public static partial int EmptyWorkingSet(nint process);

    [LibraryImport(Library, EntryPoint = "CreateProcessW", SetLastError = true)]
    public static partial int CreateProcess(char* path, char* line, void* processSecurity, void* threadSecurity, int inherit, uint flags, char* environment, char* folder, StartupInfo* startup, NewProcess* process);

    [LibraryImport(Library, EntryPoint = "InitializeProcThreadAttributeList", SetLastError = true)]
    public static partial int BeginAttributes(void* list, uint count, uint flags, nuint* size);

    [LibraryImport(Library, EntryPoint = "UpdateProcThreadAttribute", SetLastError = true)]
    public static partial int AddAttribute(void* list, uint flags, nuint attribute, void* value, nuint size, void* before, nuint* beforeSize);

    [LibraryImport(Library, EntryPoint = "DeleteProcThreadAttributeList")]
    public static partial void EndAttributes(void* list);

    [LibraryImport(Library, EntryPoint = "ResumeThread", SetLastError = true)]
    public static partial uint Resume(nint thread);

    [LibraryImport(Library, EntryPoint = "DuplicateHandle", SetLastError = true)]
    public static partial int Duplicate(nint from, nint handle, nint to, nint* copy, uint access, int inherited, uint options);

    [LibraryImport(Library, EntryPoint = "SetHandleInformation", SetLastError = true)]
    public static partial int SetFlags(nint handle, uint which, uint flags);

    [LibraryImport(Library, EntryPoint = "GetStdHandle")]
    public static partial nint Standard(int which);

    [LibraryImport(Library, EntryPoint = "SetStdHandle")]
    public static partial int SetStandard(int which, nint handle);

    [LibraryImport(Library, EntryPoint = "SetErrorMode")]
    public static partial uint SetErrorMode(uint mode);

    [LibraryImport(Library, EntryPoint = "CreateJobObjectW", SetLastError = true)]
    public static partial SafeWaitHandle CreateJob(void* security, char* name);

    [LibraryImport(Library, EntryPoint = "AssignProcessToJobObject", SetLastError = true)]
    public static partial int PutIntoJob(SafeWaitHandle job, nint process);

    [LibraryImport(Library, EntryPoint = "TerminateJobObject", SetLastError = true)]
    public static partial int TerminateJob(SafeWaitHandle job, uint code);

    [LibraryImport(Library, EntryPoint = "SetInformationJobObject", SetLastError = true)]
    public static partial int SetJob(SafeWaitHandle job, int what, void* from, uint size);

    [LibraryImport(Library, EntryPoint = "QueryInformationJobObject", SetLastError = true)]
    public static partial int LookAtJob(nint job, int what, void* into, uint size, uint* needed);

    [LibraryImport(Library, EntryPoint = "IsProcessInJob", SetLastError = true)]
    public static partial int IsInJob(nint process, nint job, int* answer);

    [LibraryImport(Library, EntryPoint = "CreateIoCompletionPort", SetLastError = true)]
    public static partial SafeWaitHandle CreatePort(nint file, nint existing, nuint key, uint threads);

    [LibraryImport(Library, EntryPoint = "GetQueuedCompletionStatus", SetLastError = true)]
    public static partial int TakeFromPort(SafeWaitHandle port, uint* message, nuint* key, nint* overlapped, uint milliseconds);

    [LibraryImport(Library, EntryPoint = "CreateEventW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial SafeWaitHandle CreateEvent(void* security, int manual, int raised, string name);

    [LibraryImport(Library, EntryPoint = "OpenEventW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial SafeWaitHandle OpenEvent(uint access, int inherited, string name);

    [LibraryImport(Library, EntryPoint = "SetEvent", SetLastError = true)]
    public static partial int Raise(SafeWaitHandle one);

    [LibraryImport(Library, EntryPoint = "ResetEvent", SetLastError = true)]
    public static partial int Lower(SafeWaitHandle one);

    [LibraryImport(Library, EntryPoint = "WaitForMultipleObjects", SetLastError = true)]
    public static partial uint Wait(uint count, nint* handles, int all, uint milliseconds);

    [LibraryImport(Library, EntryPoint = "AttachConsole", SetLastError = true)]
    public static partial int AttachConsole(int pid);

    [LibraryImport(Library, EntryPoint = "FreeConsole", SetLastError = true)]
    public static partial int FreeConsole();

    [LibraryImport(Library, EntryPoint = "GenerateConsoleCtrlEvent", SetLastError = true)]
    public static partial int SendConsoleEvent(uint what, int group);

    [LibraryImport(Library, EntryPoint = "SetConsoleCtrlHandler", SetLastError = true)]
    public static partial int SetConsoleHandler(delegate* unmanaged<uint, int> handler, int add);

    [LibraryImport(Library, EntryPoint = "GetConsoleMode", SetLastError = true)]
    public static partial int ConsoleMode(nint console, uint* mode);

    [LibraryImport(Library, EntryPoint = "SetConsoleMode", SetLastError = true)]
    public static partial int SetConsoleMode(nint console, uint mode);

    [LibraryImport(Library, EntryPoint = "GetConsoleScreenBufferInfo", SetLastError = true)]
    public static partial int ConsoleSize(nint console, short* into);

    [LibraryImport(Library, EntryPoint = "WriteConsoleW", SetLastError = true)]
    public static partial int WriteConsole(nint console, char* text, uint count, uint* put, nint reserved);

    [LibraryImport(Library, EntryPoint = "GetTickCount64")]
    public static partial ulong MillisecondsOn();
}

/// <summary>How a process begins (struct STARTUPINFOEXW).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StartupInfo
{
    const uint UseStandardHandles = 0x100;

    uint _size;
    nint _reserved, _desktop, _title;
    uint _x, _y, _width, _height, _columns, _rows, _fill;
    uint _flags;
    ushort _show, _bytes;
    nint _moreBytes;
    nint _in, _out, _err;
    void* _attributes;

    /// <summary>One with these standard streams and attributes.</summary>
    public static StartupInfo Of(nint standardIn, nint standardOut, nint standardErr, void* attributes) => new()
    {
        _size = (uint)sizeof(StartupInfo),
        _flags = UseStandardHandles,
        _in = standardIn,
        _out = standardOut,
        _err = standardErr,
        _attributes = attributes,
    };
}

/// <summary>A process that was just made (struct PROCESS_INFORMATION).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NewProcess
{
    public nint Process, Thread;
    public int Pid, Tid;
}
