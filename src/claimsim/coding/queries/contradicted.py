"""What the record says was done in one place and not done in another: asked about, never chosen between."""

from collections.abc import Iterator, Sequence

from claimsim.coding.case import Case
from claimsim.coding.queries.queries import ask_open
from claimsim.coding.words import tokens
from claimsim.model.codes import Evidence

_NOT_DONE = tuple(
    tuple(phrase.split())
    for phrase in (
        "not performed", "not done", "not taken", "not obtained", "not given", "not carried out", "was deferred",
        "was omitted", "not administered", "not injected", "not attempted",
    )
)  # fmt: skip
_DONE = frozenset(
    {"done", "performed", "obtained", "taken", "given", "completed", "placed", "administered", "injected", "collected"}
)
_DENIES = frozenset({"not", "no", "without", "deferred", "declined", "refused", "if", "will", "omitted"})
_SAYS_NOTHING = frozenset(
    {
        "the", "a", "an", "was", "is", "were", "and", "of", "to", "at", "on", "in", "by", "today", "this", "that", "it",
        "as", "for", "with", "been", "has", "have", "be", "are", ",", ":", "(", ")", "/", "&", "+", "-", "or",
        "procedure", "so", "further", "other", "exam", "testing", "test", "workup", "imaging", "right", "left",
    }
)  # fmt: skip
_ENDS = frozenset({",", "(", ")", "but", ":", "then"})
_OTHERS = frozenset({"history", "family", "symptoms"})
_NOT_NOW = _OTHERS | {"plan"}
_ALSO_CALLED = {"shot": "injection", "jab": "injection", "shots": "injection"}
_LONGEST = 4
_TELLING = 2
_LONG_WORD = 6
_MOST = 40
"""So many statements that something was not done are followed up: the work stays linear in a hostile note."""


def ask_contradicted(case: Case) -> None:
    """Ask whether something was done that the note says both of, or that the log of services has."""
    omitted = list(_omitted(case))
    _ask_logged(case, omitted)
    waiting = [
        (number, subject)
        for number, subject in omitted
        if case.reading.statements[number].role != "plan" and (len(subject) >= _TELLING or len(subject[0]) > _LONG_WORD)
    ]
    if not waiting:
        return
    done = [
        (number, frozenset(map(tokens.stem, s.words)))
        for number, s in enumerate(case.reading.statements)
        if s.role not in _NOT_NOW and not _DONE.isdisjoint(s.words) and _DENIES.isdisjoint(s.words)
    ]
    for number, subject in waiting[:_MOST]:
        wanted = frozenset(map(tokens.stem, subject))
        other = next((at for at, words in done if at != number and wanted <= words), None)
        if other is None:
            continue
        name = " ".join(subject)
        evidence = (case.quote(min(number, other)), case.quote(max(number, other)))
        options = (f"The {name} was performed", f"The {name} was not performed")
        ask_open(
            case, name, f"whether the {name} was performed, as the record says both", "agreement", options, evidence
        )


def _ask_logged(case: Case, omitted: list[tuple[int, list[str]]]) -> None:
    """Ask about what the log of services has and the note says was not given: "so the shot was NOT given today"."""
    for number, subject in omitted:
        wanted = {_ALSO_CALLED.get(word, tokens.stem(word)) for word in subject}
        for at, item in enumerate(case.encounter.services, start=1):
            if wanted <= set(map(tokens.stem, tokens.words(item.description.lower()))):
                logged = Evidence("services", at, item.description)
                about = f"whether the {' '.join(subject)} was given, as the log and the note disagree"
                options = ("It was given", "It was not given")
                ask_open(case, item.description, about, "agreement", options, (logged, case.quote(number)))
                return


def _omitted(case: Case) -> Iterator[tuple[int, list[str]]]:
    """Statements that something was not done, with its words."""
    for number, statement in enumerate(case.reading.statements):
        words = statement.words
        if statement.role in _OTHERS or _DENIES.isdisjoint(words):
            continue
        for phrase in _NOT_DONE:
            at = _place(words, phrase) if phrase[0] in words else -1
            if at > 0:
                begin = max((index + 1 for index in range(at) if words[index] in _ENDS), default=0)
                said = [word for word in words[begin:at] if word not in _SAYS_NOTHING and not word[0].isdigit()]
                if said and len(said) <= _LONGEST:
                    yield number, said
                break


def _place(words: Sequence[str], phrase: tuple[str, ...]) -> int:
    first = phrase[0]
    for index, word in enumerate(words):
        if word == first and tuple(words[index : index + len(phrase)]) == phrase:
            return index
    return -1
