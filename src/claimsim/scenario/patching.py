"""Writing values into a YAML text in place: only their own characters change, comments and layout stay."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from msgspec import Struct

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


class _Plan(Struct, frozen=True):
    """What happens to the entries of a list: new values in an entry's place, entries taken out, new ones put in."""

    replaced: dict[int, Data]
    removed: tuple[int, ...]
    added: tuple[tuple[int, tuple[Data, ...]], ...]
    """The number of the entry that they stand behind, -1 for the front, and the new values."""


def _plan(number: int, entries: Sequence[int | Data]) -> _Plan:
    """A new value takes the place of an entry that goes, where there is one between the same neighbors."""
    replaced: dict[int, Data] = {}
    removed: list[int] = []
    added: list[tuple[int, tuple[Data, ...]]] = []
    waiting: list[Data] = []
    before = -1
    for entry in (*entries, number):
        if not isinstance(entry, int):
            waiting.append(entry)
            continue
        going = range(before + 1, entry)
        replaced.update(zip(going, waiting, strict=False))
        removed.extend(going[len(waiting) :])
        if len(waiting) > len(going):
            added.append((entry - 1 if going else before, tuple(waiting[len(going) :])))
        waiting, before = [], entry
    return _Plan(replaced, tuple(removed), tuple(added))


def _relist(text: str, node: Any, entries: Sequence[int | Data]) -> list[Change]:
    if not node.value:
        return [(node.start_mark.index, node.end_mark.index, flow([e for e in entries if not isinstance(e, int)]))]
    plan = _plan(len(node.value), entries)
    changes = [
        (node.value[n].start_mark.index, _end(text, node.value[n]), flow(value)) for n, value in plan.replaced.items()
    ]
    if node.flow_style:
        return changes + _flow_changes(text, node, plan)
    dashes = [_dash(text, item) for item in node.value]
    indent = text[_line_start(text, dashes[0]) : dashes[0]]
    if indent.strip():  # the list begins on the line of something else: it can only be written anew
        shown: list[Data] = [_data(node.value[entry]) if isinstance(entry, int) else entry for entry in entries]
        return [(node.start_mark.index, _end(text, node), flow(shown))]
    return changes + _block_changes(text, node, plan, dashes, indent)


def _flow_changes(text: str, node: Any, plan: _Plan) -> list[Change]:
    """Entries taken out of brackets with the comma that follows them (before them at the end), and put in with one."""
    changes: list[Change] = []
    starts = [item.start_mark.index for item in node.value]
    ends = [_end(text, item) for item in node.value]
    last_stays = max((n for n in range(len(starts)) if n not in plan.removed), default=-1)
    for n in plan.removed:
        if n < last_stays:
            changes.append((starts[n], starts[n + 1], ""))
    if last_stays < len(ends) - 1:
        changes.append((ends[last_stays], ends[-1], ""))
    for behind, values in plan.added:
        shown = ", ".join(map(flow, values))
        place = ends[behind] if behind >= 0 else starts[0]
        changes.append((place, place, f", {shown}" if behind >= 0 else f"{shown}, "))
    return changes


def _block_changes(text: str, node: Any, plan: _Plan, dashes: Sequence[int], indent: str) -> list[Change]:
    """Entries taken out of a list of dashes, and put in, as whole lines."""
    changes: list[Change] = []
    newline = "\r\n" if "\r\n" in text else "\n"
    ends = [_line_end(text, _end(text, item)) for item in node.value]
    for n in plan.removed:
        changes.append((_line_start(text, dashes[n]), ends[n], ""))
    for behind, values in plan.added:
        lines = "".join(f"{indent}- {flow(value)}{newline}" for value in values)
        place = ends[behind] if behind >= 0 else _line_start(text, dashes[0])
        unfinished = place == len(text) and behind >= 0 and not text.endswith(("\n", "\r"))
        changes.append((place, place, (newline if unfinished else "") + lines))
    return changes


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
