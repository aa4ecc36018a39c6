"""The words of the screens: dates, stages, actions, outcomes. One word for one thing, everywhere."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

STAGE_NAMES = {
    "registration": "REGISTRATION", "coding": "CODING", "charges": "CHARGES", "claim": "CLAIM", "scrub": "SCRUB",
    "submission": "SUBMISSION", "adjudication": "ADJUDICATION", "posting": "POSTING", "follow_up": "FOLLOW-UP",
    "statement": "STATEMENT",
}  # fmt: skip

_ACTIONS = {
    "fix": "have it mended before the claim goes out",
    "ask_coder": "ask the coder what the record supports",
    "release": "send the claim as it is",
    "correct_and_resend": "put it right and send it again",
    "resend_unchanged": "send the same claim again",
    "send_replacement": "send it as a replacement (frequency 7)",
    "correct_adjudicated": "correct the claim the payer has, by this payer's way",
    "correct_new_claim": "send the failed lines, put right, as a new claim",
    "bill_hospice": "look to the hospice for payment",
    "find_coverage": "find out who covered the patient, and bill them",
    "bill_patient": "move it to the patient's balance",
    "contact_patient": "ring the patient, and hold the account",
    "bill_next_payer": "bill the next payer",
    "wait": "wait: the payer has forwarded the claim",
    "appeal": "appeal",
    "send_records": "send the records",
    "request_authorization": "ask for an approval after the service",
    "void_claim": "take the claim back whole",
    "reorder": "put the payers in the order of liability",
    "keep_order": "leave the payers in the order of the cards",
    "write_off": "write it off",
    "hold": "leave it lying",
}
_OUTCOMES = {
    "paid": "PAID", "denied": "DENIED", "denied_in_part": "DENIED IN PART", "reversal": "REVERSAL",
    "unprocessable": "UNPROCESSABLE", "not_recognized": "PATIENT NOT RECOGNIZED",
}  # fmt: skip
_CLAIM_STATUS = {
    "1": "processed as primary", "2": "processed as secondary", "3": "processed as tertiary",
    "4": "denied: the patient is not known to this payer",
    "19": "processed as primary, forwarded to the next payer",
    "20": "processed as secondary, forwarded to the next payer",
    "21": "processed as tertiary, forwarded to the next payer", "22": "reversal of an earlier payment",
}  # fmt: skip
_FREQUENCIES = {"1": "original claim", "7": "replacement", "8": "void"}
_SEQUENCES = {"P": "primary", "S": "secondary", "T": "tertiary"}


def day(on: date) -> str:
    """A date with its day of the week: Fri 2025-03-14."""
    return f"{_WEEKDAYS[on.weekday()]} {on.isoformat()}"


def action(name: str) -> str:
    """What an action means."""
    return _ACTIONS.get(name, name.replace("_", " "))


def outcome(name: str) -> str:
    """The word for how a claim was answered, in capitals."""
    return _OUTCOMES.get(name, name.replace("_", " ").upper())


def claim_status(code: str) -> str:
    """What a CLP02 means."""
    return _CLAIM_STATUS.get(code, "")


def frequency(code: str) -> str:
    """What a CLM05-3 means."""
    return _FREQUENCIES.get(code, code)


def sequence(code: str) -> str:
    """Whose turn the payer is."""
    return _SEQUENCES.get(code, code)


def letter(position: int) -> str:
    """The letter of a diagnosis on a CMS-1500 (item 21): 1 is A. Past the twelfth, the number."""
    return "ABCDEFGHIJKL"[position - 1] if 1 <= position <= 12 else str(position)


def letters(pointers: Iterable[int]) -> str:
    """Diagnosis pointers as item 24E has them: ABC."""
    return "".join(map(letter, pointers))


def spoken(code: str, modifiers: Iterable[str], units: int = 1) -> str:
    """A service as a biller says it: 99214-25, J3301 x4."""
    name = "-".join((code, *modifiers))
    return name if units == 1 else f"{name} x{units}"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 line, 3 lines."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def lowered(text: str) -> str:
    """The text as it stands within a sentence: a small letter first, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital first and a full stop last."""
    text = text.strip()
    if not text:
        return ""
    return ended(text[0].upper() + text[1:])


def ended(text: str) -> str:
    """The text with a full stop, unless it has its own end: what stands behind a colon."""
    text = text.strip()
    return text if not text or text[-1] in ".?!:" or text[-2:] in (".)", '."') else f"{text}."


def plain_reason(name: str) -> str:
    """A key of the program as words: deductible_met is deductible met."""
    return name.replace("_", " ")


def money(amount: Decimal) -> str:
    """Dollars as a person reads them: 1,234.50."""
    return f"{amount:,.2f}"
