"""National Provider Identifiers and their check digit.

Source: CMS, "Requirements for National Provider Identifier (NPI) and NPI Check Digit": the ISO standard Luhn
formula over the nine digits with the prefix 80840, whose contribution to the sum is the constant 24.
"""

from functools import lru_cache

_DOUBLED = str.maketrans("0123456789", "0246813579")
"""A digit doubled, its own digits added: 7 is 14 is 5."""


def npi_check_digit(first_nine: str) -> str:
    """The tenth digit of an NPI whose first nine digits are given. Every other digit, from the last, is doubled."""
    total = 24 + sum(map(int, first_nine[::-2].translate(_DOUBLED))) + sum(map(int, first_nine[-2::-2]))
    return str(-total % 10)


@lru_cache(maxsize=1024)
def is_valid_npi(npi: str) -> bool:
    """Whether the text is ten ASCII digits with a right check digit (whoever it may have been issued to)."""
    return len(npi) == 10 and npi.isascii() and npi.isdigit() and npi_check_digit(npi[:9]) == npi[9]


def is_synthetic_npi(npi: str) -> bool:
    """Whether a valid NPI begins with 2: none are issued so, hence nobody's."""
    return is_valid_npi(npi) and npi[0] == "2"
