"""Opening a file: everything that can go wrong before its first character is read."""

from __future__ import annotations

import stat
from os import PathLike, fspath
from pathlib import Path

from claimsim.diagnostics.document import Parsed, located
from claimsim.diagnostics.messages import Diagnostic
from claimsim.diagnostics.positions import Lines
from claimsim.diagnostics.text_checks import MOST_CHARACTERS
from claimsim.diagnostics.yaml_reader import parse_yaml

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def is_regular_file(path: Path) -> bool:
    """Whether an ordinary file is there. A name no file can have, or links that lead in a circle, is none."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def is_directory(path: Path) -> bool:
    """Whether a folder is there. A name no folder can have is none."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def real_path(path: Path) -> Path:
    """The path with its links followed; as it is where they lead in a circle or the name is none."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()


def read_file(path: str | PathLike[str], shown_as: str | None = None) -> Parsed:
    """Reads a YAML file. Never raises for what the path leads to: each failure is a diagnostic.

    `shown_as` is the name used in messages, else the path as given.
    """
    name = shown_as or fspath(path)
    text, diagnostic = read_text(path, name)
    if diagnostic is not None:
        return Parsed(None, (diagnostic,))
    return parse_yaml(text, name)


def read_text(path: str | PathLike[str], shown_as: str) -> tuple[str, Diagnostic | None]:
    """The text of a UTF-8 file of at most 2 MB (a byte order mark is dropped), or a diagnostic that says why not."""
    try:
        place = Path(path)
        mode = place.stat().st_mode
        if stat.S_ISDIR(mode):
            return "", Diagnostic("folder-given", f"`{shown_as}` is a folder", hint="name a file in it")
        # A pipe or a device could keep us waiting, or never end.
        if not stat.S_ISREG(mode):
            return "", Diagnostic("not-a-file", f"`{shown_as}` is not an ordinary file", hint="name a file on disk")
        with place.open("rb") as source:
            content = source.read(MOST_CHARACTERS + 1)
    except FileNotFoundError:
        return "", Diagnostic(
            "file-not-found", f"there is no file `{shown_as}`", hint="check the name and the folder you are in"
        )
    except PermissionError:
        return "", Diagnostic(
            "permission-denied", f"`{shown_as}` may not be read", hint="give yourself read permission for it"
        )
    # ValueError: a NUL or a lone surrogate in the path.
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have this name"
        return "", Diagnostic("file-unreadable", f"`{shown_as}` cannot be read: {reason}")
    return decode(content, shown_as)


def decode(content: bytes, shown_as: str) -> tuple[str, Diagnostic | None]:
    """The text of a file's bytes, or a diagnostic that says why it is none of ours."""
    if len(content) > MOST_CHARACTERS:
        message = f"`{shown_as}` has more than {MOST_CHARACTERS // 1_000_000} MB"
        return "", Diagnostic("file-too-large", message, hint="split it: one scenario to a file")
    if content.startswith(_UTF16_MARKS):
        return "", Diagnostic("not-utf8", f"`{shown_as}` is saved as UTF-16", hint="save it as UTF-8")
    if b"\0" in content:
        return "", Diagnostic("binary-file", f"`{shown_as}` is not a text file", hint="name a YAML file")
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        # The codec counts from behind the byte order mark.
        body = content.removeprefix(b"\xef\xbb\xbf")
        index = len(body[: error.start].decode("utf-8"))
        lines = Lines(body.decode("utf-8", "replace"))
        message = f"the byte 0x{body[error.start]:02x} is not UTF-8"
        return "", located(lines, shown_as, "not-utf8", message, index, index + 1, "save the file as UTF-8")
