"""Registration: who came, who is said to cover it, and what the payer answered about that."""

from collections.abc import Iterator, Mapping

from claimsim.case.case import PayerNames
from claimsim.case.events import CoverageLearned, EligibilityAnswered, EncounterOpened, OrderOfPayersChecked
from claimsim.model.calendar import age_on
from claimsim.model.chart import Coverage, Encounter
from claimsim.model.eligibility import BenefitAnswer, EligibilityResponse
from claimsim.render.blocks import Block, Gap, KeyValue, KeyValues, Marker, Note
from claimsim.render.explain import Explain
from claimsim.render.telling import Telling
from claimsim.render.words import (
    ended,
    money,
    plain_reason,
    sentence,
)

_CATEGORIES = {"screening_became_procedure": "screening that became a procedure", "other": "everything else"}
_STATUS: dict[str, tuple[Marker, str]] = {
    "active": ("ok", "ACTIVE"),
    "inactive": ("stop", "INACTIVE"),
    "not_found": ("stop", "NOT FOUND"),
    "mismatch": ("warn", "MISMATCH"),
}


def encounter_opened(event: EncounterOpened, telling: Telling) -> Iterator[Block]:
    """Patient, visit, provider and cards."""
    encounter = event.encounter
    telling.date_of_service = encounter.date_of_service
    telling.names = event.names
    provider = event.practice.providers.get(encounter.rendering_provider)
    who = f"{provider.name}, {provider.credential}" if provider else encounter.rendering_provider
    yield KeyValues(
        (
            KeyValue("Patient", patient_words(encounter)),
            KeyValue("Visit", visit_words(encounter, telling.explain)),
            KeyValue("Provider", f"{who}, {event.practice.name}"),
            *(
                KeyValue("Coverage" if n == 0 else "", coverage_words(c, event.names))
                for n, c in enumerate(encounter.coverage)
            ),
            *(() if encounter.coverage else (KeyValue("Coverage", "none on file: the patient pays"),)),
            *(KeyValue("Collected", f"{money(c.amount)} {c.what} at the desk, {c.on}") for c in encounter.collected),
        )
    )


def patient_words(encounter: Encounter) -> str:
    """The patient in a line."""
    patient = encounter.patient
    age = age_on(patient.birth_date, encounter.date_of_service)
    return f"{patient.name}, {patient.sex}, born {patient.birth_date} (age {age})"


def visit_words(encounter: Encounter, explain: Explain) -> str:
    """When, where and how the patient was seen."""
    kind = plain_reason(encounter.visit.kind) + " visit" if encounter.visit else "services without a visit"
    minutes = f", {encounter.visit.total_minutes} minutes" if encounter.visit and encounter.visit.total_minutes else ""
    place = explain.place(encounter.place_of_service, encounter.date_of_service)
    where = f"place of service {encounter.place_of_service} {place}".rstrip()
    return f"{encounter.date_of_service}, {kind}{minutes}, {where}; encounter {encounter.id}"


def coverage_words(coverage: Coverage, names: Mapping[str, PayerNames]) -> str:
    """A card in a line, as it was typed; payer and plan by the names that the card has."""
    payer, plan = coverage.payer, coverage.plan
    if payer in names:
        payer, plan = names[payer].payer, names[payer].plans.get(plan, plan)
    if coverage.employer:
        return f"{payer}, plan {plan}, the carrier's claim {coverage.member_id}, insured {coverage.employer}"
    group = f", group {coverage.group_number}" if coverage.group_number else ""
    holder = f" of {coverage.subscriber.name}" if coverage.subscriber else ""
    return f"{payer}, plan {plan}, member {coverage.member_id}{group}, {coverage.relationship}{holder}"


def eligibility_answered(event: EligibilityAnswered, telling: Telling) -> Iterator[Block]:
    """The 271, or why nobody asked."""
    response = event.response
    yield Gap()
    if response is None:
        why = event.not_checked or "nobody asked"
        yield Note("warn", f"Eligibility with {telling.party(event.coverage.payer)} was not checked: {ended(why)}")
        return
    marker, word = _STATUS[response.status]
    asked_on = "" if event.on == response.for_date else f", asked on {event.on}"
    text = f"{response.payer_name} about {response.for_date}{asked_on}: {_answer(response)}"
    details = _benefits(response) if response.status == "active" else ()
    yield Note(marker, text, details, word)


def _answer(response: EligibilityResponse) -> str:
    plan = response.plan_name or response.plan
    if response.status != "active":
        return sentence(response.reason or plain_reason(response.status))
    since = f", covered from {response.coverage_from}" if response.coverage_from else ""
    until = f" to {response.coverage_to}" if response.coverage_to else ""
    return f"{plan}{since}{until}."


def _benefits(response: EligibilityResponse) -> tuple[str, ...]:
    details: list[str] = []
    if response.deductible is not None:
        left = response.deductible_remaining
        met = "" if left is None else ", met" if not left else f", {money(left)} left"
        details.append(f"Deductible {money(response.deductible)}{met}." if response.deductible else "No deductible.")
    elif any(benefit.deductible_applies for benefit in response.benefits):
        details.append("Medicare's deductible stays the patient's; the plan has none of its own.")
    if response.out_of_pocket_remaining is not None:
        details.append(f"Out-of-pocket maximum: {money(response.out_of_pocket_remaining)} left.")
    shares = "; ".join(_share(benefit) for benefit in response.benefits)
    return (" ".join(details), *((f"Patient's share: {shares}.",) if shares else ())) if details or shares else ()


def _share(benefit: BenefitAnswer) -> str:
    percent = f"{benefit.coinsurance_percent.normalize():f} %" if benefit.coinsurance_percent else ""
    after = "after the deductible" if benefit.deductible_applies else ""
    copay = f"copay {money(benefit.copay)}" if benefit.copay else ""
    later = f"{percent or 'nothing'} {after}" if after else percent
    share = ", then ".join(filter(None, (copay, later)))
    return f"{_CATEGORIES.get(benefit.category, plain_reason(benefit.category))} {share or 'nothing'}"


def coverage_learned(event: CoverageLearned, telling: Telling) -> Iterator[Block]:
    """What came out when somebody looked or asked again."""
    found = tuple(coverage_words(coverage, telling.names) for coverage in event.coverage)
    yield Note("info", f"From the {event.source}: {ended(event.text)}", found, word="LEARNED")


def order_checked(event: OrderOfPayersChecked, telling: Telling) -> Iterator[Block]:
    """Who pays first, by which rule, and whether the cards were copied in that order."""
    details = tuple(
        f"{telling.party(p.first)} before {telling.party(p.second)}: {ended(p.reason)} {p.authority}"
        for p in event.order.why
    )
    order = ", ".join(map(telling.party, event.order.payers))
    if event.listed == event.order.payers:
        yield Note("ok", f"The payers in order of liability: {ended(order)}", details, "ORDER")
        return
    listed = ", ".join(map(telling.party, event.listed))
    yield Note("warn", f"The cards were copied as {listed}; the order of liability is {ended(order)}", details, "ORDER")
