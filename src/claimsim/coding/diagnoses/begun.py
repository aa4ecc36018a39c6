"""Whether a drug is begun at this visit: nobody has taken it for long, and its disease was not at its goal."""

from claimsim.coding.case import Case
from claimsim.coding.reading.mentions import Mention

NOW = frozenset({"plan", "assessment_plan", "assessment"})
"""Roles of statements that tell what is decided at the visit."""
_BEGUN = frozenset({"start", "starting", "begin", "beginning", "initiate", "trial", "new", "prescription"})
_ADDED = frozenset({"add", "adding", "added"})
_TALKED_OF = frozenset({"discussed", "offered", "considered", "consider", "mentioned", "suggested", "proposed"})
_TAKEN = frozenset({"continue", "cont", "on", "taking", "takes", "refill", "refilled", "increase", "same"})
_JUST_BEFORE = 3


def begun_today(case: Case, mention: Mention) -> bool:
    """Whether a drug of the plan is a new one: it says so, or nothing before tells of it and nothing is continued."""
    words = case.reading.statements[mention.statement].words
    if "to" in words[max(0, mention.start - _JUST_BEFORE) : mention.start] and not _ADDED.isdisjoint(words):
        return False  # "add glipizide to the metformin"
    if not _BEGUN.isdisjoint(words) or (mention.start > 0 and words[mention.start - 1] in _ADDED):
        return True
    if any(other.entry is mention.entry and other.role not in NOW for other in case.reading.drugs):
        return False
    actions = {s.value for s in case.reading.signals if s.statement == mention.statement and s.kind == "action"}
    return mention.role == "plan" and "continue" not in actions and "change" not in actions and "on" not in words


def talked_of(case: Case, mention: Mention) -> bool:
    """ "Semaglutide discussed", "offered biologics": a drug that is only talked of, and nobody takes."""
    words = case.reading.statements[mention.statement].words
    near = words[max(0, mention.start - _JUST_BEFORE) : mention.end + _JUST_BEFORE]
    known = any(other.entry is mention.entry and other.role not in NOW for other in case.reading.drugs)
    return not known and not _TALKED_OF.isdisjoint(near) and _TAKEN.isdisjoint(words)
