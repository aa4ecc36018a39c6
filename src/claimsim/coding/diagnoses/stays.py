"""The hospital stay that a record tells of: whether this day ends it, and whether the patient was born in it."""

import re

from claimsim.coding.case import Case

_KINDS = frozenset({"inpatient", "observation"})
_DISCHARGE = re.compile(r"\bdischarge (?:day|management|services?)\b|\bdischarged (?:home )?today\b")
_DISCHARGE_NOTE = re.compile(
    r"\bdischarge (?:day|management|services?|summary)\b|\bdischarged (?:home )?today\b|\bday of discharge\b"
)
_OPENING = 120
NEWBORN_DAYS = 28
_BIRTH_STAY = re.compile(
    r"\bnewborn (?:discharge|admi\w+|exam\w*|nursery|care|rounds?|progress|h&p|day)\b|\bnormal newborn\b"
    r"|\bmother[- ]baby\b"
    r"|\b(?:well[- ]baby |newborn |term )nursery\b|\bcouplet care\b|\bbirth hospital\w*\b|\bpostpartum unit\b"
)
_READMITTED = re.compile(r"\bre-?admi\w+|\btransferred (?:in|from)\b|\breturn(?:s|ed)? (?:from home|to hospital)\b")
_CESAREAN = re.compile(
    r"\b(?:born|delivered|delivery|birth)\b[^.\n]{0,40}?\b(?:c-?sections?|cs|c/s|cesarean|caesarean)\b"
    r"|\b(?:via|by|primary|repeat|scheduled|emergency|stat|urgent) (?:ltcs|c-?section|c/s|cesarean|caesarean)\b"
)
_VAGINAL = re.compile(r"\bvaginal(?:ly)?\b|\bn?svd\b|\bspontaneous delivery\b|\bvavd\b|\bvbac\b|\bforceps\b")
_TWIN = re.compile(r"\btwin\b")


def ends_today(case: Case) -> bool:
    """Whether the record says that the day was the discharge's."""
    visit = case.encounter.visit
    if visit is None or visit.kind not in _KINDS:
        return False
    said = " ".join((visit.reason, *(item.description for item in case.encounter.services))).lower()
    note = case.encounter.note[:_OPENING].lower()
    return _DISCHARGE.search(said) is not None or _DISCHARGE_NOTE.search(note) is not None


def liveborn(case: Case) -> str:
    """The Z38 code of a child seen in the stay in which it was born; empty for anybody else, and where the note
    does not tell the way of its birth (guideline I.C.16.a.2: once, at birth, first).
    """
    visit = case.encounter.visit
    days = (case.on - case.encounter.patient.birth_date).days
    if visit is None or visit.kind != "inpatient" or days > NEWBORN_DAYS:
        return ""
    said = f"{visit.reason}\n{case.encounter.note}".lower()
    if _BIRTH_STAY.search(said) is None or _READMITTED.search(said) is not None:
        return ""
    cesarean, vaginal = _CESAREAN.search(said) is not None, _VAGINAL.search(said) is not None
    if cesarean == vaginal:
        return ""
    twin = "3" if _TWIN.search(said) else "0"
    return f"Z38.{twin}{int(cesarean)}"
