Describe 'Plans' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        # A task that is a shell script.
        function New-Task([string] $Name, [string] $Script = 'true', [hashtable] $More = @{}) { @{ name = $Name; command = '/bin/sh'; args = '-c', $Script } + $More }
        function Set-Plan([string] $Name, $Plan) { ConvertTo-Json $Plan -Depth 9 | Set-Content "$Work/$Name" }
        function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }
        function Get-States($Run) { $Run.Tasks | ForEach-Object { "$($_.Name) $($_.Status)" } }
    }
    AfterAll { Close-Home }

    Context 'are started' {
        It 'from a file, relative to the shell''s location, on <Drive>' -ForEach @(@{ Drive = 'the file system' }, @{ Drive = 'another drive' }) {
            Set-Plan release.json @{ name = 'release'; parallel = 2; tags = @{ kind = 'release' }; tasks = (New-Task build 'pwd > where'), (New-Task test -More @{ after = , 'build' }); cwd = 'sub' }
            New-Item -ItemType Directory -Force "$Work/sub" | Out-Null
            New-PSDrive here FileSystem $Work | Out-Null
            Push-Location ($Drive -eq 'another drive' ? 'here:/' : $Work)
            try { $run = Start-MillRun -Plan release.json -Wait }
            finally { Pop-Location; Remove-PSDrive here }
            $run.EffectiveStatus, $run.Name, $run.Tags.kind | Should -Be complete, release, release
            $run.Plan.Title, $run.Plan.Path, $run.Plan.Parallel, $run.Plan.FailFast | Should -Be 'plan of 2 tasks (release.json)', "$Work/release.json", 2, $false
            $run.CommandLine | Should -BeExactly 'plan of 2 tasks (release.json)'
            Get-Content "$Work/sub/where" | Should -BeExactly "$Work/sub"
        }

        It 'from <What>' -ForEach @(
            @{ What = 'dictionaries'; Plan = { (New-Task a), (New-Task b -More @{ after = 'a' }) } }
            @{ What = 'one dictionary'; Plan = { @{ tasks = (New-Task a), (New-Task b -More @{ AFTER = 'a' }); Parallel = 2 } } }
            @{ What = 'ordered dictionaries'; Plan = { [ordered] @{ name = 'a'; command = 'true' }, [ordered] @{ Name = 'b'; Command = 'true'; After = , 'a' } } }
            @{ What = 'objects'; Plan = { [pscustomobject] @{ name = 'a'; command = 'true' }, [pscustomobject] @{ Name = 'b'; Command = 'true'; After = 'a' } } }
            @{ What = 'what JSON gives'; Plan = { '{ "tasks": [ { "name": "a", "command": "true" }, { "name": "b", "command": "true", "after": ["a"] } ] }' | ConvertFrom-Json } }
            @{ What = 'what was piped into an array'; Plan = { @('a', 'b' | ForEach-Object { @{ name = $_; command = 'true' } }) } }
            @{ What = 'a file that Get-Item gives'; Plan = { Set-Plan item.json ((New-Task a), (New-Task b)); Get-Item "$Work/item.json" } }
        ) {
            $run = Start-MillRun -Plan (& $Plan) -Wait
            Get-States $run | Should -Be 'a complete', 'b complete'
            $run.Plan.Path | Should -Be ($What -like '*file*' ? "$Work/item.json" : $null)
        }

        It 'with what PowerShell has for times, folders, numbers and variables' {
            $pair = @{ VALUE = 5 }
            Push-Location $Work
            try {
                $run = Start-MillRun -Wait -Plan @{ name = 'a'; command = 'sh'; args = '-c', 'echo $VALUE $0 $PWD', 7; cwd = $PWD; env = $pair; timeout = [timespan]::FromMinutes(2); idleTimeout = 90; memory = 1GB }
            }
            finally { Pop-Location }
            Get-MillLog $run | Should -BeExactly "5 7 $Work"
            $task = (Get-Content "$($run.Directory)/run.json" -Raw | ConvertFrom-Json).spec.plan.tasks[0]
            $task.timeoutMs, $task.idleTimeoutMs, $task.memoryLimitBytes | Should -Be 120000, 90000, 1073741824
        }

        It 'several tasks at a time, as the line says' {
            $run = Start-MillRun -Parallel 3 -Plan (1..4 | ForEach-Object { New-Task "t$_" 'sleep 600' })
            $run.Plan.Parallel | Should -Be 3
            (Wait-Until { $now = Get-MillRun $run; if (@($now.Tasks | Where-Object Status -eq running).Count -eq 3) { $now } }).Tasks[3].Status | Should -BeExactly pending
            Stop-MillRun $run | Out-Null
        }

        It 'and end with the first failure where that is wanted' {
            $run = Start-MillRun -FailFast -Wait -ErrorAction SilentlyContinue -Plan (New-Task a 'exit 3'), (New-Task b)
            Get-States $run | Should -Be 'a failed', 'b skipped'
            $run.Tasks[1].Because, $run.Tasks[1].Reason, $run.Plan.FailFast, $LASTEXITCODE | Should -Be 'a', 'fail-fast', $true, 3
        }

        It 'in the folder, with the variables and under the name that the line says' {
            Set-Plan named.json @{ name = 'inner'; cwd = 'sub'; tasks = , (New-Task a 'echo $PWD $X') }
            $run = Start-MillRun -Plan "$Work/named.json" -Name outer -WorkingDirectory $Work -Environment @{ X = 'y' } -Wait
            $run.Name | Should -BeExactly outer
            Get-MillLog $run | Should -BeExactly "$Work y"
        }

        It 'and shown as they go with -Watch, each line with whose it is' {
            $shown = Start-MillRun -Watch -Plan (New-Task a 'echo one'), (New-Task b 'echo two >&2' @{ after = 'a' }) 6>&1
            $shown[-1].EffectiveStatus | Should -BeExactly complete
            $lines = $shown | Where-Object { $_ -is [Management.Automation.InformationRecord] }
            "$($lines | Where-Object Tags -Contain stdout)" | Should -BeExactly 'a.1 | one'
            "$($lines | Where-Object Tags -Contain stderr)" | Should -BeExactly 'b.1 | two'
            "$($lines | Where-Object Tags -Contain event)" | Should -Match 'task:ready +b'
        }

        It 'as jobs, and received, line by line of all tasks' {
            $tasks = (New-Task a 'echo one'), (New-Task b 'echo two' @{ after = 'a' })
            Start-MillRun -AsJob -Plan $tasks | Wait-Job | Receive-Job -AutoRemoveJob -Wait | Should -Be one, two
            Start-MillRun -Plan $tasks | Receive-MillRun -Follow | Should -Be one, two
            Start-MillRun -Plan $tasks | Wait-MillRun | Receive-MillRun | Should -Be one, two
        }
    }

    Context 'that make no sense' {
        It 'are told of all at once, as one error, and leave nothing: <What>' -ForEach @(
            @{ What = 'a file that is not there'; Act = { Start-MillRun -Plan "$Work/none.json" }; Says = "The plan *none.json cannot be read: it does not exist." }
            @{ What = 'faults in a file'; Act = { Set-Content "$Work/bad.json" "[`n{ `"name`": `"a`", `"comand`": `"true`" },`n{ `"name`": `"b`", `"command`": `"true`", `"retry`": 0 } ]"; Start-MillRun -Plan "$Work/bad.json" }; Says = "*bad.json:2: a task has no 'comand'. Did you mean 'command'?*bad.json:3: 'retry' has to be *" }
            @{ What = 'faults in objects'; Act = { Start-MillRun -Plan @{ name = 'a'; comand = 'x' }, @{ name = 'b'; command = 'true'; timeout = 'soon' } }; Says = "plan: task 'a': *Did you mean 'command'?*plan: task 'b': 'timeout'*" }
            @{ What = 'a script block'; Act = { Start-MillRun -Plan @{ name = 'a'; command = { 1 } } }; Says = "*task 'a', 'command': a task of a plan is a program, and no script block*" }
            @{ What = 'script blocks alone'; Act = { Start-MillRun -Plan { 1 }, { 2 } }; Says = '*task 1: a task of a plan is a program*task 2: *' }
            @{ What = 'tasks that wait for each other'; Act = { Start-MillRun -Plan (New-Task a -More @{ after = 'b' }), (New-Task b -More @{ after = 'a' }) }; Says = 'plan: these tasks wait for each other*: a -> b -> a' }
            @{ What = 'commands that are not there'; Act = { Start-MillRun -Plan @{ name = 'a'; command = 'no-such' }, @{ name = 'b'; command = 'no-such-either' } }; Says = "plan: task 'a': The command 'no-such' cannot be found*plan: task 'b': *" }
        ) {
            $before = @(Get-MillRun).Count
            $seen = @(Get-Failure $Act)
            $seen.FullyQualifiedErrorId | Should -BeExactly 'BadPlan,Mill.PowerShell.Commands.StartMillRunCommand'
            $seen[0].CategoryInfo.Category | Should -Be InvalidData
            $seen[0].Exception.Message | Should -BeLike $Says
            @(Get-MillRun).Count | Should -Be $before
        }

        It 'are refused beside what is none: <Line>' -ForEach @(
            @{ Line = 'Start-MillRun -Plan @{ name = "a"; command = "true" } -- true' }
            @{ Line = 'Start-MillRun -Parallel 2 -- true' }
            @{ Line = 'Start-MillRun -Plan x -Parallel 0' }
            @{ Line = 'Start-MillRun -Plan @()' }
            @{ Line = 'Start-MillRun -Retry 0 -- true' }
            @{ Line = 'Start-MillRun -RetryOn 75 -- true' }
            @{ Line = 'Start-MillRun -Retry 2 -RetryOn sometimes -- true' }
        ) {
            $before = @(Get-MillRun).Count
            Get-Failure { Invoke-Expression $Line } | Should -HaveCount 1
            @(Get-MillRun).Count | Should -Be $before
        }
    }

    Context 'that are only looked at' {
        BeforeAll {
            Set-Plan look.json @{ name = 'look'; tasks = (New-Task test 'true' @{ after = , 'build' }), (New-Task build), (New-Task lint) }
        }

        It 'tell their order and critical path with -WhatIf, and leave no trace' {
            New-Item -ItemType Directory -Force $env:MILL_HOME | Out-Null
            $before = Get-TreeHash
            (Invoke-Shell "Start-MillRun -WhatIf -Plan $Work/look.json -Parallel 2").Out -split '\r?\n' | Should -Be @(
                'What if: Start plan of 3 tasks (look.json).'
                '3 tasks, 2 at a time'
                "   1  build  /bin/sh -c true"
                "   1  lint   /bin/sh -c true"
                "   2  test   /bin/sh -c true  (after build)"
                'Critical path: build -> test')
            Get-TreeHash | Should -BeExactly $before
        }

        It 'are objects with Get-MillPlan' {
            $plan = Get-MillPlan "$Work/look.json" -Parallel 2 -FailFast
            $plan | Should -BeOfType Mill.PowerShell.MillPlan
            $plan.Name, $plan.Path, $plan.Parallel, $plan.FailFast, $plan.Expected | Should -Be look, "$Work/look.json", 2, $true, $null
            $plan.Tasks | ForEach-Object { "$($_.Wave) $($_.Name) $($_.IsCritical) $($_.After)".Trim() } | Should -Be '1 build True', '1 lint False', '2 test True build'
            $plan.CriticalPath | Should -Be build, test
            (Get-MillPlan -Plan (New-Task a)).Tasks.Command | Should -BeExactly '/bin/sh -c true'
        }

        It 'want what stands for their parameters' {
            Set-Plan open.json @{ parameters = @{ target = @{ required = $true } }; tasks = , @{ name = 'build'; command = 'echo'; args = , '{{target}}' } }
            (Get-Failure { Get-MillPlan "$Work/open.json" }).FullyQualifiedErrorId | Should -BeExactly 'BadParameter,Mill.PowerShell.Commands.GetMillPlanCommand'
            (Get-MillPlan "$Work/open.json" -Set target=all).Tasks.Name | Should -BeExactly build
            (Get-MillPlan "$Work/open.json" -Set @{ target = 'all' }).Tasks.Name | Should -BeExactly build
            'Get-MillPlan', 'Start-MillRun -Plan' | ForEach-Object { (Get-Completion "$_ $Work/open.json -Set ").CompletionText | Should -Be 'target=' }
        }

        It 'have views' {
            $page = (Get-MillPlan "$Work/look.json" -FailFast | Out-String -Width 100).Trim() -split '\r?\n' | ForEach-Object TrimEnd
            $page[0] | Should -BeExactly 'Name          : look'
            $page | Should -Contain 'Plan          : 3 tasks, 1 at a time, until the first one fails'
            $page | Should -Contain 'Tasks         :    1  build  /bin/sh -c true'
            $page[-1] | Should -BeExactly 'Critical path : build -> test'
            -split ((Get-MillPlan "$Work/look.json").Tasks | Out-String -Width 100).Trim().Split("`n")[0] | Should -Be Wave, Name, Expected, After, Command
        }

        It 'are one error each where they make no sense, and the next has its turn' {
            $plans = @(Get-MillPlan "$Work/none.json", "$Work/look.json" -ErrorVariable seen -ErrorAction SilentlyContinue)
            $plans.Name | Should -Be look
            $seen.FullyQualifiedErrorId | Should -BeExactly 'BadPlan,Mill.PowerShell.Commands.GetMillPlanCommand'
        }
    }

    Context 'try again' {
        It 'a command, as often as it is told, and then give it up' {
            $run = Start-MillRun -Wait -Retry 3 -RetryDelay 0.01 -ErrorAction SilentlyContinue -- sh -c 'exit 4'
            $run.Tasks.Attempts, $run.Reason, $run.ExitCode | Should -Be 3, dead-letter, 4
            Get-Content "$($run.Directory)/deadletter.ndjson" | ConvertFrom-Json | ForEach-Object attempts | Should -Be 3
        }

        It 'only after the ends that are named' {
            (Start-MillRun -Wait -Retry 3 -RetryDelay 10ms -RetryOn 75, SIGKILL -ErrorAction SilentlyContinue -- sh -c 'exit 4').Tasks.Attempts | Should -Be 1
            (Start-MillRun -Wait -Retry 2 -RetryDelay 10ms -RetryOn 75, SIGKILL -ErrorAction SilentlyContinue -- sh -c 'kill -KILL $$').Tasks.Attempts | Should -Be 2
        }

        It 'a script, and give the objects of the last attempt' {
            $file = "$Work/tried"
            $run = Start-MillRun -Wait -Retry 2 -RetryDelay 0 { if (-not (Test-Path $using:file)) { New-Item $using:file; exit 1 }; 'second' }
            $run.EffectiveStatus, $run.Tasks.Attempts | Should -Be complete, 2
            Receive-MillRun $run | Should -Be second
        }

        It 'a script, and give to those who follow what each attempt gave' {
            $file = "$Work/followed"
            Start-MillRun -Retry 2 -RetryDelay 2s { if (-not (Test-Path $using:file)) { 'first'; New-Item $using:file | Out-Null; exit 1 }; 'second' } | Receive-MillRun -Follow | Should -Be first, second
        }

        It 'each task that does not say so itself' {
            $run = Start-MillRun -Wait -Retry 2 -RetryDelay 0 -ErrorAction SilentlyContinue -Plan (New-Task a 'exit 1'), (New-Task b 'exit 1' @{ retry = 1 })
            $run.Tasks.Attempts | Should -Be 2, 1
        }

        It 'and say until when they wait' {
            $run = Start-MillRun -Plan (New-Task a 'exit 1' @{ retry = @{ attempts = 2; delay = '10m' } }), (New-Task b)
            $task = (Wait-Until { $now = Get-MillRun $run; if ($now.Tasks[0].Status -eq 'retrying') { $now } }).Tasks[0]
            ($task.RetryAt - (Get-Date)).TotalMinutes | Should -BeGreaterThan 8
            ($task | Out-String -Width 100) | Should -Match 'a +retrying +1 +1 +[\d.m]+s +again in 9m'
            Stop-MillRun $run | Out-Null
        }

        It 'and offer the ends that there are' { (Get-Completion 'Start-MillRun -Retry 2 -RetryOn time').CompletionText | Should -Be timeout }
    }

    Context 'are resumed' {
        BeforeAll {
            function Start-Broken {
                Start-MillRun -Wait -ErrorAction SilentlyContinue -Plan (New-Task fetch), (New-Task build 'true' @{ after = 'fetch' }), (New-Task test 'exit 1' @{ after = 'build' }), (New-Task pack 'true' @{ after = 'test' }), (New-Task lint 'exit 2')
            }
            $broken = Start-Broken
        }

        It 'and say first what would be done: <Line>' -ForEach @(
            @{ Line = 'Resume-MillRun $broken -WhatIf'; Says = 'Completed: 2/5 tasks', 'Continuing from: test' }
            @{ Line = 'Resume-MillRun $broken -From build -WhatIf'; Says = 'Completed: 1/5 tasks', 'Continuing from: build' }
            @{ Line = 'Resume-MillRun $broken -Task lint -WhatIf'; Says = 'Completed: 2/5 tasks', 'Continuing from: lint', 'Left out: test, pack' }
        ) {
            $before = Get-TreeHash
            $told = (Invoke-Shell ($Line -replace '\$broken', $broken.Id)).Out -split '\r?\n'
            $told[0] | Should -BeExactly "What if: Resume run $($broken.Id) (plan of 5 tasks) as generation 2."
            $told[1..9] | Should -Be $Says
            Get-TreeHash | Should -BeExactly $before
        }

        It 'by single tasks, and from one on' {
            $run = Start-Broken
            $again = Resume-MillRun $run -Task test, lint | Wait-MillRun
            $again.Generation | Should -Be 2
            $again.Tasks.Attempts | Should -Be 1, 1, 2, 0, 2
            (Resume-MillRun $run -From build | Wait-MillRun).Tasks.Attempts | Should -Be 1, 2, 3, 0, 3
            (Get-Failure { Resume-MillRun $run -Task tset }).Exception.Message | Should -BeLike "*has no task 'tset'.*'test'?"
        }

        It 'and complete the names of tasks: <Line>' -ForEach @(
            @{ Line = 'Resume-MillRun $id -Task '; Wanted = 'fetch', 'build', 'test', 'pack', 'lint' }
            @{ Line = 'Resume-MillRun $id -From b'; Wanted = 'build' }
            @{ Line = 'Resume-MillRun -From T -Run $id'; Wanted = $null }
            @{ Line = 'Resume-MillRun -Run $last -Task l'; Wanted = 'lint' }
            @{ Line = 'Get-MillLog $id -Task p'; Wanted = 'pack' }
            @{ Line = 'Get-MillLog -Task fet'; Wanted = 'fetch' }
            @{ Line = 'Get-MillLog nobody -Task '; Wanted = $null }
        ) {
            $text = $Line.Replace('$id', $broken.Id).Replace('$last', $broken.Id.Substring(16))
            Get-Completion $text | Where-Object { $_.CompletionText -in 'fetch', 'build', 'test', 'pack', 'lint' } | ForEach-Object CompletionText | Should -Be $Wanted
        }

        It 'after they were lost, no more often than is said' {
            $run = Start-MillRun -Plan (New-Task a), (New-Task b 'sleep 600' @{ after = 'a' })
            Wait-Until { (Get-MillRun $run).Tasks[1].Status -eq 'running' } | Out-Null
            Stop-Worker (Get-MillRun $run)
            $repaired = Repair-MillRun $run -Action Resume -MostResumes 1
            $repaired.Action | Should -BeExactly resume
            $again = Wait-Until { $now = Get-MillRun $run; if ($now.Generation -eq 2 -and $now.Tasks[1].Status -eq 'running') { $now } }
            $again.Tasks.Attempts | Should -Be 1, 2
            Stop-Worker $again
            $repaired = Repair-MillRun $run -Action Resume -MostResumes 1
            (Get-MillRun $run).EffectiveStatus | Should -BeExactly failed
            $repaired.Reason | Should -BeLike '*resumed 1 times already*'
        }
    }

    Context 'are shown' {
        BeforeAll {
            $tasks = (New-Task ok), (New-Task bad 'exit 3' @{ after = 'ok' }), (New-Task below 'true' @{ after = 'bad' }), (New-Task maybe 'exit 2' @{ allowFailure = $true }), (New-Task slow 'sleep 600')
            $live = Start-MillRun -Name showing -Parallel 2 -Plan $tasks
            $live = Wait-Until { $now = Get-MillRun $live; if ($now.Progress.Done -eq 4 -and $now.Tasks[4].Status -eq 'running') { $now } }
        }

        It 'with how far they are, in lists and as an object' {
            "$($live.Progress)", $live.Progress.Percent, $live.Progress.Current | Should -Be '4/5 (80%)', 80, slow
            (Get-MillRun $live | Out-String -Width 80) | Should -Match "$($live.Id) showing +running 80% "
            (Get-MillRun $live | Out-String -Width 160) | Should -Match '4/5 \(80%\)  # plan of 5 tasks'
        }

        It 'with a table of tasks' {
            $lines = (Get-MillRun $live | Select-Object -ExpandProperty Tasks | Out-String -Width 80).Trim() -split '\r?\n' | ForEach-Object TrimEnd
            -split $lines[0] | Should -Be Name, Status, Attempts, Exit, Duration, Because
            $lines[2] | Should -Match '^ok +complete +1 +0 +[\d.]+m?s$'
            $lines[3] | Should -Match '^bad +failed \(exit 3\) +1 +3 +[\d.]+m?s$'
            $lines[4] | Should -Match '^below +skipped +0 +because of bad$'
            $lines[5] | Should -Match '^maybe +failed \(exit 2\) +1 +2 +[\d.]+m?s +may fail$'
            $lines[6] | Should -Match '^slow +running +1 +[\d.]+m?s$'
        }

        It 'with their tasks on the page, what failed first, also when read back' {
            $live | Export-Clixml "$Work/live.xml" -Depth 3
            foreach ($run in $live, (Import-Clixml "$Work/live.xml")) {
                $page = ($run | Format-List | Out-String -Width 100).Trim() -split '\r?\n' | ForEach-Object TrimEnd
                $page -match '^Progress +: 4/5 \(80%\), now slow$' | Should -HaveCount 1
                $at = [array]::IndexOf($page, ($page -match '^Tasks ')[0])
                $page[$at] | Should -Match '^Tasks +: bad +failed \(exit 3\), '
                $page[$at + 1] | Should -Match '^ +maybe +failed \(exit 2\), .*, may fail$'
                $page[$at + 2] | Should -Match '^ +slow +running, '
                $page[$at + 4] | Should -Match '^ +below +skipped, because of bad$'
            }
        }

        It 'with thirty tasks at most' {
            $run = Start-MillRun -Wait -Parallel 4 -Plan (1..35 | ForEach-Object { @{ name = "t$_"; command = 'true' } })
            ($run | Format-List | Out-String -Width 100) | Should -Match '(?m)^ +and 5 more\r?$'
        }

        It 'in what is watched, with whose each thing is' {
            $items = @($live | Watch-MillRun -Tail 100 | Select-Object -First 12)
            ($items | Where-Object { $_.Type -eq 'spawn:error' -and $_.Task -eq 'bad' }).Spawn | Should -BeExactly bad.1
            $run = Start-MillRun -Wait -Plan (New-Task a 'echo one'), (New-Task b 'echo two')
            $run | Watch-MillRun -Channel Io | ForEach-Object { "$($_.Task) $($_.Spawn) $_" } | Should -Be 'a a.1 one', 'b b.1 two'
            ($run | Watch-MillRun -Channel Io | Out-String -Width 100) | Should -Match 'out +b\.1 \| two'
        }

        It 'task by task in logs' {
            $run = Start-MillRun -Wait -ErrorAction SilentlyContinue -Plan (New-Task a 'echo one'), (New-Task b 'echo two; exit 1'), (New-Task c 'echo three')
            Get-MillLog $run -Task a | Should -Be one
            Get-MillLog $run | Should -Be two
            (Get-MillRun $run -Detailed).LastOutput | Should -Be two
            (Get-Failure { Get-MillLog $run -Task d }).Exception.Message | Should -BeLike "*has no task 'd'; it has: a, b, c.*"
        }

        It 'with when they are usually done, where one is asked for and the like of it is known' {
            1..2 | ForEach-Object { Start-MillRun -Name usual -Wait -- sleep 0.3 } | Out-Null
            $run = Start-MillRun -Name usual -- sleep 600
            $seen = Get-MillRun $run
            ($seen.ExpectedEndAt - $seen.StartedAt).TotalSeconds | Should -BeGreaterThan 0.2
            ($seen | Format-List | Out-String -Width 100) | Should -Match '(?m)^Expected +: usually done .*\(at \d\d:\d\d\)'
            (Get-MillRun $run -Detailed).ExpectedEndAt | Should -Be $seen.ExpectedEndAt
            (Get-MillRun -Name usual -Active).ExpectedEndAt | Should -BeNullOrEmpty
            (Get-MillRun $live).ExpectedEndAt | Should -BeNullOrEmpty
            (Get-MillPlan -Name usual -Plan @{ name = 'main'; command = 'true' }).Expected.TotalSeconds | Should -BeGreaterThan 0.2
            Stop-MillRun $run | Out-Null
        }
    }
}
