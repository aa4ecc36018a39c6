"""Checks a document against a pydantic model; every error becomes a diagnostic at its place in the file.

pydantic is imported here and below, not by `claimsim.diagnostics` itself.
"""

from __future__ import annotations

from functools import cache
from os import PathLike
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel, ValidationError

from claimsim.diagnostics.document import Document, Parsed, Path
from claimsim.diagnostics.files import read_file
from claimsim.diagnostics.messages import Diagnostic, in_file_order
from claimsim.diagnostics.schema_shapes import Shapes, listed
from claimsim.diagnostics.suggestions import suggest
from claimsim.diagnostics.text_checks import MOST_DIAGNOSTICS
from claimsim.diagnostics.union_branches import Trail, follow
from claimsim.diagnostics.validation_words import MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE, Complaint, explain

_MOST_ERRORS = 2000
"""Of pydantic's own errors, of which a union makes several for one fault."""

ModelT = TypeVar("ModelT", bound=BaseModel)


def load(
    path: str | PathLike[str], model: type[ModelT]
) -> tuple[Document | None, ModelT | None, tuple[Diagnostic, ...]]:
    """Reads a file and checks it. Document and model are both there, or else the diagnostics say why not."""
    parsed = read_file(path)
    value, diagnostics = validate_parsed(parsed, model)
    return (parsed.document if value is not None else None), value, diagnostics


def validate_parsed(parsed: Parsed, model: type[ModelT]) -> tuple[ModelT | None, tuple[Diagnostic, ...]]:
    """Checks what a reader made, also where it found faults, so that all of a file's faults are known at once.

    A line about which the reader has complained is not complained about again.
    """
    if parsed.partial is None:
        return None, parsed.diagnostics
    value, found = validate(parsed.partial, model)
    if not parsed.diagnostics:
        return value, found
    lines = {diagnostic.position.line for diagnostic in parsed.diagnostics if diagnostic.position}
    further = (d for d in found if d.position is None or d.position.line not in lines)
    return None, in_file_order([*parsed.diagnostics, *further])


def validate(document: Document, model: type[ModelT], path: Path = ()) -> tuple[ModelT | None, tuple[Diagnostic, ...]]:
    """Makes the model from the document, or from its part at `path`: the model and no diagnostics, or None and all of
    them.

    A validator of the model may raise `PydanticCustomError(code, message, context)`: the code is kept where the
    catalogue has
    it; in the context `hint` is what to write instead, and `path` (relative to the value) the place that is meant.
    Raises KeyError or IndexError where the document has nothing at `path`.
    """
    data = document.get(path)
    try:
        return model.model_validate(data), ()
    except ValidationError as error:
        shapes = _shapes_of(model)
        errors = error.errors(include_url=False, include_input=False)[:_MOST_ERRORS]
        return None, _at_most(_diagnostics(document, shapes, path, follow(errors, data, shapes)))


def _at_most(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The first faults of a file that has too many to be of use, with a note that there are more."""
    if len(found) <= MOST_DIAGNOSTICS:
        return found
    last = found[MOST_DIAGNOSTICS - 1]
    message = f"there are more than these {MOST_DIAGNOSTICS} faults"
    return *found[:MOST_DIAGNOSTICS], replace(last, code="too-many-faults", message=message, hint="mend these first")


@cache
def _shapes_of(model: type[BaseModel]) -> Shapes:
    return Shapes(model)


class _Scene(Struct, frozen=True):
    """Where errors are worded: `base` is the path at which the checked part begins."""

    document: Document
    shapes: Shapes
    base: Path


def _diagnostics(document: Document, shapes: Shapes, base: Path, trails: list[Trail]) -> tuple[Diagnostic, ...]:
    scene = _Scene(document, shapes, base)
    found: list[Diagnostic] = []
    meant: set[Path] = set()
    for trail in trails:
        if trail.type in UNKNOWN_KEY:
            diagnostic, suggestion = _unknown_key(scene, trail)
            found.append(diagnostic)
            if suggestion is not None:
                meant.add((*trail.path[:-1], suggestion))
    for trail in trails:
        if trail.type in MISSING_KEY:
            # A key that is there but misspelt is not also missing.
            if (*trail.path, str(trail.missing)) not in meant:
                found.append(_missing_key(scene, trail))
        elif trail.type not in UNKNOWN_KEY and not _only_faulty_entries(trail):
            found.append(_wrong_value(scene, trail))
    return in_file_order(found)


def _unknown_key(scene: _Scene, trail: Trail) -> tuple[Diagnostic, str | None]:
    full = (*scene.base, *trail.path)
    parent = _place_name(full[:-1])
    key = str(full[-1]) if full else ""
    known = list(scene.shapes.fields(trail.parent))
    # What only a file below has (a payer extends another) is not given in this one.
    free = [name for name in known if not scene.document.is_own((*full[:-1], name))]
    near = suggest(key, free)
    taken = suggest(key, known)
    if near:
        hint: str | None = f"did you mean `{near}`?"
    elif taken:
        line = scene.document.key_position((*full[:-1], taken)).line
        hint = f"did you mean `{taken}`? it is given already, on line {line}"
    else:
        hint = f"{parent} can also have {listed(free, 'and')}" if free else None
    return scene.document.diagnostic(
        "unknown-key", f"`{key}` is not a key of {parent}", full, hint=hint, at_key=True
    ), near


def _missing_key(scene: _Scene, trail: Trail) -> Diagnostic:
    full = (*scene.base, *trail.path)
    parent = _place_name(full)
    if isinstance(trail.missing, int):
        takes = scene.shapes.words(scene.shapes.child(trail.schema, trail.missing))
        message = f"entry {trail.missing + 1} of {parent} is missing"
        return scene.document.diagnostic("missing-key", message, full, hint=f"add {takes}", at_key=True)
    tags = scene.shapes.tags(trail.schema)
    takes = listed(tags, "or") if tags else scene.shapes.words(scene.shapes.child(trail.schema, trail.missing))
    message = f"`{trail.missing}` is missing in {parent}"
    return scene.document.diagnostic(
        "missing-key", message, full, hint=f"add `{trail.missing}:` with {takes}", at_key=True
    )


def _wrong_value(scene: _Scene, trail: Trail) -> Diagnostic:
    full = (*scene.base, *trail.path)
    own_path = trail.context.get("path")
    if isinstance(own_path, tuple | list) and _exists(scene.document, (*full, *own_path)):
        full = (*full, *own_path)
    value = scene.document.get(full)
    name = f"the key `{full[-1]}`" if trail.at_key else _value_name(full)
    allowed = scene.shapes.allowed(trail.schema) or list(scene.shapes.tags(trail.schema))
    takes = scene.shapes.words(trail.schema)
    complaint = Complaint(
        type=trail.type,
        message=trail.message,
        context=trail.context,
        name=name,
        value=full[-1] if trail.at_key else value,
        takes=WRONG_TYPE.get(trail.type, takes) if takes == "a value" or trail.at_key else takes,
        allowed=tuple(allowed),
        examples=tuple(scene.shapes.examples(trail.field)),
    )
    code, message, hint = explain(complaint)
    at_key = trail.at_key or bool(trail.context.get("at_key"))
    at_key = at_key or (isinstance(value, dict | list) and bool(full) and isinstance(full[-1], str))
    return scene.document.diagnostic(code, message, full, hint=hint, at_key=at_key)


def _only_faulty_entries(trail: Trail) -> bool:
    """pydantic counts only the sound entries of a list: with faulty ones it may complain of too few as well."""
    least = trail.context.get("min_length")
    if trail.type != "too_short" or not isinstance(trail.value, list) or not isinstance(least, int):
        return False
    return len(trail.value) >= least


def _exists(document: Document, path: Path) -> bool:
    try:
        document.position(path)
    except (KeyError, IndexError):
        return False
    return True


def _place_name(path: Path) -> str:
    """How a message names a mapping: by the last key on the way to it."""
    return next((step for step in reversed(path) if isinstance(step, str)), "this file")


def _value_name(path: Path) -> str:
    """How a message names a value: its key, or which entry of which list it is."""
    if not path:
        return "this file"
    if isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of {_place_name(path)}"
    return f"`{path[-1]}`"
