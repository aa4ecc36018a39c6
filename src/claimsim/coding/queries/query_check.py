"""Whether a query that somebody wrote is compliant: it must not lead, must cite the record, and never speaks of money.

The standard is the AHIMA/ACDIS "Guidelines for Achieving a Compliant Query Practice" (2022 update), as summarised by
icd10monitor.medlearn.com ("Common myths associated with multiple choice physician queries", "What is a leading query")
and open-exam-prep.com ("Documentation and Query Compliance": yes or no only to confirm what is documented or a cause
and effect that the record implies).
"""

import re
from collections.abc import Sequence

from claimsim.model.chart import Encounter
from claimsim.model.codes import Finding

_MONEY = re.compile(
    r"\b(?:payments?|paid|pays?|payers?|reimburse\w*|revenue|denials?"
    r"|(?:will|would|could|may|be|get|gets) (?:deny|denied)"
    r"|bill(?:ed|ing|able)?|drg|mcc|hcc|raf|cmi|case mix|rvus?|risk adjust\w*|claims?|insur\w+|medicare|medicaid"
    r"|auditors?|medical necessity|severity of illness|risk of mortality|quality (?:scores?|measures?)"
    r"|higher (?:level|code)|upgrade|dollars?)\b|\$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\b(?:(?:do|would|don't|can) you (?:not )?(?:agree|think)|agree\?|isn't (?:it|this)|wouldn't you"
    r"|(?:please|kindly) (?:add|addend|append|sign|confirm that|document that|state that|write that|code)\b"
    r"|(?:please|kindly) (?:document|state|write|include|record|diagnose) (?:the diagnosis of|a diagnosis of)"
    r"|(?:please|kindly) (?:document|state|write|include|record|diagnose) "
    r"(?!(?:the|whether|if|what|when|which|who|why|how|any|your|its|his|her|their|where|these|this|one|all|in|on)\b)"
    r"\w+"
    r"|(?:like|want|need|ask(?:ing)?) you to (?:document|add|state|write|include)"
    r"|(?:i|we) (?:believe|think|feel|suspect)"
    r"|meets? (?:the )?criteria for|is the (?:correct|right) (?:diagnosis|code)|if clinically appropriate"
    r"|can (?:you|we) (?:say|add|document|call)|should (?:this|it|the \w+)? ?(?:be|say)|obviously|clearly"
    r"|we need (?:you )?to|you (?:must|need to|should)|so that we can)\b",
    re.IGNORECASE,
)
_LEADS = "It tells the clinician what to write; ask what the record means."
_YES_NO = re.compile(r"(?:^|[.;:]\s+)(?:does|is|was|did|has|are|were|do)\b[^?]*\?\s*$", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:due|secondary|related|linked) to\b|\bcaused by\b|\bresult of\b|\bpresent on admission\b", re.I
)
_OTHER = re.compile(r"\bother\b|please specify", re.IGNORECASE)
_UNDETERMINED = re.compile(r"unable to|undetermined|cannot be determined|not able to|unknown", re.IGNORECASE)
_QUOTE = re.compile(r'"([^"]{3,})"')
_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
_SHORTEST_QUOTE = 3  # words in a row that are the record's own
_NAMED = 2  # of the record's own terms, where none are quoted
_SHORT_ANSWERS = frozenset({"yes", "no", "agree", "disagree"})
_EVERYDAY = frozenset(
    {
        "a", "about", "above", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
        "before", "being", "below", "but", "by", "can", "cause", "chart", "clarify", "clinical", "could", "current",
        "date", "diagnosis", "did", "do", "document", "documentation", "documented", "does", "due", "exam", "for",
        "from", "given", "had", "has", "have", "her", "him", "his", "history", "how", "if", "in", "is", "it", "its",
        "known", "last", "left", "listed", "lists", "may", "more", "most", "normal", "note", "noted", "of", "on",
        "or", "other", "patient", "plan", "please", "provide", "record", "right", "seen", "severity", "should",
        "show", "shows", "side", "since", "site", "so", "some", "stage", "state", "stated", "states", "such",
        "than", "that", "the", "their", "then", "there", "these", "they", "this", "those", "time", "to", "today",
        "type", "under", "visit", "was", "were", "what", "when", "whether", "which", "who", "why", "will", "with",
        "would", "year", "years", "you", "your",
    }
)  # fmt: skip
"""Words that cite nothing."""


def check_query(text: str, options: Sequence[str], record: str) -> tuple[Finding, ...]:
    """What is wrong with a query, worst first; nothing if it is compliant. `options` is empty for an open question,
    `record` is the text of the encounter's record (see `record_of`).
    """
    own = _QUOTE.sub(" ", text)  # what is cited is the record's, and may say anything
    found: list[Finding] = []

    def add(kind: str, subject: str, why: str, serious: bool) -> None:
        found.append(Finding(kind, subject, why, "serious" if serious else "warning"))

    money = _MONEY.search(" ".join((own, *options)))
    if money:
        add(
            "query_mentions_payment", money.group(), "A query never speaks of payment, quality scores or billing.", True
        )
    leading = _LEADING.search(own)
    choices = [option for option in options if not _OTHER.search(option) and not _UNDETERMINED.search(option)]
    short = {option.strip().casefold() for option in choices} <= _SHORT_ANSWERS
    if leading:
        add("query_leads", leading.group(), _LEADS, True)
    elif options and len(choices) == 1 and "____" not in choices[0]:
        add("query_leads", choices[0], "One choice is no choice: offer every one the indicators support.", True)
    asked_short = (not options and _YES_NO.search(own)) or (options and choices and short)
    if asked_short and not _CAUSE.search(own):
        add("query_yes_no", text[:60], "Yes or no may only confirm what the record documents already.", False)
    if options and not short and not any(_OTHER.search(option) for option in options):
        add("query_without_other", "options", "The choices need one for another answer.", False)
    if options and not any(_UNDETERMINED.search(option) for option in options):
        add("query_without_undetermined", "options", "The choices need one for what cannot be determined.", False)
    if not _cites(text, record):
        add("query_without_indicators", "text", "It cites nothing of the record that makes it necessary.", True)
    return tuple(sorted(found, key=lambda finding: finding.severity != "serious"))


def record_of(encounter: Encounter) -> str:
    """All that a query may cite: the note, and the lists of what was done and given."""
    done = [service.description for service in encounter.services]
    given = [f"{drug.name} {drug.dose} {drug.route}".strip() for drug in encounter.drugs]
    return "\n".join((encounter.note, *done, *given))


def _cites(text: str, record: str) -> bool:
    """Whether the query quotes the record, has three words in a row of it, one with its value, or two of its terms."""
    plain = " ".join(record.split())
    if any(" ".join(part.split()) in plain for part in _QUOTE.findall(text)):
        return True
    said = _WORD.findall(text.casefold())
    told = _WORD.findall(record.casefold())
    whole = f" {' '.join(told)} "
    runs = [said[at : at + _SHORTEST_QUOTE] for at in range(len(said) - _SHORTEST_QUOTE + 1)]
    values = [said[at : at + 2] for at in range(len(said) - 1) if said[at + 1][0].isdigit() and said[at][0].isalpha()]
    if any(f" {' '.join(run)} " in whole for run in (*runs, *values)):
        return True
    return len((set(said) & set(told)) - _EVERYDAY) >= _NAMED
