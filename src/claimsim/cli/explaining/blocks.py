"""An explanation as blocks for the screen."""

from collections.abc import Iterator

from claimsim.cli.explaining.explanation import Explanation
from claimsim.render.blocks import Block, Gap, Heading, KeyValue, KeyValues, Paragraph

_MOST_SCENARIOS = 12
_MOST_LINES = 12


def explanation_blocks(explanation: Explanation) -> Iterator[Block]:
    """The meaning first, then the facts, the notes."""
    yield Heading(explanation.kind, explanation.name)
    yield Paragraph(explanation.title, "strong")
    if explanation.text:
        yield Paragraph(explanation.text)
    rows = [KeyValue(name, value) for name, value in explanation.facts]
    rows += [_note(name, values) for name, values in explanation.notes]
    if explanation.source:
        rows.append(KeyValue("source", explanation.source))
    if rows:
        yield Gap()
        yield KeyValues(tuple(rows))
    yield Gap()


def occurrence_blocks(scenarios: tuple[str, ...]) -> Iterator[Block]:
    """Where it occurs. A block of its own: to find that out may take a moment, and the meaning should not wait."""
    if scenarios:
        yield KeyValues((KeyValue("scenarios", _named(scenarios)),))
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
