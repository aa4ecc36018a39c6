"""How a value may be matched: exactly, or by a small mapping such as `{any_of: [...]}` or `{at_least: 10.00}`.

A key that is left out asserts nothing. `none` asserts that there is nothing: an empty list, no text, 0.00.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from claimsim.case.script import DiagnosisCode, ServiceCode
from claimsim.diagnostics.field_types import IsoDate, PlainDecimal
from claimsim.model.people import FileModel

NONE = "none"
Nothing = Literal["none"]


def _none_or_list(value: Any) -> Any:
    """A single word where a list belongs gets words of its own: `none` is the only one."""
    if isinstance(value, str) and value != NONE:
        raise PydanticCustomError(
            "invalid-value", "this takes a list, not `{value}`", {"value": value, "hint": f"write [{value}], or none"}
        )
    return value


NoEntries = Annotated[Nothing, BeforeValidator(_none_or_list)]
Said = Annotated[str, StringConstraints(min_length=1, max_length=400)]
LEFT_TO_RIGHT = Field(union_mode="left_to_right")


def _not_said() -> Any:
    return None


def unsaid(description: str) -> Any:
    """A key that may be left out. Its value is then None, which no file can write, and nothing is asserted."""
    return Field(default_factory=_not_said, description=description)


class Matcher(FileModel):
    """A mapping in place of a value. It must say something, and only what goes together."""

    model_config = FileModel.model_config | {"json_schema_extra": {"minProperties": 1}}

    @model_validator(mode="after")
    def says_something(self) -> Self:
        """An empty mapping would assert nothing."""
        if not self.model_fields_set:
            raise PydanticCustomError(
                "invalid-value", "an empty mapping matches anything",
                {"hint": f"write one of {', '.join(type(self).model_fields)}, or leave the key out"},
            )  # fmt: skip
        return self


class OneWay(Matcher):
    """A matcher whose keys are different ways of matching: one is given; only at_least and lacks go together."""

    @model_validator(mode="after")
    def says_one_thing(self) -> Self:
        """Two ways at once would contradict each other, or one of them be ignored."""
        said = sorted(self.model_fields_set)
        if len(said) > 1 and said != ["at_least", "lacks"]:
            together = {"at_least", "lacks"} <= set(type(self).model_fields)
            keep = "keep one of them" + ("; only at_least and lacks go together" if together else "")
            raise PydanticCustomError(
                "invalid-value", "{keys} cannot be used together", {"keys": " and ".join(said), "hint": keep}
            )
        return self


class TextMatcher(OneWay):
    """A text that is one of several, or has some words in it."""

    any_of: tuple[Said, ...] = unsaid("one of these")
    contains: Said = unsaid("these words are in it, in small or capital letters")


class NumberMatcher(Matcher):
    """A number or an amount in dollars within bounds, or near another."""

    any_of: tuple[PlainDecimal, ...] = unsaid("one of these")
    at_least: PlainDecimal = unsaid("this or more")
    at_most: PlainDecimal = unsaid("this or less")
    about: PlainDecimal = unsaid("near this")
    within: Annotated[PlainDecimal, Field(ge=0)] = Field(
        Decimal("0.01"), description="how near: at most so far above or below"
    )

    @model_validator(mode="after")
    def goes_together(self) -> Self:
        """`within` is the tolerance of `about`; an alternative has no bounds."""
        said = self.model_fields_set
        if "within" in said and "about" not in said:
            hint = {"hint": "write {about: 12.00, within: 0.05}"}
            raise PydanticCustomError("invalid-value", "`within` needs `about`", hint)
        ways = {{"at_most": "at_least", "within": "about"}.get(key, key) for key in said}
        if len(ways) > 1:
            raise PydanticCustomError(
                "invalid-value", "{keys} cannot be used together",
                {
                    "keys": " and ".join(sorted(said)),
                    "hint": "only at_least and at_most go together, and about and within",
                },
            )  # fmt: skip
        return self


class DateMatcher(Matcher):
    """A date out of several, or within bounds."""

    any_of: tuple[IsoDate, ...] = unsaid("one of these")
    at_least: IsoDate = unsaid("on this day or later")
    at_most: IsoDate = unsaid("on this day or earlier")


TextMatch = Annotated[Said | TextMatcher, LEFT_TO_RIGHT]
NumberMatch = Annotated[PlainDecimal | Nothing | NumberMatcher, LEFT_TO_RIGHT]
DateMatch = Annotated[IsoDate | Nothing | DateMatcher, LEFT_TO_RIGHT]


class AnyService(FileModel):
    """One of several procedure codes."""

    any_of: Annotated[tuple[ServiceCode, ...], Field(min_length=1)]


class AnyDiagnosis(FileModel):
    """One of several diagnosis codes."""

    any_of: Annotated[tuple[DiagnosisCode, ...], Field(min_length=1)]


ServiceMatch = Annotated[ServiceCode | AnyService, LEFT_TO_RIGHT]
DiagnosisMatch = Annotated[DiagnosisCode | AnyDiagnosis, LEFT_TO_RIGHT]


class AnyEntry(FileModel):
    """One of several entries of a list."""

    any_of: Annotated[tuple[Said, ...], Field(min_length=1)]


Entry = Annotated[Said | AnyEntry, LEFT_TO_RIGHT]


class ListMatcher(OneWay):
    """A list in other ways than complete and in order."""

    any_of: tuple[tuple[Said, ...], ...] = unsaid("one of these lists, complete and in order")
    any_order: tuple[Entry, ...] = unsaid("complete, in any order")
    at_least: tuple[Entry, ...] = unsaid("all of these, and perhaps others")
    at_most: tuple[Entry, ...] = unsaid("nothing but these")
    lacks: tuple[Entry, ...] = unsaid("none of these")
    count: NumberMatch = unsaid("how many there are")


ListMatch = Annotated[tuple[Entry, ...] | NoEntries | ListMatcher, LEFT_TO_RIGHT]


class DiagnosesMatcher(OneWay):
    """The diagnoses in other ways than complete and in order."""

    any_of: tuple[tuple[DiagnosisCode, ...], ...] = unsaid("one of these lists, complete and in order")
    any_order: tuple[DiagnosisMatch, ...] = unsaid("complete, in any order")
    valid_order: tuple[DiagnosisMatch, ...] = unsaid(
        'complete, in any order that the ICD-10-CM notes "code first" and "use additional code" allow'
    )
    at_least: tuple[DiagnosisMatch, ...] = unsaid("all of these, and perhaps others")
    at_most: tuple[DiagnosisMatch, ...] = unsaid("nothing but these")
    lacks: tuple[DiagnosisMatch, ...] = unsaid("none of these")
    count: NumberMatch = unsaid("how many there are")


DiagnosesMatch = Annotated[tuple[DiagnosisMatch, ...] | NoEntries | DiagnosesMatcher, LEFT_TO_RIGHT]
