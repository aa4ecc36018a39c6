"""The entries of the coder's tables as typed, immutable values."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from claimsim.coding.words import tokens

ProblemKind = Literal["minor", "acute", "systemic", "complicated", "undiagnosed", "chronic", "threat", "status", ""]


class Variant(NamedTuple):
    """A code and what must be said for it. `needs` are words (alternatives in each), `measures` numeric bounds."""

    needs: tuple[frozenset[str], ...]
    measures: tuple[tuple[str, str, float], ...]
    code: str


class Condition(NamedTuple):
    """A row of the diagnosis index. In codes # stands for the side, @ for the 7th character, > for "else before",
    & for "and, in this order".

    `sided` is whether its codes tell right from left.
    """

    term: str
    terms: tuple[str, ...]
    code: str
    sides: tuple[tuple[str, str], ...]
    variants: tuple[Variant, ...]
    problem: str
    symptom: bool
    integral_to: frozenset[str]
    system: str
    region: str
    query: str
    sided: bool

    @property
    def name(self) -> str:
        """The term as people read it."""
        return self.term.replace("~", " of ")


class Cue(NamedTuple):
    """A word that says how to take another: negated, uncertain, family, control, qualifier, action, …"""

    kind: str
    value: str
    direction: str


class Medication(NamedTuple):
    """A drug by name: whether it needs a prescription (from which strength in mg, where both are sold; else 0), what it
    is for, its long-term use code.
    """

    name: str
    prescription: bool
    prescription_from: int
    indications: tuple[str, ...]
    long_term: str
    terms: tuple[str, ...]


class ClinicalQuery(NamedTuple):
    """When the clinical picture asks for a query: "treated" without one of the diagnoses (code beginnings), or one of
    them "contrary" to a finding. `findings` are ways to say it, `treatments` phrases.
    """

    kind: str
    diagnoses: tuple[str, ...]
    findings: tuple[tuple[frozenset[str], ...], ...]
    operator: str
    bound: float
    treatments: tuple[tuple[str, ...], ...]
    options: tuple[str, ...]


class Vaccine(NamedTuple):
    """A vaccine product by name and age (completed years, inclusive)."""

    name: str
    code: str
    components: int
    route: str
    minimum_age: int
    maximum_age: int
    medicare_administration: str
    administration: str
    terms: tuple[str, ...]


class Site(NamedTuple):
    """A body site: its joint class, skin group, the region diagnoses are grouped by, whether it has two sides."""

    name: str
    joint: str
    skin: str
    region: str
    sided: bool


class Link(NamedTuple):
    """Conditions that one code takes together. `when` are further codes one of which must be there (or none)."""

    conditions: frozenset[str]
    when: frozenset[str]
    code: str
    replaces: frozenset[str]
    authority: str


class Limit(NamedTuple):
    """A range of codes that only fit one sex or some ages (completed years, inclusive)."""

    first: str
    last: str
    sex: str
    minimum_age: int
    maximum_age: int
    reason: str


class Level(NamedTuple):
    """A level of a family of visits: its decision making and its least total minutes (0: time does not count)."""

    mdm: str
    code: str
    minutes: int


class ServiceEntry(NamedTuple):
    """A row of the procedure index."""

    name: str
    patterns: tuple[tuple[frozenset[str], ...], ...]
    without: frozenset[str]
    variants: tuple[Variant, ...]
    sided: bool
    add_on: str
    kind: str
    measure: str
    regions: tuple[str, ...]
    office: bool = False
    """A test that is run where its result is told: a result in the note means that it was done here."""
    diagnoses: tuple[str, ...] = ()
    """How the codes begin of what it is done for, where that is narrower than the body's regions."""
    seldom: bool = False
    """A test that few offices own: its result in a note is another's, unless the words say that it was done here."""


class RepairCode(NamedTuple):
    """A repair of a class and group of sites up to a length in centimetres; no code: outside the selection."""

    kind: str
    group: str
    sites: frozenset[str]
    most_cm: float
    code: str


class Technique(NamedTuple):
    """What may be done through a scope, in words; the furthest first."""

    family: str
    code: str
    patterns: tuple[tuple[frozenset[str], ...], ...]
    without: frozenset[str]

    def fits(self, words: frozenset[str]) -> bool:
        """Whether the words tell this technique."""
        return self.without.isdisjoint(words) and any(
            all(group & words for group in groups) for groups in self.patterns
        )


class TimedAddOn(NamedTuple):
    """The add-on code that counts time beyond the primary's: from a minute on, one unit for each step begun."""

    primary: str
    add_on: str
    first_minute: int
    step: int


class ModifierCue(NamedTuple):
    """Words that are a modifier's evidence: for which kinds of lines, found where, with which payer, needing what."""

    modifier: str
    patterns: tuple[tuple[frozenset[str], ...], ...]
    without: frozenset[str]
    kinds: frozenset[str]
    where: str
    payer: str
    needs: str
    meaning: str

    def fits(self, words: frozenset[str]) -> bool:
        """Whether the words are its evidence."""
        return self.without.isdisjoint(words) and any(
            all(group & words for group in groups) for groups in self.patterns
        )


class Pattern(NamedTuple):
    """One way to say a service, filed under its rarest words."""

    groups: tuple[frozenset[str], ...]
    entry: ServiceEntry


def variant_of(text: str) -> Variant:
    """A variant from "word/word+measure>=n:code". Raises ``ValueError`` for one without a code part."""
    conditions, _, code = text.rpartition(":")
    needs: list[frozenset[str]] = []
    measures: list[tuple[str, str, float]] = []
    for part in filter(None, conditions.split("+")):
        for operator in ("<=", ">="):
            name, found, bound = part.partition(operator)
            if found:
                measures.append((name, operator, float(bound)))
                break
        else:
            needs.append(frozenset(part.split("/")))
    return Variant(tuple(needs), tuple(measures), code)


def condition_of(row: dict[str, str]) -> Condition:
    """A condition from its row."""
    names = {"R": "right", "L": "left", "B": "bilateral", "U": ""}
    sides = tuple((names[part[0]], part[2:]) for part in row["sides"].split())
    variants = [variant_of(part) for part in row["variants"].split("|") if part]
    variants.sort(key=lambda variant: -len(variant.needs))  # the most specific that fits wins; the sort is stable
    return Condition(
        row["term"],
        tuple(filter(None, (row["term"], *row["synonyms"].split("|")))),
        row["code"],
        sides,
        tuple(variants),
        row["problem"],
        row["symptom"] == "yes",
        frozenset(filter(None, row["integral_to"].split("|"))),
        row["system"],
        row["region"],
        row["query"],
        bool(sides) or any("right" in need for variant in variants for need in variant.needs),
    )


def service_of(row: dict[str, str]) -> ServiceEntry:
    """A service from its row."""
    patterns = patterns_of(row["words"])
    variants = tuple(variant_of(part) for part in row["variants"].split("|") if part)
    return ServiceEntry(
        row["service"],
        patterns,
        frozenset(row["without"].split()),
        variants,
        row["sided"] == "yes",
        row["add_on"],
        row["kind"],
        row["measure"],
        tuple(row["indication"].split()),
        row["office"] == "yes",
        tuple(row["diagnoses"].split()),
        row["office"] == "seldom",
    )


def patterns_of(text: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """Ways to say something from "word/word word|word": each way's groups, all of which must be met."""
    return tuple(
        tuple(frozenset(map(tokens.stem, group.split("/"))) for group in way.split()) for way in text.split("|") if way
    )


def links_of(rows: Iterable[dict[str, str]]) -> tuple[Link, ...]:
    """The rows of the table of linked diagnoses, those of more conditions first."""
    found = [
        Link(
            frozenset(row["conditions"].split("+")),
            frozenset(row["when"].split()),
            row["code"],
            frozenset(row["replaces"].split("+")),
            row["authority"],
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda link: -len(link.conditions)))


def technique_of(row: dict[str, str]) -> Technique:
    """A technique from its row."""
    return Technique(row["family"], row["code"], patterns_of(row["words"]), frozenset(row["without"].split()))


def clinical_query_of(row: dict[str, str]) -> ClinicalQuery:
    """A reason for a clinical query from its row."""
    return ClinicalQuery(
        row["kind"],
        tuple(row["diagnosis"].split()),
        patterns_of(row["finding"]),
        row["operator"],
        float(row["bound"] or 0),
        tuple(tuple(phrase.split()) for phrase in row["treatment"].split("|") if phrase),
        tuple(part for part in row["options"].split("|") if part),
    )


def repair_code_of(row: dict[str, str]) -> RepairCode:
    """A repair code from its row."""
    return RepairCode(row["class"], row["group"], frozenset(row["sites"].split()), float(row["most_cm"]), row["code"])


def modifier_cue_of(row: dict[str, str]) -> ModifierCue:
    """A modifier's evidence from its row."""
    return ModifierCue(
        row["modifier"],
        patterns_of(row["words"]),
        frozenset(row["without"].split()),
        frozenset(row["lines"].split()),
        row["where"],
        row["payer"],
        row["needs"],
        row["meaning"],
    )


_EVERYDAY = frozenset(
    {
        "and", "after", "new", "normal", "home", "skin", "fracture", "heart", "chest", "family", "one", "soft",
        "neck", "emergency", "upper", "type", "bleeding", "alcohol", "mm", "hand", "arm", "follow", "abdominal",
        "abdomen", "knee", "outside", "chronic", "acute", "cast", "basic", "dose", "ankle", "shoulder", "post",
        "foot", "complete", "liver", "leg", "wrist", "hip", "goal", "age", "cut", "cell", "finger", "toe", "there",
        "right", "left", "ear", "eye", "nose", "lung", "total", "low", "high", "first", "second", "back", "spine",
        "pain", "blood", "head", "face", "level", "time", "care", "visit", "minute", "week", "day", "month", "year",
        "test", "result", "plan",
    }
)  # fmt: skip
"""Words that most notes have: a pattern is filed under others, so that few statements are looked at."""
_MUCH_USED = 60


def compile_services(services: Iterable[ServiceEntry]) -> dict[str, tuple[Pattern, ...]]:
    """Patterns by the words of their rarest group: a text is only compared with those it could be."""
    patterns = [Pattern(groups, entry) for entry in services for groups in entry.patterns]
    frequency = Counter(word for pattern in patterns for group in pattern.groups for word in group)

    def cost(word: str) -> int:
        return frequency[word] + (_MUCH_USED if word.isdigit() or len(word) == 1 or word in _EVERYDAY else 0)

    filed: dict[str, tuple[Pattern, ...]] = {}
    for pattern in patterns:
        rarest = min(pattern.groups, key=lambda group: sum(map(cost, group)))
        for word in sorted(rarest):
            filed[word] = (*filed.get(word, ()), pattern)
    return filed
