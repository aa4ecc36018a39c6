"""Which of the conditions a note mentions are diagnoses of this visit, and why each of the others is not."""

from collections.abc import Callable
from itertools import pairwise

from msgspec import Struct, field

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.refining import field_of, side_of
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition, Medication
from claimsim.model.codes import Evidence, Reason

_ASSESSED = frozenset({"assessment", "assessment_plan"})
_LEFT_OUT = {
    "uncertain": ("uncertain-diagnosis", "is stated as uncertain: an outpatient's uncertain diagnosis is not coded"),
    "negated": ("negated", "is denied or absent"),
    "family": ("family-history", "is a relative's, not the patient's"),
    "historical": ("historical", "is stated as past"),
    "hypothetical": ("hypothetical", "is only warned of"),
}
_OF_THE_DAY = frozenset(
    {"acute", "exacerbation", "hyperglycemia", "hypoglycemia", "poorly controlled", "uncontrolled", "positive"}
)
_CIGARETTES = frozenset({"cigarettes", "cigarette", "cigs", "cig", "ppd", "packs", "pack"})
_DIGITS = frozenset({"index", "middle", "ring", "little"})
_FINGERS = {
    "index": "index", "middle": "middle", "long": "middle", "ring": "ring", "little": "little", "small": "little",
    "pinky": "little", "pointer": "index", "2nd": "index", "3rd": "middle", "4th": "ring", "5th": "little",
}  # fmt: skip
_FINGER_WORDS = frozenset({"finger", "fingertip", "digit", "dip", "pip", "mcp"})
_SHORT = 6
_FEW = 6
_MOST_LOOKED_AT = 400
_OVER = frozenset({"resolved", "healed"})
_BEGINNING = 4
"""The first statements of a note tell what the patient comes for."""
_TEST_AND_FOR, _NEAR_FOR = 2, 6
_REACH = 14
"""So many words around a condition are looked at: the work stays linear in one endless sentence."""
_NOT_DONE = frozenset(
    {"due", "overdue", "offered", "declined", "declines", "refused", "refuses", "deferred", "utd", "recommended"}
)
_TODAY = frozenset({"symptoms", "told", "findings", "results", "procedure"})
_PAIRED = frozenset(
    {"knees", "eyes", "hands", "legs", "feet", "hips", "ears", "wrists", "shoulders", "ankles", "elbows", "calves"}
    | {"heels", "thumbs", "arms", "lids", "eyelids", "breasts", "axillae", "armpits", "thighs", "forearms", "soles"}
)
"""In the plural, both of a pair."""
_EARLIER = frozenset({"last", "took", "had", "ago", "previously", "earlier", "once", "prior", "past", "was", "were"})
_NAMED_HERE = frozenset({"assessment", "assessment_plan", "plan", "procedure", ""})
_LISTED_ONLY = frozenset({"history"})
_CONCLUDED_IN = frozenset({"course", "results"})
_ADJECTIVES, _BARE = 2, 3
"""So many words may stand before the name of a disease, and beside it, in a sentence that is its name."""
_EXAMINED = frozenset({"findings", "procedure"})
_LISTED = frozenset({"history", "symptoms", "told"})
_PURPOSE = frozenset({"for", "treat", "treating", "manage", "managing", "control", "of", "with", ":", "as"})
_READ_HERE = frozenset({"read", "reading", "interpreted", "interpretation", "reviewed", "my", "me", "i", "films"})
_WEIGHT = {"uncertain": 0, "family": 1, "negated": 2, "historical": 3, "hypothetical": 4}


class Chosen(Struct):
    """A diagnosis in the making. `codes` is filled when it is resolved; `order` is its place in the note."""

    condition: Condition
    mentions: list[Mention]
    order: tuple[int, int]
    side: str = ""
    control: str = ""
    why: list[Reason] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    elsewhere: frozenset[str] = frozenset()
    """What other sections say of it that does not change from visit to visit: its stage or type."""
    told: frozenset[str] = frozenset()
    """What the story of the day, the examination and the results say of it."""

    @property
    def qualifiers(self) -> frozenset[str]:
        """Everything the coded mentions say of it."""
        return frozenset().union(*(mention.qualifiers for mention in self.mentions))

    @property
    def block(self) -> int:
        """The numbered problem it stands in."""
        return self.mentions[0].block


def choose(case: Case) -> tuple[list[Chosen], list[Mention]]:
    """The diagnoses of the visit in the note's order, and the uncertain conditions. The rest goes to
    `case.not_coded`.
    """
    assessed_roles = _assessed_roles(case)
    grouped = _grouped(case)
    treated = _treated_terms(case)
    titles = _titles(case, assessed_roles)
    chosen: list[Chosen] = []
    uncertain: list[Mention] = []
    rest: list[tuple[Condition, list[Mention]]] = []
    for group in grouped.values():
        condition = group[0].entry
        assert isinstance(condition, Condition)
        found = _diagnoses_of(case, condition, group, assessed_roles, treated, titles)
        chosen.extend(found)
        if not found:
            rest.append((condition, group))
    if not chosen:
        chosen, rest = _from_elsewhere(case, rest)
    for condition, group in rest:
        _leave_out(case, condition, group, uncertain, assessed_roles)
    chosen.sort(key=lambda item: item.order)
    return chosen, uncertain


def _grouped(case: Case) -> dict[str, list[Mention]]:
    """The mentions by condition. One named without its site ("laceration repaired", "this fracture") is the one of its
    kind that the note names with a site, if there is only one.
    """
    grouped: dict[str, list[Mention]] = {}
    unassessed = not any(s.role in _ASSESSED for s in case.reading.statements)
    operated = any(_found_at_operation(mention) for mention in case.reading.mentions)
    for mention in case.reading.mentions:
        if isinstance(mention.entry, Condition):
            if operated and mention.section == "preoperative" and mention.entry.problem != "status":
                continue  # the postoperative diagnosis is the definitive one (guideline IV.N)
            concludes = unassessed and _concludes(case, mention)
            grouped.setdefault(mention.entry.term, []).append(
                mention._replace(role="assessment") if concludes else mention
            )
    for term in list(grouped):
        sites = case.lexicon.root.sites.get(term)
        if not sites:
            continue
        coded = bool(case.lexicon.conditions[term].code)
        if coded and case.lexicon.conditions[term].system == "injury":
            continue  # an injury that has its place is one of its own
        if coded and not any(m.assertion == "affirmed" and m.role in _NAMED_HERE for m in grouped[term]):
            continue
        kinds = {special for ways in sites.values() for _, special in ways}
        known = [
            t
            for t in grouped
            if t in kinds
            and any(m.assertion == "affirmed" and (not coded or m.role not in _LISTED_ONLY) for m in grouped[t])
        ]
        if len(known) == 1:
            special = grouped[known[0]]
            special.extend(m._replace(entry=special[0].entry) for m in grouped.pop(term))
            special.sort(key=lambda m: (m.statement, m.start))
    return grouped


def _concludes(case: Case, mention: Mention) -> bool:
    """ "No red flag. Strain of low back muscles." A sentence of the decision or below the results that is nothing but
    the name of a disease, where nothing is headed as the assessment.
    """
    if (
        mention.section not in _CONCLUDED_IN
        or mention.assertion != "affirmed"
        or not isinstance(mention.entry, Condition)
    ):
        return False
    words = case.reading.statements[mention.statement].words
    if mention.start > _ADJECTIVES or len(words) > mention.end - mention.start + _BARE or ":" in words:
        return False
    return mention.entry.problem != "status" and mention.statement > 0 and len(words) > 1


def _found_at_operation(mention: Mention) -> bool:
    entry = mention.entry
    if mention.section != "postoperative" or mention.assertion != "affirmed" or not isinstance(entry, Condition):
        return False
    return not entry.symptom and entry.problem != "status"


def _assessed_roles(case: Case) -> frozenset[str]:
    """The roles in which a condition is assessed. A note of a procedure under no headings names what it is for at its
    beginning.
    """
    visit = case.encounter.visit
    if not any(s.role in _ASSESSED for s in case.reading.statements):
        if any(_concludes(case, m) for m in case.reading.mentions):
            return _ASSESSED
        deficits = visit is not None and visit.kind == "therapy" and any(_deficit(m) for m in case.reading.mentions)
        return _ASSESSED | (_EXAMINED if deficits else {""})
    prose = case.reading.statements[0].section == "hpi" and case.reading.unheaded
    return _ASSESSED | {"told"} if prose and visit is not None and visit.kind == "procedure" else _ASSESSED


def _deficit(mention: Mention) -> bool:
    """What a therapist finds and treats; the profile and history above it are told of the patient."""
    entry = mention.entry
    return (
        mention.role in _EXAMINED and mention.assertion == "affirmed"
        and isinstance(entry, Condition) and not entry.symptom and entry.problem != "status"
    )  # fmt: skip


def _titles(case: Case, roles: frozenset[str]) -> dict[int, int]:
    """The statement that names the disease of each block of the assessment."""
    titles: dict[int, int] = {}
    for mention in case.reading.mentions:
        if mention.role not in roles or mention.assertion != "affirmed":
            continue
        if isinstance(mention.entry, Condition) and not mention.entry.symptom and mention.entry.problem != "status":
            titles.setdefault(mention.block, mention.statement)
    return titles


def _told_beside(mention: Mention, titles: dict[int, int], case: Case) -> bool:
    """Whether a symptom is only told of a disease that its block names before: "Start metformin; nausea discussed"."""
    title = titles.get(mention.block)
    if title is None or mention.statement <= title:
        return False
    return mention.start > 1 or len(case.reading.statements[mention.statement].words) > _SHORT


def _diagnoses_of(
    case: Case,
    condition: Condition,
    group: list[Mention],
    roles: frozenset[str],
    treated: dict[str, Mention],
    titles: dict[int, int],
) -> list[Chosen]:
    affirmed = [m for m in group if m.assertion == "affirmed"]
    known = any(m.role in _LISTED and not _sought(case, m) for m in affirmed)
    affirmed = [m for m in affirmed if (known or not _sought(case, m)) and not _due(case, m)]
    assessed = [m for m in affirmed if m.role in roles]
    if condition.symptom:
        assessed = [m for m in assessed if not _told_beside(m, titles, case)]
    if assessed:
        return _by_side(case, condition, assessed, group, "assessed", "Assessed at this visit.")
    planned = [m for m in affirmed if m.role == "plan" and _managed(case, m)]
    if planned and not condition.symptom and condition.problem != "status":
        return _by_side(case, condition, planned, group, "assessed", "Named in the plan of this visit.")
    drug = treated.get(condition.term)
    listed = [m for m in group if m.assertion in ("affirmed", "historical") and m.role in _LISTED]
    if drug is not None and listed and not condition.symptom:
        made = _by_side(case, condition, listed[:1], group, "treated", f"Treated at this visit: {drug.entry.name}.")
        made[0].evidence.append(case.evidence(drug))
        return made
    return []


def _sought(case: Case, mention: Mention) -> bool:
    """ "Check TSH for hypothyroidism": what a test looks for is not there yet, unless it is known from elsewhere."""
    entry = mention.entry
    if not isinstance(entry, Condition) or entry.symptom or entry.problem == "status":
        return False
    if mention.start < _TEST_AND_FOR:
        return False
    before = case.reading.statements[mention.statement].words[max(0, mention.start - _REACH) : mention.start]
    if "for" not in before:
        return False
    at = len(before) - 1 - before[::-1].index("for")
    return not case.lexicon.parts.test.isdisjoint(before[max(0, at - _NEAR_FOR) : at])


def _due(case: Case, mention: Mention) -> bool:
    """A screening that is due, offered or declined was not what the patient came for."""
    if not isinstance(mention.entry, Condition) or mention.entry.system != "preventive":
        return False
    words = case.reading.statements[mention.statement].words
    return not _NOT_DONE.isdisjoint(words[max(0, mention.start - _REACH) : mention.end + _REACH])


def _managed(case: Case, mention: Mention) -> bool:
    """Whether the plan is about the condition: it names it first, or something is done for it."""
    if mention.start <= 1 + len(mention.qualifiers) + bool(mention.side):
        return True
    words = case.reading.statements[mention.statement].words
    return not _PURPOSE.isdisjoint(words[max(0, mention.start - 4) : mention.start])


def _by_side(
    case: Case, condition: Condition, coded: list[Mention], group: list[Mention], rule: str, text: str
) -> list[Chosen]:
    """One diagnosis, or one for each side where the assessment names both sides apart."""
    amended = [m for m in coded if m.section == "addendum"]
    if any(m.side for m in amended):  # the answer to a query settles what the note left open
        coded = [*amended, *(m._replace(side="") for m in coded if m.section != "addendum")]
    apart = _apart(case, condition, coded)
    if apart:
        return [_made(case, condition, own, group, side if condition.sided else "", rule, text) for side, own in apart]
    sides: list[str] = list(dict.fromkeys(m.side for m in coded if m.side))
    if set(sides) == {"right", "left"} and "bilateral" in dict(condition.sides):
        sides = ["bilateral"]
    if len(sides) < 2:
        side = sides[0] if sides else _carried_side(case, condition, group)
        return [_made(case, condition, coded, group, side, rule, text)]
    return [
        _made(case, condition, [m for m in coded if m.side in (side, "")], group, side, rule, text) for side in sides
    ]


def _apart(case: Case, condition: Condition, coded: list[Mention]) -> list[tuple[str, list[Mention]]]:
    """The mentions of each side, where the sides are told apart with different words: "mild retinopathy, right eye.
    Moderate retinopathy with macular edema, left eye" are two codes and no bilateral one.
    """
    if len(coded) < 2 or len(coded) > _FEW:
        return []
    told = [(m, m.side or side_of(field_of(case, m))) for m in coded]
    ways = {side: [m for m, where in told if where == side] for side in ("right", "left")}
    said = [frozenset().union(*(m.qualifiers for m in own)) for own in ways.values() if own]
    if len(said) < 2 or said[0] == said[1]:
        return []
    return list(ways.items())


def _made(
    case: Case, condition: Condition, coded: list[Mention], group: list[Mention], side: str, rule: str, text: str
) -> Chosen:
    first = coded[0]
    if condition.system == "injury":  # "healing fracture" is as displaced as the story has it
        taken = {(m.statement, m.start) for m in coded}
        more = (m for m in group if m.assertion == "affirmed" and m.side in (side, ""))
        coded = [*coded, *(m for m in more if (m.statement, m.start) not in taken)]
        coded = _with_digit(case, condition, coded)
    control = next((m.control for m in coded if m.control), "")
    evidence = [case.evidence(m) for m in coded[:2]]
    made = Chosen(condition, coded, (first.statement, first.start), side, control, [because(rule, text)], evidence)
    said = frozenset().union(*(m.qualifiers for m in group if m.assertion in ("affirmed", "historical")))
    made.elsewhere = said - _OF_THE_DAY | _product(case, condition)
    made.told = frozenset().union(
        *(m.qualifiers for m in group if m.assertion == "affirmed" and m.role in _TODAY and m.side in (side, ""))
    )
    if side and not any(m.side for m in coded):
        made.why.append(because("laterality", f"The side is stated elsewhere in the note: {side}."))
    return made


def _with_digit(case: Case, condition: Condition, coded: list[Mention]) -> list[Mention]:
    """The mentions with the finger that the rest of the note names, where they name none and it names one."""
    wanted = {word for variant in condition.variants for need in variant.needs for word in need & _DIGITS}
    if not wanted or any(m.qualifiers & _DIGITS for m in coded):
        return coded
    told: set[str] = set()
    for statement in case.reading.statements:
        if statement.role in ("history", "family", "plan"):
            continue
        words = statement.words
        told.update(_FINGERS[a] for a, b in pairwise(words) if a in _FINGERS and b in _FINGER_WORDS)
    if len(told) != 1 or not told <= wanted:
        return coded
    return [coded[0]._replace(qualifiers=coded[0].qualifiers | told), *coded[1:]]


def _product(case: Case, condition: Condition) -> frozenset[str]:
    """What a smoker smokes is often told with the habits ("1 ppd cigs") and not in the assessment."""
    if condition.term != "nicotine dependence" or any("vaping" in m.qualifiers for m in case.reading.mentions):
        return frozenset()
    words = {word for statement in case.reading.statements for word in statement.words}
    return frozenset({"cigarettes"}) if not _CIGARETTES.isdisjoint(words) else frozenset()


def _carried_side(case: Case, condition: Condition, group: list[Mention]) -> str:
    if not condition.sided:
        return ""
    told = [m for m in group if m.side and m.assertion == "affirmed"]
    statements = case.reading.statements
    elsewhere = {m.side for m in told if m.role != "history" and _OVER.isdisjoint(statements[m.statement].words)}
    over = {m.statement for m in group if m.assertion == "historical"}
    over |= {at for _, _, at in case.reading.sides if not _OVER.isdisjoint(statements[at].words)}
    current = {
        side
        for region, side, at in case.reading.sides
        if region == condition.region and at not in over and statements[at].role not in ("history", "family")
    }
    anywhere = {side for region, side, at in case.reading.sides if region == condition.region and at not in over}
    sides = elsewhere or current or {m.side for m in told} or anywhere
    if len(sides) == 1:
        return next(iter(sides))
    if not sides and any(_of_both(case, m) for m in group if m.assertion == "affirmed" and m.role != "history"):
        return "bilateral"
    return "bilateral" if sides == {"right", "left"} and "bilateral" in elsewhere else ""


def _of_both(case: Case, mention: Mention) -> bool:
    """ "Osteoarthritis of the knees": in the plural, both of a pair."""
    words = case.reading.statements[mention.statement].words
    return not _PAIRED.isdisjoint(words[mention.start : mention.end + 2])


def _treated_terms(case: Case) -> dict[str, Mention]:
    """Conditions for which a drug is managed in the plan, when no assessed condition explains the drug."""
    assessed = {
        m.entry.term
        for m in case.reading.mentions
        if isinstance(m.entry, Condition) and m.assertion == "affirmed" and m.role in _ASSESSED | {"plan"}
    }
    regions = {
        m.entry.region
        for m in case.reading.mentions
        if isinstance(m.entry, Condition) and m.assertion == "affirmed" and m.role in _ASSESSED
    }
    treated: dict[str, Mention] = {}
    for drug in case.reading.drugs:
        entry = drug.entry
        if isinstance(entry, Medication) and drug.role in _ASSESSED | {"plan"} and drug.assertion == "affirmed":
            if not assessed.isdisjoint(entry.indications):
                continue
            wanted = (case.lexicon.conditions[term].region for term in entry.indications)
            if any(region and region in regions for region in wanted):
                continue  # "phenazopyridine" is for the bladder infection that is assessed
            for term in entry.indications:
                treated.setdefault(term, drug)
    return treated


def _from_elsewhere(
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
        _from_complaint(case, rest),
        _of_group(case, rest, lambda m: _named_below(case, m), "Named as what the visit is for."),
    ):
        if made:
            taken = {item.condition.term for item in made}
            return made, [(condition, group) for condition, group in rest if condition.term not in taken]
    return [], rest


def _of_group(
    case: Case, rest: list[tuple[Condition, list[Mention]]], wanted: Callable[[Mention], bool], text: str
) -> list[Chosen]:
    """Diseases that have a wanted mention."""
    made: list[Chosen] = []
    for condition, group in rest:
        said = [m for m in group if m.assertion == "affirmed" and wanted(m)] if not condition.symptom else []
        if said:
            made.extend(_by_side(case, condition, said, group, "assessed", text))
    return made


def _read_here(case: Case, mention: Mention) -> bool:
    return mention.role == "results" and not _READ_HERE.isdisjoint(case.reading.statements[mention.statement].words)


def _reported(case: Case, mention: Mention) -> bool:
    """A disease that a pathologist's report names: it is confirmed (guideline IV.K, interpreted by a physician)."""
    return mention.role == "results" and "path" in case.reading.lines[mention.line - 1].lower()


def _done_for(case: Case, mention: Mention) -> bool:
    """ "Amlodipine raised for hypertension": told in the story as what something is done for."""
    words = case.reading.statements[mention.statement].words
    past = not _EARLIER.isdisjoint(words[max(0, mention.start - _REACH) : mention.end + _REACH])
    told = mention.role in ("told", "symptoms", "")
    return told and not past and mention.start > 0 and words[mention.start - 1] == "for"


def _named_first(case: Case, mention: Mention) -> bool:
    """A procedure's note begins with what it is done for: "for colposcopy, Pap ASC-US, high-risk HPV positive"."""
    visit = case.encounter.visit
    if visit is None or visit.kind != "procedure" or mention.entry.problem == "status":  # type: ignore[union-attr]
        return False
    return mention.statement < _BEGINNING and mention.role in ("told", "symptoms", "")


def _named_below(case: Case, mention: Mention) -> bool:
    """A nurse's "BP 132/80. Hypertension, on losartan": a lasting disease that heads its statement, where nothing is
    assessed.
    """
    if mention.role != "findings" or mention.start or not isinstance(mention.entry, Condition):
        return False
    return mention.entry.problem == "chronic" and not any(s.role in _ASSESSED for s in case.reading.statements)


def _followed(case: Case, mention: Mention) -> bool:
    """A disease of the history whose course is all that the assessment tells ("healing as expected")."""
    if mention.section not in ("complaint", "hpi") or not isinstance(mention.entry, Condition):
        return False
    if mention.entry.problem == "status" or mention.statement > _MOST_LOOKED_AT:
        return False
    thought = [s for s in case.reading.statements if s.role in _ASSESSED]
    if not thought:
        return bool(mention.encounter)
    return all(case.lexicon.parts.course.issuperset(s.words) for s in thought)


def _from_complaint(case: Case, rest: list[tuple[Condition, list[Mention]]]) -> list[Chosen]:
    visit = case.encounter.visit
    if visit is not None and visit.kind in ("preventive", "wellness", "vaccination"):
        return []  # the visit is its own reason
    thought = any(s.role in _ASSESSED for s in case.reading.statements)
    by_symptom: list[Chosen] = []
    named: list[Chosen] = []
    for condition, group in rest:
        said = [m for m in group if m.assertion == "affirmed" and m.section in ("complaint", "hpi")]
        if not said:
            continue
        text = "No diagnosis was established; this is the reason for the visit."
        made = _by_side(case, condition, said, group, "symptom-coded", text)
        if condition.symptom:
            by_symptom.extend(made)
        elif any(m.section == "complaint" or (m.statement < _BEGINNING and not thought) for m in said):
            named.extend(made)
    return by_symptom or named


def _leave_out(
    case: Case, condition: Condition, group: list[Mention], uncertain: list[Mention], roles: frozenset[str]
) -> None:
    doubtful = [m for m in group if m.assertion != "affirmed"]
    worst = min(doubtful, key=lambda m: (_WEIGHT[m.assertion], m.statement), default=None)
    plain = next((m for m in group if m.assertion == "affirmed"), None)
    if worst is not None and (plain is None or (worst.assertion == "uncertain" and worst.role in roles | {"plan"})):
        rule, words = _LEFT_OUT[worst.assertion]
        case.leave_out(case.evidence(worst), because(rule, f"{condition.name} {words}."))
        if worst.assertion == "uncertain" and worst.role in roles | {"plan"}:
            uncertain.append(worst)  # one of the problem list ("?OSA") is no question of this visit
    elif plain is None or condition.symptom:
        return  # a symptom told in the history alone: looked at again where a diagnosis is uncertain
    elif plain.role == "findings" or plain.role == "results":
        text = f"{condition.name} is a finding; the clinician did not diagnose it."
        case.leave_out(case.evidence(plain), because("exam-finding", text))
    else:
        text = f"{condition.name} is listed, but was not assessed, monitored or treated at this visit."
        case.leave_out(case.evidence(plain), because("copied-forward", text))
