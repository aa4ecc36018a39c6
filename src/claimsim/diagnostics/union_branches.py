"""Follows each error of pydantic from the top of the data to its place, choosing among alternatives the one that was
meant.

For a value that fits none of several alternatives pydantic reports the errors of them all. A reader wants those of one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from claimsim.diagnostics.date_words import looks_like_a_date
from claimsim.diagnostics.document import Path
from claimsim.diagnostics.schema_shapes import Schema, Shapes, as_text
from claimsim.diagnostics.suggestions import suggest
from claimsim.diagnostics.validation_words import (
    BAD_DATE,
    MISSING_KEY,
    NO_KNOWN_KEY,
    UNKNOWN_KEY,
    WRONG_TYPE,
    WRONG_VALUE,
)


class Trail(Struct, frozen=True):
    """An error and how far it has been followed: `path` and `value` in the data, `schema` in the model, `rest` still
    to go."""

    type: str
    message: str
    context: Mapping[str, Any]
    rest: tuple[str | int, ...]
    value: Any
    schema: Schema | None
    parent: Schema | None = None
    field: Schema | None = None
    path: Path = ()
    missing: str | int = ""
    at_key: bool = False


class _Branch(Struct):
    """One alternative of a union, with the errors that speak against it."""

    schema: Schema | None
    trails: list[Trail] = field(default_factory=list)


def follow(errors: Sequence[Mapping[str, Any]], data: Any, shapes: Shapes) -> list[Trail]:
    """The errors that are worth telling, each followed to its place."""
    waiting = [Trail(e["type"], e["msg"], e.get("ctx") or {}, tuple(e["loc"]), data, shapes.root) for e in errors]
    arrived: list[Trail] = []
    while waiting:
        unions: dict[Path, list[Trail]] = {}
        for trail in waiting:
            reached = _advance(trail, shapes)
            if reached.rest:
                unions.setdefault(reached.path, []).append(reached)
            else:
                arrived.append(reached)
        waiting = []
        for trails in unions.values():
            waiting.extend(_choose(trails, shapes))
    return arrived


def _advance(trail: Trail, shapes: Shapes) -> Trail:
    """The trail at its end, or at the next union on its way."""
    path, value, schema, parent, known_field = trail.path, trail.value, trail.schema, trail.parent, trail.field
    rest = trail.rest
    at_key = False
    missing: str | int = ""
    if trail.type == "union_tag_not_found" and not rest:
        missing = str(trail.context.get("discriminator", "")).strip("'")
    while rest:
        if shapes.is_choice(schema):
            break
        step, rest = rest[0], rest[1:]
        if not rest and step == "[key]":
            at_key = True
        elif not rest and trail.type in MISSING_KEY - {"union_tag_not_found"}:
            missing = step
        elif _has(value, step):
            parent, known_field = schema, shapes.fields(schema).get(str(step))
            path, value, schema = (*path, step), value[step], shapes.child(schema, step)
            if not rest and trail.type == "union_tag_not_found":
                missing = str(trail.context.get("discriminator", "")).strip("'")
    if trail.type == "union_tag_invalid" and not rest:
        key = str(trail.context.get("discriminator", "")).strip("'")
        if _has(value, key):
            path, value = (*path, key), value[key]
    return replace(
        trail,
        path=path,
        value=value,
        schema=schema,
        parent=parent,
        field=known_field,
        rest=rest,
        at_key=at_key,
        missing=missing,
    )


def _has(value: Any, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value)


def _choose(trails: list[Trail], shapes: Shapes) -> list[Trail]:
    """The errors of the best branch of one union, past the branch's name; or one error for all branches together."""
    schema, value = trails[0].schema, trails[0].value
    branches = _branches(trails, shapes)
    fitting = [branch for branch in branches if not _refuses(branch)]
    if len(fitting) > 1 and not any(_is_meant(branch, value, shapes) for branch in fitting):
        return [replace(trails[0], type=NO_KNOWN_KEY, message="", context={}, schema=schema, rest=())]
    if fitting:
        return min(fitting, key=lambda branch: _badness(branch, shapes)).trails
    kind = "mapping" if isinstance(value, dict) else "list" if isinstance(value, list) else "scalar"
    same_kind = [branch for branch in branches if shapes.kind(branch.schema) == kind]
    if looks_like_a_date(value):
        dates = [branch for branch in same_kind if any(trail.type in BAD_DATE for trail in branch.trails)]
        same_kind = dates or same_kind
    if len(same_kind) == 1 and value is not None:
        return same_kind[0].trails
    return [replace(trails[0], type="no_branch", message="", context={}, schema=schema, rest=())]


def _branches(trails: list[Trail], shapes: Shapes) -> list[_Branch]:
    """The errors by branch. pydantic tries the branches in order and each has an error, so names and branches pair
    up."""
    schema = trails[0].schema
    by_name: dict[str | int, list[Trail]] = {}
    for trail in trails:
        by_name.setdefault(trail.rest[0], []).append(trail)
    tags = shapes.tags(schema)
    choices = shapes.choices(schema)
    in_order = len(by_name) == len(choices)
    found: list[_Branch] = []
    for index, (name, group) in enumerate(by_name.items()):
        inner = tags.get(as_text(name)) if tags else choices[index] if in_order else None
        found.append(_Branch(inner, [replace(trail, rest=trail.rest[1:], schema=inner) for trail in group]))
    return found


def _refuses(branch: _Branch) -> bool:
    """Whether the branch takes another kind of value altogether, so that its complaint says nothing about this one."""
    wrong = set(WRONG_TYPE) | BAD_DATE | WRONG_VALUE
    return any(not trail.rest and trail.type in wrong for trail in branch.trails)


def _is_meant(branch: _Branch, value: Any, shapes: Shapes) -> bool:
    """Whether anything in a mapping speaks for the branch: a key that it has, or one that is misspelt."""
    fields = shapes.fields(branch.schema)
    if not isinstance(value, dict) or not fields:
        return True
    return any(key in fields or suggest(str(key), fields) for key in value)


def _badness(branch: _Branch, shapes: Shapes) -> tuple[int, int, int]:
    """How far the value is from the branch: a wrong fixed value weighs most, then keys that do not match, then the
    rest. A key that is misspelt is not counted, nor the one that is missing for it."""
    fixed = sum(1 for trail in branch.trails if len(trail.rest) == 1 and trail.type in WRONG_VALUE)
    strange = [str(trail.rest[-1]) for trail in branch.trails if trail.type in UNKNOWN_KEY and trail.rest]
    missing = [str(trail.rest[-1]) for trail in branch.trails if trail.type in MISSING_KEY and trail.rest]
    fields = shapes.fields(branch.schema)
    meant = {near for key in strange if (near := suggest(key, fields))}
    keys = len(strange) - len(meant) + sum(1 for key in missing if key not in meant)
    return fixed, keys, len(branch.trails)
