"""What exists, in the field's words: chart, codes, claim, acknowledgements, remittance, account, calendar, money.

Everything here is immutable. What is read from files is a frozen pydantic model (`chart`, `practice`); what the
pipeline makes is a frozen slotted dataclass. Nothing here decides anything.
"""
