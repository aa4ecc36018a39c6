"""The front desk: asking the payer about coverage, and asking again when something turns out to be wrong."""

from datetime import date

from claimsim.model.chart import Coverage
from claimsim.model.eligibility import EligibilityInquiry, EligibilityResponse
from claimsim.payer import respond

from .casefile import CaseFile, Steps
from .events import CoverageLearned, EligibilityAnswered


def check_eligibility(file: CaseFile) -> Steps:
    """Ask each payer of the chart's coverages, on the day the desk did, about that day; or say why nobody asked."""
    check = file.case.encounter.eligibility
    for coverage in file.coverages:
        if check and check.not_checked:
            yield EligibilityAnswered(file.today, coverage, None, check.not_checked)
            continue
        asked_on = check.checked_on if check and check.checked_on else file.today
        response = respond(_inquiry(file, coverage, asked_on), file.payer(coverage.payer), file.state(coverage))
        file.eligibility[coverage.payer] = response
        yield EligibilityAnswered(asked_on, coverage, response)


def _inquiry(file: CaseFile, coverage: Coverage, for_date: date) -> EligibilityInquiry:
    person = coverage.subscriber or file.case.encounter.patient
    return EligibilityInquiry(
        coverage.payer, coverage.member_id, person.name.last, person.name.first, person.birth_date, for_date
    )


def ask_again(file: CaseFile, coverage: Coverage) -> EligibilityResponse:
    """A new 271 for the date of service, about a coverage that was learned of later."""
    inquiry = _inquiry(file, coverage, file.case.encounter.date_of_service)
    response = respond(inquiry, file.payer(coverage.payer), file.state(coverage))
    file.eligibility[coverage.payer] = response
    return response


def look_at_card(file: CaseFile, coverage: Coverage) -> Coverage | None:
    """The coverage as the card image has it, or None when the image shows nothing else than was typed."""
    learned = file.case.inquiries.card_image
    if learned is None or (learned.payer and learned.payer != coverage.payer):
        return None
    changes = {
        key: value
        for key, value in (
            ("member_id", learned.member_id), ("plan", learned.plan), ("group_number", learned.group_number)
        )
        if value is not None and value != getattr(coverage, key)
    }  # fmt: skip
    return coverage.model_copy(update=changes) if changes else None


def correct_from_card(file: CaseFile, coverage: Coverage, corrected: Coverage) -> Steps:
    """Put right what was typed wrong, and tell."""
    differences = [
        f"{label}: typed {getattr(coverage, key)}, the card says {getattr(corrected, key)}"
        for key, label in (("member_id", "member number"), ("plan", "plan"), ("group_number", "group number"))
        if getattr(coverage, key) != getattr(corrected, key)
    ]
    file.coverages = [corrected if c is coverage else c for c in file.coverages]
    yield CoverageLearned(file.today, "card image", "; ".join(differences), (corrected,))
    yield EligibilityAnswered(file.today, corrected, ask_again(file, corrected))


def ask_patient(file: CaseFile) -> tuple[Coverage, ...]:
    """What other coverage the patient tells of when called; empty when there is none."""
    known = {(c.payer, c.member_id) for c in file.coverages}
    return tuple(c for c in file.case.inquiries.patient if (c.payer, c.member_id) not in known)
