Describe 'Receive-MillRun' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"

        # Every stream of a run, in the order in which they came back.
        function Receive-All($Run) { & { $VerbosePreference = $DebugPreference = 'Continue'; $ErrorActionPreference = 'Continue'; $Run | Receive-MillRun *>&1 } }

        function Complete-Block([scriptblock] $Block, [hashtable] $Options = @{}) { Start-MillRun @Options -ScriptBlock $Block | Wait-MillRun }
    }
    AfterAll { Close-Home }

    Context 'a script run' {
        It 'gives back values as what they were' {
            $run = Complete-Block { 42; 1.5; 'text'; $true; [datetime]::new(2026, 1, 2); [timespan]::FromSeconds(3); [guid]::Empty; $null; 10GB; [version] '1.2.3'; 'x' * 3 }
            $got = @($run | Receive-MillRun)
            $got.Count | Should -Be 11
            $got[0] | Should -BeOfType int
            $got[1] | Should -BeExactly 1.5
            $got[2] | Should -BeExactly text
            $got[3] | Should -BeTrue
            $got[4] | Should -BeExactly ([datetime]::new(2026, 1, 2))
            $got[5].TotalSeconds | Should -Be 3
            $got[6] | Should -BeOfType guid
            $got[7] | Should -BeNullOrEmpty
            $got[8] | Should -BeOfType long
            $got[9] | Should -BeOfType version
            $got[10] | Should -BeExactly xxx
        }

        It 'gives back objects as Receive-Job does, without notes of its own' {
            $run = Complete-Block { Get-Item /; [pscustomobject] @{ Name = 'a'; List = 1, 2; Inner = @{ x = [pscustomobject] @{ y = 1 } } } }
            $item, $custom = $run | Receive-MillRun
            $item.PSTypeNames[0] | Should -BeExactly Deserialized.System.IO.DirectoryInfo
            $item.FullName | Should -BeExactly '/'
            $custom.Name | Should -BeExactly a
            $custom.List | Should -Be 1, 2
            $custom.Inner.x.y | Should -Be 1
            $custom.PSObject.Properties.Name | Should -Be Name, List, Inner
        }

        It 'keeps a list that came as one as one' {
            @(Complete-Block { , @(1, 2, 3) } | Receive-MillRun).Count | Should -Be 1
            @(Complete-Block { @(1, 2, 3) } | Receive-MillRun).Count | Should -Be 3
        }

        It 'keeps levels of properties as -Depth says' {
            $block = { [IO.FileInfo] '/etc/passwd' }
            (Complete-Block $block | Receive-MillRun).Directory | Should -BeOfType string
            (Complete-Block $block @{ Depth = 2 } | Receive-MillRun).Directory.FullName | Should -BeExactly /etc
        }

        It 'gives each stream as itself, in order' {
            $run = Complete-Block {
                'out'; Write-Warning 'careful'; Write-Verbose 'more' -Verbose; Write-Debug 'less' -Debug; Write-Error 'bad'
                Write-Information 'note' -Tags one, two; Write-Host 'hello' -NoNewline -ForegroundColor Green; 'last'
            }
            $got = Receive-All $run
            $got.ForEach({ $_.GetType().Name }) | Should -Be String, WarningRecord, VerboseRecord, DebugRecord, ErrorRecord, InformationRecord, InformationRecord, String
            $got.ForEach({ "$_" }) | Should -Be out, careful, more, less, bad, note, hello, last
            $got[5].Tags | Should -Be one, two
            $got[5].TimeGenerated | Should -BeGreaterThan $run.CreatedAt
            $got[6].Tags | Should -Contain PSHOST
            $got[6].MessageData | Should -BeOfType System.Management.Automation.HostInformationMessage
            $got[6].MessageData.ForegroundColor | Should -Be Green
            $got[6].MessageData.NoNewLine | Should -BeTrue
        }

        It 'shows verbose and debug messages to those who ask for them' {
            $run = Complete-Block { Write-Verbose 'more' -Verbose; Write-Debug 'less' -Debug }
            $run | Receive-MillRun *>&1 | Should -BeNullOrEmpty
            ($run | Receive-MillRun -Verbose 4>&1).Message | Should -Contain more
        }

        It 'rebuilds errors with their id, category, target and place' {
            $run = Complete-Block {
                Get-Item /not/here
                Write-Error 'no such customer' -ErrorId NoCustomer -Category InvalidData -TargetObject 5 -RecommendedAction 'ask'
            }
            $run | Receive-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue
            $seen.Count | Should -Be 2
            $seen[0].FullyQualifiedErrorId | Should -BeExactly 'PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand'
            $seen[0].CategoryInfo.ToString() | Should -BeExactly 'ObjectNotFound: (/not/here:String) [Get-Item], ItemNotFoundException'
            $seen[0].TargetObject | Should -BeExactly /not/here
            $seen[0].Exception.Message | Should -BeLike '*/not/here*'
            $seen[0].PositionMessage | Should -BeLike '*Get-Item /not/here*'
            $seen[0].ScriptStackTrace | Should -BeLike 'at <ScriptBlock>*'
            $seen[0].ScriptStackTrace | Should -Not -BeLike '*main.ps1*'
            $seen[1].FullyQualifiedErrorId | Should -BeExactly NoCustomer
            $seen[1].CategoryInfo.Category | Should -Be InvalidData
            $seen[1].TargetObject | Should -BeExactly 5
        }

        It 'gives the error that ended the script as one that ends nothing' {
            $run = Complete-Block { 'before'; throw [ArgumentException]::new('too much') }
            $run.EffectiveStatus | Should -BeExactly failed
            $got = Receive-All $run
            $got[0] | Should -BeExactly before
            $got[1].Exception.Message | Should -BeExactly 'too much'
            $got[1].CategoryInfo.Reason | Should -BeExactly ArgumentException
        }

        It 'gives what programs write to stderr as information, never as errors' {
            $run = Complete-Block { $ErrorActionPreference = 'Stop'; sh -c 'echo out; echo remark >&2'; 'after' }
            $run.EffectiveStatus | Should -BeExactly complete
            $run | Receive-MillRun -InformationVariable said -ErrorVariable wrong | Should -Be out, after
            $wrong | Should -BeNullOrEmpty
            "$said" | Should -BeExactly remark
            $said.Tags | Should -Be stderr
            Get-Content "$($run.Directory)/logs/main.1.err" | Should -BeExactly remark
        }

        It 'gives the same twice, and to another shell' {
            $run = Complete-Block { 1; [pscustomobject] @{ a = 'b' }; Write-Warning w; Write-Error e }
            $first = Receive-All $run | ConvertTo-Json -Depth 2
            Receive-All $run | ConvertTo-Json -Depth 2 | Should -BeExactly $first
            (Invoke-Shell "(Receive-MillRun $($run.Id) -ErrorAction Ignore -WarningAction Ignore)[1].a").Out | Should -BeExactly b
        }

        It 'gives what is there while the run goes on' {
            $run = Start-MillRun { 'first'; Start-Sleep 600 }
            $got = Wait-Until { $run | Receive-MillRun } -Deadline 60
            $got | Should -Be first
            (Get-MillRun $run).EffectiveStatus | Should -BeExactly running
            $run | Stop-MillRun -Grace 0 | Out-Null
        }

        It 'follows: each object as it comes, until the run is over' {
            $gate = "$Work/gate"
            $run = Start-MillRun { param($gate) 'first'; while (-not (Test-Path $gate)) { Start-Sleep -Milliseconds 20 }; 'second' } $gate
            # The script goes on only once its first object was seen: without following this would not end.
            $run | Receive-MillRun -Follow | ForEach-Object { if ($_ -eq 'first') { New-Item $gate | Out-Null }; $_ } | Should -Be first, second
            (Get-MillRun $run).EffectiveStatus | Should -BeIn complete, ending
        }

        It 'leaves a torn or foreign line out with a warning each' {
            $run = Complete-Block { 1; 2 }
            $log = "$($run.Directory)/logs/main.1.objects"
            $lines = Get-Content $log
            Set-Content $log @($lines[0]; 'Q <Objs></Objs>'; 'E <Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><S>no facts</S></Objs>'; 'O <Objs><Broken></Objs>'; $lines[1]; $lines[1].Substring(0, 40)) -NoNewline:$false
            $run | Receive-MillRun -WarningVariable odd -WarningAction SilentlyContinue | Should -Be 1, 2
            $odd.Count | Should -Be 4
        }

        It 'gives what the newest attempt gave' {
            $run = Complete-Block { "attempt $env:MILL_SPAWN_ID"; exit 1 }
            $run | Resume-MillRun | Wait-MillRun | Out-Null
            Test-Path "$($run.Directory)/logs/main.2.objects" | Should -BeTrue
            $run | Receive-MillRun | Should -Be 'attempt main.2'
        }
    }

    Context 'a command' {
        It 'gives lines as strings, and those of stderr as information with a tag' {
            $run = Complete-Script 'echo one; echo oops >&2; printf two'
            $run | Receive-MillRun -InformationVariable said -ErrorVariable wrong | Should -Be one, two
            $wrong | Should -BeNullOrEmpty
            "$said" | Should -BeExactly oops
            $said.Tags | Should -Be stderr
        }

        It 'gives the last lines when the logs are gone' {
            $run = Complete-Script 'echo one; echo two'
            Remove-Item "$($run.Directory)/logs/main.1.*"
            $run | Receive-MillRun | Should -Be one, two
        }

        It 'follows until the run is over' {
            $gate = "$Work/gate-of-a-command"
            $run = Start-Script "echo first; until [ -e '$gate' ]; do sleep 0.02; done; echo second"
            $run | Receive-MillRun -Follow | ForEach-Object { if ($_ -eq 'first') { New-Item $gate | Out-Null }; $_ } | Should -Be first, second
        }
    }

    It 'tells of each run that it cannot find, and goes on' {
        $run = Complete-Script 'echo here'
        '20200101-000000-aaaa', $run.Id, 7 | Receive-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue | Should -Be here
        $seen.FullyQualifiedErrorId | Should -Be ('RunNotFound', 'NotARun' | ForEach-Object { "$_,Mill.PowerShell.Commands.ReceiveMillRunCommand" })
    }
}
