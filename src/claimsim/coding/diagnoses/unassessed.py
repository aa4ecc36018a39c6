"""Where the assessment names nothing: what the visit was for, by the rest of the note."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.chosen import Chosen, by_side
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.words.entries import Condition

_MOST_LOOKED_AT = 400
_BEGINNING = 4
"""The first statements of a note tell what the patient comes for."""
_REACH = 14
"""So many words around a condition are looked at: the work stays linear in one endless sentence."""
_EARLIER = frozenset(
    {"last", "took", "had", "ago", "previously", "earlier", "once", "prior", "past", "was", "were", "gave"}
)
_ORDER = frozenset({"order", "orders", "ordered", "standing"})
_FAMILY = 5
"""A fracture's bone and end ("S52.5"); a 0 behind it is the unspecified one."""
_READ_HERE = frozenset({"read", "reading", "interpreted", "interpretation", "reviewed", "my", "me", "i", "films"})


def from_elsewhere(
    case: Case, rest: list[tuple[Condition, list[Mention]]]
) -> tuple[list[Chosen], list[tuple[Condition, list[Mention]]]]:
    """Where the assessment names nothing: what the procedure was for, what was read on the films, the known disease
    that goes on as expected, else the reason for the visit (symptoms first, else what the complaint names).
    """
    for made in (
        _of_group(case, rest, lambda m: m.section == "course", "Named in the account of the decision."),
        _of_group(case, rest, lambda m: m.section == "procedure", "Named as what the procedure was for."),
        _of_group(case, rest, lambda m: _read_here(case, m), "Read by the clinician at this visit."),
        _of_group(case, rest, lambda m: _reported(case, m), "Confirmed by the pathology report."),
        _of_group(case, rest, lambda m: _followed(case, m), "The known condition that this visit follows."),
        _of_group(case, rest, lambda m: _done_for(case, m), "What the visit's care is for."),
        _of_group(case, rest, lambda m: _named_first(case, m), "Named as what the procedure was for."),
        _of_group(case, rest, lambda m: _in_order(case, m), "Named in the order that was carried out."),
        _gone_by_now(case, rest),
        _from_complaint(case, rest),
        _of_group(case, rest, lambda m: _named_below(case, m), "Named as what the visit is for."),
    ):
        if made:
            taken = {item.condition.term for item in made}
            return made, [(condition, group) for condition, group in rest if condition.term not in taken]
    return [], rest


def of_procedures(case: Case, chosen: list[Chosen], indications: Iterable[tuple[str, ...]]) -> list[Chosen]:
    """What the day's procedures were for, where the note of a procedure visit names it among what it lists only:
    "LN2: actinic keratoses x5" below the history.
    """
    visit = case.encounter.visit
    if visit is None or visit.kind != "procedure":
        return []
    made: list[Chosen] = []
    for begins in indications:
        if not begins or any(item.condition.code.startswith(begins) for item in (*chosen, *made)):
            continue
        named: dict[str, list[Mention]] = {}
        for mention in case.reading.mentions:
            entry = mention.entry
            if not isinstance(entry, Condition) or entry.symptom or entry.problem == "status":
                continue
            if entry.code.startswith(begins) and mention.role != "plan":
                named.setdefault(entry.term, []).append(mention)
        found = [(group, [m for m in group if m.assertion == "affirmed"]) for group in named.values()]
        affirmed = [(group, said) for group, said in found if said]
        if len(affirmed) == 1:
            group, said = affirmed[0]
            condition = said[0].entry
            assert isinstance(condition, Condition)
            made += by_side(case, condition, said, group, "assessed", "Named as what the procedure was for.")
    return made


def _of_group(
    case: Case, rest: list[tuple[Condition, list[Mention]]], wanted: Callable[[Mention], bool], text: str
) -> list[Chosen]:
    """Diseases that have a wanted mention."""
    made: list[Chosen] = []
    for condition, group in rest:
        said = [m for m in group if m.assertion == "affirmed" and wanted(m)] if not condition.symptom else []
        if said:
            made.extend(by_side(case, condition, said, group, "assessed", text))
    return made


def _read_here(case: Case, mention: Mention) -> bool:
    return mention.role == "results" and not _READ_HERE.isdisjoint(case.reading.statements[mention.statement].words)


def by_own_reading(case: Case, chosen: list[Chosen]) -> list[Chosen]:
    """The fractures that the assessment only names, as the clinician's own reading of the film tells them: "my read:
    extra-articular fracture of the distal radius".
    """
    read: dict[str, set[str]] = {}
    for mention in case.reading.mentions:
        entry = mention.entry
        there = mention.assertion == "affirmed" and (mention.role == "findings" or _read_here(case, mention))
        there = there and not _READ_HERE.isdisjoint(case.reading.statements[mention.statement].words)
        if there and isinstance(entry, Condition) and entry.system == "injury":
            read.setdefault(entry.code[:_FAMILY], set()).add(entry.term)
    result: list[Chosen] = []
    for item in chosen:
        told = read.get(item.condition.code[:_FAMILY], set()) - {item.condition.term}
        unspecific = item.condition.code[_FAMILY : _FAMILY + 1] == "0" and item.condition.system == "injury"
        if unspecific and len(told) == 1:
            item = replace(item, condition=case.lexicon.conditions[told.pop()])
        result.append(item)
    return result


def _reported(case: Case, mention: Mention) -> bool:
    """A disease that a pathologist's report names: it is confirmed (guideline IV.K, interpreted by a physician)."""
    return mention.role == "results" and "path" in case.reading.lines[mention.line - 1].lower()


def _done_for(case: Case, mention: Mention) -> bool:
    """ "Amlodipine raised for hypertension": told in the story as what something is done for."""
    words = case.reading.statements[mention.statement].words
    past = not _EARLIER.isdisjoint(words[max(0, mention.start - _REACH) : mention.end + _REACH])
    told = mention.role in ("told", "symptoms", "")
    return told and not past and mention.start > 0 and words[mention.start - 1] == "for"


def _in_order(case: Case, mention: Mention) -> bool:
    """A nurse carries out what was ordered: "Order: cyanocobalamin monthly, pernicious anemia"."""
    visit = case.encounter.visit
    if visit is None or visit.kind != "procedure":
        return False
    return not _ORDER.isdisjoint(case.reading.statements[mention.statement].words)


def _named_first(case: Case, mention: Mention) -> bool:
    """A procedure's note begins with what it is done for: "for colposcopy, Pap ASC-US, high-risk HPV positive"."""
    visit = case.encounter.visit
    if visit is None or visit.kind != "procedure":
        return False
    if not isinstance(mention.entry, Condition) or mention.entry.problem == "status":
        return False
    return mention.statement < _BEGINNING and mention.role in ("told", "symptoms", "")


def _named_below(case: Case, mention: Mention) -> bool:
    """A nurse's "BP 132/80. Hypertension, on losartan": a lasting disease that heads its statement, where nothing is
    assessed.
    """
    if mention.role != "findings" or mention.start or not isinstance(mention.entry, Condition):
        return False
    return mention.entry.problem == "chronic" and not any(s.role in ASSESSED for s in case.reading.statements)


def _followed(case: Case, mention: Mention) -> bool:
    """A disease of the history whose course is all that the assessment tells ("healing as expected")."""
    if mention.section not in ("complaint", "hpi") or not isinstance(mention.entry, Condition):
        return False
    if mention.entry.problem == "status" or mention.statement > _MOST_LOOKED_AT:
        return False
    thought = [s for s in case.reading.statements if s.role in ASSESSED]
    if not thought:
        return bool(mention.encounter)
    return all(case.lexicon.parts.course.issuperset(s.words) for s in thought)


def _gone_by_now(case: Case, rest: list[tuple[Condition, list[Mention]]]) -> list[Chosen]:
    """ "Chest pain, resolved": a symptom that the assessment names is the reason for the visit though it is gone."""
    made: list[Chosen] = []
    for condition, group in rest:
        gone = [m for m in group if m.assertion == "historical" and m.role in ASSESSED and m.start <= 1]
        if gone and condition.symptom:
            text = "No diagnosis was established; this is the reason for the visit."
            made.extend(by_side(case, condition, gone, group, "symptom-coded", text))
    return made


def _from_complaint(case: Case, rest: list[tuple[Condition, list[Mention]]]) -> list[Chosen]:
    visit = case.encounter.visit
    if visit is not None and visit.kind in ("preventive", "wellness", "vaccination"):
        return []  # the visit is its own reason
    thought = any(s.role in ASSESSED for s in case.reading.statements)
    by_symptom: list[Chosen] = []
    named: list[Chosen] = []
    for condition, group in rest:
        said = [m for m in group if m.assertion == "affirmed" and m.section in ("complaint", "hpi")]
        if not said:
            continue
        text = "No diagnosis was established; this is the reason for the visit."
        made = by_side(case, condition, said, group, "symptom-coded", text)
        if condition.symptom:
            by_symptom.extend(made)
        elif any(m.section == "complaint" or (m.statement < _BEGINNING and not thought) for m in said):
            named.extend(made)
    return by_symptom or named
