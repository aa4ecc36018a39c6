"""Examinations of the eyes by those who give them: 92002 to 92014, by how far the examination went.

Intermediate: history, external examination, other diagnostic procedures as indicated. Comprehensive: the whole visual
system, gross fields, and the eyegrounds, often with dilated pupils (CPT, ophthalmological services, in our words).
"""

import re

from claimsim.coding.case import Case
from claimsim.coding.rules import because
from claimsim.coding.services.lines import Billed
from claimsim.coding.words import tokens
from claimsim.model.codes import Evidence

_SPECIALTIES = ("207W", "152W")  # ophthalmology, optometry (NUCC taxonomy)
_CODES = {
    ("comprehensive", True): "92004", ("comprehensive", False): "92014",
    ("intermediate", True): "92002", ("intermediate", False): "92012",
}  # fmt: skip
_ELEMENTS = {
    "acuity": re.compile(r"\bva\b|\bbcva\b|\bvcc\b|\bvsc\b|visual acuity|\b20/\d{2,3}\b"),
    "slit lamp": re.compile(r"\bslit ?lamp\b|\bsle\b|\banterior segment\b|\bant seg\b|\bcornea\w*\b"),
    "pressure": re.compile(r"\biop\b|\bt(?:a|p|app)\b ?:? ?\d|\bgat\b|applanation|tonopen|tension|\btonometr"),
    "fundus": re.compile(r"\bdfe\b|\bfundus\b|\bfundi\b|dilat|\bmacula\w*\b|\bdiscs?\b|\bc/d\b|retina|periphery"),
}
_NEEDED = ("acuity", "slit lamp", "pressure")
_INSTRUMENTS = ("slit", "iop", "sle", "applanation", "tonom", "gat", "ant seg", "anterior seg")
"""One of these stands in the note of any examination with the instruments of the trade."""
_DILATED = re.compile(r"\bdfe\b|(?<!un)\bdilat|\bmydri|\btropicamide")
_UNDILATED = re.compile(r"\bundilated\b|\bnot dilated\b|\bno dilation\b|\bdilation (?:deferred|declined)\b")


def eye_examination(case: Case, new: bool) -> Billed | None:
    """The eye code of a visit whose record says, or shows, how far the examination of the eyes went; else None."""
    told = _called(case) or _shown(case)
    if told is None:
        return None
    extent, evidence, words = told
    patient = "a new" if new else "an established"
    why = [because("eye-examination", f"{words}: {extent} examination of {patient} patient.")]
    return Billed(_CODES[extent, new], 1, "visit", [evidence], why, ("eye",), name="eye examination")


def _eye_clinician(case: Case) -> bool:
    provider = case.practice.providers.get(case.encounter.rendering_provider)
    return provider is not None and provider.taxonomy.startswith(_SPECIALTIES)


def _called(case: Case) -> tuple[str, Evidence, str] | None:
    """What the list of services calls it."""
    if not _eye_clinician(case):
        return None
    for number, item in enumerate(case.encounter.services, start=1):
        words = set(tokens.words(item.description.lower()))
        extent = next((name for name in ("comprehensive", "intermediate") if name in words), "")
        if extent and words & {"exam", "examination", "evaluation"}:
            return extent, Evidence("services", number, item.description), "An eye specialist's"
    return None


def _shown(case: Case) -> tuple[str, Evidence, str] | None:
    """What the note shows: acuity, slit lamp and pressure, and the eyegrounds through dilated pupils."""
    visit = case.encounter.visit
    if visit is None or visit.kind != "office":
        return None
    low = case.encounter.note.lower()
    if not any(word in low for word in _INSTRUMENTS):
        return None
    if not all(_ELEMENTS[name].search(low) for name in _NEEDED):
        return None
    found = [name for name, pattern in _ELEMENTS.items() if pattern.search(low)]
    dilated = _DILATED.search(low) is not None and _UNDILATED.search(low) is None
    extent = "comprehensive" if len(found) == len(_ELEMENTS) and dilated else "intermediate"
    return extent, Evidence("visit", 1, visit.reason or "eye examination"), f"The note has {', '.join(found)}"
