"""The body mass index that stands beside a weight diagnosis (guideline I.B.14): Z68 by its band."""

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.rules import because

_NEAR_BMI = 4
_BMI_BANDS = ((40, "Z68.41", 45), (45, "Z68.42", 50), (50, "Z68.43", 60), (60, "Z68.44", 70), (70, "Z68.45", 1000))


def body_mass(case: Case) -> list[Coded]:
    """The Z68 code of the first index that the note tells; none where it tells none."""
    if "bmi" not in case.vocabulary:
        return []
    for number, statement in enumerate(case.reading.statements):
        for index, word in enumerate(statement.words):
            if word != "bmi":
                continue
            for at in range(index + 1, min(index + _NEAR_BMI, len(statement.words))):
                value = statement.words[at]
                code = _bmi_code(value)
                if code and _a_range(statement.words, at, code):
                    break  # "obesity (BMI 30-39.9)": the class's, not the patient's
                if code and case.diagnosis(code) is not None:
                    return [Coded(code, None, [case.quote(number)], [because("bmi", f"Body mass index {value}.")])]
    return []


def _a_range(words: list[str], at: int, code: str) -> bool:
    following = words[at + 1 : at + 3]
    other = next((_bmi_code(word) for word in following[following[:1] == ["to"] :][:1]), "")
    return other not in ("", code)


def _bmi_code(value: str) -> str:
    if not value.replace(".", "", 1).isdigit() or len(value) > 5:
        return ""
    number = float(value)
    if number < 10:
        return ""
    if number < 20:
        return "Z68.1"
    if number < 40:
        return f"Z68.{int(number)}"
    return next((code for low, code, high in _BMI_BANDS if low <= number < high), "")
