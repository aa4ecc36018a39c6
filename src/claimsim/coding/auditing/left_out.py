"""What the reading says of a code that somebody assigned and that it left out itself: the words and their line."""

import re

from claimsim.model.codes import Coding

_VERB = re.compile(r" (?:is|was|are|were) ")
_SHORTEST = 3
_WORD = re.compile(r"[a-z0-9]+")


def why_left_out(reading: Coding, description: str) -> str:
    """Why the record was read otherwise, as " (…)"; empty where nothing read fits the code's description."""
    words = set(_WORD.findall(description.casefold()))
    for evidence, reason in reading.not_coded:
        name = _VERB.split(reason.text, maxsplit=1)[0]
        wanted = [word for word in _WORD.findall(name.casefold()) if len(word) >= _SHORTEST]
        if wanted and words.issuperset(wanted):
            place = f"line {evidence.line}" if evidence.source == "note" else f"{evidence.source} {evidence.line}"
            return f" ({reason.text.rstrip('.')}; {place})"
    return ""
