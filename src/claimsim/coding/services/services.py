"""The services of an encounter: from the record's list, and from what the note says was done in this office."""

import re

from msgspec.structs import replace

from claimsim.coding.case import Case
from claimsim.coding.diagnoses.told_sides import ailing_sides, side_of_digit, side_of_procedure
from claimsim.coding.queries.queries import ask_conflict, ask_measure
from claimsim.coding.reading.sides_told import is_sound
from claimsim.coding.rules import because
from claimsim.coding.services.counts import count_of, muscles_of, sites_told, times, variant_for
from claimsim.coding.services.endoscopy import bill_endoscopy
from claimsim.coding.services.lines import ASKS, Billed, Open, Services
from claimsim.coding.services.neighbours import neighbours_of
from claimsim.coding.services.noted import DATA_KINDS, by_assessment, from_note, ordered_only
from claimsim.coding.services.repairing import bill_repairs
from claimsim.coding.services.repairs import repair_of
from claimsim.coding.services.service_text import Found, ServiceText, match, service_text
from claimsim.coding.services.telling import Told, procedural_lines, role_of, section_begins, with_titles
from claimsim.coding.services.unsaid import taken_here, uncounted
from claimsim.coding.words import tokens
from claimsim.coding.words.entries import ServiceEntry, Site
from claimsim.model.codes import Candidate, Evidence

__all__ = ["Billed", "Services", "find_services"]

_MEASURED_IN = {
    "percent": ("%", "bsa", "tbsa"),
    "view": ("view", "views", "2v", "3v", "1v", "4v"),
    "cm": ("cm", "mm"),
}
_LESION_SIZE = frozenset(
    {"margin", "margins", "dia", "diameter", "excised", "lesion", "papule", "nodule", "cyst", "plaque"}
)
_CLOSURE = frozenset({"closure", "length", "closed", "repair", "sutured", "incision", "ellipse", "final", "line"})
_OVER = frozenset({"resolved", "healed", "history", "old", "previous", "prior"})
_EXTRA = frozenset({"medicare", "child", "listed", "aged_adult"})
_INCLUDED = frozenset({"included"})
_STRIPS = "closure strips"
_ADHESIVE_STRIPS = frozenset({"strip", "steri", "steristrip", "steri-strip"})
_THREAD = frozenset(
    {
        "suture", "sutured", "stitch", "stitche", "staple", "stapled", "prolene", "nylon", "ethilon", "vicryl", "glue",
        "monocryl", "dermabond", "gut", "interrupted", "silk",
    }
)  # fmt: skip
_ASKED = {
    "cm": "length in centimetres",
    "view": "number of views",
    "minute": "number of minutes",
    "percent": "share of the body surface",
    "visit": "number of visits",
    "study": "number of nerves studied",
}
_CHILD = 10
_MOST_LOOKED_AT = 400
"""So many statements are looked through for each service: the work stays linear in a hostile note."""
_OPPOSITE = {"right": "left", "left": "right"}
_TELLS_SIDE = frozenset({"complaint", "hpi", "exam", "assessment", "assessment_plan"})
_ADULT = 22
_TIMED = "timed"
_ELSEWHERE = re.compile(
    r"\bsent (?:out|to)\b|\bsend[- ]?outs?\b|\bto lab\b|\blabcorp\b|\bquest\b|\bordered\b|\b(?:reference|outside) lab"
)
_ENDS_IN_NUMBER = re.compile(r"[a-z], ?(\d{1,2}|[a-z]+)$")
_CONFLICT = "asked"
"""The side of a service whose record says both: nobody takes one for it until the answer."""
_OUTSIDE = "?"
"""In the index: a service whose code is outside the teaching selection."""


def find_services(case: Case) -> Services:
    """Read the record's list of services, then the note."""
    services = Services()
    case.prose = with_titles(case)
    case.begins = section_begins(case.prose)
    case.procedural = procedural_lines(case.prose)
    payer = frozenset({"medicare"} if case.medicare else ()) | frozenset({"child"} if case.age <= _CHILD else ())
    if case.age >= _ADULT:
        payer |= {"aged_adult"}
    if case.encounter.visit is not None:
        payer |= {f"visit_{case.encounter.visit.kind}"}
    listed = payer | {"listed"}
    for number, item in enumerate(case.encounter.services, start=1):
        words = tokens.expanded(item.description, tokens.lowered(item.description), case.lexicon.senses, "procedure")
        text = service_text(words, case.lexicon, listed)
        evidence = Evidence("services", number, item.description)
        found = match(text, case.lexicon) or [hit for hit, _ in by_assessment(case, text, listed)]
        if not found:
            services.unmatched.append((number, words))
        elsewhere = _ELSEWHERE.search(item.description.lower()) is not None
        for hit in found:
            if elsewhere and hit.entry.kind in DATA_KINDS:
                services.tests.setdefault(hit.entry.name, evidence)
                ordered_only(case, services, hit.entry, evidence)
                continue
            quantity = max(item.quantity, times(words), _counted_behind(item.description))
            _bill(case, services, hit, text, evidence, quantity, item.minutes)
    from_note(case, services, payer, _bill)
    bill_repairs(case, services)
    return services


def _counted_behind(description: str) -> int:
    """The number that ends an item of the list: "paring of calluses, 2"; 1 without one."""
    found = _ENDS_IN_NUMBER.search(description)
    return tokens.number_of(found.group(1)) or 1 if found is not None else 1


def _bill(
    case: Case,
    services: Services,
    hit: Found | Told,
    text: ServiceText,
    evidence: Evidence,
    quantity: int,
    minutes: int | None,
    block: int = 0,
) -> None:
    entry = hit.entry
    if entry.kind in DATA_KINDS:
        services.tests.setdefault(entry.name, evidence)
    if entry.measure == "repair":
        if not _ADHESIVE_STRIPS.isdisjoint(text.words) and _THREAD.isdisjoint(text.words):
            return  # strips alone are part of the visit
        services.repairs.append(repair_of(text, case.lexicon, evidence, block))
        return
    if entry.kind == "procedure" and evidence.source == "services":
        services.listed.append(_regions(entry, text))
    if evidence.source == "note" and (
        _told_before(services, entry, text, evidence, block) or _on_the_list(services, entry, text)
    ):
        return
    if entry.kind in _INCLUDED:
        rule = "strips-only" if entry.name == _STRIPS and not services.billed_procedures() else "included"
        case.leave_out(evidence, because(rule, f"{entry.name} is part of the visit or procedure."))
        return
    if entry.measure == "endoscopy":
        bill_endoscopy(case, services, entry, text, evidence, block)
        return
    site = text.site
    if entry.measure == "muscle":
        muscles = muscles_of(text, case.lexicon)
        quantity = max(quantity, len(muscles))
        if site is None and muscles:
            muscle, region = next(iter(muscles.items()))
            site = Site(muscle, "", "", region, True)
    if entry.measure == "lesion" and quantity == 1:
        quantity = max(quantity, sites_told(text, case.lexicon))
    variant = variant_for(entry, text, quantity, minutes)
    if (variant is None or not variant.code) and evidence.source == "services":
        text = _with_note(case, entry, text)
        variant = variant_for(entry, text, quantity, minutes)
    if variant is None:
        text = _with_measures(case, entry, text)
        variant = variant_for(entry, text, quantity, minutes)
    if variant is not None and variant.code.startswith(ASKS):
        services.questions.append(Open(entry.name, variant.code[1:], evidence, _regions(entry, text)))
        return
    if variant is None or variant.code in ("", _OUTSIDE):
        _incomplete(case, services, entry, text, evidence, variant is not None)
        return
    unknown = uncounted(case, entry, text, quantity, minutes, evidence)
    if unknown:
        ask_measure(case, entry.name, unknown, (evidence,))
        services.waiting = services.waiting or entry.kind == "procedure"
        return
    if not case.service(variant.code):
        case.candidates.append(Candidate(evidence.text, evidence))
        return
    if any(line.code == variant.code and line.evidence[0] == evidence for line in services.billed):
        return  # two rows of the index read one line of the list
    if evidence.source == "note" and _same_code(services, variant.code, text, evidence):
        return
    if minutes is None and entry.kind == _TIMED:
        minutes = int(count_of(text, "minute", 0)) or None
    count = max(quantity, int(count_of(text, entry.measure, quantity)))
    side = text.side or _noted_side(case, entry, text, evidence)
    why = [because("documented", f"The record says {entry.name} was done.")]
    billed = Billed(
        variant.code,
        1,
        entry.kind,
        [evidence],
        why,
        _regions(entry, text),
        "" if side == _CONFLICT else side,
        entry.sided and side != _CONFLICT,
        site,
        block=block,
        name=entry.name,
        words=text.words,
        minutes=minutes,
        indications=entry.diagnoses,
        alternatives=neighbours_of(case, entry, variant, text),
    )
    services.billed.append(billed)
    _ask_other_side(case, billed)
    _count(case, services, billed, entry, count, quantity)


def _told_before(services: Services, entry: ServiceEntry, text: ServiceText, evidence: Evidence, block: int) -> bool:
    """Whether the note tells what is on the list already; the other side of it is put to the same line."""
    for line in services.billed:
        if line.name != entry.name:
            continue
        listed = line.evidence[0].source == "services"  # the list is read first
        sides = {line.side, text.side}
        other_site = text.site is not None and line.site is not None and text.site.region != line.site.region
        if other_site and not listed:
            continue
        if sides == {"right", "left"} and not listed and entry.sided:
            line.side = "bilateral"
        line.evidence.append(evidence)
        line.words |= text.words
        line.block = line.block or block
        return True
    return False


def _on_the_list(services: Services, entry: ServiceEntry, text: ServiceText) -> bool:
    """Whether the list has a procedure of this place: the note then describes that one in its own words."""
    if entry.kind != "procedure":
        return False
    regions = set(_regions(entry, text)) - {"skin", "site"}
    return any(
        not regions or not (set(listed) - {"skin", "site"}) or regions & set(listed) for listed in services.listed
    )


def _same_code(services: Services, code: str, text: ServiceText, evidence: Evidence) -> bool:
    """Whether two rows of the index, or two sentences of the note, tell one and the same service."""
    for line in services.billed:
        if line.code == code and line.kind != "drug":
            apart = text.site is not None and line.site is not None and text.site.region != line.site.region
            if not apart:
                line.evidence.append(evidence)
                line.side = line.side or text.side
                return True
    return False


def _with_measures(case: Case, entry: ServiceEntry, text: ServiceText) -> ServiceText:
    """The text with the statements that tell what its variants measure, wherever in the note they stand."""
    wanted = {name for variant in entry.variants for name, _, _ in variant.measures}
    units = frozenset(word for name in wanted for word in _MEASURED_IN.get(name, ()))
    words = list(text.found)
    for number, statement in enumerate(case.prose[:_MOST_LOOKED_AT]):
        if units.isdisjoint(statement.words) or role_of(case, number)[1] == "history":
            continue
        if "cm" not in wanted or (
            not _LESION_SIZE.isdisjoint(statement.words) and _CLOSURE.isdisjoint(statement.words)
        ):
            words += [",", *statement.words]
    return service_text(words, case.lexicon, text.words & _EXTRA) if len(words) > len(text.found) else text


def _noted_side(case: Case, entry: ServiceEntry, text: ServiceText, evidence: Evidence) -> str:
    """The side the note gives the service's region, where it speaks of one side only."""
    if not entry.sided:
        return ""
    regions = _regions(entry, text)[:1]
    digit = side_of_digit(case, text.words)
    if digit:
        return digit
    past = frozenset(number for _, _, number in case.reading.sides if _past(case, number))
    sides = ailing_sides(case, regions, past) or set(filter(None, (side_of_procedure(case),)))
    if len(sides) == 1:
        return next(iter(sides))
    if sides == {"right", "left"} and evidence.source == "services" and not text.side:
        ask_conflict(case, entry.name, (evidence,))
        return _CONFLICT
    return ""


def _ask_other_side(case: Case, billed: Billed) -> None:
    """Ask where the procedure names one side and complaint, examination and assessment only the other."""
    if not billed.sided or billed.side not in _OPPOSITE or billed.kind != "procedure" or not billed.regions:
        return
    statements = case.reading.statements
    elsewhere = {
        side
        for region, side, number in case.reading.sides
        if region == billed.regions[0]
        and statements[number].section in _TELLS_SIDE
        and not _past(case, number)
        and not is_sound(statements[number].words)
    }
    if elsewhere == {_OPPOSITE[billed.side]}:
        ask_conflict(case, billed.name, tuple(billed.evidence[:1]))


def _past(case: Case, number: int) -> bool:
    """Whether a statement tells of what is over ("R bursitis 2023, resolved")."""
    words = case.reading.statements[number].words
    return not _OVER.isdisjoint(words) or any(word.isdigit() and len(word) == 4 and word[:2] == "20" for word in words)


def _regions(entry: ServiceEntry, text: ServiceText) -> tuple[str, ...]:
    site = (text.site.region,) if text.site is not None else ()
    return (*site, *(region for region in entry.regions if region != "site" and region not in site))


def _count(case: Case, services: Services, billed: Billed, entry: ServiceEntry, count: int, quantity: int) -> None:
    """Units, and the add-on code for what is beyond the first."""
    if entry.measure == "strains" and ({"a", "b"} <= billed.words or "a/b" in billed.words):
        text = "The test gives a result for A and one for B: a line for each, the second told apart by 59."
        second = replace(billed, modifiers=["59"], evidence=list(billed.evidence), why=list(billed.why))
        second.why.append(because("modifier-59", text))
        services.billed.append(second)
    elif not entry.add_on:
        several = entry.measure in ("", "count", "each", "limb", "tool") and entry.kind != "procedure"
        billed.units = (count if entry.measure in ("each", "tool") else quantity) if several else 1
        return
    parts = entry.add_on.split()
    if not parts or (billed.code != entry.variants[-1].code and len(entry.variants) > 1):
        return
    first, per = int(parts[2]), 10 if "per" in parts else 1
    last = int(parts[4]) if "to" in parts else 10_000
    further = min(count, last) - first + 1
    if further > 0 and case.service(parts[0]):
        units = -(-further // per)
        why = because("add-on", f"{count} in all: {units} beyond what {billed.code} covers.")
        services.billed.append(
            Billed(
                parts[0],
                units,
                "add_on",
                list(billed.evidence),
                [why],
                billed.regions,
                name=f"{entry.name}, further",
                block=billed.block,
                primary=billed.code,
                indications=billed.indications,
            )
        )


def _with_note(case: Case, entry: ServiceEntry, text: ServiceText) -> ServiceText:
    """The text with what the note says of the same service: the list often leaves out size, views or number."""
    words = list(text.found)
    for statement in case.reading.statements:
        if statement.role not in ("procedure", "results", "findings", "plan", "assessment_plan", "told", ""):
            continue
        if statement.section == "procedure":
            words += [",", *statement.words]
        elif not case.lexicon.trigger_words.isdisjoint(statement.words):
            other = service_text(statement.words, case.lexicon, text.words & _EXTRA - {"listed"})
            if any(hit.entry.name == entry.name for hit in match(other, case.lexicon)):
                words += [",", *statement.words]
    return service_text(words, case.lexicon, text.words & _EXTRA)


def _incomplete(
    case: Case, services: Services, entry: ServiceEntry, text: ServiceText, evidence: Evidence, known: bool
) -> None:
    """What the index has no code for, or what the record leaves out. `known`: a variant fits, but has no code."""
    if known:
        if entry.variants[-1].code:
            case.candidates.append(Candidate(evidence.text, evidence))
        return
    for variant in entry.variants:
        for name, _, _ in variant.measures:
            if name == "view" and not taken_here(case, evidence):
                continue  # a film of somebody else, whose report tells its views
            if name in _ASKED and count_of(text, name, -1) < 0:
                ask_measure(case, entry.name, _ASKED[name], (evidence,))
                services.waiting = services.waiting or entry.kind == "procedure"
                return
    if entry.variants and entry.variants[-1].code:
        case.candidates.append(Candidate(evidence.text, evidence))
