"""Accepting: what a scenario came to is written into its `expect:`, in place. Nothing else of the file changes."""

import difflib
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Literal

from msgspec import Struct

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import InvalidInput, escape, parse_yaml
from claimsim.diagnostics.files import decode, real_path
from claimsim.diagnostics.validation import validate

from .bench import Bench
from .compare import compare
from .expect import Expectations
from .load import LoadedScenario
from .outcome import Outcome
from .patching import patched
from .said import TOP, said

MOST_ROUNDS = 5
"""An expectation that is mended may bring to light one that could not be looked at before (a line that was missing)."""

WENT_WRONG = frozenset(
    {"rejected", "refused", "denied", "denied_in_part", "unprocessable", "not_recognized", "reversed", "reversal"}
)
"""Statuses of claims and remittances that lessons hang on."""

Verdict = Literal["unchanged", "updated", "invalid", "refused"]


class Accepted(Struct, frozen=True):
    """What became of one file. `difference` is a unified diff, `words` why it was not changed, or a warning."""

    path: str
    verdict: Verdict
    difference: str = ""
    words: str = ""


def accept(path: Path, shown_as: str, bench: Bench, write: bool) -> Accepted:
    """Bring the expectations of one scenario in line with its run. With `write` the file is replaced, atomically.

    Refuses a file that has faults, one whose scenario is known to fail, and one that would not pass afterwards.
    """
    try:
        lived = bench.live(path, shown_as)
    except InvalidInput as fault:
        return Accepted(shown_as, "invalid", words=str(fault))
    if not lived.mismatches:
        return Accepted(shown_as, "unchanged")
    if lived.scenario.todo:
        return Accepted(shown_as, "unchanged", words=f"{shown_as}: left alone, it is known to fail (`todo`)")
    raw = path.read_bytes()
    old = lived.scenario.document.text
    new = mended(old, lived.outcome, bench.tables, shown_as)
    if new is None:
        words = f"{shown_as}: not updated: its expectations cannot be mended by their values alone; edit them by hand"
        return Accepted(shown_as, "refused", words=words)
    if write:
        text, _ = decode(raw, shown_as)
        if text != old:
            return Accepted(shown_as, "refused", words=f"{shown_as}: not updated: it was changed in the meantime")
        mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
        try:
            replace_file(path, mark + new.encode("utf-8"))
        except OSError as fault:
            words = f"{escape(shown_as)}: not updated: it cannot be written: {fault.strerror or fault}"
            return Accepted(shown_as, "invalid", words=words)
    return Accepted(shown_as, "updated", difference(old, new, shown_as), _lost(lived.scenario, new, shown_as))


def _lost(scenario: LoadedScenario, new: str, shown_as: str) -> str:
    """A warning where denials, rejections or reversals are no longer expected: the lesson may have gone with them."""
    document = parse_yaml(new, shown_as).document
    if document is None:
        return ""
    lost = _went_wrong(scenario.document.data) - _went_wrong(document.data)
    if not lost:
        return ""
    places: dict[str, list[str]] = {}
    for place, status in lost.elements():
        places.setdefault(place, []).append(status)
    what = "; ".join(f"{place}: {', '.join(statuses)}" for place, statuses in places.items())
    outcome = f" (`outcome` still says: {scenario.meta.outcome})" if scenario.meta.outcome else ""
    words = f"{shown_as}: warning: no longer expected is {what}. Is the lesson still there{outcome}?"
    hint = "if not, look in `claimsim run` why the fault has lost its effect, and put the expectations back"
    return f"{escape(words)}\n   = {hint}"


def _went_wrong(data: object) -> Counter[tuple[str, str]]:
    """What is expected to go wrong: where it is expected, and the status."""
    expected = data.get(TOP) if isinstance(data, dict) else None
    words = said(expected) if expected is not None else ()
    return Counter(
        (str(w.path[1]), w.text) for w in words if w.field == "status" and w.asserted and w.text in WENT_WRONG
    )


def mended(text: str, outcome: Outcome, tables: CodeTables, shown_as: str) -> str | None:
    """The text with expectations that hold, and all else as it was; None where that cannot be had."""
    outside: object = None
    for round_ in range(MOST_ROUNDS + 1):
        document = parse_yaml(text, shown_as).document
        if document is None or (round_ and _outside(document.data) != outside):
            return None
        outside = _outside(document.data)
        expect, _ = validate(document, Expectations, ("expect",))
        if expect is None:
            return None
        mismatches = compare(expect, outcome, tables)
        if not mismatches:
            return text
        edits = tuple(edit for mismatch in mismatches for edit in mismatch.edits)
        if not edits:
            return None
        text = patched(text, edits)
    return None


def _outside(data: object) -> object:
    """All that is no expectation."""
    return {key: value for key, value in data.items() if key != "expect"} if isinstance(data, dict) else data


def difference(old: str, new: str, shown_as: str) -> str:
    """A unified diff of two texts."""
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), f"{shown_as} (as it is)", f"{shown_as} (accepted)", lineterm="", n=2
    )
    return "\n".join(lines)


def replace_file(path: Path, content: bytes) -> None:
    """Put new content in a file's place at once, so that nobody ever sees half of it. Keeps its mode, follows links."""
    target = real_path(path)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as fresh:
            fresh.write(content)
        os.chmod(name, target.stat().st_mode & 0o7777)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
