"""Vaccines that a note's prose says were given here; not those of other days, refused, or named as a test."""

from collections.abc import Mapping

from claimsim.coding.case import Case
from claimsim.coding.reading.statements import Statement
from claimsim.coding.services.named import NEVER, SURE, Names, names_in
from claimsim.coding.services.other_day import dated
from claimsim.coding.services.telling import SILENT, role_of
from claimsim.coding.words.entries import Vaccine
from claimsim.model.codes import Evidence

_VACCINE_WORDS = frozenset(
    {
        "vaccine", "vaccines", "vaccination", "vaccinations", "immunization", "immunizations", "imm", "deltoid",
        "thigh", "lot", "vis", "ml", "booster", "intramuscular", "im", "shot", "shots", "dose", "imms", "vax", "vl",
        "delt", "deltoids", "thighs",
        "vastus", "subcutaneous", "sq", "given", "administered", "counsel", "counseled", "counselled", "counseling",
    }
)  # fmt: skip
_VACCINE_SITES = frozenset(
    {"deltoid", "delt", "thigh", "thighs", "deltoids", "lot", "vastus", "intramuscular", "im", "vl"}
)
_SHOTS = frozenset({"vaccine", "vaccines", "shot", "shots", "booster", "immunization"})
_TALKED = frozenset(
    {"discussed", "next", "later", "defer", "deferred", "recommended", "offered", "advised", "consider"}
)
_GIVEN = frozenset({"given", "administered", "gave", "injected", "vaccinated", "received"})
_BRIEF = 14
"""In so few words what was given stands anywhere: "Flu vaccine (Flucelvax) administered"."""
_SOON = 5
_LATER = frozenset({"next", "later", "due", "future", "upcoming"})
_NEGATIONS = frozenset({"no", "not", "without", "declined", "hold", "held"})
_TEST_WORDS = frozenset({"negative", "positive", "swab", "rapid", "test", "antigen", "pcr", "titer", "neg", "pos"})


def vaccines_in_note(
    case: Case, names: Names, by_name: Mapping[str, tuple[Vaccine, ...]]
) -> list[tuple[Vaccine, Evidence]]:
    """The vaccines that the note says were given here, in its order."""
    found: dict[str, tuple[Vaccine, Evidence]] = {}
    first_words = names.keys()
    for number, statement in enumerate(case.reading.statements):
        if first_words.isdisjoint(statement.words) or role_of(case, number)[0] in SILENT:
            continue
        for vaccine in _vaccines_of(case, statement, role_of(case, number)[1], names, by_name):
            found.setdefault(vaccine.code, (vaccine, case.quote(number)))
    return list(found.values())


def _to_come(behind: list[str]) -> bool:
    """Whether the words behind a vaccine tell a later day or age."""
    behind = [word for word in behind if word not in (":", "#", "-")]
    at = next((i for i, word in enumerate(behind) if word in ("in", "at")), -1)
    later = at >= 0 and behind[at + 1 : at + 2] != [] and behind[at + 1].isdigit()
    return later or not _LATER.isdisjoint(behind)


def _vaccines_of(
    case: Case, statement: Statement, role: str, names: Names, by_name: Mapping[str, tuple[Vaccine, ...]]
) -> list[Vaccine]:
    words = statement.words
    section = statement.section in ("procedure", "immunizations")
    if not section and _VACCINE_WORDS.isdisjoint(words):
        return []
    if not _TEST_WORDS.isdisjoint(words) and _VACCINE_SITES.isdisjoint(words) and _SHOTS.isdisjoint(words):
        return []
    found: list[Vaccine] = []
    before = -1
    named = list(names_in(words, names, case.lexicon.service_cues))
    past = any(dated(case, clause) for _, _, _, clause, _ in named)
    for name, first, end, clause, status in named:
        if first and words[first - 1] in _NEGATIONS:
            continue
        if dated(case, clause):
            continue  # "flu 10/24, PCV20 2023"
        if _to_come(words[end : end + _SOON]) and _GIVEN.isdisjoint(clause):
            continue  # "Prevnar 20 in 5 years", "HPV at 11"
        where = not _VACCINE_SITES.isdisjoint(words)
        if section and status in ("", "planned") and not where and not _TALKED.isdisjoint(words):
            continue  # "Vaccines: PCV20 discussed, next visit"
        said = words if len(words) <= _BRIEF else clause
        if status == "done" and not where and (past or not section) and _GIVEN.isdisjoint(said):
            continue  # "shingles x2 done": some day, as those beside it that have theirs
        given = status in SURE or where or (section and status in ("", "planned"))
        if role == "history" or (role == "symptoms" and status not in ("here", "today") and not where):
            continue
        if not given or status in NEVER or not _TEST_WORDS.isdisjoint(clause):
            continue
        named_here = [v for v in by_name[name] if v.minimum_age <= case.age <= v.maximum_age]
        if named_here and found and first == before + 1 and words[before] == "(":
            found.pop()  # "MenACWY (MenQuadfi)": the brand tells which
        found.extend(named_here)
        before = end
    return [v for v in found if not any(set(v.name.split()) < set(other.name.split()) for other in found)]
