"""The list of rules as a field of a file, whose models are built only for a file that has rules: most have none, and
building them takes longer than reading the file."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

MOST_RULES = 200


@cache
def _adapter() -> TypeAdapter[Any]:
    from claimsim.payer.own_rules.rules import OwnRule

    return TypeAdapter(Annotated[tuple[OwnRule, ...], Field(max_length=MOST_RULES)])


def _schema() -> Mapping[str, Any]:
    return _adapter().core_schema


def _validated(value: Any) -> Any:
    return _adapter().validate_python(value)


class _Lazily:
    """Its errors have the places below the list, and `claimsim.diagnostics` reads its shape when it needs it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_validated, metadata={"shape": _schema})

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(_adapter().core_schema)


if TYPE_CHECKING:
    from claimsim.payer.own_rules.rules import OwnRule

    OwnRules = tuple[OwnRule, ...]
else:
    OwnRules = Annotated[tuple, _Lazily()]
