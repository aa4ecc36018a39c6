"""Names in a file whose keys or values have faults: they are looked up too, so that all is told at once."""

from pathlib import Path
from typing import Any

from claimsim.diagnostics import Diagnostic, Document
from claimsim.diagnostics.document import Path as Where
from claimsim.scenario.names import Names, unknown


def name_faults(path: Path, document: Document, names: Names) -> tuple[Diagnostic, ...]:
    """Diagnostics for the practice, clinicians, payers and plans that are named and do not exist.

    What is missing or of the wrong kind is passed over: the reader has complained about it.
    """
    data = document.data
    if not isinstance(data, dict):
        return ()
    faults: list[Diagnostic] = []
    encounter, at = _encounter(data)
    practice_name = data.get("practice")
    if isinstance(practice_name, str):
        practice = names.practice(path, practice_name, document, faults)
        provider = encounter.get("rendering_provider")
        if practice is not None and isinstance(provider, str) and provider not in practice.providers:
            noun, where = "provider of the practice", (*at, "rendering_provider")
            faults.append(unknown(document, where, "unknown-provider", noun, provider, practice.providers))
    own = {key: value for key, value in _mapping(data.get("payers")).items() if isinstance(value, str)}
    coverages = [((*at, "coverage", n), item) for n, item in enumerate(_list(encounter.get("coverage")))]
    patient = _list(_mapping(data.get("inquiries")).get("patient"))
    coverages += [(("inquiries", "patient", n), item) for n, item in enumerate(patient)]
    for where, item in coverages:
        _coverage_faults(path, document, names, own, where, _mapping(item), faults)
    return tuple(faults)


def _coverage_faults(
    path: Path,
    document: Document,
    names: Names,
    own: dict[str, str],
    where: Where,
    item: dict[str, Any],
    faults: list[Diagnostic],
) -> None:
    name, plan = item.get("payer"), item.get("plan")
    if not isinstance(name, str):
        return
    payer = names.payer(path, name, own, document, (*where, "payer"), faults, document)
    if payer is not None and isinstance(plan, str) and plan not in payer.file.plans:
        faults.append(unknown(document, (*where, "plan"), "unknown-plan", f"plan of {name}", plan, payer.file.plans))


def _encounter(data: dict[str, Any]) -> tuple[dict[str, Any], Where]:
    encounter = data.get("encounter")
    return (encounter, ("encounter",)) if isinstance(encounter, dict) else (data, ())


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
