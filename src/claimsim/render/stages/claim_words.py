"""People, clinicians and causes as a claim carries them, in a line each."""

from claimsim.model.claim import Accident, PersonOnClaim, ProviderOnClaim

_CAUSES = {"employment": "an injury at work", "auto": "a car accident", "other": "another accident"}


def person_words(person: PersonOnClaim) -> str:
    """A subscriber or patient in a line."""
    return f"{person.last}, {person.first}, {person.sex}, born {person.birth_date}"


def provider_words(provider: ProviderOnClaim) -> str:
    """A clinician or group in a line, with the numbers that the payer knows them by."""
    credential = f", {provider.credential}" if provider.credential else ""
    tax_id = f", tax id {provider.tax_id}" if provider.tax_id else ""
    return f"{provider.name}{credential}, NPI {provider.npi or 'left out'}{tax_id}"


def accident_words(accident: Accident) -> str:
    """What the condition is related to (item 10 of the form), with day and state where they are told."""
    wanted = {"its day": accident.day} | ({"its state": accident.state} if accident.kind == "auto" else {})
    missing = " and ".join(name for name, value in wanted.items() if not value)
    told = f"{f' of {accident.day}' if accident.day else ''}{f' in {accident.state}' if accident.state else ''}"
    return f"{_CAUSES[accident.kind]}{told}{f' ({missing} left out)' if missing else ''}"
