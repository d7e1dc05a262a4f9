# Dot-sourced in the BeforeAll of every file: the module, a home of the file's own, and what its tests need.
# The file's AfterAll calls Close-Home.

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$Repository = (Resolve-Path "$PSScriptRoot/../..").Path
$MillModule = if ($env:MILL_MODULE) { (Resolve-Path $env:MILL_MODULE).Path } else { "$Repository/artifacts/module/Mill" }
$Pwsh = [Environment]::ProcessPath

# Not in TestDrive: Pester empties that at the end of each block, with runs still in it.
$Root = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "mill-pester-$([guid]::NewGuid().ToString('n')[0..7] -join '')")).FullName
$Work = (New-Item -ItemType Directory "$Root/work").FullName

# The tests may themselves be running inside a run.
Get-ChildItem env:MILL_* -Exclude MILL_MODULE, MILL_TEST_* | Remove-Item
$env:MILL_HOME = "$Root/home"
$env:NO_COLOR = '1'
$env:POWERSHELL_TELEMETRY_OPTOUT = '1'
$env:POWERSHELL_UPDATECHECK = 'Off'

if ((Get-Module Mill).ModuleBase -ne $MillModule) { Import-Module $MillModule -Force }

# Returns as soon as the condition gives something true, and gives it; fails after the deadline (in seconds).
function Wait-Until([scriptblock] $Condition, [double] $Deadline = 15, [string] $What = "$Condition".Trim()) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    do {
        $seen = & $Condition
        if ($seen) { return $seen }
        [Threading.Thread]::Sleep(20)
    } while ($clock.Elapsed.TotalSeconds -lt $Deadline)
    throw "Not within $Deadline s: $What"
}

# Starts a shell script as a run.
function Start-Script([string] $Script, [hashtable] $Options = @{}) { Start-MillRun @Options -- /bin/sh -c $Script }

# Runs a shell script to its end.
function Complete-Script([string] $Script, [hashtable] $Options = @{}) { Start-Script $Script $Options | Wait-MillRun }

# The errors of a script block, written or thrown; what it gives is let go.
function Get-Failure([scriptblock] $Act) {
    $ErrorActionPreference = 'Continue'
    $errors = [Collections.Generic.List[object]]::new()
    try { & $Act 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { $errors.Add($_) } }
    catch { $errors.Add($_) }
    $errors
}

# Every name and byte below a folder, as one text, but for the heartbeats of what lives.
function Get-TreeHash([string] $Folder = $env:MILL_HOME) {
    (Get-ChildItem -LiteralPath $Folder -Recurse -Force | Where-Object Name -ne heartbeat.json | Sort-Object FullName | ForEach-Object {
        "$($_.FullName) $($_.UnixFileMode) $(if (-not $_.PSIsContainer) { (Get-FileHash -LiteralPath $_.FullName).Hash })"
    }) -join "`n"
}

# Another PowerShell on this home, with the module; its streams are pipes to the test. With -OwnSession its pid, group and session are one number.
function Start-Shell([string] $Command, [string[]] $Arguments = @('-Command', "Import-Module '$MillModule'; $Command"), [switch] $OwnSession) {
    $line = @($Pwsh, '-NoLogo', '-NoProfile', '-NonInteractive') + $Arguments
    if ($OwnSession -and -not $IsWindows) { $line = @($IsMacOS ? ('perl', '-MPOSIX', '-e', 'setsid(); exec @ARGV') : 'setsid') + $line }
    $start = [Diagnostics.ProcessStartInfo]::new($line[0], [string[]] $line[1..($line.Length - 1)])
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.WorkingDirectory = $Work
    [Diagnostics.Process]::Start($start)
}

# The same to its end: ExitCode, Out, Err. Fails, and ends it, when somebody still holds its output at the deadline (in seconds).
function Invoke-Shell([string] $Command, [string[]] $Arguments = @('-Command', "Import-Module '$MillModule'; $Command"), [double] $Deadline = 60) {
    $shell = Start-Shell $Command $Arguments
    $shell.StandardInput.Close()
    $out, $err = $shell.StandardOutput.ReadToEndAsync(), $shell.StandardError.ReadToEndAsync()
    if (-not [Threading.Tasks.Task]::WaitAll(@($out, $err, $shell.WaitForExitAsync()), [timespan]::FromSeconds($Deadline))) {
        $shell.Kill($true)
        throw "Not over within $Deadline s: $Command"
    }
    [pscustomobject] @{ ExitCode = $shell.ExitCode; Out = $out.Result.TrimEnd(); Err = $err.Result.TrimEnd() }
}

# Sends a signal to a process, or to a group when the number is negative.
function Send-Signal([int] $To, [string] $Signal = 'KILL') {
    if ($IsWindows) { return Stop-Process -Id $To -Force }
    & /bin/sh -c "kill -s $Signal -- $To"
    if ($LASTEXITCODE -ne 0) { throw "SIG$Signal did not reach $To." }
}

# Whether a process is there: no zombie, or one with threads that still hold what it held.
function Test-Alive([int] $Id) {
    if ($IsWindows) { return [bool] (Get-Process -Id $Id -ErrorAction Ignore) }
    if ($IsMacOS) { return (& ps -o stat= -p $Id) -match '^[^Z]' }
    $stat = Get-Content -LiteralPath "/proc/$Id/stat" -ErrorAction Ignore
    if (-not $stat) { return $false }
    $facts = -split ($stat -replace '^.*\) ')
    $facts[0] -notin 'Z', 'X' -or [int] $facts[17] -gt 1
}

# The pid of a run's process, and one that a process of the run wrote into a file.
function Get-ProcessOf($Run) { (Get-Content "$($Run.Directory)/events.ndjson" | ConvertFrom-Json | Where-Object type -eq 'spawn:start' | Select-Object -Last 1).payload.process.pid }
function Get-PidIn([string] $File) {
    [int] (Wait-Until { if ((Get-Content -Raw -LiteralPath $File -ErrorAction Ignore) -match '^(\d+)\n') { $Matches[1] } } -What "a pid in $File")
}

# Ends the worker with no chance to record anything, and its process too unless that is to be left.
function Stop-Worker($Run, [switch] $LeaveProcess) {
    $process = Get-ProcessOf $Run
    Send-Signal $Run.Worker.Pid
    Wait-Until { -not (Test-Alive $Run.Worker.Pid) } -What 'the worker is gone' | Out-Null
    if (-not $LeaveProcess) { Send-Signal $process }
}

# Every process of this home but this one, by its command line and, where that can be seen, its environment: workers, what they
# launched, and shells.
function Get-HomeProcess {
    if (-not $IsLinux) {
        $all = if ($IsWindows) { Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.CommandLine)" } } else { & ps axEww -o pid=,command= }
        $all | Where-Object { $_.Contains($Root) } | ForEach-Object { $id, $line = $_.Trim() -split ' ', 2; [pscustomobject] @{ Id = [int] $id; CommandLine = $line } } |
            Where-Object { $_.Id -ne $PID -and (Test-Alive $_.Id) }
        return
    }
    foreach ($folder in [IO.Directory]::EnumerateDirectories('/proc')) {
        $id = [IO.Path]::GetFileName($folder)
        if ($id -notmatch '^\d+$' -or [int] $id -eq $PID -or -not (Test-Alive $id)) { continue }
        try { $line, $variables = [IO.File]::ReadAllText("$folder/cmdline"), [IO.File]::ReadAllText("$folder/environ") }
        catch { continue } # It ended meanwhile, or is somebody else's.
        if ("$line$variables".Contains($Root)) { [pscustomobject] @{ Id = [int] $id; CommandLine = $line.Replace("`0", ' ') } }
    }
}

# Ends every run of the home, insists that no process of it is left, and removes it.
function Close-Home {
    Get-MillRun -Active -ErrorAction Ignore -WarningAction Ignore | Stop-MillRun -Force -Grace 0.2 -Confirm:$false -ErrorAction Ignore | Out-Null
    $deadline = [Diagnostics.Stopwatch]::StartNew()
    while (($left = @(Get-HomeProcess)) -and $deadline.Elapsed.TotalSeconds -lt 10) { [Threading.Thread]::Sleep(50) }
    $left | ForEach-Object { Send-Signal $_.Id }
    if ($IsWindows) { Remove-Item -LiteralPath $Root -Recurse -Force } else { & /bin/sh -c 'chmod -R u+rwX "$0" && rm -rf "$0"' $Root }
    Remove-Item env:MILL_HOME
    if ($left) { throw "Processes of these tests are left:`n$(($left | ForEach-Object { "$($_.Id) $($_.CommandLine)" }) -join "`n")" }
}
