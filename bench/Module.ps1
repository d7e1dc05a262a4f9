# Measures the module beside what else there is, in one warm shell and in turns; writes rows of a Markdown table.
param([Parameter(Mandatory)] [string] $Module, [Parameter(Mandatory)] [string] $Bench, [int] $Rounds = 30)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Write-Row([string] $What, [string] $Target, [string] $Measured) { "| $What | $Target | $Measured |" }
function Get-Median([double[]] $Values) { ($Values | Sort-Object)[[int][Math]::Floor($Values.Count / 2)] }
function Measure-Act([scriptblock] $Act) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $null = & $Act
    $clock.Elapsed.TotalMilliseconds
}

# Each has its turn in every round; what a round leaves behind is waited for outside the clock.
function Compare-Act([Collections.IDictionary] $Acts, [int] $Count, [scriptblock] $Between = {}) {
    $times = @{}
    foreach ($name in $Acts.Keys) { $times[$name] = [Collections.Generic.List[double]]::new(); $null = & $Acts[$name]; & $Between }
    foreach ($round in 1..$Count) {
        foreach ($name in $Acts.Keys) { $times[$name].Add((Measure-Act $Acts[$name])); & $Between }
    }
    $medians = @{}
    foreach ($name in $Acts.Keys) { $medians[$name] = Get-Median $times[$name] }
    $medians
}

function Get-Ratio($Times, [string] $One, [string] $Other) {
    '{0:0.00}× ({1:0.0} ms, {2:0.0} ms)' -f ($Times[$One] / $Times[$Other]), $Times[$One], $Times[$Other]
}

function Measure-Import {
    $code = "`$c = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$Module'; `$c.Elapsed.TotalMilliseconds"
    $times = foreach ($round in 1..7) { [double] (& ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $code) }
    Write-Row 'module import, in a fresh shell' '≤ 150 ms' ('{0:0} ms' -f (Get-Median $times))
}

function Measure-Start {
    $acts = [ordered]@{ mill = { Start-MillRun -- true }; process = { Start-Process true -PassThru }; job = { Start-Job { } }; answer = { Start-Job { 1 } | Receive-Job -Wait -AutoRemoveJob } }
    if (Get-Command tsp -ErrorAction Ignore) { $acts.tsp = { & tsp true } }
    if (Get-Command nq -ErrorAction Ignore) { $acts.nq = { & nq true } }
    $times = Compare-Act $acts $Rounds { Get-MillRun -Active | Wait-MillRun | Out-Null; Get-Job | Wait-Job | Remove-Job }
    foreach ($rival in @{ Name = 'tsp'; What = '`& tsp true`'; Target = '≤ 1.5×' }, @{ Name = 'nq'; What = '`& nq true`' }, @{ Name = 'process'; What = '`Start-Process true`' }) {
        if ($times[$rival.Name]) { Write-Row "``Start-MillRun`` warm, against $($rival.What)" $rival.Target (Get-Ratio $times mill $rival.Name) }
        else { Write-Row "``Start-MillRun`` warm, against $($rival.What)" $rival.Target 'left out: not installed' }
    }
    Write-Row '`Start-Job` until its process answers, against `Start-MillRun`, whose process runs when it returns' '≥ 4×' (Get-Ratio $times answer mill)
    Write-Row '`Start-Job` returning, of whose process nothing is known yet, against `Start-MillRun`' '' (Get-Ratio $times job mill)
}

function Measure-Objects {
    $acts = [ordered]@{
        mill = { Start-MillRun { foreach ($i in 1..100000) { [pscustomobject]@{ Index = $i; Name = 'n' } } } | Wait-MillRun | Receive-MillRun }
        job  = { Start-Job { foreach ($i in 1..100000) { [pscustomobject]@{ Index = $i; Name = 'n' } } } | Receive-Job -Wait -AutoRemoveJob }
    }
    Write-Row '100,000 small objects through a script run, against `Start-Job`' '≤ 1.2×' (Get-Ratio (Compare-Act $acts 3) mill job)
}

function Measure-Shell {
    $self = [Diagnostics.Process]::GetCurrentProcess()
    function Get-Figures { [GC]::Collect(); [GC]::WaitForPendingFinalizers(); $self.Refresh(); $self.WorkingSet64 / 1MB; @(Get-ChildItem /proc/self/fd).Count; $self.Threads.Count }
    1..50 | ForEach-Object { $null = Start-MillRun -- true }
    $before = Get-Figures
    1..1000 | ForEach-Object { $null = Start-MillRun -- true }
    $after = Get-Figures
    Write-Row 'the shell after 1,000 more starts: memory, open files, threads' 'no growth' (
        '{0:+0.0;-0.0} MB, {1:+0;-0;0}, {2:+0;-0;0}' -f ($after[0] - $before[0]), ($after[1] - $before[1]), ($after[2] - $before[2]))
}

function Measure-List {
    $id = (Start-MillRun -- true | Wait-MillRun).Id
    Get-MillRun | Where-Object Id -ne $id | Remove-MillRun -Force
    $made = 1
    foreach ($count in 1000, 100000) {
        & $Bench copies $env:MILL_HOME $id ($count - $made)
        $made = $count
        Write-Row "``Get-MillRun`` of $($count.ToString('n0')) runs" '' ('{0:0} ms' -f (Get-Median @(foreach ($round in 1..3) { Measure-Act { Get-MillRun } })))
        Write-Row "``Get-MillRun -Newest 50`` of $($count.ToString('n0')) runs" '' ('{0:0} ms' -f (Get-Median @(foreach ($round in 1..3) { Measure-Act { Get-MillRun -Newest 50 } })))
    }
}

Measure-Import
Import-Module $Module
Measure-Start
Measure-Objects
Measure-Shell
Get-MillRun -Active | Wait-MillRun | Out-Null
Measure-List
