"""Modifiers that stand on words of the record: each row of the table modifier_cues is a modifier's evidence.

A modifier is put on a line only where its words are found (in the line's own evidence, in the procedure section, or
anywhere in the note), the payer takes it, and what the fee schedule or the practice must allow is so.
"""

import re

from claimsim.coding.case import Case
from claimsim.coding.rules import because
from claimsim.coding.services.lines import Billed
from claimsim.coding.services.service_text import service_text
from claimsim.coding.words.entries import ModifierCue
from claimsim.model.physical_medicine import SPINAL_ADJUSTMENTS

_INITIAL_HOSPITAL = frozenset({"99221", "99222", "99223"})
_HIV = frozenset({"86703", "86701", "86702", "87389"})
_CHILD = 18
_ASSISTS = frozenset({"assistant", "assisted", "assisting", "assist"})
_NON_PHYSICIANS = frozenset({"PA", "PA-C", "NP", "FNP", "CNS", "APRN"})
_PLANS = (
    (("occupational therapy", "ot eval", "ot visit"), "GO"),
    (("speech therapy", "speech-language", "speech language"), "GN"),
    (("physical therapy", "pt eval", "pt visit", "pt daily", "pt re-eval", "physiotherapy"), "GP"),
)
_BY = (
    (re.compile(r"(?:pt|p\.t\.)(?![a-z])"), "GP"),
    (re.compile(r"(?:ot|o\.t\.)(?![a-z])"), "GO"),
    (re.compile(r"(?:slp|speech)(?![a-z])"), "GN"),
)
"""How a therapist's note begins."""
_ANESTHESIA = re.compile(r"0[01]\d{3}")
_STATUS = re.compile(r"\bASA (?:class |PS |status )?([1-6])\b(?! ?mg)")
_READ = ("procedure", "plan", "assessment_plan", "assessment", "", "symptoms", "told", "results")
_ROLES = {"procedure": ("procedure",), "note": _READ}


def put_evident(case: Case, lines: list[Billed]) -> None:
    """Put the modifiers on the lines whose evidence is there."""
    noted = _noted(case)
    codes = [line.code for line in lines]
    for index, line in enumerate(lines):
        kind = "procedure" if line.kind in ("delivery", "procedure_add_on") else line.kind
        for cue in case.lexicon.line_cues.get(kind, ()):
            found = cue.fits(line.words) if cue.where == "line" else cue.modifier in noted
            if not found or cue.modifier in line.modifiers or not _payer(case, cue):
                continue
            if _needed(case, cue, line, second=line.code in codes[:index]):
                _put(line, cue)
        _assistant(case, line, line.words)
        _physical_status(case, line)


def _physical_status(case: Case, line: Billed) -> None:
    """P1 to P6 on anesthesia, by the status that the record tells ("ASA 3"): contracts pay units for it, Medicare does
    not (Medicare Claims Processing Manual chapter 12, section 50).
    """
    if case.medicare or not _ANESTHESIA.fullmatch(line.code):
        return
    told = _STATUS.search(case.encounter.note)
    modifier = f"P{told.group(1)}" if told else ""
    if told and case.tables.modifier(modifier, case.on) is not None and modifier not in line.modifiers:
        line.modifiers.append(modifier)
        line.why.append(because("modifier-evidence", f"{modifier}: the record says {told.group()}."))


def _put(line: Billed, cue: ModifierCue) -> None:
    line.modifiers.append(cue.modifier)
    line.why.append(because("modifier-evidence", f"{cue.modifier}: {cue.meaning}; the record says so."))


def _noted(case: Case) -> frozenset[str]:
    """The modifiers whose words the note holds."""
    found: set[str] = set()
    first_words = case.lexicon.note_cue_words
    for statement in case.reading.statements:
        if first_words.isdisjoint(statement.words):
            continue
        words: frozenset[str] | None = None
        for cue in case.lexicon.note_cues:
            roles = _ROLES[cue.where]
            if cue.modifier in found or (statement.role not in roles and statement.section not in roles):
                continue
            if words is None:
                words = service_text(statement.words, case.lexicon).words
            if cue.fits(words):
                found.add(cue.modifier)
    return frozenset(found)


def _payer(case: Case, cue: ModifierCue) -> bool:
    return not cue.payer or (case.medicare if cue.payer == "medicare" else case.manual.line_of_business == cue.payer)


def _needed(case: Case, cue: ModifierCue, line: Billed, second: bool) -> bool:
    fee = case.tables.physician_fee(line.code, "", case.on)
    match cue.needs:
        case "":
            return True
        case "global":
            return case.global_days(line.code) in ("010", "090")
        case "assistant":
            return fee is not None and fee.assistant in ("0", "2") and not _ASSISTS.isdisjoint(line.words)
        case "co_surgeon":
            return fee is not None and fee.co_surgeon in ("1", "2")
        case "team":
            return fee is not None and fee.team in ("1", "2")
        case "split":
            return fee is not None and fee.pctc == "1"
        case "repeated" | "paired":
            return second
        case "hiv":
            return line.code in _HIV
        case "initial_hospital":
            return line.code in _INITIAL_HOSPITAL
        case "facility":
            return facility(case) and not line.code.startswith(("9920", "9921"))
        case "child":
            return case.age <= _CHILD
        case "no_notice":
            return not case.encounter.notices
        case "adjustment":
            return line.code in SPINAL_ADJUSTMENTS
        case "physical_therapy":
            return plan_of(case) == "GP"
        case "occupational_therapy":
            return plan_of(case) == "GO"
        case _:
            return False


def _assistant(case: Case, line: Billed, words: frozenset[str]) -> None:
    """80 for a physician who assisted, AS for an assistant who is none (PA, NP, CNS)."""
    if line.kind != "procedure" or _ASSISTS.isdisjoint(words) or {"surgery", "surgeon", "operation"}.isdisjoint(words):
        return
    fee = case.tables.physician_fee(line.code, "", case.on)
    if fee is None or fee.assistant not in ("0", "2") or {"81", "82"} & set(line.modifiers):
        return
    provider = case.practice.providers.get(case.encounter.rendering_provider)
    modifier = "AS" if provider is not None and provider.credential.upper() in _NON_PHYSICIANS else "80"
    line.modifiers.append(modifier)
    line.why.append(because("modifier-evidence", f"{modifier}: assisted at the operation; the record says so."))


def facility(case: Case) -> bool:
    """Whether the place of service is a facility that bills for its own staff and supplies."""
    site = case.tables.place_of_service(case.encounter.place_of_service, case.on)
    return site is not None and site.setting == "facility" and case.encounter.place_of_service not in ("02",)


def plan_of(case: Case) -> str:
    """The therapy plan of care by the therapist's specialty (NUCC): GP, GO or GN; empty for anybody else."""
    provider = case.practice.providers.get(case.encounter.rendering_provider)
    if provider is None:
        return ""
    taxonomy = provider.taxonomy
    visit = case.encounter.visit
    if visit is not None and visit.kind == "therapy":  # a clinician bills what the therapist gave
        low = f"{visit.reason} {case.encounter.note[:400]}".lower()
        for words, plan in _PLANS:
            if any(word in low for word in words):
                return plan
        begun = next((plan for pattern, plan in _BY if pattern.match(low.lstrip())), "")
        if begun or "gait training" in case.encounter.note.lower():
            return begun or "GP"
    if taxonomy.startswith(("2251", "2252")):
        return "GP"
    if taxonomy.startswith(("225X", "224Z")):
        return "GO"
    return "GN" if taxonomy.startswith("235Z") else ""
