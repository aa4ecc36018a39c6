"""Words by which a note tells that something was done: verbs and materials, and nouns that head a line."""

from collections.abc import Sequence

from claimsim.coding.reading.statements import Statement

_TITLE_WORDS = 4
_METHODS = frozenset(
    {
        "debrided", "excised", "frozen", "froze", "drained", "removed", "repaired", "closed", "sutured", "stapled",
        "glued", "irrigated", "curetted", "snipped", "avulsed", "shaved", "pared", "trimmed", "cauterized", "aspirated",
        "reduced", "lavaged", "incised", "ablated", "lanced", "injected", "nylon", "prolene", "ethilon", "staples",
        "dermabond", "ln2", "nitrogen", "cryotherapy", "phenol", "care", "treated", "dressed", "lifted", "extracted",
        "retrieved", "plucked", "flicked", "dislodged", "evacuated", "trephined", "dilated", "unroofed", "scraped",
        "expressed", "packed", "swept", "pop", "click", "clunk", "touched", "wiped", "peeled", "manipulated",
        "relocated", "hyperpronation", "supination", "biopsied",
        "banded", "ligated", "cored", "saucerized", "strapped", "splinted", "casted", "gut", "interrupted", "vicryl",
        "monocryl", "approximated", "burred", "pulled", "popped",
    }
)  # fmt: skip
"""Words of what was done; the assessment says of what."""
_NAMES_OF_DISEASES = frozenset(
    {("frozen", "shoulder"), ("closed", "head"), ("closed", "fracture"), ("closed", "angle")}
)
_DOINGS = frozenset(
    {
        "reduction", "excision", "drainage", "removal", "debridement", "repair", "closure", "injection", "aspiration",
        "cautery", "irrigation", "incision", "destruction", "extraction", "avulsion", "dilation", "cryo",
    }
)  # fmt: skip
"""Nouns of what is done: they count where they head a line or stand in a procedure note."""


def methods(words: Sequence[str]) -> set[str]:
    """The words of what was done, but for those that are part of a disease's name."""
    return {
        word
        for at, word in enumerate(words)
        if word in _METHODS and tuple(words[at : at + 2]) not in _NAMES_OF_DISEASES
    }


def tells_doing(statement: Statement, section: str, procedural: bool) -> bool:
    """Whether a statement has a word of what is done; a noun ("reduction") where it heads the line or in a report."""
    words = statement.words
    if methods(words):
        return True
    return headed(statement) or ((procedural or section == "procedure") and not _DOINGS.isdisjoint(words))


def headed(statement: Statement) -> bool:
    """Whether a noun of what is done heads the line: "Reduction: hyperpronation"."""
    return ":" in statement.words[:_TITLE_WORDS] and not _DOINGS.isdisjoint(statement.words[:_TITLE_WORDS])
