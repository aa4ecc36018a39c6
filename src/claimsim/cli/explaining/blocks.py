"""An explanation as blocks for the screen."""

from collections.abc import Iterator

from claimsim.cli.explaining.explanation import Explanation
from claimsim.render.blocks import Block, Gap, Heading, KeyValue, KeyValues, Paragraph

_MOST_SCENARIOS = 12
_MOST_LINES = 12


def explanation_blocks(explanation: Explanation) -> Iterator[Block]:
    """The meaning first, then the facts, the notes, and where it occurs."""
    yield Heading(explanation.kind, explanation.name)
    yield Paragraph(explanation.title, "strong")
    if explanation.text:
        yield Paragraph(explanation.text)
    rows = [KeyValue(name, value) for name, value in explanation.facts]
    rows += [_note(name, values) for name, values in explanation.notes]
    if explanation.source:
        rows.append(KeyValue("source", explanation.source))
    if explanation.scenarios:
        rows.append(KeyValue("scenarios", _named(explanation.scenarios)))
    if rows:
        yield Gap()
        yield KeyValues(tuple(rows))
    yield Gap()


def _note(name: str, values: tuple[str, ...]) -> KeyValue:
    """A list under its name. What the name means, in brackets, is told in the first line."""
    key, _, meaning = name.partition(" (")
    rest = len(values) - _MOST_LINES
    shown = (*values[:_MOST_LINES], f"… and {rest} more, all in --format json") if rest > 1 else values
    return KeyValue(key, f"{meaning.rstrip(')')}:", shown) if meaning else KeyValue(key, shown[0], shown[1:])


def _named(scenarios: tuple[str, ...]) -> str:
    rest = len(scenarios) - _MOST_SCENARIOS
    more = f" and {rest} more, all in --format json" if rest > 1 else ""
    return ", ".join(scenarios[: _MOST_SCENARIOS if more else None]) + more
