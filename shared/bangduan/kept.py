"""What personal data the installed services keep, as the code says: for the register of processing.

A sort of event with personal fields is one activity, a read table with personal columns another.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Final, Literal

from bangduan.events.definition import registry
from bangduan.projection import personal_columns
from bangduan.service import installed

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """Personal data of one sort.

    Attributes:
        activity: stable name: the service and what keeps it, kebab case.
        kept_in: the table, or the event by its name.
        fields: that are sealed with the person's key.
    """

    activity: str
    service: str
    kept_in: str
    kind: Literal["table", "event"]
    fields: tuple[str, ...]


def kept() -> list[Kept]:
    """Everything personal that the services installed here keep, service by service."""
    return [*_in_tables(), *_in_events()]


def _in_tables() -> Iterator[Kept]:
    for name, service in installed().items():
        for projection in service.projections:
            for table in projection.tables:
                fields = tuple(personal_columns(table))
                if fields:
                    activity = f"{name}-{table.name.replace('_', '-')}"
                    yield Kept(activity, name, table.name, "table", fields)


def _in_events() -> Iterator[Kept]:
    services = installed()
    for definition in registry:
        if definition.personal and definition.service in services:
            words = _CAPITAL.sub("-", definition.name).lower()
            activity = f"{definition.service}-{words}-v{definition.version}"
            fields = tuple(definition.personal)
            yield Kept(activity, definition.service, definition.name, "event", fields)
