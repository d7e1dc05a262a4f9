Describe 'Get-MillRun' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        $first = Complete-Script 'exit 0' @{ Name = 'nightly build'; Tag = @{ kind = 'report'; Who = 'me' } }
        $second = Complete-Script 'echo said; echo complained >&2; exit 3' @{ Name = 'nightly' }
        $third = Complete-Script 'exit 0' @{ Tag = @{ kind = 'other' } }
        $live = Start-Script 'echo here; sleep 600 & sleep 600' @{ Name = 'live'; Timeout = '10m' }
    }
    AfterAll { Close-Home }

    Context 'which runs' {
        It 'gives all of them, the newest first' {
            $all = Get-MillRun
            $all.Id | Should -Be ($live, $third, $second, $first).Id
            $all | Should -BeOfType Mill.PowerShell.MillRun
        }

        It 'gives those that <Line> asks for' -ForEach @(
            @{ Line = '-Name nightly'; Names = 'nightly' }
            @{ Line = '-Name night*'; Names = 'nightly', 'nightly build' }
            @{ Line = '-Name NIGHTLY, l?ve'; Names = 'live', 'nightly' }
            @{ Line = '-Name night[a-l]y'; Names = 'nightly' }
            @{ Line = '-Name nobody'; Names = @() }
            @{ Line = 'night*'; Names = 'nightly', 'nightly build' }
            @{ Line = '*'; Names = 'live', $null, 'nightly', 'nightly build' }
            @{ Line = 'night* -Status failed'; Names = 'nightly' }
            @{ Line = 'night* -Name *build'; Names = 'nightly build' }
            @{ Line = '-Status failed, running'; Names = 'live', 'nightly' }
            @{ Line = '-Active'; Names = 'live' }
            @{ Line = '-Health ended -Status failed'; Names = 'nightly' }
            @{ Line = '-Health healthy'; Names = 'live' }
            @{ Line = '-Tag kind=report'; Names = 'nightly build' }
            @{ Line = '-Tag @{ kind = "report" }'; Names = 'nightly build' }
            @{ Line = '-Tag $first.Tags'; Names = 'nightly build' }
            @{ Line = '-Tag kind'; Names = $null, 'nightly build' }
            @{ Line = '-Newest 1'; Names = 'live' }
            @{ Line = '-Newest 1 -Name night*'; Names = 'nightly' }
            @{ Line = 'night*, l?ve -Newest 1'; Names = 'live' }
            @{ Line = '$first, $second, $live -Newest 2'; Names = 'live', 'nightly' }
            @{ Line = '$first, $second, $live -Newest 1 -Status complete'; Names = 'nightly build' }
            @{ Line = '-After 1h -Name live'; Names = 'live' }
            @{ Line = '-Before 1h'; Names = @() }
            @{ Line = '-Before (Get-Date).AddDays(-1)'; Names = @() }
        ) {
            $wanted = @($Names)
            $got = @(Invoke-Expression "Get-MillRun $Line" | Sort-Object CreatedAt -Descending)
            $got.Count | Should -Be $wanted.Count
            if ($wanted) { $got.Name | Should -Be $wanted }
        }

        It 'takes <What>' -ForEach @(
            @{ What = 'part of an id'; Give = { $second.Id.Substring(16) } }
            @{ What = 'a like id'; Give = { "*$($second.Id.Substring(15))" } }
            @{ What = 'a run'; Give = { $second } }
        ) {
            (Get-MillRun (& $Give)).Id | Should -BeExactly $second.Id
        }

        It 'looks at only those of several that a filter lets through' {
            (Get-MillRun $first, $second -Status failed).Id | Should -BeExactly $second.Id
            ($first, $second, $live | Get-MillRun -Active).Id | Should -BeExactly $live.Id
            ($first, $live, $second | Get-MillRun -Newest 2).Id | Should -Be $live.Id, $second.Id
        }

        It 'refuses wildcards from the pipeline' {
            (Get-Failure { 'night*' | Get-MillRun }).FullyQualifiedErrorId | Should -BeLike 'BadRunId,*'
        }

        It 'says how a moment is written where <Given> is none' -ForEach @(@{ Given = 'yesterday' }, @{ Given = '7D' }) {
            (Get-Failure { Get-MillRun -After $Given }).Exception.Message | Should -BeLike "*'$Given' is no moment: write a date, or how long ago: 30s, 10m, 2h, 7d."
        }

        It 'gives nothing, and no error, of a home that is not there' {
            Get-MillRun -MillHome "$Root/nowhere" | Should -BeNullOrEmpty
            Test-Path "$Root/nowhere" | Should -BeFalse
        }
    }

    Context 'what is true' {
        It 'is told anew of a run that was got before' {
            $old = Start-Script 'sleep 600'
            $old.EffectiveStatus | Should -BeExactly running
            Stop-Worker $old
            $now = $old | Get-MillRun
            $now.EffectiveStatus, $now.Status, $now.Health, $now.Mismatch | Should -Be lost, running, dead, $true
            (Get-MillRun -Status lost).Id | Should -BeExactly $old.Id
            Get-MillRun -Status running | ForEach-Object Id | Should -Not -Contain $old.Id
            $old | Repair-MillRun | Out-Null
        }

        It 'is plain' {
            $run = Get-MillRun $second
            foreach ($name in 'Id', 'Status', 'EffectiveStatus', 'Health', 'Reason') { $run.$name | Should -BeOfType string }
            foreach ($name in 'CreatedAt', 'StartedAt', 'EndedAt') { $run.$name | Should -BeOfType datetime; $run.$name.Kind | Should -Be Local }
            $run.Duration | Should -BeOfType timespan
            $run.Duration.TotalMilliseconds | Should -Be $run.DurationMs
            , $run.Arguments | Should -BeOfType array
            $run.ExitCode | Should -BeExactly 3
            "$run" | Should -BeExactly $run.Id
        }

        It 'has tags whatever their case' {
            (Get-MillRun $first).Tags.who | Should -BeExactly me
            $odd = Complete-Script 'exit 0' @{ Tag = 'a=1', 'A=2' }
            (Get-MillRun $odd).Tags.Count | Should -Be 2
            $odd | Remove-MillRun -Confirm:$false
        }

        It 'has tags that can be read in a table of text' {
            ($third | ConvertTo-Csv | ConvertFrom-Csv).Tags | Should -BeExactly 'kind=other'
            "$($live.Tags)" | Should -BeExactly ''
        }

        It 'names the run again after <What>' -ForEach @(
            @{ What = 'JSON'; Through = { $_ | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
            @{ What = 'CLIXML'; Through = { $_ | Export-Clixml "$Work/run.xml"; Import-Clixml "$Work/run.xml" } }
            @{ What = 'a selection'; Through = { $_ | Select-Object Id, Home, Status } }
        ) {
            ($second | ForEach-Object $Through | Get-MillRun).Id | Should -BeExactly $second.Id
            (Get-MillRun $second -Detailed | ForEach-Object $Through | Get-MillRun).Id | Should -BeExactly $second.Id
        }

        It 'becomes JSON without loss at a depth of five' {
            Get-MillRun $live -Detailed | ConvertTo-Json -Depth 5 -WarningVariable warned -WarningAction SilentlyContinue | Should -Not -Match 'Mill\.PowerShell\.|System\.'
            $warned | Should -BeNullOrEmpty
        }
    }

    Context 'a run that is not there' {
        It 'says of <Given> what is near' -ForEach @(
            @{ Given = 'nightly'; Id = 'RunNotFound'; Says = "*; 1 is named 'nightly'. Try: Get-MillRun -Name nightly" }
            @{ Given = 'nihgtly'; Id = 'RunNotFound'; Says = "*; 1 is named 'nightly'. Try: Get-MillRun -Name nightly" }
            @{ Given = 'Nightly Build'; Id = 'BadRunId'; Says = "*; 1 is named 'Nightly Build'. Try: Get-MillRun -Name 'Nightly Build'" }
            @{ Given = 'night'; Id = 'RunNotFound'; Says = "*; 2 are named like it: 'nightly', 'nightly build'. Try: Get-MillRun -Name '``*night``*'" }
            @{ Given = '20200101-000000-abcd'; Id = 'RunNotFound'; Says = 'No run has the id 20200101-000000-abcd. Try: Get-MillRun' }
        ) {
            $seen = Get-Failure { Get-MillRun $Given }
            $seen.FullyQualifiedErrorId | Should -BeExactly "$Id,Mill.PowerShell.Commands.GetMillRunCommand"
            $seen.Exception.Message | Should -BeLike $Says
        }

        It 'says of <Line> that no run is meant, and what is' -ForEach @(
            @{ Line = '20261125'; Says = "20261125 is a number to PowerShell. If it is part of a run's id, quote it: '20261125'" }
            @{ Line = '2e77'; Says = "2e77 is a number to PowerShell. *quote it: '2e77'" }
            @{ Line = '22gb'; Says = "22gb is a number to PowerShell. *quote it: '22gb'" }
            @{ Line = '$missing'; Says = '$null is not a run. Give a run, *' }
            @{ Line = '-Parent 20261125'; Says = "20261125 is a number to PowerShell. *" }
            @{ Line = '(Get-Item /)'; Says = 'An object of type DirectoryInfo is not a run. Give a run, *' }
        ) {
            $seen = Get-Failure ([scriptblock]::Create("Get-MillRun $Line"))
            $seen.FullyQualifiedErrorId | Should -BeLike 'NotARun,*'
            $seen.Exception.Message | Should -BeLike $Says
        }

        It 'says which id is the nearest, and what it says to type works' {
            $last = $second.Id[-1] -eq 'a' ? 'b' : 'a'
            $seen = Get-Failure { Get-MillRun ($second.Id.Substring(0, 19) + $last) }
            $seen.Exception.Message | Should -BeLike "*; the nearest is $($second.Id). Try: Get-MillRun $($second.Id) -Detailed"
            (Invoke-Expression ($seen.Exception.Message -replace '.*Try: ')).Id | Should -BeExactly $second.Id
        }

        It 'does not keep the others from being got' {
            $got = Get-MillRun 20200101-000000-abcd, $second, nobody -ErrorVariable seen -ErrorAction SilentlyContinue
            $got.Id | Should -BeExactly $second.Id
            $seen.Count | Should -Be 2
        }

        It 'is an error about -Parent too' {
            (Get-Failure { Get-MillRun -Parent nobody }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        }
    }

    Context '-Detailed' {
        It 'tells all of a live run' {
            $seen = Wait-Until { Get-MillRun $live -Detailed | Where-Object { $_.Processes.Count -eq 4 -and $_.LastOutput } } -What 'its processes'
            $seen | Should -BeOfType Mill.PowerShell.MillRunDetail
            $seen.Verdict.Name, $seen.Verdict.Action | Should -Be alive, none
            $seen.Evidence.Life, $seen.Evidence.WorkerAlive, $seen.Evidence.Marker | Should -Be yes, yes, $true
            $seen.Processes.Pid | Select-Object -First 2 | Should -Be $live.Worker.Pid, (Get-ProcessOf $live)
            $seen.Processes.Depth | Should -Be 0, 1, 2, 2
            $seen.Processes[0].IsWorker, $seen.Processes[1].IsWorker | Should -Be $true, $false
            $seen.LastOutput | Should -Be here
            $seen.Heartbeat | Should -Not -BeNullOrEmpty
            $seen.Limits.Timeout | Should -Be ([timespan]::FromMinutes(10))
            $seen.Next | Should -BeNullOrEmpty
        }

        It 'tells of a failure why, what was printed, and what to type' {
            $seen = $second | Get-MillRun -Detailed
            $seen.LastOutput, $seen.LastError | Should -Be said, complained
            $seen.Processes | Should -BeNullOrEmpty
            $seen.Next.Command | Should -Be "Get-MillLog $($second.Id) -Tail 50", "Resume-MillRun $($second.Id)"
        }

        It 'tells of a lost run what repair would do, and of a stopped one what became of its processes' {
            $lost = Start-Script 'exec sleep 600'
            Stop-Worker $lost -LeaveProcess
            $seen = $lost | Get-MillRun -Detailed
            $seen.Verdict.Name, $seen.Verdict.Action | Should -Be lost, fail
            $seen.Processes.Pid | Should -Be (Get-ProcessOf $lost)
            $lost | Repair-MillRun | Out-Null
            ($lost | Get-MillRun -Detailed).Cleanup.TermSent | Should -Be 1
        }

        It 'is there for a whole list' {
            (Get-MillRun -Name night* -Detailed).Verdict.Name | Should -Be ended, ended
        }
    }

    Context '-Tree' {
        BeforeAll {
            $outer = Start-MillRun -Name outer -- $Pwsh -NoProfile -Command "Import-Module '$MillModule'; Start-MillRun -Name one -- sleep 600; Start-MillRun -Name two -- sleep 600; sleep 600"
            Wait-Until { Get-MillRun -Name two } -Deadline 60 -What 'both runs inside it' | Out-Null
        }

        It 'has the runs inside another one right below it, in the order of their start' {
            $tree = Get-MillRun -Tree
            $tree[0..2].Name | Should -Be outer, one, two
            $tree[0..2].Depth | Should -Be 0, 1, 1
            $tree.Count | Should -Be @(Get-MillRun).Count
            $tree | Should -BeOfType Mill.PowerShell.MillRun
        }

        It 'counts the outermost ones' {
            (Get-MillRun -Tree -Newest 1).Name | Should -Be outer, one, two
            (Get-MillRun -Tree -Newest 2).Count | Should -Be 4
        }

        It 'of one run is that one and what is inside it' {
            (Get-MillRun $outer -Tree).Name | Should -Be outer, one, two
            (Get-MillRun -Tree (Get-MillRun -Name two)).Name | Should -Be two
            (Get-MillRun $outer, $second -Tree -Newest 1).Name | Should -Be outer, one, two
        }

        It 'has what a filter lets through inside a run that it does not' {
            (Get-MillRun $outer -Tree -Name two).Name | Should -Be two
        }

        It 'leaves those inside to -Parent' {
            (Get-MillRun -Parent $outer).Name | Sort-Object | Should -Be one, two
            (Get-MillRun -Parent $outer.Id.Substring(16) -Name one).Name | Should -Be one
            Get-MillRun -Parent $first | Should -BeNullOrEmpty
        }

        It 'gives runs that other cmdlets take' {
            ($outer | Stop-MillRun).Nested.Count | Should -Be 2
            (Get-MillRun $outer -Tree | Get-MillRun).EffectiveStatus | Should -Be cancelled, cancelled, cancelled
        }
    }
}
