"""A value as it would be written into a file: YAML's flow style, quotes where they are needed."""

from decimal import Decimal

from .mismatch import Data

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_WORDS = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")


def flow(value: Data) -> str:
    """A value in YAML's flow style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return quoted(value) if isinstance(value, str) else value.isoformat()


def quoted(text: str) -> str:
    """A text as a YAML scalar: plain where that is safe and no number, which an editor would take for one."""
    safe = text.isascii() and all(c.isalnum() or c in "._-:+/ " for c in text)
    plain = bool(text) and text[0].isalpha() and text[-1].isalnum() and ": " not in text
    return text if safe and plain and text.lower() not in _WORDS else in_quotes(text)


def in_quotes(text: str, quote: str = '"') -> str:
    """A text in double quotes with escapes, or in single quotes where it has nothing that needs an escape."""
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(c) or (c if c.isprintable() else f"\\U{ord(c):08x}") for c in text) + '"'
