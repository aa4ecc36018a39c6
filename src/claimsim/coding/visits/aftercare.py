"""The diagnosis of a visit that belongs to an operation's global period: aftercare, by the system operated on."""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.diagnoses.problems import Problem
from claimsim.coding.rules import because
from claimsim.coding.services.lines import Billed
from claimsim.coding.visits.global_period import open_globals
from claimsim.coding.visits.special_visits import belongs
from claimsim.coding.words import tokens

_VISIT = "99024"
_AFTERCARE = ("Z47", "Z48", "Z42", "Z51", "Z09", "Z39")
_BY_SECTION = (
    ("20000", "Z48.817"), ("30000", "Z47.89"), ("33000", "Z48.813"), ("38000", "Z48.812"), ("40000", "Z48.89"),
    ("50000", "Z48.815"), ("60000", "Z48.816"), ("61000", "Z48.89"), ("65000", "Z48.811"), ("70000", "Z48.810"),
)  # fmt: skip
"""Up to which code the operations of a CPT section go, and the aftercare of its system (ICD-10-CM Z47.8, Z48.81)."""


def with_aftercare(case: Case, coded: list[Coded], problems: list[Problem], visits: list[Billed]) -> list[Coded]:
    """The diagnoses with the aftercare that a visit in a global period is for, where none of them says it and no
    problem is what was operated on.
    """
    line = next((visit for visit in visits if visit.code == _VISIT), None)
    periods = open_globals(case) if line is not None else []
    if line is None or not periods or any(item.code.startswith((*_AFTERCARE, "S", "T")) for item in coded):
        return coded
    if any(belongs(problem, period, False) for problem in problems for period in periods):
        return coded  # what was operated on is there still, and is what the visit looks at
    operated = periods[0]
    words = tokens.words(tokens.lowered(f"{operated.description} {case.service(operated.code)}"))
    known = next((case.lexicon.aftercare[word] for word in words if word in case.lexicon.aftercare), "")
    code = known or next((aftercare for last, aftercare in _BY_SECTION if operated.code < last), "")
    if not code or case.diagnosis(code) is None:
        return coded
    why = because("specificity", f"{operated.sentence}: the visit is its aftercare.")
    return [Coded(code, None, list(line.evidence), [why]), *coded]
