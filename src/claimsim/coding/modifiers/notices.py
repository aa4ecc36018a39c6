"""GA, GX and GY: what a signed notice, or Medicare's law, puts on a line."""

from claimsim.coding.case import Case
from claimsim.coding.modifiers.bundling import put
from claimsim.coding.rules import because
from claimsim.coding.services.service_text import match, service_text
from claimsim.coding.services.services import Billed
from claimsim.coding.words import tokens

EXCLUDED = frozenset({"92015", "92551", *(f"9938{n}" for n in range(1, 8)), *(f"9939{n}" for n in range(1, 8))})
_NOTICES = frozenset({"abn", "notice", "beneficiary"})


def excluded(case: Case, line: Billed) -> None:
    if not case.medicare or line.code not in EXCLUDED:
        return
    put(line, "GY", because("excluded-by-law", "Medicare's law leaves it out; the patient may be billed."))
    if any(
        notice.service.casefold() in (e.text.casefold() for e in line.evidence) for notice in case.encounter.notices
    ):
        put(line, "GX", because("excluded-by-law", "A voluntary notice was signed."))


def _notices_count(case: Case) -> bool:
    """Whether an ABN moves the bill: in original Medicare only (Priority Health, ABNs under Medicare Advantage)."""
    return case.manual.line_of_business == "medicare_part_b"


def notice(case: Case, line: Billed) -> None:
    if not _notices_count(case):
        return
    texts = {evidence.text.casefold() for evidence in line.evidence}
    for notice in case.encounter.notices:
        service = notice.service.casefold()
        named = service in texts or line.name in _services_named(case, notice.service)
        if line.kind == "preventive":
            named = named or line.name in service
        if named and notice.option == "1":
            put(
                line,
                "GA",
                because("modifier-ga", f"A notice for this service was signed on {notice.signed_on.isoformat()}."),
            )


def noted_notice(case: Case, lines: list[Billed]) -> None:
    """GA where the note itself says that a notice was signed before the service it speaks of."""
    if not _notices_count(case) or case.encounter.notices:
        return
    for number, statement in enumerate(case.reading.statements):
        words = set(statement.words)
        if not words & _NOTICES or "signed" not in words or words & {"not", "no", "refused", "unsigned", "without"}:
            continue
        said = words | set(case.reading.statements[max(number - 1, 0)].words)
        about = [line for line in lines if said & set(tokens.words(line.name.lower())) or line.primary in said]
        only = {line.primary or line.name for line in lines}
        for line in about or (lines if len(only) == 1 else []):
            if "GA" not in line.modifiers:
                put(line, "GA", because("modifier-ga", "The note says that a notice for this service was signed."))
        return


def _services_named(case: Case, words: str) -> set[str]:
    """The services of the index that some words name, as the record's own list is read."""
    found = tokens.expanded(words, tokens.lowered(words), case.lexicon.senses, "procedure")
    return {hit.entry.name for hit in match(service_text(found, case.lexicon), case.lexicon)}
