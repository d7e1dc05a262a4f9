Describe 'Get-MillLog' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        $ended = Complete-Script 'for i in 1 2 3; do echo out $i; echo err $i >&2; done; printf rest'
    }
    AfterAll { Close-Home }

    It 'gives both streams as plain text, each in its order' {
        $lines = Get-MillLog $ended
        $lines | ForEach-Object { $_ | Should -BeOfType string }
        $lines -like 'out*' | Should -Be 'out 1', 'out 2', 'out 3'
        $lines -like 'err*' | Should -Be 'err 1', 'err 2', 'err 3'
        $lines.Count | Should -Be 7
        @(Get-MillLog $ended -Out -Err).Count | Should -Be 7
    }

    It 'gives one stream' {
        $ended | Get-MillLog -Out | Should -Be 'out 1', 'out 2', 'out 3', 'rest'
        $ended | Get-MillLog -Err | Should -Be 'err 1', 'err 2', 'err 3'
    }

    It 'gives the last lines of each stream' {
        Get-MillLog $ended -Tail 1 | Sort-Object | Should -Be 'err 3', rest
        Get-MillLog $ended -Out -Last 2 | Should -Be 'out 3', rest
        Get-MillLog $ended -Tail 0 | Should -BeNullOrEmpty
    }

    It 'keeps lines whole, however long' {
        $run = Complete-Script 'head -c 3000000 /dev/zero | tr "\0" x; printf "\303\244\n\303\n"; echo end'
        $lines = Get-MillLog $run
        $lines[0].Length | Should -Be 3000001
        $lines[0][-1] | Should -Be ([char] 0xe4)
        $lines[1], $lines[2] | Should -Be ([string] [char] 0xfffd), 'end'
    }

    It 'C93 gives lines while the run goes on, and ends with it' {
        $run = Start-Script 'echo early; while ! [ -e late ]; do sleep 0.05; done; echo late; printf rest' @{ WorkingDirectory = $Work }
        $lines = $run | Get-MillLog -Wait | ForEach-Object { if ($_ -eq 'early') { Set-Content "$Work/late" '' }; $_ }
        $lines | Should -Be early, late, rest
    }

    It 'follows several runs at once' {
        $runs = 'a', 'b' | ForEach-Object { Start-Script "echo $_; while ! [ -e two ]; do sleep 0.05; done" @{ WorkingDirectory = $Work } }
        $lines = $runs | Get-MillLog -Wait | ForEach-Object { $seen = @($seen) + $_; if ('a' -in $seen -and 'b' -in $seen) { Set-Content "$Work/two" '' }; $_ }
        $lines | Sort-Object | Should -Be a, b
    }

    It 'ends when nobody wants more' {
        $run = Start-Script 'while :; do echo x; sleep 0.02; done'
        $run | Get-MillLog -Wait | Select-Object -First 2 | Should -Be x, x
        Stop-MillRun $run
    }

    It 'tells of a cut once, while the run lives and after' {
        $run = Start-Script 'i=0; while [ $i -lt 60 ]; do head -c 100000 /dev/zero | tr "\0" x; echo; i=$((i+1)); sleep 0.02; done; while ! [ -e cut ]; do sleep 0.05; done' @{ LogCap = 2MB; WorkingDirectory = $Work }
        Wait-Until { @(Get-MillLog $run -WarningAction Ignore).Count -lt 40 -and (Get-Item "$($run.Directory)/logs/main.1.out").Length -ge 6000000 } -Deadline 40 | Out-Null
        $lines = Get-MillLog $run -WarningVariable seen -WarningAction SilentlyContinue
        $lines | ForEach-Object { $_.Length | Should -Be 100000 }
        $seen.Count | Should -Be 1
        Set-Content "$Work/cut" ''
        Wait-MillRun $run | Out-Null
        $lines = Get-MillLog $run -WarningVariable seen -WarningAction SilentlyContinue
        $lines | ForEach-Object { $_.Length | Should -Be 100000 }
        $seen.Count | Should -Be 1
        $seen[0].Message | Should -BeLike "Run $($run.Id): * of standard output are missing here*"
    }

    It 'gives the last lines that were kept where the logs are gone' {
        $run = Complete-Script 'seq 30; echo bad >&2; exit 1'
        Remove-Item "$($run.Directory)/logs/main.1.*"
        Get-MillLog $run -Out -WarningVariable seen -WarningAction SilentlyContinue | Should -Be (11..30)
        $seen.Count | Should -Be 1
        Get-MillLog $run -Out -Tail 3 -WarningVariable seen | Should -Be 28, 29, 30
        $seen.Count | Should -Be 0
        Get-MillLog $run -Err | Should -Be bad
    }

    It 'gives one error for each item that is no run, and the others have their turn' {
        $lines = 'no', '20200101-000000-abcd', 5, $ended | Get-MillLog -Err -ErrorVariable seen -ErrorAction SilentlyContinue
        $lines | Should -Be 'err 1', 'err 2', 'err 3'
        $seen.FullyQualifiedErrorId -replace ',.*' | Should -Be BadRunId, RunNotFound, NotARun
    }
}
