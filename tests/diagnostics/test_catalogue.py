"""Every diagnostic has its row, its case and exactly the words it prints."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel

import claimsim
from claimsim.diagnostics import catalogue, parse_yaml, read_file, render_all
from claimsim.diagnostics.validation import validate_parsed
from tests.each import each

CASES = Path(__file__).parent / "catalogue"
SOURCES = Path(claimsim.__file__).parent
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
MAKERS = re.compile(r"\b(?:Diagnostic|diagnostic|PydanticCustomError|SyntaxFault|report|located)\(|\bcode\s*=")


def case_code(path: Path) -> str:
    """`unknown-key-2.yaml` is a case of `unknown-key`; `not-utf8.yaml` is one of `not-utf8`."""
    return path.stem if path.stem in catalogue() else path.stem.rpartition("-")[0]


def no_file(path: Path, _: pytest.MonkeyPatch) -> Path:
    return path


def folder(path: Path, _: pytest.MonkeyPatch) -> Path:
    path.mkdir()
    return path


def pipe(path: Path, _: pytest.MonkeyPatch) -> Path:
    os.mkfifo(path)
    return path


def forbidden(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # Not by its mode: the superuser may read everything.
    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    path.write_text("title: x")
    monkeypatch.setattr(Path, "open", refuse)
    return path


def impossible_name(path: Path, _: pytest.MonkeyPatch) -> Path:
    return path.with_name("a\0b")


def too_large(path: Path, _: pytest.MonkeyPatch) -> Path:
    path.write_text("title: x\n" * 300_000)
    return path


MADE: dict[str, Callable[[Path, pytest.MonkeyPatch], Path]] = {
    "file-not-found": no_file,
    "folder-given": folder,
    "not-a-file": pipe,
    "permission-denied": forbidden,
    "file-unreadable": impossible_name,
    "file-too-large": too_large,
}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_case_prints_exactly(path: Path, demo: type[BaseModel]) -> None:
    value, diagnostics = validate_parsed(read_file(path, path.name), demo)
    assert value is None
    assert case_code(path) in {diagnostic.code for diagnostic in diagnostics}
    assert render_all(diagnostics) + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", MADE)
def test_file_that_cannot_be_kept_here(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = (CASES / f"{code}.txt").read_text(encoding="utf-8")
    path = MADE[code](tmp_path / "x.yaml", monkeypatch)
    parsed = read_file(path, f"{code}.yaml")
    assert parsed.document is None
    assert [diagnostic.code for diagnostic in parsed.diagnostics] == [code]
    assert render_all(parsed.diagnostics) + "\n" == expected


def test_every_code_of_reader_and_checker_has_a_case() -> None:
    covered = {case_code(path) for path in CASES.glob("*.yaml")} | set(MADE)
    wanted = {code for code, entry in catalogue().items() if entry.kind in ("file", "yaml", "validation")}
    assert wanted - covered == set()


def test_every_case_has_a_code_and_its_words() -> None:
    for path in CASES.iterdir():
        assert case_code(path) in catalogue(), path.name
        assert path.with_suffix(".txt").exists(), path.name


def test_rows_are_well_made() -> None:
    assert len(catalogue()) >= 50
    for code, entry in catalogue().items():
        assert CODE.fullmatch(code) or code in ("alias", "anchor", "tag"), code
        assert entry.title[0].isupper(), code
        assert not entry.title.endswith("."), code
        for sentence in (entry.meaning, entry.instead):
            assert sentence.endswith("."), code
        assert bool(entry.wrong) == bool(entry.right), code


@pytest.mark.parametrize("code", [code for code, entry in catalogue().items() if entry.kind == "yaml" and entry.wrong])
def test_yaml_examples_are_wrong_and_right(code: str) -> None:
    entry = catalogue()[code]
    assert code in {diagnostic.code for diagnostic in parse_yaml(entry.wrong, "wrong").diagnostics}
    assert parse_yaml(entry.right, "right").diagnostics == ()


@pytest.mark.parametrize("code", [code for code, entry in catalogue().items() if entry.kind == "validation"])
def test_validation_examples_are_yaml(code: str) -> None:
    entry = catalogue()[code]
    for example in (entry.wrong, entry.right):
        if example:
            assert parse_yaml(example, "example").diagnostics == ()


def codes_in(source: str) -> set[str]:
    """The codes that a module writes out where it makes diagnostics or a validator's own errors."""
    found: set[str] = set()
    if MAKERS.search(source) is None:  # three modules of four: parsing them is what takes long
        return found
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        named = [word.value for word in node.keywords if word.arg == "code"]
        if name in ("Diagnostic", "diagnostic", "PydanticCustomError", "SyntaxFault", "report", "located"):
            named += node.args[:1] if name != "located" else node.args[2:3]
        for value in named:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and CODE.fullmatch(value.value):
                found.add(value.value)
    return found


def test_codes_are_found_in_sources() -> None:
    assert codes_in("Diagnostic('a-b', 'x'); f(code='c-d'); g('e-f'); located(l, f, 'g-h')") == {"a-b", "c-d", "g-h"}


def test_codes_written_in_the_sources_have_rows() -> None:
    def check(path: Path) -> None:
        assert codes_in(path.read_text(encoding="utf-8")) - set(catalogue()) == set()

    each(sorted(SOURCES.rglob("*.py")), check)
