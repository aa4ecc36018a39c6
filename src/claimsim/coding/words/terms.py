"""The tree of everything the coder can find in a statement, grown where a note leads it.

Filed by first words when the tables are read; the branch of a word is grown when a note first uses the word. So a start
costs the reading of the tables and not the compiling of four thousand terms.
"""

import pickle
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from claimsim.coding.words import tokens
from claimsim.coding.words.entries import Condition, Cue, Medication, Site, Vaccine
from claimsim.coding.words.rows import condition_of

Node = dict[str, Any]
"""A node of the tree: word to node; under the empty word the entries of the term that ends here."""

Entry = Condition | Cue | Medication | Vaccine | Site
_Filed = tuple[int, str, Entry | str]
"""A term's number in the tables' order, the term, and what it is: an entry, or the term of its condition's row."""
Senses = Mapping[str, tuple[tokens.Sense, ...]]
FILLERS = frozenset({"the", "a", "an", "of", "in", "his", "her", "my", "your", "their", "this", "on", "to"})
SIDES = {
    "right": "right",
    "left": "left",
    "bilateral": "bilateral",
    "bilaterally": "bilateral",
    "both": "bilateral",
    "r": "right",
    "l": "left",
    "lt": "left",
}
MARKS = frozenset({*SIDES, ",", "?", "(", ")"})
"""Words that are found though no term begins with them."""
_NOTHING: Node = {}
_CELL = "\x1f"
# These say themselves what cues say ("history of", "exposure to"), so they are found word by word as the cues are.
_SPELLED_OUT = frozenset({"status", "preventive"})


HEADS = frozenset(
    [
        "pain",
        "ache",
        "fracture",
        "tear",
        "sprain",
        "strain",
        "infection",
        "cancer",
        "carcinoma",
        "abscess",
        "cellulitis",
        "laceration",
        "contusion",
        "abrasion",
        "ulcer",
        "arthritis",
        "osteoarthritis",
        "bursitis",
        "tendinitis",
        "stenosis",
        "herniation",
        "radiculopathy",
        "spasm",
        "swelling",
        "effusion",
        "stiffness",
        "instability",
        "dislocation",
        "burn",
        "cyst",
        "polyp",
        "mass",
        "lump",
        "nodule",
        "lesion",
        "wart",
        "hernia",
        "neuropathy",
        "obstruction",
        "deficiency",
        "dependence",
        "bleeding",
        "hemorrhage",
        "discharge",
        "impaction",
        "impingement",
        "hypertrophy",
        "dysfunction",
        "perforation",
        "insufficiency",
        "conjunctivitis",
        "cataract",
        "glaucoma",
        "dermatitis",
        "eczema",
        "edema",
        "lymphadenopathy",
        "pneumonia",
        "sinusitis",
        "otitis",
        "gastritis",
        "colitis",
        "anemia",
        "headache",
        "rash",
        "itching",
        "numbness",
        "weakness",
        "thrombosis",
        "aneurysm",
        "prolapse",
    ]
)
"""What a condition is, apart from where: such a word may stand first ("sprain of the ankle", "hernia, inguinal")."""


class Conditions(Mapping[str, Condition]):
    """The diagnosis index by term; a row becomes a condition when it is first asked for."""

    def __init__(self, header: list[str], rows: list[list[str]]) -> None:
        self._header = header
        # In one text each: three thousand lists of cells take longer to load than to split where one is needed.
        self._rows = {row[0]: _CELL.join(row) for row in rows}
        self._made: dict[str, Condition] = {}

    def __getitem__(self, term: str) -> Condition:
        made = self._made.get(term)
        if made is None:
            row = dict(zip(self._header, self._rows[term].split(_CELL), strict=True))
            made = self._made[term] = condition_of(row)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Sited(Protocol):
    """By index term the sites at which the index has it (see `reading.sited`)."""

    def get(self, term: str) -> Any: ...


class Terms:
    """The tree. `branches` has a node for each first word, or the list of what is to be grown there (in bytes, where
    the tree comes from a file).
    """

    def __init__(
        self,
        senses: Senses,
        conditions: Conditions,
        terms: Iterable[tuple[str, Entry | str]],
        sites: Sited,
    ) -> None:
        """File the terms. A condition is named by its row's term, and made when its branch is grown."""
        self.branches: dict[str, Any] = {mark: [] for mark in MARKS}
        self._senses = senses
        self._conditions = conditions
        self.sites = sites
        filed: dict[str, list[_Filed]] = {}
        for number, (term, entry) in enumerate(terms):
            first = term.partition(" ")[0]
            if first in filed:
                filed[first].append((number, term, entry))
            else:
                filed[first] = [(number, term, entry)]
        for first, waiting in filed.items():
            self._file(first, waiting)

    def __getstate__(self) -> dict[str, Any]:
        """What is kept in a file: each branch by itself, so that only those that a note leads to are loaded."""
        packed = {id(branch): pickle.dumps(branch, protocol=5) for branch in self.branches.values()}
        return vars(self) | {"branches": {word: packed[id(branch)] for word, branch in self.branches.items()}}

    def condition(self, term: str) -> Condition:
        """The condition of a row of the index."""
        return self._conditions[term]

    def _file(self, first: str, waiting: list[_Filed]) -> None:
        word, plain, plural = self._filed_under(first)
        keys = [(word, waiting)]
        if plain:
            keys.append((plain, waiting))
        if plural:
            keys.append((plural, [item for item in waiting if type(item[2]) is str]))
        for key, items in keys:
            if self.branches.get(key):
                self.branches[key] = sorted(self.branches[key] + items)  # in the order of the tables
            elif items:
                self.branches[key] = items

    def _filed_under(self, first: str) -> tuple[str, str, str]:
        """The first word as it stands, as it is written out, and in the plural; empty where that is nothing new."""
        word = first if first.isalnum() else tokens.words(first)[0]
        plain = self._plain(word)[0]
        return word, plain if plain != word else "", f"{plain}s" if _has_plural(plain) else ""

    def node(self, word: str) -> Node:
        """The branch of a word; empty if no term begins with it."""
        branch = self.branches.get(word, _NOTHING)
        if type(branch) is bytes:
            branch = self.branches[word] = pickle.loads(branch)
        return self._grown(word, branch) if type(branch) is list else branch

    def _grown(self, first: str, waiting: list[_Filed]) -> Node:
        root: Node = {first: {}}
        plurals: list[tuple[tuple[str, ...], Entry]] = []
        for _, term, entry in waiting:
            made = self._conditions[entry] if isinstance(entry, str) else entry
            for way in sorted(self._ways(term, made)):
                if way[0] == first:
                    _grow(root, way, made)
                elif f"{way[0]}s" == first:
                    plurals.append(((first, *way[1:]), made))
        for way, made in plurals:
            _grow(root, way, made, only_new=True)
        node: Node = root[first]
        _with_plurals(node)
        self.branches[first] = node
        return node

    def _ways(self, term: str, entry: Entry) -> set[tuple[str, ...]]:
        """A term as tables have it, and as it reads once abbreviations are written out."""
        found = tokens.words(term)
        ways = {tuple(found), tuple(word for part in found for word in self._plain(part))}
        if isinstance(entry, Condition) and entry.system not in _SPELLED_OUT and found[0] != "history":
            # A note may say "cancer of the breast" or "breast cancer of unknown origin": fillers are skipped there.
            return {(way[0], *(word for word in way[1:] if word == "a" or word not in FILLERS)) for way in ways}
        return ways

    def _plain(self, part: str) -> tuple[str, ...]:
        """Terms are written as notes are after expansion; only unconditional abbreviations are sure to be expanded."""
        senses = self._senses.get(part, ())
        if len(senses) != 1 or senses[0].sections or senses[0].near or senses[0].upper_case:
            return (part,)
        return senses[0].words


def _grow(root: Node, way: tuple[str, ...], entry: Entry, only_new: bool = False) -> None:
    node = root
    for word in way:
        node = node.setdefault(word, {})
    entries = node.get("", ())
    if only_new and any(isinstance(known, Condition) for known in entries):
        return
    if entry not in entries:
        node[""] = (*entries, entry)


def _with_plurals(node: Node) -> None:
    """Let "rib fractures" lead where "rib fracture" does, and "feet" where "foot" does, unless the table has a term of
    its own for it.
    """
    for word in list(node):
        if word:
            _with_plurals(node[word])
            if _has_plural(word):
                node.setdefault(f"{word}s", node[word])
            if word in _IRREGULAR:
                node.setdefault(_IRREGULAR[word], node[word])


_IRREGULAR = {"foot": "feet", "tooth": "teeth", "calf": "calves"}


def _has_plural(word: str) -> bool:
    return len(word) > 3 and word.isalpha() and word[-1] not in "sxyz"
