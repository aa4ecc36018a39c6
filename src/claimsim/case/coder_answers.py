"""The reference's answers about one line, from the record alone: as it stands, as it should be, or not at all."""

from collections.abc import Iterable

from msgspec.structs import replace

from claimsim.code_tables import CodeTables
from claimsim.model.codes import AssignedService, Assignment

from .asks import Decision
from .case import Case
from .reference_work import REFERENCE

VISITS = frozenset(
    {
        "em_office", "em_telehealth", "em_hospital", "em_observation", "em_emergency", "em_consultation", "em_nursing",
        "em_home", "em_preventive", "wellness",
    }
)  # fmt: skip
"""Categories of codes that tell the visit: a record has one of them in another's place."""


def answer_from_record(
    case: Case, tables: CodeTables, assigned: Assignment, reading: Assignment, code: str
) -> Decision:
    """The reference's answer about one line: that it stands, what the record supports in its place, or that it comes
    off, because the record holds nothing of the kind.

    The diagnoses that the record's line points at come with it; nothing else of the assignment is touched.
    """
    ours = [s for s in assigned.services if s.code == code]
    right = [s for s in reading.services if s.code == code]
    if not ours:
        words = f"{code} was not coded; the codes are {', '.join(spoken(s) for s in assigned.services)}."
        return Decision("stand", words, REFERENCE)
    right = right or _instead(case, tables, assigned, reading, ours)
    if ours == right:
        words = f"The record supports {spoken(right[0])} as it was billed, and nothing else that would change the line."
        return Decision("stand", words, REFERENCE)
    changed = _with_line(assigned, reading, code, right)
    if not changed.services and reading.services:
        others = ", ".join(spoken(s) for s in reading.services)
        words = f"The record holds nothing that supports {code}, which is all that was billed; it supports {others}."
        return Decision("revise", words, REFERENCE, reading)
    if not right:
        words = f"The record holds nothing that supports {code}; it should not have been billed."
        return Decision("take_off", words, REFERENCE, changed)
    supported, billed = ", ".join(spoken(s) for s in right), spoken(ours[0])
    if supported == billed:  # what differs is what it is for
        supported, billed = (
            f"{words} for {', '.join(s.diagnoses)}" for words, s in ((billed, right[0]), (billed, ours[0]))
        )
    words = f"The record supports {supported}; the line was billed as {billed}."
    return Decision("revise", words, REFERENCE, changed)


def _with_line(assigned: Assignment, reading: Assignment, code: str, right: Iterable[AssignedService]) -> Assignment:
    """The assignment with what the record supports, if anything, where the code stands first."""
    services: list[AssignedService] = []
    placed = False
    for service in assigned.services:
        if service.code != code:
            services.append(service)
        elif not placed:
            services.extend(right)
            placed = True
    pointed = {d for service in services for d in service.diagnoses}
    kept = (d for d in assigned.diagnoses if d in pointed or d in reading.diagnoses)
    diagnoses = tuple(dict.fromkeys((*kept, *(d for s in right for d in s.diagnoses))))
    return replace(assigned, services=tuple(services), diagnoses=diagnoses)


def _instead(
    case: Case, tables: CodeTables, assigned: Assignment, reading: Assignment, ours: list[AssignedService]
) -> list[AssignedService]:
    """What the record supports in place of a code that it does not: not billed yet, and of the same kind."""
    billed = {service.code for service in assigned.services}
    kinds = _Kinds(case, tables)
    return [s for s in reading.services if s.code not in billed and kinds.in_place_of(ours[0], s)][:1]


class _Kinds:
    """Which of two codes of a day may stand in the other's place."""

    def __init__(self, case: Case, tables: CodeTables) -> None:
        self._tables = tables
        self._on = case.encounter.date_of_service

    def in_place_of(self, ours: AssignedService, theirs: AssignedService) -> bool:
        """The visit for the visit; Medicare's code for other payers' of one service; an add-on for one of the same
        primary procedure; else a service of the same category, done for the same diagnosis. A code that there is not is
        of any kind."""
        tables, codes = self._tables, (ours.code, theirs.code)
        categories = {self._category(code) for code in codes}
        if categories <= VISITS:
            return True
        named = [tables.same_service(code) for code in codes]
        if named[0] is not None and named[1] is not None:
            return named[0].service == named[1].service
        primaries = [set(tables.add_on_primaries(code, self._on)) for code in codes]
        if any(primaries) and primaries[0].isdisjoint(primaries[1]):
            return False
        alike = len(categories) == 1 or not self._category(ours.code)
        return alike and not set(ours.diagnoses).isdisjoint(theirs.diagnoses)

    def _category(self, code: str) -> str:
        row = self._tables.procedure(code, self._on)
        return row.category if row is not None else ""


def spoken(service: AssignedService) -> str:
    """A service as a coder says it: 99214-25, J3301 x4."""
    code = "-".join((service.code, *service.modifiers))
    return f"{code} x{service.units}" if service.units != 1 else code
