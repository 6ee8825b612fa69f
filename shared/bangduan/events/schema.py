"""marshmallow schemas and JSON Schema 2020-12, both derived from the dataclass.

One table, ``SCALARS``, says what each scalar of ``types`` admits. Commands and events are
validated with the same rules: a wrong type is never coerced, an unknown field is refused.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
import uuid
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, ClassVar

import marshmallow
import marshmallow_dataclass
from marshmallow import fields, validate

from bangduan.errors import InvalidEvent
from bangduan.events import types as scalar
from bangduan.events.acceptance import acceptance
from bangduan.events.definition import Definition, Payload, registry

if typing.TYPE_CHECKING:
    from bangduan.events.acceptance import Check

MAX_INTEGER = 2**53 - 1  # what JSON readers in every language hold exactly

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


class _Text(fields.String):
    """A string of bounded length with no control characters, not blank."""

    longest = 300
    shortest = 1
    pattern: ClassVar[str | None] = None

    def __init__(self, **options: Any) -> None:
        given = options.pop("validate", None)
        checks: list[Any] = [validate.Length(min=self.shortest, max=self.longest)]
        if self.pattern:
            checks.append(validate.Regexp(self.pattern))
        super().__init__(validate=[*checks, *_as_list(given)], **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        if _CONTROL.search(text):
            raise marshmallow.ValidationError("Control characters are not allowed.")
        if self.shortest and not text.strip():
            raise marshmallow.ValidationError("May not be blank.")
        return text

    @classmethod
    def accepts(cls) -> Check:
        """The same rules as one predicate; so with every field below."""
        shortest, longest, control = cls.shortest, cls.longest, _CONTROL.search
        matches = re.compile(cls.pattern or "").match

        def accepts(value: Any) -> bool:
            return (
                type(value) is str
                and shortest <= len(value) <= longest
                and control(value) is None
                and matches(value) is not None
                and (not shortest or not value.isspace())
            )

        return accepts


class _Line(_Text):
    pattern = r"^[^\r\n]*\Z"


class _Prose(_Text):
    longest = 20_000


class _TambonCode(_Text):
    pattern = r"^[0-9]{6}\Z"


class _VillageCode(_Text):
    pattern = r"^[0-9]{8}\Z"


class _Slug(_Text):
    longest = 60
    pattern = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"


class _PersonalYear(_Text):
    pattern = r"^(2[4-6][0-9]{2}|2700)\Z"


class _PersonalDay(_Text):
    """A day that there is, in ISO text."""

    pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        if not _is_day(text):
            raise marshmallow.ValidationError("There is no such day.")
        return text

    @classmethod
    def accepts(cls) -> Check:
        is_text = super().accepts()
        return lambda value: is_text(value) and _is_day(value)


class _EntityId(fields.String):
    """A UUID in canonical lower-case text."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        try:
            parsed = uuid.UUID(text)
        except ValueError:
            raise marshmallow.ValidationError("Not a valid UUID.") from None
        if str(parsed) != text:
            raise marshmallow.ValidationError("Write the UUID in lower case with dashes.")
        return text

    @classmethod
    def accepts(cls) -> Check:
        canonical = _UUID.fullmatch
        return lambda value: type(value) is str and canonical(value) is not None


class _Integer(fields.Integer):
    """A whole number in a range; neither ``1.0``, ``"1"`` nor ``true`` is one."""

    lowest: int = -MAX_INTEGER
    highest: int = MAX_INTEGER

    def __init__(self, **options: Any) -> None:
        given = options.pop("validate", None)
        check = validate.Range(min=self.lowest, max=self.highest)
        super().__init__(strict=True, validate=[check, *_as_list(given)], **options)

    def _validated(self, value: Any) -> Any:
        if value is not None and type(value) is not int:
            raise self.make_error("invalid", input=value)
        return super()._validated(value)

    @classmethod
    def accepts(cls) -> Check:
        lowest, highest = cls.lowest, cls.highest
        return lambda value: type(value) is int and lowest <= value <= highest


class _NonNegative(_Integer):
    lowest = 0


class _Positive(_Integer):
    lowest = 1


class _BuddhistYear(_Integer):
    lowest = 2400
    highest = 2700


class _Boolean(fields.Boolean):
    """``true`` or ``false`` and nothing else."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value

    @classmethod
    def accepts(cls) -> Check:
        return lambda value: type(value) is bool


class _Date(fields.Date):
    """An ISO date in text, CE; nothing else is a date."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise self.make_error("invalid", input=value, obj_type="date")
        return super()._deserialize(value, *args, **kwargs)

    @classmethod
    def accepts(cls) -> Check:
        return lambda value: type(value) is date


class _Moment(fields.AwareDateTime):
    """A moment in ISO text with its offset, written in UTC."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        # a read table keeps a moment as the text that it is told as
        return value if isinstance(value, str) else super()._serialize(value, attr, obj, **kwargs)

    @classmethod
    def accepts(cls) -> Check:
        # of another zone only marshmallow can tell
        return lambda value: type(value) is datetime and value.tzinfo is UTC


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _as_list(given: Any) -> list[Any]:
    if given is None:
        return []
    return list(given) if isinstance(given, (list, tuple)) else [given]


#: What each scalar admits: marshmallow field, JSON Schema.
SCALARS: dict[Any, tuple[type[fields.Field[Any]], dict[str, Any]]] = {
    scalar.EntityId: (_EntityId, {"type": "string", "format": "uuid"}),
    scalar.Satang: (_NonNegative, {"type": "integer", "minimum": 0, "maximum": MAX_INTEGER}),
    scalar.SignedSatang: (
        _Integer,
        {"type": "integer", "minimum": -MAX_INTEGER, "maximum": MAX_INTEGER},
    ),
    scalar.Count: (_NonNegative, {"type": "integer", "minimum": 0, "maximum": MAX_INTEGER}),
    scalar.PositiveCount: (_Positive, {"type": "integer", "minimum": 1, "maximum": MAX_INTEGER}),
    scalar.TambonCode: (_TambonCode, {"type": "string", "pattern": "^[0-9]{6}$"}),
    scalar.VillageCode: (_VillageCode, {"type": "string", "pattern": "^[0-9]{8}$"}),
    scalar.Line: (
        _Line,
        {"type": "string", "minLength": 1, "maxLength": 300, "pattern": r"^[^\r\n]*$"},
    ),
    scalar.Prose: (_Prose, {"type": "string", "minLength": 1, "maxLength": 20_000}),
    scalar.Slug: (
        _Slug,
        {"type": "string", "maxLength": 60, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    ),
    scalar.BuddhistYear: (_BuddhistYear, {"type": "integer", "minimum": 2400, "maximum": 2700}),
    scalar.PersonalDay: (_PersonalDay, {"type": "string", "format": "date"}),
    scalar.PersonalYear: (
        _PersonalYear,
        {"type": "string", "pattern": "^(2[4-6][0-9]{2}|2700)$"},
    ),
    str: (_Prose, {"type": "string", "minLength": 1, "maxLength": 20_000}),
    int: (_Integer, {"type": "integer", "minimum": -MAX_INTEGER, "maximum": MAX_INTEGER}),
    bool: (_Boolean, {"type": "boolean"}),
    date: (_Date, {"type": "string", "format": "date"}),
    datetime: (_Moment, {"type": "string", "format": "date-time"}),
}


class StrictSchema(marshmallow.Schema):
    """Base of every derived schema: unknown fields are refused, scalars as in ``SCALARS``."""

    TYPE_MAPPING: ClassVar[dict[type, type[fields.Field[Any]]]] = {  # type: ignore[misc]
        hint: field for hint, (field, _) in SCALARS.items()
    }

    class Meta:
        unknown = marshmallow.RAISE


@cache
def schema_for(cls: type) -> marshmallow.Schema:
    """The marshmallow schema of a dataclass (an event, a command, a view)."""
    return schema_class_for(cls)()


@cache
def schema_class_for(cls: type) -> type[marshmallow.Schema]:
    """As ``schema_for``, the class, for OpenAPI."""
    return marshmallow_dataclass.class_schema(cls, base_schema=StrictSchema)


def validate_event(event: Any) -> None:
    """Raise InvalidEvent, naming each field, unless the event fits its definition."""
    cls: Any = type(event)
    accepts = _acceptance(cls)
    if accepts is not None and accepts(event):
        return
    problems = schema_for(cls).validate(to_payload(event))
    if problems:
        raise InvalidEvent(registry.of(cls).type, problems)


@cache
def _acceptance(cls: type) -> Check | None:
    return acceptance(cls, _scalar_acceptance)


def _scalar_acceptance(hint: Any) -> Check | None:
    field, _ = SCALARS.get(hint, (None, None))
    accepts = getattr(field, "accepts", None)
    return accepts() if accepts else None


def to_payload(value: Any) -> Any:
    """Plain JSON values of a dataclass: dates in ISO text, tuples as lists."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_payload(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (list, tuple)):
        return [to_payload(item) for item in value]
    if isinstance(value, dict):
        return {key: to_payload(item) for key, item in value.items()}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value


def json_schema(definition: Definition) -> Payload:
    """JSON Schema 2020-12 of one event's ``data`` as it travels.

    Readers ignore what they do not know, so ``additionalProperties`` stays open. Personal
    fields travel sealed and say whose they are in ``x-personal-data-of``.
    """
    schema = _object_schema(definition.cls)
    for name, subject in definition.personal.items():
        optional = "anyOf" in schema["properties"][name]
        schema["properties"][name] = {
            "type": ["string", "null"] if optional else "string",
            "x-personal-data-of": subject,
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{definition.type.replace('.', ':')}",
        "title": definition.type,
        "description": (definition.cls.__doc__ or "").strip(),
        **schema,
    }


def _object_schema(cls: type) -> Payload:
    hints = typing.get_type_hints(cls)
    properties, required = {}, []
    for field in dataclasses.fields(cls):
        properties[field.name] = json_type(hints[field.name])
        if (
            field.default is dataclasses.MISSING
            and field.default_factory is dataclasses.MISSING
            and "anyOf" not in properties[field.name]
        ):
            required.append(field.name)
    return {"type": "object", "properties": properties, "required": required}


def json_type(hint: Any) -> Payload:
    """JSON Schema of one annotation."""
    if hint in SCALARS:
        return dict(SCALARS[hint][1])
    if dataclasses.is_dataclass(hint):
        return _object_schema(typing.cast("type", hint))
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin in (typing.Union, types.UnionType):
        inner = [argument for argument in arguments if argument is not type(None)]
        return {"anyOf": [*(json_type(argument) for argument in inner), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": json_type(arguments[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": json_type(arguments[1])}
    msg = f"{hint!r} is no type of the contract; see bangduan.events.types"
    raise TypeError(msg)
