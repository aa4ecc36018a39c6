"""Writing to standard output: text and JSON, and what to do when nobody can read it any more."""

import os
import sys
from typing import Any

from claimsim.cli.exit_codes import CLOSED_PIPE, INVALID_INPUT


def print_json(value: Any) -> None:
    """Print a value as JSON. ASCII only: the same bytes in every locale, and nothing a terminal would obey."""
    import json

    sys.stdout.write(json.dumps(value, indent=2) + "\n")


def print_text(text: str) -> None:
    """Print text that has been escaped already, with one line break at its end."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def print_error(text: str) -> None:
    """Print to standard error; where even that is closed, the exit code has to say it all."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        silence(2)


def prepare_streams() -> None:
    """A stream that was closed leads nowhere; a character its encoding lacks is written as an escape."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - lives as long as the program
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # a stream put in its place by a test may lack it
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def output_failed(fault: OSError) -> int:
    """The exit code after standard output could not be written; a reader that went away is nothing to talk about."""
    silence(1)
    if isinstance(fault, BrokenPipeError):
        return CLOSED_PIPE
    print_error(f"claimsim: the output could not be written: {fault.strerror or fault}")
    return INVALID_INPUT


def silence(descriptor: int) -> None:
    """Let a stream lead nowhere, so that what is left in its buffer makes no noise when the interpreter ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
