"""What a patient statement says about each amount, in words for people who do not know billing."""

from claimsim.code_tables import CodeTables
from claimsim.model.money import ZERO, Money
from claimsim.model.remittance import Adjustment

_COST_SHARES = {
    "1": "counts toward your deductible, the amount you pay yourself each year before your plan begins to pay",
    "2": "is your coinsurance, the percentage of the allowed amount that your plan leaves to you",
    "3": "is your copay, the fixed amount that your plan sets for this kind of service",
}
_NOT_NECESSARY = "50"
_OTHER_SHARES = {
    "45": "is more than your plan allows, and no contract keeps us from billing it",
    "100": "was paid by your plan to you, not to us. Please pass it on",
    "253": "was taken from your plan's payment by federal law (sequestration); it stays yours to pay",
}


def share_words(share: Adjustment, notice_signed: bool, tables: CodeTables) -> str:
    """One sentence for one amount that the plan left to the patient (group PR)."""
    amount = f"${share.amount:,.2f}"
    words = _COST_SHARES.get(share.carc) or _OTHER_SHARES.get(share.carc)
    if words is not None:
        return f"{amount} {words}."
    if share.carc == _NOT_NECESSARY and notice_signed:
        return (
            f"{amount}: Medicare did not pay for this service. Before it was done you signed a notice (ABN) that it "
            "might not, and that you would then pay. You may appeal Medicare's decision."
        )
    row = tables.adjustment_reason(share.carc)
    why = f" {row.meaning}." if row else ""
    return f"{amount}: your plan did not pay this and says that it is yours to pay.{why}"


def discount_words(discount: Money, forgiven: Money) -> tuple[str, ...]:
    """What came off the charge and is nobody's bill: by the plan's contract, and what the practice gave up."""
    words = []
    if discount > ZERO:
        words.append(f"${discount:,.2f} of the charge is more than your plan allows or pays. You do not owe it.")
    if forgiven > ZERO:
        words.append(f"${forgiven:,.2f} was not paid by your plan, and we do not bill it. You do not owe it.")
    return tuple(words)


def written_off_words(written_off: Money, paid: Money, charged: Money) -> tuple[str, ...]:
    """What the patient was let off, has paid since, or owes because no plan was billed."""
    words = []
    if charged > ZERO:
        words.append(f"${charged:,.2f} was not billed to any plan.")
    if written_off > ZERO:
        words.append(f"We took ${written_off:,.2f} off your share.")
    if paid > ZERO:
        words.append(f"You have paid ${paid:,.2f}. Thank you.")
    return tuple(words)


def open_words(still_open: Money) -> tuple[str, ...]:
    """What payers still have to answer for."""
    if still_open <= ZERO:
        return ()
    return (f"${still_open:,.2f} is still being settled with your plan. Nothing of it is due from you now.",)
