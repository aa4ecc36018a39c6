"""The visit and what lies around it: its day and place, earlier dates, and what payers have on file for it."""

from collections.abc import Iterator
from datetime import date, timedelta

from claimsim.diagnostics import suggest
from claimsim.model.calendar import is_business_day
from claimsim.payer.members import CoverageFile
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.subjects import ScenarioSubject

_IN_OPENING_HOURS = frozenset(
    {"office", "preventive", "wellness", "consultation", "procedure", "therapy", "vaccination"}
)
_OFFICE = "11"


def _unknown_place(subject: ScenarioSubject) -> Iterator[Found]:
    encounter, tables = subject.encounter, subject.tables
    place, day = encounter.place_of_service, encounter.date_of_service
    if tables.place_of_service(place, day) is None:
        rows = [row for row in tables.places_of_service() if row.code == place]
        message = (
            f"place of service {place} was not in force on {day}" if rows else f"there is no place of service {place}"
        )
        yield Found(
            message,
            subject.chart,
            (*subject.at, "place_of_service"),
            hint="the office is 11, the patient's home by video 10",
        )


def _closed_day(subject: ScenarioSubject) -> Iterator[Found]:
    encounter = subject.encounter
    day = encounter.date_of_service
    kind = encounter.visit.kind if encounter.visit else ""
    if encounter.place_of_service == _OFFICE and kind in _IN_OPENING_HOURS and not is_business_day(day):
        why = day.strftime("a %A") if day.weekday() >= 5 else "a federal holiday"
        message = f"an office visit on {day}, which was {why}"
        yield Found(
            message,
            subject.chart,
            (*subject.at, "date_of_service"),
            hint="take a working day, unless the office was open",
        )


def _no_prices(subject: ScenarioSubject) -> Iterator[Found]:
    day = subject.encounter.date_of_service
    if subject.tables.conversion_factor(day) is None:
        message = f"the code tables have no Medicare prices for {day}"
        yield Found(
            message,
            subject.chart,
            (*subject.at, "date_of_service"),
            hint="`claimsim tables` says which years they hold",
        )


def _history_after_visit(subject: ScenarioSubject) -> Iterator[Found]:
    day = subject.encounter.date_of_service
    for number, earlier in enumerate(subject.encounter.history):
        if earlier.date > day:
            path = (*subject.at, "history", number, "date")
            yield Found(
                f"history of {earlier.date} lies after the visit on {day}",
                subject.chart,
                path,
                hint="correct one of the two",
            )
    for payer, on_file in subject.file.payer_files.items():
        for number, paid in enumerate(on_file.history):
            if paid.day > day:
                path = ("payer_files", payer, "history", number, "date")
                message = f"the payer paid for {paid.day} before this case, but the visit was on {day}"
                yield Found(message, subject.document, path, hint="correct one of the two")


def _papers_after_visit(subject: ScenarioSubject) -> Iterator[Found]:
    day = subject.encounter.date_of_service
    for number, notice in enumerate(subject.encounter.notices):
        if notice.signed_on > day:
            path = (*subject.at, "notices", number, "signed_on")
            message = f"the notice was signed on {notice.signed_on}, after the service on {day}: it is not valid"
            yield Found(message, subject.chart, path, hint="a notice is signed before the service")


def _unknown_provider(subject: ScenarioSubject) -> Iterator[Found]:
    if subject.case is None:
        return
    known = sorted(subject.case.practice.providers)
    for number, earlier in enumerate(subject.encounter.history):
        if earlier.provider and earlier.provider not in known:
            path = (*subject.at, "history", number, "provider")
            near = suggest(earlier.provider, known)
            hint = (
                f"did you mean `{near}`?"
                if near
                else f"leave it out for somebody else; the practice has {', '.join(known)}"
            )
            yield Found(f"no provider of the practice is named `{earlier.provider}`", subject.chart, path, hint=hint)


def _unknown_plan_on_file(subject: ScenarioSubject) -> Iterator[Found]:
    for payer, on_file in subject.file.payer_files.items():
        plans = sorted(subject.payers[payer].file.plans) if payer in subject.payers else []
        for number, span in enumerate(on_file.coverage):
            if plans and span.plan not in plans:
                near = suggest(span.plan, plans)
                hint = f"did you mean `{near}`?" if near else f"there are: {', '.join(plans)}"
                path = ("payer_files", payer, "coverage", number, "plan")
                yield Found(f"no plan of {payer} is named `{span.plan}`", subject.document, path, hint=hint)


def _coverage_spans(subject: ScenarioSubject) -> Iterator[Found]:
    for payer, on_file in subject.file.payer_files.items():
        at = ("payer_files", payer, "coverage")
        for number, span in enumerate(on_file.coverage):
            if span.to is not None and span.to < span.from_:
                message = f"the coverage ends on {span.to}, before it begins on {span.from_}"
                yield Found(message, subject.document, (*at, number, "to"), hint="correct one of the two")
            for other in on_file.coverage[:number]:
                if _overlap(span, other):
                    first = max(span.from_, other.from_)
                    message = f"two spans of coverage hold on {first}: the later one is never looked at for those days"
                    hint = f"end the earlier one on {span.from_ - timedelta(days=1)}"
                    yield Found(message, subject.document, (*at, number, "from"), hint=hint)


def _overlap(one: CoverageFile, other: CoverageFile) -> bool:
    return one.from_ <= (other.to or date.max) and other.from_ <= (one.to or date.max)


def _payer_never_billed(subject: ScenarioSubject) -> Iterator[Found]:
    billed = {coverage.payer for _, _, coverage in subject.coverages()}
    for payer in subject.file.payer_files:
        if payer not in billed:
            message = f"nobody bills {payer}: it is on no card, and the patient does not tell of it"
            near = suggest(payer, sorted(billed))
            hint = f"did you mean `{near}`?" if near else "add the coverage, or remove this"
            yield Found(message, subject.document, ("payer_files", payer), hint=hint, at_key=True)


def _nothing_learned(subject: ScenarioSubject) -> Iterator[Found]:
    card = subject.file.inquiries.card_image
    if card is None:
        return
    typed = next((c for c in subject.encounter.coverage if not card.payer or c.payer == card.payer), None)
    path = ("inquiries", "card_image")
    if typed is None:
        yield Found("the card image is of a payer that is not in the chart", subject.document, path, at_key=True)
        return
    told = [key for key in ("member_id", "plan", "group_number") if getattr(card, key) is not None]
    if all(getattr(card, key) == getattr(typed, key) for key in told):
        hint = "write what the card really says, or remove it"
        yield Found(
            "the card says what was typed: looking at it changes nothing",
            subject.document,
            path,
            hint=hint,
            at_key=True,
        )


SCENARIO_RULES: tuple[LintRule[ScenarioSubject], ...] = (
    LintRule("unknown-place-of-service", "error", _unknown_place),
    LintRule("visit-on-closed-day", "warning", _closed_day),
    LintRule("no-prices-on-date", "warning", _no_prices),
    LintRule("history-after-visit", "error", _history_after_visit),
    LintRule("notice-after-visit", "warning", _papers_after_visit),
    LintRule("unknown-provider", "error", _unknown_provider),
    LintRule("unknown-plan", "error", _unknown_plan_on_file),
    LintRule("coverage-overlap", "error", _coverage_spans),
    LintRule("payer-never-billed", "warning", _payer_never_billed),
    LintRule("card-tells-nothing", "warning", _nothing_learned),
)
