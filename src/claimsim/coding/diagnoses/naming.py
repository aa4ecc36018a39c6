"""Problems of the assessment that the index does not name, looked up in the tabular list by their own words.

Assigned is only what the list names so: a title or inclusion term all of whose words are said, with next to nothing
said beside it. Anything less is a candidate for somebody to review (never assigned silently).
"""

from collections.abc import Iterator

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.chosen import Chosen
from claimsim.coding.diagnoses.refining import asserted, side_of
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import ASSESSED
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition
from claimsim.coding.words.names import condition_of_title, key_of, names
from claimsim.coding.words.titles import Title, stems

MANAGEMENT = frozenset(
    [
        "return",
        "follow",
        "recheck",
        "call",
        "see",
        "counseled",
        "counselled",
        "discussed",
        "reviewed",
        "continue",
        "start",
        "refer",
        "referral",
        "education",
        "time",
        "advised",
        "recommend",
        "order",
        "ordered",
        "plan",
        "patient",
        "pt",
        "will",
        "rtc",
        "f/u",
        "labs",
        "medication",
        "medications",
        "given",
    ]
)
"""What is done, not what is there: no name of a disease begins so."""

_OF_OTHERS = frozenset(
    [
        "unlikely",
        "excluded",
        "doubt",
        "doubtful",
        "improbable",
        "history",
        "hx",
        "family",
        "mother",
        "father",
        "resolved",
        "ruled",
        "denies",
        "if",
        "exposure",
        "screening",
        "screen",
    ]
)
_ROOM = 60
_CATEGORIES = 12
_LONGEST = 10
_MOST_LOOKED_UP = 12
_REMEMBERED = 5000
_QUALITIES = stems(
    [
        "mild",
        "moderate",
        "severe",
        "change",
        "mood",
        "pain",
        "new",
        "stable",
        "improving",
        "improved",
        "worse",
        "worsening",
        "resolving",
        "persistent",
        "ongoing",
        "today",
        "left",
        "right",
        "small",
        "large",
        "uncomplicated",
        "simple",
        "likely",
        "well",
        "poorly",
        "controlled",
        "recurrent",
        "symptomatic",
        "early",
        "chronic",
        "acute",
        "lateral",
        "medial",
        "upper",
        "lower",
    ]
)


_MANNERS = stems(
    [
        "mild", "moderate", "severe", "new", "stable", "improving", "improved", "worse", "worsening", "resolving",
        "today", "persistent", "ongoing", "small", "large", "uncomplicated", "well", "poorly", "controlled",
        "symptomatic",
    ]
)  # fmt: skip
"""Of these the words that no name of a disease has."""


_AFTER_A_NAME = frozenset({",", "(", "with", "due", "since", "after", "from", "by", ":"})
_IN_DOUBT = frozenset(
    {
        "?", "likely", "possible", "possibly", "probable", "probably", "suspected", "suspect", "vs", "versus",
        "concern", "risk", "risks", "explained", "pep", "prophylaxis", "vaccine",
    }
)  # fmt: skip
_MOST_ENDS = 6
_KINDS = frozenset({"syndrome"})
"""Words of a title that nobody need say: Guillain-Barre."""


def chosen_by_name(case: Case) -> list[Chosen]:
    """The problems of the assessment in which the index knows nothing and that the tabular list names."""
    statements = case.reading.statements
    known = {m.statement for m in case.reading.mentions}
    drugs = {m.statement: m.start for m in reversed(case.reading.drugs)}
    blocks = {m.block for m in case.reading.mentions}
    chosen: list[Chosen] = []
    looked_up = 0
    for number, statement in enumerate(statements):
        if statement.role not in ASSESSED or number in known or statement.block in blocks:
            continue
        blocks.add(statement.block)  # the first words of a problem name it
        if statement.words[0] in MANAGEMENT or not _OF_OTHERS.isdisjoint(statement.words):
            continue
        looked_up += 1
        if looked_up > _MOST_LOOKED_UP:
            break  # a real note has a few such problems; a look-up costs milliseconds
        if number in drugs:  # "Behçet's syndrome, quiet on colchicine": what stands before the drug, if it is a name
            found = _by_its_name(case, statement.words[: drugs[number]], frozenset())
        else:
            found = named_in_list(case, statement.words)
        if found is None:
            continue
        condition, side = found
        mention = Mention(
            condition, statement.line, number, statement.section, statement.role, statement.block, "affirmed", side,
            frozenset(), "", "", 0, len(statement.words),
        )  # fmt: skip
        why = because("assessed", "Assessed at this visit; the tabular list has it by these words.")
        chosen.append(Chosen(condition, [mention], (number, 0), side, "", [why], [case.quote(number)]))
    return chosen


def named_in_list(case: Case, words: list[str]) -> tuple[Condition, str] | None:
    """The condition that a statement's words name in the tabular list, and its side; None if they name none."""
    key = " ".join(words)
    if key not in case.memo.titled:
        if len(case.memo.titled) > _REMEMBERED:
            case.memo.titled.clear()
        case.memo.titled[key] = _found(case, words)
    return case.memo.titled[key]


def _found(case: Case, words: list[str]) -> tuple[Condition, str] | None:
    core = asserted(words)
    whole = stems(word for word in core if not word.isdigit())
    said = whole - _KINDS
    if not said - _QUALITIES or len(said) > _LONGEST:
        return None
    exact = _by_its_name(case, words, whole)
    if exact is not None:
        return exact
    everything = said | {word for each in said for word in case.lexicon.implied.get(each, ())}
    sites = {word for name in case.lexicon.sites for word in name.split()}
    ranked: list[tuple[int, int, int, Title]] = []
    for title in _titles(case, sorted(everything)):
        left = said - title.words - _QUALITIES - {w for w in said if _stands_for(case, w, title.words)}
        words_left = len(left - sites) + (len(left & sites) > 1 or not sites.isdisjoint(title.words & said))
        if title.words <= sites:
            continue  # "disorder of ear" says nothing of an ear that is named for another reason
        if title.met_by(everything, _KINDS) and 2 * words_left < len(title.words & everything):
            ranked.append((-words_left, len(title.words & everything), -title.defaults, title))
    ranked.sort(key=lambda entry: entry[:3], reverse=True)
    best = [title for *rank, title in ranked if rank == list(ranked[0][:3])]
    codes = {title.code for title in best}
    if len(codes) != 1:
        return None
    return condition_of_title(best[0], " ".join(core)), side_of(core)


def _by_its_name(case: Case, words: list[str], said: frozenset[str]) -> tuple[Condition, str] | None:
    """What all of the words said name together, but those that tell how it is; else the first words up to a comma or
    the like.
    """
    if not _IN_DOUBT.isdisjoint(words):
        return None
    alike = case.lexicon.alike
    ends = [end for end in range(1, len(words)) if words[end] in _AFTER_A_NAME][:_MOST_ENDS]
    keys = [key_of(sorted(said - _MANNERS), alike), key_of(sorted(said - _MANNERS - _KINDS), alike)]
    keys += [key_of(words[:end], alike) for end in reversed(ends)]
    titles = names().named(keys)
    title = next((titles[key] for key in keys if key in titles), None)
    return None if title is None else (condition_of_title(title, " ".join(words)), side_of(words))


def _stands_for(case: Case, word: str, words: frozenset[str]) -> bool:
    means = case.lexicon.implied.get(word, ())
    return bool(means) and not words.isdisjoint(means)


def _titles(case: Case, words: list[str]) -> Iterator[Title]:
    """The titles and inclusion terms of the categories that have some of the words."""
    for category in case.tables.icd10cm.categories_of(words, _ROOM)[:_CATEGORIES]:
        yield from names().category(category).titles
