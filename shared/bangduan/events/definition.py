"""How an event is defined: once, as a frozen dataclass with a stable name.

    @event("membership")
    class PersonRegistered:
        \"\"\"ขึ้นทะเบียนบุคคล: a person enters the centre's register.\"\"\"

        person_id: EntityId
        name: Line = personal("person_id")

is ``bangduan.membership.PersonRegistered.v1`` on every wire and in every log, whatever module
holds the class. A change is additive (a new field with a default) or a new version:

    @event("membership", version=2)
    class PersonRegistered: …

    @upcaster("bangduan.membership.PersonRegistered.v1")
    def _(payload: dict) -> dict: …          # from v1's fields to v2's
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from typing import TYPE_CHECKING, Any, Final, TypeVar, dataclass_transform

from bangduan.errors import ContractError, UnknownEventType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
EventClass = type
Payload = dict[str, Any]

_PERSONAL: Final = "personal"


@dataclasses.dataclass(frozen=True, slots=True)
class Definition:
    """What the registry knows of one event type.

    Attributes:
        type: ``bangduan.<service>.<Name>.v<version>``.
        cls: the frozen dataclass.
        personal: field → field holding the id of the person it tells of.
        erases: field with the id of the person this event erases, if it does.
    """

    type: str
    service: str
    name: str
    version: int
    cls: EventClass
    personal: dict[str, str]
    erases: str | None


class Registry:
    """All event types this process knows, by name and by class."""

    def __init__(self) -> None:
        self._by_type: dict[str, Definition] = {}
        self._by_class: dict[type, Definition] = {}
        self._upcasters: dict[str, Callable[[Payload], Payload]] = {}

    def add(self, definition: Definition) -> None:
        """Register a definition; ContractError when its name is another class's already."""
        known = self._by_type.get(definition.type)
        if known is not None and _origin(known) != _origin(definition):
            msg = f"{definition.type} is already defined by {known.cls!r}"
            raise ContractError(msg)
        self._by_type[definition.type] = definition
        self._by_class[definition.cls] = definition

    def add_upcaster(self, type: str, function: Callable[[Payload], Payload]) -> None:
        """Register what leads from ``type`` to the next version; ContractError for a second."""
        if type in self._upcasters:
            msg = f"{type} already has an upcaster"
            raise ContractError(msg)
        self._upcasters[type] = function

    def of(self, cls: type) -> Definition:
        """Definition of an event class; UnknownEventType when it was not made with ``@event``."""
        try:
            return self._by_class[cls]
        except KeyError:
            raise UnknownEventType(cls.__qualname__) from None

    def named(self, type: str) -> Definition:
        """Definition of the type of this exact name and version, or UnknownEventType."""
        try:
            return self._by_type[type]
        except KeyError:
            raise UnknownEventType(type) from None

    def newest(self, type: str, payload: Payload) -> tuple[Definition, Payload]:
        """Bring a stored payload to the newest shape, one version at a time.

        Raises:
            UnknownEventType: neither the type nor an upcaster from it is known.
        """
        while (upcast := self._upcasters.get(type)) is not None:
            payload = upcast(dict(payload))
            stem, _, version = type.rpartition(".v")
            type = f"{stem}.v{int(version) + 1}"
        return self.named(type), payload

    def is_outdated(self, type: str) -> bool:
        """True when payloads of this type must be upcast before use."""
        return type in self._upcasters

    def __iter__(self) -> Iterator[Definition]:
        return iter(sorted(self._by_type.values(), key=lambda d: d.type))


def _origin(definition: Definition) -> tuple[str, str]:
    return definition.cls.__module__, definition.cls.__qualname__


registry = Registry()


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(dataclasses.field,)
)
def event(
    service: str, *, version: int = 1, name: str | None = None, erases: str | None = None
) -> Callable[[type[T]], type[T]]:
    """Define an event of ``service``; the class becomes a frozen, slotted dataclass.

    Args:
        service: the publishing service.
        version: rises when a change is not additive; give an upcaster from the one before.
        name: when the class cannot carry the event's name (an older version kept beside).
        erases: the field with the id of a person whose personal data this event ends.
    """

    def define(cls: type[T]) -> type[T]:
        made = dataclasses.dataclass(frozen=True, slots=True, kw_only=True)(cls)
        personal_fields = {
            field.name: field.metadata["metadata"][_PERSONAL]
            for field in dataclasses.fields(made)  # type: ignore[arg-type]
            if _PERSONAL in field.metadata.get("metadata", {})
        }
        event_name = name or made.__name__
        registry.add(
            Definition(
                type=f"bangduan.{service}.{event_name}.v{version}",
                service=service,
                name=event_name,
                version=version,
                cls=made,
                personal=personal_fields,
                erases=erases,
            )
        )
        return made

    return define


def personal(subject: str, **options: Any) -> Any:
    """Mark a ``str`` (or ``str | None``) field as personal data of the person in ``subject``.

    Its value is encrypted with that person's key wherever it rests or travels; when the key
    is destroyed it reads ``FORGOTTEN``.

    Args:
        subject: name of the field of the same event that holds the person's id.
        options: ``default`` as for ``dataclasses.field``.
    """
    # nested once more because marshmallow-dataclass hands the outer level to the field
    return dataclasses.field(metadata={"metadata": {_PERSONAL: subject}}, **options)


def upcaster(type: str) -> Callable[[Callable[[Payload], Payload]], Callable[[Payload], Payload]]:
    """Register the function that turns a payload of ``type`` into the next version's."""

    def register(function: Callable[[Payload], Payload]) -> Callable[[Payload], Payload]:
        registry.add_upcaster(type, function)
        return function

    return register


class Forgotten(str):
    """What a personal field reads once the person's key is destroyed. Shown as it is."""

    __slots__ = ()


#: The single value of ``Forgotten``; compare with ``is`` or ``isinstance``.
FORGOTTEN: Final = Forgotten("[ลบแล้ว · forgotten]")


def load_contract() -> Registry:
    """Import every module of ``bangduan.events`` so that the registry is complete."""
    package = importlib.import_module("bangduan.events")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"bangduan.events.{module.name}")
    return registry
