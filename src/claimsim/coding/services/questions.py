"""Services told without what decides their code: the index says what to ask ("!technique=shave/punch").

A row of kind "question" is met where a service is named in general ("skin biopsy"); it is asked only where nothing of
the same part of the body has a code of its own.
"""

from claimsim.coding.case import Case
from claimsim.coding.queries.queries import ask_choice, ask_measure
from claimsim.coding.services.lines import Billed, Services
from claimsim.coding.services.performed_here import RESULT
from claimsim.coding.services.unsaid import in_hospital

_INJECTED = ("2052", "2055", "2060", "2061", "6445")
"""How the codes of injections into joints, bursae, tendons and trigger points begin."""
_ECG = "93000"
_TRACINGS = frozenset({"ekg", "ecg", "electrocardiogram"})
_READ = RESULT | frozenset(
    {
        "nsr", "rhythm", "interpretation", "interpreted", "interp", "read", "st", "st-t", "qtc", "qt", "pr", "qrs",
        "fibrillation", "tachycardia", "bradycardia", "lbbb", "rbbb", "block", "ischemia", "pvcs", "pacs", "lvh",
        "paced", "changes", "unchanged", "wave", "waves", "axis", "regular", "irregular", "brady", "tachy",
    }
)  # fmt: skip
"""Words of what a tracing showed."""
_PUTS_IN = {"58300": "device that was inserted"}
"""Procedures with a product of the practice's, and what is asked where it is not named."""
_DEVICES = frozenset({"mirena", "kyleena", "skyla", "liletta", "paragard", "copper"})
_STEROID = frozenset({"steroid", "corticosteroid", "cortisone", "csi"})
_NAMED = frozenset(
    {
        "kenalog", "triamcinolone", "methylprednisolone", "medrol", "celestone", "betamethasone", "depo",
        "dexamethasone", "solumedrol", "mg", "decadron", "aristospan", "zilretta", "hyaluronic", "synvisc", "euflexxa",
    }
)  # fmt: skip


def ask_questions(case: Case, services: Services) -> None:
    """Put the questions of the services that have no code without an answer, and what "steroid" means."""
    procedures = [line for line in services.billed if line.kind == "procedure"]
    _ask_reading(case, services)
    asked: set[str] = set()
    for open_ in services.questions:
        if open_.name in asked or any(set(open_.regions) & set(line.regions) for line in procedures):
            continue
        asked.add(open_.name)
        subject, _, choices = open_.question.partition("=")
        if choices:
            ask_choice(case, open_.name, subject, tuple(choices.split("/")), (open_.evidence,))
        else:
            ask_measure(case, open_.name, subject, (open_.evidence,))
        services.waiting = True
    if not case.encounter.drugs and not in_hospital(case) and all(line.kind != "drug" for line in services.billed):
        _ask_drug(case, procedures)
        _ask_device(case, procedures)


def _ask_reading(case: Case, services: Services) -> None:
    """What an electrocardiogram showed, where it was only traced: the whole service has an interpretation and a report
    (Medicare Claims Processing Manual, chapter 13, section 100.1).
    """
    line = next((b for b in services.billed if b.code == _ECG), None)
    if line is None or any("interpret" in item.description.lower() for item in case.encounter.services):
        return
    statements = case.reading.statements
    told = [at for at, s in enumerate(statements) if not _TRACINGS.isdisjoint(s.words)]
    said = (s for at in told for s in statements[at : at + 2] if s.section == statements[at].section)
    if told and all(_READ.isdisjoint(s.words) for s in said):
        ask_measure(case, line.name, "interpretation", (case.quote(told[0]),))


def _ask_device(case: Case, procedures: list[Billed]) -> None:
    """The product that a procedure puts in, where the note names none: each has its own code."""
    for line in procedures:
        if line.code in _PUTS_IN and _DEVICES.isdisjoint(case.vocabulary):
            ask_measure(case, line.name, _PUTS_IN[line.code], tuple(line.evidence[:1]))


def _ask_drug(case: Case, procedures: list[Billed]) -> None:
    """What was injected, where the note only says "steroid": each drug has its own code and unit."""
    line = next((p for p in procedures if p.code.startswith(_INJECTED) and not _STEROID.isdisjoint(p.words)), None)
    if line is not None and not any(_NAMED.intersection(s.words) for s in case.prose if s.role != "history"):
        ask_measure(case, line.name, "drug and dose that were injected", tuple(line.evidence[:1]))
