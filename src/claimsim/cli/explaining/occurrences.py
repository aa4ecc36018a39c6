"""What occurs in the shipped scenarios, kept in the user's cache folder so that it is worked out once.

The cache is good as long as no shipped file and no module of the program has changed; where it cannot be written or
read, the scenarios are lived through again.
"""

import json
import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from claimsim import resources
from claimsim.scenario.last_failed import cache_folder

Occurrences = dict[str, frozenset[str]]
RULE, MODIFIER, PLACE, STATUS, ENTITY = "rule ", "modifier ", "place ", "status ", "entity "
SPACES = {
    "rule": RULE, "modifier": MODIFIER, "place of service": PLACE, "claim status code (277CA)": STATUS,
    "entity code (277CA)": ENTITY,
}  # fmt: skip
"""Kinds whose names are short numbers or words: each in a space of its own."""


def kept(work_out: Callable[[], Occurrences]) -> Occurrences:
    """What occurs in each scenario by its id: from the cache, else worked out and kept."""
    folder = cache_folder(os.environ)
    place = folder / f"occurrences-{_state()}.json" if folder else None
    found = _read(place) if place else None
    if found is None:
        found = work_out()
        if place:
            _write(place, found)
    return found


def _read(place: Path) -> Occurrences | None:
    try:
        data = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(data, dict) or not all(isinstance(words, list) for words in data.values()):
        return None
    return {str(stem): frozenset(map(str, words)) for stem, words in data.items()}


def _write(place: Path, found: Occurrences) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        for old in place.parent.glob("occurrences-*.json"):
            old.unlink(missing_ok=True)
        fresh = place.with_name(f"{place.name}.{os.getpid()}")
        fresh.write_text(json.dumps({stem: sorted(words) for stem, words in found.items()}), encoding="utf-8")
        fresh.replace(place)
    except OSError:
        return  # a cache that cannot be written is no reason to fail


def _state() -> str:
    """One number for the shipped files and the program, from their names, sizes and times."""
    digest = sha256()
    for path in _files():
        try:
            about = path.stat()
        except OSError:
            continue
        digest.update(f"{path}\0{about.st_size}\0{about.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:24]


def _files() -> Iterator[Path]:
    for folder in (resources.scenarios_dir(), resources.payers_dir(), resources.practices_dir()):
        yield from sorted(folder.rglob("*.yaml"))
    yield from sorted(resources.code_tables_dir().glob("*.csv"))
    yield resources.icd10cm_path()
    yield from sorted(Path(__file__).resolve().parents[2].rglob("*.py"))
