"""Whatever is done to a valid file, the answer is diagnostics or a case that can be lived through, no traceback."""

import copy
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from claimsim.case.case import World
from claimsim.case.driver import run
from claimsim.code_tables import CodeTables
from claimsim.diagnostics import InvalidInput, render_all
from claimsim.scenario.library import find_scenario, shipped_scenarios
from claimsim.scenario.load import ScenarioLoader
from tests.each import each

TABLES = CodeTables.load()
WORLD = World(TABLES)
LOADER = ScenarioLoader(TABLES, expectations=True)
TEXTS = [path.read_text(encoding="utf-8") for path in shipped_scenarios()]
KNEE = find_scenario("knee-injection-without-25").read_text(encoding="utf-8")
VALUES: list[Any] = [
    None, True, "", "x", "0450", "-5.00", "2025-02-30", "1999-01-01", "99999999999999999999", [], {}, ["a", "b"],
    {"a": "b"}, "\x1b[31mred", "[bold]markup[/bold]", "99214", "Z99.9", 1e308, "../../outside.yaml", "northwind-ppo",
    "\u202egnp.exe",
]  # fmt: skip
CASES = 600
"""Of each kind."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def live_or_be_told(folder: Path, content: bytes) -> None:
    path = folder / "scenario.yaml"
    path.write_bytes(content)
    faults = None
    try:
        run(LOADER.load(path).case, WORLD)
    except InvalidInput as fault:
        faults = fault.diagnostics
    assert faults is None or (faults and "\x1b" not in render_all(faults))


@cache
def parsed(text: str) -> Any:
    return yaml.load(text, yaml.CBaseLoader)


def places(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = [at] if at else []
    for key, value in items:
        found.extend(places(value, (*at, key)))
    return found


def parent_of(data: Any, place: tuple[Any, ...]) -> Any:
    for step in place[:-1]:
        data = data[step]
    return data


def mutate(data: Any, place: tuple[Any, ...], how: str, value: Any) -> None:
    parent, key = parent_of(data, place), place[-1]
    match how:
        case "delete":
            del parent[key]
        case "retype":
            parent[key] = value
        case "swap" if isinstance(parent, dict):
            old = parent.pop(key)
            parent[old if isinstance(old, str) else "swapped"] = key
        case "duplicate" if isinstance(parent, list):
            parent.append(copy.deepcopy(parent[key]))
        case "rename" if isinstance(parent, dict):
            parent[f"{key}s"] = parent.pop(key)


def many(folder: Path, make: Callable[[Random], bytes]) -> None:
    """Cases by the numbers that their chances come from: the same on every machine, and any can be made again alone."""
    each(range(CASES), lambda number: live_or_be_told(folder, make(Random(number))), lambda number: f"case {number}")


def test_a_value_deleted_retyped_swapped_doubled_or_renamed(folder: Path) -> None:
    def make(chance: Random) -> bytes:
        document = copy.deepcopy(parsed(chance.choice(TEXTS)))
        for _ in range(chance.randint(1, 3)):
            everywhere = places(document)
            if not everywhere:
                break
            how = chance.choice(["delete", "retype", "swap", "duplicate", "rename"])
            mutate(document, chance.choice(everywhere), how, copy.deepcopy(chance.choice(VALUES)))
        return yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False).encode()

    many(folder, make)


def test_lines_of_text_moved_doubled_or_cut(folder: Path) -> None:
    def make(chance: Random) -> bytes:
        lines = chance.choice(TEXTS).splitlines(keepends=True)
        for _ in range(chance.randint(1, 4)):
            number = chance.randrange(len(lines))
            match chance.choice(["drop", "double", "cut", "indent"]):
                case "drop" if len(lines) > 1:
                    del lines[number]
                case "double":
                    lines.insert(number, lines[number])
                case "cut":
                    lines[number] = lines[number][: chance.randint(0, len(lines[number]))] + "\n"
                case "indent":
                    lines[number] = " " * chance.randint(1, 5) + lines[number]
        return "".join(lines).encode()

    many(folder, make)


def test_bytes_changed_anywhere(folder: Path) -> None:
    def make(chance: Random) -> bytes:
        content = bytearray(chance.choice(TEXTS).encode())
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        return bytes(content)

    many(folder, make)


def test_random_bytes(folder: Path) -> None:
    many(folder, lambda chance: chance.randbytes(chance.randint(0, 400)))


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("date_of_service", "0001-01-01", "out-of-range"), ("date_of_service", "9999-12-31", "out-of-range"),
        ("date_of_service", "1989-12-31", "out-of-range"), ("date_of_service", "2091-01-01", "out-of-range"),
        ("birth_date", "1879-12-31", "out-of-range"), ("birth_date", "0001-01-01", "out-of-range"),
        ("birth_date", "2090-01-01", "impossible-birth-date"),
    ],
)  # fmt: skip
def test_a_date_that_no_visit_or_birth_can_have(folder: Path, key: str, value: str, code: str) -> None:
    text = re.sub(rf"\b{key}: [0-9-]+", f"{key}: {value}", KNEE, count=1)
    path = folder / "dates.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as told:
        LOADER.load(path)
    (fault,) = told.value.diagnostics
    assert fault.code == code
    assert fault.position is not None
    assert value in text.splitlines()[fault.position.line - 1][fault.position.column - 1 :]
