"""What the reference biller does after the first answer: next payers, and appeals that can be won."""

from claimsim.code_tables import CodeTables
from claimsim.model.remittance import own_adjustments
from claimsim.payer import evidence_for

from .asks import Ask, Decision
from .case import Case
from .work import AppealOutcome, Denial

REFERENCE = "reference"
"""The name of the occupant that is built in."""


def may_win(case: Case, denial: Denial) -> bool:
    """Whether the practice has a record that shows what each denying rule asks for, and the payer hears appeals."""
    shown = {proof for record in case.inquiries.records for proof in record.shows}
    manual = case.payers[denial.answer.payer].file.manual
    heard = manual.appeals and not denial.unprocessable
    barred = any("N211" in line.remarks for line in denial.lines)
    return bool(heard) and not barred and all(evidence_for(rule) & shown for rule in denial.rules)


def _of_the_codes(tables: CodeTables, outcome: AppealOutcome) -> bool:
    """Whether the worklist has each of the denials worked by the coder."""
    return all(
        (work := tables.denial_action(reason.group, reason.carc, denial.lines[0].remarks)) is not None
        and work.action in ("ask_coder", "correct_adjudicated")
        for denial in outcome.item.denials
        for reason in own_adjustments(denial.lines[0])[:1]
    )


def at_next_payer(ask: Ask, by: str) -> Decision:
    """Bill the next payer, unless the claim is on its way there already."""
    if any(option.action == "wait" for option in ask.options):
        return Decision("wait", "The claim was forwarded: a second one would be a duplicate.", by)
    return Decision("bill_next_payer", "Another payer comes before the patient.", by)


def at_audit(ask: Ask, by: str) -> Decision:
    """Nothing that is known to be too much goes out, and what was paid goes back."""
    if any(option.action == "release" for option in ask.options):
        return Decision("ask_coder", "A claim that is known to be too high does not go out.", by)
    reason = "Money that was not due is reported and returned, the payer's and the patient's."
    return Decision("correct_adjudicated", reason, by)


def after_appeal(case: Case, tables: CodeTables, ask: Ask, by: str) -> Decision:
    """Go on only with something that was not laid before the payer yet; else close the matter."""
    outcome = ask.view
    assert isinstance(outcome, AppealOutcome)
    attached = set(outcome.item.attach) or {record.kind for record in case.inquiries.records}
    fresh = tuple(record for record in case.inquiries.records if record.kind not in attached)
    asked = {proof for denial in outcome.item.denials for rule in denial.rules for proof in evidence_for(rule)}
    if outcome.decision.next_due and any(asked & set(record.shows) for record in fresh):
        return Decision("appeal", "There is a record that the payer has not seen.", by)
    offered = any(option.action == "ask_coder" for option in ask.options)
    if offered and outcome.decision.outcome == "upheld" and _of_the_codes(tables, outcome):
        return Decision("ask_coder", "The denial is of the codes, and nobody has asked what the record supports.", by)
    if outcome.decision.against and not outcome.patient_owes:
        return Decision(
            "write_off", "The record shows no good cause that would open it again, and nobody else may be billed.", by
        )
    if outcome.patient_owes:
        return Decision("bill_patient", "The payer stands by it, and has made it the patient's.", by)
    return Decision("write_off", "The payer stands by it, and nobody else may be billed.", by)
