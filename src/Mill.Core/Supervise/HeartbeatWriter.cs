using Microsoft.Win32.SafeHandles;
using Mill.Json;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>Writes the heartbeat: one write of one width in place, so that no reader ever sees half of it.</summary>
internal sealed class HeartbeatWriter : IDisposable
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    const int Width = 4096;

    readonly RunFolder _folder;
    SafeFileHandle _file;
    long _tick;

    /// <summary>Makes the file; whatever an earlier generation left in it is overwritten.</summary>
    public HeartbeatWriter(RunFolder folder)
    {
        _folder = folder;
        _file = folder.Platform.Files.OpenToUpdate(folder[FileNames.Heartbeat]);
    }

    /// <summary>Writes one.</summary>
    public void Write(int generation, Progress progress, long? lastActivityAt, IReadOnlyList<ProcessFacts> tree)
    {
        var self = _folder.Platform.Processes.Self;
        var beat = new Heartbeat
        {
            Pid = self.Pid,
            StartTime = self.StartTime,
            At = _folder.Platform.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            BootId = self.BootId,
            AtBootMs = Liveness.Ages.BootMs(_folder.Platform),
            RunId = _folder.Id.Text,
            Generation = generation,
            Tick = _tick++,
            Memory = new MemoryFigures(Mb(_folder.Platform.Processes.Look(self.Pid)?.ResidentBytes ?? 0), Mb(tree.Sum(one => one.ResidentBytes))),
            LastActivityAt = lastActivityAt,
            Current = progress.Current,
            Progress = progress,
            Descendants = [.. tree.Select(one => new Descendant(one.Identity.Pid, one.Identity.StartTime))],
        };
        Renew();
        _folder.Platform.Files.WriteAt(_file, Fit(beat), 0);
    }

    // Somebody may have taken the file away.
    void Renew()
    {
        var (files, path) = (_folder.Platform.Files, _folder[FileNames.Heartbeat]);
        if (files.Look(path)?.Id == files.Look(_file).Id) return;
        var anew = files.OpenToUpdate(path);
        _file.Dispose();
        _file = anew;
    }

    /// <summary>Lets go of the file.</summary>
    public void Dispose() => _file.Dispose();

    // The tree is told as far as it fits; whoever is not told carries the run's marks all the same.
    static byte[] Fit(Heartbeat beat)
    {
        var bytes = MillJson.Bytes(beat, Forms.Of);
        while (bytes.Length >= Width && beat.Descendants.Count > 0)
        {
            beat = beat with { Descendants = [.. beat.Descendants.Take(beat.Descendants.Count / 2)] };
            bytes = MillJson.Bytes(beat, Forms.Of);
        }
        var padded = new byte[Width];
        padded.AsSpan().Fill((byte)' ');
        bytes.CopyTo(padded);
        padded[^1] = (byte)'\n';
        return padded;
    }

    static double Mb(long bytes) => Math.Round(bytes / 1048576.0, 1);
}
