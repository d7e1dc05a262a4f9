Describe 'Script runs' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"

        function Complete-Block([scriptblock] $Block, [object[]] $ArgumentList = @(), [hashtable] $Options = @{}) {
            Start-MillRun @Options -ScriptBlock $Block -ArgumentList $ArgumentList | Wait-MillRun
        }

        function New-ScriptFile([string] $Path, [string] $Text) { (New-Item $Path -Value $Text -Force).FullName }
    }
    AfterAll { Close-Home }

    Context 'how they end' {
        It 'has the exit code <Code> after: <Block>' -ForEach @(
            @{ Code = 0; Block = { 'done' } }
            @{ Code = 3; Block = { exit 3 } }
            @{ Code = 4; Block = { function leave { exit 4 }; leave; 'not here' } }
            @{ Code = 1; Block = { throw 'up' } }
            @{ Code = 1; Block = { $ErrorActionPreference = 'Stop'; Get-Item /not/here; 'not here' } }
            @{ Code = 1; Block = { param([Parameter(Mandatory)] $Needed) 'not here' } }
            @{ Code = 0; Block = { Get-Item /not/here; 1 / 0; Write-Error e } }
            @{ Code = 0; Block = { [CmdletBinding()] param() $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new([Exception] 'e', 'Id', 'NotSpecified', $null)) } }
            @{ Code = 0; Block = { function one([int] $n) { }; one x } }
            @{ Code = 7; Block = { sh -c 'exit 7' } }
            @{ Code = 0; Block = { sh -c 'exit 7'; sh -c 'exit 0' } }
            @{ Code = 0; Block = { sh -c 'exit 7'; exit 0 } }
            @{ Code = 9; Block = { [Environment]::Exit(9) } }
        ) {
            $run = Complete-Block $Block
            $run.ExitCode | Should -Be $Code
            $run.EffectiveStatus | Should -BeExactly $(if ($Code) { 'failed' } else { 'complete' })
            $run | Receive-MillRun -ErrorAction Ignore | Should -Not -Be 'not here'
        }

        It 'fails when arguments do not bind: <What>' -ForEach @(
            @{ What = 'no such parameter'; Block = { [CmdletBinding()] param($A) 'not here' }; Arguments = @{ B = 1 }; Id = 'NamedParameterNotFound' }
            @{ What = 'no such number'; Block = { param([int] $A) 'not here' }; Arguments = @{ A = 'x' }; Id = 'ParameterArgumentTransformationError' }
        ) {
            $run = Complete-Block $Block $Arguments
            $run.ExitCode | Should -Be 1
            $run | Receive-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $seen.FullyQualifiedErrorId | Should -BeLike "$Id*"
        }

        It 'fails when the script cannot be parsed, and says where' {
            $run = Start-MillRun -FilePath (New-ScriptFile "$Work/broken.ps1" "'fine'`nif (") | Wait-MillRun
            $run.ExitCode | Should -Be 1
            $run | Receive-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $seen[0].Exception.Message | Should -BeLike "*$Work/broken.ps1:2*"
            Get-Content -Raw "$($run.Directory)/logs/main.1.err" | Should -BeLike '*broken.ps1:2*'
        }

        It 'goes on after an error that ends only its statement' {
            Complete-Block { [int] 'x'; Get-Item /not/here; 'after' } | Receive-MillRun -ErrorAction Ignore | Should -Be after
        }
    }

    Context 'what they find' {
        It 'sees nothing of what runs it' {
            $fresh = (Invoke-Shell -Arguments '-Command', '(Get-Variable).Name').Out -split '\r?\n'
            $run = Complete-Block { (Get-Variable).Name; "modules: $(Get-Module | Where-Object Name -notlike Microsoft.*)"; "functions: $(Get-Command Write-Object, Read-Program, Invoke-Program -ErrorAction Ignore)" }
            $seen = $run | Receive-MillRun
            $seen | Where-Object { $_ -notin $fresh -and $_ -notin 'args', 'input', 'MyInvocation', 'PSBoundParameters', 'PSCommandPath', 'PSScriptRoot' } | Should -Be 'modules: ', 'functions: '
        }

        It 'runs a file under its own name: its folder is found, and what lies beside it' {
            $folder = "$Work/with space"
            $script = New-ScriptFile "$folder/build.ps1" '. ./../with*/lib.ps1; . "$PSScriptRoot/lib.ps1"; from-lib; $PSScriptRoot; $PSCommandPath; $MyInvocation.MyCommand.ScriptBlock.File'
            New-ScriptFile "$folder/lib.ps1" 'function from-lib { "lib" }' | Out-Null
            $run = Start-MillRun -FilePath $script -WorkingDirectory $folder | Wait-MillRun
            $run | Receive-MillRun | Should -Be lib, $folder, $script, $script
        }

        It 'runs the copy, though the file has changed' {
            $script = New-ScriptFile "$Work/changing.ps1" '"old $PSScriptRoot"; exit 1'
            $run = Start-MillRun -FilePath $script | Wait-MillRun
            New-ScriptFile $script '"new"' | Out-Null
            $run | Resume-MillRun | Wait-MillRun | Receive-MillRun | Should -Be "old $Work"
            Remove-Item $script
            $run | Restart-MillRun | Wait-MillRun | Receive-MillRun | Should -Be "old $Work"
        }

        It 'runs a block from a file as part of that file, on its own line' {
            $script = New-ScriptFile "$Work/with-block.ps1" "`n`nStart-MillRun { `"in `$PSScriptRoot`"`nthrow 'x' } | Wait-MillRun"
            & $script | Receive-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue | Should -Be "in $Work"
            $seen[0].PositionMessage | Should -BeLike "At ${script}:4 char:1*"
        }

        It 'takes namespaces along that the file of the block uses' {
            $script = New-ScriptFile "$Work/with-namespace.ps1" "using namespace System.Text`nStart-MillRun { [StringBuilder]::new('built').ToString() } | Wait-MillRun"
            & $script | Receive-MillRun | Should -Be built
        }

        It 'has the shell''s folder, and none of its profile' {
            Push-Location $Work
            try { Complete-Block { $PWD.Path; "$PROFILE" -ne ''; [Environment]::GetCommandLineArgs() -join ' ' } | Receive-MillRun | Select-Object -First 1 | Should -Be $Work }
            finally { Pop-Location }
        }
    }

    Context 'what they are given' {
        It 'gets objects, not text' {
            $got = Complete-Block { param($Number, $When, $Bag, $List) $Number.GetType().Name; $When.Year; $Bag.Inner.Deep; $List.Count; $args.Count } 5, ([datetime] '2026-01-02'), ([pscustomobject] @{ Inner = @{ Deep = 'yes' } }), @(1, 2, 3), 'rest' | Receive-MillRun
            $got | Should -Be Int32, 2026, yes, 3, 1
        }

        It 'takes one dictionary as named arguments' {
            Complete-Block { param($A, [switch] $On, $B = 'default') "$A $On $B" } @{ On = $true; A = 'a' } | Receive-MillRun | Should -Be 'a True default'
            Complete-Block { param($A, $B) "$B $A" } ([ordered] @{ A = 1; B = 2 }) | Receive-MillRun | Should -Be '2 1'
        }

        It 'takes $using: values along' {
            $number, $bag, $Case, $list = 5, @{ name = 'n' }, 'kept', @(7, 8)
            Complete-Block { $using:number + 1; $using:bag.name; $using:bag['name']; $using:list[1]; ${using:number}; & { $using:CASE }; function inside { $using:number }; inside } | Receive-MillRun | Should -Be 6, n, n, 8, 5, kept, 5
        }

        It 'says which $using: variable has no value, and starts nothing' {
            $before = @(Get-MillRun).Count
            $seen = Get-Failure { Start-MillRun { $using:nobodySetThis } }
            $seen.FullyQualifiedErrorId | Should -BeExactly 'BadValue,Mill.PowerShell.Commands.StartMillRunCommand'
            $seen.Exception.Message | Should -BeLike '*nobodySetThis*'
            @(Get-MillRun).Count | Should -Be $before
        }

        It 'leaves $using: to a block inside that means a variable of the script' {
            Complete-Block { $mine = 3; 1 | ForEach-Object -Parallel { $_ + $using:mine } } | Receive-MillRun | Should -Be 4
        }

        It 'takes a command that is a script for one, with its parameters as they are typed' {
            $script = New-ScriptFile "$Work/typed.ps1" 'param([string] $Name, [switch] $Loud, $Rest) "$Name $Loud $Rest"'
            Push-Location $Work
            try {
                Start-MillRun -- ./typed.ps1 -Name me -Loud last | Wait-MillRun | Receive-MillRun | Should -Be 'me True last'
                Start-MillRun -- typed.ps1 -Name:you | Wait-MillRun | Receive-MillRun | Should -Be 'you False '
            }
            finally { Pop-Location }
        }

        It 'refuses secrets, which would lie readable on the disk: <What>' -Skip:$IsWindows -ForEach @(
            @{ What = 'an argument'; Act = { Start-MillRun { } $secret } }
            @{ What = 'deep in an argument'; Act = { Start-MillRun { } @{ Inner = [pscustomobject] @{ Login = $login } } } }
            @{ What = 'a $using: value'; Act = { Start-MillRun { $using:login } } }
        ) {
            $secret = ConvertTo-SecureString hidden -AsPlainText -Force
            $login = [pscredential]::new('me', $secret)
            $before = Get-TreeHash
            $seen = Get-Failure $Act
            $seen.FullyQualifiedErrorId | Should -BeExactly 'SecretArgument,Mill.PowerShell.Commands.StartMillRunCommand'
            $seen.CategoryInfo.Category | Should -Be InvalidArgument
            Get-TreeHash | Should -BeExactly $before
        }

        It 'names a script that is not there, and leaves nothing behind' {
            $before = Get-TreeHash
            foreach ($seen in (Get-Failure { Start-MillRun -FilePath "$Work/none.ps1" }), (Get-Failure { Start-MillRun -- "$Work/none.ps1" })) {
                $seen.FullyQualifiedErrorId | Should -BeExactly 'CommandNotFound,Mill.PowerShell.Commands.StartMillRunCommand'
                $seen.Exception.Message | Should -BeLike "*$Work/none.ps1*"
            }
            (Get-Failure { Start-MillRun -FilePath $Work }).FullyQualifiedErrorId | Should -BeLike 'CommandNotExecutable,*'
            Get-TreeHash | Should -BeExactly $before
        }

        It 'takes no program for a script, and says how one is started' {
            $before = Get-TreeHash
            $seen = Get-Failure { Start-MillRun -FilePath /bin/sh -ArgumentList '-c', 'exit 0' }
            $seen.FullyQualifiedErrorId | Should -BeLike 'BadArgument,*'
            $seen.Exception.Message | Should -BeExactly '/bin/sh is no script of PowerShell''s: its name does not end in .ps1. A program is started by: Start-MillRun -- /bin/sh'
            Get-TreeHash | Should -BeExactly $before
        }
    }

    Context 'what they leave' {
        It 'leaves its text in the logs too, plain' {
            $run = Complete-Block { [pscustomobject] @{ Answer = 42 }; Write-Warning 'careful'; Write-Host 'hello' -ForegroundColor Red; Write-Error 'bad'; Write-Progress 'not kept' }
            $out, $err = 'out', 'err' | ForEach-Object { Get-Content -Raw "$($run.Directory)/logs/main.1.$_" }
            $out | Should -BeLike '*Answer*42*'
            $out | Should -BeLike '*WARNING: careful*'
            $out | Should -BeLike '*hello*'
            $err | Should -BeLike '*bad*'
            "$out$err" | Should -Not -Match "`e|not kept"
        }

        It 'records which PowerShell ran it' {
            $spec = (Get-Content "$((Complete-Block { 1 }).Directory)/run.json" | ConvertFrom-Json).spec
            $spec.path | Should -BeExactly (Get-Process -Id $PID).Path
            $spec.arguments | Should -Be '-NoLogo', '-NoProfile', '-NonInteractive', '-File'
            $spec.program.kind | Should -BeExactly script-block
        }

        It 'warns of a secret in the output, and keeps none of it' -Skip:$IsWindows {
            $run = Complete-Block { 'before'; ConvertTo-SecureString hidden -AsPlainText -Force; [pscredential]::new('me', (ConvertTo-SecureString hidden -AsPlainText -Force)); 'after' }
            $run | Receive-MillRun -WarningVariable careful -WarningAction SilentlyContinue | Should -Be before, after
            $careful.Count | Should -Be 2
            Get-Content -Raw "$($run.Directory)/logs/main.1.objects" | Should -Not -Match '<SS'
        }

        It 'keeps a value of many megabytes whole' {
            $run = Complete-Block { 'x' * 20MB }
            ($run | Receive-MillRun).Length | Should -Be 20MB
        }

        It 'keeps the first 64 MiB of objects, says so once, and goes on' {
            $run = Complete-Block { 1..70 | ForEach-Object { 'x' * 1MB }; 'last'; Write-Warning 'late'; throw 'end' }
            $run.ExitCode | Should -Be 1
            (Get-Item "$($run.Directory)/logs/main.1.objects").Length | Should -BeIn (63MB..64.1MB)
            $got = @($run | Receive-MillRun -WarningVariable careful -WarningAction SilentlyContinue -ErrorVariable seen -ErrorAction SilentlyContinue)
            $got.Count | Should -Be 63
            $careful.Count | Should -Be 1
            $careful[0].Message | Should -BeLike '*64 MiB*'
            "$($seen[0])" | Should -BeExactly end
            Get-Content "$($run.Directory)/logs/main.1.out" -Tail 2 | Should -Be last, 'WARNING: late'
        }

        It 'is private' {
            $run = Complete-Block { 1 }
            'main.ps1', 'program.ps1', 'input.clixml', 'logs/main.1.objects' | ForEach-Object { (Get-Item "$($run.Directory)/$_").UnixMode } | Should -Be (@('-rw-------') * 4)
        }
    }

    It 'outlives the shell that started it, and gives its objects to the next' {
        $shell = Start-Shell -OwnSession "(Start-MillRun { 'begun'; while (-not (Test-Path '$Work/go')) { Start-Sleep -Milliseconds 20 }; [pscustomobject] @{ Late = 'object' } }).Id; [Threading.Thread]::Sleep(-1)"
        $id = $shell.StandardOutput.ReadLine()
        Send-Signal (-$shell.Id)
        Wait-Until { -not (Test-Alive $shell.Id) } | Out-Null
        New-Item "$Work/go" | Out-Null
        (Invoke-Shell "(Wait-MillRun $id | Receive-MillRun)[1].Late").Out | Should -BeExactly object
    }
}
