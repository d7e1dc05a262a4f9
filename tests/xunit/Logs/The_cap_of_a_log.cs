using Mill.Logs;
using Mill.Runs;
using Xunit;

namespace Mill.Tests.Logs;

public sealed class The_cap_of_a_log
{
    const long MiB = 1 << 20;
    const long Cap = 64 * MiB;

    [Theory]
    [InlineData(0, 0, Cap, null, null)]
    [InlineData(Cap, 0, Cap, null, null)]
    [InlineData(Cap + 1, 0, Cap, MiB, MiB)]
    [InlineData(Cap + MiB, 0, Cap, MiB, MiB)]
    [InlineData(Cap + MiB + 1, 0, Cap, MiB, 2 * MiB)]
    [InlineData(2 * MiB, 0, 2 * MiB, null, null)]
    [InlineData((2 * MiB) + 1, 0, 2 * MiB, MiB, MiB / 4)]
    [InlineData(Cap + (10 * MiB), 0, Cap, MiB, 10 * MiB)]
    [InlineData(Cap + (10 * MiB), 4 * MiB, Cap, 5 * MiB, 6 * MiB)]
    [InlineData(Cap + (10 * MiB), 10 * MiB, Cap, null, null)]
    [InlineData(Cap + (10 * MiB) + 1, 10 * MiB, Cap, 11 * MiB, MiB)]
    [InlineData(4 * 4096, 0, 2 * 4096, 4096L, 2 * 4096L)]
    [InlineData(10 * 4096, 0, 0, 0L, 10 * 4096L)]
    public void gives_back_what_lies_between_the_head_and_the_newest(long size, long givenBack, long cap, long? offset, long? length)
    {
        FileStretch? expected = offset is null ? null : new FileStretch(offset.Value, length!.Value);
        Assert.Equal(expected, LogCap.ToGiveBack(size, givenBack, cap));
    }

    // NTFS gives back 64 KiB at a time, and others whole blocks or records of their own; what is asked for beside them they leave, or fill with zeroes.
    [Fact]
    public void gives_back_whole_units_of_any_file_system()
    {
        var chance = new Random(1);
        for (var turn = 0; turn < 1_000; turn++)
        {
            var (cap, size, givenBack) = (chance.NextInt64(RunSpec.LeastLogCapBytes, Cap * 2), 0L, 0L);
            for (var look = 0; look < 10; look++)
            {
                size += chance.NextInt64(cap);
                if (LogCap.ToGiveBack(size, givenBack, cap) is not { } stretch)
                {
                    Assert.InRange(size - givenBack, 0, cap);
                    continue;
                }
                Assert.Equal((0, 0), (stretch.Offset % (64 << 10), stretch.Length % (64 << 10)));
                Assert.Equal(LogCap.HeadBytes(cap) + givenBack, stretch.Offset);
                givenBack += stretch.Length;
                Assert.InRange(size - givenBack, cap - (cap / 8), cap);
            }
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 1_000)]                                  // the first look
    [InlineData(0, 0, 15, 15_000)]                                // nothing comes
    [InlineData(16 * MiB, 0, 15, 15_000)]                         // a quarter of the cap in the whole time
    [InlineData(16 * MiB + 16, 0, 15, 1_000)]
    [InlineData(16 * MiB, 0, 1, 1_000)]
    [InlineData(16 * MiB + 1, 0, 1, 100)]
    [InlineData(500 * MiB, 400 * MiB, 1, 100)]
    [InlineData(500 * MiB, 500 * MiB, 0.1, 15_000)]               // the flood is over
    [InlineData(20 * MiB, 500 * MiB, 1, 100)]                     // emptied, and flooding again
    public void is_looked_after_as_often_as_the_log_grows(long size, long lastSize, double seconds, int expectedMs) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expectedMs), LogCap.NextLook(size, lastSize, TimeSpan.FromSeconds(seconds), Cap));
}
