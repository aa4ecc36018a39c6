"""What a payer's rules are asked about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from claimsim.model.claim import Claim, ClaimLine
from claimsim.payer.file_types import Participation
from claimsim.payer.members import FiledClaim, PayerState

if TYPE_CHECKING:
    from claimsim.code_tables.tables import CodeTables
    from claimsim.payer.compiled import Payer


class FrontEndContext(Struct, frozen=True):
    """A claim at the door."""

    claim: Claim
    payer: Payer
    state: PayerState
    tables: CodeTables
    received_on: date


class ClaimContext(Struct, frozen=True):
    """A claim inside. `replaced` is the claim that it replaces, if any; it is closed in the state's files unless the
    correction is refused."""

    claim: Claim
    payer: Payer
    state: PayerState
    tables: CodeTables
    received_on: date
    replaced: FiledClaim | None = None
    waived: frozenset[str] = frozenset()
    """Rules that were decided on already (an appeal was won, an approval given) and are not asked again."""

    @property
    def participation(self) -> Participation:
        """The practice's standing with the payer: as the payer has it for this member, else as its file says."""
        return self.state.participation or self.payer.file.participation


class LineContext(Struct, frozen=True):
    """A line inside. `category` is that of its procedure code; `denied` the numbers of the lines denied so far."""

    of: ClaimContext
    line: ClaimLine
    category: str
    diagnoses: tuple[str, ...]
    denied: frozenset[int] = frozenset()
