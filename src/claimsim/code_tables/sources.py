"""Where each shipped table comes from: data/code_tables/SOURCES.yaml as typed rows."""

from pathlib import Path
from typing import NamedTuple

from claimsim.resources import MissingResource


class Source(NamedTuple):
    """Origin and licence of one table; ``words`` tells whose the descriptions are (own or public)."""

    name: str
    title: str
    origin: str
    edition: str
    dates: str
    licence: str
    words: str
    note: str
    rows: int


def read_sources(folder: Path) -> tuple[Source, ...]:
    """The entries of SOURCES.yaml in its order, each with the number of rows its file holds (0 if it has no file)."""
    path = folder / "SOURCES.yaml"
    if not path.is_file():
        raise MissingResource(f"{path} is missing: install claimsim again")
    import yaml  # only this table of tables needs it

    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(_source(folder, str(name), entry) for name, entry in entries.items())


def _source(folder: Path, name: str, entry: dict[str, object]) -> Source:
    texts = [" ".join(str(entry.get(key) or "").split()) for key in Source._fields[1:-1]]
    title, origin, edition, dates, licence, words, note = texts
    return Source(name, title, origin, edition, dates, licence, words, note, _count_rows(folder / f"{name}.csv"))


def _count_rows(path: Path) -> int:
    if not path.is_file():
        return 0
    return path.read_bytes().rstrip(b"\n").count(b"\n")
