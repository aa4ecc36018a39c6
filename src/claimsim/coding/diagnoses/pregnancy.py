"""Weeks of gestation: the trimester they mean, and the Z3A code beside the codes of chapter 15.

Guidelines I.C.15.a.3 and I.C.21.c.11.
"""

import re

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.linking import Coded
from claimsim.coding.queries.queries import ask_open
from claimsim.coding.rules import because
from claimsim.coding.words.entries import Condition

_WEEKS = re.compile(
    r"(?<![\d/.])(?<!\d-)(\d{1,2})(?:[\s-]+\d/7|(?<=\d\d)-[0-6](?=\s))?\s?-?\s?(?:w(?:ee)?ks?|w)(?:\s?\d\s?d(?:ays?)?)?(?![a-z])"
    r"|(?<![\d/.+])(\d{2})\s?\+\s?[0-6](?![\d/.])",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(
    r"iup|gestation|pregnan|\be?ga\b|gravid|\bg\d[^\S\n]?p\d|prenatal|\bob\b|\biug\b|\bedd\b|abortion|miscarr"
)
"""Of a text in lower case: ignoring case takes the search twice the time."""
_CHILDBEARING = (9, 57)
"""Ages outside of which a note is not searched for a pregnancy that it names by no diagnosis."""
_DAYS = re.compile(r"\d\s?w(?:ee)?ks?\s?\d\s?d|\d\s\d/7\s?w", re.IGNORECASE)
_NOT_NOW = re.compile(r"(?:\bin|\bsince|\bfrom|\bx|\bfor|every|rtc|\bq|return|past|last|\bago)\s*$", re.IGNORECASE)
_BY_GA = re.compile(r"\b(?:ga|gestational age|today|now|currently)\b\W*(?:today|now|is|of|at)?\W*$", re.IGNORECASE)
_SCAN = re.compile(r"\s*(?:scan|us\b|u/s|ultrasound|sono)", re.IGNORECASE)
"""The age at which an earlier scan was made is not today's."""
_SINCE_BIRTH = re.compile(
    r"\W*(?:s/p|status post|after|since|post|pp\b|out from|old\b|ago\b|prior\b|earlier\b)", re.IGNORECASE
)
_NONE_NOW = re.compile(r"\bnot pregnant|\bpost-?partum\b|\bpuerper|\bafter (?:\w+ )?(?:birth|delivery)", re.IGNORECASE)
"""Weeks since a birth or a last period, and no pregnancy."""
_LATEST = 42
_PREGNANT = frozenset({"pregnant", "gravid"})
_NAMED = _PREGNANT | {"pregnancy"}
_PREGNANCY = frozenset({"this", "current", "intrauterine", "viable", "twin", "singleton", "her", "ongoing", "in"})
"""Before the word "pregnancy": it is one that she has, and no test, plan or prevention of one."""
_NOT_PREGNANT = frozenset(
    {
        "no", "not", "denies", "test", "planning", "wants", "trying", "prior", "previous", "last", "negative", "if",
        "avoid", "prevent", "contraception", "never", "could", "chance", "before", "after", "during", "since", "?",
        "ectopic", "ended", "past", "first", "second", "third", "mother", "wife", "partner", "girlfriend", "daughter",
        "sister", "friend", "become", "becoming", "get", "getting", "was", "were", "when", "would", "while", "safe",
        "contraindicated", "teratogenic", "category", "attempt", "attempting", "desires", "hopes", "until", "unless",
        "only",
    }
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_GRAVIDA_AT = re.compile(
    r"\b(?:gravida|g\d\s?p\d)\b.{0,40}?(?:\bat|@)\s?\d\d?(?:[\s+-]{1,2}\d(?:/7)?)?\s?w", re.IGNORECASE
)
"""A number of pregnancies with weeks: "gravida 2, para 1 at 28-1/7 weeks"."""
_GRAVIDA = re.compile(r"g(\d{1,2})(?:p\d.*)?")
_TRIMESTER = re.compile(r"\b(1st|2nd|3rd|first|second|third)[ -]tri(?:mester)?\b", re.IGNORECASE)
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "first": "first", "second": "second", "third": "third"}
_UNKNOWN_WEEKS = "Z3A.00"
_WITHOUT_WEEKS = tuple(f"O0{digit}" for digit in range(9))
"""Pregnancies with an abortive outcome take no Z3A code."""
SUPERVISED = "Z34"
"""The supervision of a normal pregnancy tells the weeks, too."""
_AFTER_BIRTH = ("puerper", "postpartum", "lactation", "following delivery")
"""Nor do conditions after birth (guideline I.C.21.c.11)."""


def weeks_of(case: Case) -> tuple[int, int] | None:
    """Completed weeks of gestation and the statement that tells them, or None."""
    pregnant = {m.statement for m in case.reading.mentions if _of_pregnancy(m.entry)}
    if not pregnant and not (_may_be(case) and _SPOKEN_OF.search(case.encounter.note.lower())):
        return None
    told: list[tuple[int, int]] = []
    for number, statement in enumerate(case.reading.statements):
        for found in _WEEKS.finditer(statement.text):
            before = statement.text[max(0, found.start() - 12) : found.start()]
            about = number in pregnant or _SPOKEN_OF.search(statement.text.lower()) or _DAYS.search(found.group())
            weeks = int(found.group(1) or found.group(2))
            after = _SINCE_BIRTH.match(statement.text, found.end()) or _NONE_NOW.search(statement.text)
            if not about or after or _NOT_NOW.search(before) or weeks > _LATEST:
                continue
            if _BY_GA.search(before):
                return weeks, number
            if not _SCAN.match(statement.text, found.end()):
                told.append((weeks, number))
    return told[0] if told else None


def _may_be(case: Case) -> bool:
    return case.encounter.patient.sex != "M" and _CHILDBEARING[0] <= case.age <= _CHILDBEARING[1]


def _of_pregnancy(entry: object) -> bool:
    return isinstance(entry, Condition) and entry.system == "pregnancy"


def trimester(weeks: int) -> str:
    """First before 14 weeks, second before 28, else third (chapter 15's own definition)."""
    return f"{'first' if weeks < 14 else 'second' if weeks < 28 else 'third'} trimester"


def told_order(case: Case) -> str:
    """Whether the pregnancy is the first or a later one, by the gravida that the note tells anywhere ("G2P1")."""
    for statement in case.reading.statements:
        told = next(filter(None, map(_GRAVIDA.fullmatch, statement.words)), None)
        if told is not None and statement.role != "family":
            return "first pregnancy" if told.group(1) == "1" else "later pregnancy"
    return ""


def told_trimester(case: Case) -> str:
    """The trimester that the note names outside its history ("second trimester"); empty if it names none."""
    for statement in case.reading.statements:
        found = _TRIMESTER.search(statement.text) if statement.role not in ("history", "family") else None
        if found is not None:
            return f"{_ORDINALS[found.group(1).lower()]} trimester"
    return ""


def _of_weeks(case: Case, code: str) -> bool:
    """Whether a code is for a pregnancy that still goes on, so that its weeks are told beside it."""
    title = (case.diagnosis(code) or "").lower()
    if code.startswith(SUPERVISED):
        return True
    return code[0] == "O" and not code.startswith(_WITHOUT_WEEKS) and not any(word in title for word in _AFTER_BIRTH)


def with_weeks(case: Case, coded: list[Coded], weeks: tuple[int, int] | None) -> list[Coded]:
    """Add the Z3A code after the codes of chapter 15, if the note tells the weeks."""
    wanted = any(_of_weeks(case, item.code) for item in coded)
    if weeks is None and wanted:
        return _without_weeks(case, coded)
    if weeks is None or not wanted:
        return coded
    number, statement = weeks
    code = "Z3A.01" if number < 8 else f"Z3A.{number:02d}"
    if case.diagnosis(code) is None:
        return coded
    why = because("weeks-of-gestation", f"The note tells {number} weeks of gestation.")
    return [*coded, Coded(code, None, [case.quote(statement)], [why])]


def pregnant_now(case: Case) -> int | None:
    """The first statement of the visit that says the patient is pregnant; None if no statement does."""
    if case.encounter.patient.sex == "M":
        return None
    named = not case.vocabulary.isdisjoint(_NAMED)
    for number, statement in enumerate(case.reading.statements):
        words = statement.words
        if statement.role in ("history", "family"):
            continue
        if _GRAVIDA_AT.search(statement.text):
            return number
        if not named:
            continue
        at = next((index for index, word in enumerate(words) if _says_pregnant(words, index, word)), None)
        if at is not None and _YEAR.fullmatch(" ".join(words[at + 1 : at + 2])):
            continue  # "anemia in pregnancy 2020"
        if at is not None and _NOT_PREGNANT.isdisjoint(words[max(0, at - 4) : at + 3]):
            return number
    return None


def _says_pregnant(words: list[str], index: int, word: str) -> bool:
    return word in _PREGNANT or (word == "pregnancy" and index > 0 and words[index - 1] in _PREGNANCY)


def _without_weeks(case: Case, coded: list[Coded]) -> list[Coded]:
    """Ask for the weeks where a code of chapter 15 tells the trimester and none is known; Z3A.00 till then."""
    unknown = next((item for item in coded if "unspecified trimester" in (case.diagnosis(item.code) or "")), None)
    if unknown is None or any(item.code.startswith("Z3A") for item in coded):
        return coded
    options = ("First trimester", "Second trimester", "Third trimester", "Weeks of gestation: ____")
    ask_open(case, "pregnancy", "the weeks of gestation", "weeks of gestation", options, tuple(unknown.evidence[:2]))
    if case.diagnosis(_UNKNOWN_WEEKS) is None:
        return coded
    why = because("weeks-of-gestation", "The note does not tell the weeks of gestation; they are asked for.")
    return [*coded, Coded(_UNKNOWN_WEEKS, None, list(unknown.evidence[:1]), [why])]
