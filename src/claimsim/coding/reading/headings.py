"""The headings of a note: with a colon, alone on their line, or bare ("Dx trigger finger", "A) sprain")."""

import re
from collections.abc import Mapping

LONGEST_HEADING = 60
PROBLEM_SECTIONS = frozenset({"assessment", "assessment_plan", "plan"})
# "PMH reviewed and list updated:" is the heading PMH, "Pertinent PMH:" too.
_BESIDE_HEADING = frozenset(
    [
        "reviewed",
        "updated",
        "and",
        "list",
        "today",
        "unchanged",
        "noted",
        "pertinent",
        "significant",
        "relevant",
        "for",
        "positive",
        "brief",
        "current",
        "interval",
        "includes",
        "include",
        "per",
        "patient",
        "chart",
        "only",
        "the",
        "my",
        "dated",
        "as",
        "follows",
        "below",
        "with",
        "is",
        "carried",
        "forwarded",
        "imported",
        "copied",
        "forward",
        "outside",
        "prior",
        "existing",
    ]
)
_BARE = re.compile(r"([A-Za-z][A-Za-z/&+]{0,11})(?:\s?([)\]>]|/(?=\s)|-(?=\s))|(?=\s))\s*")
_WITH_COLON = frozenset({"reviewed"})
"""Words that head what follows their colon, and alone on a line are the end of a sentence."""
_BRACKETS = " ["
"""What may stand before a heading: "[carried forward PMH: gout; osteopenia]"."""
_WITH_ASIDE = re.compile(r"[^():]{2,40}\([^()]{1,160}\)\s?:")
"""A heading with a long remark: "Problem list (imported, 14 items, not reviewed line by line):"."""
_ASIDE = re.compile(r"\s*\([^()]*(?:\)|$)")
_SINCE = re.compile(r"(?:\d{1,2}/|(?:19|20)\d\d\b|in (?:19|20)|at age|age \d|years? ago|since\b)")
"""Behind "dx": when it was made, and no assessment."""
_LETTERS = frozenset("SOAP")
_BEFORE_ASSESSMENT = frozenset({"exam", "results", "hpi", "review", "procedure"})
_WITHOUT_COLON = frozenset(
    [
        "dx",
        "dxs",
        "imp",
        "impression",
        "a/p",
        "ap",
        "a&p",
        "pmh",
        "pmhx",
        "psh",
        "pshx",
        "fhx",
        "fh",
        "shx",
        "ros",
        "pe",
        "hpi",
        "cc",
        "exam",
        "meds",
        "vs",
        "vss",
        "labs",
        "assessment",
        "plan",
        "allergies",
        "pl",
        "rx",
        "xr",
        "o/e",
        "fam",
        "hx",
    ]
)
"""Headings that are recognised at the start of a line without a colon."""


def heading(text: str, headings: Mapping[str, tuple[str, str]], at_line_start: bool) -> tuple[str, str, str] | None:
    """The section a statement opens, its role and the rest of the statement, or None."""
    colon = text.find(":", 0, LONGEST_HEADING)
    if colon < 0 and (remarked := _WITH_ASIDE.match(text)):
        colon = remarked.end() - 1
    if colon > 0:
        title, rest = text[:colon].strip(_BRACKETS).lower(), text[colon + 1 :].strip()
        if len(title) == 1 and not at_line_start and not _soap_letter(text):
            return None
    elif at_line_start and 1 < len(text) < LONGEST_HEADING and text.lower() not in _WITH_COLON:
        title, rest = text.lower(), ""
    else:
        return None
    found = headings.get(title)
    if found is None and "(" in title:
        found = _bare(_ASIDE.sub("", title).replace(" - ", " "), headings)  # "Problem list (12/11) - reviewed"
    if found is None and colon > 0:
        found = _bare(title, headings)
    return None if found is None else (*found, rest)


def _soap_letter(text: str) -> bool:
    """ "A: sinusitis. P: amoxicillin" on one line; "P: 88" is a pulse."""
    rest = text[2:].lstrip()
    return text[0] in "OAP" and text[1] == ":" and rest[:1].isalpha()


def bare_heading(
    text: str, headings: Mapping[str, tuple[str, str]], at_line_start: bool, section: str
) -> tuple[str, str, str] | None:
    """A heading without its colon: "Dx trigger finger", "A) sprain", "O T 101.3"; None if there is none."""
    if not at_line_start and not (section in PROBLEM_SECTIONS and text.startswith(("Plan ", "Rx "))):
        return None
    found = _BARE.match(text)
    if found is None:
        return None
    word, mark = found.groups()
    if word.endswith("/"):
        word, mark = word[:-1], "/"  # "A/ healing fracture"
    if not mark and len(word) == 1 and (word not in _LETTERS or (word == "A" and section not in _BEFORE_ASSESSMENT)):
        return None
    if not mark and len(word) > 1 and word.lower() not in _WITHOUT_COLON:
        return None
    opened, rest = headings.get(word.lower()), text[found.end() :].strip()
    if opened is None or (not mark and (_SINCE.match(rest) or rest.startswith("of "))):
        return None  # "hx of melanoma" is no heading
    return *opened, rest


def _bare(title: str, headings: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    """The section of a title without what is said beside it: in brackets, before, or after."""
    words = [word for word in title.partition("(")[0].split() if not word[0].isdigit()]  # "addendum 11/11/25"
    found = headings.get(" ".join(words))
    while found is None and words and words[-1] in _BESIDE_HEADING:
        words.pop()
        found = headings.get(" ".join(words))
    while found is None and words and words[0] in _BESIDE_HEADING:
        words.pop(0)
        found = headings.get(" ".join(words))
    return found
