"""Coding: each code with the line of the chart that it stands on, what was left out, and what does not agree."""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from claimsim.case.events import ChargesEntered, CodesAssigned, QueryAnswered, QuestionAnswered
from claimsim.model.codes import CodedDiagnosis, CodedService, Coding, Evidence, Finding, Query, Reason, Severity
from claimsim.model.money import total
from claimsim.render.blocks import (
    Block,
    Column,
    Gap,
    KeyValue,
    KeyValues,
    Marker,
    Note,
    Paragraph,
    Row,
    RuleReference,
    Table,
)
from claimsim.render.telling import Telling
from claimsim.render.words import (
    count,
    ended,
    letter,
    lowered,
    money,
    plain_reason,
    sentence,
    spoken,
)

MOST_LEFT_OUT = 6
UNCHARGED = "It is not charged until a coder has looked it up."
"""What was left out that is told without --why."""
MOST_REASONS = 4
POINTED_FOR_WANT_OF_BETTER = "pointer"
"""The rule of a line whose diagnosis was not told: always shown, for a denial may hang on it."""
_MODIFIER_FINDINGS = frozenset({"missing_modifier", "unsupported_modifier"})
_CHANGES_THE_CHARGE = "-50"
"""The modifier of both sides is charged for; of every other the charge stays, and whether it is paid does not."""
_SEVERITIES: dict[Severity, Marker] = {"info": "info", "warning": "warn", "serious": "stop"}
_PLACES = {
    "services": "service", "drugs": "drug", "visit": "visit", "patient": "patient", "history": "history",
    "notices": "notice", "coverage": "coverage",
}  # fmt: skip


def place_of(evidence: Evidence) -> str:
    """Where in the chart."""
    if evidence.source == "note":
        return f"line {evidence.line}"
    name = _PLACES.get(evidence.source, evidence.source)
    return f"{name} {evidence.line}" if evidence.line else name


def quoted(evidence: Evidence) -> str:
    """A piece of the chart with its place."""
    return f'{place_of(evidence)}: "{evidence.text.strip()}"'


def codes_assigned(event: CodesAssigned, telling: Telling) -> Iterator[Block]:
    """All codes the first time; what changed when they were revised."""
    before, telling.coding = telling.coding, event.coding
    if event.revised and before is not None:
        yield _revision(before, event.coding)
        yield from _findings(event.coding)
        return
    coding = event.coding
    if coding.diagnoses:
        rows = tuple(_diagnosis(n, d, telling) for n, d in enumerate(coding.diagnoses, 1))
        yield KeyValues(rows, "Diagnoses, in the order in which they are reported")
    else:
        yield Note("warn", "No diagnosis was assigned.")
    yield Gap()
    if coding.services:
        yield KeyValues(tuple(_service(s, telling) for s in coding.services), "Services")
    else:
        yield Note("warn", "No service was assigned.")
    yield from _left_out(coding, telling)
    yield from _not_known(coding, telling)
    yield from _queries(coding.queries)
    yield from _findings(coding)


def _diagnosis(position: int, diagnosis: CodedDiagnosis, telling: Telling) -> KeyValue:
    evidence = diagnosis.evidence if telling.why else diagnosis.evidence[:2]
    details: list[str | RuleReference] = [quoted(e) for e in evidence]
    if telling.why:
        details += _reasons(diagnosis.why)
        details += [f"not {a.code}: {a.why_not}" for a in diagnosis.alternatives]
    return KeyValue(f"{letter(position)}  {diagnosis.code}", diagnosis.description, tuple(details))


def _service(service: CodedService, telling: Telling) -> KeyValue:
    pointed = (
        f"for {', '.join(map(letter, service.diagnosis_pointers))}"
        if service.diagnosis_pointers
        else "for no diagnosis"
    )
    units = f", {service.units} units" if service.units != 1 else ""
    minutes = f", {service.minutes} minutes" if service.minutes else ""
    what = f"{pointed}{units}{minutes}{_modifiers(service, telling)}"
    details: list[str | RuleReference]
    if telling.why:
        others = [f"not {a.code}: {a.why_not}" for a in service.alternatives]
        details = [what, *map(quoted, service.evidence), *_reasons(service.why), *others]
    else:
        is_visit = telling.explain.is_visit(service.code, telling.date_of_service)
        told = list(service.why[: MOST_REASONS if is_visit else 1])
        told += [reason for reason in service.why[len(told) :] if reason.rule == POINTED_FOR_WANT_OF_BETTER]
        details = ["; ".join((what, *map(quoted, service.evidence[:1]))), " ".join(sentence(r.text) for r in told)]
    name = spoken(service.code, service.modifiers, service.units)
    return KeyValue(name, service.description, tuple(filter(None, details)))


def _modifiers(service: CodedService, telling: Telling) -> str:
    words = [f"{m} {lowered(telling.explain.modifier(m, telling.date_of_service))}".strip() for m in service.modifiers]
    return f"; {', '.join(words)}" if words else ""


def _reasons(reasons: tuple[Reason, ...]) -> list[str | RuleReference]:
    lines: list[str | RuleReference] = []
    for reason in reasons:
        lines.append(sentence(reason.text))
        if reason.rule:
            lines.append(RuleReference(reason.rule, reason.authority))
        elif reason.authority:
            lines.append(f"authority: {reason.authority}")
    return lines


_SAID_OF = re.compile(r"(.+?) (is|was) (.+)")
_SEVERAL = (
    ("a symptom of", "symptoms of"), ("a finding;", "findings;"), ("but was not", "but were not"),
    ("or is run", "or are run"), ("perform it", "perform them"), ("diagnose it", "diagnose them"),
)  # fmt: skip


def _left_out(coding: Coding, telling: Telling) -> Iterator[Block]:
    if not coding.not_coded:
        return
    left_out = _told_together(coding.not_coded)
    told = left_out if telling.why else left_out[:MOST_LEFT_OUT]
    rows = tuple(
        KeyValue(place_of(e), f'"{e.text.strip()}": {ended(text)}', tuple(_sources(r)) if telling.why else ())
        for e, text, r in told
    )
    yield Gap()
    yield KeyValues(rows, "Read, and rightly not coded")
    rest = len(left_out) - len(told)
    if rest:
        yield Paragraph(f"and {rest} more, which --why shows", "dim")


def _told_together(items: Iterable[tuple[Evidence, Reason]]) -> list[tuple[Evidence, str, Reason]]:
    """What was left out, with what one statement names of one kind in one sentence."""
    groups: dict[tuple[Evidence, str], list[tuple[str, str, Reason]]] = {}
    for evidence, reason in items:
        found = _SAID_OF.match(reason.text)
        subject, verb, tail = found.groups() if found is not None else (reason.text, "", "")
        groups.setdefault((evidence, tail or reason.text), []).append((subject, verb, reason))
    result: list[tuple[Evidence, str, Reason]] = []
    for (evidence, tail), parts in groups.items():
        text = parts[0][2].text
        names = list(dict.fromkeys(subject for subject, _, _ in parts))
        if len(names) > 1:
            for one, several in _SEVERAL:
                tail = tail.replace(one, several)
            verb = {"is": "are", "was": "were"}[parts[0][1]]
            text = f"{', '.join(names[:-1])} and {names[-1]} {verb} {tail}"
        result.append((evidence, text, parts[0][2]))
    return result


def _not_known(coding: Coding, telling: Telling) -> Iterator[Block]:
    """What the tables have no code for. What was done and given is always told: without a code it is not charged."""
    given = [c for c in coding.candidates if c.evidence.source != "note"]
    read = [c for c in coding.candidates if c.evidence.source == "note"]
    if given:
        yield Gap()
    for item in given:
        text = f'{place_of(item.evidence)}, "{item.text.strip()}": the tables have no code that fits. {UNCHARGED}'
        yield Note("warn", text, tuple(f"perhaps {code} {words}" for code, words in item.codes), word="NO CODE")
    if not read:
        return
    if telling.why:
        rows = [KeyValue(place_of(c.evidence), c.text, tuple(f"{a} {b}" for a, b in c.codes)) for c in read]
        yield Gap()
        yield KeyValues(tuple(rows), "Not in the index, for somebody to look up")
    else:
        what = count(len(read), "statement of the note", "statements of the note")
        yield Paragraph(f"{what} not in the diagnosis index, for somebody to look up, which --why shows", "dim")


def _sources(reason: Reason) -> Iterator[str | RuleReference]:
    if reason.rule:
        yield RuleReference(reason.rule, reason.authority)
    elif reason.authority:
        yield f"authority: {reason.authority}"


def _queries(queries: tuple[Query, ...]) -> Iterator[Block]:
    for query in queries:
        yield Gap()
        options = (f"Answers offered: {'; '.join(query.options)}.",) if query.options else ()
        details = (*(quoted(e) for e in query.evidence), *options, f"Why it is asked: {ended(query.reason)}")
        yield Note("info", f"To {query.to}: {query.text}", details, word="QUERY")


def _findings(coding: Coding) -> Iterator[Block]:
    if coding.findings:
        yield Gap()
    for finding in coding.findings:
        yield _finding(finding)


def _finding(finding: Finding) -> Note:
    marker = _SEVERITIES[finding.severity]
    kind = plain_reason(finding.kind)
    return Note(marker, f"{finding.subject}, {kind}: {ended(finding.text)}{_dollars(finding)}", word="FINDING")


def _dollars(finding: Finding) -> str:
    """What a finding is worth: too much or too little charged, or, of a modifier, the charge that hangs on it."""
    if not finding.dollars:
        return ""
    amount = money(abs(finding.dollars))
    if finding.kind in _MODIFIER_FINDINGS and not finding.subject.endswith(_CHANGES_THE_CHARGE):
        return f" The line's {amount} hangs on it."
    return f" {'Over' if finding.dollars > 0 else 'Under'}charged by {amount}."


def _revision(before: Coding, after: Coding) -> Note:
    """What a revision changed, in codes."""
    old, new = ([_as_claimed(s, coding) for s in coding.services] for coding in (before, after))
    was, now = [s for s in old if s not in new], [s for s in new if s not in old]
    changes = [(a or "nothing", b or "nothing") for a, b in zip_longest(was, now, fillvalue="")]
    codes = [", ".join(d.code for d in coding.diagnoses) or "none" for coding in (before, after)]
    if codes[0] != codes[1]:
        changes.append((f"diagnoses {codes[0]}", codes[1]))
    lines = tuple(f"{a} is now {b}" for a, b in changes) or ("the codes stayed as they were",)
    return Note("info", sentence(lines[0]), tuple(map(sentence, lines[1:])), word="REVISED")


def _as_claimed(service: CodedService, coding: Coding) -> str:
    diagnoses = [coding.diagnoses[p - 1].code for p in service.diagnosis_pointers if 0 < p <= len(coding.diagnoses)]
    return f"{spoken(service.code, service.modifiers, service.units)} for {', '.join(diagnoses) or 'no diagnosis'}"


def query_answered(event: QueryAnswered, telling: Telling) -> Iterator[Block]:
    """The coder's query to the clinician, its choices, and the addendum that answers it."""
    choices = (f"Choices: {'; '.join(event.query.options)}",) if event.query.options else ()
    yield Note("info", event.query.text, choices, word="QUERY")
    yield Note("info", sentence(f"Addendum to the record: {event.answer}"), (), word="ANSWER")


def question_answered(event: QuestionAnswered, telling: Telling) -> Iterator[Block]:
    """The biller's question, and the coder's answer from the record."""
    yield Note("info", event.question, word="ASKED")
    yield Note("info", sentence(event.answer), event.evidence, word="ANSWER")


def charges_entered(event: ChargesEntered, telling: Telling) -> Iterator[Block]:
    """Charges by line, with where each comes from."""
    rows = tuple(
        Row(
            (
                spoken(line.code, line.modifiers),
                str(line.units),
                money(line.unit_charge),
                money(line.charge),
                line.source,
            )
        )
        for line in event.lines
    )
    whole = Row(("Total", "", "", money(total(line.charge for line in event.lines)), ""), is_total=True)
    columns = (
        Column("Service"), Column("Units", "right"), Column("One unit", "right"), Column("Charge", "right"),
        Column("From", flexible=True),
    )  # fmt: skip
    yield Table(columns, (*rows, whole))
