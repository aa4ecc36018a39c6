"""The risk of what was decided about the patient (third element of decision making): drugs, surgery, hospital care.

Levels and examples: CPT E/M guidelines 2021 and 2023, table of medical decision making.
"""

import re
from collections.abc import Iterator, Sequence

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.problems import Problem
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import Statement
from claimsim.coding.services.lines import Services
from claimsim.coding.visits.elements import Element
from claimsim.coding.words.entries import Medication

PLANNED = frozenset({"plan", "assessment_plan", ""})
_DECIDED = PLANNED | {"assessment"}
_COURSE = frozenset({"results", "told"})
_STORIES = frozenset({"told", "findings"})
_DOSE = re.compile(r"\d*\.?\d+(?:mg|mcg|µg|g|gm|ml|units?|u|iu|meq|puffs?|tabs?|caps?|gtts?|drops?)?")
_UNITS = frozenset(
    {
        "mg", "mcg", "µg", "g", "gm", "ml", "unit", "units", "u", "iu", "meq", "puff", "puffs", "tab", "tabs", "tablet",
        "tablets", "cap", "caps", "capsule", "capsules", "gtt", "gtts", "drop", "drops", "%",
    }
)  # fmt: skip
_HOW_OFTEN = frozenset(
    {
        "daily", "bid", "tid", "qid", "qd", "qday", "qhs", "qam", "qpm", "hs", "nightly", "bedtime",
        "weekly", "monthly", "prn", "po", "q4h", "q6h", "q8h", "q12h", "twice", "days", "refill", "refills",
    }
)  # fmt: skip
_TIMES_A_DAY = frozenset({"daily", "bid", "tid", "qid", "qd", "qhs", "qam", "nightly"})
_PRESCRIBED = frozenset({"prescription", "prescribed", "prescribe", "refill", "refills", "refilled"})
_ORDER_REACH = 6
"""So many words behind a drug in an assessment its dose and frequency stand: "gout: colchicine 0.6 mg bid"."""
_VERB_REACH = 4
_STRENGTH_REACH = 6
_TO_STRENGTH = frozenset({"to", "from", "mg", "now", "up", "->", ">", "dose", "dosage", "po", "back"})
_CHOSEN = re.compile(
    r"\b(?:chooses?|chose|elects?|elected|opts?|opted|wants?|wishes|agrees?|agreed|decided|proceed\w*|going ahead)\b"
    r"[^.;\n]{0,30}\b(?:reconstruction|arthroscopy|arthroplasty|replacement|hysterectomy|cholecystectomy|fusion"
    r"|laminectomy|discectomy|bypass|tonsillectomy|septoplasty|orif|meniscectomy|mastectomy|prostatectomy)\b",
    re.IGNORECASE,
)
_NO_SURGERY = re.compile(r"\b(?:declin\w+|refus\w+|not|no|defer\w*|avoid\w*|rather than|instead of)\b", re.IGNORECASE)
_REDUCED = frozenset({"reduced", "reduction", "manipulated", "manipulation"})
_MAJOR = "090"
"""The global period of a major procedure (CMS physician fee schedule): deciding on it is deciding on surgery."""
_WORKED_UP = frozenset({"undiagnosed", "complicated", "systemic", "threat"})
"""Problems whose further examination is itself a decision with a risk, if a low one."""
_ORDERS = frozenset(
    {"increase", "start", "add", "switch", "decrease", "begin", "raise", "continue", "refill", "prescription"}
)
_BEGINS = frozenset({",", "and", ":", ")", "so", "will", "ill", "then", "plan", "today"})
_AT_HOSPITAL = ("emergency", "inpatient", "observation")
_PARENTERAL = frozenset({"iv", "ivp", "im", "intravenous", "intravenously", "intramuscular", "intramuscularly", "push"})
_BY_INJECTION = frozenset({"morphine", "hydromorphone", "fentanyl", "meperidine"})
"""What an emergency department gives into a vein or muscle where the note names no way."""
_GIVEN = frozenset({"received", "given", "administered", "gave", "medicated"})
_BY_MOUTH = frozenset({"po", "oral", "orally", "tablet", "tablets", "tab", "prescription", "patch"})
_LABORATORY = frozenset({"lab", "labs", "laboratory", "level", "levels", "serum"})
_DOSED_WITHIN = 5
_LONG_NAME = 8
_STEMS = (
    "previr", "asvir", "buvir", "tegravir", "mab", "tinib", "gliptin", "gliflozin", "glutide", "sartan", "statin",
    "xaban", "cillin", "mycin", "floxacin", "cycline", "triptan", "lukast", "gepant", "pril", "dipine", "olol",
)  # fmt: skip
"""Stems of international nonproprietary names (WHO, The use of stems, 2018) whose drugs are sold on prescription."""
_OVER_THE_COUNTER = frozenset({"otc", "counter", "multivitamin", "vitamin", "vitamins", "supplement"})


def risk_of(case: Case, problems: list[Problem], services: Services) -> Element:
    """The risk element: the highest of what the record decides, and the words it rests on."""
    signals = {s.kind for s in case.reading.signals if _decided(case, case.reading.statements[s.statement])}
    if "high_risk" in signals:
        return Element(3, "a decision about hospital care, or treatment that needs intensive monitoring")
    controlled = _controlled(case, services)
    if controlled:
        return Element(3, f"a parenteral controlled substance: {controlled}")
    injected_by = [b.name.lower() for b in services.billed if b.kind == "drug" and b.primary]
    managed = [
        mention
        for mention in case.reading.drugs
        if managed_in(case, mention) and not any(name.startswith(_name(mention)) for name in injected_by)
    ]  # what a procedure injects is the procedure's, not a prescription
    prescribed = next((m.entry.name for m in managed if _prescribed(case, m)), "") or _dosed(case)
    if prescribed:
        return Element(2, f"prescription drug management: {prescribed}")
    if "prescription" in signals:
        return Element(2, "prescription drug management")
    injected = next((b for b in services.billed if b.kind == "drug" and not b.primary), None)
    if injected is not None:
        return Element(2, f"prescription drug given: {injected.name}")
    if (
        "moderate_risk" in signals
        or _surgery_chosen(case)
        or any(
            b.kind == "procedure" and case.global_days(b.code) == _MAJOR and not _REDUCED.isdisjoint(b.words)
            for b in services.billed
        )
    ):
        return Element(2, "a decision about surgery")
    if "social" in {signal.kind for signal in case.reading.signals}:
        return Element(2, "treatment limited by social circumstances")
    if managed or "low_risk" in signals:
        return Element(1, "over-the-counter drugs or therapy")
    if services.tests and any(p.kind in _WORKED_UP for p in problems):
        return Element(1, "a workup of an uncertain or complicated problem")
    return Element(1 if any(p.kind == "chronic" for p in problems) else 0, "no drug or other treatment with risk")


def _surgery_chosen(case: Case) -> bool:
    """ "Family chooses ACL reconstruction", "wants to go ahead with the hysterectomy"."""
    return any(
        _CHOSEN.search(s.text) is not None and _NO_SURGERY.search(s.text) is None
        for s in case.reading.statements
        if s.role in _DECIDED
    )


def _controlled(case: Case, services: Services) -> str:
    """The controlled substance that was given by injection in an emergency department or hospital (an example of high
    risk in the table since 2023), not one that only sedates for a procedure; empty if none was.
    """
    visit = case.encounter.visit
    if visit is None or visit.kind not in _AT_HOSPITAL or any(b.kind == "procedure" for b in services.billed):
        return ""
    for mention in case.reading.drugs:
        statement = case.reading.statements[mention.statement]
        given = mention.assertion == "affirmed" and _decided(case, statement) and statement.role != "plan"
        if given and isinstance(mention.entry, Medication) and mention.entry.controlled:
            around = statement.words[max(0, mention.start - 3) : mention.end + 5]
            if not _PARENTERAL.isdisjoint(around) or (mention.entry.name in _BY_INJECTION and _received(around)):
                return mention.entry.name
    return ""


def _received(around: Sequence[str]) -> bool:
    return not _GIVEN.isdisjoint(around) and _BY_MOUTH.isdisjoint(around)


def _name(mention: Mention) -> str:
    return mention.entry.name.lower()


def _decided(case: Case, statement: Statement) -> bool:
    """Whether a statement tells decisions; in an emergency department the course and the reasoning do."""
    visit = case.encounter.visit
    emergency = visit is not None and visit.kind == "emergency"
    return statement.role in _DECIDED or (emergency and statement.role in _COURSE)


def managed_in(case: Case, mention: Mention) -> bool:
    """Whether a drug is managed where it is named: in the plan, or in an assessment that says what is done with it."""
    if mention.assertion != "affirmed":
        return False
    if mention.role in PLANNED:
        return True
    statement = case.reading.statements[mention.statement]
    words = statement.words
    if statement.section == "medications":  # "Meds: prazosin up to 3 mg": the list says what is changed
        changed = ((s.statement, s.kind, s.value) for s in case.reading.signals)
        return (mention.statement, "action", "change") in changed
    if mention.role in _STORIES:
        return _told_to(words, mention.start)
    if mention.role != "assessment":
        return False
    ordered = not _HOW_OFTEN.isdisjoint(words[mention.end : mention.end + _ORDER_REACH])
    return ordered or mention.block in _blocks_with_action(case)


def _told_to(words: list[str], at: int) -> bool:
    """Whether an order stands right before a drug in a note without headings: "increase lisinopril to 20"."""
    for index in range(max(0, at - _VERB_REACH), at):
        if words[index] in _ORDERS and (index == 0 or words[index - 1] in _BEGINS):
            return True
    return False


def _prescribed(case: Case, mention: Mention) -> bool:
    """Whether a drug is one for a prescription: by its kind; or, sold both ways, by its strength or a word."""
    drug = mention.entry
    words = case.reading.statements[mention.statement].words
    if not isinstance(drug, Medication) or _measured(words, mention.end):
        return False
    if drug.prescription or not drug.prescription_from:
        return drug.prescription
    if not _OVER_THE_COUNTER.isdisjoint(words):
        return False
    strength = max(_strengths(words[mention.end : mention.end + _STRENGTH_REACH]), default=0)
    return not _PRESCRIBED.isdisjoint(words) or strength >= drug.prescription_from


def _strengths(words: list[str]) -> Iterator[int]:
    """The strengths right behind a drug: "omeprazole 20 -> 40 mg", "omeprazole to 40"."""
    for index, word in enumerate(words):
        told = word.removesuffix("mg")[:6]
        if told.isdecimal() and words[index + 1 : index + 2] not in (["days"], ["weeks"], ["day"], ["week"]):
            yield int(told)
        elif word not in _TO_STRENGTH:
            return


def _measured(words: list[str], end: int) -> bool:
    """Whether a drug's name stands for a test of it: "TSH and progesterone to the lab", "lithium level"."""
    following = words[end : end + _DOSED_WITHIN]
    following = following[: following.index(",")] if "," in following[2:] else following
    dosed = any(word[0].isdigit() or word in _HOW_OFTEN for word in following)
    return not dosed and not _LABORATORY.isdisjoint(words)


def _blocks_with_action(case: Case) -> set[int]:
    return {case.reading.statements[s.statement].block for s in case.reading.signals if s.kind == "action"}


def _dosed(case: Case) -> str:
    """A drug no table knows, told by what is done with it, its dose and how often: "start X 20 mg daily"."""
    named = {m.statement for m in case.reading.drugs}
    for signal in case.reading.signals:
        statement = case.reading.statements[signal.statement]
        if signal.kind == "action" and signal.statement not in named and statement.role in _DECIDED:
            dose = _dose_in(statement) or _by_stem(statement.words)
            dose = dose or (_raised(statement.words) if signal.value == "change" else "")
            if dose:
                return dose
    return ""


def _raised(words: list[str]) -> str:
    """ "Increase to 27 mg": the drug is told elsewhere."""
    for index, word in enumerate(words[:-1]):
        if word == "to" and _DOSE.fullmatch(words[index + 1]):
            following = words[index + 2] if index + 2 < len(words) else ""
            if not words[index + 1][-1].isdigit() or following in _UNITS | {"/"}:
                return "a dose told without its drug"
    return ""


def _by_stem(words: list[str]) -> str:
    """A drug no table knows by the stem of its name: what ends in "-previr" or "-gliptin" is a prescription drug."""
    return next((word for word in words if len(word) >= _LONG_NAME and word.endswith(_STEMS)), "")


def _dose_in(statement: Statement) -> str:
    words = statement.words
    if _HOW_OFTEN.isdisjoint(words) or not _OVER_THE_COUNTER.isdisjoint(words):
        return ""
    for index in range(1, len(words)):
        if not _DOSE.fullmatch(words[index]):
            continue
        following = words[index + 1] if index + 1 < len(words) else ""
        counted = not words[index][-1].isdigit() or following in _UNITS
        if counted and words[index - 1].isalpha():
            return words[index - 1]
        if words[index].isdigit() and following in _TIMES_A_DAY and words[index - 1] in ("to", "at"):
            return "a dose told without its drug"
    return ""
