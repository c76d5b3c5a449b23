"""What the hub offers on the command line, one file a subject: words, options, exit codes, and nothing else."""
