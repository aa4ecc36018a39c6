"""Events as JSON values, whatever is in them. For looking inside; nobody is promised its shape."""

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from claimsim.case.events import Event


def dump_event(event: Event) -> dict[str, Any]:
    """The event's fields, with the name of its class as `event` and its stage."""
    return {"event": type(event).__name__, "stage": event.stage, **_fields(event)}


def _fields(value: Struct) -> dict[str, Any]:
    return {name: _value(getattr(value, name)) for name in value.__struct_fields__}


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
        case Struct():
            return _fields(value)
    raise TypeError(f"an event holds what JSON cannot: {type(value).__name__}")
