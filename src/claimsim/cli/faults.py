"""From an exception to what the user is told and the exit code."""

import sys
import traceback

from claimsim.cli.exit_codes import INTERNAL, INVALID_INPUT
from claimsim.cli.screen import message_width
from claimsim.diagnostics.display import clip, escape, hang
from claimsim.diagnostics.messages import InvalidInput, render_all
from claimsim.resources import MissingResource


class CommandFault(Exception):
    """A command cannot go on with what it was given; the text says why. For what has no place in a file to point at."""


def answer(fault: Exception) -> tuple[str, int]:
    """What is said of a fault on standard error, and the exit code."""
    if isinstance(fault, InvalidInput):
        return render_all(fault.diagnostics, message_width(sys.stderr)), INVALID_INPUT
    if isinstance(fault, CommandFault):
        return hang("error: ", escape(str(fault)), message_width(sys.stderr)), INVALID_INPUT
    if isinstance(fault, MissingResource):
        return f"claimsim: {escape(str(fault))}", INTERNAL
    if isinstance(fault, OSError):
        return f"claimsim: {escape(str(fault.filename))} cannot be used: {fault.strerror or fault}", INVALID_INPUT
    return _internal(fault), INTERNAL


def _internal(fault: Exception) -> str:
    """One plain sentence about a fault of the program itself, and how to report it."""
    frames = traceback.extract_tb(fault.__traceback__)
    own = [frame for frame in frames if "claimsim" in frame.filename] or frames
    place = f" at line {own[-1].lineno} of {_module(own[-1].filename)}" if own else ""
    what = clip(escape(" ".join(str(fault).split())), 200)
    return (
        f"claimsim: internal error: the program itself is at fault ({type(fault).__name__}{place}"
        f"{': ' if what else ''}{what}).\n"
        "Please report it with the command, the file it was given, and what it prints with CLAIMSIM_DEBUG=1 set."
    )


def _module(file: str) -> str:
    parts = file.replace("\\", "/").split("/")
    start = len(parts) - 1 - parts[::-1].index("claimsim") if "claimsim" in parts else len(parts) - 1
    return "/".join(parts[start:])
