"""Billing repairs: which texts tell them, what is asked, and the lines that their sums make."""

from claimsim.coding.case import Case
from claimsim.coding.queries.queries import ask_measure, ask_open
from claimsim.coding.rules import because
from claimsim.coding.services.lines import Billed, Services
from claimsim.coding.services.repairs import Repair, Repaired, summed, told
from claimsim.coding.words.lengths import lengths, tells_closure, wounds
from claimsim.model.codes import Candidate

_NAME = "laceration repair"
_MOST_LOOKED_AT = 400
_DEEP = frozenset({"deep", "depth", "gaping", "from", "margin"})
_CLOSURE = frozenset({"length", "closure", "repair", "wound", "long"})
_WOUND = frozenset({"laceration", "lacerations", "wound", "lac", "cut", "gash", "repair", "closed", "sutured"})


def bill_repairs(case: Case, services: Services) -> None:
    """Add one line for each class and group of sites that was repaired."""
    listed = [repair for repair in services.repairs if repair.evidence.source == "services"]
    noted = [repair for repair in services.repairs if repair.evidence.source == "note"]
    repairs = listed or noted
    if not repairs:
        return
    excised = next((b.site for b in services.billed if "excision" in b.name and b.site is not None), None)
    if excised is not None:  # a closure is where the excision was; a simple one is part of it
        repairs = [
            Repair(r.kind, tuple(w._replace(site=w.site or excised) for w in r.wounds), r.evidence, r.side, r.block)
            for r in repairs
            if r.kind != "simple"
        ]
        if not repairs:
            return
    repairs = _amended(case, repairs)
    whole = [repair for repair in repairs if told([repair])]
    if whole:  # a plan ("staples out in 8 days") tells of the same repair
        repairs = [repair for repair in repairs if repair in whole or not _of_later(case, repair)]
    repairs = [_measured_where_found(case, repair) for repair in _once_a_site(repairs)]
    repairs = [repair for repair in repairs if not _goes_on(repair, repairs)]
    if not told(repairs):
        repairs = noted if listed and told(noted) else _completed(case, repairs)
    for repair in repairs:
        for wound in repair.wounds:
            if wound.cm is None or wound.site is None:
                subject = "length in centimetres" if wound.cm is None else "site"
                ask_measure(case, _NAME, subject, (repair.evidence,))
                services.waiting = True
    _ask_other_length(case, repairs)
    lines = summed(repairs, case.lexicon.repairs)
    for index, line in enumerate(lines):
        _bill(case, services, line, lines[:index])


def _ask_other_length(case: Case, repairs: list[Repair]) -> None:
    """Ask where the one wound has another length in the examination than in the repair."""
    if len(repairs) != 1 or len(repairs[0].wounds) != 1 or repairs[0].wounds[0].cm is None:
        return
    closed = repairs[0].wounds[0].cm
    for number, statement in enumerate(case.reading.statements[:_MOST_LOOKED_AT]):
        if statement.section != "exam" or _WOUND.isdisjoint(statement.words):
            continue
        seen = {item.cm for item in lengths(statement.words)}
        if seen and closed not in seen and len(seen) == 1 and not _DEEP.intersection(statement.words):
            options = tuple(f"{cm:g} cm" for cm in sorted({closed, *seen}))
            about = f"the length of the {_NAME}, as the record has two"
            evidence = (case.quote(number), repairs[0].evidence)
            ask_open(case, _NAME, about, "length without contradiction", options, evidence)
            return


def _amended(case: Case, repairs: list[Repair]) -> list[Repair]:
    """The repairs without those that an addendum tells anew: the answer to a query is of the same wound."""
    added = {s.line for s in case.reading.statements if s.section == "addendum"}
    amended = [r for r in repairs if r.evidence.source == "note" and r.evidence.line in added]
    known = {(wound.cm, wound.site) for repair in amended for wound in repair.wounds}
    return [r for r in repairs if r in amended or known.isdisjoint((w.cm, w.site) for w in r.wounds)]


def _of_later(case: Case, repair: Repair) -> bool:
    """Whether a repair's words stand in the plan: what is to come of the wound that was closed."""
    at = repair.evidence
    return at.source == "note" and any(
        s.line == at.line and s.text == at.text and s.role in ("plan", "hypothetical", "")
        for s in case.reading.statements
    )


def _goes_on(repair: Repair, repairs: list[Repair]) -> bool:
    """Whether a repair tells neither length nor site and stands beside one that does: "single-layer closure"."""
    bare = all(wound.cm is None and wound.site is None for wound in repair.wounds)
    return bare and any(repair.block == r.block and repair.kind == r.kind and told([r]) for r in repairs)


def _once_a_site(repairs: list[Repair]) -> list[Repair]:
    """The repairs without those that name the site of one before, and neither has a length: one closure told twice
    ("scalp laceration repair", then "6 staples to scalp").
    """
    kept: list[Repair] = []
    seen: set[tuple[str, frozenset[str]]] = set()
    for repair in repairs:
        sites = frozenset(w.site.region for w in repair.wounds if w.site is not None)
        bare = bool(sites) and all(w.cm is None and w.site is not None for w in repair.wounds)
        if bare and (repair.kind, sites) in seen:
            continue
        if bare:
            seen.add((repair.kind, sites))
        kept.append(repair)
    return kept


def _measured_where_found(case: Case, repair: Repair) -> Repair:
    """The length of a wound from the one statement that measures a wound of its site ("chin 1.5 cm, forearm 4 cm")."""
    if all(wound.cm is not None or wound.site is None for wound in repair.wounds):
        return repair
    found: dict[str, set[float]] = {}
    for statement in case.reading.statements:
        if statement.role != "history" and not _WOUND.isdisjoint(statement.words):
            site = next((s for w in statement.words if (s := case.lexicon.sites.get(w)) is not None and s.skin), None)
            for wound in wounds(statement.words, case.lexicon.sites, site):
                if wound.cm is not None and wound.site is not None:
                    found.setdefault(wound.site.region, set()).add(wound.cm)
    filled = tuple(
        wound._replace(cm=next(iter(found[wound.site.region])))
        if wound.cm is None and wound.site is not None and len(found.get(wound.site.region, ())) == 1
        else wound
        for wound in repair.wounds
    )
    return Repair(repair.kind, filled, repair.evidence, repair.side, repair.block)


def _completed(case: Case, repairs: list[Repair]) -> list[Repair]:
    """A single wound's length from the only length that the note gives of a wound."""
    if len(repairs) > 1 or len(repairs[0].wounds) > 1:
        return repairs
    wound = repairs[0].wounds[0]
    if wound.cm is None:
        found = [
            (item.cm, tells_closure(s.words, item))
            for s in case.reading.statements
            if s.role != "history" and (s.section == "procedure" or not _WOUND.isdisjoint(s.words))
            for item in lengths(s.words)
        ]
        told_lengths = {cm for cm, closed in found if closed} or {cm for cm, _ in found}
        beside = {
            item.cm
            for s in case.reading.statements
            if s.role != "history" and not _CLOSURE.isdisjoint(s.words)
            for item in lengths(s.words)
        }
        for told_of in (told_lengths, beside):
            if len(told_of) == 1 and wound.cm is None:
                wound = wound._replace(cm=told_of.pop())
    if wound.site is None:
        near = [s for s in case.reading.statements if s.role != "history"]
        for statements in ([s for s in near if not _WOUND.isdisjoint(s.words)], near):
            sites = [
                site
                for s in statements
                for word in s.words
                if (site := case.lexicon.sites.get(word)) is not None and site.skin
            ]
            if len({site.skin for site in sites}) == 1:
                wound = wound._replace(site=sites[0])
                break
    one = repairs[0]
    return [Repair(one.kind, (wound,), one.evidence, one.side, one.block)]


def _bill(case: Case, services: Services, line: Repaired, before: list[Repaired]) -> None:
    if not line.code or not case.service(line.code):
        case.candidates.append(Candidate(f"{line.kind} repair, {line.cm:g} cm in all", line.evidence[0]))
        return
    text = f"{line.kind.capitalize()} repairs of this group of sites are {line.cm:g} cm in all."
    billed = Billed(
        line.code,
        1,
        "procedure",
        list(line.evidence),
        [because("total-length", text)],
        line.regions,
        next(iter(line.sides)) if len(line.sides) == 1 else "",
        False,
        line.site,
        block=line.block,
        name=_NAME,
        apart=True,
    )
    first = next((b for b in before if b.code), None)
    if first is not None:
        billed.modifiers.append("59")
        text = f"Other wounds than those of {first.code}: another class or group of sites."
        billed.why.append(because("modifier-59", text))
    services.billed.append(billed)
