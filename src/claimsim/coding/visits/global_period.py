"""The global period of an earlier procedure, as the encounter's history tells it, and what it means today.

Medicare Claims Processing Manual ch. 12 s. 40: a 90-day period has the day before, the day of and 90 days after (92 in
all); a 10-day one the day of and 10 after (11 in all); each code's days are the fee schedule's, never a range of codes.
"""

from datetime import date, timedelta

from msgspec import Struct

from claimsim.coding.case import Case
from claimsim.coding.services.service_text import match, service_text
from claimsim.coding.visits.specialty import specialty
from claimsim.coding.words import tokens

_DAYS = {"010": 10, "090": 90}
_CPT = 5  # digits
_MAJOR = ("open treatment", "arthroplasty", "internal fixation", "replacement", "fusion", "reconstruction")
_AFTERCARE = (
    "post op", "postop", "postoperative", "post operative", "suture removal", "sutures removed", "staples removed",
    "wound check", "cast check", "status post", "after surgery", "dressing change",
)  # fmt: skip


class Global(Struct, frozen=True):
    """An earlier procedure whose period holds today."""

    code: str
    on: date
    days: str
    last: date
    regions: frozenset[str]
    side: str
    description: str

    @property
    def sentence(self) -> str:
        """The period in words."""
        return (
            f"{self.code} of {self.on.isoformat()} has a {int(self.days)}-day global period to {self.last.isoformat()}"
        )


def global_window(on: date, days: str) -> tuple[date, date]:
    """First and last day of a procedure's global period; the same day for one without.

    The end is the day of surgery plus the days: the day itself is not one of them.
    """
    after = _DAYS.get(days, 0)
    first = on - timedelta(days=1) if after == 90 else on
    return first, on + timedelta(days=after)


def open_globals(case: Case) -> list[Global]:
    """The earlier procedures of this group and specialty whose period covers the encounter, the latest first."""
    found: list[Global] = []
    mine = specialty(case, case.encounter.rendering_provider)
    for item in case.encounter.history:
        if not item.code or not item.provider or item.date >= case.on:
            continue
        days = case.global_days_on(item.code, item.date) or _of_unlisted(case, item.code, item.description)
        if days not in _DAYS:
            continue
        same = item.provider == case.encounter.rendering_provider
        if not same and (not mine or specialty(case, item.provider) != mine):
            continue
        _, last = global_window(item.date, days)
        if case.on <= last:
            regions, side = _place(case, item.code, item.description)
            found.append(Global(item.code, item.date, days, last, regions, side, item.description))
    return sorted(found, key=lambda one: one.on, reverse=True)


def _of_unlisted(case: Case, code: str, description: str) -> str:
    """The period of an operation that the teaching selection lacks: 90 days where its words are a major one's and the
    note speaks of care after it.

    CMS calls major what has 90 days; open treatments, replacements and fixations of bones and joints have them.
    """
    low = description.lower()
    operation = len(code) == _CPT and code.isdigit() and "10000" <= code < "70000"
    return "090" if operation and any(word in low for word in _MAJOR) and says_aftercare(case) else ""


def _place(case: Case, code: str, description: str) -> tuple[frozenset[str], str]:
    """The regions and side of an earlier procedure, from its description and from what the index says of its code."""
    words = tokens.expanded(description, tokens.lowered(description), case.lexicon.senses, "procedure")
    text = service_text(words, case.lexicon)
    regions: set[str] = set()
    if text.site is not None:
        regions.add(text.site.region)
    for hit in match(text, case.lexicon):
        regions.update(region for region in hit.entry.regions if region not in ("site", "any"))
    if not regions:
        for entry in case.lexicon.services:
            if any(variant.code == code for variant in entry.variants):
                regions.update(region for region in entry.regions if region not in ("site", "any"))
    return frozenset(regions), text.side


def says_aftercare(case: Case) -> bool:
    """Whether the note or the reason of the visit speaks of care after an operation."""
    visit = case.encounter.visit
    said = f"{visit.reason if visit else ''}\n{case.encounter.note[:4000]}".lower().replace("-", " ")
    return any(words in said for words in _AFTERCARE)
