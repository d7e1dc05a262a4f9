Describe 'The views' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        $failed = Complete-Script 'echo said; echo complained >&2; exit 3' @{ Name = "bad`e[2J" }
        $live = Start-Script 'sleep 600' @{ Name = 'a name that is longer than its column'; Tag = @{ kind = 'report' } }
        $lost = Start-Script 'sleep 600'
        Stop-Worker $lost

        # What is shown, its lines without what fills them up.
        function Show-At([int] $Width, [Parameter(ValueFromPipeline)] $Item) {
            begin { $all = @() }
            process { $all += $Item }
            end { ($all | Out-String -Width $Width).TrimEnd() -split '\r?\n' | ForEach-Object TrimEnd | Where-Object Length }
        }
        function Get-Row($Lines, $Run) { $Lines | Where-Object { $_.StartsWith($Run.Id) } }
    }
    AfterAll { Close-Home }

    Context 'of runs' {
        It 'have whole columns at <Width>, and no more than fit' -ForEach @(
            @{ Width = 60; Titles = 'Id', 'Name', 'Status' }
            @{ Width = 80; Titles = 'Id', 'Name', 'Status', 'Started', 'Duration' }
            @{ Width = 120; Titles = 'Id', 'Name', 'Status', 'Started', 'Duration', 'Command' }
            @{ Width = 160; Titles = 'Id', 'Name', 'Status', 'Started', 'Duration', 'Command' }
        ) {
            foreach ($runs in (Get-MillRun), (Get-MillRun -Tree)) {
                $lines = $runs | Show-At $Width
                -split $lines[0] | Should -Be $Titles
                $lines.Count | Should -Be 5
                $lines | ForEach-Object Length | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual $Width
            }
        }

        It 'say what is true' {
            $lines = Get-MillRun | Show-At 160
            Get-Row $lines $failed | Should -Match 'failed \(exit 3\) +\d+[smh] ago +[\d.]+m?s /bin/sh -c ''echo said'
            Get-Row $lines $lost | Should -Match "/bin/sh -c 'sle… lost "
            Get-Row $lines $live | Should -Match 'a name that is … running '
        }

        It 'have room for why a run failed: <Reason>' -ForEach @(
            foreach ($reason in 'timeout', 'idle-timeout', 'memory-limit', 'output-limit', 'spawn-failed', 'early-exit', 'worker-lost', 'worker-fault') { @{ Reason = $reason } }
        ) {
            foreach ($type in 'Mill.PowerShell.MillRun', 'Mill.PowerShell.MillTask') {
                $run = [pscustomobject] @{ PSTypeName = $type; Id = 'x'; EffectiveStatus = 'failed'; Status = 'failed'; Health = 'ended'; Mismatch = $false; Reason = $Reason; ExitCode = 143 }
                ($run | Format-Table | Show-At 80)[-1] | Should -Match ([regex]::Escape("failed ($Reason)"))
            }
        }

        It 'spell out what somebody put into a name' {
            Get-Row (Get-MillRun | Show-At 80) $failed | Should -Match ([regex]::Escape('bad\x1b[2J'))
            (Get-MillRun $failed -Detailed | Show-At 80) -join '' | Should -Not -Match "`e"
        }

        It 'are the same for runs that were read back' {
            $failed | Export-Clixml "$Work/run.xml"
            Import-Clixml "$Work/run.xml" | Show-At 120 | Select-Object -First 1 | Should -Be ($failed | Show-At 120)[0]
            Get-Row (Import-Clixml "$Work/run.xml" | Show-At 120) $failed | Should -Match 'failed \(exit 3\)'
            Get-MillRun $failed -Detailed | Export-Clixml "$Work/detail.xml"
            (Import-Clixml "$Work/detail.xml" | Show-At 120) -join "`n" | Should -Match '(?m)^Last errors : complained$'
        }
    }

    Context 'of one run' {
        It 'tell its story in a list, and leave out what there is nothing to say about' {
            $story = (Get-MillRun $live | Format-List | Show-At 100) -join "`n"
            $story | Should -Match '(?m)^Status +: running$'
            $story | Should -Match '(?m)^Tags +: kind=report$'
            $story | Should -Match "(?m)^Worker +: pid $($live.Worker.Pid) on "
            $story | Should -Match '(?m)^Started +: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(\d+s ago\)$'
            $story | Should -Not -Match '(?m)^(Reason|Exit code|Ended|Inside|Next) '
        }

        It 'begin with which run it is also where everything is listed' {
            foreach ($run in (Get-MillRun $failed), (Get-MillRun $failed -Detailed)) {
                $run.PSObject.Properties.Name | Select-Object -First 3 | Should -Be Id, Name, EffectiveStatus
                ($run | ConvertTo-Json -Depth 5) -split "`n" | Select-Object -Index 1 | Should -Match "`"Id`": `"$($run.Id)`""
                ($run | Format-List * | Show-At 120) -join "`n" | Should -Not -Match 'Mill\.PowerShell\.'
            }
        }

        It 'are a page with -Detailed that ends with what to type' {
            $page = Get-MillRun $failed -Detailed | Show-At 100
            $page[0] | Should -Match "^Run +: $($failed.Id)$"
            $page | Where-Object { $_ -match '^Last lines +: said$' } | Should -HaveCount 1
            $page[-2] | Should -Match "^Next +: Get-MillLog $($failed.Id) -Tail 50  # "
            $page[-1] | Should -Match "^ +Resume-MillRun $($failed.Id)  # "
        }

        It 'say on that page what repair would do, and which processes there are' {
            (Get-MillRun $lost -Detailed | Show-At 100) -join "`n" | Should -Match '(?m)^Repair would +: record it as failed$'
            $page = (Wait-Until { Get-MillRun $live -Detailed | Where-Object { $_.Processes.Count -ge 2 } } | Show-At 100) -join "`n"
            $page | Should -Match "(?m)^Processes +: +$($live.Worker.Pid)  \w+ .* mill\b"
            $page | Should -Match "(?m)^ +$(Get-ProcessOf $live)  \w+ .* └ "
        }
    }

    It 'of runs inside another one show them further in' {
        $outer = Start-MillRun -Name outer -- $Pwsh -NoProfile -Command "Import-Module '$MillModule'; Start-MillRun -Name inner -- sleep 600; sleep 600"
        $inner = Wait-Until { Get-MillRun -Parent $outer -Status running } -Deadline 60 -What 'a run inside it'
        $lines = Get-MillRun $outer -Tree | Show-At 60
        Get-Row $lines $outer | Should -Match "^$($outer.Id) outer +running"
        Get-Row $lines $inner | Should -Match "^$($inner.Id) └ inner +running"
        $outer | Stop-MillRun | Out-Null
    }

    It 'of a stop and a repair read as sentences' {
        $run = Start-Script 'exec sleep 600'
        Get-Row ($run | Stop-MillRun | Show-At 80) $run | Should -BeExactly "$($run.Id) cancelled; 1 asked to end, 0 had to be ended"
        Get-Row ($run | Stop-MillRun | Show-At 80) $run | Should -BeLike "$($run.Id) had already ended (cancelled)*"

        $gone = Start-Script 'sleep 600'
        Stop-Worker $gone
        Get-Row ($gone | Repair-MillRun -WhatIf | Show-At 120) $gone | Should -BeExactly "$($gone.Id) lost: its worker is gone, and no end was recorded -> would record it as failed"
        Get-Row ($gone | Repair-MillRun | Show-At 120) $gone | Should -BeExactly "$($gone.Id) lost: its worker is gone, and no end was recorded -> recorded it as failed"
    }

    It 'of what a watch sees is one table, whatever it sees' {
        $lines = $failed | Watch-MillRun | Show-At 100
        -split $lines[0] | Should -Be Time, Run, Channel, Text
        @($lines -match '^-+ ').Count | Should -Be 1
        @($lines -match "^\d\d:\d\d:\d\d $($failed.Id) event +run:failed").Count | Should -Be 1
        @($lines -match "^ {9}$($failed.Id) out +said$").Count | Should -Be 1
    }

    It 'of <Type> fit into <Width> columns' -ForEach @(
        foreach ($type in 'MillTask', 'MillProcess', 'MillEvidence', 'MillVerdict', 'MillLimits', 'MillWorker', 'MillHeartbeat', 'MillNextStep') { @{ Type = $type; Width = 60 }, @{ Type = $type; Width = 80 } }
    ) {
        $detail = (Get-MillRun $live -Detailed), (Get-MillRun $failed -Detailed)
        $items = @($detail.Tasks) + @($detail.Processes) + @($detail.Evidence) + @($detail.Verdict) + @($detail.Limits) + @($detail.Worker) + @($detail.Heartbeat) + @($detail.Next) | Where-Object { $_ -and $_.GetType().Name -eq $Type }
        $items | Should -Not -BeNullOrEmpty
        $lines = $items | Show-At $Width
        $lines | ForEach-Object Length | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual $Width
    }

    Context 'colours' {
        BeforeAll {
            # What a terminal of 120 columns is given, or what a file is.
            function Show-On([string] $What, [string] $NoColor, [string] $Before = '') {
                $command = "Import-Module '$MillModule'; $Before; Get-MillRun $($live.Id)"
                $line = "env -u NO_COLOR $(if ($NoColor) { "NO_COLOR=$NoColor" }) TERM=xterm-256color '$Pwsh' -NoLogo -NoProfile -NonInteractive -Command `"$command`""
                if ($What -eq 'terminal') { $line = "script -qec '$($line -replace "'", "'\''")' /dev/null" }
                & /bin/sh -c "stty cols 120 2>/dev/null; $line" | Where-Object { $_ -match [regex]::Escape($live.Id) }
            }
            $running = "`e\[36mrunning"
        }

        It 'are there on a terminal' -Skip:(-not (Get-Command script -CommandType Application -ErrorAction Ignore)) {
            Show-On terminal | Should -Match $running
            Show-On terminal -NoColor 1 | Should -Not -Match $running
            Show-On terminal -Before '`$PSStyle.OutputRendering = ''PlainText''' | Should -Not -Match "`e"
        }

        It 'are not there in a file' { Show-On file | Should -Not -Match "`e" }
    }
}
