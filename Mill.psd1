@{
    RootModule           = 'Mill.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '0d0f3c4e-5f0b-4a53-9d1c-6f8e7f5f6a3b'
    Author               = 'The Mill authors'
    CompanyName          = 'The Mill authors'
    Copyright            = '(c) The Mill authors, MIT licence'
    Description          = 'Background runs that outlive the shell that started them, and the truth about them: whether they live, why they ended, what they left behind.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('Mill.format.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'ConvertTo-MillJob'
        'Get-MillConfig'
        'Get-MillLog'
        'Get-MillPlan'
        'Get-MillQueue'
        'Get-MillRun'
        'Receive-MillRun'
        'Remove-MillRun'
        'Repair-MillRun'
        'Request-MillAnswer'
        'Restart-MillRun'
        'Resume-MillRun'
        'Send-MillAnswer'
        'Set-MillQueue'
        'Start-MillRun'
        'Stop-MillRun'
        'Wait-MillRun'
        'Watch-MillRun'
        'Write-MillNote'
    )
    PrivateData          = @{
        PSData = @{
            Tags       = @('background', 'job', 'process', 'supervisor', 'ci', 'Linux', 'PSEdition_Core')
            Prerelease = 'preview'
        }
    }
}
