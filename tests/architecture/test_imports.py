"""Imports point down one way, as docs/architecture.md draws it: a package may import itself and what stands below."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from tests.each import each

SOURCE = Path(__file__).parents[2] / "src" / "claimsim"

MAY_IMPORT = {
    "diagnostics": set(),
    "model": {"diagnostics"},
    "code_tables": {"model", "diagnostics", "resources"},
    "rules": {"code_tables", "model", "diagnostics"},
    "coordination": {"model", "diagnostics"},
    "fees": {"code_tables", "model", "diagnostics"},
    "coding": {"rules", "code_tables", "model", "diagnostics", "resources"},
    "billing": {"coordination", "fees", "rules", "code_tables", "model", "diagnostics"},
    "payer": {"coordination", "fees", "rules", "code_tables", "model", "diagnostics", "resources"},
    "case": {"coordination", "coding", "billing", "payer", "fees", "rules", "code_tables", "model", "diagnostics"},
    "scenario": {
        "case", "coordination", "coding", "billing", "payer", "fees", "rules", "code_tables", "model", "diagnostics",
        "resources",
    },
    "render": {"case", "coordination", "coding", "billing", "payer", "rules", "code_tables", "model", "diagnostics"},
    "cli": {
        "scenario", "render", "case", "coordination", "coding", "billing", "payer", "fees", "rules", "code_tables",
        "model", "diagnostics", "resources",
    },
}  # fmt: skip
CODING_ORDER = (
    "rules", "words", "reading", "case", "sides", "queries", "diagnoses", "services", "visits", "modifiers", "pointers",
)  # fmt: skip
"""The way of a note through the coder's folders: each may import those to its left. The steps stand above all."""
CODING_STEPS = {
    "coder", "__init__", "queries/answers", "auditing/__init__", "auditing/audit", "auditing/findings",
    "auditing/diagnoses", "auditing/services", "auditing/lines", "auditing/left_out", "auditing/kinds",
}  # fmt: skip
HIDDEN_FROM_PAYER = {
    "claimsim.model.chart",
    "claimsim.model.account",
    "claimsim.model.practice",
    "claimsim.model.codes",
}
ALWAYS = {"", "resources", "stored"}
"""The package itself (its version), the finder of shipped files and the keeper of what is made from them."""


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


@cache
def imported_by(path: Path) -> frozenset[str]:
    return frozenset(_imported_by(path))


def _imported_by(path: Path) -> Iterator[str]:
    package = ("claimsim", *path.relative_to(SOURCE).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, node.module) if node.module else base)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def part_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def test_a_module_imports_only_what_stands_below_it() -> None:
    each(modules(), check_module)


def check_module(path: Path) -> None:
    part = part_of(path)
    if part not in MAY_IMPORT:
        return  # the package's own root: entry point, version, resources, pytest plugin
    allowed = MAY_IMPORT[part] | {part} | ALWAYS
    names = {name for name in imported_by(path) if name.split(".")[0] == "claimsim"}
    parts = {[*name.split("."), ""][1] for name in names}
    assert parts & set(MAY_IMPORT) <= allowed, f"{path} imports {sorted(parts - allowed)}"


def test_inside_the_coder_the_way_of_the_note_is_one_way() -> None:
    each((path for path in modules() if part_of(path) == "coding"), check_order)


def check_order(path: Path) -> None:
    inside = path.relative_to(SOURCE / "coding").with_suffix("")
    if inside.as_posix() in CODING_STEPS:
        return
    place = CODING_ORDER.index(inside.parts[0])
    imported = {name.split(".")[2] for name in imported_by(path) if name.startswith("claimsim.coding.")}
    assert imported <= set(CODING_ORDER[: place + 1]), f"{path} imports {sorted(imported)}"


def test_the_payer_never_sees_the_chart_the_ledger_or_the_coders_reasons() -> None:
    seen = {path: HIDDEN_FROM_PAYER & imported_by(path) for path in modules() if part_of(path) == "payer"}
    assert {path: names for path, names in seen.items() if names} == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    dotted = {path: ".".join(("claimsim", *path.relative_to(SOURCE).with_suffix("").parts)) for path in modules()}
    names = {path: name.removesuffix(".__init__") for path, name in dotted.items()}
    known = set(names.values())
    graph = {name: set(_only_modules(imported_by(path) & known)) - {name} for path, name in names.items()}
    TopologicalSorter(graph).prepare()


def _only_modules(imported: frozenset[str]) -> Iterator[str]:
    """Without the packages that stand there because a module of theirs was imported from them."""
    return (name for name in imported if not any(other.startswith(f"{name}.") for other in imported))


def test_every_package_has_its_place_in_the_order() -> None:
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()}
    assert packages == set(MAY_IMPORT)


def test_nothing_imports_the_icd10cm_package_at_run_time() -> None:
    assert not [path for path in modules() if any(name.startswith("simple_icd_10") for name in imported_by(path))]
