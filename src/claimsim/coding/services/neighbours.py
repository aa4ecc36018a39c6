"""The nearest other codes of a service, each with what the record lacks for it."""

from claimsim.coding.case import Case
from claimsim.coding.services.service_text import ServiceText
from claimsim.coding.words.entries import ServiceEntry, Variant
from claimsim.model.codes import Alternative

_MOST = 2
_UNITS = {
    "cm": "cm", "view": "views", "minute": "minutes", "lesion": "lesions", "percent": "% of the body surface",
    "muscle": "muscles", "nail": "nails", "region": "regions", "injection": "injections", "visit": "visits",
}  # fmt: skip
_OF_THE_CASE = frozenset({"medicare", "child", "listed", "aged_adult"})


def neighbours_of(case: Case, entry: ServiceEntry, chosen: Variant, text: ServiceText) -> tuple[Alternative, ...]:
    """The codes beside the chosen one in the index's own order, the nearest first, and why each lost."""
    at = entry.variants.index(chosen)
    nearest = sorted((v for v in entry.variants if v is not chosen), key=lambda v: abs(entry.variants.index(v) - at))
    found: dict[str, Alternative] = {}
    for variant in nearest:
        if variant.code == chosen.code or variant.code in found or not case.service(variant.code):
            continue
        found[variant.code] = Alternative(variant.code, _why_not(variant, chosen, text))
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _why_not(variant: Variant, chosen: Variant, text: ServiceText) -> str:
    lacking = [need for need in variant.needs if not need & text.words]
    words = [_told(need) for need in lacking if need.isdisjoint(_OF_THE_CASE)]
    if words:
        return f"the record does not say: {', '.join(words)}"
    if lacking:
        return "it is for another payer or age"
    bounds = [
        f"{bound:g} {_UNITS.get(name, name)} or {'less' if operator == '<=' else 'more'}"
        for name, operator, bound in variant.measures
    ]
    if bounds:
        return f"it is for {' and '.join(bounds)}"
    return f"{chosen.code} tells more of what the record says"


def _told(need: frozenset[str]) -> str:
    """The words one of which is wanted, without the shortest abbreviations."""
    plain = sorted((word.replace("_", " ") for word in need), key=lambda word: (-len(word), word))
    return " or ".join(plain[:_MOST])
