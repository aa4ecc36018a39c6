"""Writing values into a YAML text in place: only their own characters change, comments and layout stay."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from claimsim.diagnostics import Path

from .mismatch import Data, Edit, Relist
from .yaml_writing import flow, in_quotes, quoted

_BARE = re.compile(r"[0-9][0-9A-Z.]*")
Change = tuple[int, int, str]
"""First character, the one after the last, and what stands there afterwards."""


def patched(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made. An edit within a list entry that another edit removes is dropped with it.

    Raises KeyError or IndexError for a path that the text does not have, which a caller that read the text rules out.
    """
    root = _compose(text)
    changes: list[Change] = []
    for edit in edits:
        changes.extend(_changes(text, root, edit))
    # The widest change wins over those inside it; what is put in goes before what is taken out at the same place.
    changes.sort(key=lambda change: (change[0], change[1] > change[0], -change[1]))
    parts: list[str] = []
    done = 0
    for start, end, new in changes:
        if start < done:
            continue
        parts += [text[done:start], new]
        done = end
    return "".join([*parts, text[done:]])


def _compose(text: str) -> Any:
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    return yaml.compose(text, Loader=loader)


def _find(root: Any, path: Path) -> Any:
    node = root
    for step in path:
        if isinstance(step, int):
            node = node.value[step]
        else:
            node = next((value for key, value in node.value if key.value == step), None)
        if node is None:
            raise KeyError(path)
    return node


def _changes(text: str, root: Any, edit: Edit) -> list[Change]:
    node = _find(root, edit.path)
    if isinstance(edit.value, Relist):
        if isinstance(node, yaml.SequenceNode) and edit.value.entries:
            return _relist(text, node, edit.value.entries)
        new: list[Data] = [entry for entry in edit.value.entries if not isinstance(entry, int)]
        return _replace(text, node, new or "none")
    return _replace(text, node, edit.value)


def _replace(text: str, node: Any, value: Data) -> list[Change]:
    """A value in place of another; a list in place of one of the same length changes only what differs."""
    if isinstance(value, list) and isinstance(node, yaml.SequenceNode) and len(value) == len(node.value) > 0:
        return [change for old, new in zip(node.value, value, strict=True) for change in _replace(text, old, new)]
    if isinstance(node, yaml.ScalarNode) and isinstance(value, str | Decimal | date):
        if node.style in ("|", ">"):
            return [(node.start_mark.index, _end(text, node), flow(value))]
        new = _scalar(value, node)
        same = isinstance(value, str) and node.value == value
        return [] if same else [(node.start_mark.index, node.end_mark.index, new)]
    start = node.start_mark.index
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        return [_inline(text, start, _end(text, node), flow(value))]
    return [(start, _end(text, node), flow(value))]


def _inline(text: str, start: int, end: int, new: str) -> Change:
    """A value on the key's own line in place of a block below it; below a comment, indented one step more."""
    before = text[:start].rstrip()
    if before.endswith(":"):
        return len(before), end, f" {new}"
    return start, end, new if before.endswith("-") else f"  {new}"


def _scalar(value: Data, node: Any) -> str:
    """A scalar in the quotes of the one it replaces; a bare number only where that one was bare too."""
    style = node.style
    if style in ("'", '"') and isinstance(value, str):
        return quoted(value) if value == "none" else in_quotes(value, style)
    if style in ("'", '"'):
        return f"{style}{flow(value)}{style}"
    bare = isinstance(value, str) and _BARE.fullmatch(value) and _BARE.fullmatch(node.value)
    return str(value) if bare else flow(value)


def _end(text: str, node: Any) -> int:
    """Where a value ends: a block collection's own mark stands behind the comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        start: int = node.start_mark.index
        return start + len(text[start:end].rstrip())
    return end


def _relist(text: str, node: Any, entries: Sequence[int | Data]) -> list[Change]:
    return _relist_flow(text, node, entries) if node.flow_style else _relist_block(text, node, entries)


def _relist_flow(text: str, node: Any, entries: Sequence[int | Data]) -> list[Change]:
    """A list in brackets: entries that stay keep their own text, with what is edited inside them dropped for now."""
    shown = [
        text[node.value[entry].start_mark.index : _end(text, node.value[entry])]
        if isinstance(entry, int) else flow(entry)
        for entry in entries
    ]  # fmt: skip
    start, end = node.start_mark.index, node.end_mark.index
    if not node.value:
        return [(start, end, f"[{', '.join(shown)}]")]
    first, last = node.value[0].start_mark.index, _end(text, node.value[-1])
    between = text[_end(text, node.value[0]) : node.value[1].start_mark.index] if len(node.value) > 1 else ", "
    separator = between if "#" not in between else ", "
    return [(first, last, separator.join(shown))]


def _relist_block(text: str, node: Any, entries: Sequence[int | Data]) -> list[Change]:
    """A list of dashes: entries are taken out and put in as whole lines."""
    stay = [entry for entry in entries if isinstance(entry, int)]
    changes: list[Change] = []
    dashes = [_dash(text, item) for item in node.value]
    indent = text[_line_start(text, dashes[0]) : dashes[0]]
    if indent.strip():  # the list begins on the line of something else: it can only be written anew
        shown: list[Data] = [_data(node.value[entry]) if isinstance(entry, int) else entry for entry in entries]
        return [(node.start_mark.index, _end(text, node), flow(shown))]
    newline = "\r\n" if "\r\n" in text else "\n"
    for number, item in enumerate(node.value):
        if number not in stay:
            start = _line_start(text, dashes[number])
            changes.append((start, _line_end(text, _end(text, item)), ""))
    waiting: list[str] = []
    last_kept: int | None = None
    for entry in (*entries, None):
        if entry is not None and not isinstance(entry, int):
            waiting.append(f"{indent}- {flow(entry)}{newline}")
            continue
        if waiting:
            changes.append(_insertion(text, node, dashes, last_kept, waiting, newline))
            waiting = []
        last_kept = entry if isinstance(entry, int) else last_kept
    return changes


def _insertion(
    text: str, node: Any, dashes: Sequence[int], after: int | None, lines: Sequence[str], newline: str
) -> Change:
    """New lines behind an entry that stays, or at the front of the list."""
    if after is None:
        place = _line_start(text, dashes[0])
        return place, place, "".join(lines)
    place = _line_end(text, _end(text, node.value[after]))
    lead = "" if text[:place].endswith(("\n", "\r")) else newline
    return place, place, lead + "".join(lines)


def _data(node: Any) -> Data:
    """A node as plain data."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _data(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_data(item) for item in node.value]
    return str(node.value)


def _dash(text: str, item: Any) -> int:
    """Where the dash of a list entry stands: the nearest one before it."""
    return text.rindex("-", 0, item.start_mark.index)


def _line_start(text: str, index: int) -> int:
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def _line_end(text: str, index: int) -> int:
    """Behind the line break of the line in which something ends, with the comment that follows it there."""
    found = re.compile(r"[^\r\n]*(\r\n|\n|\r|$)").match(text, index)
    return found.end() if found else index
