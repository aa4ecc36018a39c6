"""Statements that only decide about the problem named before them: "Resolved.", "Status: ruled out"."""

from claimsim.coding.reading.statements import Statement
from claimsim.coding.words.entries import Cue
from claimsim.coding.words.matching import Hit

_LEADS = frozenset({"status", ":", "now", "currently", "this", "it", "has", "is", "was", "fully", "completely", "-"})
"""Words before the verdict that add nothing to it."""
_GOES_ON = frozenset(
    {",", "(", "by", "on", "with", "after", "per", "since", "given", "clinically", "and", "no", "without", "today", "-"}
)
"""Words that give the verdict's reason: a "negative stress test" is no verdict."""
_LOOKS_BACK = ("after", "both")
_OF_OTHER_KINDS = {"unaddressed": "unaddressed", "void": "negated"}
_LONGEST = 12


def verdict_of(statement: Statement, hits: list[Hit]) -> str:
    """What a statement without a condition decides: "negated", "historical", "unaddressed" for what was not worked
    on; empty if it decides nothing.
    """
    words = statement.words
    begin = next((at for at, word in enumerate(words) if word not in _LEADS), len(words))
    if len(words) > _LONGEST:
        return ""
    hit = next((hit for hit in hits if not hit.mark and hit.start <= begin < hit.end), None)
    if hit is None or (hit.end < len(words) and _GOES_ON.isdisjoint(words[hit.end - 1 : hit.end + 1])):
        return ""
    for entry in hit.entries:
        if isinstance(entry, Cue) and entry.kind in _OF_OTHER_KINDS:
            return _OF_OTHER_KINDS[entry.kind]
        if isinstance(entry, Cue) and entry.kind in ("negated", "historical") and entry.direction in _LOOKS_BACK:
            return entry.kind
    return ""
