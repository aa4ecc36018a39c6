"""What a note says of each service that it tells: the service's own clauses, its part of a procedure note, a report.

Everything that is looked at for more than one service is put together once, so that the work grows with the note.
"""

from bisect import bisect_left, bisect_right
from collections import Counter

from claimsim.coding.case import Case
from claimsim.coding.services.counts import variant_for
from claimsim.coding.services.service_text import ServiceText, service_text
from claimsim.coding.services.telling import Told, role_of, text_of

PROCEDURES = frozenset({"procedure", "procedure_add_on", "treatment"})
_LONGEST_PART = 40
"""Statements of one procedure's part of a note; what follows is hardly of it."""


class Texts:
    """The texts of the services of one note. `passages`: for each statement of a procedure note its first and last."""

    def __init__(
        self, case: Case, done: list[Told], passages: dict[int, tuple[int, int]], payer: frozenset[str]
    ) -> None:
        self.case, self.passages, self.payer = case, passages, payer
        self.in_statement = Counter(hit.statement for hit in done)
        self.own = [text_of(case, hit, payer) for hit in done]
        sites: dict[str, set[str]] = {}
        self.names_at: dict[int, set[str]] = {}
        for hit, text in zip(done, self.own, strict=True):
            if text.site is not None:
                sites.setdefault(hit.entry.name, set()).add(text.site.region)
            if hit.entry.kind in PROCEDURES:
                self.names_at.setdefault(hit.statement, set()).add(hit.entry.name)
        self.several = frozenset(name for name, regions in sites.items() if len(regions) > 1)
        self.procedures = sorted(self.names_at)
        self.told: set[tuple[str, int, int]] = set()
        self.report: ServiceText | None = None

    def of(self, index: int, hit: Told) -> ServiceText:
        """What is said of a hit: its clauses; for a procedure, its part of the passage; else its whole statement where
        the clauses leave the code open.
        """
        own = self.own[index]
        if hit.entry.measure in ("endoscopy", "report"):
            return self._report()
        if hit.entry.measure == "repair" or hit.entry.name in self.several:
            return self._statement(hit.statement)
        if hit.statement in self.passages and hit.entry.kind in PROCEDURES:
            first, last = self._part(hit)
            if first <= last:
                return self._passage(hit, own, first, last)
        if self.in_statement[hit.statement] == 1 or variant_for(hit.entry, own, 1, None) is None:
            return self._statement(hit.statement)
        return own

    def _statement(self, number: int) -> ServiceText:
        return service_text(self.case.prose[number].words, self.case.lexicon, self.payer)

    def _passage(self, hit: Told, own: ServiceText, first: int, last: int) -> ServiceText:
        if (hit.entry.name, first, last) in self.told:
            return own  # told again in the same part: the first time has said it all
        self.told.add((hit.entry.name, first, last))
        words: list[str] = []
        for number in range(first, min(last, first + _LONGEST_PART) + 1):
            words += [*self.case.prose[number].words, ","]
        text = service_text(words, self.case.lexicon, self.payer)
        said = own.side or self._statement(hit.statement).side
        return text._replace(side=said) if said else text

    def _part(self, hit: Told) -> tuple[int, int]:
        """The statements of a passage that speak of this procedure, to the next one's. None where two share one."""
        low, high = self.passages[hit.statement]
        at = bisect_left(self.procedures, hit.statement)
        if len(self.names_at[hit.statement]) > 1:
            return 1, 0
        earlier = at > bisect_left(self.procedures, low) and self._other(self.procedures[at - 1], hit)
        end = bisect_right(self.procedures, high)
        later = next((n for n in self.procedures[at + 1 : min(end, at + _LONGEST_PART)] if self._other(n, hit)), None)
        return (hit.statement if earlier else low), (later - 1 if later is not None else high)

    def _other(self, number: int, hit: Told) -> bool:
        return self.names_at[number] != {hit.entry.name}

    def _report(self) -> ServiceText:
        """An endoscopy's report: everything that was found and done, wherever it stands."""
        if self.report is None:
            words: list[str] = []
            for number, statement in enumerate(self.case.prose):
                if role_of(self.case, number)[1] not in ("history", "plan"):
                    words += [*statement.words, ";"]
            self.report = service_text(words, self.case.lexicon, self.payer)
        return self.report
