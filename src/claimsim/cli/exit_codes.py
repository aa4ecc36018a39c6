"""What the program's exit code tells a shell or CI."""

OK = 0
EXPECTATION_FAILED = 1
USAGE = 2
INVALID_INPUT = 3
INTERNAL = 4
INTERRUPTED = 130
CLOSED_PIPE = 141
"""128 + SIGPIPE, what a shell reports of any program whose reader went away."""
