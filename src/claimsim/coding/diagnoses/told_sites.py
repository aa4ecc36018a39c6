"""The site of an infection or cancer of the skin that the assessment only names: where the note tells its signs."""

from claimsim.coding.case import Case
from claimsim.coding.reading.sited import Sites

_CUT = frozenset({"excision", "excised", "lesion", "tumor", "cancer", "scar", "mohs", "destroyed", "curetted"})
_SIGNS = {
    "abscess": frozenset({"abscess", "boil", "lump", "fluctuant", "fluctuance", "pus", "drained", "bump", "furuncle"}),
    "cellulitis": frozenset({"cellulitis", "redness", "red", "erythema", "erythematous", "induration", "warm"}),
    "basal cell carcinoma": _CUT,
    "squamous cell carcinoma of skin": _CUT,
    "squamous cell carcinoma": _CUT,
    "melanoma": _CUT,
}
_DENIED = frozenset({"no", "not", "without", "denies", "nontender"})
_REACH = 3
_THE_BACK = (["the"], ["upper"], ["lower"], ["mid"], ["his"], ["her"], ["right"], ["left"])
_NOT_HERE = frozenset({"history", "family", "plan", "review"})


def site_by_signs(case: Case, term: str, sites: Sites) -> str:
    """The index term of a condition at the one place where its signs are told; empty where none or several are."""
    signs = _SIGNS.get(term)
    if signs is None:
        return ""
    found: dict[str, str] = {}
    for statement in case.reading.statements:
        words = statement.words
        if statement.role in _NOT_HERE or statement.section in _NOT_HERE or signs.isdisjoint(words):
            continue
        shown = [at for at, word in enumerate(words) if word in signs]
        if all(not _DENIED.isdisjoint(words[max(0, at - _REACH) : at]) for at in shown):
            continue
        for at, word in enumerate(words):
            named = next(
                (special for way, special in sites.get(word, ()) if tuple(words[at : at + len(way)]) == way), ""
            )
            if named and (word != "back" or words[at - 1 : at] in _THE_BACK):  # "redness back inside the line"
                found.setdefault(case.lexicon.conditions[named].code, named)
    return next(iter(found.values())) if len(found) == 1 else ""
