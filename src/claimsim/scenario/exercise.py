"""A scenario as an exercise: its file without what was decided and how it must end, for somebody else to decide."""

from claimsim.diagnostics import Document, Path

ANSWERS: tuple[Path, ...] = (("scenario", "lesson"), ("scenario", "outcome"), ("seats",), ("expect",), ("todo",))

SCHEMA_COMMENT = "# yaml-language-server:"


def exercise(document: Document) -> str:
    """The text of a scenario's file without the keys that give the answers away; all else as it stands.

    A key that does not begin a line of its own (`{title: …, lesson: …}`) stays. What points an editor at a schema
    beside the file does not: it would lead nowhere.
    """
    lines = document.text.splitlines(keepends=True)
    left_out = {number for path in ANSWERS for number in _lines_of(document, path, lines)}
    kept = [line for number, line in enumerate(lines) if number not in left_out and not line.startswith(SCHEMA_COMMENT)]
    return "".join(kept).rstrip("\n") + "\n"


def _lines_of(document: Document, path: Path, lines: list[str]) -> range:
    """The lines of a key and of all that is deeper than it, counted from 0."""
    try:
        start, _ = document.key_extent(path)
    except (KeyError, IndexError):
        return range(0)
    first = document.text.count("\n", 0, start)
    indent = len(lines[first]) - len(lines[first].lstrip(" "))
    if not lines[first].lstrip(" ").startswith(str(path[-1])):
        return range(0)
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or lines[last].startswith(" " * (indent + 1))):
        last += 1
    return range(first, last)
