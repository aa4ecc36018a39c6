"""What a pydantic model takes at a place: its core schema read as keys, entries, alternatives and plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, TypeAlias

from pydantic import BaseModel

Schema: TypeAlias = Mapping[str, Any]

_MOST_LISTED = 30
_MOST_KEYS = 6
_WRAPPERS = {
    **dict.fromkeys(
        ("default", "nullable", "function-after", "function-before", "function-wrap", "model", "dataclass"), "schema"
    ),
    "lax-or-strict": "lax_schema",
    "json-or-python": "python_schema",
    "definitions": "schema",
}
_SCALAR_WORDS = {
    "str": "text",
    "int": "a whole number",
    "decimal": "a number",
    "float": "a number",
    "bool": "true or false",
    "date": "a date (YYYY-MM-DD)",
    "datetime": "a date and time",
    "time": "a time",
    "none": "nothing",
}
_LISTS = ("list", "tuple", "set", "frozenset", "generator")
_MAPPINGS = ("model-fields", "dataclass-args", "typed-dict", "dict", "tagged-union")


class Shapes:
    """The core schema of one model, with the definitions its parts refer to."""

    def __init__(self, model: type[BaseModel]) -> None:
        self.root: Schema = model.__pydantic_core_schema__
        self._definitions: dict[str, Schema] = {}
        if self.root["type"] == "definitions":
            self._definitions = {part["ref"]: part for part in self.root["definitions"]}

    def plain(self, schema: Schema | None) -> Schema | None:
        """The schema without the wrappers that do not show in the file: defaults, optional, validators, references."""
        while schema is not None:
            kind = schema["type"]
            if kind == "definition-ref":
                schema = self._definitions.get(schema["schema_ref"])
            elif kind == "chain":
                schema = schema["steps"][0]
            elif kind == "function-plain" and "shape" in (schema.get("metadata") or {}):
                schema = self._opened(schema["metadata"]["shape"]())
            elif kind in _WRAPPERS:
                schema = schema.get(_WRAPPERS[kind])
            else:
                return schema
        return None

    def _opened(self, schema: Schema) -> Schema:
        """A schema that was made apart from the model's, with the definitions its parts refer to."""
        if schema["type"] == "definitions":
            self._definitions |= {part["ref"]: part for part in schema["definitions"]}
        return schema

    def fields(self, schema: Schema | None) -> dict[str, Schema]:
        """The keys a mapping takes, by the name the file uses, with what each takes. Empty for anything else."""
        schema = self.plain(schema)
        if schema is None:
            return {}
        if schema["type"] == "dataclass-args":
            return {_key_of(field["name"], field): field for field in schema["fields"]}
        if schema["type"] in ("model-fields", "typed-dict"):
            return {_key_of(name, field): field for name, field in schema["fields"].items()}
        return {}

    def child(self, schema: Schema | None, step: str | int) -> Schema | None:
        """What is taken at a key of a mapping or an index of a list; None where the schema does not say."""
        schema = self.plain(schema)
        if schema is None:
            return None
        kind = schema["type"]
        if kind == "dict":
            return schema.get("values_schema")
        if kind == "tuple" and isinstance(step, int):
            entries = schema["items_schema"]
            variadic = schema.get("variadic_item_index")
            index = step if variadic is None else min(step, variadic)
            return entries[index] if index < len(entries) else None
        if kind in _LISTS:
            return schema.get("items_schema")
        field = self.fields(schema).get(str(step))
        return field["schema"] if field is not None else None

    def is_choice(self, schema: Schema | None) -> bool:
        """Whether pydantic puts the name of an alternative into an error's path at this schema."""
        schema = self.plain(schema)
        return schema is not None and schema["type"] in ("union", "tagged-union")

    def choices(self, schema: Schema | None) -> list[Schema]:
        """The alternatives of a union, in order."""
        schema = self.plain(schema)
        if schema is None or not self.is_choice(schema):
            return []
        if schema["type"] == "tagged-union":
            return list(schema["choices"].values())
        return [choice[0] if isinstance(choice, tuple) else choice for choice in schema["choices"]]

    def tags(self, schema: Schema | None) -> dict[str, Schema]:
        """The alternatives of a union that a key tells apart, by the value of that key."""
        schema = self.plain(schema)
        if schema is None or schema["type"] != "tagged-union":
            return {}
        return {as_text(tag): choice for tag, choice in schema["choices"].items()}

    def allowed(self, schema: Schema | None) -> list[str]:
        """The values a literal or an enumeration allows, as the file writes them."""
        schema = self.plain(schema)
        if schema is None:
            return []
        if schema["type"] == "literal":
            return [as_text(value) for value in schema["expected"]]
        return [as_text(member) for member in schema["members"]] if schema["type"] == "enum" else []

    def kind(self, schema: Schema | None) -> str:
        """`mapping`, `list`, `scalar`, or `any` where the schema does not say."""
        schema = self.plain(schema)
        if schema is None or schema["type"] in ("any", "union", "function-plain"):
            return "any"
        if schema["type"] in _MAPPINGS:
            return "mapping"
        return "list" if schema["type"] in _LISTS else "scalar"

    def words(self, schema: Schema | None) -> str:
        """What is taken here, in plain words: "text", "a list", "`a` or `b`"."""
        schema = self.plain(schema)
        if schema is None:
            return "a value"
        allowed = self.allowed(schema)
        if allowed:
            return listed(allowed, "or")
        if schema["type"] == "union":
            choices = list(dict.fromkeys(self.words(choice) for choice in self.choices(schema)))
            return (", or " if any(" and " in words for words in choices) else " or ").join(choices)
        fields = self.fields(schema)
        if 0 < len(fields) <= _MOST_KEYS:
            return f"a mapping with {listed(fields, 'and')}"
        kind = self.kind(schema)
        if kind == "list":
            return "a list"
        return "a mapping" if kind == "mapping" else _SCALAR_WORDS.get(schema["type"], "a value")

    def examples(self, field: Schema | None) -> list[str]:
        """The examples a model gives for one of its keys (`Field(examples=[...])`)."""
        metadata = (field or {}).get("metadata") or {}
        return [as_text(example) for example in (metadata.get("pydantic_js_updates") or {}).get("examples") or ()]


def _key_of(name: str, field: Schema) -> str:
    """The key a field is read from: its alias, the first where there are several."""
    alias = field.get("validation_alias") or name
    while isinstance(alias, list) and alias:
        alias = alias[0]
    return str(alias)


def as_text(value: object) -> str:
    """A value as the file would write it."""
    if isinstance(value, Enum):
        value = value.value
    return str(value).lower() if isinstance(value, bool) else str(value)


def listed(names: Iterable[str], word: str) -> str:
    """`a`, `b` and `c`; a long list is cut, with how many more there are."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) > _MOST_LISTED:
        more = f"{len(quoted) - _MOST_LISTED} more (`claimsim schema` prints all)"
        return f"{', '.join(quoted[:_MOST_LISTED])} {word} {more}"
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"
