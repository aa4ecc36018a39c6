"""Finding the tables' terms in a statement: one pass, the longest term wins, sides and filler words may stand
inside.
"""

from typing import Any

from msgspec import Struct

from claimsim.coding.words.terms import FILLERS, MARKS, SIDES, Entry, Terms

# A finger or a level may stand between a disease and its site: "laceration of the left index finger", "fracture of the
# base of the 4th metacarpal".
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "1st", "2nd", "3rd", "4th", "5th"})
_SKIPPED = (
    FILLERS | frozenset(SIDES) | _ORDINALS | {"index", "middle", "ring", "little", "upper", "lower", "sided", "side"}
)
_SKIPPED_INVERTED = _SKIPPED | {",", "+", "&", "and", "("}
_MOST_SKIPPED = 3
"""A term may be interrupted by that many words ("pain of the right knee"); the bound also keeps the search linear."""


class Hit(Struct, frozen=True, gc=False):
    """Words [start, end) of a statement: a mark (side or punctuation) or the entries of a term."""

    start: int
    end: int
    mark: str
    entries: tuple[Entry, ...]


def find(words: list[str], root: Terms, inverted: bool = False) -> list[Hit]:
    """All hits of a statement, in order, without overlap (a side inside a term is a hit of its own, before the
    term). `inverted`: a comma may stand inside a term, as an index has it ("osteoarthritis, left knee").
    """
    hits: list[Hit] = []
    reached, count = 0, len(words)
    branches = root.branches
    may_skip = _SKIPPED_INVERTED if inverted else _SKIPPED
    for index in [at for at, word in enumerate(words) if word in branches]:
        if index < reached:
            continue  # inside the term before
        word = words[index]
        branch = branches[word]
        node = branch if type(branch) is dict else root.node(word)
        entries = node.get("", ())
        end = index + 1 if entries else 0
        following = words[index + 1] if index + 1 < count else ""
        if following and (following in node or following in may_skip):
            end, entries = _longest(words, index + 1, count, node, may_skip)
        if end:
            if end - index > 1:
                inside = (at for at in range(index, end) if words[at] in SIDES)
                hits += [Hit(at, at + 1, words[at], ()) for at in inside if _tells_side(words, at)]
            hits.append(Hit(index, end, "", entries))
            reached = end
        elif word in MARKS:
            hits.append(Hit(index, index + 1, word, ()))
    return hits


def _tells_side(words: list[str], at: int) -> bool:
    """Whether a word of a side tells one: "both bones" of the forearm do not."""
    return words[at] != "both" or words[at + 1 : at + 2] not in (["bone"], ["bones"])


def _longest(
    words: list[str], index: int, count: int, node: dict[str, Any], may_skip: frozenset[str]
) -> tuple[int, tuple[Entry, ...]]:
    """The end and entries of the longest term from a node of the tree on; 0 where none ends."""
    entries: tuple[Entry, ...] = node.get("", ())
    end = index if entries else 0
    skipped = 0
    known = 0
    other: tuple[int, dict[str, Any]] | None = None  # where a word that may be skipped led on
    while True:
        following = node.get(words[index]) if index < count else None
        if following is not None:
            if other is None and words[index] in may_skip:
                other, known = (index + 1, node), end  # "pain of the right knee": not the right lower quadrant
            node = following
            index += 1
            if "" in node:
                entries, end = node[""], index
            continue
        if index < count and words[index] in may_skip and skipped < _MOST_SKIPPED:
            skipped += 1
            index += 1
            continue
        if other is None or end > known:
            return end, entries
        (index, node), other = other, None
        skipped += 1
