"""Services told without what decides their code: the index says what to ask ("!technique=shave/punch").

A row of kind "question" is met where a service is named in general ("skin biopsy"); it is asked only where nothing of
the same part of the body has a code of its own.
"""

from claimsim.coding.case import Case
from claimsim.coding.queries.queries import ask_choice, ask_measure
from claimsim.coding.services.lines import Billed, Services
from claimsim.coding.services.unsaid import in_hospital

_INJECTED = ("2052", "2055", "2060", "2061", "6445")
"""How the codes of injections into joints, bursae, tendons and trigger points begin."""
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
