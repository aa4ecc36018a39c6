"""Problems that an electronic record shows by a title of the tabular list, word for word.

"Encounter for screening for malignant neoplasm of cervix", "Other fatigue": whoever picks such a title has said which
code is meant. The title settles what its words, read one by one, do not come to.
"""

from collections.abc import Iterable

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.diagnoses.problems import Problem
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.rules import because
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Condition
from claimsim.coding.words.names import condition_of_title, names
from claimsim.coding.words.titles import Title

_CATEGORY = 3
_DOUBTS = frozenset(
    ["no", "not", "none", "?", "ruled", "r/o", "r/o'd", "resolved", "unlikely", "vs", "versus", "possible", "likely",
     "suspected", "probable", "negative", "doubt", "excluded", "neg", "denies", "denied"]
)  # fmt: skip
"""Behind a title such a word takes it back."""
_NEAR = 4
_ASIDE = frozenset({"", "(", "["})
_BEHIND = _ASIDE | frozenset(":-.\u2013\u2014")
"""What stands behind a title that is told whole."""
_FEWEST = 2
"""A title of one word says no more than the word."""


def by_title(case: Case, coded: list[Coded], problems: list[Problem]) -> list[Coded]:
    """The diagnoses with those of which the assessment has the title and that are not among them; what nobody had
    found goes to the problems, too.
    """
    result = coded
    told: dict[int, list[Mention]] = {}
    for mention in case.reading.mentions:
        told.setdefault(mention.statement, []).append(mention)
    for number, statement in enumerate(case.reading.statements):
        if statement.role not in ASSESSED or len(statement.words) < _FEWEST or not statement.text[0].isupper():
            continue
        found = names().listed(tokens.lowered(statement.text))
        if found is None:
            continue
        code, rest = _with_phase(case, *found)
        if not _DOUBTS.isdisjoint(tokens.words(rest)[:_NEAR]) or _settled_already(told.get(number, ()), code):
            continue
        if case.diagnosis(code) is not None and all(item.code != code for item in result):
            result = _settled(case, result, code, rest, number, problems)
    return result


def _settled_already(mentions: Iterable[Mention], code: str) -> bool:
    """Whether the index has the title as a condition, whose combinations then hold, or its words are in doubt."""
    return any(
        (isinstance(m.entry, Condition) and m.entry.code == code)
        or (m.start <= 1 and m.assertion in ("uncertain", "negated"))
        for m in mentions
    )


def _with_phase(case: Case, code: str, rest: str) -> tuple[str, str]:
    """The code with the 7th character that stands behind its title ("…, initial encounter for closed fracture"), and
    what follows.
    """
    if not code.endswith("@"):
        return code, rest
    said = rest.lstrip(", ")
    meanings = {
        seventh.meaning.lower(): seventh.character
        for seventh in case.tables.icd10cm.seventh_characters(code[:-1].rstrip("X."))
    }
    for meaning in sorted(meanings, key=len, reverse=True):
        if said.startswith(meaning):
            return code[:-1] + meanings[meaning], said[len(meaning) :]
    return code[:-1] + "A", rest


def _settled(case: Case, coded: list[Coded], code: str, rest: str, number: int, problems: list[Problem]) -> list[Coded]:
    """The diagnoses with a title's code in the place of what its own words came to."""
    statement, quote = case.reading.statements[number], case.quote(number)
    mine = [item for item in coded if item.evidence and all(evidence == quote for evidence in item.evidence)]
    if any(reason.rule == "contradiction" for item in mine for reason in item.why):
        return coded  # its side is asked about
    alike = next((i.condition for i in mine if i.condition and i.code[:_CATEGORY] == code[:_CATEGORY]), None)
    follows = rest.lstrip()[:1]
    if alike is not None and follows not in _BEHIND:
        return coded  # more is said of it than the title does: "nausea/vomiting"
    if follows not in _ASIDE:
        mine = [item for item in mine if item.code[:_CATEGORY] == code[:_CATEGORY]]
    condition = alike or condition_of_title(Title((), frozenset(), (("", code),), 0), statement.text)
    why = because("assessed", "Assessed at this visit by the title that the tabular list gives it.")
    made = Coded(code, condition, [quote], [why])
    if not mine and condition.problem != "status":
        problems.append(
            Problem(condition.term, condition.problem, "", statement.block, "", (code,), quote, True, condition.name)
        )
    at = coded.index(mine[0]) if mine else sum(1 for i in coded if i.evidence and i.evidence[0].line < statement.line)
    kept = [item for item in coded if item not in mine]
    return [*kept[:at], made, *kept[at:]]
