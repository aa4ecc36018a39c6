"""What follows from what: conditions that can never be so, and conditions that an earlier one already covers.

Only what shows in the words is found (two bounds that exclude each other, a pattern inside another); nothing that is
found is wrong.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from claimsim.payer.own_rules.compiling import comparable
from claimsim.payer.own_rules.conditions import (
    AllOf,
    AnyOf,
    Condition,
    CountCondition,
    DateCondition,
    ListCondition,
    Matcher,
    Not,
    NumberCondition,
    ValueCondition,
)
from claimsim.payer.own_rules.patterns import covers, overlap

Operation = Literal["among", "not_among", "at_least", "at_most", "missing", "present", "other"]
_OPPOSITE: dict[Operation, Operation] = {
    "among": "not_among", "not_among": "among", "missing": "present", "present": "missing",
}  # fmt: skip
_SPOKEN = 6
"""Codes of a list that a sentence names."""
_NEEDS_A_VALUE = ("among", "at_least", "at_most")


class Atom(Struct, frozen=True):
    """One operator on one field. `field` holds what is counted, too; `single` whether it has one value at most."""

    field: tuple[object, ...]
    operation: Operation
    patterns: tuple[str, ...] = ()
    bound: Decimal | date | None = None
    single: bool = True
    negated: bool = False


class Join(Struct, frozen=True):
    """Parts of which all, or some, must be so."""

    every: bool
    parts: tuple["Tree", ...]


Tree = Atom | Join


def tree_of(condition: Condition, negated: bool = False) -> Tree:
    """The condition with every not drawn in to the single operators."""
    match condition:
        case AllOf():
            return _join(not negated, [tree_of(part, negated) for part in condition.all])
        case AnyOf():
            return _join(negated, [tree_of(part, negated) for part in condition.any])
        case Not():
            return tree_of(condition.not_, not negated)
        case _:
            atoms: list[Tree] = [_negated(atom) if negated else atom for atom in _atoms(condition)]
            return _join(not negated, atoms)


def _join(every: bool, parts: Sequence[Tree]) -> Tree:
    flat: list[Tree] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Join) and part.every is every else (part,))
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else Join(every, unique)


def _negated(atom: Atom) -> Atom:
    opposite = _OPPOSITE.get(atom.operation)
    return replace(atom, operation=opposite) if opposite else replace(atom, negated=not atom.negated)


def _atoms(matcher: Matcher) -> Iterator[Atom]:
    name = (matcher.field,)
    match matcher:
        case ValueCondition():
            for wanted in (matcher.in_, matcher.matches, (matcher.equals,) if matcher.equals else None):
                if wanted is not None:
                    yield Atom(name, "among", comparable(matcher.field, wanted))
            if matcher.none_of is not None:
                yield Atom(name, "not_among", comparable(matcher.field, matcher.none_of))
        case ListCondition():
            for wanted in (matcher.any_of, matcher.matches, (matcher.has,) if matcher.has else None):
                if wanted is not None:
                    yield Atom(name, "among", wanted, single=False)
            yield from (Atom(name, "among", (one,), single=False) for one in matcher.all_of or ())
            for unwanted in (matcher.none_of, matcher.lacks):
                if unwanted is not None:
                    yield Atom(name, "not_among", unwanted, single=False)
        case NumberCondition():
            yield from _bounds(name, matcher)
        case CountCondition():
            yield from _bounds((matcher.field, matcher.codes, matcher.within_days, matcher.by), matcher)
        case DateCondition():
            yield from _days(name, matcher)
    missing = None if isinstance(matcher, DateCondition) else matcher.missing
    if missing is not None:
        yield Atom(name, "missing" if missing else "present", single=not isinstance(matcher, ListCondition))


def _bounds(name: tuple[object, ...], matcher: NumberCondition | CountCondition) -> Iterator[Atom]:
    low, high = matcher.between or (None, None)
    yield from (Atom(name, "at_least", bound=b) for b in (matcher.at_least, matcher.equals, low) if b is not None)
    yield from (Atom(name, "at_most", bound=b) for b in (matcher.at_most, matcher.equals, high) if b is not None)


def _days(name: tuple[object, ...], matcher: DateCondition) -> Iterator[Atom]:
    first, last = matcher.between or (None, None)
    day = timedelta(days=1)
    after = matcher.after + day if matcher.after and matcher.after < date.max else None
    before = matcher.before - day if matcher.before and matcher.before > date.min else None
    yield from (Atom(name, "at_least", bound=b) for b in (matcher.equals, first, after) if b is not None)
    yield from (Atom(name, "at_most", bound=b) for b in (matcher.equals, last, before) if b is not None)


def never(tree: Tree) -> bool:
    """Whether it can be so for no line at all."""
    if isinstance(tree, Atom):
        return False
    if not tree.every:
        return all(map(never, tree.parts))
    return any(map(never, tree.parts)) or any(_apart(a, b) for a, b in combinations(tree.parts, 2))


def clash(tree: Tree) -> tuple[Atom, Atom] | None:
    """Two single operators that exclude each other, of a tree that can never be so; None where it takes more."""
    if isinstance(tree, Atom) or not tree.every:
        return None
    atoms = [part for part in tree.parts if isinstance(part, Atom)]
    return next((pair for pair in combinations(atoms, 2) if _apart(*pair)), None)


def in_words(atom: Atom) -> str:
    """An operator as a sentence has it: `member.age` is 65 or more."""
    name = f"`{atom.field[0]}`"
    listed = ", ".join(atom.patterns[:_SPOKEN]) + (" and so on" if len(atom.patterns) > _SPOKEN else "")
    one, has = len(atom.patterns) == 1, "is" if atom.single else "has"
    match atom.operation:
        case "among":
            return f"{name} {has} {'' if one else 'one of '}{listed}"
        case "not_among":
            return f"{name} {has} {'not ' if one and atom.single else 'none of '}{listed}"
        case "at_least" | "at_most":
            lowest = (atom.operation == "at_least") is not atom.negated
            order = ("after", "before") if isinstance(atom.bound, date) else ("more", "less")
            beyond = order[0 if lowest else 1]
            if isinstance(atom.bound, date):
                return f"{name} is {'' if atom.negated else 'on or '}{beyond} {atom.bound}"
            return f"{name} is {f'{beyond} than {atom.bound}' if atom.negated else f'{atom.bound} or {beyond}'}"
        case _:
            return f"{name} is {'missing' if atom.operation == 'missing' else 'there'}"


def _apart(one: Tree, other: Tree) -> bool:
    """Whether the two can never be so together."""
    if isinstance(one, Join):
        return (any if one.every else all)(_apart(part, other) for part in one.parts)
    if isinstance(other, Join):
        return _apart(other, one)
    if one.field != other.field:
        return False
    if one.negated or other.negated:
        return replace(one, negated=False) == replace(other, negated=False) and one.negated != other.negated
    return _excludes(one, other) or _excludes(other, one)


def _excludes(one: Atom, other: Atom) -> bool:
    match one.operation, other.operation:
        case "among", "not_among":
            return all(any(covers(wide, narrow) for wide in other.patterns) for narrow in one.patterns)
        case "among", "among":
            return one.single and not any(overlap(a, b) for a in one.patterns for b in other.patterns)
        case "at_least", "at_most":
            return _greater(one.bound, other.bound)
        case "missing", operation:
            return operation in _NEEDS_A_VALUE or operation == "present"
    return False


def _greater(one: Decimal | date | None, other: Decimal | date | None) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one > other
    return isinstance(one, date) and isinstance(other, date) and one > other


def implies(tree: Tree, other: Tree) -> bool:
    """Whether the other is so whenever the first is."""
    if tree == other:
        return True
    if isinstance(tree, Join) and not tree.every:
        return all(implies(part, other) for part in tree.parts)
    if isinstance(other, Join) and other.every:
        return all(implies(tree, part) for part in other.parts)
    if isinstance(tree, Join) and any(implies(part, other) for part in tree.parts):
        return True
    if isinstance(other, Join):
        return any(implies(tree, part) for part in other.parts)
    return isinstance(tree, Atom) and _atom_implies(tree, other)


def size(tree: Tree) -> int:
    """How many single operators it has."""
    return sum(map(size, tree.parts)) if isinstance(tree, Join) else 1


def _atom_implies(one: Atom, other: Atom) -> bool:
    if one.field != other.field or one.negated or other.negated:
        return False
    match one.operation, other.operation:
        case "among", "among":
            return all(any(covers(wide, narrow) for wide in other.patterns) for narrow in one.patterns)
        case "not_among", "not_among":
            return all(any(covers(wide, narrow) for wide in one.patterns) for narrow in other.patterns)
        case "among", "not_among":
            return one.single and not any(overlap(a, b) for a in one.patterns for b in other.patterns)
        case "at_least", "at_least":
            return not _greater(other.bound, one.bound)
        case "at_most", "at_most":
            return not _greater(one.bound, other.bound)
        case (("among" | "at_least" | "at_most"), "present"):
            return True
        case "missing", "not_among":
            return True
    return False
