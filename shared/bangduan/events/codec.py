"""Events to JSON text and back, fast.

What is written was validated before it was written (``schema.validate``), so reading does no
validation: a decoder is compiled once for each class and only turns text into dates, lists
into tuples and objects into nested dataclasses. Fields it does not know are ignored, so that
an older service reads a newer contract.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import orjson

from bangduan.events.definition import FORGOTTEN, Definition, Payload, registry

if TYPE_CHECKING:
    from collections.abc import Callable

Convert = typing.Callable[[Any], Any]


class Cipher(Protocol):
    """Personal data in and out; implemented by ``bangduan.store.keyring``."""

    def seal(self, subject: str, text: str) -> str:
        """Encrypt with the subject's key; PersonForgotten if it was destroyed."""

    def open(self, subject: str, sealed: str) -> str | None:
        """Decrypt, or None when the subject's key was destroyed."""


def encode(event: object, cipher: Cipher) -> str:
    """JSON text of an event's fields, personal ones sealed.

    Raises:
        PersonForgotten: a personal field speaks of an erased person.
    """
    definition = registry.of(type(event))
    if not definition.personal:
        return orjson.dumps(event).decode()
    payload = {
        field.name: getattr(event, field.name)
        for field in dataclasses.fields(event)  # type: ignore[arg-type]
    }
    for name, subject_field in definition.personal.items():
        if payload[name] is not None:
            payload[name] = cipher.seal(payload[subject_field], payload[name])
    return orjson.dumps(payload).decode()


def decode(type: str, text: str | bytes, cipher: Cipher) -> Any:
    """The event that ``text`` holds, in its newest shape, personal fields opened.

    Raises:
        UnknownEventType: the registry does not know ``type``.
    """
    payload = orjson.loads(text)
    if registry.is_outdated(type):
        definition, payload = registry.newest(type, payload)
    else:
        definition = registry.named(type)
    return from_payload(definition, payload, cipher)


def from_payload(definition: Definition, payload: Payload, cipher: Cipher) -> Any:
    """As ``decode``, from a payload already parsed and already of the newest shape."""
    for name, subject_field in definition.personal.items():
        sealed = payload.get(name)
        if sealed is not None:
            opened = cipher.open(payload[subject_field], sealed)
            payload[name] = FORGOTTEN if opened is None else opened
    return _builder(definition.cls)(payload)


@cache
def _builder(cls: type) -> Callable[[Payload], Any]:
    hints = typing.get_type_hints(cls)
    known = frozenset(field.name for field in dataclasses.fields(cls))
    converters = {name: convert for name in known if (convert := _converter(hints[name]))}

    def build(payload: Payload) -> Any:
        if not payload.keys() <= known:
            payload = {name: value for name, value in payload.items() if name in known}
        for name, convert in converters.items():
            value = payload.get(name)
            if value is not None:
                payload[name] = convert(value)
        return cls(**payload)

    return build


def _converter(hint: Any) -> Convert | None:
    """How to turn a JSON value into ``hint``, or None where it is one already."""
    hint = getattr(hint, "__supertype__", hint)
    if hint is date:
        return date.fromisoformat
    if hint is datetime:
        return datetime.fromisoformat
    if dataclasses.is_dataclass(hint):
        return _builder(typing.cast("type", hint))
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = [argument for argument in arguments if argument is not type(None)]
        return _converter(inner[0]) if len(inner) == 1 else None
    if origin is tuple:
        convert = _converter(arguments[0])
        if convert is None:
            return tuple
        return lambda items: tuple(convert(item) for item in items)
    return None
