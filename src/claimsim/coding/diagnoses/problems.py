"""The problems of a visit, by which its level is decided."""

from msgspec import Struct

from claimsim.model.codes import Evidence


class Problem(Struct):
    """A problem addressed at the visit, for the level: its class, control, block and where its diagnosis stands."""

    term: str
    kind: str
    control: str
    block: int
    region: str
    codes: tuple[str, ...]
    evidence: Evidence
    new: bool
    name: str = ""
    """The condition's name as its mentions have it."""
    worse: bool = False
    """Whether a chronic condition is in an acute phase: an exacerbation, a flare, acute on chronic."""
