"""The forms that values of files must have, in words."""

FORMS = {
    r"^\d{2}$": "two digits",
    r"^(\d{2})?$": "two digits, or nothing",
    r"^\d{5}$": "five digits",
    r"^\d{5}(-?\d{4})?$": "five digits, or nine as 12345-6789",
    r"^\d{2}D\d{7}$": "two digits, a D and seven digits, as 00D0000001",
    r"^\d{2}-?\d{7}$": "nine digits, as 00-1234567",
    r"^[a-z0-9][a-z0-9-]*$": "small letters, digits and hyphens, as northwind-ppo",
    r"^[A-Z]{2}$": "two capital letters",
    r"^([A-Z]{2})?$": "two capital letters, or nothing",
    r"^[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?$": "a diagnosis code with its point, as E11.9 or S52.501A",
    r"^[A-Z0-9]{5}$": "five capital letters or digits",
    r"^[0-9A-Z]{5}$": "five digits or capital letters, as 99213 or J3301",
    r"^[A-Z0-9]{2}$": "two capital letters or digits, as 25 or RT",
    r"^[0-9A-Z]{2}$": "two capital letters or digits, as 25 or RT",
    r"^[A-Z0-9]{1,4}$": "one to four capital letters or digits",
    r"^[A-Z0-9]{1,3}$": "one to three capital letters or digits",
    r"^[A-Za-z./-]*[A-Z][A-Za-z./-]*[A-Z][A-Za-z./-]*$": "the letters of a degree or licence, as MD, NP or PhD",
    r"^[0-9A-Z]{9}X$": "nine digits or capital letters and an X, as 207Q00000X",
    r"^[A-Z]?\d{1,3}$": "an adjustment reason code without its group, as 45 or B7",
    r"^(M|MA|N)\d{1,3}$": "a remark code: M, MA or N and up to three digits, as N115 or MA130",
    r"^[A-Z0-9][A-Z0-9.]{0,9}\*?$": "a code, or its beginning and a star, as 992*",
    r"^[A-Z0-9][A-Z0-9.]{0,9}(\*|-26|-TC|-53)?$": "a code, with a star, -26, -TC or -53 behind it if need be",
    r"^(CO|PR|OA|PI)-[A-Z]?\d{1,3}( -?\d+\.\d{2})?$": "a group, a reason and perhaps an amount, as CO-45 12.50",
}
"""Forms of values in words, by the patterns of the models."""
