"""Endoscopy: the furthest the scope went, every technique with its lesion, stopped procedures, and screenings.

CPT endoscopy guidelines; a colonoscopy that went past the splenic flexure but not to the cecum is the colonoscopy with
53, one that did not is a sigmoidoscopy (published example MOD-12). A screening that became therapeutic keeps its
screening purpose: 33, with Medicare PT; a Medicare screening without a finding is G0121, or G0105 at high risk.
"""

import re

from claimsim.coding.case import Case
from claimsim.coding.queries.queries import ask_measure
from claimsim.coding.reading.performed import clauses as clauses_of
from claimsim.coding.reading.performed import marks_in
from claimsim.coding.rules import because
from claimsim.coding.services.lines import Billed, Services
from claimsim.coding.services.service_text import ServiceText, without_negated
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import ServiceEntry, Site
from claimsim.model.codes import Candidate, Evidence

_FAMILY = {
    "colonoscopy": "colonoscopy",
    "flexible sigmoidoscopy": "sigmoidoscopy",
    "upper endoscopy": "upper endoscopy",
}
_SEGMENTS = (
    "anus", "anal", "rectum", "rectal", "rectosigmoid", "sigmoid", "descending", "splenic", "transverse", "hepatic",
    "ascending", "cecum", "cecal", "appendiceal", "ileum", "ileal", "esophagus", "esophageal", "stomach", "gastric",
    "antrum", "antral", "duodenum", "duodenal",
)  # fmt: skip
_SPLENIC = _SEGMENTS.index("splenic")
_CECUM = frozenset({"cecum", "cecal", "appendiceal", "ileum", "ileal", "ileocecal"})
_NOT_PAST = re.compile(
    r"\b(?:not|unable to|cannot|couldnt)(?: \w+){0,5} (?:past|beyond|through|traverse) (?:the )?splenic"
)
_PAST = re.compile(r"\b(?:past|beyond|through|traversed) (?:the )?splenic")
_REPORTED = frozenset({"procedure", "findings", "results", "told", ""})
_INCOMPLETE = re.compile(
    r"\b(?:incomplete|aborted|terminated|discontinued|abandoned|(?:not|unable to|cannot|couldnt)(?: be)?(?: \w+){0,4}"
    r" (?:reach|reached|advance|advanced|intubate|intubated|pass|passed|visualize|visualized)"
    r"|not (?:to )?(?:the )?cecum|cecum (?:was )?not)\b"
)
_REACHED = re.compile(r"\b(?:advanced|reached|inserted|passed|extent|to)\b")
_HIGH_RISK = ("high risk", "history of colon polyp", "history of polyp", "surveillance", "crohn", "ulcerative colitis",
              "family history of colon cancer", "fhx colon cancer", "hx of polyps", "hx polyps")  # fmt: skip
_DILATED = frozenset({"dilated", "dilation", "dilatation", "dilate"})
_DILATIONS = {"43248", "43249"}
_NOT_NOW = frozenset({"dated", "past", "away", "blocked", "intended"})
_SEGMENT_REACH = 5
_SEPARATE = frozenset({"separate", "different", "another", "second"})
_SPLIT = re.compile(r"(?:,|;|\band\b|\bthen\b)")


def bill_endoscopy(
    case: Case, services: Services, entry: ServiceEntry, text: ServiceText, evidence: Evidence, block: int
) -> None:
    """Bill what the scope did by one text: a line for each technique; a lesser one of the same lesion falls away
    later, where the edits are looked at.
    """
    family, stopped = _extent(case, _FAMILY[entry.name], text)
    if family is None:
        ask_measure(case, entry.name, "furthest point the scope reached", (evidence,))
        return
    done = _techniques(case, family, text)
    dilated = family == "upper endoscopy" and not _DILATED.isdisjoint(text.words)
    if dilated and all(code not in _DILATIONS for code, _ in done):
        ask_measure(case, entry.name, "means of the dilation", (evidence,))
        services.waiting = True
    if not done:
        words = {"polypectomy", "removal", "removed", "excised"} & text.words
        if any(line.name == entry.name for line in services.billed):
            return  # a title of what is told elsewhere
        if words:
            ask_measure(case, entry.name, "technique by which the lesion was removed", (evidence,))
        else:
            case.candidates.append(Candidate(evidence.text, evidence))
        return
    screening = family != "upper endoscopy" and _is_screening(case, text)
    for code, segment in done:
        base = code == done[-1][0] and code in ("45378", "43235", "45330")
        if base and any(b.name == entry.name for b in services.billed):
            continue
        code, modifiers = _screened(case, text, code, base) if screening else (code, [])
        if not case.service(code):
            continue
        why = [because("endoscopy", f"The record says {entry.name}; the furthest work tells the code {code}.")]
        if stopped:
            modifiers = ["53", *modifiers]
            why.append(
                because("incomplete-procedure", "A whole colonoscopy was meant and did not reach the cecum: 53.")
            )
        if screening:
            why.append(because("modifier-33", "Begun as a screening; it stays one."))
        site = Site(segment, "", "", f"bowel:{segment}", False) if segment else None
        services.billed.append(
            Billed(
                code, 1, entry.kind, [evidence], why, tuple(entry.regions), site=site, modifiers=modifiers,
                block=block, name=entry.name, words=text.words, indications=entry.diagnoses,
            )
        )  # fmt: skip


def _techniques(case: Case, family: str, text: ServiceText) -> list[tuple[str, str]]:
    """Codes with the bowel segment each was done in, the furthest technique first."""
    rows = [row for row in case.lexicon.techniques if row.family == family]
    sentences = _sentences(case, text)
    clauses = [_stems(clause) for sentence in sentences for clause in _SPLIT.split(sentence)]
    wider = [_stems(sentence) for sentence in sentences for _ in _SPLIT.split(sentence)]
    found: list[tuple[str, str]] = []
    for row in rows:
        if row is rows[-1] and found:
            break
        at = next((index for index, clause in enumerate(clauses) if row.fits(clause)), None)
        if at is None:
            at = next((index for index, sentence in enumerate(wider) if row.fits(sentence)), None)
        if at is None and (len(sentences) > 1 or not row.fits(text.words)):
            continue
        said = clauses[at] if at is not None and len(clauses) > 1 else text.words
        segment = next((name for name in _SEGMENTS if name in said), "")
        if not segment and at is not None and len(sentences) > 1:
            segment = next((name for name in _SEGMENTS if name in wider[at]), "") or _segment_before(clauses, at)
        named = [name for name in _SEGMENTS if name in text.words]
        if not segment and len(sentences) == 1 and len(named) == 1:
            segment = named[0]  # "snare removal, cecal polyp"
        if not segment and not _SEPARATE.isdisjoint(said):
            segment = f"separate lesion {row.code}"
        if not segment and "dilation" in {word for groups in row.patterns for group in groups for word in group}:
            segment = "esophagus"  # what is dilated through a gastroscope unless another part is named
        found.append((row.code, segment))
    if len(found) == 1 and not found[0][1]:  # "snare removal of polyps, ascending and sigmoid colon"
        found = [(found[0][0], next((name for name in _SEGMENTS if name in text.words), ""))]
    return found


def _sentences(case: Case, text: ServiceText) -> list[str]:
    """The sentences of a report without what is denied, and without what was done on another day."""
    kept: list[str] = []
    for sentence in " ".join(without_negated(text.found)).split(" ; "):
        words = sentence.split()
        if case.lexicon.service_cues.filed.keys().isdisjoint(words) and not any(w.isdigit() for w in words):
            kept.append(sentence)
            continue
        numbers = clauses_of(words)
        earlier = {numbers[mark.at] for mark in marks_in(words, case.lexicon.service_cues) if mark.status in _NOT_NOW}
        kept.append(" ".join(word for word, number in zip(words, numbers, strict=True) if number not in earlier))
    return kept


def _segment_before(clauses: list[frozenset[str]], at: int) -> str:
    """The segment named last before: "Rectum: 2 mm polyp. Removed with forceps"."""
    for index in range(at - 1, max(at - _SEGMENT_REACH, 0) - 1, -1):
        segment = next((name for name in _SEGMENTS if name in clauses[index]), "")
        if segment:
            return segment
    return ""


def _stems(text: str) -> frozenset[str]:
    words = text.split()
    return frozenset((*words, *map(tokens.stem, words)))


def _extent(case: Case, family: str, text: ServiceText) -> tuple[str | None, bool]:
    """The family the extent makes of it, and whether it was stopped; no family where the extent is not told."""
    if family != "colonoscopy":
        return family, False
    said = [" ".join(text.found)]
    said += [" ".join(s.words) for s in case.reading.statements if s.role in _REPORTED]
    whole = " . ".join(said)
    if not _INCOMPLETE.search(whole):
        return family, False
    if case.medicare:
        return family, True  # CMS wants 53 wherever a prepared colonoscopy stopped (change request 2822, MM9317)
    if _NOT_PAST.search(whole):
        return "sigmoidoscopy", False
    if _PAST.search(whole):
        return family, True
    furthest = -1
    for sentence in said:
        if _REACHED.search(sentence):
            words = frozenset(sentence.split()) - (_CECUM if _INCOMPLETE.search(sentence) else frozenset())
            furthest = max([furthest, *(index for index, name in enumerate(_SEGMENTS[:15]) if name in words)])
    if furthest < 0:
        return None, False
    return (family, furthest < _SEGMENTS.index("cecum")) if furthest > _SPLENIC else ("sigmoidoscopy", False)


def _is_screening(case: Case, text: ServiceText) -> bool:
    visit = case.encounter.visit
    reason = visit.reason.lower() if visit is not None else ""
    if {"screening", "surveillance"} & text.words or "screening" in reason or "surveillance" in reason:
        return True
    return any(
        "colonoscopy" in s.words and ("screening" in s.words or "surveillance" in s.words)
        for s in case.reading.statements
        if s.role in ("symptoms", "told", "procedure", "assessment", "assessment_plan", "")
    )


def _screened(case: Case, text: ServiceText, code: str, base: bool) -> tuple[str, list[str]]:
    if not case.medicare:
        return code, ["33"]
    if not base:
        return code, ["PT"]
    low = f"{' '.join(text.found)} {case.encounter.note[:4000]}".lower()
    return ("G0105" if any(words in low for words in _HIGH_RISK) else "G0121"), []
