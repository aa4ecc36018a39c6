"""The rules that instructors wrote: in the payers' files and scenarios that come with the program, and in files that
lie in the folder one is in, or in a folder in it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from claimsim import resources
from claimsim.rules import Rule
from claimsim.scenario.library import SUFFIXES, shipped_scenarios

MOST_FILES = 300


class OwnedRule(Struct, frozen=True):
    """A rule with the payer, and the scenario if it is one's, that has it, and its condition in words."""

    rule: Rule[Any]
    owner: str
    condition: str


@cache
def own_rules() -> tuple[OwnedRule, ...]:
    """All of them, payers first. Files with faults are left out: `claimsim check` speaks of those."""
    found: list[OwnedRule] = []
    for path in sorted(resources.payers_dir().glob("*.yaml")):
        found.extend(_rules_in(path, (), path.stem))
    for path in shipped_scenarios():
        found.extend(_rules_in(path, ("payer_files",), path.stem))
    return tuple(found)


def rules_here() -> tuple[OwnedRule, ...]:
    """Those in the YAML files of the folder one is in and of the folders in it, payers and scenarios alike.

    Not deeper: one may be in a folder that holds a whole disk.
    """
    return _rules_below(Path.cwd())


@cache
def _rules_below(folder: Path) -> tuple[OwnedRule, ...]:
    found: list[OwnedRule] = []
    for pattern in ("*.y*ml", "[!.]*/*.y*ml"):
        for path in sorted(folder.glob(pattern))[:MOST_FILES]:
            if path.suffix in SUFFIXES and path.is_file():
                name = path.relative_to(folder).as_posix()
                found += (*_rules_in(path, (), name), *_rules_in(path, ("payer_files",), name))
    return tuple(found)


def _rules_in(path: Path, below: tuple[str, ...], name: str) -> Iterator[OwnedRule]:
    try:
        if "rules:" not in path.read_text(encoding="utf-8", errors="replace"):
            return  # most files: not read as YAML at all
    except OSError:
        return
    from claimsim.diagnostics import read_file
    from claimsim.diagnostics.validation import validate
    from claimsim.payer.own_rules.compiling import spoken
    from claimsim.payer.own_rules.making import line_rule
    from claimsim.payer.own_rules.rules import OwnRule

    document = read_file(path).document
    if document is None or not isinstance(document.data, dict):
        return
    holders = document.data.get("payer_files") if below else {"": document.data}
    for payer, holder in (holders if isinstance(holders, dict) else {}).items():
        rules = holder.get("rules") if isinstance(holder, dict) else None
        owner = f"{payer} in the scenario {name}" if below else name
        for number in range(len(rules) if isinstance(rules, list) else 0):
            place = (*below, payer, "rules", number) if below else ("rules", number)
            own, _ = validate(document, OwnRule, place)
            if own is not None:
                yield OwnedRule(line_rule(own), owner, spoken(own.when))
