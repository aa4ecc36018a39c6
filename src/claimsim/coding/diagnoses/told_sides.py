"""Which side a region of the body is told at today, wherever in the note."""

from claimsim.coding.case import Case
from claimsim.coding.reading.sides_told import is_ailing, is_sound
from claimsim.coding.words.terms import SIDES

_BOTH = {"right", "left"}
_DIGITS = frozenset({"ring", "index", "middle", "little", "small", "thumb", "pinky", "great", "big"})
_NOT_TODAY = ("history", "family")


def ailing_sides(case: Case, regions: tuple[str, ...], over: frozenset[int] = frozenset()) -> set[str]:
    """The sides of some regions that ail today: not of what is over (`over`: statements), of history, or of the side
    that was examined as well. A statement that tells of both, as of each eye's acuity, settles nothing.
    """
    statements = case.reading.statements
    examined = _examined_side(case, regions)
    if examined:
        return {examined}
    told: dict[int, set[str]] = {}
    for region, side, at in case.reading.sides:
        statement = statements[at]
        if region in regions and at not in over and statement.role not in _NOT_TODAY and not is_sound(statement.words):
            told.setdefault(at, set()).add(side)
    clear = [sides for sides in told.values() if not sides >= _BOTH]
    return set().union(*(clear or told.values()))


def _examined_side(case: Case, regions: tuple[str, ...]) -> str:
    """The side that the examination shows to ail while it shows the other one to be well."""
    ailing: set[str] = set()
    sound: set[str] = set()
    for region, side, at in case.reading.sides:
        statement = case.reading.statements[at]
        if region in regions and statement.section == "exam":
            if is_sound(statement.words):
                sound.add(side)
            elif is_ailing(statement.words):
                ailing.add(side)
    return next(iter(ailing)) if len(ailing) == 1 and ailing | sound == _BOTH else ""


def side_of_procedure(case: Case) -> str:
    """The one side that the story of a procedure tells without its site: "time out, marked on the right"."""
    placed = {at for _, _, at in case.reading.sides}
    told = {
        SIDES[word]
        for at, statement in enumerate(case.reading.statements)
        if statement.role == "procedure" and at not in placed
        for word in statement.words
        if word in _BOTH
    }
    return told.pop() if len(told) == 1 else ""


def side_of_digit(case: Case, words: frozenset[str]) -> str:
    """The one side at which the note has the finger or toe that is named: "right ring finger"."""
    digits = words & _DIGITS
    told = {
        SIDES[statement.words[at - 1]]
        for statement in case.reading.statements
        if digits and statement.role not in _NOT_TODAY
        for at, word in enumerate(statement.words)
        if at and word in digits and SIDES.get(statement.words[at - 1]) in _BOTH
    }
    return told.pop() if len(told) == 1 else ""
