"""Combination codes: conditions that the classification tells by one code (guidelines I.A.15, I.B.9, I.C.9.a)."""

from itertools import pairwise

from msgspec import Struct, field

from claimsim.coding.case import Case
from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.words.entries import Condition, Link
from claimsim.model.codes import Alternative, Evidence, Reason

# What such a code says (hyperglycemia, exacerbation) is not in the combination, so it stays beside it.
_TYPES = frozenset({"type 1 diabetes", "type 2 diabetes"})
_PRESSURE = frozenset({"hypertension", "hypertensive heart disease", "hypertensive chronic kidney disease"})
_CAUSES = _TYPES | _PRESSURE | {"heart failure"}
_KEPT_BESIDE = ("E10.", "E11.", "J44.1")


_DUE = frozenset({("due", "to"), ("secondary", "to"), ("caused", "by")})
_NEAR = 5
_CAUSED_BY = frozenset(
    {"diabetes", "diabetic", "dm", "hypertension", "hypertensive", "htn", "type", "dm1", "dm2", "t1dm", "t2dm", "both"}
)
_DIABETES = frozenset({"E08", "E09", "E10", "E11", "E13"})
_PRESUMED = ("E10.", "E11.", "I11.", "I12.", "I13.")
"""Links that the classification presumes unless the record says that there is none."""
_CONTROL = frozenset({".65", ".649"})
_BY_GUIDELINE = ("I.A.15", "I.C.9.a")
"""Sections of the guidelines by which a causal link is presumed; other codes just say two things in one."""


class Coded(Struct):
    """A diagnosis code while the list is put together."""

    code: str
    condition: Condition | None
    evidence: list[Evidence]
    why: list[Reason]
    alternatives: list[Alternative] = field(default_factory=list)

    @property
    def term(self) -> str:
        """The index term it came from; empty for a status code."""
        return self.condition.term if self.condition is not None else ""

    @property
    def name(self) -> str:
        """The condition as people read it, or the code."""
        return self.condition.name if self.condition is not None else self.code

    @property
    def region(self) -> str:
        """The body region it belongs to; empty if it has none."""
        return self.condition.region if self.condition is not None else ""


def link(case: Case, coded: list[Coded]) -> list[Coded]:
    """Put combination codes in the place of what they combine."""
    terms = {item.term for item in coded}
    unrelated = _told_unrelated(case)
    replaced: set[str] = set()
    made: list[Coded] = []
    for rule in case.lexicon.links:
        if not rule.conditions <= terms:
            continue
        if rule.code.startswith(_PRESUMED) and (unrelated or _of_another_cause(case, rule)):
            continue
        rule = _sided(rule, coded)
        if case.diagnosis(rule.code) is None:
            continue
        if rule.when and rule.when.isdisjoint(item.code for item in coded):
            continue
        pressure = not _PRESSURE.isdisjoint(rule.replaces)
        if pressure and not _PRESSURE.isdisjoint(replaced):
            continue  # one code tells all that hypertension does to heart and kidney
        made.append(_combined(case, rule, coded))
        replaced |= rule.replaces | ((_PRESSURE - rule.conditions) if pressure else frozenset())
    return _settled_diabetes(case, _placed(coded, made, replaced) if made else coded)


def _told_unrelated(case: Case) -> bool:
    """Whether the assessment says that conditions have nothing to do with each other (guideline I.A.15)."""
    told = (s.words for s in case.reading.statements if s.role in ASSESSED)
    return any("unrelated" in words or ("not", "related") in pairwise(words) for words in told)


def _of_another_cause(case: Case, rule: Link) -> bool:
    """Whether the assessment names another cause for what the link would put down to diabetes or hypertension:
    "neuropathy from B12 deficiency, not diabetic", "CKD due to lithium".
    """
    for mention in case.reading.mentions:
        if mention.role not in ASSESSED or mention.entry.name not in rule.conditions or mention.entry.name in _CAUSES:
            continue
        behind = case.reading.statements[mention.statement].words[mention.end :]
        if ("not", "diabetic") in pairwise(behind) or "nondiabetic" in behind:
            return True
        at = next((index for index, pair in enumerate(pairwise(behind[:_NEAR])) if pair in _DUE), -1)
        if at >= 0 and _CAUSED_BY.isdisjoint(behind[at:]):
            return True
    return False


def _settled_diabetes(case: Case, coded: list[Coded]) -> list[Coded]:
    """One type of diabetes, no "without complications" beside one, and hyperglycemia after what is more.

    "Type 1 diabetes, diabetic neuropathy": the second statement's type is the first's, and the history's.
    """
    types = {m.entry.name for m in case.reading.mentions if m.entry.name in _TYPES and m.assertion == "affirmed"}
    if types == {"type 1 diabetes"} or (
        any(item.code.startswith("E10.") for item in coded) and all(item.term != "type 2 diabetes" for item in coded)
    ):
        for item in coded:
            if item.code.startswith("E11."):
                item.code = f"E10.{item.code[4:]}"
    if any(item.code[:3] in _DIABETES and item.code[3:] in (".51", ".52") for item in coded):
        coded = [item for item in coded if item.code != "I73.9"]  # the combination code has it
    kinds = {item.code[:3] for item in coded if item.code[:3] in _DIABETES and item.code[3:] != ".9"}
    kept = [item for item in coded if item.code not in {f"{kind}.9" for kind in kinds}]
    if not kinds:
        return kept
    late = [item for item in kept if item.code[:3] in kinds and item.code[3:] in _CONTROL]
    others = [at for at, item in enumerate(kept) if item.code[:3] in kinds and item.code[3:] not in _CONTROL]
    if not late or not others:
        return kept
    after = kept[: others[-1] + 1]
    rest = kept[others[-1] + 1 :]
    manifestations = 0
    while manifestations < len(rest) and rest[manifestations].evidence == after[-1].evidence:
        manifestations += 1
    ordered = [*after, *rest[:manifestations]]
    return [*(i for i in ordered if i not in late), *late, *(i for i in rest[manifestations:] if i not in late)]


def _sided(rule: Link, coded: list[Coded]) -> Link:
    """The rule with the side's digit of the part that has one ("low back pain with sciatica")."""
    if "#" not in rule.code:
        return rule
    parts = (item for item in coded if item.term in rule.replaces and item.condition is not None)
    side = next((item.code[-1] for item in parts if item.condition is not None and item.condition.sides), "")
    return rule._replace(code=rule.code.replace("#", side))


def _combined(case: Case, rule: Link, coded: list[Coded]) -> Coded:
    parts = [item for item in coded if item.term in rule.conditions]
    evidence = list(dict.fromkeys(e for item in parts for e in item.evidence))
    names = " with ".join(item.condition.name for item in parts if item.condition is not None)
    if any(section in rule.authority for section in _BY_GUIDELINE):
        authority = Reason(f"The classification links {names}.", rule.authority, "with-link")
    else:
        authority = Reason(f"One code says {names}.", rule.authority, "combination-code")
    lost = [
        Alternative(item.code, f"{rule.code} tells both")
        for item in parts
        if item.term in rule.replaces and item.code != rule.code
    ]
    first = next(item for item in parts if item.term in rule.replaces)
    return Coded(rule.code, first.condition, evidence, [*first.why, authority], lost)


def _placed(coded: list[Coded], made: list[Coded], replaced: set[str]) -> list[Coded]:
    """The combinations where the first of their parts stood: etiology before manifestation."""
    result: list[Coded] = []
    waiting = list(made)
    for item in coded:
        for combination in [c for c in waiting if any(e in item.evidence for e in c.evidence)]:
            result.append(combination)
            waiting.remove(combination)
        specific = item.condition is not None and item.code != item.condition.code
        if item.term not in replaced or (specific and item.code.startswith(_KEPT_BESIDE)):
            result.append(item)
    return [*result, *waiting]
