"""The command line: thin faces over the other rooms; names, options, fields and exit codes are a contract."""
