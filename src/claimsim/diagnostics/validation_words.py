"""pydantic's complaints in the words of the file: the code, the sentence and the hint for each type of error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from claimsim.diagnostics.catalogue import is_known_code
from claimsim.diagnostics.date_words import Words, bad_date
from claimsim.diagnostics.display import clip
from claimsim.diagnostics.forms import FORMS
from claimsim.diagnostics.schema_shapes import listed
from claimsim.diagnostics.suggestions import suggest

UNKNOWN_KEY = frozenset(
    {"extra_forbidden", "unexpected_keyword_argument", "unexpected_positional_argument", "no_such_attribute"}
)
MISSING_KEY = frozenset(
    {
        "missing",
        "missing_argument",
        "missing_keyword_only_argument",
        "missing_positional_only_argument",
        "union_tag_not_found",
    }
)
WRONG_TYPE = {
    **dict.fromkeys(("string_type", "string_unicode"), "text"),
    **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), "a whole number"),
    **dict.fromkeys(("float_type", "float_parsing", "decimal_type", "decimal_parsing", "finite_number"), "a number"),
    **dict.fromkeys(("fraction_type", "fraction_parsing", "complex_type", "complex_str_parsing"), "a number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "true or false"),
    **dict.fromkeys(
        ("list_type", "tuple_type", "set_type", "frozen_set_type", "deque_type", "named_tuple_type"), "a list"
    ),
    **dict.fromkeys(("iterable_type", "iteration_error", "set_item_not_hashable"), "a list"),
    **dict.fromkeys(
        ("dict_type", "mapping_type", "frozen_dict_type", "ordered_dict_type", "counter_type"), "a mapping"
    ),
    **dict.fromkeys(("model_type", "model_attributes_type", "dataclass_type", "dataclass_exact_type"), "a mapping"),
    **dict.fromkeys(("time_type", "time_parsing"), "a time"),
    **dict.fromkeys(("time_delta_type", "time_delta_parsing"), "a length of time"),
    **dict.fromkeys(("bytes_type", "bytes_invalid_encoding", "bytes_too_short", "bytes_too_long"), "text"),
    **dict.fromkeys(("url_type", "url_parsing", "url_syntax_violation", "url_too_long", "url_scheme"), "a web address"),
    **dict.fromkeys(("uuid_type", "uuid_parsing", "uuid_version"), "a UUID"),
    **dict.fromkeys(("json_type", "json_invalid"), "JSON text"),
    **dict.fromkeys(("none_required", "missing_sentinel_error", "ellipsis_error"), "nothing"),
    **dict.fromkeys(
        ("arguments_type", "multiple_argument_values", "is_instance_of", "is_subclass_of"), "a different value"
    ),
    **dict.fromkeys(
        ("callable_type", "needs_python_object", "get_attribute_error", "invalid_key"), "a different value"
    ),
    **dict.fromkeys(("default_factory_not_called", "frozen_field", "frozen_instance"), "a different value"),
    **dict.fromkeys(("recursion_loop", "recursion_depth_exceeded"), "a value that does not contain itself"),
    "no_branch": "a different value",
}
NO_KNOWN_KEY = "no_known_key"
"""For a mapping that has no key of any alternative."""
BAD_DATE = frozenset(
    {
        *("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        *("datetime_type", "datetime_parsing", "datetime_object_invalid", "datetime_from_date_parsing"),
        *("timezone_naive", "timezone_aware", "timezone_offset"),
    }
)
WRONG_VALUE = frozenset({"literal_error", "enum", "union_tag_invalid"})
_BOUNDS = {
    "greater_than": ("gt", "it must be more than {}"),
    "greater_than_equal": ("ge", "it must be {} or more"),
    "less_than": ("lt", "it must be less than {}"),
    "less_than_equal": ("le", "it must be {} or less"),
    "multiple_of": ("multiple_of", "it must be a multiple of {}"),
}
_DATE_BOUNDS = {
    **dict.fromkeys(("date_past", "datetime_past"), "it must lie in the past"),
    **dict.fromkeys(("date_future", "datetime_future"), "it must lie in the future"),
}
_LENGTHS = {
    "string_too_short": ("too-short", "min_length", "at least", "character"),
    "string_too_long": ("too-long", "max_length", "at most", "character"),
    "too_short": ("too-short", "min_length", "at least", "entry"),
    "too_long": ("too-long", "max_length", "at most", "entry"),
}
_DIGITS = {
    "decimal_max_places": ("too-many-decimals", "decimal_places", "at most {} after the point"),
    "decimal_max_digits": ("out-of-range", "max_digits", "at most {} in all"),
    "decimal_whole_digits": ("out-of-range", "whole_digits", "at most {} before the point"),
}
_FORMS = frozenset({"string_pattern_mismatch", "string_not_ascii"})
_OWN_WORDS = frozenset({"value_error", "assertion_error"})

EXPLAINED_TYPES = (
    UNKNOWN_KEY
    | MISSING_KEY
    | set(WRONG_TYPE)
    | BAD_DATE
    | WRONG_VALUE
    | set(_BOUNDS)
    | set(_DATE_BOUNDS)
    | set(_LENGTHS)
    | set(_DIGITS)
    | _FORMS
    | _OWN_WORDS
    | {NO_KNOWN_KEY}
)
"""The error types that have words here; any other is taken for one of our own validators' custom errors."""

_NUMBER_DRESSED = re.compile(r"[$\s,]")
_NUMBER_WITH_UNIT = re.compile(r"(-?\d+(?:\.\d+)?) ?(?:[A-Za-z]{1,20}\.?|%)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Complaint(Struct, frozen=True):
    """One error of pydantic at its place: `takes` says in words what the model takes there, `allowed` lists it."""

    type: str
    message: str
    context: Mapping[str, Any]
    name: str
    value: Any
    takes: str
    allowed: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


def explain(complaint: Complaint) -> Words:
    """The words for an error about a value; unknown and missing keys are worded where the keys are known."""
    kind = complaint.type
    if kind not in EXPLAINED_TYPES or kind in _OWN_WORDS:
        return _own_words(complaint)
    if complaint.value is None and kind not in _BOUNDS:
        return (
            "empty-value",
            f"{complaint.name} is empty: it takes {complaint.takes}",
            "write a value, or leave the key out if it is not required",
        )
    if kind == NO_KNOWN_KEY:
        return "missing-key", f"{complaint.name} has no key that is known here", f"it takes {complaint.takes}"
    if kind in WRONG_VALUE:
        return _wrong_value(complaint)
    if kind in BAD_DATE and isinstance(complaint.value, str):
        return bad_date(complaint.name, complaint.value)
    if kind in _BOUNDS or kind in _DATE_BOUNDS:
        return _out_of_bounds(complaint)
    if kind in _LENGTHS:
        return _wrong_length(complaint)
    if kind in _DIGITS:
        code, key, limit = _DIGITS[kind]
        limit = limit.format(_count(complaint.context.get(key), "digit"))
        return code, f"{complaint.name} is {shown(complaint.value)}: {limit}", None
    if kind in _FORMS:
        return _wrong_form(complaint)
    return _wrong_type(complaint)


def shown(value: object) -> str:
    """A value as a message names it."""
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f"`{clip(str(value), 60)}`"


def _own_words(complaint: Complaint) -> Words:
    hint = complaint.context.get("hint")
    code = complaint.type if is_known_code(complaint.type) else "invalid-value"
    message = str(complaint.context.get("error") or complaint.message)
    return code, message, str(hint) if hint else None


def _wrong_value(complaint: Complaint) -> Words:
    value = complaint.value
    near = suggest(value, complaint.allowed) if isinstance(value, str) else None
    choice = f"it takes {listed(complaint.allowed, 'or') or complaint.takes}"
    message = f"{complaint.name} cannot be {shown(value)}"
    return "not-allowed-value", message, f"did you mean `{near}`? {choice}" if near else choice


def _out_of_bounds(complaint: Complaint) -> Words:
    limit = _DATE_BOUNDS.get(complaint.type)
    if limit is None:
        key, words = _BOUNDS[complaint.type]
        limit = words.format(complaint.context.get(key))
    return "out-of-range", f"{complaint.name} is {shown(complaint.value)}: {limit}", None


def _wrong_length(complaint: Complaint) -> Words:
    code, key, side, unit = _LENGTHS[complaint.type]
    limit = complaint.context.get(key)
    has = (
        _count(len(complaint.value), unit) if isinstance(complaint.value, str | list | dict) else shown(complaint.value)
    )
    if not complaint.value and code == "too-short":
        return code, f"{complaint.name} must not be empty", f"{side} {_count(limit, unit)}"
    return code, f"{complaint.name} has {has}: {side} {_count(limit, unit)}", None


def _wrong_form(complaint: Complaint) -> Words:
    message = f"{complaint.name} is {shown(complaint.value)}, which does not have the right form"
    if complaint.examples:
        return "wrong-form", message, f"for example {listed(complaint.examples, 'or')}"
    pattern = complaint.context.get("pattern")
    return (
        "wrong-form",
        message,
        f"write {FORMS.get(pattern, f'something of the form {pattern}')}"
        if pattern
        else "write it without accents or special characters",
    )


def _wrong_type(complaint: Complaint) -> Words:
    value, takes = complaint.value, complaint.takes
    hint = None
    if takes == "text" and isinstance(value, bool):
        hint = f'put it in quotes to make it text: "{str(value).lower()}"'
    elif takes == "text" and isinstance(value, dict):
        key = complaint.name.strip("`") if complaint.name.startswith("`") else "-"
        start = f"{key} |" if key == "-" else f"{key}: |"
        hint = f"begin with `{start}` and write the text below it, indented; one line can stand in quotes"
    elif takes == "text" and isinstance(value, list):
        hint = _not_a_list(value)
    elif takes.startswith("a list") and not isinstance(value, list | dict):
        hint = f"write `[{clip(_bare(value), 60)}]`, or each entry on a line of its own after `- `"
    elif takes.startswith("a list"):
        hint = "write each entry on a line of its own after `- `"
    elif takes.startswith("a mapping"):
        hint = "write `key: value`, each on a line of its own, indented below the key"
    elif "number" in takes and isinstance(value, str):
        undressed = _NUMBER_DRESSED.sub("", value)
        if undressed != value and _NUMBER.fullmatch(undressed):
            hint = f"write only digits and the point: `{undressed}`"
        elif match := _NUMBER_WITH_UNIT.fullmatch(value):
            hint = f"write the number alone: `{match[1]}`"
    return "wrong-type", f"{complaint.name} takes {takes}, not {shown(value)}", hint


def _not_a_list(value: list[Any]) -> str:
    if len(value) == 1 and isinstance(value[0], str):
        return f"write `{clip(value[0], 60)}`, without brackets"
    return "write one value; a text of several lines begins with `|`, one that begins with [ or - stands in quotes"


def _bare(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _count(number: object, unit: str) -> str:
    plural = {"entry": "entries"}.get(unit, f"{unit}s")
    return f"{number} {unit if number == 1 else plural}"
