Describe 'Send-MillAnswer' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        function Start-Asking([string] $Script = 'mill ask "Deploy?" --choice yes --choice "not yet"', [int] $Questions = 1) {
            $run = Start-Script $Script @{ WorkingDirectory = $Work }
            Wait-Until { @((Get-MillRun $run).Questions).Count -eq $Questions } | Out-Null
            Get-MillRun $run
        }
    }
    AfterAll { Close-Home }

    It 'answers what a run asks, and the run goes on' {
        $run = Start-Asking
        $run.EffectiveStatus | Should -BeExactly waiting
        $asked = $run.Questions[0]
        $asked | Should -BeOfType Mill.PowerShell.MillQuestion
        "$asked" | Should -BeExactly 'q1: Deploy? (yes, not yet)'
        $asked.Choices | Should -Be 'yes', 'not yet'

        $answer = Send-MillAnswer $run YES
        $answer | Should -BeOfType Mill.PowerShell.MillAnswer
        $answer.Id, $answer.Question, $answer.Text, $answer.Answer | Should -Be $run.Id, q1, 'Deploy?', yes
        $answer.By | Should -Match '.@.'
        $run | Wait-MillRun | Get-MillLog | Should -BeExactly yes
    }

    It 'shows what is asked and how to answer it' {
        $run = Start-Asking
        $run | Format-Table | Out-String -Width 200 | Should -Match 'waiting .* Deploy\? \(yes, not yet\)  # /bin/sh'
        $run | Format-List | Out-String -Width 200 | Should -Match "(?s)Asks +: q1: Deploy\? \(yes, not yet\)  # asked .*Send-MillAnswer $($run.Id) yes"
        $run.Questions | Out-String | Should -Match "$($run.Id) .* q1: Deploy\?"
        $answer = Send-MillAnswer $run 'not yet'
        $answer | Out-String | Should -Match "$($run.Id) not yet +q1: Deploy\?"
        $run | Wait-MillRun | Out-Null
    }

    It 'answers everything that waits' {
        $runs = 1..2 | ForEach-Object { Start-Asking }
        Get-MillRun -Status waiting | Send-MillAnswer -Answer yes | ForEach-Object Answer | Should -Be yes, yes
        ($runs | Wait-MillRun).EffectiveStatus | Should -Be complete, complete
    }

    It 'refuses what is none of the choices, and the others have their turn' {
        $one, $free = (Start-Asking), (Start-Asking 'mill ask "Which?"')
        $given = $one, $free | Send-MillAnswer -Answer main -ErrorVariable seen -ErrorAction SilentlyContinue
        $given.Id | Should -BeExactly $free.Id
        $seen.FullyQualifiedErrorId | Should -BeExactly 'AnswerRefused,Mill.PowerShell.Commands.SendMillAnswerCommand'
        $seen.CategoryInfo.Category | Should -Be InvalidArgument
        $seen.Exception.Message | Should -BeLike "*yes, not yet*Send-MillAnswer $($one.Id) yes*"
        (Get-MillRun $one).EffectiveStatus | Should -BeExactly waiting
        $one | Stop-MillRun -Grace 0 | Out-Null
    }

    It 'says which questions there are where it is not said which is meant' {
        $run = Start-Asking 'mill ask One? > /dev/null & mill ask Other? > /dev/null & wait' 2
        $failed = Get-Failure { Send-MillAnswer $run x }
        $failed.FullyQualifiedErrorId | Should -BeLike 'QuestionAmbiguous,*'
        $failed.Exception.Message | Should -BeLike '*One?*-Question q1*'
        (TabExpansion2 "Send-MillAnswer $($run.Id) x -Question ").CompletionMatches.CompletionText | Should -Be q1, q2
        Send-MillAnswer $run x -Question q2 | Out-Null
        Send-MillAnswer $run y | Out-Null
        ($run | Wait-MillRun).EffectiveStatus | Should -BeExactly complete
    }

    It 'answers the question that it is given, and no other: <What>' -ForEach @(
        @{ What = 'as it is'; Given = { $asked } }
        @{ What = 'as JSON keeps it'; Given = { $asked | ConvertTo-Json | ConvertFrom-Json } }
    ) {
        $run = Start-Asking 'mill ask One?; mill ask Other?'
        $asked = $run.Questions[0]
        Send-MillAnswer $run first | Out-Null
        Wait-Until { (Get-MillRun $run).Questions.Question -eq 'q2' } | Out-Null
        $failed = Get-Failure { & $Given | Send-MillAnswer -Answer yes }
        $failed.FullyQualifiedErrorId | Should -BeExactly 'NothingAsked,Mill.PowerShell.Commands.SendMillAnswerCommand'
        $failed.Exception.Message | Should -BeLike "*does not ask q1; q1 was answered before: 'first'*"
        (Get-MillRun $run).Questions.Question | Should -BeExactly q2
        (& $Given | Send-MillAnswer -Answer second -Question q2).Question | Should -BeExactly q2
        $run | Wait-MillRun | Get-MillLog | Should -Be first, second
    }

    It 'says what was answered before' {
        $run = Start-Asking 'mill ask Go?; while ! [ -e gone-on ]; do sleep 0.1; done'
        Send-MillAnswer $run first | Out-Null
        $failed = Get-Failure { Send-MillAnswer $run second }
        $failed.FullyQualifiedErrorId | Should -BeLike 'NothingAsked,*'
        $failed.CategoryInfo.Category | Should -Be InvalidOperation
        $failed.Exception.Message | Should -BeLike "*'first'*"
        New-Item "$Work/gone-on" | Out-Null
        $run | Wait-MillRun | Out-Null
        (Get-Failure { Send-MillAnswer $run third }).FullyQualifiedErrorId | Should -BeLike 'RunIsOver,*'
    }

    It 'does nothing with -WhatIf' {
        $run = Start-Asking
        $before = Get-TreeHash
        Send-MillAnswer $run yes -WhatIf | Should -BeNullOrEmpty
        Get-TreeHash | Should -BeExactly $before
        (TabExpansion2 "Send-MillAnswer $($run.Id) ").CompletionMatches.CompletionText | Should -Be yes, "'not yet'"
        $run | Stop-MillRun -Grace 0 | Out-Null
    }

    It 'is what Wait-MillRun tells to type' {
        $run = Start-Asking
        $waiting = Start-Shell "(Wait-MillRun $($run.Id) 3>&1 | ForEach-Object { `"`$_`" }) -join '|'"
        Wait-Until { (Get-HomeProcess).CommandLine -match 'Wait-MillRun' } | Out-Null
        # It is to be told of a question that is open.
        [Threading.Thread]::Sleep(3000)
        Send-MillAnswer $run yes | Out-Null
        $said = $waiting.StandardOutput.ReadToEnd()
        $said | Should -BeLike "Run $($run.Id) asks q1: Deploy?*Send-MillAnswer $($run.Id) yes|$($run.Id)*"
        $waiting.WaitForExit()
    }
}
