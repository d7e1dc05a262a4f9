# Runs the tests of the cmdlets: all of them, or those of some files. Prints what failed, and as the last line how many
# passed, failed and were skipped; exits with 0 only when some ran and none failed.
[CmdletBinding(PositionalBinding = $false)]
param([Parameter(Position = 0, ValueFromRemainingArguments)] [string[]] $Path = $PSScriptRoot, [string] $Verbosity = 'Normal')

Import-Module Pester -MinimumVersion 5.0 -MaximumVersion 5.999 -ErrorAction Stop
$wanted = New-PesterConfiguration
$wanted.Run.Path = $Path
$wanted.Run.PassThru = $true
$wanted.Output.Verbosity = $Verbosity
$wanted.Output.RenderMode = 'Plaintext'
$wanted.Output.CIFormat = 'None'

$run = Invoke-Pester -Configuration $wanted
if (-not $run) { exit 1 }

# What fails outside a test is a failure too: a file that cannot be read, a home with processes left in it.
$failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
"$($run.PassedCount) passed, $failed failed, $($run.SkippedCount) skipped"
exit [int] -not ($failed -eq 0 -and $run.PassedCount -gt 0)
