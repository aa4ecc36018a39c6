"""What the YAML parser complains about, in plain words: the parser's report turned into a diagnostic's parts."""

from __future__ import annotations

import re

import yaml

from claimsim.diagnostics.positions import Lines
from claimsim.diagnostics.yaml_slips import SyntaxFault, blanks, colon_fault, colon_without_space, dash_fault

_COMMENT_AFTER_TEXT = re.compile(r"\s(#.*[}\]])$")


def explain_syntax_error(error: yaml.YAMLError, lines: Lines) -> SyntaxFault:
    """The fault behind an error of the parser, pointed at the place that must be changed.

    Knows the words of libyaml and of the pure Python parser, which differ.
    """
    problem = str(getattr(error, "problem", None) or "")
    context = str(getattr(error, "context", None) or "")
    at = _index(getattr(error, "problem_mark", None))
    opened = _index(getattr(error, "context_mark", None))
    place = at if at is not None else opened if opened is not None else 0
    if _tab_is_to_blame(problem, place, lines.text):
        tab = _tab_near(place, lines)
        return SyntaxFault(
            "tab-indentation",
            "a tab stands where YAML wants spaces",
            tab,
            tab + 1,
            "indent with spaces, two for each level",
        )
    if "end of stream" in problem and "quoted" in context and opened is not None:
        quote = lines.text[opened]
        return SyntaxFault(
            "unclosed-quote",
            f"the quote {quote} that opens here is never closed",
            opened,
            opened + 1,
            f"add {quote} at the end of the value",
        )
    if "flow" in context and opened is not None:
        return _flow_fault(lines, opened, place)
    if "escape character" in problem or re.search("hexa?decimal", problem) or "Unicode character escape" in problem:
        start = lines.text.rfind("\\", 0, place + 2)
        start = place if start < 0 else start
        return SyntaxFault(
            "bad-escape",
            f"`{lines.text[start : start + 2]}` is not an escape YAML knows",
            start,
            start + 2,
            "use single quotes, in which a backslash is only a backslash",
        )
    no_space = dash_fault(lines, place)
    if no_space is not None and ("mapping values" in problem or "did not find expected" in problem):
        return no_space
    if "mapping values are not allowed" in problem:
        return colon_fault(lines, place)
    return _other_fault(problem, context, place, opened, lines)


def _index(mark: object) -> int | None:
    index = getattr(mark, "index", None)
    return index if isinstance(index, int) else None


def _tab_is_to_blame(problem: str, place: int, text: str) -> bool:
    return "tab character" in problem or ("cannot start any token" in problem and text[place : place + 1] == "\t")


def _tab_near(place: int, lines: Lines) -> int:
    """The first tab of the line at `place`: the parser may point a little further on."""
    _, column = lines.locate(place)
    tab = lines.text.find("\t", max(0, place - column + 1))
    return tab if tab >= 0 else place


def _flow_fault(lines: Lines, opened: int, place: int) -> SyntaxFault:
    bracket = lines.text[opened : opened + 1]
    closing = "}" if bracket == "{" else "]"
    found = lines.text[place : place + 1]
    if found and found in "]}" and found != closing:
        return SyntaxFault(
            "unclosed-bracket", f"`{found}` closes what `{bracket}` opened", place, place + 1, f"write `{closing}` here"
        )
    if place >= len(lines.text.rstrip()) or _outdented(lines, opened, place):
        return _closing_lost(lines, opened) or SyntaxFault(
            "unclosed-bracket",
            f"the `{bracket}` that opens here is never closed",
            opened,
            opened + 1,
            f"add `{closing}` at the end",
        )
    return SyntaxFault(
        "yaml-syntax",
        f"this does not belong between `{bracket}` and `{closing}`",
        place,
        place + 1,
        "put a comma between two entries; quote a value that contains quotes, commas, brackets or `: `",
    )


def _closing_lost(lines: Lines, opened: int) -> SyntaxFault | None:
    """Why the line of a bracket does not close it although it seems to: a quote that stays open, or a comment."""
    rest = lines.text[opened:].partition("\n")[0].rstrip()
    if rest.count('"') % 2:
        quote = opened + rest.rfind('"')
        hint = 'add " at the end of the value'
        return SyntaxFault("unclosed-quote", 'the quote " that opens here is never closed', quote, quote + 1, hint)
    comment = _COMMENT_AFTER_TEXT.search(rest)
    if comment and '"' not in rest:
        start = opened + comment.start(1)
        message = f"`{rest[comment.start(1) :]}` is a comment to YAML, and what closes `{rest[0]}` stands in it"
        hint = "put a value that contains a blank and # in quotes"
        return SyntaxFault("unclosed-bracket", message, start, opened + len(rest), hint)
    return None


def _outdented(lines: Lines, opened: int, place: int) -> bool:
    """Whether `place` stands on a later line that is indented no deeper than the one of `opened`: the bracket was
    forgotten."""
    first, later = lines.locate(opened)[0], lines.locate(place)[0]
    return later > first and blanks(lines.line_text(later)) <= blanks(lines.line_text(first))


def _other_fault(problem: str, context: str, place: int, opened: int | None, lines: Lines) -> SyntaxFault:
    text = lines.text
    line, column = lines.locate(place)
    begins_line = not lines.line_text(line)[: column - 1].strip(" -")
    if "cannot start any token" in problem:
        return SyntaxFault(
            "yaml-syntax",
            f"a value cannot begin with `{text[place : place + 1]}`",
            place,
            place + 1,
            "put the value in quotes",
        )
    if "could not find expected ':'" in problem:
        start = opened if opened is not None else place
        no_space = colon_without_space(lines, start)
        return no_space or SyntaxFault(
            "yaml-syntax",
            "this line has no colon: it is neither a key nor part of the value above",
            start,
            start + 1,
            "write `key: value`; indent a value that goes on over several lines, or begin it with `|`",
        )
    if context.endswith(("block mapping", "block collection", "block sequence")) and (
        "did not find expected" in problem or "expected <block end>" in problem
    ):
        if begins_line and text[place : place + 1] == ":":
            return SyntaxFault(
                "key-not-text", "there is no key before the colon", place, place + 1, "write `key: value`"
            )
        if begins_line:
            return SyntaxFault(
                "bad-indentation",
                "this line is not indented like the ones it belongs to",
                place,
                place + 1,
                "entries of one mapping or list begin in the same column",
            )
        return SyntaxFault(
            "yaml-syntax",
            "the value has already ended before this",
            place,
            place + 1,
            "put the whole value in quotes; inside single quotes write '' for an apostrophe",
        )
    if "sequence entries are not allowed" in problem:
        return SyntaxFault(
            "yaml-syntax",
            "a list cannot begin on the line of its key",
            place,
            place + 1,
            "begin the list on the next line, or write [a, b]",
        )
    if "block scalar" in context:
        return SyntaxFault(
            "yaml-syntax",
            "the text of `|` or `>` must begin on the next line",
            place,
            place + 1,
            "begin the text on the next line, indented",
        )
    hint = "look at the end of the line before it too; quoting the value helps in most cases"
    return SyntaxFault("yaml-syntax", "this is not YAML", place, place + 1, hint)
