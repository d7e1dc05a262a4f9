Describe 'Restart-MillRun' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        $old = Complete-Script 'echo "$WORD" >> words; exit 3' @{ Name = 'old'; WorkingDirectory = $Work; Environment = @{ WORD = 'one' }; Tag = 'kind=test' }
    }
    AfterAll { Close-Home }

    It 'starts a new run like the old one' {
        $new = $old | Restart-MillRun | Wait-MillRun
        $new | Should -BeOfType Mill.PowerShell.MillRun
        $new.Id | Should -Not -Be $old.Id
        $new.Name, $new.Command, $new.WorkingDirectory, $new.Tags['kind'] | Should -Be 'old', '/bin/sh', $Work, 'test'
        $new.Arguments | Should -Be $old.Arguments
        $new.ExitCode | Should -Be 3
        (Get-MillRun $old).Generation | Should -Be 1
    }

    It 'changes variables with -Environment' {
        Restart-MillRun $old -Environment @{ WORD = 'two' } | Wait-MillRun | Out-Null
        Get-Content "$Work/words" | Select-Object -Last 1 | Should -BeExactly two
        Restart-MillRun $old -Environment @{ WORD = $null } | Wait-MillRun | Out-Null
        Get-Content "$Work/words" | Select-Object -Last 1 | Should -BeNullOrEmpty
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'an id'; Act = { Restart-MillRun $old.Id } }
        @{ What = 'the beginning of an id'; Act = { Restart-MillRun $old.Id.Substring(0, 19) } }
        @{ What = 'a folder'; Act = { Get-Item $old.Directory | Restart-MillRun } }
        @{ What = 'selected properties'; Act = { $old | Select-Object Id, Home | Restart-MillRun } }
    ) {
        $new = & $Act | Wait-MillRun
        $new.Name, $new.ExitCode | Should -Be 'old', 3
    }

    It 'leaves a run as it is that still goes on' {
        $run = Start-Script 'sleep 600'
        $new = $run | Restart-MillRun
        $run, $new | Get-MillRun | ForEach-Object EffectiveStatus | Should -Be running, running
        $run, $new | Stop-MillRun -Grace 0.2 | Out-Null
    }

    It 'makes one error of one bad item' {
        $new = @(42, '20200101-000000-aaaa', $old | Restart-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue)
        $new.Count | Should -Be 1
        $seen.FullyQualifiedErrorId | Should -Be ('NotARun', 'RunNotFound' | ForEach-Object { "$_,Mill.PowerShell.Commands.RestartMillRunCommand" })
        $new | Wait-MillRun | Out-Null
    }

    It 'is refused where what it needs is gone' {
        $folder = (New-Item -ItemType Directory "$Work/gone").FullName
        $run = Complete-Script 'exit 0' @{ WorkingDirectory = $folder }
        Remove-Item $folder
        $seen = Get-Failure { Restart-MillRun $run }
        $seen.FullyQualifiedErrorId | Should -BeExactly 'FolderNotFound,Mill.PowerShell.Commands.RestartMillRunCommand'
        $seen.CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'does nothing and gives nothing with -WhatIf' {
        $before = Get-TreeHash
        $old | Restart-MillRun -WhatIf | Should -BeNullOrEmpty
        Get-TreeHash | Should -BeExactly $before
    }
}
