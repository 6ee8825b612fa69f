"""Everything one service keeps of one person: rows and events that name the person, who looked.

What is personal of others stays out: a sealed field of another person reads as None. What the
person's own key opens is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import JSON, Select, String, cast, or_, select

from bangduan import access
from bangduan.events.definition import registry
from bangduan.projection import personal_columns
from bangduan.store.rows import BLANK
from bangduan.store.sightings import plain, sightings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

    from bangduan.application import Application
    from bangduan.events.envelope import Row


def record_of(application: Application, person_id: str) -> dict[str, Any]:
    """What a service keeps of a person.

    Returns:
        ``tables`` name → rows, ``events`` oldest first, ``seen`` days on which accounts were
        shown the person's data.
    """
    return {
        "service": application.service.name,
        "tables": dict(_tables(application, person_id)),
        "events": [_told(application, row, person_id) for row in application.log.naming(person_id)],
        "seen": _seen(application, person_id),
    }


def _tables(application: Application, person_id: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for projection in application.service.projections:
        for table in projection.tables:
            query = _naming(table, person_id)
            found = [] if query is None else application.database.select(query)
            if found:
                # a name of SQLAlchemy's is no plain text
                yield (
                    str(table.name),
                    [_opened(application, table, row, person_id) for row in found],
                )


def _naming(table: Table, person_id: str) -> Select[Any] | None:
    """Rows that hold the person's id in a column of text or within one of JSON."""
    personal = personal_columns(table)
    conditions = [
        cast(column, String).like(f"%{person_id}%")
        if isinstance(column.type, JSON)
        else column == person_id
        for column in table.columns
        if column.name not in personal and isinstance(column.type, JSON | String)
    ]
    return select(table).where(or_(*conditions)) if conditions else None


def _opened(
    application: Application, table: Table, row: dict[str, Any], person_id: str
) -> dict[str, Any]:
    for column, subject in personal_columns(table).items():
        sealed = row[column]
        mine = row[subject] == person_id and sealed not in (None, BLANK)
        row[column] = application.keyring.open(person_id, sealed) if mine else None
    return plain(row)


def _told(application: Application, row: Row, person_id: str) -> dict[str, Any]:
    definition, payload = registry.newest(row.type, orjson.loads(row.payload))
    for field, subject in definition.personal.items():
        sealed, mine = payload.get(field), payload.get(subject) == person_id
        payload[field] = application.keyring.open(person_id, sealed) if mine and sealed else None
    return {
        "type": definition.type,
        "time": row.time,
        "stream": row.stream,
        "version": row.version,
        "actor": orjson.loads(row.meta).get("actor"),
        "data": payload,
    }


def _seen(application: Application, person_id: str) -> list[dict[str, Any]]:
    """Who was shown the person's data, by name as far as the account is known."""
    application.sightings.write()
    found = application.database.select(sightings(person_id=person_id))
    names = access.names(application.reader, {row["account_id"] for row in found})
    return [{**plain(row), "account_name": names.get(row["account_id"])} for row in found]
