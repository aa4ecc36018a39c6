"""The `when:` of a rule: matchers on fields of the catalogue, put together by all, any and not."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints, Tag
from pydantic_core import PydanticCustomError

from claimsim.diagnostics.field_types import IsoDate, PlainDecimal
from claimsim.diagnostics.suggestions import suggest
from claimsim.model.people import FileModel
from claimsim.payer.own_rules.catalogue import (
    ALL_OPERATORS,
    COUNTED,
    FIELDS,
    KIND_WORDS,
    OPERATORS,
    FieldSpec,
    Kind,
    names_of,
)

Value = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Number = Annotated[PlainDecimal, Field(ge=0, max_digits=9, decimal_places=2)]
Values = Annotated[tuple[Value, ...], Field(min_length=1, max_length=400)]
_JOINS = ("all", "any", "not")


def _named(kind: Kind) -> Callable[[dict[str, Any]], None]:
    """What the JSON Schema says of a `field` key: the names of that kind, each with its description."""

    def describe(schema: dict[str, Any]) -> None:
        schema["oneOf"] = [{"const": name, "description": FIELDS[name].description} for name in names_of(kind)]

    return describe


class ValueCondition(FileModel):
    """Looks at one value. Codes may be patterns: E11* for all that begin so, 9921? for one character of any kind."""

    field: str = Field(description="what is looked at", json_schema_extra=_named("value"))
    equals: Value | None = Field(None, description="it is exactly this")
    in_: Values | None = Field(None, alias="in", description="it is one of these, or fits one of these patterns")
    none_of: Values | None = Field(None, description="it is missing or none of these")
    matches: Values | None = Field(None, description="it fits one of these patterns")
    missing: bool | None = Field(None, description="true: there is none; false: there is one")


class ListCondition(FileModel):
    """Looks at a list of codes or names. Codes may be patterns: E11* for all that begin so, 9921? for one character."""

    field: str = Field(description="what is looked at", json_schema_extra=_named("list"))
    has: Value | None = Field(None, description="this one is among them")
    any_of: Values | None = Field(None, description="at least one of these is among them")
    all_of: Values | None = Field(None, description="every one of these is among them")
    none_of: Values | None = Field(None, description="none of these is among them")
    lacks: Values | None = Field(None, description="none of these is among them: another word for none_of")
    matches: Values | None = Field(None, description="at least one of them fits one of these patterns")
    missing: bool | None = Field(None, description="true: the list is empty; false: it is not")


class NumberCondition(FileModel):
    """Looks at a number. A number that is missing fits nothing but `missing: true`."""

    field: str = Field(description="what is looked at", json_schema_extra=_named("number"))
    equals: Number | None = Field(None, description="it is exactly this")
    at_least: Number | None = Field(None, description="it is this or more")
    at_most: Number | None = Field(None, description="it is this or less")
    between: tuple[Number, Number] | None = Field(None, description="lowest and highest, both included")
    missing: bool | None = Field(None, description="true: there is none; false: there is one")


class DateCondition(FileModel):
    """Looks at a date."""

    field: str = Field(description="what is looked at", json_schema_extra=_named("date"))
    equals: IsoDate | None = Field(None, description="it is this day")
    before: IsoDate | None = Field(None, description="it is before this day")
    after: IsoDate | None = Field(None, description="it is after this day")
    between: tuple[IsoDate, IsoDate] | None = Field(None, description="first and last day, both included")


class CountCondition(FileModel):
    """Counts earlier services in the payer's history; those of this claim are not among them."""

    field: str = Field(description="what is counted", json_schema_extra=_named("count"))
    codes: Values = Field(description="procedure codes or patterns of the earlier services")
    within_days: int | None = Field(
        None, ge=0, le=3660, description="only those of so many days before the date of service; 0: the same day"
    )
    by: Annotated[str, Field(json_schema_extra={"enum": ["anyone", "same_clinician", "same_specialty"]})] = Field(
        "anyone", description="whose services: anyone, same_clinician (rendering NPI) or same_specialty (taxonomy)"
    )
    equals: Number | None = Field(None, description="it is exactly this")
    at_least: Number | None = Field(None, description="it is this or more")
    at_most: Number | None = Field(None, description="it is this or less")
    between: tuple[Number, Number] | None = Field(None, description="lowest and highest, both included")
    missing: bool | None = Field(None, description="true: there is none; false: there is one")


class AllOf(FileModel):
    """Fits when every part does."""

    all: tuple["Condition", ...] = Field(min_length=1, max_length=40, description="every one of these")


class AnyOf(FileModel):
    """Fits when at least one part does."""

    any: tuple["Condition", ...] = Field(min_length=1, max_length=40, description="at least one of these")


class Not(FileModel):
    """Fits when its part does not."""

    not_: "Condition" = Field(alias="not", description="this is not so")


Matcher = ValueCondition | ListCondition | NumberCondition | DateCondition | CountCondition


def _branch(value: Any) -> str:
    """Which model reads a condition: its join, else the kind of its field (any kind for what has none)."""
    if not isinstance(value, dict):
        return "value"
    join = next((name for name in _JOINS if name in value), None)
    spec = FIELDS.get(str(value.get("field")))
    return join or (spec.kind if spec else "value")


def _well_formed(value: Any) -> Any:
    """Refuses a field that is not in the catalogue and an operator that does not go with it, at the word."""
    if not isinstance(value, dict) or any(name in value for name in _JOINS):
        return value
    if "field" not in value:
        _refuse_key(next(iter(value), None))
    name = value["field"]
    spec = FIELDS.get(name) if isinstance(name, str) else None
    if spec is None:
        _refuse("unknown-field", f"there is no field named `{name}`", _near(str(name)), ("field",))
        return value
    known = (*OPERATORS[spec.kind], *(COUNTED if spec.kind == "count" else ()))
    for key in value:
        if key != "field" and key not in known:
            _refuse_operator(str(key), spec, known)
        if value[key] is None:
            _refuse("empty-value", f"`{key}` is empty", "write a value, or leave the key out", (str(key),))
    if not any(key in value for key in OPERATORS[spec.kind]):
        hint = f"add one of {', '.join(OPERATORS[spec.kind])}"
        _refuse("operator-not-for-field", f"nothing is asked of {name}", hint, ("field",))
    return value


def _refuse_key(key: Any) -> None:
    """A mapping that is neither a matcher nor a join: its first key is taken for what was meant to be one."""
    takes = "a condition has `field` and what is asked of it, or `all`, `any` or `not`"
    if key is None:
        return
    near = suggest(str(key), ("field", *_JOINS))
    hint = f"did you mean `{near}`? {takes}" if near else takes
    _refuse("unknown-key", f"`{key}` does not begin a condition", hint, (str(key),))


def _near(name: str) -> str:
    near = suggest(name, FIELDS)
    if near:
        return f"did you mean `{near}`?"
    part = name.partition(".")[0]
    same = [field for field in FIELDS if field.startswith(f"{part}.")]
    return f"there are: {', '.join(same or FIELDS)}"


def _refuse_operator(key: str, spec: FieldSpec, known: tuple[str, ...]) -> None:
    takes = f"{spec.name} is {KIND_WORDS[spec.kind]} and takes {', '.join(known)}"
    if key in ALL_OPERATORS or key in COUNTED:
        _refuse("operator-not-for-field", f"`{key}` does not go with {spec.name}", takes, (key,))
    near = suggest(key, known)
    hint = f"did you mean `{near}`? {takes}" if near else takes
    _refuse("unknown-operator", f"there is no operator named `{key}`", hint, (key,))


def _refuse(code: str, words: str, hint: str, path: tuple[str, ...]) -> None:
    at_key = path != ("field",)
    raise PydanticCustomError(code, "{error}", {"error": words, "hint": hint, "path": path, "at_key": at_key})


Condition = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[ValueCondition, Tag("value")]
    | Annotated[ListCondition, Tag("list")]
    | Annotated[NumberCondition, Tag("number")]
    | Annotated[DateCondition, Tag("date")]
    | Annotated[CountCondition, Tag("count")],
    Discriminator(_branch),
    BeforeValidator(_well_formed),
]
"""A matcher, or conditions joined by all, any or not."""
