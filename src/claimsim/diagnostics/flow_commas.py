"""Keys without a colon in `{…}`: nearly always a value whose comma was not quoted (`{name: Doe, Jane}`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from yaml.events import ScalarEvent

from claimsim.diagnostics.display import clip
from claimsim.diagnostics.document import Marked

Fault = tuple[str, str, int, int, str]
"""Code, message, first character, the one after the last, hint."""

_COMMENT = re.compile(r"#.*")
_NUMBER_WITH_COMMAS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_RUN_TOGETHER = re.compile(r"([A-Za-z_]\w*):(.+)", re.DOTALL)


def bare_keys_faults(flow_mappings: Iterable[Marked], text: str) -> Iterator[Fault]:
    """A fault for every key of a flow mapping without colon and value; several after one value make one fault."""
    for marked in flow_mappings:
        yield from _faults_of_mapping(marked, text)


def _faults_of_mapping(marked: Marked, text: str) -> Iterator[Fault]:
    owner: tuple[Any, Any] | None = None
    bare: list[Any] = []
    for key, entry in marked.items():
        # Under None is the mapping's own event.
        if key is None:
            continue
        value = entry[1]
        if type(value) is ScalarEvent and not value.value and _is_bare(entry[0], value, text):
            bare.append(entry[0])
            continue
        if bare:
            yield _fault(owner, bare, text)
            bare = []
        owner = entry
    if bare:
        yield _fault(owner, bare, text)


def _is_bare(key_event: Any, value: Any, text: str) -> bool:
    """Whether neither a value nor a colon stands behind a key."""
    return not value.style and ":" not in _COMMENT.sub("", text[key_event.end_mark.index : value.start_mark.index])


def _is_plain(value: Any) -> bool:
    return type(value) is ScalarEvent and not value.style


def _fault(owner: tuple[Any, Any] | None, bare: list[Any], text: str) -> Fault:
    first, last = bare[0], bare[-1]
    start, end = first.start_mark.index, first.end_mark.index
    name = first.value
    run_together = _RUN_TOGETHER.fullmatch(name) if not first.style else None
    if run_together:
        key, value = run_together.groups()
        return (
            "missing-space",
            f"there is no space after the colon of `{key}`",
            start,
            start + len(key) + 1,
            f"write `{key}: {value}`",
        )
    message = f"`{name}` has no value: a comma inside {{…}} begins a new key"
    if owner is None or not _is_plain(owner[1]):
        return "plain-comma", message, start, end, f"write `{clip(name, 40)}: value`"
    whole = text[owner[1].start_mark.index : last.end_mark.index]
    if _NUMBER_WITH_COMMAS.fullmatch(whole):
        return "plain-comma", message, start, end, f"write `{owner[0].value}: {whole.replace(',', '')}`"
    quoted = clip(" ".join(whole.split()), 80).replace('"', "'")
    return (
        "plain-comma",
        message,
        start,
        end,
        f'put a value that contains a comma in quotes: `{owner[0].value}: "{quoted}"`',
    )
