"""The problems of a visit, by which its level is decided."""

from msgspec import Struct

from claimsim.model.codes import Evidence


class Problem(Struct):
    """A problem addressed at the visit, for the level: its class, control, block and where its diagnosis stands."""

    term: str
    kind: str
    control: str
    block: int
    region: str
    codes: tuple[str, ...]
    evidence: Evidence
    new: bool
    name: str = ""
    """The condition's name as its mentions have it."""
    worse: bool = False
    """Whether a chronic condition is in an acute phase: an exacerbation, a flare, acute on chronic."""


_ANGINA, _WITH_CORONARY_DISEASE = "I20", ("I25.11", "I25.7")


def of_one_disease(problems: list[Problem], codes: list[str]) -> list[Problem]:
    """The problems without an angina that the coronary disease's code tells: one illness and its symptom."""
    if not any(code.startswith(_WITH_CORONARY_DISEASE) for code in codes):
        return problems
    kept = [p for p in problems if not p.codes or not all(code.startswith(_ANGINA) for code in p.codes)]
    return kept or problems
