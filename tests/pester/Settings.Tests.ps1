Describe 'Settings' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        $project = (New-Item -ItemType Directory "$Work/project/below" -Force).Parent.FullName
        Set-Content "$project/mill.json" @'
{
  "defaults": { "grace": "2s", "merge": true, "tags": { "team": "build" } },
  "templates": {
    "greet": { "command": "/bin/sh", "args": ["-c", "echo \"$@\"; echo '{\"n\": 5, \"of\": [{\"a\": true}, null], \"x\": 1.5}'", "sh", "{{who}}"],
               "description": "says good morning", "parameters": { "who": { "required": true }, "how": null }, "result": { "required": true } },
    "other": { "command": "true", "parameters": { "apiKey": null } }
  }
}
'@
        Push-Location "$project/below"
        function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }
    }
    AfterAll {
        Pop-Location
        Close-Home
    }

    It 'are told with where they come from' {
        $all = Get-MillConfig
        ($all | Where-Object Key -eq defaults.grace).Value | Should -BeExactly '2s'
        ($all | Where-Object Key -eq defaults.grace).Source | Should -BeExactly "$project/mill.json:2"
        (Get-MillConfig defaults.logCap).Source | Should -BeExactly 'built in'
        (Get-MillConfig retention.*).Key | Should -Be 'retention.logs', 'retention.logBytes', 'retention.keep', 'retention.olderThan'
        (Get-MillConfig defaults.grace -WorkingDirectory $Work).Source | Should -BeExactly 'built in'
        (Get-MillConfig templates.greet).Value | Should -BeExactly 'says good morning'
        Get-MillConfig defaults.grace | Out-String | Should -Match 'Key\s+Value\s+Source\s+-.*\s+defaults\.grace\s+2s\s+/'
    }

    It 'reach a start of any kind, and a switch can be taken back' {
        $run = Start-MillRun -Wait -- /bin/sh -c 'echo err >&2'
        $run.Tags.team | Should -BeExactly 'build'
        Get-MillLog $run -Out | Should -BeExactly 'err'
        $run = Start-MillRun -Wait -MergeOutput:$false -- /bin/sh -c 'echo err >&2'
        Get-MillLog $run -Out | Should -BeNullOrEmpty
        (Start-MillRun { 'x' } -Wait).Tags.team | Should -BeExactly 'build'
        (Start-MillRun -Wait -WorkingDirectory $Work -- true).Tags.Count | Should -Be 0
    }

    It 'make a run of a template, with words behind it, and its result are objects' {
        $run = Start-MillRun -Template greet -Set @{ who = 'two words {{how}}' } -Wait -Name me -- -x '{{y}}' --flag
        @(Get-MillLog $run)[0] | Should -BeExactly 'two words {{how}} -x {{y}} --flag'
        $run.Name | Should -BeExactly 'me'
        $run.WorkingDirectory | Should -BeExactly "$project/below"
        $run.Result.n | Should -Be 5
        $run.Result.of[0].a | Should -BeTrue
        $run.Result.of[1] | Should -BeNullOrEmpty
        $run.Result.x | Should -Be 1.5
        (Get-MillRun $run -Detailed).Result.n | Should -Be 5
        ($run | ConvertTo-Json -Depth 9 | ConvertFrom-Json).Result.n | Should -Be 5
    }

    It 'take parameters as words too' {
        @(Get-MillLog (Start-MillRun -Template greet -Set who=you, how=so -Wait))[0] | Should -BeExactly 'you'
    }

    It 'say what is wrong with <Line>' -ForEach @(
        @{ Line = 'Start-MillRun -Template greet'; Id = 'BadParameter'; Told = "-Set @{ who = '…' }" }
        @{ Line = 'Start-MillRun -Template greet -Set @{ woh = 1 }'; Id = 'BadParameter'; Told = "Did you mean 'who'?" }
        @{ Line = 'Start-MillRun -Template greet -Set who'; Id = 'BadParameter'; Told = "'who' is set to nothing" }
        @{ Line = 'Start-MillRun -Template gret'; Id = 'TemplateNotFound'; Told = "Did you mean 'greet'?" }
        @{ Line = 'Start-MillRun -Template other'; Id = 'SecretArgument'; Told = '-Environment @{ apiKey' }
    ) {
        $failure = @(Get-Failure { Invoke-Expression $Line })
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure[0].Exception.Message | Should -BeLike "*$([WildcardPattern]::Escape($Told))*"
    }

    It 'that make no sense are one error that names the line, and nobody who looks minds' {
        $folder = (New-Item -ItemType Directory "$Work/bad").FullName
        Set-Content "$folder/mill.json" "{`n `"dfaults`": {} }"
        $failure = @(Get-Failure { Start-MillRun -WorkingDirectory $folder -- true })
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'BadConfig,*'
        $failure[0].CategoryInfo.Category | Should -Be InvalidData
        $failure[0].Exception.Message | Should -Match "^$folder/mill.json:2: .*Did you mean 'defaults'"
        Push-Location $folder
        try { Get-MillRun | Should -Not -BeNullOrEmpty } finally { Pop-Location }
    }

    It 'start nothing with -WhatIf' {
        $before = Get-TreeHash
        Start-MillRun -Template greet -Set who=you -WhatIf | Should -BeNullOrEmpty
        Get-TreeHash | Should -BeExactly $before
    }

    It 'fail a run that leaves no result where one is required' {
        $run = Start-MillRun -RequireResult -Wait -ErrorAction SilentlyContinue -ErrorVariable failure -- true
        $run.Reason | Should -BeExactly 'no-result'
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'RunFailed,*'
    }

    It 'complete <Line>' -ForEach @(
        @{ Line = 'Start-MillRun -Template '; Wanted = 'greet', 'other' }
        @{ Line = 'Start-MillRun -Template gr'; Wanted = , 'greet' }
        @{ Line = 'Start-MillRun -Template greet -Set '; Wanted = 'who=', 'how=' }
        @{ Line = 'Get-MillConfig defaults.g'; Wanted = , 'defaults.grace' }
    ) {
        (Get-Completion $Line).CompletionText | Should -Be $Wanted
    }

    It 'tell in a completion what a template is for' {
        (Get-Completion 'Start-MillRun -Template gr').ToolTip | Should -BeExactly 'says good morning'
    }
}
