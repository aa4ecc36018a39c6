"""What the whole note says of a diagnosis: the operation that aftercare follows, a lesion under
the microscope, the symptoms of an enlarged prostate, two types of one disease.
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.history import cancers_over
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.queries.queries import ask_detail
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition

_AFTERCARE = "Z48.89"
_LESION, _PENDING = "L98.9", "D49.2"
_SAMPLED = frozenset({"biopsy", "shave", "punch", "tangential", "shaved", "excision", "excised", "dermablade", "bx"})
_PATH = frozenset({"path", "pathology", "dermatopathology", "histology"})
_SKIN_NEOPLASM = ("C43", "C44", "D03", "D04", "D22.9")
_SURVEILLANCE = frozenset(
    {"surveillance", "recurrence", "recurrent", "ned", "survivor", "follow-up", "followup", "f/u"}
)
_NURSES = frozenset({"breastfeeding", "nursing", "lactating", "breastfeeds", "breastfed", "nurses"})
_NEVER = frozenset({"not", "stopped", "never", "no", "home", "weaned"})
_NURSING = {"N61.0": "O91.23", "N61.1": "O91.13"}
_PROSTATE = ("N40.0", "N40.1")
_URINARY = ("R35.0", "R35.1", "R39.1", "R33.8", "N39.4")
_TOLD = frozenset({"symptoms", "assessment", "assessment_plan", "", "told"})
_TYPES = (("type 2 diabetes", "type 1 diabetes"), ("type 1 diabetes", "type 2 diabetes"))


def in_context(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses as the rest of the note has them."""
    words = case.vocabulary
    _ask_type(case, coded)
    for item in coded:
        if item.code == _AFTERCARE:
            item.code = next(
                (case.lexicon.aftercare[w] for w in sorted(words & case.lexicon.aftercare.keys())), item.code
            )
    coded = _nursing(case, cancers_over(case, coded), words)
    return _surveillance(case, _prostate(case, _under_the_microscope(case, coded, words)), words)


def _nursing(case: Case, coded: list[Coded], words: frozenset[str]) -> list[Coded]:
    """An inflamed breast of a mother who nurses belongs to chapter 15 (Excludes1 note at N61)."""
    if _NURSES.isdisjoint(words) or case.encounter.patient.sex == "M":
        return coded
    if any(not _NEVER.isdisjoint(s.words) and not _NURSES.isdisjoint(s.words) for s in case.reading.statements):
        return coded
    for item in coded:
        if item.code in _NURSING:
            item.code = _NURSING[item.code]
            item.why.append(because("pregnancy-chapter", "The patient nurses."))
    return coded


def _surveillance(case: Case, coded: list[Coded], words: frozenset[str]) -> list[Coded]:
    """A visit to look whether a treated cancer has come back: Z08 before the history code (its own note)."""
    history = next((item for item in coded if item.code.startswith("Z85.")), None)
    if history is None or coded[0] is not history or _SURVEILLANCE.isdisjoint(words) or case.diagnosis("Z08") is None:
        return coded
    why = because("assessed", "Surveillance after a cancer's treatment is over.")
    return [Coded("Z08", None, list(history.evidence), [why]), *coded]


def _under_the_microscope(case: Case, coded: list[Coded], words: frozenset[str]) -> list[Coded]:
    """A sampled lesion that is suspected to be a neoplasm is one of unspecified behavior until the report is there."""
    suspected = next(
        (
            m
            for m in case.reading.mentions
            if m.assertion == "uncertain" and isinstance(m.entry, Condition) and m.entry.code.startswith(_SKIN_NEOPLASM)
        ),
        None,
    )
    if suspected is None or _SAMPLED.isdisjoint(words) or _PATH.isdisjoint(words) or _reported(case):
        return coded
    if any(item.code.startswith(("C43", "C44", "D22", "D03", "D04", "D48.5", _PENDING)) for item in coded):
        return coded
    why = because("specificity", "A sampled lesion whose report is awaited: a neoplasm of unspecified behavior.")
    pending = Coded(_PENDING, None, [case.evidence(suspected)], [why])
    kept = [item for item in coded if item.code != _LESION]
    return [*kept, pending]


def _reported(case: Case) -> bool:
    return any(
        not _PATH.isdisjoint(s.words) and not {"received", "shows", "showed", "returned", "back"}.isdisjoint(s.words)
        for s in case.reading.statements
    )


def _prostate(case: Case, coded: list[Coded]) -> list[Coded]:
    """An enlarged prostate with urinary symptoms is N40.1, and each symptom is coded beside it (its own note)."""
    at = next((index for index, item in enumerate(coded) if item.code in _PROSTATE), None)
    if at is None:
        return coded
    symptoms: dict[str, Coded] = {}
    for mention in case.reading.mentions:
        entry = mention.entry
        if not isinstance(entry, Condition) or not entry.code.startswith(_URINARY) or mention.role not in _TOLD:
            continue
        if mention.assertion == "affirmed" and case.diagnosis(entry.code) is not None:
            why = because("instructed-order", "N40.1 asks for its symptoms as additional codes.")
            symptoms.setdefault(entry.code, Coded(entry.code, entry, [case.evidence(mention)], [why]))
    if not symptoms:
        return coded
    coded[at].code = "N40.1"
    kept = [item for item in coded if item.code not in symptoms]
    at = next(index for index, item in enumerate(kept) if item.code == "N40.1") + 1
    return [*kept[:at], *symptoms.values(), *kept[at:]]


def _ask_type(case: Case, coded: list[Coded]) -> None:
    """The type decides the category (E10 or E11): asked where another section has the other one."""
    terms = {item.term for item in coded}
    for ours, theirs in _TYPES:
        if ours not in terms or theirs in terms:
            continue
        named = {word for term in (theirs,) for word in term.split()[:2]}
        other = next(
            (
                m
                for m in case.reading.mentions
                if m.entry.name == theirs
                and m.assertion == "affirmed"
                and m.role in ("history", "symptoms")
                and named <= set(case.reading.statement_of(m).words)
            ),
            None,
        )
        if other is not None:
            stated = next(item for item in coded if item.term == ours)
            ask_detail(case, "diabetes", "type: type 1/type 2", (*stated.evidence[:1], case.evidence(other)))
