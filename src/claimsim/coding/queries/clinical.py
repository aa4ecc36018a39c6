"""Queries that the clinical picture asks for: findings that are treated and no diagnosis names, diagnoses that a result
speaks against, sides of a question that the record answers both ways, a cause that is left open.

The reasons are those of the AHIMA and ACDIS practice brief (2022 update): clinical indicators without a diagnosis, a
diagnosis without indicators, conflicting documentation, an unclear cause and effect.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from claimsim.coding.case import Case
from claimsim.coding.queries.queries import ask_open
from claimsim.coding.reading.statements import Statement
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import ClinicalQuery, Condition, Medication
from claimsim.model.codes import Evidence

_NOT_NOW = frozenset({"history", "family"})
_NOT_FINDINGS = frozenset({"history", "family", "plan"})
_ANYWHERE = "anywhere"
"""In the table: the statement may stand in the history, too."""
_YEAR = 4
_ENDS_RESULT = frozenset(
    {",", "for", "today", "and", "here", "(", "in", "x2", ")", "but", "on", "of", "per", "so", "yet", "no"}
)
_NEAR = 5
"""So many words behind its name a value may stand."""
_NOT_GIVEN = frozenset(
    {
        "declined", "declines", "refused", "discussed", "consider", "considering", "stop", "stopped", "allergy",
        "allergic", "avoid", "intolerant", "off", "next",
    }
)  # fmt: skip
_ADMINISTERED = frozenset(
    {"placed", "given", "started", "administered", "begun", "applied", "transfused", "infused", "repleted"}
)
_EXPLAINED = frozenset(
    {"despite", "although", "though", "clinical", "clinically", "empiric", "empirically", "culture", "early", "false",
     "repeat", "exposure", "contact", "prior", "previous", "last", "outside"}
)  # fmt: skip
"""Words by which the clinician says why a diagnosis holds against a result."""
_OPEN = frozenset({"unclear", "unknown", "undetermined", "unsure", "uncertain"})
_OPEN_PAIRS = frozenset({("not", "clear"), ("not", "sure"), ("cannot", "tell"), ("not", "certain"), ("hard", "tell")})
_CAUSE = frozenset(
    {"dose", "doses", "dosing", "double", "doubled", "overdose", "interaction", "adverse", "accidental", "intentional",
     "purpose", "extra", "missed", "toxicity", "correct"}
)  # fmt: skip
Phrases = tuple[tuple[str, ...], ...]
_AGAINST = frozenset({"vs", "versus", "or", "whether", "?"})
_ASSESSED = frozenset({"assessment", "assessment_plan", "plan", ""})


def ask_clinical(case: Case, codes: Sequence[str]) -> None:
    """Ask where the clinical picture and the diagnoses (their codes) do not agree."""
    for query in case.lexicon.clinical_queries:
        if query.kind == "treated":
            told = tuple(phrase for phrase in query.treatments if case.vocabulary.issuperset(phrase))
            if told:
                _treated(case, query, told, codes)
        else:
            _contrary(case, query, codes)
    _cause_left_open(case)


def _treated(case: Case, query: ClinicalQuery, told: Phrases, codes: Sequence[str]) -> None:
    """`told` are the treatments whose words the note has."""
    if any(code.startswith(query.diagnoses) for code in codes):
        return
    treatment = _first(case, lambda s: s.role not in _NOT_NOW and _given(s, told))
    if treatment is None:
        return
    finding = _first(case, lambda s: s.role not in _NOT_FINDINGS and _found(s, query))
    if finding is None or _named(case, query):
        return
    drug = next(" ".join(phrase) for phrase in told if _says(case.reading.statements[treatment].words, phrase))
    about = f"the diagnosis, if any, that the findings and the treatment ({drug}) represent"
    ask_open(case, drug, about, "diagnosis for the treatment", query.options, _quotes(case, finding, treatment))


def _named(case: Case, query: ClinicalQuery) -> bool:
    """Whether the note names such a diagnosis anywhere, be it uncertain: then it is known what was treated."""
    return any(
        isinstance(m.entry, Condition)
        and m.entry.code.startswith(query.diagnoses)
        and m.assertion in ("affirmed", "uncertain", "historical")
        and m.role not in ("results", "findings")
        for m in case.reading.mentions
    )


def _contrary(case: Case, query: ClinicalQuery, codes: Sequence[str]) -> None:
    if not any(code.startswith(query.diagnoses) for code in codes):
        return
    stated = next(
        (
            m
            for m in case.reading.mentions
            if isinstance(m.entry, Condition)
            and m.entry.code.startswith(query.diagnoses)
            and m.assertion == "affirmed"
            and m.role in _ASSESSED
        ),
        None,
    )
    silent = _NOT_FINDINGS if query.operator != _ANYWHERE else frozenset({"family"})
    finding = _first(case, lambda s: s.role not in silent and _found(s, query))
    if stated is None or finding is None or _explained(case, stated.statement, finding):
        return
    about = f"whether the {stated.entry.name} is confirmed, ruled out or still uncertain, and on what findings"
    options = ("Confirmed, based on: ____", "Ruled out", "Uncertain at this visit")
    ask_open(case, stated.entry.name, about, "clinical basis", options, _quotes(case, finding, stated.statement))


def _explained(case: Case, *statements: int) -> bool:
    lines = {case.reading.statements[number].line for number in statements}
    return any(not _EXPLAINED.isdisjoint(s.words) for s in case.reading.statements if s.line in lines)


def _cause_left_open(case: Case) -> None:
    """A drug that may have been taken rightly or wrongly: adverse effect and poisoning are different codes."""
    drugs = {m.statement for m in case.reading.drugs if m.assertion != "negated"}
    told = any(isinstance(m.entry, Medication) for m in case.reading.drugs)
    for number, statement in enumerate(case.reading.statements):
        words = set(statement.words)
        if statement.role not in _ASSESSED or not told or _CAUSE.isdisjoint(words):
            continue
        open_ = not _OPEN.isdisjoint(words) or not _OPEN_PAIRS.isdisjoint(pairwise(statement.words))
        if not open_ or _AGAINST.isdisjoint(words):
            continue
        drug = next((case.quote(at) for at in sorted(drugs)), None)
        evidence = (case.quote(number),) if drug is None else (case.quote(number), drug)
        options = (
            "Effect of the drug taken as prescribed",
            "The drug was not taken as prescribed",
            "Not due to the drug",
        )
        ask_open(case, "drug effect", "how the finding came about", "cause", options, evidence)
        return


def _first(case: Case, wanted: Callable[[Statement], bool]) -> int | None:
    return next((number for number, statement in enumerate(case.reading.statements) if wanted(statement)), None)


def _quotes(case: Case, *statements: int) -> tuple[Evidence, ...]:
    return tuple(case.quote(number) for number in dict.fromkeys(statements))


def _given(statement: Statement, treatments: Phrases) -> bool:
    words = statement.words
    told = statement.role in ("results", "findings", "symptoms") and _ADMINISTERED.isdisjoint(words)
    return not told and any(_says_given(words, phrase) for phrase in treatments)


def _says_given(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    """Whether a phrase stands in the words without being taken back between its commas or right behind them."""
    if not _says(words, phrase):
        return False
    at = next(i for i in range(len(words)) if tuple(words[i : i + len(phrase)]) == phrase)
    commas = [i for i, word in enumerate(words) if word == ","]
    first = max((i for i in commas if i < at), default=0)
    last = next(iter([i for i in commas if i > at][1:2]), len(words))
    return _NOT_GIVEN.isdisjoint(words[first:last])


def _says(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return phrase[0] in words and any(tuple(words[at : at + size]) == phrase for at in range(len(words) - size + 1))


def _found(statement: Statement, query: ClinicalQuery) -> bool:
    """Whether a statement says the finding, and where it has a bound, with a value beyond it."""
    words = [tokens.stem(word) for word in statement.words]
    for groups in query.findings:
        if any(group.isdisjoint(words) for group in groups):
            continue
        if query.operator in ("", _ANYWHERE):
            spots = [next(i for i, word in enumerate(words) if word in group) for group in groups]
            near = max(spots) - min(spots) <= _NEAR + 1 and "not" not in words
            return near and (query.kind != "contrary" or query.operator == _ANYWHERE or _of_the_whole(words, spots))
        at = max(next(i for i, word in enumerate(words) if word in group) for group in groups)
        value = _value(statement, at)
        if value is not None and (value >= query.bound if query.operator == ">=" else value <= query.bound):
            return True
    return False


def _of_the_whole(words: Sequence[str], spots: Sequence[int]) -> bool:
    """Whether a result is the test's own: "flu negative", not "UA: neg nitrite, 2+ LE" nor "A positive, B negative".

    It stands behind the test's name with no comma between, and ends what is said of it; a year makes it an earlier one.
    """
    first, last = min(spots), spots[-1]
    if first == last or last != max(spots):
        return False
    between = words[first : last + 1]
    following = words[last + 1] if last + 1 < len(words) else ""
    plain = not following or following in _ENDS_RESULT or words[last] == "without"
    return plain and "," not in between and not any(word.isdigit() and len(word) == _YEAR for word in between)


def _value(statement: Statement, at: int) -> float | None:
    """The first number behind a word; a minus sign is taken from the text ("T-score -2.7")."""
    for word in statement.words[at + 1 : at + 1 + _NEAR]:
        number = word.replace(".", "", 1)
        if number.isdigit() and len(number) < 6:
            sign = -1 if f"-{word}" in statement.text else 1
            return sign * float(word)
    return None
