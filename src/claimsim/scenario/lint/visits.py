"""The visit and what lies around it: its day and place, earlier dates and notices."""

from collections.abc import Iterator

from claimsim.diagnostics import suggest
from claimsim.model.calendar import is_business_day
from claimsim.scenario.lint.rule import Found, LintRule
from claimsim.scenario.lint.subjects import ScenarioSubject

_IN_OPENING_HOURS = frozenset(
    {"office", "preventive", "wellness", "consultation", "procedure", "therapy", "vaccination"}
)
_OFFICE = "11"
_A_VISIT = "99213"
"""The fee schedule of every year has it."""


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
    if subject.tables.conversion_factor(day) is None or subject.tables.physician_fee(_A_VISIT, "", day) is None:
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


def _collected_after_visit(subject: ScenarioSubject) -> Iterator[Found]:
    """What the patient pays later is an answer to the statement, with which a case ends."""
    day = subject.encounter.date_of_service
    for number, taken in enumerate(subject.encounter.collected):
        if taken.on > day:
            message = f"this was taken on {taken.on}, but what is `collected` is taken at the desk, on {day}"
            path = (*subject.at, "collected", number, "on")
            yield Found(message, subject.chart, path, hint="write the day of the visit")


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


def _unknown_history_codes(subject: ScenarioSubject) -> Iterator[Found]:
    """A code of the chart's or a payer's history that no table has: it repeats, bundles and limits nothing."""
    told = [
        ((*subject.at, "history", number, "code"), earlier.code, subject.chart)
        for number, earlier in enumerate(subject.encounter.history)
    ]
    for payer, on_file in subject.file.payer_files.items():
        told += [
            (("payer_files", payer, "history", number, "code"), paid.code, subject.document)
            for number, paid in enumerate(on_file.history)
        ]
    for path, code, document in told:
        if code and not subject.tables.procedure_rows(code):
            hint = "correct it; a genuine code outside the teaching tables needs a table of your own"
            yield Found(f"`{code}` names no procedure in the code tables", document, path, hint=hint)


SCENARIO_RULES: tuple[LintRule[ScenarioSubject], ...] = (
    LintRule("unknown-place-of-service", "error", _unknown_place),
    LintRule("visit-on-closed-day", "warning", _closed_day),
    LintRule("no-prices-on-date", "warning", _no_prices),
    LintRule("history-after-visit", "error", _history_after_visit),
    LintRule("collected-after-visit", "warning", _collected_after_visit),
    LintRule("notice-after-visit", "warning", _papers_after_visit),
    LintRule("unknown-provider", "error", _unknown_provider),
    LintRule("history-code-unknown", "warning", _unknown_history_codes),
)
