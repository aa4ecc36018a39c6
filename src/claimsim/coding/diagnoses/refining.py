"""A general code made specific by the words beside its condition: "abscess, left buttock", "fibroids, intramural".

The index names the condition; the tabular list knows what can be said of it. Where the note's own words pick out one
title of the condition's category, that code is meant (guideline I.B.2: the highest specificity documented).
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from claimsim.coding.case import Case
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Condition
from claimsim.coding.words.names import names
from claimsim.coding.words.terms import SIDES
from claimsim.coding.words.titles import Title, best, stem, stems

_ENDS = frozenset(
    [
        "will",
        "start",
        "continue",
        "increase",
        "decrease",
        "refer",
        "order",
        "recheck",
        "follow",
        "return",
        "given",
        "discussed",
        "plan",
        "stop",
        "add",
        "taper",
        "call",
        "trial",
        "switch",
        "schedule",
        "send",
        "check",
        "likely",
        "possible",
        "probable",
        "suspected",
        "vs",
        "versus",
        "rule",
        "concern",
        "?",
        "monitor",
        "on",
    ]
)
_DENIES = frozenset({"no", "without", "not", "denies", "negative", "never"})
_NOT_SO = "non"
_OVER = frozenset({"resolved", "resolving"})
_BREAKS = frozenset({",", "and", "but", "with"})
_REACH = 12
_MOST_MENTIONS = 4
_PREFIXES = frozenset({"extra", "intra", "non", "sub", "supra", "inter", "post", "pre", "peri", "trans", "infra"})


class Refined(NamedTuple):
    """The title that the note's words pick out, and those words."""

    title: Title
    words: frozenset[str]
    side: str


def refine(case: Case, condition: Condition, mentions: list[Mention]) -> Refined | None:
    """The title below the condition's own category that its mentions' words pick out; None if none or several do."""
    code = condition.code.partition(">")[0].partition("&")[0]
    if len(code) < 4 or code[0] == "Z" or "#" in code[:4] or "&" in condition.code:
        return None
    fields = [field_of(case, mention) for mention in mentions[:_MOST_MENTIONS]]
    said = stems(word for field in fields for word in (*field, *_joined(field)))
    if not said:
        return None
    category = code[:3]
    known = names().category(category)
    own_codes = {code.replace("#", digit) for _, digit in condition.sides} if "#" in code else {code}
    base = next((title for title in known.titles for _, value in title.sides if value in own_codes), None)
    if base is None:
        return None
    implied = frozenset(word for each in said for word in case.lexicon.implied.get(each, ()))
    own = base.words | stems(tokens.words(condition.name))
    own |= {word for each in own for word in case.lexicon.implied.get(each, ())}
    if own.issuperset(said | implied):
        return None
    needed = base.words - known.common - _VAGUE
    fitting = [title for title in known.titles if title is base or needed <= title.words]
    found = best(fitting, known.common, said, implied, own)
    if found is None or found is base:
        return None
    return Refined(found, (said | implied) & (found.words - own), side_of(word for field in fields for word in field))


def _joined(words: list[str]) -> Iterable[str]:
    """ "Extra-articular" as the list writes it."""
    return (f"{first}{second}" for first, second in pairwise(words) if first in _PREFIXES)


def side_of(words: Iterable[str]) -> str:
    """The one side that words name; both sides together are bilateral."""
    sides = {SIDES[word] for word in words if word in SIDES}
    if not sides:
        return ""
    return sides.pop() if len(sides) == 1 else "bilateral"


def field_of(case: Case, mention: Mention) -> list[str]:
    """The words that can describe a mention: from the one before to the one after, as far as they assert something."""
    statement = case.reading.statement_of(mention)
    others = [m for m in case.reading.mentions if m.statement == mention.statement and m is not mention]
    first = max((m.end for m in others if m.end <= mention.start), default=0)
    last = min((m.start for m in others if m.start >= mention.end), default=len(statement.words))
    before = statement.words[max(first, mention.start - _REACH) : mention.start]
    after = statement.words[mention.end : min(last, mention.end + _REACH)]
    for at in range(len(before) - 1, -1, -1):
        if before[at] in _ENDS or (first and before[at] in _BREAKS):
            before = before[at + 1 :]
            break
    inside = [word for word in statement.words[mention.start : mention.end] if word in SIDES]
    return [*asserted(before), *inside, *asserted(after)]


def asserted(words: list[str]) -> list[str]:
    """The words up to where something else begins, without what is denied."""
    kept: list[str] = []
    denied = False
    since = 0
    for at, word in enumerate(words):
        if word in _ENDS:
            break
        if word == _NOT_SO or (at and words[at - 1] == _NOT_SO):
            continue  # "non-recurrent"
        if word in _OVER:
            del kept[since:]  # "exacerbation has resolved"
        elif word in _DENIES:
            denied = True
        elif word in _BREAKS:
            since = len(kept)
            denied = False
        elif not denied:
            kept.append(word)
    return kept


_VAGUE = frozenset({stem(word) for word in ("multiple", "other", "single", "site", "region", "episode")})
