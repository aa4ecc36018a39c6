"""Conditions to closures: whether they are so, and in words what was seen. Done once for each payer."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from claimsim.payer.context import LineContext
from claimsim.payer.own_rules.catalogue import FIELDS
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
from claimsim.payer.own_rules.patterns import fits_any, is_exact
from claimsim.payer.own_rules.readers import DATES, LISTS, NUMBERS, VALUES, Number, counter

Test = Callable[[LineContext], bool]
Words = Callable[[LineContext], str]


def check_of(condition: Condition) -> Callable[[LineContext], str | None]:
    """The check of a rule: None where the condition is not so, else what was seen."""
    test, words = holds(condition), words_of(condition)

    def check(at: LineContext) -> str | None:
        return words(at) if test(at) else None

    return check


def holds(condition: Condition) -> Test:
    """Whether the condition is so for a line."""
    match condition:
        case AllOf():
            return _every([holds(part) for part in condition.all])
        case AnyOf():
            return _some([holds(part) for part in condition.any])
        case Not():
            inner = holds(condition.not_)
            return lambda at: not inner(at)
        case _:
            return _every(list(_tests(condition)))


def _every(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:
        first, second = tests
        return lambda at: first(at) and second(at)

    def test(at: LineContext) -> bool:
        for part in tests:  # noqa: SIM110 - all() with a generator takes three times as long on this hot path
            if not part(at):
                return False
        return True

    return test


def _some(tests: list[Test]) -> Test:
    def test(at: LineContext) -> bool:
        for part in tests:  # noqa: SIM110 - as above
            if part(at):
                return True
        return False

    return test


def _tests(matcher: Matcher) -> Iterable[Test]:
    match matcher:
        case ValueCondition():
            return _value_tests(matcher)
        case ListCondition():
            return _list_tests(matcher)
        case NumberCondition():
            return _number_tests(matcher, NUMBERS[matcher.field])
        case CountCondition():
            return _number_tests(matcher, counter(matcher))
        case DateCondition():
            return _date_tests(matcher)


def comparable(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """Values as the field is read: NDCs and member ids without the dashes that are printed for the eye."""
    if FIELDS[name].values in ("ndc", "member_id"):
        return tuple(value.replace("-", "").replace(" ", "").upper() for value in values)
    return tuple(values)


def _value_tests(matcher: ValueCondition) -> Iterable[Test]:
    name, read = matcher.field, VALUES[matcher.field]
    for wanted in (matcher.in_, matcher.matches, (matcher.equals,) if matcher.equals else None):
        if wanted is not None:
            yield _one_of(read, fits_any(comparable(name, wanted)))
    if matcher.none_of is not None:
        yield _not_one_of(read, fits_any(comparable(name, matcher.none_of)))
    if matcher.missing is not None:
        yield _missing(read, matcher.missing)


def _one_of(read: Callable[[LineContext], str], fits: Callable[[str], bool]) -> Test:
    return lambda at: fits(read(at))


def _not_one_of(read: Callable[[LineContext], str], fits: Callable[[str], bool]) -> Test:
    return lambda at: not fits(read(at))


def _missing(read: Callable[[LineContext], object], wanted: bool) -> Test:
    if wanted:
        return lambda at: not read(at)
    return lambda at: bool(read(at))


def _list_tests(matcher: ListCondition) -> Iterable[Test]:
    read = LISTS[matcher.field]
    for wanted in (matcher.any_of, matcher.matches, (matcher.has,) if matcher.has else None):
        if wanted is not None:
            yield _meets(read, wanted)
    for one in matcher.all_of or ():
        yield _meets(read, (one,))
    for unwanted in (matcher.none_of, matcher.lacks):
        if unwanted is not None:
            yield _misses(read, unwanted)
    if matcher.missing is not None:
        yield _missing(read, matcher.missing)


def _meets(read: Callable[[LineContext], tuple[str, ...]], wanted: tuple[str, ...]) -> Test:
    misses = _misses(read, wanted)
    return lambda at: not misses(at)


def _misses(read: Callable[[LineContext], tuple[str, ...]], unwanted: tuple[str, ...]) -> Test:
    if all(map(is_exact, unwanted)):
        apart = frozenset(unwanted).isdisjoint
        return lambda at: apart(read(at))
    fits = fits_any(unwanted)

    def test(at: LineContext) -> bool:
        for value in read(at):  # noqa: SIM110 - as above
            if fits(value):
                return False
        return True

    return test


def _number_tests(
    matcher: NumberCondition | CountCondition, read: Callable[[LineContext], Number | None]
) -> Iterable[Test]:
    low, high = matcher.between or (None, None)
    for bound in (matcher.at_least, matcher.equals, low):
        if bound is not None:
            yield _at_least(read, _plain(bound))
    for bound in (matcher.at_most, matcher.equals, high):
        if bound is not None:
            yield _at_most(read, _plain(bound))
    if matcher.missing is not None:
        wanted = matcher.missing
        yield lambda at: (read(at) is None) is wanted


def _plain(bound: Decimal) -> Number:
    """A whole bound as int: most numbers of a claim are, and comparing like with like is quicker."""
    return int(bound) if bound == bound.to_integral_value() else bound


def _at_least(read: Callable[[LineContext], Number | None], bound: Number) -> Test:
    return lambda at: (value := read(at)) is not None and value >= bound


def _at_most(read: Callable[[LineContext], Number | None], bound: Number) -> Test:
    return lambda at: (value := read(at)) is not None and value <= bound


def _date_tests(matcher: DateCondition) -> Iterable[Test]:
    read = DATES[matcher.field]
    first, last = matcher.between or (None, None)
    for day in (matcher.equals, first):
        if day is not None:
            yield _not_before(read, day)
    for day in (matcher.equals, last):
        if day is not None:
            yield _not_after(read, day)
    if matcher.before is not None:
        limit = matcher.before
        yield lambda at: read(at) < limit
    if matcher.after is not None:
        start = matcher.after
        yield lambda at: read(at) > start


def _not_before(read: Callable[[LineContext], date], day: date) -> Test:
    return lambda at: read(at) >= day


def _not_after(read: Callable[[LineContext], date], day: date) -> Test:
    return lambda at: read(at) <= day


def words_of(condition: Condition) -> Words:
    """What was seen of a condition that is so, in words."""
    match condition:
        case AllOf():
            parts = [words_of(part) for part in condition.all]
            return lambda at: "; ".join(dict.fromkeys(part(at) for part in parts))
        case AnyOf():
            tested = [(holds(part), words_of(part)) for part in condition.any]
            return lambda at: next((words(at) for test, words in tested if test(at)), "")
        case Not():
            inner = words_of(condition.not_)
            return lambda at: f"not so: {inner(at)}"
        case _:
            return _matcher_words(condition)


def _matcher_words(matcher: Matcher) -> Words:
    label, asked = FIELDS[matcher.field].label, _asked(matcher)
    read: Callable[[LineContext], object]
    match matcher:
        case ValueCondition():
            read = VALUES[matcher.field]
        case ListCondition():
            read = LISTS[matcher.field]
        case NumberCondition():
            read = NUMBERS[matcher.field]
        case CountCondition():
            read = counter(matcher)
        case DateCondition():
            read = DATES[matcher.field]
    return lambda at: f"{label}: {_shown(read(at))} ({asked})"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "missing"
    return "missing" if value is None or value == "" else str(value)


def _asked(matcher: Matcher) -> str:
    """The operators of a matcher as the file writes them."""
    said: list[str] = []
    for name, info in type(matcher).model_fields.items():
        value = getattr(matcher, name)
        key = info.alias or name
        if value is None or name == "field" or (name == "by" and value == "anyone"):
            continue
        if isinstance(value, tuple):
            value = (" to " if key == "between" else ", ").join(map(str, value))
        elif isinstance(value, bool):
            said.append("missing" if value else "present")
            continue
        said.append(f"{key.replace('_', ' ')} {value}")
    return ", ".join(said)


def spoken(condition: Condition) -> str:
    """A condition in one line, for whoever asks what a rule looks for."""
    match condition:
        case AllOf():
            return " and ".join(_inside(part) for part in condition.all)
        case AnyOf():
            return " or ".join(_inside(part) for part in condition.any)
        case Not():
            return f"not ({spoken(condition.not_)})"
        case _:
            return f"{FIELDS[condition.field].label}: {_asked(condition)}"


def _inside(part: Condition) -> str:
    return f"({spoken(part)})" if isinstance(part, AllOf | AnyOf) else spoken(part)
