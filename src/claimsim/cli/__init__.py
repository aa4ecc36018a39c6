"""The command line: one module per command, loaded when asked for. It gathers, hands on and prints; nothing else."""
