"""The entries of the coder's tables as typed, immutable values."""

from typing import Literal, NamedTuple

ProblemKind = Literal["minor", "acute", "systemic", "complicated", "undiagnosed", "chronic", "threat", "status", ""]
SKIN_CANCERS = ("C43", "C44", "C4A", "D03", "D04")
"""How the codes of cancers of the skin begin, in situ among them."""


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
    is for, its long-term use code, whether it is a controlled substance (21 CFR 1308).
    """

    name: str
    prescription: bool
    prescription_from: int
    indications: tuple[str, ...]
    long_term: str
    controlled: bool
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
