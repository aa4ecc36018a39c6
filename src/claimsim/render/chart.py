"""The chart as the coder gets it: what the desk took down, what was written, what was done. No codes."""

from collections.abc import Iterator, Mapping

from claimsim.case.case import PayerNames
from claimsim.model.chart import DrugGiven, EarlierService, Encounter, Notice, Service
from claimsim.model.codes import Coding, Evidence
from claimsim.model.practice import Practice

from .blocks import Block, Blocks, Gap, Heading, KeyValue, KeyValues, Quote
from .explain import Explain
from .stages.registration import coverage_words, patient_words, visit_words
from .words import money, plain_reason

_NO_VISITS = frozenset({"procedure", "test"})


def chart_blocks(
    encounter: Encounter,
    practice: Practice,
    names: Mapping[str, PayerNames],
    explain: Explain,
    coding: Coding | None = None,
) -> Blocks:
    """The whole chart. Lines of the note have the numbers by which evidence names them; with a coding, what its codes
    stand on is underlined.
    """
    return tuple(_chart(encounter, practice, names, explain, coding))


def evidence_marks(coding: Coding) -> tuple[tuple[int, str, str], ...]:
    """The words of the note that codes and queries stand on: the line, the words, and the code or "query"."""
    return tuple(dict.fromkeys((e.line, e.text.strip(), name) for name, e in _evidence(coding) if e.source == "note"))


def _evidence(coding: Coding) -> Iterator[tuple[str, Evidence]]:
    """Everything that codes and queries stand on, with the code or "query"."""
    coded = [(item.code, item.evidence) for item in coding.diagnoses]
    coded += [(item.code, item.evidence) for item in coding.services]
    asked = [("query", query.evidence) for query in coding.queries]
    yield from ((name, evidence) for name, told in (*coded, *asked) for evidence in told)


def _chart(
    encounter: Encounter,
    practice: Practice,
    names: Mapping[str, PayerNames],
    explain: Explain,
    coding: Coding | None,
) -> Iterator[Block]:
    yield Heading("chart", f"encounter {encounter.id}", encounter.date_of_service)
    standing: dict[tuple[str, int], dict[str, None]] = {}
    for name, evidence in _evidence(coding) if coding is not None else ():
        standing.setdefault((evidence.source, evidence.line), {})[name] = None
    yield _head(encounter, practice, names, explain, ", ".join(standing.get(("visit", 1), ())))
    if encounter.note.strip():
        yield Heading("note", "")
        marks = evidence_marks(coding) if coding is not None else ()
        yield Quote(tuple(enumerate(encounter.note.rstrip().splitlines(), 1)), marks)
    for source, title, rows in _lists(encounter, practice):
        if rows:
            entries = (_entry(str(n), text, ", ".join(standing.get((source, n), ()))) for n, text in enumerate(rows, 1))
            yield Gap()
            yield KeyValues(tuple(entries), title)


def _entry(key: str, text: str, stands_on_it: str) -> KeyValue:
    """A row with the codes that stand on it below, as they are below an underlined line."""
    return KeyValue(key, text, (stands_on_it,) if stands_on_it else ())


def _lists(encounter: Encounter, practice: Practice) -> Iterator[tuple[str, str, list[str]]]:
    """What evidence calls each list, its title, and its entries."""
    yield "services", "What was done", list(map(_service, encounter.services))
    yield "drugs", "Drugs given", list(map(_drug, encounter.drugs))
    yield "history", "Earlier", [_earlier(earlier, practice) for earlier in encounter.history]
    yield "notices", "Notices signed", list(map(_notice, encounter.notices))


def _head(
    encounter: Encounter, practice: Practice, names: Mapping[str, PayerNames], explain: Explain, on_visit: str
) -> KeyValues:
    clinicians = [_clinician(encounter.rendering_provider, practice)]
    if encounter.supervising_provider:
        clinicians.append(f"supervised by {_clinician(encounter.supervising_provider, practice)}")
    rows = [
        KeyValue("Patient", patient_words(encounter)),
        _entry("Visit", visit_words(encounter, explain), on_visit),
        KeyValue("Provider", f"{'; '.join(clinicians)}; {practice.name}"),
    ]
    if encounter.visit and encounter.visit.reason:
        rows.append(KeyValue("Reason", encounter.visit.reason))
    rows += [KeyValue("Coverage" if n == 0 else "", coverage_words(c, names)) for n, c in enumerate(encounter.coverage)]
    if not encounter.coverage:
        rows.append(KeyValue("Coverage", "none on file"))
    check = encounter.eligibility
    if check and (check.not_checked or check.checked_on):
        said = f"not checked: {check.not_checked}" if check.not_checked else f"checked on {check.checked_on}"
        rows.append(KeyValue("Eligibility", said))
    for label, item in (("Authorization", encounter.authorization), ("Referral", encounter.referral)):
        if item:
            rows.append(KeyValue(label, f"{item.number} {f'for {item.service}' if item.service else ''}".strip()))
    if encounter.attachments:
        rows.append(KeyValue("Sent along", ", ".join(encounter.attachments)))
    rows += [KeyValue("Collected", f"{money(c.amount)} {c.what}, {c.on}") for c in encounter.collected]
    return KeyValues(tuple(rows))


def _clinician(key: str, practice: Practice) -> str:
    provider = practice.providers.get(key)
    return f"{provider.name}, {provider.credential}" if provider else key


def _service(service: Service) -> str:
    quantity = f" x{service.quantity}" if service.quantity != 1 else ""
    minutes = f", {service.minutes} minutes" if service.minutes else ""
    return f"{service.description}{quantity}{minutes}"


def _drug(drug: DrugGiven) -> str:
    parts = [
        f"{drug.name} {drug.dose}".strip(),
        drug.route,
        f"{drug.vial.replace('_', '-')} vial" if drug.vial else "",
        f"discarded {drug.discarded}" if drug.discarded else "",
        f"lot {drug.lot}" if drug.lot else "",
        f"NDC {drug.ndc}" if drug.ndc else "",
    ]
    return ", ".join(filter(None, parts))


def _earlier(earlier: EarlierService, practice: Practice) -> str:
    who = f" with {_clinician(earlier.provider, practice)}" if earlier.provider else " elsewhere"
    what = f": {earlier.description}" if earlier.description else ""
    code = f" ({earlier.code})" if earlier.code else ""
    visit = "" if earlier.kind in _NO_VISITS else " visit"
    return f"{earlier.date}, {plain_reason(earlier.kind)}{visit}{who}{what}{code}"


def _notice(notice: Notice) -> str:
    what = f"{notice.kind.upper()} signed {notice.signed_on} for {notice.service}"
    return f"{what}, estimated {money(notice.estimated_cost)}, option {notice.option}: {notice.reason}"
