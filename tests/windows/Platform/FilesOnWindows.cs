namespace Mill.Tests.Platform;

/// <summary>On Windows.</summary>
public sealed class Files_on_Windows : FilesContract
{
    [Fact]
    public void C67_a_file_that_somebody_holds_for_a_moment_is_replaced_all_the_same()
    {
        using var folder = new Folder();
        folder.File("old", "old");
        folder.File("new", "new");
        using var held = new FileStream(folder["old"], FileMode.Open, FileAccess.Read, FileShare.None);
        using var letGo = new Timer(_ => held.Dispose(), null, 300, Timeout.Infinite);
        Mill.Platform.Current.Platform.Files.Replace(folder["new"], folder["old"]);
        Assert.Equal("new", File.ReadAllText(folder["old"]));
    }
}
