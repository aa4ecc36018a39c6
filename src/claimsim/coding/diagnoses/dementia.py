"""Dementia by its severity and behaviour, and under the disease that causes it (tabular list F01 to F03).

"Moderate Alzheimer dementia with agitation" is G30.9 and F02.B11: the cause first, then F02 with severity and
behaviour. Without a known cause the dementia is F03, after strokes F01.
"""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition

_SEVERITY = {"mild": "A", "moderate": "B", "severe": "C"}
_CAUSES = ("G30", "G31", "G20", "G10", "G35", "A81", "B20")
_BEHAVIOUR = (
    ("11", frozenset({"agitation", "agitated", "aggression", "aggressive", "combative", "combativeness", "violent"})),
    (
        "2",
        frozenset({"psychosis", "psychotic", "hallucinations", "hallucination", "delusions", "paranoia", "paranoid"}),
    ),
    ("3", frozenset({"depression", "apathy", "anhedonia"})),
    ("4", frozenset({"anxiety", "anxious"})),
    ("18", frozenset({"disinhibition", "sundowning", "behavioral", "behavioural", "behaviors"})),
)
"""The fifth and sixth characters and the words that tell them, the first that fits (agitation before the rest)."""
_NOT = frozenset({"no", "not", "without", "denies", "never", "[]"})
_REACH = 4
_TOLD = frozenset({"assessment", "assessment_plan", ""})


def with_dementia(case: Case, coded: list[Coded]) -> list[Coded]:
    """The diagnoses with one code for the dementia, as specific as the note tells it."""
    found = [item for item in coded if item.code[:3] in ("F01", "F02", "F03")]
    if not found:
        return coded
    caused = any(item.code.startswith(_CAUSES) for item in coded)
    category = "F02" if caused else found[0].code[:3]
    terms = {item.term for item in found}
    code = _code(case, category, terms)
    if case.diagnosis(code) is None:
        return coded
    kept = next(item for item in found if item.code.startswith("F02")) if caused and _has(found, "F02") else found[0]
    rest = [item for item in coded if item not in found or item is kept]
    if caused:  # the cause stands before it
        rest.remove(kept)
        last = max(index for index, item in enumerate(rest) if item.code.startswith(_CAUSES))
        rest.insert(last + 1, kept)
    if kept.code != code:
        kept.code = code
        kept.why.append(because("specificity", "Dementia is coded by cause, severity and behaviour."))
    return rest


def _has(items: list[Coded], category: str) -> bool:
    return any(item.code.startswith(category) for item in items)


def _code(case: Case, category: str, terms: set[str]) -> str:
    said: set[str] = set()
    blocks: set[int] = set()
    for mention in case.reading.mentions:
        entry = mention.entry
        if isinstance(entry, Condition) and entry.term in terms and mention.assertion == "affirmed":
            said |= mention.qualifiers
            if mention.role in _TOLD:
                blocks.add(mention.block)
    if not any(word in said for word in _SEVERITY):
        said |= _severity(case, terms)
    letter = next((_SEVERITY[word] for word in _SEVERITY if word in said), "")
    behaviour = _behaviour(case, blocks)
    if letter:
        return f"{category}.{letter}{behaviour}"
    return f"{category}.{'9' if category == 'F03' else '8' if category == 'F02' else '5'}{behaviour}"


def _severity(case: Case, terms: set[str]) -> set[str]:
    """The one severity that the dementia's own assessment tells: "dementia due to Parkinson disease, moderate"."""
    numbers = {
        m.statement
        for m in case.reading.mentions
        if isinstance(m.entry, Condition) and m.entry.term in terms and m.role in _TOLD and m.assertion == "affirmed"
    }
    told = {word for number in numbers for word in case.reading.statements[number].words if word in _SEVERITY}
    return told if len(told) == 1 else set()


def _behaviour(case: Case, blocks: set[int]) -> str:
    told = [s.words for s in case.reading.statements if s.block in blocks and s.role in _TOLD]
    for characters, names in _BEHAVIOUR:
        for words in told:
            for index, word in enumerate(words):
                if word in names and _NOT.isdisjoint(words[max(0, index - _REACH) : index]):
                    return characters
    return "0"
