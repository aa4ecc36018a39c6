"""Conditions of which the index knows a part and the tabular list the whole name: "diabetes insipidus" is no diabetes.

Where the words around a mention make up a name of the list (all of its words, nothing else), and the index does not
lead to its category by itself, that name is what was mentioned; in the mention's own category too, where the index has
one code only. Elsewhere the words are weighed later, with all that is said of the condition (`diagnoses.refining`).
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from claimsim.coding.reading.mentions import Mention
from claimsim.coding.words.entries import Condition
from claimsim.coding.words.names import MOST_WORDS, Names, condition_of_title
from claimsim.coding.words.terms import SIDES
from claimsim.coding.words.titles import stems

_NOT_SO = "non"
_MOST_REMEMBERED = 50_000
_REACH, _FARTHEST = 4, 7
"""So many words before and after a mention may belong to its name, fillers apart and with them."""
_LISTS = frozenset({",", "and", "&", "+", "/"})
_AS_DUE = frozenset({"secondary", "related", "associated"})
_Steps = list[tuple[int, tuple[str, ...]]]


class Naming(Struct, frozen=True):
    """What names are looked up with: words alike, and the further categories that a condition or code has to do with,
    to which the index's own ways lead.
    """

    names: Names
    alike: Mapping[str, tuple[str, ...]]
    families: Mapping[str, frozenset[str]]
    general: Mapping[str, tuple[str, ...]]
    conditions: Mapping[str, Condition]
    known: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    """Words looked up before."""

    def named(self, words: list[str], mentions: list[Mention]) -> list[Mention]:
        """The mentions of a statement, those that are part of a longer name by that name."""
        found: list[Mention] = []
        reached = 0
        for at, mention in enumerate(mentions):
            if mention.start < reached:  # part of the name before
                last = found[-1]
                found[-1] = last._replace(
                    side=last.side or mention.side, qualifiers=last.qualifiers | mention.qualifiers
                )
                continue
            low = mentions[at - 1].end if at and _listed(words, mentions[at - 1], mention) else 0
            following = mentions[at + 1] if at + 1 < len(mentions) else None
            high = following.start if following and _listed(words, mention, following) else len(words)
            whole = self._whole(words, mention, low, high)
            if whole is not mention and _cuts(mentions, whole):
                whole = mention  # "respiratory failure due to chronic obstructive …" is no chronic failure
            if whole.start and words[whole.start - 1] == _NOT_SO:
                continue  # "non-gonococcal urethritis"
            reached = whole.end if whole is not mention else 0
            found.append(whole)
        return found

    def _whole(self, words: list[str], mention: Mention, low: int, high: int) -> Mention:
        """The mention by the name that the words [low, high) around it make up."""
        entry = mention.entry
        if not isinstance(entry, Condition):
            return mention
        own = frozenset([same for word in words[mention.start : mention.end] for same in self._single(word) or ()])
        before, after = self._around(own, words, mention, low, high)
        if not before and not after:
            return mention
        windows = {key: place for key, place in self._windows(own, mention, before, after) if self.names.may_name(key)}
        if not windows:
            return mention
        titles = self.names.named(list(windows))
        key = max(titles, key=lambda each: (each.count(" "), each), default="")
        found = self._in_index(entry, windows, key.count(" "))
        if found is not None:
            condition, (start, end) = found
            side = mention.side or (_side_near(words, start, end) if condition.sided else "")
            return mention._replace(entry=condition, start=start, end=end, side=side if condition.sided else "")
        if not key or self._reaches(entry, titles[key].code):
            return mention
        start, end = windows[key]
        if not entry.variants and titles[key].code in _codes(entry):
            return mention  # by another name the same, of which the index knows more: the code of both sides
        condition = condition_of_title(titles[key], " ".join(words[start:end]))
        if condition.code[:3] == entry.code[:3]:  # what kind of problem it is, the index knows better
            condition = condition._replace(
                problem=entry.problem, symptom=entry.symptom, integral_to=entry.integral_to, system=entry.system,
                region=entry.region,
            )  # fmt: skip
        side = mention.side or (_side_near(words, start, end) if condition.sided else "")
        return mention._replace(entry=condition, start=start, end=end, side=side)

    def _in_index(
        self, entry: Condition, windows: Mapping[str, tuple[int, int]], least: int
    ) -> tuple[Condition, tuple[int, int]] | None:
        """The condition of the index that has the most of the words, in whatever order they are said; as many as the
        tabular list's name at least.
        """
        terms = self.names.indexed(list(windows))
        key = max(terms, key=lambda each: (each.count(" "), each), default="")
        if not key or key.count(" ") < least or terms[key] == entry.term or terms[key] not in self.conditions:
            return None
        condition = self.conditions[terms[key]]
        if condition.code in (entry.code, *(variant.code for variant in entry.variants)):
            return None  # the condition's own qualifiers come to the same
        return condition, windows[key]

    def _reaches(self, entry: Condition, code: str) -> bool:
        """Whether the index's condition comes to codes of this category by itself."""
        category = code[:3]
        if entry.code[:3] == category and not entry.variants and entry.term not in self.families:
            return False  # the index knows nothing more specific of it
        own = (entry.code, *(value for _, value in entry.sides), *(variant.code for variant in entry.variants))
        return (
            any(each[:3] == category for each in own)
            or category in self.families.get(entry.term, ())
            or any(code.startswith(start) for each in own for start in self.general.get(each, ()))
        )

    def _around(
        self, own: frozenset[str], words: list[str], mention: Mention, low: int, high: int
    ) -> tuple[_Steps, _Steps]:
        """The words before and after a mention that could belong to a name, nearest first, each with its place."""
        together = self.names.together
        before: _Steps = []
        for at in range(mention.start - 1, max(low - 1, mention.start - 1 - _FARTHEST), -1):
            single = () if words[at] in _AS_DUE and _links(words, at) else self._single(words[at])
            if single is None or (single and not any(together(single[0], word) for word in own)):
                break
            if single:
                before.append((at, single))
            if len(before) == _REACH:
                break
        after: _Steps = []
        for at in range(mention.end, min(high, mention.end + _FARTHEST)):
            single = () if words[at] in _AS_DUE and _links(words, at) else self._single(words[at])
            if single is None or (single and not any(together(single[0], word) for word in own)):
                break
            if single:
                after.append((at + 1, single))
            if len(after) == _REACH:
                break
        return before, after

    def _single(self, word: str) -> tuple[str, ...] | None:
        """A word as names have it: nothing for fillers, None for one that is part of no name."""
        if word not in self.known:
            if len(self.known) >= _MOST_REMEMBERED:
                self.known.clear()
            self.known[word] = self._looked_up(word)
        return self.known[word]

    def _looked_up(self, word: str) -> tuple[str, ...] | None:
        if not word[0].isalnum():
            return () if word == "," else None
        singles = tuple(same for each in stems((word,)) for same in self.alike.get(each, (each,)))
        return singles if all(map(self.names.knows, singles)) else None

    def _windows(
        self, own: frozenset[str], mention: Mention, before: _Steps, after: _Steps
    ) -> Iterator[tuple[str, tuple[int, int]]]:
        """The sets of words around a mention with their places, the shortest first."""
        start, left = mention.start, own
        for number in range(len(before) + 1):
            if number:
                start, single = before[number - 1]
                left = left.union(single)
            end, whole = mention.end, left
            for further in range(len(after) + 1):
                if further:
                    end, single = after[further - 1]
                    whole = whole.union(single)
                if len(own) < len(whole) <= MOST_WORDS:
                    yield " ".join(sorted(whole)), (start, end)


def _cuts(mentions: list[Mention], whole: Mention) -> bool:
    """Whether a name ends inside what another mention says: it has the adjective of the other and not its noun."""
    return any(m.start < whole.end < m.end for m in mentions)


def _links(words: list[str], at: int) -> bool:
    """Whether a word like "due" joins a disease and its cause: "cirrhosis secondary to alcohol"."""
    return words[at + 1 : at + 2] in (["to"], ["with"])


def _listed(words: list[str], mention: Mention, other: Mention) -> bool:
    """Whether two conditions stand side by side in a list: "depression, anxiety" is no depression with anxiety."""
    return 0 < other.start - mention.end <= 2 and _LISTS.issuperset(words[mention.end : other.start])


def _codes(entry: Condition) -> set[str]:
    """The codes of a condition by side."""
    return {entry.code} | {value if len(value) > 1 else entry.code.replace("#", value) for _, value in entry.sides}


def _side_near(words: list[str], start: int, end: int) -> str:
    """The one side that is told beside a name; empty where none or several are."""
    told = {SIDES[word] for word in words[max(0, start - _REACH) : end + _REACH] if word in SIDES}
    return told.pop() if len(told) == 1 else ""
