"""A rule: named, sourced, and asked of something. Its answer is the only thing that may deny, reject or flag.

A rule's predicate is a plain function from a context (which kind, its family says) to None when the rule does not
apply, or to the words for what it saw when it does. Everything else about it is data, so that `explain`, the rule
reference, the trace and the coverage report are all readers of the same record.
"""

from collections.abc import Callable
from typing import Generic, Literal, TypeVar

from msgspec import Struct

Stage = Literal["coding", "scrub", "front_end", "claim", "line", "pricing", "benefits"]
AnswerKind = Literal["finding", "stop", "warn", "reject", "deny", "return", "reduce", "remark", "cost_share"]
Context = TypeVar("Context")

TraceEntry = tuple[str, str, str | None]
"""(rule id, what it was asked of, what it saw or None when it did not fire). A tuple: this is the hot path."""
Trace = tuple[TraceEntry, ...]


class Answer(Struct, frozen=True):
    """What a rule says when it fires.

    A denial has a group, a CARC and perhaps remarks; a rejection a 277CA category and status; a scrub edit only
    stops or warns. Where payers differ in group, CARC or remarks, the payer's file overrides these.
    """

    kind: AnswerKind
    group: str = ""
    carc: str = ""
    remarks: tuple[str, ...] = ()
    category: str = ""
    status: str = ""
    entity: str = ""


class Rule(Struct, Generic[Context], frozen=True):
    """One rule.

    `id` is a short name in lower case with dashes; `title` says when it fires; `meaning` explains it to a trainee;
    `authority` names the regulation, manual chapter or guideline section; `action` is the right next step.
    `codes` narrows the rule to lines with one of these codes (empty: asked of every line).
    """

    id: str
    title: str
    meaning: str
    authority: str
    answer: Answer
    action: str
    stage: Stage
    check: Callable[[Context], str | None]
    codes: frozenset[str] = frozenset()
    verified: bool = True
