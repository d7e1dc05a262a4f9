using Mill.Platform.Linux;

namespace Mill.Tests.Platform;

/// <summary>On Linux.</summary>
public sealed class Locks_on_Linux : LocksContract
{
    [Theory]
    [InlineData(0xEF53, true), InlineData(0x58465342, true), InlineData(0x01021994, true), InlineData(0x794C7630, true)]
    [InlineData(0x6969, false), InlineData(0xFF534D42, false), InlineData(0xFE534D42, false), InlineData(0x01021997, false)]
    [InlineData(0x65735546, false), InlineData(0x00C36400, false), InlineData(0x0BD00BD0, false), InlineData(0x5346414F, false)]
    public void Network_and_foreign_file_systems_are_not_trusted(long kind, bool trusted) =>
        Assert.Equal(trusted, FileSystemKind.HasLocks(kind));

    [Fact]
    public void A_pipe_cannot_tell()
    {
        Assert.True(Libc.MakeFifo(Path));
        CannotTell("pipe");
    }
}
