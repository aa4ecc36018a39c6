"""Expected values of a scenario made wrong where they stand, for tests of what `--update` makes of them."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

LOOSE = frozenset(
    "any_of any_order valid_order at_least at_most about within contains lacks count".split()  # noqa: SIM905
)
"""Ways of matching that an accepted value may have to leave."""
WORDS = {"on": ("appeal_decided", "scrub"), "action": ("write_off", "release"), "status": ("denied", "paid")}
UNTOUCHED = frozenset(
    "subject reason queries findings candidates not_coded edits eligibility".split()  # noqa: SIM905
)
"""Texts of which a part is enough, and words that are not free."""
OTHERS = (
    (r"none|", ""), (r"\d{4}-\d\d-\d\d", "2001-01-02"), (r"-?\d+\.\d\d", "1234.56"), (r"(\d{5}|[A-Z]\d{4})", "99999"),
    (r"(CO|PR|OA|PI)-\w+", "CO-999"), (r"(CO|PR|OA|PI)-\w+ -?[\d.]+", "CO-999 77.77"), (r"[A-Z]\d:\d+", "A9:999"),
    (r"[A-Z]\d:\d+:\w+", "A9:999:PR"),
    (r"[A-Z]\d[\w.]*", "T88.9"), (r"\d+", "98"), (r".*", "other"),
)  # fmt: skip


class Value(NamedTuple):
    """An expected value in the text: the keys above it, what it says, and where its characters are."""

    keys: tuple[str, ...]
    said: str
    start: int
    end: int

    @property
    def tells_which(self) -> bool:
        """Whether a line is found by it: made wrong, it may be put right as another line's."""
        return self.keys[-1] in ("code", "modifiers")

    def altered(self, quote: str) -> str:
        """Another value of the same kind in the same quotes; empty where there is none."""
        words = WORDS.get(self.keys[-1])
        if words:
            other = words[self.said == words[0]]
        else:
            other = next(new for form, new in OTHERS if re.fullmatch(form, self.said))
        return f"{quote}{other}{quote}" if other else ""


def values(text: str) -> list[Value]:
    """The values of `expect:` that are to hold exactly."""
    expect = _expect(text)
    found = _values(expect, ("expect",))
    return [value for value in found if value.altered(quote_of(text, value))]


def _expect(text: str) -> Any:
    top: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    return next(value for key, value in top.value if key.value == "expect")


def _values(node: Any, keys: tuple[str, ...]) -> Iterator[Value]:
    if isinstance(node, yaml.ScalarNode):
        yield Value(keys, node.value, node.start_mark.index, node.end_mark.index)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _values(item, keys)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in LOOSE | UNTOUCHED:
                yield from _values(value, (*keys, key.value))


def quote_of(text: str, value: Value) -> str:
    """The quote that a value stands in, if any."""
    first = text[value.start]
    return first if first in "'\"" else ""


def altered(text: str, chosen: list[Value]) -> str:
    """The text with these values made wrong."""
    for value in sorted(chosen, key=lambda v: -v.start):
        text = text[: value.start] + value.altered(quote_of(text, value)) + text[value.end :]
    return text


def frame(text: str) -> str:
    """All of a text that is no value of `expect:`: comments, keys, layout. A list of values counts as one value."""
    expect = _expect(text)
    for start, end in sorted(_spans(expect), reverse=True):
        text = text[:start] + "~" + text[end:]
    return text


def _spans(node: Any) -> Iterator[tuple[int, int]]:
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _spans(value)
    elif isinstance(node, yaml.ScalarNode) or (
        node.flow_style and all(isinstance(item, yaml.ScalarNode) for item in node.value)
    ):
        yield node.start_mark.index, node.end_mark.index
    else:
        for item in node.value:
            yield from _spans(item)


def plain(text: str) -> str:
    """A text without what the same value may be written with or without: quotes, cents that are none, and the order
    of reasons, of which several that were wrong are put right in the order of the answer.
    """
    text = re.sub(r"(\d)\.00\b", r"\1", re.sub(r"['\"]", "", text))
    return re.sub(r"((?:adjustments|remarks): )\[([^\[\]{}]*)\]", _in_order, text)


def _in_order(found: re.Match[str]) -> str:
    return f"{found[1]}[{', '.join(sorted(found[2].split(', ')))}]"
