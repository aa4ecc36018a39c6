"""Which of the conditions a note mentions are diagnoses of this visit, and why each of the others is not."""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.begun import begun_today
from claimsim.coding.diagnoses.chosen import Chosen, by_side
from claimsim.coding.diagnoses.purposes import told_shortly
from claimsim.coding.diagnoses.stays import ends_today
from claimsim.coding.diagnoses.told_sites import site_by_signs
from claimsim.coding.diagnoses.unassessed import from_elsewhere
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition, Medication

_LEFT_OUT = {
    "uncertain": ("uncertain-diagnosis", "is stated as uncertain: an outpatient's uncertain diagnosis is not coded"),
    "negated": ("negated", "is denied or absent"),
    "family": ("family-history", "is a relative's, not the patient's"),
    "historical": ("historical", "is stated as past"),
    "hypothetical": ("hypothetical", "is only warned of"),
    "unaddressed": ("copied-forward", "is named, but was not worked on at this visit"),
}
_PLANNED = frozenset({"plan", "assessment_plan", "assessment"})
_PREVENTED = frozenset(
    {
        "hepatitis b", "hepatitis a", "influenza", "influenza a", "covid 19", "shingles", "chickenpox", "measles",
        "mumps", "rubella", "pneumonia", "tetanus", "rabies", "polio", "meningitis", "respiratory syncytial virus",
    }
)  # fmt: skip
_OF_VACCINES = frozenset(
    {
        "vaccine", "vaccines", "vaccination", "immunization", "immunizations", "shot", "shots", "booster", "dose",
        "doses", "series", "igg", "titer", "titers", "pep", "pharmacy", "utd", "immune", "given", "immunity",
    }
)  # fmt: skip
"""Words by which the name of a disease is that of the vaccine against it."""
_FORMS = "Z02.89"
_BY_THE_WAY = 2
_SHORT = 6
_TEST_AND_FOR, _NEAR_FOR = 2, 6
_REACH = 14
"""So many words around a condition are looked at: the work stays linear in one endless sentence."""
_NOT_DONE = frozenset(
    {"due", "overdue", "offered", "declined", "declines", "refused", "refuses", "deferred", "utd", "recommended"}
)
_TO_COME = frozenset({"will", "needs", "obtain", "schedule", "awaiting"})
"""Before what is not done yet: "she will see her PCP for medical clearance"."""
_NAMED_HERE = frozenset({"assessment", "assessment_plan", "plan", "procedure", ""})
_LISTED_ONLY = frozenset({"history"})
_CONCLUDED_IN = frozenset({"course", "results"})
_EXAMINED_IN = frozenset({"procedure", "exam"})
_ADJECTIVES, _BARE = 2, 3
"""So many words may stand before the name of a disease, and beside it, in a sentence that is its name."""
_EXAMINED = frozenset({"findings", "procedure"})
_LISTED = frozenset({"history", "symptoms", "told"})
_TALK = frozenset(
    {"discussed", "discuss", "reviewed", "warned", "explained", "educated", "counseled", "counselled", "advised"}
)
_PURPOSE = frozenset({"for", "treat", "treating", "manage", "managing", "control", "of", "with", ":", "as"})
_ACUTE = frozenset({"acute", "systemic", "threat", "complicated"})
_OVER = frozenset({"resolved", "recovered", "resolving", "treated", "cleared"})
_BEFORE = frozenset({"history", "hx", "h/o", "prior", "previous", "previously", "before", "ago", "admission"})
_EVENTS = ("I60", "I61", "I63", "I21", "I26")
"""Strokes, infarctions and emboli: what is taken after one does not treat it, so that it is not there for the drug."""
_WEIGHT = {"uncertain": 0, "family": 1, "negated": 2, "historical": 3, "hypothetical": 4, "unaddressed": 5}


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
        chosen, rest = from_elsewhere(case, rest)
    for condition, group in rest:
        _leave_out(case, condition, group, uncertain, assessed_roles)
    chosen.sort(key=lambda item: item.order)
    return chosen, uncertain


def _grouped(case: Case) -> dict[str, list[Mention]]:
    """The mentions by condition. One named without its site ("laceration repaired", "this fracture") is the one of its
    kind that the note names with a site, if there is only one.
    """
    grouped: dict[str, list[Mention]] = {}
    unassessed = not any(s.role in ASSESSED for s in case.reading.statements)
    discharged = ends_today(case)
    operated = any(_found_at_operation(mention) for mention in case.reading.mentions)
    for mention in (*case.reading.mentions, *told_shortly(case)):
        entry = mention.entry
        if isinstance(entry, Condition):
            if _another_name(case, mention, entry):
                continue
            if operated and mention.section == "preoperative" and entry.problem != "status":
                continue  # the postoperative diagnosis is the definitive one (guideline IV.N)
            if mention.assertion == "historical" and discharged and _of_this_stay(case, mention):
                mention = mention._replace(assertion="affirmed")
            concludes = unassessed and _concludes(case, mention)
            grouped.setdefault(entry.term, []).append(mention._replace(role="assessment") if concludes else mention)
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
        elif not known and (placed := site_by_signs(case, term, sites)):
            entry = case.lexicon.root.condition(placed)
            grouped[placed] = [m._replace(entry=entry) for m in grouped.pop(term)]
    return grouped


def _another_name(case: Case, mention: Mention, entry: Condition) -> bool:
    """ "Recurrent acute iridocyclitis (anterior uveitis)": in brackets stands what it is also called."""
    words = case.reading.statements[mention.statement].words
    if mention.start < 1 or words[mention.start - 1] != "(" or "nspecified" not in (case.diagnosis(entry.code) or ""):
        return False
    return any(
        m.statement == mention.statement
        and m.end == mention.start - 1
        and isinstance(m.entry, Condition)
        and m.entry.code[:3] == entry.code[:3]
        and m.assertion == mention.assertion
        for m in case.reading.mentions
    )


def _of_this_stay(case: Case, mention: Mention) -> bool:
    """ "Discharge dx: 2. AKI, resolved": what was treated in the stay and is over is a diagnosis of the stay (guideline
    III).
    """
    if mention.role not in ASSESSED or not isinstance(mention.entry, Condition):
        return False
    words = case.reading.statements[mention.statement].words
    return mention.entry.problem in _ACUTE and not _OVER.isdisjoint(words) and _BEFORE.isdisjoint(words)


def _concludes(case: Case, mention: Mention) -> bool:
    """ "No red flag. Strain of low back muscles." A sentence of the decision or below the results, or the first of a
    paragraph below the procedure, that is nothing but the name of a disease, where nothing is headed as the assessment.
    """
    if (
        not (mention.section in _CONCLUDED_IN or (mention.section in _EXAMINED_IN and _opens(case, mention)))
        or mention.assertion != "affirmed"
        or not isinstance(mention.entry, Condition)
    ):
        return False
    words = case.reading.statements[mention.statement].words
    if mention.start > _ADJECTIVES or len(words) > mention.end - mention.start + _BARE or ":" in words:
        return False
    return mention.entry.problem != "status" and mention.statement > 0 and len(words) > 1


def _opens(case: Case, mention: Mention) -> bool:
    """Whether a mention's sentence is the first of a paragraph with others below it."""
    statements, at = case.reading.statements, mention.statement
    if at == 0 or statements[at - 1].block == statements[at].block or statements[at - 1].section != mention.section:
        return False
    return at + 1 < len(statements) and statements[at + 1].block == statements[at].block


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
    if not any(s.role in ASSESSED for s in case.reading.statements):
        if any(_concludes(case, m) for m in case.reading.mentions):
            return ASSESSED
        deficits = visit is not None and visit.kind == "therapy" and any(_deficit(m) for m in case.reading.mentions)
        return ASSESSED | (_EXAMINED if deficits else {""})
    prose = case.reading.statements[0].section == "hpi" and case.reading.unheaded
    return ASSESSED | {"told"} if prose and visit is not None and visit.kind == "procedure" else ASSESSED


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
    denied = {m.statement: m.start for m in group if m.assertion == "negated"}
    # "COPD - PFTs normal, so this is not COPD": denied in the sentence that named it as a title.
    affirmed = [m for m in group if m.assertion == "affirmed" and denied.get(m.statement, -1) < m.start]
    known = any(m.role in _LISTED and not _sought(case, m) for m in affirmed)
    affirmed = [m for m in affirmed if (known or not _sought(case, m)) and not _due(case, m)]
    assessed = [m for m in affirmed if m.role in roles]
    if condition.symptom:
        assessed = [m for m in assessed if not _told_beside(m, titles, case)]
    if assessed:
        return by_side(case, condition, assessed, group, "assessed", "Assessed at this visit.")
    doubted = any(m.assertion == "uncertain" and m.role in roles for m in group)
    planned = [m for m in affirmed if m.role == "plan" and _managed(case, m) and (known or not _talked_of(case, m))]
    planned = [] if doubted else planned
    if planned and not condition.symptom and condition.problem != "status":
        return by_side(case, condition, planned, group, "assessed", "Named in the plan of this visit.")
    drug = treated.get(condition.term)
    lasting = ("affirmed", "historical") if condition.problem == "chronic" else ("affirmed",)
    listed = [m for m in group if m.assertion in lasting and m.role in _LISTED]
    if drug is not None and listed and not condition.symptom and not condition.code.startswith(_EVENTS):
        made = by_side(case, condition, listed[:1], group, "treated", f"Treated at this visit: {drug.entry.name}.")
        made[0].evidence.append(case.evidence(drug))
        made[0].order = (drug.statement, drug.start)  # it counts by its treatment, behind what was assessed
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
    reached = mention.start - len(before) + at
    if any(drug.statement == mention.statement and drug.end == reached for drug in case.reading.drugs):
        return False  # "INR check, on warfarin for atrial fibrillation"
    return not case.lexicon.parts.test.isdisjoint(before[max(0, at - _NEAR_FOR) : at])


def _due(case: Case, mention: Mention) -> bool:
    """A vaccine named by its disease, a screening that is due, offered or declined, and a form signed by the way, were
    not what the patient came for.
    """
    if mention.entry.name in _PREVENTED:
        words = case.reading.statements[mention.statement].words
        return not _OF_VACCINES.isdisjoint(words) and mention.end - mention.start <= _BY_THE_WAY
    if not isinstance(mention.entry, Condition) or mention.entry.system != "preventive":
        return False
    if mention.entry.code == _FORMS and mention.start > _BY_THE_WAY:
        return True
    words = case.reading.statements[mention.statement].words
    later = next(iter(words[mention.end : mention.end + 1]), "")
    if mention.role in _PLANNED and mention.start > 0 and (later[:1].isdigit() or later == "in"):
        return True  # "back-up for 7 days, string check 4-6 weeks"
    before = words[max(0, mention.start - _REACH) : mention.start]
    return not _NOT_DONE.isdisjoint((*before, *words[mention.end : mention.end + _REACH])) or not _TO_COME.isdisjoint(
        before
    )


def _managed(case: Case, mention: Mention) -> bool:
    """Whether the plan is about the condition: it names it first, or something is done for it."""
    if mention.start <= 1 + len(mention.qualifiers) + bool(mention.side):
        return True
    words = case.reading.statements[mention.statement].words
    return not _PURPOSE.isdisjoint(words[max(0, mention.start - 4) : mention.start])


def _talked_of(case: Case, mention: Mention) -> bool:
    """ "Discussed serotonin syndrome": what is talked of and nowhere told to be there."""
    return case.reading.statements[mention.statement].words[0] in _TALK


def _treated_terms(case: Case) -> dict[str, Mention]:
    """Conditions for which a drug is managed in the plan, when no assessed condition explains the drug."""
    assessed = {
        m.entry.term
        for m in case.reading.mentions
        if isinstance(m.entry, Condition) and m.assertion == "affirmed" and m.role in ASSESSED | {"plan"}
    }
    now = [
        m.entry
        for m in case.reading.mentions
        if isinstance(m.entry, Condition) and m.assertion == "affirmed" and m.role in ASSESSED
    ]
    regions = {entry.region for entry in now}
    ill = any(not entry.symptom and entry.problem != "status" for entry in now)
    treated: dict[str, Mention] = {}
    for drug in case.reading.drugs:
        entry = drug.entry
        if isinstance(entry, Medication) and drug.role in ASSESSED | {"plan"} and drug.assertion == "affirmed":
            if not assessed.isdisjoint(entry.indications) or (ill and begun_today(case, drug)):
                continue  # what is begun is for something that was assessed
            known = map(case.lexicon.conditions.get, entry.indications)  # a table of one's own may name others
            wanted = (condition.region for condition in known if condition is not None)
            if any(region and region in regions for region in wanted):
                continue  # "phenazopyridine" is for the bladder infection that is assessed
            for term in entry.indications:
                treated.setdefault(term, drug)
    return treated


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
        reason = because("copied-forward", text)
        case.listed_only[reason] = condition.code
        case.leave_out(case.evidence(plain), reason)
