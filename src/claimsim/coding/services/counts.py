"""How many, how much and how often a text says of a service, and the variant of its row that fits."""

import re
from itertools import pairwise

from claimsim.coding.reading.lexicon import Lexicon
from claimsim.coding.services.service_text import ServiceText
from claimsim.coding.words import lengths, tokens
from claimsim.coding.words.entries import ServiceEntry, Variant
from claimsim.coding.words.terms import SIDES

_COUNTED = {
    "lesion": frozenset(
        {
            "lesion",
            "actinic",
            "wart",
            "tag",
            "mole",
            "keratosis",
            "keratose",
            "abscess",
            "biopsy",
            "site",
            "verruca",
            "molluscum",
            "ak",
            "biopsie",
            "corn",
            "callu",
            "callus",
            "calluse",
            "hyperkeratose",
            "hyperkeratosis",
        }
    ),
    "view": frozenset({"view", "vw", "v"}),
    "nail": frozenset({"nail", "toenail"}),
    "muscle": frozenset({"muscle"}),
    "region": frozenset({"region", "level"}),
    "level": frozenset({"level"}),
    "injection": frozenset({"injection", "shot"}),
    "minute": frozenset({"minute", "min"}),
    "percent": frozenset({"percent", "tbsa"}),
    "visit": frozenset({"visit"}),
    "day": frozenset({"day"}),
    "study": frozenset({"study", "studie", "nerve"}),
    "limb": frozenset({"limb", "extremity", "extremitie", "arm", "leg"}),
    "each": frozenset({"test", "prick", "scratch", "dose", "antigen", "allergen", "extract"}),
}
_REGION_OF = {
    "c": "cervical",
    "t": "thoracic",
    "l": "lumbar",
    "s": "sacral",
    "sacrum": "sacral",
    "si": "pelvic",
    "pelvis": "pelvic",
    "ilium": "pelvic",
    "neck": "cervical",
    "lumbosacral": "lumbar",
}
_SPINAL_REGIONS = frozenset({"cervical", "thoracic", "lumbar", "sacral", "pelvic"})
"""The five regions of CPT's chiropractic manipulation."""
_PROJECTIONS = frozenset(
    {
        "pa", "ap", "lateral", "lat", "oblique", "obliques", "sunrise", "merchant", "skyline", "mortise", "odontoid",
        "scaphoid", "axillary", "tunnel", "frog", "grashey", "outlet", "swimmers", "townes", "waters",
    }
)  # fmt: skip
"""Views by name: "PA/lateral" are two."""
_UNSTATED = frozenset({"cm", "view", "minute", "percent", "visit", "day", "study"})
"""Measures that have no natural value where the record tells none."""
_TOOLS = frozenset({"phq9", "gad7", "phq", "gad", "epds", "edinburgh", "vanderbilt", "conner", "mdq", "scared", "pcl"})
"""Questionnaires of mood and behavior by name: each is a unit."""
_BY_OTHERS = frozenset({"vanderbilt", "conner"})
_INFORMANTS = frozenset({"parent", "teacher"})
"""Forms that each informant fills in: each is scored and is a unit."""
_ANXIETY_SCALE = frozenset({"generalized", "anxiety", "7"})
_TIMES = re.compile(
    r"(?<![\d.] )(?<![\d.])\bx ?(\d{1,3})\b(?! ?(?:x|cm|mm|v|min|minutes?|views?|days?|wks?|weeks?|months?|mg|ml)\b)"
)
_COUNTED_APART = frozenset(
    {
        "nylon",
        "prolene",
        "vicryl",
        "ethilon",
        "monocryl",
        "suture",
        "sutures",
        "staple",
        "staples",
        "stitch",
        "stitches",
        "cycle",
        "cycles",
        "thaw",
        "chlorhexidine",
        "betadine",
        "alcohol",
        "pass",
        "passes",
        "interrupted",
        "gut",
        "silk",
        "simple",
        "running",
        "prep",
        "wash",
        "clean",
        "swab",
        "chloraprep",
        "hibiclens",
    }
)
_SEVERAL = frozenset({"biopsies", "lesions", "abscesses", "nevi", "moles"})
_VERTEBRA = re.compile(r"[clts]\d{1,2}")
_ENDS_A_PLACE = frozenset({",", "and", "&", "+", ")", "/"})
_NOT_A_PLACE = frozenset({"x", "times", "for", "in", "to", "day", "week", "month", "jar", "phototype", "type"})
_YEARS = range(1900, 2100)
_LENGTHS = frozenset({"cm"})
_ADDED_UP = frozenset({"lesion", "each"})


def count_of(text: ServiceText, measure: str, otherwise: int) -> float:
    """How many or how much the text says of a measure: the largest number, for lengths the lesion's diameter with its
    margins, or `otherwise`.
    """
    if measure == "tool":
        named = len(_TOOLS & text.words) + (text.words >= _ANXIETY_SCALE)
        informants = len(_INFORMANTS & text.words) if named == 1 and not _BY_OTHERS.isdisjoint(text.words) else 0
        return max(named, informants, otherwise)
    if measure in _LENGTHS:
        size = lengths.diameter(text.found)
        return otherwise if size is None else size
    units = _COUNTED.get(measure)
    if units is None:
        return otherwise
    if measure == "percent":
        numbers = [before for before, sign in pairwise(text.found) if sign == "%" and before[0].isdigit()]
        if numbers:
            return max(min(float(number[:9]), 100.0) for number in numbers if number.replace(".", "", 1).isdigit())
    if measure == "region":
        named = len(_SPINAL_REGIONS & {_REGION_OF.get(word.rstrip("0123456789"), word) for word in text.found})
        if named:
            return max(named, *(int(v) for v, unit in tokens.measured(text.found) if unit in units), 0)
    numbers_told = ((value, unit) for value, unit in tokens.measured(text.found) if value not in _YEARS)
    counted = max((value for value, unit in numbers_told if unit in units), default=None)
    if counted is None and measure in _ADDED_UP:
        counted = _total(text.found) or _site_by_site(text.found, units)
    if counted is None:
        counted = _after(text.found, units, measure)
    if counted is None and measure == "level":
        counted = _levels(text.found)
    if counted is None and measure == "view":
        return len(_PROJECTIONS.intersection(text.found)) or otherwise
    return otherwise if counted is None else counted


def _total(found: list[str]) -> float | None:
    """The number behind the word: "face 4, scalp 6, total 15"."""
    words = [word for word in found if word not in (":", "=", "of")]
    told = (following for word, following in pairwise(words) if word == "total" and following.isdigit())
    return next((min(float(number[:3]), 999.0) for number in told), None)


def _site_by_site(found: list[str], units: frozenset[str]) -> float | None:
    """The sum of the numbers of a list of places: "AKs: face 4, scalp 6, right arm 3"."""
    begin = next((at for at, word in enumerate(found) if tokens.stem(word) in units), None)
    if begin is None:
        return None
    rest = [*found[begin + 1 :], ","]
    told = [
        int(number)
        for place, number, end in zip(rest, rest[1:], rest[2:], strict=False)
        if place.isalpha()
        and place not in _NOT_A_PLACE
        and number.isdigit()
        and len(number) <= 2
        and end in _ENDS_A_PLACE
    ]
    return float(sum(told)) if len(told) > 1 else None


def _after(found: list[str], units: frozenset[str], measure: str) -> float | None:
    """The number behind what it counts: "biopsy x2", where a plain number is a count "tests: 42", and at the end of a
    title "debridement of nails, 10".
    """
    words = [other for other in found if other != ":"]
    for at, (word, following) in enumerate(pairwise(words)):
        if tokens.stem(word) not in units:
            continue
        number = following[1:] if following[0] == "x" and measure in ("lesion", "each") else ""
        number = number or (following if measure == "each" else "")
        last = words[at + 2 :]
        if following in (",", "(") and last[1:] in ([], [")"]):
            number = last[0] if last else ""
        if number.isdigit():
            return min(float(number[:3]), 999.0)
    return None


def _levels(found: list[str]) -> float | None:
    """ "L4-5 and L5-S1": how many levels of the spine are named, each by its two vertebrae."""
    named = {
        (first, second)
        for first, second in pairwise([word for word in found if word not in ("-", "/")])
        if _VERTEBRA.fullmatch(first) and (second.isdigit() or _VERTEBRA.fullmatch(second))
    }
    return float(len(named)) if named else None


def times(words: list[str]) -> int:
    """How often something was done by "x 8", where no unit follows; 1 if it is not told. Stitches, freezing cycles and
    swabbings have counts of their own.
    """
    if not any(word[0] == "x" for word in words):
        return 1
    text = " ".join(words)
    for found in _TIMES.finditer(text):
        before = text[: found.start()].rsplit(None, 1)[-1:]
        if not before or before[0] not in _COUNTED_APART:
            return max(int(found.group(1)), 1)
    return 1


def muscles_of(text: ServiceText, lexicon: Lexicon) -> dict[str, str]:
    """The muscles a text names, each side for itself, with their regions."""
    found: dict[str, str] = {}
    for word in text.found:
        region = lexicon.muscles.get(tokens.stem(word))
        if region is not None:
            found[tokens.stem(word)] = region
    return found


def sites_told(text: ServiceText, lexicon: Lexicon) -> int:
    """How many sites a text in the plural names ("punch biopsies of the L arm and R leg"); 1 where it is no plural."""
    if _SEVERAL.isdisjoint(text.found) or count_of(text, "lesion", -1) > 0:
        return 1
    named: set[tuple[str, str]] = set()
    side = previous = ""
    for word in text.found:
        single = tokens.stem(word)
        side = SIDES.get(word, side)
        if single in lexicon.site_ends:
            site = lexicon.sites.get(f"{previous} {single}") or lexicon.sites.get(single)
            if site is not None:
                named.add((single, side))
                side = ""
        previous = single
    return max(len(named), 1)


def variant_for(entry: ServiceEntry, text: ServiceText, quantity: int, minutes: int | None) -> Variant | None:
    """The first variant whose words and measures the text meets. An unknown measure meets no bound."""
    for variant in entry.variants:
        if all(need & text.words for need in variant.needs) and all(
            _holds(text, name, operator, bound, quantity, minutes) for name, operator, bound in variant.measures
        ):
            return variant
    return None


def _holds(text: ServiceText, name: str, operator: str, bound: float, quantity: int, minutes: int | None) -> bool:
    unknown = -1 if name in _UNSTATED else quantity
    value = minutes if name == "minute" and minutes is not None else count_of(text, name, unknown)
    if value < 0:
        return False
    return value <= bound if operator == "<=" else value >= bound
