Describe 'Write-MillNote' {
    BeforeAll { . $PSScriptRoot/Common.ps1 }
    AfterAll { Close-Home }

    It 'tells from inside a run how far it is, as <What>' -ForEach @(
        @{ What = 'a text'; Act = { Import-Module $using:MillModule; Write-MillNote 'the tables' -Progress 142/184 } }
        @{ What = 'two numbers'; Act = { Import-Module $using:MillModule; Write-MillNote 'the tables' -Done 142 -Total 184 } }
    ) {
        $run = Start-MillRun $Act | Wait-MillRun
        $run.EffectiveStatus | Should -BeExactly complete
        $run | Receive-MillRun | Should -BeNullOrEmpty
        $run.Note | Should -BeExactly 'the tables'
        "$($run.Progress)" | Should -BeExactly '142/184 (77%)'
        $run.Progress.Percent | Should -Be 77
        "$($run.Tasks[0].Progress)" | Should -BeExactly '142/184 (77%)'
        $run.NotedAt | Should -BeGreaterThan $run.StartedAt
    }

    It 'shows in every view of a run that lives' {
        $run = Start-Script 'mill note "the tables" --progress 142/184; while ! [ -e shown ]; do sleep 0.1; done' @{ WorkingDirectory = $Work }
        Wait-Until { (Get-MillRun $run).Note }
        Get-MillRun $run | Format-Table | Out-String -Width 200 | Should -Match '142/184 \(77%\)  the tables  # /bin/sh -c'
        $page = Get-MillRun $run | Format-List | Out-String -Width 200
        $page | Should -Match 'Note +: the tables \(.* ago\)'
        $page | Should -Match 'Progress +: 142/184 \(77%\)'
        Get-MillRun $run | Get-Member Note, NotedAt, Questions | Should -HaveCount 3
        (Watch-MillRun $run -Channel Events | Select-Object -First 5)[-1].Text | Should -BeExactly 'spawn:milestone  main.1  the tables  142/184 (77%)'
        New-Item "$Work/shown" | Out-Null
        ($run | Wait-MillRun).EffectiveStatus | Should -BeExactly complete
    }

    It 'notes something from outside about each run that it is given' {
        $runs = 1..2 | ForEach-Object { Start-Script 'sleep 600' }
        $runs | Write-MillNote "watch`nthese" | Should -BeNullOrEmpty
        (Get-MillRun $runs).Note | Should -Be 'watch these', 'watch these'
        (Write-MillNote 'this one' -Run $runs[0] -PassThru).Note | Should -BeExactly 'this one'
        $runs | Stop-MillRun -Grace 0 | Out-Null
        (Get-Failure { $runs | Write-MillNote late }).FullyQualifiedErrorId | Should -Be (, 'RunIsOver,Mill.PowerShell.Commands.WriteMillNoteCommand' * 2)
    }

    It 'does nothing with -WhatIf' {
        $run = Start-Script 'sleep 600'
        $before = Get-TreeHash
        $run | Write-MillNote x -WhatIf
        Get-TreeHash | Should -BeExactly $before
        $run | Stop-MillRun -Grace 0 | Out-Null
    }

    It 'says outside a run how to name one' {
        $failed = Get-Failure { Write-MillNote hello }
        $failed.FullyQualifiedErrorId | Should -BeExactly 'NotInRun,Mill.PowerShell.Commands.WriteMillNoteCommand'
        $failed.CategoryInfo.Category | Should -Be InvalidOperation
        $failed.Exception.Message | Should -BeLike '*Write-MillNote -Run ID*'
    }

    It 'refuses <Text> of a progress' -ForEach @(@{ Text = '4/3' }, @{ Text = 'half' }, @{ Text = '0/0' }) {
        (Get-Failure { Write-MillNote x -Progress $Text }).FullyQualifiedErrorId | Should -BeExactly 'BadValue,Mill.PowerShell.Commands.WriteMillNoteCommand'
    }

    It 'takes no progress from outside, and no number alone' {
        { Write-MillNote x -Run 2026 -Progress 1/2 } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        { Write-MillNote '' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
