"""Events as JSON values, whatever is in them. For looking inside; nobody is promised its shape."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from claimsim.case.events import Event


def dump_event(event: Event) -> dict[str, Any]:
    """The event's fields, with the name of its class as `event` and its stage."""
    return {"event": type(event).__name__, "stage": event.stage, **_fields(event)}


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: _value(getattr(value, field.name)) for field in fields(value)}


def _value(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_value(item) for item in value]
        case dict():
            return {str(key): _value(item) for key, item in value.items()}
        case BaseModel():
            return value.model_dump(mode="json")
        case _ if is_dataclass(value):
            return _fields(value)
    raise TypeError(f"an event holds what JSON cannot: {type(value).__name__}")
