"""What a statement asserts: each condition with its status, side, qualifiers and control.

Status is affirmed, negated, uncertain, family, historical, hypothetical or unaddressed. A cue's scope runs to the end
of the statement; a comma ends it in an assessment or plan (a list of problems), not in a history or examination
("no fever, chills or cough"), except for uncertainty. "But", "however" and the like end it everywhere.
"""

from claimsim.coding.reading.bygone import is_over
from claimsim.coding.reading.conditions_told import SIDE_REACH, ConditionReader
from claimsim.coding.reading.mentions import Draft, Mention, Scope, StatementReading, drug_mention, tells
from claimsim.coding.reading.statements import ASSESSED, Statement
from claimsim.coding.reading.statuses import of_the_past
from claimsim.coding.reading.verdicts import verdict_of
from claimsim.coding.words.entries import Condition, Cue, Medication, Site
from claimsim.coding.words.matching import Hit, find
from claimsim.coding.words.terms import SIDES, Terms

_SHOTS = frozenset({"shot", "shots", "vaccine", "vaccines", "vaccination", "vaccinations", "boosters"})
_ADDRESSES = frozenset({"mr", "mrs", "ms", "dr", "miss", "nurse", "mr.", "mrs.", "ms.", "dr."})
_ONE_THING = 4
"""Words from "without" to the end of a thing."""
_CONJUNCTIONS = frozenset({"or", "nor", "and", "vs", "versus"})
_LIKEWISE = 5
"""A statement of a few words: "left similarly", "R same"."""
_SIGNALS = frozenset(
    {
        "action",
        "historian",
        "external",
        "interpretation",
        "discussion",
        "high_risk",
        "moderate_risk",
        "prescription",
        "low_risk",
        "social",
        "not_here",
        "done",
        "cause",
        "phase",
        "underdosing",
    }
)
_EVEN_DENIED = frozenset({"not_here", "underdosing"})
_DECISIONS = frozenset({"high_risk", "moderate_risk"})
"""Not what may be done one day: "to the emergency department if worse" decides nothing."""
_DECIDES = frozenset({"assessment", "assessment_plan", "plan"})
_LEADS_ON = frozenset(
    {"no", "not", "without", "to", "of", "for", "or", "and", "in", "with", "need", "any", "never", "denies"}
)
"""Before an order these are part of what is denied."""
_BESIDE_DRUG = 3
_NORMAL = frozenset({"normal", "negative", "neg", "nl", "clear", "unremarkable"})
_NOT_MET = "criteria not met"
_LOOKED_WITH = frozenset(
    {
        "screened",
        "evaluated",
        "tested",
        "checked",
        "ultrasound",
        "us",
        "ct",
        "mri",
        "echo",
        "doppler",
        "duplex",
        "holter",
        "xray",
        "screen",
        "scan",
        "test",
        "testing",
    }
)


_GOES_ON = frozenset({"stable", "controlled", "compensated", "currently", "continue", "continues", "uncontrolled"})
_GOES_ON_WITHIN = 4


def read_statement(
    statement: Statement, number: int, root: Terms, earlier: list[Mention], uncertain: bool
) -> StatementReading:
    """Read one statement. `earlier` are the conditions before it: one without a condition qualifies its block's
    last.
    """
    hits = find(statement.words, root, statement.role in ASSESSED)
    result = StatementReading([], [], [], [])
    if not hits:
        return result
    reader = _Reader(statement, hits, Scope(statement.section == "family", uncertain), result, root)
    reader.inside = bool(earlier) and earlier[-1].block == statement.block
    drafts = reader.read()
    for draft in drafts:
        if draft.assertion == "affirmed" and is_over(draft, statement.words):
            draft.assertion = "historical"
        result.conditions.append(draft.mention(statement, number))
    for entry, start, end, assertion in reader.drugs:
        result.drugs.append(drug_mention(entry, statement, number, assertion, start, end))
    if drafts or not earlier:
        return result
    verdict = verdict_of(statement, hits) if statement.role in _DECIDES else ""
    if verdict:
        _judge_earlier(number, verdict, earlier)
    told = reader.loose_control or reader.loose_qualifiers
    if reader.likewise:
        _other_side(statement, number, reader, earlier, result)
    elif _stages(statement, reader, earlier[-1]) and _other_side(statement, number, reader, earlier, result):
        qualifiers, control = frozenset(reader.loose_qualifiers), reader.loose_control
        result.conditions[-1] = result.conditions[-1]._replace(qualifiers=qualifiers, control=control)
    elif told:
        _qualify_earlier(statement, reader, earlier)
    return result


def _stages(statement: Statement, reader: "_Reader", last: Mention) -> bool:
    """Whether a statement of the assessment says something of the last condition that has its own code: its stage."""
    if statement.role not in ASSESSED or not isinstance(last.entry, Condition):
        return False
    return last.side in ("right", "left") and any(tells(last.entry, name) for name in reader.loose_qualifiers)


def _other_side(
    statement: Statement, number: int, reader: "_Reader", earlier: list[Mention], result: StatementReading
) -> bool:
    """ "Right knee osteoarthritis. Left similarly", "glaucoma, right eye moderate stage; left eye mild": the last sided
    condition is on this side, too. Whether it is.
    """
    side = reader.side[0] if reader.side is not None else next(iter(reader.site_sides.values()), "")
    last = earlier[-1]
    if not side or not last.side or last.side == side or last.role != statement.role:
        return False
    if reader.site_sides and isinstance(last.entry, Condition) and last.entry.region not in reader.site_sides:
        return False
    result.conditions.append(
        last._replace(
            side=side, line=statement.line, statement=number, start=0, end=len(statement.words), block=statement.block
        )
    )
    return True


def _qualify_earlier(statement: Statement, reader: "_Reader", earlier: list[Mention]) -> None:
    """ "2) Hypertension. Not at goal." What a further statement of a problem says belongs to the problem."""
    if earlier and earlier[-1].block == statement.block and statement.role in ASSESSED:
        last = earlier[-1]
        earlier[-1] = last._replace(qualifiers=last.qualifiers | reader.loose_qualifiers)
        if reader.loose_control:  # a disease is at its goal or not, no sign of the examination told after it
            at = _last_disease(earlier, statement.block)
            earlier[at] = earlier[at]._replace(control=reader.loose_control)


def _judge_earlier(number: int, verdict: str, earlier: list[Mention]) -> None:
    """ "1. Pneumonia. Resolved." What a further statement or line decides is decided of the problem right above it."""
    at = _last_disease(earlier, earlier[-1].block)
    mention = earlier[at]
    if number - mention.statement > 1 or mention.assertion != "affirmed":
        return
    if isinstance(mention.entry, Condition) and not of_the_past(mention.entry):
        earlier[at] = mention._replace(assertion=verdict)


def _last_disease(earlier: list[Mention], block: int) -> int:
    """The place of a block's last mention of a disease that is there; of its last mention, where it has none."""
    for at in range(len(earlier) - 1, -1, -1):
        mention = earlier[at]
        if mention.block != block:
            break
        if isinstance(mention.entry, Condition) and not mention.entry.symptom and mention.assertion == "affirmed":
            return at
    return len(earlier) - 1


class _Reader(ConditionReader):
    """One statement's hits, taken in order."""

    def read(self) -> list[Draft]:
        for index, hit in enumerate(self.hits):
            self.at = index
            if hit.mark:
                self._mark(hit)
            else:
                for entry in hit.entries:
                    self._entry(entry, hit)
        self._close_clause()
        self._tested_normal()
        if self.drafts:
            for name, _, _ in self.pending:
                self.drafts[-1].qualifiers.add(name)
            phase, at = self.encounter
            for draft in self.drafts:
                if phase and draft.start >= at:
                    draft.encounter = phase
                    if draft.assertion == "historical" and draft.entry.system == "injury" and self._after_its_day():
                        draft.assertion = "affirmed"  # "6 weeks s/p ankle fracture, healing"
            self._still_there()
            self._at_sites()
            self._at_several_sites()
            self._exchange_qualifiers()
        else:
            self.loose_qualifiers = {name for name, _, _ in self.pending}
        return self.drafts

    def _still_there(self) -> None:
        """ "History of congestive heart failure, currently compensated": a lasting disease that goes on is present."""
        if self.role not in ASSESSED:
            return
        for draft in self.drafts:
            following = self.words[draft.end : draft.end + _GOES_ON_WITHIN]
            if (
                draft.assertion == "historical"
                and draft.entry.problem == "chronic"
                and not _GOES_ON.isdisjoint(following)
            ):
                draft.assertion = "affirmed"

    def _tested_normal(self) -> None:
        """ "AAA: ultrasound 2023 normal": a line of what was looked for and not found."""
        if len(self.drafts) != 1 or self.drafts[0].assertion != "affirmed":
            return
        draft = self.drafts[0]
        titled = self.words[draft.end : draft.end + 1] == [":"]
        looked = titled and self.words[-1] in _NORMAL and not self.vocabulary.isdisjoint(_LOOKED_WITH)
        if looked or _NOT_MET in " ".join(self.words[draft.end :]):
            draft.assertion = "negated"

    def _after_its_day(self) -> bool:
        """Whether an assessment says how an injury goes on that it calls "status post"."""
        return self.comma_ends and self.encounter[0] == "subsequent" and {"status", "post"} <= self.vocabulary

    def _exchange_qualifiers(self) -> None:
        """ "Dementia due to Parkinson disease, moderate": what the nearest condition has no code for and another of
        the statement has one is told of that other one.
        """
        if len(self.drafts) < 2:
            return
        for index, draft in enumerate(self.drafts):
            for name in sorted(draft.qualifiers):
                if tells(draft.entry, name):
                    continue
                taker = next((d for d in reversed(self.drafts[:index]) if tells(d.entry, name)), None)
                if taker is not None and not any(tells(taker.entry, other) for other in taker.qualifiers):
                    taker.qualifiers.add(name)

    def _doubted_cause(self, hit: Hit) -> bool:
        """ "Most likely secondary to viral bronchitis": the doubt is right before, and of the cause."""
        before = self.hits[self.at - 1] if self.at else None
        return (
            before is not None
            and before.end == hit.start
            and any(type(entry) is Cue and entry.kind == "uncertain" for entry in before.entries)
        )

    def _mark(self, hit: Hit) -> None:
        if hit.mark in SIDES:
            self._side(SIDES[hit.mark], hit.start)
        elif hit.mark == "(":
            self.scope.open_bracket()
        elif hit.mark == ")":
            self.scope.close_bracket()  # "PAD (no gangrene), polyneuropathy", "COPD (albuterol prn), BPH"
        elif hit.mark == ",":
            if self.drafts:  # "hypertension, uncontrolled, diabetes": the word before the comma looks back
                self.drafts[-1].qualifiers.update(name for name, _, _ in self.pending)
                self.pending.clear()
            following = self.words[hit.end] if hit.end < len(self.words) else ""
            if following == "and" and self._one_without(hit):
                self.scope.negated = False
            if following not in _CONJUNCTIONS:
                goes_on = self._list_goes_on(hit)
                self.scope.historical = False
                self.scope.uncertain = self.scope.uncertain and goes_on
                if self.comma_ends and not goes_on:
                    self.scope.negated = False  # "to the ward if fever, bleeding or pain": a warning goes on
            self._close_clause()
        elif hit.mark == "?":
            beside = self.drafts and hit.start - self.drafts[-1].end <= 1 and self.words[hit.start - 1] != ","
            if beside and not self._doubts_what_follows(hit):
                self.drafts[-1].assertion = _weaker(self.drafts[-1].assertion)
            else:
                self.scope.uncertain = True

    def _one_without(self, comma: Hit) -> bool:
        """ "Coronary disease without angina, and heart failure": the two belong to no list of what is not there."""
        before = self.words[max(0, comma.start - _ONE_THING) : comma.start]
        if "without" not in before:
            return False
        at = len(before) - 1 - before[::-1].index("without")
        return "," not in before[at:] and at + 1 < len(before)

    def _entry(self, entry: object, hit: Hit) -> None:
        if type(entry) is Condition and hit.start and self.words[hit.start - 1] in _ADDRESSES:
            return  # "Mr. Gout doing well": a person's name
        if type(entry) is Condition:
            self._condition(entry, hit)
        elif type(entry) is Cue:
            self._cue(entry, hit)
        elif type(entry) is Medication:
            self.drugs.append((entry, hit.start, hit.end, self.scope.status()))
        elif type(entry) is Site and self._again_at(entry, hit):
            return
        elif type(entry) is Site and self.side is not None and hit.start - self.side[1] <= SIDE_REACH:
            self.result.sides.append((entry.region, self.side[0]))
            self.site_sides[entry.region] = self.side[0]
            last = self.drafts[-1] if self.drafts else None
            if last is not None and last.entry.sided and not last.side and last.entry.region == entry.region:
                last.side = self.side[0]  # "dry eye syndrome, both eyes"
            self.side = None  # "surgery of both eyes, breast cancer": the side is the eyes'

    def _cue(self, cue: Cue, hit: Hit) -> None:
        kind = cue.kind
        if kind == "qualifier":
            if not self.scope.negated and self.words[hit.start - 1 : hit.start] != ["from"]:  # "down from stage 3a"
                self.pending.append((cue.value, hit.end, hit.start))
        elif kind == "control":
            self._control(cue.value, hit)
        elif kind == "underdosed":
            self._underdosed(hit)
        elif kind in _SIGNALS:
            if kind == "action" and self.scope.negated and self._ordered(hit):
                self.scope.end()
            if kind in _DECISIONS:
                if self.scope.status() == "affirmed":
                    self.result.signals.append((kind, cue.value))
            elif not self.scope.negated or kind in _EVEN_DENIED:
                self.result.signals.append((kind, cue.value))
        elif kind == "end":
            if self.drafts:  # "asthma with acute exacerbation secondary to a respiratory infection"
                self.drafts[-1].qualifiers.update(name for name, _, _ in self.pending)
                self.pending.clear()
            self._close_clause()
            doubted = self._doubted_cause(hit)
            self.scope.end()
            self.scope.uncertain = doubted
        elif kind == "encounter":
            # "Follow-up of a sprain", not "sprain, follow up in two weeks"; "healing" may stand after the name.
            self.encounter = (cue.value, 0 if cue.direction == "both" else hit.end)
        elif kind == "likewise":
            self.likewise = len(self.words) <= _LIKEWISE
        elif kind == "taught":
            self._taught(hit)
        elif kind == "warned":
            self._warned(hit)
        elif kind == "unaddressed":
            self._unaddressed(cue)
        elif kind == "operated":
            self._operated(hit)
        elif kind == "void":
            # "COVID (PCR)", "thyroid/celiac screens", not "hypertension, log reviewed": a comma keeps the two apart.
            reached = hit.start
            shots = not _SHOTS.isdisjoint(self.words[hit.start : hit.end])  # "flu and COVID shots"
            while self.drafts and (
                self.words[self.drafts[-1].end : reached] in ([], ["("], ["/"])
                or (shots and self.words[self.drafts[-1].end : reached] in (["and"], [","], ["&"], ["+"]))
            ):
                reached = self.drafts.pop().start
        elif kind == "family":
            self._family(cue, hit)
        elif kind != "none":
            self._assertion(cue, hit)

    def _underdosed(self, hit: Hit) -> None:
        """ "Ran out of amlodipine", "lisinopril nonadherence": the word stands beside the drug."""
        following = self._following()
        ahead = (
            following is not None
            and not following.mark
            and following.start - hit.end <= _BESIDE_DRUG
            and type(following.entries[0]) is Medication
        )
        if not self.scope.hypothetical and (ahead or (self.drugs and hit.start - self.drugs[-1][2] < _BESIDE_DRUG)):
            self.result.signals.append(("underdosed", ""))

    def _ordered(self, hit: Hit) -> bool:
        """ "No complications - refill lispro": an order ends what was denied before it; "no need to start" is none."""
        return self.role in _DECIDES and hit.start > 1 and self.words[hit.start - 1] not in _LEADS_ON

    def _control(self, value: str, hit: Hit) -> None:
        following = self._following()
        ahead = (
            following is not None
            and following.start - hit.end <= 1
            and not following.mark
            and type(following.entries[0]) is Condition
        )
        if self.drafts and not ahead:
            if self.drafts[-1].control != "not_at_goal":  # "uncontrolled off medicines, feels well"
                self.drafts[-1].control = value
        elif ahead:
            self.control_ahead = value
        else:
            self.loose_control = value
            self.result.signals.append(("control", value))


def _weaker(assertion: str) -> str:
    return "uncertain" if assertion == "affirmed" else assertion
