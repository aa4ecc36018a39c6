"""The names under which electronic records show a diagnosis, without what says nothing of the patient.

"CHF (congestive heart failure) (HCC)" and "Asthma, unspecified asthma severity, unspecified whether complicated" say
heart failure and asthma: the same name once more in brackets, the mark of a payer's risk category, and the details that
are left open are no words of the clinician's.
"""

from collections.abc import Iterator

_RISK_MARKS = (["hcc"], ["cms", "/", "hcc"], ["rhcc"])
_OPEN = "unspecified"
_LEFT_OPEN = frozenset(
    [
        "type", "chronicity", "cause", "etiology", "location", "site", "laterality", "trigger", "organism", "severity",
        "part", "morphology", "ligament", "pattern", "seasonality", "status", "onset", "quadrant", "stage", "trimester",
        "extremity", "region", "timing", "recurrence", "reason", "degree", "level", "grade", "complication", "details",
        "disease", "course", "episode", "manifestation", "eye", "ear", "side", "vessel", "lobe", "duration", "symptom",
        "complexity", "nature", "frequency", "control", "mechanism", "origin", "form", "agent", "variant", "gestation",
    ]
)  # fmt: skip
"""What a name may leave open; of anything else "unspecified" is part of its name (unspecified anxiety disorder)."""
_ENDS = frozenset(",():")
_LONGEST = 12
_TWO = 2


def plain(found: list[str], origin: list[int] | None = None) -> list[str]:
    """The words of a text without repetitions in brackets, marks and details left open; `origin` goes with them."""
    dropped = {at for start, end in _said_for_nothing(found) for at in range(start, end)}
    if not dropped:
        return found
    if origin is not None:
        origin[:] = [place for at, place in enumerate(origin) if at not in dropped]
    return [word for at, word in enumerate(found) if at not in dropped]


def _said_for_nothing(found: list[str]) -> Iterator[tuple[int, int]]:
    for at, word in enumerate(found):
        if not at:
            continue
        if word == "(":
            end = _closing(found, at)
            inner = found[at + 1 : end - 1]
            if inner and (inner in _RISK_MARKS or inner == found[max(0, at - len(inner)) : at]):
                yield at, end
        elif word == _OPEN:
            end = next((end for end in range(at + 1, min(len(found), at + _LONGEST)) if found[end] in _ENDS), 0)
            end = end or (len(found) if len(found) - at < _LONGEST else at + _TWO)
            clause = found[at + 1 : end]
            if clause[:1] == ["whether"] or not _LEFT_OPEN.isdisjoint((*clause[:1], *clause[-1:])):
                yield at - (found[at - 1] == ","), end
        elif word == "specified" and found[at - 1] == "not" and found[at - 2] in _LEFT_OPEN:
            yield max(1, at - 2 - (found[at - 3] == ",")), at + 1


def _closing(found: list[str], at: int) -> int:
    """The end of a bracket, or its beginning where it is not closed soon."""
    return next((end + 1 for end in range(at + 1, min(len(found), at + _LONGEST)) if found[end] == ")"), at)
