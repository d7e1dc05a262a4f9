using Mill.PowerShell.Scripts;
using Engine = Mill.PowerShell.Scripts.Engine;

namespace Mill.Tests.Scripts;

public sealed class The_PowerShell_for_scripts
{
    static Engine Find(string process, params string[] there) =>
        new EngineLookup("/opt/ps", process, "/usr/bin:/usr/local/bin", there.Contains).Find();

    [Fact]
    public void is_this_very_one() =>
        Assert.Equal("/opt/ps/pwsh", Find("/other/pwsh", "/opt/ps/pwsh", "/opt/ps/pwsh.dll", "/usr/bin/dotnet", "/usr/bin/pwsh").Command);

    [Fact]
    public void is_the_program_of_this_process_where_its_folder_has_none() =>
        Assert.Equal("/home/me/.dotnet/tools/pwsh", Find("/home/me/.dotnet/tools/pwsh", "/opt/ps/pwsh.dll", "/usr/bin/dotnet").Command);

    [Theory]
    [InlineData("/sdk/dotnet", "/sdk/dotnet")]
    [InlineData("/usr/bin/host", "/usr/bin/dotnet")]
    public void is_run_by_dotnet_where_it_is_only_a_library(string process, string dotnet)
    {
        var engine = Find(process, "/opt/ps/pwsh.dll", "/usr/bin/dotnet", "/usr/local/bin/pwsh");
        Assert.Equal(dotnet, engine.Command);
        Assert.Equal(["/opt/ps/pwsh.dll"], engine.Before);
    }

    [Fact]
    public void is_the_one_on_PATH_where_this_one_cannot_be_started()
    {
        var engine = Find("/usr/bin/host", "/opt/ps/pwsh.dll", "/usr/local/bin/pwsh");
        Assert.Equal("/usr/local/bin/pwsh", engine.Command);
        Assert.Empty(engine.Before);
    }

    [Fact]
    public void is_asked_for_where_there_is_none()
    {
        var error = Assert.Throws<MillException>(() => Find("/usr/bin/host", "/opt/ps/pwsh.dll"));
        Assert.Equal(MillError.EngineNotFound, error.Code);
        Assert.Contains("/opt/ps/pwsh", error.Message);
    }
}
