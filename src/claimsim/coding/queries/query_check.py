"""Whether a query that somebody wrote is compliant: it must not lead, must cite the record, and never speaks of money.

The standard is the AHIMA/ACDIS "Guidelines for Achieving a Compliant Query Practice" (2022 update), as summarised by
icd10monitor.medlearn.com ("Common myths associated with multiple choice physician queries") and
open-exam-prep.com ("Documentation and Query Compliance").
"""

import re
from collections.abc import Sequence

from claimsim.model.codes import Finding

_MONEY = re.compile(
    r"\b(?:payments?|paid|pays?|reimburse\w*|revenue|denial|denied|bill(?:ed|ing|able)?|drg|hcc|raf|risk adjust\w*"
    r"|severity of illness|quality (?:scores?|measures?)|higher (?:level|code)|upgrade|dollars?)\b|\$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\b(?:do you agree|would you agree|don't you|isn't (?:it|this)|wouldn't you"
    r"|please (?:add|document|state|write|code) (?:that|the diagnosis of|a diagnosis of)"
    r"|can (?:you|we) (?:say|add|document|call)|should (?:be|say)|obviously|clearly"
    r"|we need (?:you )?to|you (?:must|need to|should)|so that we can)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"^\s*(?:does|is|was|did|has|are|were|do)\b[^?]*\?\s*$", re.IGNORECASE)
_OTHER = re.compile(r"\bother\b|please specify", re.IGNORECASE)
_UNDETERMINED = re.compile(r"unable to|undetermined|cannot be determined|not able to|unknown", re.IGNORECASE)
_SHORTEST_QUOTE = 3  # words in a row that are the record's own


def check_query(text: str, options: Sequence[str], note: str) -> tuple[Finding, ...]:
    """What is wrong with a query, worst first; nothing if it is compliant. `options` is empty for an open question."""
    whole = " ".join((text, *options))
    found: list[Finding] = []

    def add(kind: str, subject: str, why: str, serious: bool) -> None:
        found.append(Finding(kind, subject, why, "serious" if serious else "warning"))

    money = _MONEY.search(whole)
    if money:
        add(
            "query_mentions_payment", money.group(), "A query never speaks of payment, quality scores or billing.", True
        )
    leading = _LEADING.search(text)
    if leading:
        add("query_leads", leading.group(), "It tells the clinician what to write; ask what the record means.", True)
    choices = [option for option in options if not _OTHER.search(option) and not _UNDETERMINED.search(option)]
    yes_no = {option.strip().casefold() for option in choices} <= {"yes", "no"}
    if options and len(choices) == 1 and "____" not in choices[0]:
        add("query_leads", choices[0], "One choice is no choice: offer every one the indicators support.", True)
    if (not options and _YES_NO.match(text)) or (options and choices and yes_no):
        add("query_yes_no", text[:60], "Yes or no may only confirm what the record documents already.", False)
    if options and not yes_no and not any(_OTHER.search(option) for option in options):
        add("query_without_other", "options", "The choices need one for another answer.", False)
    if options and not any(_UNDETERMINED.search(option) for option in options):
        add("query_without_undetermined", "options", "The choices need one for what cannot be determined.", False)
    if not _cites(text, note):
        add("query_without_indicators", "text", "It cites nothing of the record that makes it necessary.", True)
    return tuple(sorted(found, key=lambda finding: finding.severity != "serious"))


def _cites(text: str, note: str) -> bool:
    """Whether the query quotes the record, or has three words in a row of it."""
    quoted = re.findall(r'"([^"]{3,})"', text)
    if any(" ".join(part.split()) in " ".join(note.split()) for part in quoted):
        return True
    said = re.findall(r"[a-z0-9]+", text.casefold())
    record = f" {' '.join(re.findall(r'[a-z0-9]+', note.casefold()))} "
    runs = (said[at : at + _SHORTEST_QUOTE] for at in range(len(said) - _SHORTEST_QUOTE + 1))
    return any(f" {' '.join(run)} " in record for run in runs)
