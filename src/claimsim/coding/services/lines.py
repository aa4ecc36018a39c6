"""What the service steps share: a line while the list is put together, and the list."""

from msgspec import Struct, field

from claimsim.coding.services.repairs import Repair
from claimsim.coding.words.entries import ServiceEntry, Site
from claimsim.model.codes import Alternative, Evidence, Reason

ASKS = "!"
"""How a variant of the index begins that has a question in the place of a code ("!technique=shave/punch")."""


class Billed(Struct):
    """A service code while the list is put together."""

    code: str
    units: int
    kind: str
    evidence: list[Evidence]
    why: list[Reason]
    regions: tuple[str, ...] = ()
    side: str = ""
    sided: bool = False
    site: Site | None = None
    modifiers: list[str] = field(default_factory=list)
    pointers: tuple[str, ...] = ()
    block: int = 0
    ndc: str = ""
    minutes: int | None = None
    name: str = ""
    words: frozenset[str] = frozenset()
    primary: str = ""
    apart: bool = False
    indications: tuple[str, ...] = ()
    """How the codes begin of the diagnoses it is done for."""
    alternatives: tuple[Alternative, ...] = ()


class Open(Struct, frozen=True):
    """A service that was done and has no code without an answer."""

    name: str
    question: str
    evidence: Evidence
    regions: tuple[str, ...]


class Services(Struct):
    """What was done, and the tests ordered or reviewed (names, for the visit's data element)."""

    billed: list[Billed] = field(default_factory=list)
    tests: dict[str, Evidence] = field(default_factory=dict)
    unmatched: list[tuple[int, list[str]]] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    listed: list[tuple[str, ...]] = field(default_factory=list)
    """The regions of each procedure on the record's list."""
    waiting: bool = False
    """Whether a procedure was done whose code waits for an answer."""
    unsaid: list[tuple[ServiceEntry, Evidence]] = field(default_factory=list)
    """What the note says was done, without what its code is chosen by."""
    questions: list[Open] = field(default_factory=list)
    """What the index wants asked of services told in general."""

    def billed_procedures(self) -> bool:
        """Whether a procedure is among the lines."""
        return any(line.kind == "procedure" for line in self.billed)
