Describe 'Watch-MillRun' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        $ended = Complete-Script 'echo one; echo two >&2; exit 1' @{ Name = 'ended' }
        function Get-Reader { Get-ChildItem /proc/$PID/task/*/comm | Where-Object { (Get-Content $_ -ErrorAction Ignore) -like 'Mill reader*' } }
        function Get-Handle { (Get-ChildItem /proc/$PID/fd).Count }
    }
    AfterAll { Close-Home }

    It 'tells what happened, in order and as what it is' {
        $items = Watch-MillRun $ended
        $events = @($items | Where-Object { $_ -is [Mill.PowerShell.MillEvent] })
        $events.Type | Should -Be run:start, worker:start, spawn:start, run:status, spawn:error, run:failed
        $events.Sequence | Should -Be (1..6)
        $events[0].Payload.spec.command | Should -Be /bin/sh
        $events[0].At | Should -Be $events[0].At.ToLocalTime()
        $events[-1].Payload.exitCode | Should -Be 1
        $events[-1].Text | Should -BeExactly 'run:failed  failed  exit  exit code 1'
        $lines = @($items | Where-Object { $_ -is [Mill.PowerShell.MillLine] })
        $lines | ForEach-Object { "$($_.Channel) $($_.Spawn) $_" } | Should -Be 'out main.1 one', 'err main.1 two'
        $items | ForEach-Object { $_.Id | Should -Be $ended.Id; $_.Home | Should -Be $ended.Home; $_ | Should -BeOfType Mill.PowerShell.MillItem }
    }

    It 'tells of one channel' {
        (Watch-MillRun $ended -Channel Io).Text | Should -Be one, two
        (Watch-MillRun $ended -Channel Events | ForEach-Object Channel | Sort-Object -Unique) | Should -Be event
        (Get-Failure { Watch-MillRun $ended -Channel Nothing }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'tells only the last of what happened' {
        (Watch-MillRun $ended -Tail 2).Type | Should -Be spawn:error, run:failed
        Watch-MillRun $ended -Tail 0 | Should -BeNullOrEmpty
        (Watch-MillRun $ended -Tail 1 -Channel Io).Text | Should -Be two
    }

    It 'tells only what is younger' {
        @(Watch-MillRun $ended -Since 1h).Count | Should -Be 8
        Watch-MillRun $ended -Since (Get-Date).AddHours(1) | Should -BeNullOrEmpty
        $moment = (Watch-MillRun $ended -Channel Events)[4].At
        (Watch-MillRun $ended -Since $moment -Channel Events).Type | Should -Be spawn:error, run:failed
    }

    It 'C88 follows several runs at once, and ends with them' {
        $runs = 'a', 'b' | ForEach-Object { Start-Script "echo $_; while ! [ -e both ]; do sleep 0.05; done; echo $_$_" @{ WorkingDirectory = $Work } }
        $lines = $runs | Watch-MillRun -Channel Io | ForEach-Object { $seen = @($seen) + $_.Text; if ('a' -in $seen -and 'b' -in $seen) { Set-Content "$Work/both" '' }; $_.Text }
        $lines | Sort-Object | Should -Be a, aa, b, bb
        $lines[2..3] | Sort-Object | Should -Be aa, bb
    }

    It 'leaves nothing behind when nobody wants more' -Skip:(-not $IsLinux) {
        $runs = 1, 2 | ForEach-Object { Start-Script 'while :; do echo x; sleep 0.02; done' }
        $runs | Watch-MillRun | Select-Object -First 1 | Out-Null
        $before = Get-Handle
        1..20 | ForEach-Object {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            @($runs | Watch-MillRun | Select-Object -First 3).Count | Should -Be 3
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        }
        Get-Reader | Should -BeNullOrEmpty
        Get-Handle | Should -BeLessThan ($before + 10)
        $runs | Stop-MillRun
    }

    It 'is told that the worker was killed, and ends' {
        $run = Start-MillRun -- sleep 60
        Stop-Worker $run
        $last = (Watch-MillRun $run)[-1]
        $last | Should -BeOfType Mill.PowerShell.MillNote
        $last.Text | Should -BeLike 'lost: *'
        Repair-MillRun $run | Out-Null
    }

    It 'draws nothing where nobody looks, and gives the runs' {
        $run = Start-Script 'exit 2'
        $shell = Invoke-Shell "Watch-MillRun $($run.Id) -Progress | ForEach-Object ExitCode"
        $shell.Out | Should -BeExactly 2
        (Get-Failure { Watch-MillRun $run -Progress -Tail 1 }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousParameterSet,*'
    }

    It 'gives one error for each item that is no run, and the others have their turn' {
        $items = 'no', '20200101-000000-abcd', $ended | Watch-MillRun -Channel Io -ErrorVariable seen -ErrorAction SilentlyContinue
        $items.Text | Should -Be one, two
        $seen.FullyQualifiedErrorId -replace ',.*' | Should -Be BadRunId, RunNotFound
    }

    It 'gives what names its run, also as JSON' {
        ((Watch-MillRun $ended)[0] | Get-MillRun).Id | Should -Be $ended.Id
        $json = (Watch-MillRun $ended)[0] | ConvertTo-Json -Depth 6 -WarningAction Ignore | ConvertFrom-Json
        $json.Type, $json.Payload.spec.command | Should -Be 'run:start', '/bin/sh'
        ($json | Get-MillRun).Id | Should -Be $ended.Id
    }
}
