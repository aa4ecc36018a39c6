"""What exists, in the field's words: chart, codes, claim, acknowledgements, remittance, account, calendar, money.

Everything here is immutable. What is read from files is a frozen pydantic model (`chart`, `practice`); what the
pipeline makes is a frozen `msgspec.Struct` (a dataclass costs every start of the program 0.7 ms, a Struct 0.02 ms).
Nothing here decides anything.
"""
