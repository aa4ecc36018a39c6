"""What the record leaves out of a lesion or wound that was dealt with: its way of removal, its length, its report.

Each decides the code: snare or forceps, shave or excision, up to 2.5 cm or more, benign or malignant.
"""

import re
from collections.abc import Iterator

from claimsim.coding.case import Case
from claimsim.coding.queries.queries import ask_choice, ask_measure, ask_open
from claimsim.coding.reading.mentions import Mention
from claimsim.coding.reading.statements import ASSESSED, Statement
from claimsim.coding.rules import because
from claimsim.coding.services.lines import Services
from claimsim.coding.services.telling import role_of
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import SKIN_CANCERS, Condition
from claimsim.coding.words.lengths import lengths

_LESION = frozenset({"polyp", "polyps", "polypectomy"})
_TAKEN = frozenset({"removed", "polypectomy", "resected", "excised", "retrieved", "removal"})
_HOW = frozenset(
    {
        "snare", "snared", "forceps", "forcep", "biopsy", "biopsied", "bx", "hot", "cold", "emr", "mucosal", "cautery",
        "ablated", "ablation", "avulsion", "jumbo", "lifted", "loop",
    }
)  # fmt: skip
_SCOPES = ("colonoscopy", "sigmoidoscopy", "upper endoscopy")
_OPEN_WOUND = re.compile(r"S\d1")
_CLOSED = frozenset(
    {"closed", "interrupted", "sutured", "approximated", "stapled", "repaired", "placed", "sewn", "stitched", "glued"}
)
_THREAD = frozenset(
    {
        "suture", "sutures", "stitch", "stitches", "staple", "staples", "prolene", "nylon", "ethilon", "vicryl",
        "monocryl", "dermabond", "gut", "glue", "adhesive",
    }
)  # fmt: skip
_STRIPS = frozenset({"strip", "strips", "steri", "steristrip", "steristrips", "steri-strips"})
_NO_CLOSURE = frozenset({"removed", "removal", "out", "open", "no", "not"})
_SKIN_LESION = frozenset(
    {
        "lesion",
        "lesions",
        "mole",
        "moles",
        "nevus",
        "nevi",
        "papule",
        "papules",
        "growth",
        "growths",
        "nodule",
        "nodules",
    }
)
_SKIN_WAYS = frozenset(
    {
        "shave", "shaved", "excision", "excised", "excisional", "punch", "cryotherapy", "frozen", "froze", "curettage",
        "curetted", "electrodesiccation", "snipped", "scissors", "scissor", "destruction", "destroyed", "hyfrecated",
        "dermablade", "tangential", "elliptical", "ellipse", "biopsy", "biopsied", "snip", "cautery", "laser",
    }
)  # fmt: skip
_LOCAL = frozenset({"lidocaine", "anesthesia", "anesthetized", "local", "hemostasis"})
_EXCISIONS = ("114", "116")
_BENIGN, _MALIGNANT = "114", "116"
_BENIGN_LESIONS = frozenset(
    {"cyst", "lipoma", "nevus", "nevi", "mole", "moles", "benign", "keratosis", "fibroma", "dermatofibroma"}
)
_PENDING = re.compile(
    r"\b(?:path\w*|histology|report|specimen)\b.{0,30}\b(?:pending|await\w*|sent)|\bawait\w* path", re.I
)
_REPORT = re.compile(r"\bpath\w*\b.{0,20}\b(?:shows?|showed|returned|back|confirmed|:)|\b(?:bx|biopsy)[- ]proven", re.I)
_DOUBTFUL = re.compile(
    r"\b(?:suspicious|atypical|r/o|rule out|concerning|changing|possible|probable|vs\.?|versus|uncertain)\b|\?", re.I
)
_TOLD_OF = frozenset(
    {
        "a", "an", "the", "one", "two", "three", "four", "single", "second", "other", "another", "both", "all", "was",
        "were", "rectum", "rectal", "rectosigmoid", "sigmoid", "descending", "splenic", "transverse", "hepatic",
        "ascending", "cecum", "cecal",
    }
)  # fmt: skip
_NOT_TODAY = frozenset({"history", "symptoms", "family"})


def ask_of_lesions(case: Case, services: Services) -> None:
    """Ask what the removals and closures of the day lack, and hold their lines."""
    _how_removed(case, services)
    _closed(case, services)
    _taken_off(case, services)
    _of_cancers(case, services)
    _awaiting_pathology(case, services)


def _now(case: Case) -> Iterator[Statement]:
    """The statements of the visit itself."""
    return (s for s in case.prose if s.role not in _NOT_TODAY)


def _how_removed(case: Case, services: Services) -> None:
    """A polyp that was removed in some way beside others whose way is told: the technique is the code."""
    if not any(line.name in _SCOPES for line in services.billed):
        return
    for number, statement in enumerate(case.prose):
        words = statement.words
        if _LESION.isdisjoint(words) or _TAKEN.isdisjoint(words) or role_of(case, number)[1] in _NOT_TODAY:
            continue
        if not _TOLD_OF.intersection(words) and not any(word[0].isdigit() for word in words):
            continue  # a title: "colonoscopy with polypectomy"
        if statement.role in ASSESSED:
            continue  # "2 polyps removed": how stands with the findings
        following = case.prose[number + 1].words if number + 1 < len(case.prose) else []
        if _HOW.isdisjoint(words) and (_HOW.isdisjoint(following) or not _LESION.isdisjoint(following)):
            ask_measure(case, "polyp removal", "technique by which the lesion was removed", (case.quote(number),))
            return


def _closed(case: Case, services: Services) -> None:
    """A wound that was closed with stitches or staples, told without the word repair: its length is the code."""
    if services.repairs or any("repair" in line.name or "excision" in line.name for line in services.billed):
        return
    wounds = {m.block for m in case.reading.mentions if m.assertion == "affirmed" and _is_wound(m.entry)}
    if not wounds:
        return
    for number, statement in enumerate(case.prose):
        words = statement.words
        if _CLOSED.isdisjoint(words) or _THREAD.isdisjoint(words) or role_of(case, number)[1] in _NOT_TODAY:
            continue
        if not _NO_CLOSURE.isdisjoint(words) or statement.role == "plan":
            continue
        if not _STRIPS.isdisjoint(words) and _THREAD.intersection(words) <= {"adhesive"}:
            continue
        if not any(lengths(s.words) for s in _now(case)):
            ask_measure(case, "laceration repair", "length in centimetres", (case.quote(number),))
            return


def _is_wound(entry: object) -> bool:
    return (
        isinstance(entry, Condition) and re.match(r"S\d1", entry.code or "S01") is not None and entry.system == "injury"
    )


def _taken_off(case: Case, services: Services) -> None:
    """A lesion of the skin that was taken off in some way: shave, excision and destruction are different codes."""
    if any(line.kind == "procedure" for line in services.billed) or case.encounter.services:
        return
    for number, statement in enumerate(case.prose):
        words = statement.words
        if _SKIN_LESION.isdisjoint(words) or "removed" not in words or role_of(case, number)[1] in _NOT_TODAY:
            continue
        whole = {word for s in _now(case) for word in s.words}
        if statement.line in case.procedural or statement.section == "procedure" or not _LOCAL.isdisjoint(whole):
            if _SKIN_WAYS.isdisjoint(whole):
                ways = ("Shave removal", "Excision, full thickness", "Destruction")
                ask_choice(case, "removal of the skin lesion", "technique", ways, (case.quote(number),))
            return


def _of_cancers(case: Case, services: Services) -> None:
    """The excision of a lesion that is a cancer of the skin is 116, of which the sizes stand as in 114 (CPT, excision:
    malignant lesions). Where two were cut out, their own words tell which is which.
    """
    benign = [line for line in services.billed if line.code.startswith(_BENIGN)]
    cancers = [
        m
        for m in case.reading.mentions
        if m.assertion == "affirmed" and isinstance(m.entry, Condition) and m.entry.code.startswith(SKIN_CANCERS)
    ]
    if len(benign) != 1 or not any(
        m.role in ASSESSED or m.section == "postoperative" or _reported(case, m) for m in cancers
    ):
        return
    line = benign[0]
    code = _MALIGNANT + line.code[len(_BENIGN) :]
    told = {word for quote in line.evidence for word in tokens.lowered(quote.text)}
    if not told.isdisjoint(_BENIGN_LESIONS) or case.service(code) == "":
        return
    line.code = code
    line.name = "malignant lesion excision"
    line.why.append(because("documented", "The lesion that was cut out is a cancer of the skin."))


def _reported(case: Case, mention: Mention) -> bool:
    return _REPORT.search(case.reading.statements[mention.statement].text) is not None


def _awaiting_pathology(case: Case, services: Services) -> None:
    """An excision of what may be malignant, before the report: benign and malignant have different codes."""
    excisions = [line for line in services.billed if line.code.startswith(_EXCISIONS)]
    if not excisions or not any(_PENDING.search(s.text) for s in case.prose):
        return
    doubtful = next(
        (n for n, s in enumerate(case.prose) if s.role not in _NOT_TODAY and _DOUBTFUL.search(s.text)), None
    )
    if doubtful is None or any(_REPORT.search(s.text) for s in case.prose):
        return
    for line in excisions:
        services.billed = [other for other in services.billed if other is not line]
        options = ("Benign: ____", "Malignant: ____", "Uncertain behavior: ____")
        evidence = (line.evidence[0], case.quote(doubtful))
        ask_open(
            case,
            line.name,
            "what the excised lesion is, once the report of the specimen is there",
            "nature of the lesion",
            options,
            evidence,
        )
