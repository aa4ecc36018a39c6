"""From blocks to lines. The one layout that all writers share, so that they can never say different things.

A line is a tuple of spans, a span a text and its tone; a plain writer joins the texts, a terminal colours them.
"""

from collections.abc import Iterable, Iterator

from claimsim.diagnostics.display import display_width, escape, pad, shown, wrap

from .blocks import (
    Block,
    Details,
    Gap,
    Heading,
    KeyValues,
    Note,
    Paragraph,
    Quote,
    RuleReference,
    Table,
    Tone,
    Waterfall,
)
from .tables import table_lines, title_lines
from .underlines import Underlines
from .words import STAGE_NAMES, day, money

Span = tuple[str, Tone]
Line = tuple[Span, ...]

WIDEST = 120
"""Columns that are used at most: longer lines are hard to read, however wide the terminal."""
NARROWEST = 30
INDENT = "  "
LABEL = 11
"""Columns of labels and markers, so that what they introduce stands in one column down the page."""
OUTLINE = 4
"""Columns that the details of an outline are indented."""
_LONGEST_KEY = 22
_MARKER_WORDS = {
    "ok": "OK", "stop": "STOP", "warn": "WARN", "denied": "DENIED", "rejected": "REJECTED", "paid": "PAID",
    "info": "NOTE",
}  # fmt: skip


class Layout:
    """A page of some width, written from the top. `dash` draws rules."""

    def __init__(self, width: int, dash: str) -> None:
        self.width = max(NARROWEST, min(width, WIDEST))
        self.dash = dash
        self._gap = True

    def lines(self, blocks: Iterable[Block]) -> Iterator[Line]:
        """The lines of the blocks that come next on the page."""
        for block in blocks:
            if isinstance(block, Gap | Heading) and not self._gap:
                self._gap = True
                yield ()
            if not isinstance(block, Gap):
                for line in self._lines_of(block):
                    self._gap = False
                    yield line

    def _lines_of(self, block: Block) -> Iterator[Line]:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph(text, tone):
                return (((INDENT, ""), (line, tone)) for line in wrap(shown(text), self.width - len(INDENT)))
            case KeyValues():
                return self._key_values(block)
            case Table():
                return table_lines(block, self.width, self.dash, INDENT)
            case Quote(lines, marks):
                return self._quote(lines, marks)
            case Waterfall():
                return self._waterfall(block)
            case Note(marker, text, details, word):
                word = shown(word) or _MARKER_WORDS[marker]
                return self._labelled(word, LABEL, text, details, label_tone=marker)
            case RuleReference():
                return self._labelled("", LABEL, rule_words(block), (), tone="dim")
            case Gap():
                return iter(())

    def _heading(self, block: Heading) -> Iterator[Line]:
        name = STAGE_NAMES.get(block.stage) or shown(block.stage).upper()
        when = f" {day(block.on)}" if block.on else ""
        title = f" · {shown(block.title)}" if block.title else ""
        fill = self.width - display_width(name + title + when) - 1
        if fill < 2 and title:
            yield from self._rule_line(name, "", when)
            yield from self._lines_of(Paragraph(block.title, "strong"))
        else:
            yield from self._rule_line(name, title, when)

    def _rule_line(self, name: str, title: str, when: str) -> Iterator[Line]:
        fill = max(2, self.width - display_width(name + title + when) - 1)
        yield (name, "heading"), (title, "strong"), (" " + self.dash * fill, "rule"), (when, "strong")

    def _key_values(self, block: KeyValues) -> Iterator[Line]:
        yield from title_lines(block.title, self.width, INDENT)
        keys = [shown(row.key) for row in block.rows]
        fitting = [size for key in keys if (size := display_width(key) + 2) <= _LONGEST_KEY]
        label = OUTLINE if block.outline else max(LABEL, *fitting) if fitting else LABEL
        for key, row in zip(keys, block.rows, strict=True):
            yield from self._labelled(
                key,
                label,
                row.value,
                row.details,
                label_tone=row.tone or "strong",
                tone=row.tone,
                detail_tone="" if block.outline else "dim",
            )

    def _labelled(
        self,
        key: str,
        label: int,
        text: str,
        details: Details,
        *,
        label_tone: Tone = "",
        tone: Tone = "",
        detail_tone: Tone = "",
    ) -> Iterator[Line]:
        """A key and, in the column after it, a text and its details below."""
        *above, key = wrap(key, self.width - len(INDENT))
        for line in above:
            yield (INDENT, ""), (line, label_tone)
        room = self.width - len(INDENT) - label
        taken = max(label, display_width(key) + 2)
        texts = wrap(shown(text), room, self.width - len(INDENT) - taken) if text else [""]
        yield (INDENT, ""), (pad(key, taken) if texts[0] else key, label_tone), (texts[0], tone)
        blanks = INDENT + " " * label
        for line in texts[1:]:
            yield (blanks, ""), (line, tone)
        for detail in details:
            text, tone = (rule_words(detail), "dim") if isinstance(detail, RuleReference) else (detail, detail_tone)
            for line in wrap(shown(text), room):
                yield (blanks, ""), (line, tone)

    def _quote(
        self, lines: tuple[tuple[int, str], ...], marks: tuple[tuple[int, str, str], ...] = ()
    ) -> Iterator[Line]:
        digits = len(str(lines[-1][0])) if lines else 1
        room = self.width - len(INDENT) - digits - 3
        for number, text in lines:
            text = escape(text.expandtabs(4).rstrip())
            blanks = len(text) - len(text.lstrip(" "))
            hang = " " * min(blanks + 2, room // 2)
            label = str(number)
            marked = Underlines(text.lstrip(" "), [(escape(words), on) for n, words, on in marks if n == number])
            for piece in wrap(text.lstrip(" "), room - len(hang), room - min(blanks, room // 2)):
                lead = hang if label == "" else hang[: min(blanks, room // 2)]
                yield (INDENT, ""), (f"{label:>{digits}} | ", "dim"), (lead + piece, "")
                label = ""
                under = marked.below(piece)
                if under:
                    yield (INDENT, ""), (f"{'':>{digits}} | ", "dim"), (lead + under, "info")
            for words in wrap(marked.legend, room - len(hang), room - len(hang)) if marked.legend else ():
                yield (INDENT, ""), (f"{'':>{digits}} | ", "dim"), (hang + words, "info")

    def _waterfall(self, block: Waterfall) -> Iterator[Line]:
        yield from title_lines(block.title, self.width, INDENT)
        amounts = [money(step.amount) for step in block.steps]
        wide = max(map(len, amounts), default=0)
        room = self.width - 2 * len(INDENT) - wide - 2
        labels = [wrap(shown(step.label), room) for step in block.steps]
        column = max((display_width(line) for lines in labels for line in lines), default=0)
        for step, amount, lines in zip(block.steps, amounts, labels, strict=True):
            if step.is_result:
                yield (INDENT * 2 + " " * (column + 2), ""), (self.dash * wide, "rule")
            for line in lines[:-1]:
                yield (INDENT * 2, ""), (line, "")
            tone: Tone = "strong" if step.is_result else ""
            yield (INDENT * 2, ""), (pad(lines[-1], column + 2), tone), (f"{amount:>{wide}}", tone)


def rule_words(reference: RuleReference) -> str:
    """A rule with what it stands on, as it is always named."""
    return f"rule {reference.rule} · {reference.authority}" if reference.authority else f"rule {reference.rule}"
