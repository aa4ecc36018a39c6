"""The words of an `expect:` block, each with what it is about, and which of its codes are in no code table."""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from claimsim.code_tables import CodeTables
from claimsim.diagnostics import Path

TOP = "expect"
# The words of a matcher: what stands below them is still about the key above them.
_MATCHERS = frozenset(
    {"any_of", "any_order", "valid_order", "at_least", "at_most", "lacks", "exactly", "contains", "count"}
)


class Said(Struct, frozen=True):
    """A single word of the expectations. `field` is the key it is about, `ways` the matcher's words around it."""

    path: Path
    text: str
    field: str
    ways: tuple[str, ...]

    @property
    def asserted(self) -> bool:
        """Whether the word must appear: not one of several alternatives, and not excluded."""
        return not {"any_of", "lacks", "at_most"} & set(self.ways)


def said(value: Any, path: Path = (TOP,)) -> Iterator[Said]:
    """Every word of the expectations with what it is about."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from said(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from said(inner, (*path, number))
    elif isinstance(value, str):
        keys = [step for step in path if isinstance(step, str)]
        fields = [key for key in keys if key not in _MATCHERS]
        field = fields[-1]
        if field == "code" and fields[-2] == "adjustments":
            field = "adjustments"
        last = max(number for number, key in enumerate(keys) if key not in _MATCHERS)
        outer = tuple(key for key in keys[:last] if key in ("lacks", "at_most", "any_of"))
        yield Said(path, value, field, (*outer, *keys[last + 1 :]))


def in_no_table(word: Said, tables: CodeTables) -> str | None:
    """Why a code can come out of no case at all, in words: it is in no table. None for one that is, and for words."""
    if word.text == "none" or {"contains", "count"} & set(word.ways):
        return None
    match word.field:
        case "code" if not tables.procedure_rows(word.text):
            return f"{word.text} is not in the procedure tables"
        case "diagnoses" | "first_listed" if not tables.icd10cm.exists(word.text):
            return f"{word.text} is not an ICD-10-CM code"
        case "remarks" if tables.remark_code(word.text) is None:
            return f"{word.text} is not a remark code"
        case "adjustments":
            reason = word.text.partition(" ")[0].partition("-")[2]
            if re.fullmatch(r"[A-Z]?\d{1,3}", reason) and tables.adjustment_reason(reason) is None:
                return f"{reason} is not an adjustment reason code"
        case "findings" | "subject":
            return _about_no_code(word.text.split(" ")[-1], tables)
    return None


def _about_no_code(subject: str, tables: CodeTables) -> str | None:
    """A finding is about a service, one with its modifier (87880-QW), or a diagnosis; those of queries about words."""
    code = subject.partition("-")[0]
    if re.fullmatch(r"\d{4}[0-9A-Z]|[A-V]\d{4}", code) and not tables.procedure_rows(code):
        return f"{code} is not in the procedure tables"
    if re.fullmatch(r"[A-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}", code) and not tables.icd10cm.exists(code):
        return f"{code} is not an ICD-10-CM code"
    return None


def without_a_row(data: Any, path: Path, tables: CodeTables) -> tuple[str, ...]:
    """What `in_no_table` says of the words that a file's data expects at a place and below it."""
    return tuple(
        why
        for word in said(data.get(TOP), (TOP,))
        if word.path[: len(path)] == path and (why := in_no_table(word, tables)) is not None
    )
