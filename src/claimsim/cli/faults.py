"""Faults that are not diagnostics of a file: a file that cannot be written, a log of another case, a bug."""

import traceback

from claimsim.cli.exit_codes import INVALID_INPUT
from claimsim.diagnostics.messages import clip, escape


class CommandFault(Exception):  # noqa: N818 - the house word, as in the diagnostics
    """A command cannot go on; the text says why, in one sentence."""

    def __init__(self, message: str, exit_code: int = INVALID_INPUT) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def describe_internal(fault: Exception) -> str:
    """One plain sentence about a fault of the program itself, and how to report it."""
    frames = traceback.extract_tb(fault.__traceback__)
    own = [frame for frame in frames if "claimsim" in frame.filename] or frames
    place = f" at line {own[-1].lineno} of {_module(own[-1].filename)}" if own else ""
    what = clip(escape(" ".join(str(fault).split())), 200)
    return (
        f"claimsim: internal error: the program has a fault of its own ({type(fault).__name__}{place}"
        f"{': ' if what else ''}{what}); your files are as they were.\n"
        "Please report it with the command, the file it was given and what CLAIMSIM_DEBUG=1 prints with them."
    )


def _module(file: str) -> str:
    parts = file.replace("\\", "/").split("/")
    start = len(parts) - 1 - parts[::-1].index("claimsim") if "claimsim" in parts else len(parts) - 1
    return "/".join(parts[start:])
