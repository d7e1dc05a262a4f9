Describe 'Runs and the shells that started them' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        # A shell that has started a run and stays: the shell and the run.
        function Start-RunIn([switch] $OwnSession) {
            $shell = Start-Shell "(Start-MillRun -- /bin/sleep 600).Id; [Console]::In.ReadLine()" -OwnSession:$OwnSession
            $id = $shell.StandardOutput.ReadLine()
            $id | Should -Match '^\d{8}-\d{6}-[a-z2-7]{4}$'
            $shell, (Get-MillRun $id)
        }
        function Assert-Survives($Run) {
            $now = Get-MillRun $Run
            $now.EffectiveStatus | Should -BeExactly running
            Test-Alive (Get-ProcessOf $Run) | Should -BeTrue
            ($now | Stop-MillRun -Grace 0.2).Status | Should -BeExactly cancelled
        }
        function Write-Script([string] $Name, [string] $Text) {
            Set-Content "$Work/$Name" "Import-Module '$MillModule'`n$Text"
            "$Work/$Name"
        }
    }
    AfterAll { Close-Home }

    Context 'what the shell does' {
        It 'outlives a shell that exits' {
            $shell, $run = Start-RunIn
            $shell.StandardInput.Close()
            $shell.WaitForExit()
            Assert-Survives $run
        }

        It 'outlives a shell that is killed' {
            $shell, $run = Start-RunIn
            Send-Signal $shell.Id KILL
            $shell.WaitForExit()
            Assert-Survives $run
        }

        It 'outlives a shell whose group gets <Signal>' -ForEach @(@{ Signal = 'KILL' }, @{ Signal = 'TERM' }, @{ Signal = 'HUP' }) {
            $shell, $run = Start-RunIn -OwnSession
            Send-Signal -$($shell.Id) $Signal
            Wait-Until { -not (Test-Alive $shell.Id) } -What 'the shell is gone' | Out-Null
            Assert-Survives $run
        }

        It 'is nobody''s child, in a session of its own, and leaves no zombie' -Skip:(-not $IsLinux) {
            $shell, $run = Start-RunIn
            $fields = ((Get-Content "/proc/$($run.Worker.Pid)/stat") -replace '^.*\) ').Split(' ')
            $fields[1], $fields[3] | Should -Not -Contain "$($shell.Id)"
            $fields[3] | Should -BeExactly "$($run.Worker.Pid)"
            Get-Content "/proc/$($shell.Id)/task/$($shell.Id)/children" | Should -BeNullOrEmpty
            $shell.StandardInput.Close()
            $shell.WaitForExit()
            Assert-Survives $run
        }

        It 'does not hold the output of the shell that started it' {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $answer = & /bin/bash -c 'x=$("$0" -NoProfile -NonInteractive -Command "Import-Module ''$1''; (Start-MillRun -- /bin/sleep 600).Id"); echo "$x"' $Pwsh $MillModule
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 60
            Assert-Survives (Get-MillRun $answer)
        }
    }

    Context 'what a reader of the README does' {
        It 'starts, lists, waits, and reads what was written' {
            $run = Start-MillRun -Name tests -- /bin/sh -c 'echo one; echo two >&2; exit 1'
            $run | Should -BeOfType Mill.PowerShell.MillRun
            (Get-MillRun -Name tests).Id | Should -BeExactly $run.Id
            $ended = $run | Wait-MillRun
            $ended.EffectiveStatus, $ended.ExitCode | Should -Be failed, 1
            Get-MillRun -Status failed | Where-Object Name -eq tests | ForEach-Object Id | Should -BeExactly $run.Id
            Get-Content "$($run.Directory)/logs/main.1.out" | Should -BeExactly one
        }

        It 'repairs what a killed worker left, and runs it again' {
            $run = Start-Script "[ -e $Work/second ] && exit 0; touch $Work/second; sleep 600"
            Wait-Until { Test-Path "$Work/second" } | Out-Null
            Stop-Worker $run -LeaveProcess
            (Get-MillRun $run).EffectiveStatus | Should -BeExactly lost
            (Wait-MillRun $run).EffectiveStatus | Should -BeExactly lost
            (Repair-MillRun).Id | Should -BeExactly $run.Id
            ($run | Resume-MillRun | Wait-MillRun).EffectiveStatus | Should -BeExactly complete
        }

        It 'sees what the README shows, from the import to the repair and on' {
            function Get-Plain([string[]] $Lines) { $Lines | ForEach-Object { $_ -replace '\d{8}-\d{6}-[a-z2-7]{4}', 'ID' -replace '\b[\d.]+(ms|s)\b', 'TIME' -replace ' +', ' ' } | Where-Object { $_.Trim() } | ForEach-Object TrimEnd }
            $block = (Get-Content -Raw "$Repository/README.md") -split '```' | Where-Object { $_ -match 'Import-Module \./artifacts' }
            $steps = $block -split '(?m)^PS> ' | Select-Object -Skip 2
            $steps | Should -HaveCount 6
            foreach ($step in $steps) {
                $line, $shown = $step.TrimEnd() -split '\n'
                $got = Invoke-Expression $line | Out-String -Width 120
                if ($line -match '^Stop-Process') { Wait-Until { -not (Test-Alive $run.Worker.Pid) } | Out-Null }
                (Get-Plain ($got -split '\r?\n')) -join "`n" | Should -BeExactly ((Get-Plain $shown) -join "`n") -Because $line
            }
            Get-MillRun -Name nap | Should -BeNullOrEmpty
        }

        It 'keeps runs as JSON and goes on with them later' {
            $run = Complete-Script 'exit 3'
            Get-MillRun $run | ConvertTo-Json -Depth 4 | Set-Content "$Work/run.json"
            $again = Get-Content -Raw "$Work/run.json" | ConvertFrom-Json | Get-MillRun
            $again.Id, $again.ExitCode | Should -Be $run.Id, 3
            $run | Export-Clixml "$Work/run.clixml"
            (Import-Clixml "$Work/run.clixml" | Get-MillRun).Id | Should -BeExactly $run.Id
        }
    }

    Context 'scripts and CI' {
        It 'makes pwsh -File exit with 1 on a failed run only when errors stop the script' {
            $stopping = Write-Script 'stopping.ps1' "`$ErrorActionPreference = 'Stop'`nStart-MillRun -Wait -- /bin/sh -c 'exit 3' | Out-Null`n'went on'"
            $answer = Invoke-Shell '' -Arguments '-File', $stopping
            $answer.ExitCode | Should -Be 1
            $answer.Out | Should -Not -BeLike '*went on*'
            $going = Write-Script 'going.ps1' "Start-MillRun -Wait -ErrorAction SilentlyContinue -- /bin/sh -c 'exit 3' | Out-Null`n'went on'; exit 0"
            $answer = Invoke-Shell '' -Arguments '-File', $going
            $answer.ExitCode, $answer.Out | Should -Be 0, 'went on'
        }

        It 'goes on after an error of one item, and says each' {
            $script = Write-Script 'items.ps1' "42, '20200101-000000-aaaa', '2020' | Stop-MillRun -ErrorAction Continue; 'went on'"
            $answer = Invoke-Shell '' -Arguments '-File', $script
            $answer.Out | Should -BeLike '*went on*'
            "$($answer.Err)$($answer.Out)" | Should -BeLike '*Int32 is not a run*'
        }

        It 'writes no colour and no progress where nobody reads it' {
            $answer = Invoke-Shell 'Get-MillRun | Format-Table; Get-MillRun | Format-List'
            $answer.Out + $answer.Err | Should -Not -Match "`e\["
        }
    }

    Context 'bad input' {
        It 'makes an error of a run that is removed between two stages of a pipeline' {
            $runs = (Complete-Script 'exit 0'), (Complete-Script 'exit 0')
            $stopped = @($runs | ForEach-Object { if ($_.Id -eq $runs[0].Id) { Remove-Item $_.Directory -Recurse }; $_ } | Stop-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue)
            $stopped.Id | Should -BeExactly $runs[1].Id
            $seen.FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
            $seen.TargetObject.Id | Should -BeExactly $runs[0].Id
        }

        It 'makes one error of a home that cannot be made: <Cmdlet>' -ForEach @(
            @{ Cmdlet = 'Start-MillRun'; Act = { Start-MillRun -MillHome $bad -- /bin/true } }
            @{ Cmdlet = 'Repair-MillRun'; Act = { Repair-MillRun -MillHome $bad } }
            @{ Cmdlet = 'Get-MillRun'; Act = { Get-MillRun -MillHome $bad } }
            @{ Cmdlet = 'Stop-MillRun'; Act = { Stop-MillRun 20200101-000000-aaaa -MillHome $bad } }
        ) {
            $bad = "$Work/a-file"
            Set-Content $bad 'a file'
            $seen = @(Get-Failure $Act)
            $seen.Count | Should -Be 1
            $seen[0].FullyQualifiedErrorId | Should -Match '^(HomeNotUsable|RunNotFound),Mill\.PowerShell\.Commands\.'
            $seen[0].CategoryInfo.Category | Should -Not -Be NotSpecified
            Get-Content $bad | Should -BeExactly 'a file'
        }

        It 'refuses a home on another drive than the file system''s' {
            (Get-Failure { Get-MillRun -MillHome env:PATH }).FullyQualifiedErrorId | Should -BeLike 'FolderNotFound,*'
        }

        It 'leaves no trace of a start that cannot be' {
            $before = Get-TreeHash
            $seen = Get-Failure { Start-MillRun -- /no/such/command }
            $seen.FullyQualifiedErrorId | Should -BeLike 'CommandNotFound,*'
            (Get-Failure { Start-MillRun -WorkingDirectory /no/such/folder -- /bin/true }).FullyQualifiedErrorId | Should -BeLike 'FolderNotFound,*'
            Get-TreeHash | Should -BeExactly $before
        }

        It 'reads what it is told, and no more, of runs whose names look like patterns or paths' {
            $name = "a [b] * 'c' `$(d) `"e`""
            $run = Start-MillRun -Name $name -- /bin/true | Wait-MillRun
            $run.Name | Should -BeExactly $name
            ($run | Stop-MillRun).Id | Should -BeExactly $run.Id
        }
    }
}
