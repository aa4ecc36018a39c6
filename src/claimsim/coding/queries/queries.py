"""Compliant queries: indicators from the record, choices that do not lead, and never a word about payment."""

from claimsim.coding.case import Case
from claimsim.coding.rules import because
from claimsim.model.codes import Evidence, Query

_ALWAYS = ("Other (please specify)", "Unable to determine")
_SIDES = ("Right", "Left", "Both sides")


def ask_side(case: Case, condition: str, evidence: tuple[Evidence, ...]) -> None:
    """Ask for the side of a condition."""
    _ask(case, condition, f"which side the {condition} is on", "side", _SIDES, evidence)


def ask_detail(case: Case, condition: str, query: str, evidence: tuple[Evidence, ...]) -> None:
    """Ask for what the index says a condition needs ("severity: mild/moderate")."""
    subject, _, choices = query.partition("@")[0].partition(": ")
    options = tuple(choice.capitalize() for choice in choices.split("/"))
    _ask(case, condition, f"the {subject} of the {condition}", subject, options, evidence)


def ask_measure(case: Case, service: str, subject: str, evidence: tuple[Evidence, ...]) -> None:
    """Ask for what a service's record leaves out (length, views, site)."""
    _ask(case, service, f"the {subject} of the {service}", subject, (f"The {subject} was: ____",), evidence)


def ask_choice(
    case: Case, subject_of: str, subject: str, choices: tuple[str, ...], evidence: tuple[Evidence, ...]
) -> None:
    """Ask which of several the record means ("product", "technique")."""
    options = tuple(f"{choice[:1].upper()}{choice[1:]}" for choice in choices)
    _ask(case, subject_of, f"the {subject} of the {subject_of}", subject, options, evidence)


def ask_open(
    case: Case, subject_of: str, about: str, missing: str, options: tuple[str, ...], evidence: tuple[Evidence, ...]
) -> None:
    """Ask in words of one's own: `about` completes "please document ...", `missing` "the record does not state ..."."""
    _ask(case, subject_of, about, missing, options, evidence)


def ask_related(case: Case, first: str, second: str, evidence: tuple[Evidence, ...]) -> None:
    """Ask whether two conditions that exclude each other are unrelated."""
    options = ("They are the same process", "They are unrelated")
    _ask(case, f"{first} and {second}", f"how {first} and {second} relate to each other", "relation", options, evidence)


def ask_fit(case: Case, condition: str, reason: str, evidence: tuple[Evidence, ...]) -> None:
    """Ask about a diagnosis that does not fit the patient's age or sex."""
    options = ("The diagnosis is correct as documented", "The diagnosis is: ____")
    _ask(
        case, condition, f"whether {condition} is this patient's diagnosis; it {reason}", "agreement", options, evidence
    )


def ask_conflict(case: Case, condition: str, evidence: tuple[Evidence, ...]) -> None:
    """Ask for the side where the note gives both."""
    _ask(case, condition, f"which side the {condition} is on, as the record gives both", "side", _SIDES, evidence)


def _ask(
    case: Case, subject_of: str, about: str, subject: str, options: tuple[str, ...], evidence: tuple[Evidence, ...]
) -> None:
    cited = "; ".join(f'"{item.text}" ({_place(item)})' for item in evidence[:3])
    text = (
        f"The record of {case.on.isoformat()} states: {cited}. "
        f"Based on your clinical judgment, please document {about}, if it can be determined."
    )
    reason = because("query", f"The record does not state the {subject}.").text
    key = (subject_of, about, *(item.text for item in evidence))
    if key in case.asked:
        return  # said twice, asked once
    case.asked.add(key)
    case.queries.append(
        Query(case.encounter.rendering_provider, text, reason, (*options, *_ALWAYS), evidence, subject_of)
    )


def _place(evidence: Evidence) -> str:
    """Where the record says so: a line of the note, or an item of one of its lists."""
    return f"line {evidence.line}" if evidence.source == "note" else f"{evidence.source}, item {evidence.line}"
