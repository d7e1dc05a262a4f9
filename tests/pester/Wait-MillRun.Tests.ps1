Describe 'Wait-MillRun' {
    BeforeAll { . "$PSScriptRoot/Common.ps1" }
    AfterAll { Close-Home }

    It 'waits for all at the same time, and gives each back as it ends' {
        $slow = Start-Script 'while ! [ -e slow ]; do sleep 0.05; done' @{ Name = 'slow'; WorkingDirectory = $Work }
        $quick = Start-Script 'exit 3' @{ Name = 'quick' }
        $seen = $slow, $quick | Wait-MillRun | ForEach-Object { $_.Name; if ($_.Name -eq 'quick') { Set-Content "$Work/slow" '' } }
        $seen | Should -Be quick, slow
    }

    It 'gives back runs that are over, with no error for how they ended' {
        $bad = Complete-Script 'exit 3'
        $run = Wait-MillRun $bad -ErrorVariable seen
        $run.EffectiveStatus, $run.ExitCode, $seen.Count | Should -Be 'failed', 3, 0
    }

    It 'takes one deadline for all, and makes an error only of what goes on' {
        $done, $first, $second = (Complete-Script 'exit 0'), (Start-MillRun -- sleep 60), (Start-MillRun -- sleep 60)
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $run = $first, $done, $second | Wait-MillRun -Timeout 500ms -ErrorVariable seen -ErrorAction SilentlyContinue
        $clock.Elapsed.TotalSeconds | Should -BeGreaterThan 0.45
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        $run.Id | Should -Be $done.Id
        $seen.FullyQualifiedErrorId | Should -Be @('TimedOut,Mill.PowerShell.Commands.WaitMillRunCommand', 'TimedOut,Mill.PowerShell.Commands.WaitMillRunCommand')
        $seen.TargetObject | Sort-Object | Should -Be ($first.Id, $second.Id | Sort-Object)
        $seen[0].CategoryInfo.Category | Should -Be OperationTimeout
        $seen[0].Exception.Message | Should -BeLike 'Run * has not ended within 500ms; it goes on. Try: Watch-MillRun *'
        (Get-MillRun $first).EffectiveStatus | Should -Be running
        $first, $second | Stop-MillRun
    }

    It 'only looks where there is no time' {
        $live = Start-MillRun -- sleep 60
        (Get-Failure { Wait-MillRun $live -Timeout 0 }).FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
        (Complete-Script 'exit 0' | Wait-MillRun -Timeout 0).EffectiveStatus | Should -Be complete
        Stop-MillRun $live
    }

    It 'makes errors of bad ends where success is required' {
        $good, $bad = (Complete-Script 'exit 0'), (Complete-Script 'exit 3' @{ Name = 'bad' })
        $runs = $good, $bad | Wait-MillRun -RequireSuccess -ErrorVariable seen -ErrorAction SilentlyContinue
        $runs.Id | Sort-Object | Should -Be ($good.Id, $bad.Id | Sort-Object)
        $seen.FullyQualifiedErrorId | Should -BeExactly 'RunFailed,Mill.PowerShell.Commands.WaitMillRunCommand'
        $seen[0].TargetObject.Id | Should -Be $bad.Id
        $seen[0].ErrorDetails.RecommendedAction | Should -Be "Get-MillLog $($bad.Id) -Err"
        { $bad | Wait-MillRun -RequireSuccess -ErrorAction Stop } | Should -Throw -ErrorId 'RunFailed,*'
    }

    It 'C89 is told within 200 ms that the worker was killed' {
        $run = Start-MillRun -- sleep 60
        $clock = [Diagnostics.Stopwatch]::new()
        $killer = Start-ThreadJob { param($Worker, $Clock) [Threading.Thread]::Sleep(1500); $Clock.Start(); & /bin/kill -9 $Worker } -ArgumentList $run.Worker.Pid, $clock
        $ended = Wait-MillRun $run
        $clock.Stop()
        $ended.EffectiveStatus | Should -Be lost
        # The time to start kill is in it, on a machine that may be busy.
        $clock.ElapsedMilliseconds | Should -BeLessThan 1000
        (Get-Failure { Wait-MillRun $run -RequireSuccess }).Exception.Message | Should -BeLike "Run $($run.Id) is lost after *"
        $killer | Wait-Job | Remove-Job
        Repair-MillRun $run | Out-Null
    }

    It 'gives back a run too that is lost while it asks something' {
        $run = Start-Script 'mill ask "Go on?"'
        Wait-Until { (Get-MillRun $run).EffectiveStatus -eq 'waiting' } | Out-Null
        Stop-Worker (Get-MillRun $run)
        (Wait-MillRun $run).EffectiveStatus | Should -BeExactly lost
        Repair-MillRun $run | Out-Null
    }

    It 'gives one error for each item that is no run, and the others have their turn' {
        $done = Complete-Script 'exit 0'
        $run = 'no', '20200101-000000-abcd', 5, $done | Wait-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue
        $run.Id | Should -Be $done.Id
        $seen.FullyQualifiedErrorId -replace ',.*' | Should -Be BadRunId, RunNotFound, NotARun
    }

    It 'lets go at once when it is stopped' -Skip:(-not $IsLinux) {
        $live = Start-MillRun -- sleep 60
        $shell = [powershell]::Create().AddScript({ param($Module, $Id) Import-Module $Module; $Id | Wait-MillRun }).AddArgument($MillModule).AddArgument(@($live.Id))
        $null = $shell.BeginInvoke()
        Wait-Until { Get-ChildItem /proc/$PID/task/*/comm | Where-Object { (Get-Content $_ -ErrorAction Ignore) -like 'Mill reader*' } } | Out-Null
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 3
        (Get-MillRun $live).EffectiveStatus | Should -Be running
        Wait-Until { -not (Get-ChildItem /proc/$PID/task/*/comm | Where-Object { (Get-Content $_ -ErrorAction Ignore) -like 'Mill reader*' }) }
        Stop-MillRun $live
    }

    It 'says what it waits for' {
        $done = Complete-Script 'exit 0'
        $said = Wait-MillRun $done -Timeout 5s -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        $said[0].Message | Should -Be "Waiting for run $($done.Id), for 5s at most."
    }
}
