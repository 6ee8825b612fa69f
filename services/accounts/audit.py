"""What was done and tried: the log of accounts itself, newest first, addresses opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from bangduan import access
from bangduan.events.definition import FORGOTTEN, registry
from bangduan.events.envelope import Place, Row
from bangduan.events.schema import to_payload
from bangduan.web.problems import Unreadable

if TYPE_CHECKING:
    from bangduan.application import Application

PAGE: Final = 50
#: Fields that stand in an entry by themselves, or that tell nobody anything.
_APART: Final = frozenset(
    {"account_id", "address", "secret_digest", "public_key", "address_id", "name_id"}
)


def page(
    application: Application, *, before: str | None = None, account_id: str | None = None
) -> dict[str, Any]:
    """Entries before a place, or the newest; with the place to go on from."""
    rows = _rows(application, before, account_id)
    following = str(rows[PAGE - 1].place) if len(rows) > PAGE else None
    entries = [_entry(application, row) for row in rows[:PAGE]]
    ids = {entry[field] for entry in entries for field in ("account_id", "actor") if entry[field]}
    names = access.names(application.reader, ids)
    for entry in entries:
        entry["name"] = names.get(entry["account_id"] or "")
        entry["actor_name"] = names.get(entry["actor"] or "")
    return {"items": entries, "earlier": following}


def _rows(application: Application, before: str | None, account_id: str | None) -> list[Row]:
    try:
        place = None if before is None else Place.parse(before)
    except ValueError:
        raise Unreadable(
            "before must be the earlier of an earlier answer.",
            "before ต้องเป็นค่า earlier จากคำตอบก่อนหน้า",
            "before",
        ) from None
    # an id is a checked UUID: nothing in it is a wildcard
    holding = None if account_id is None else f'"account_id":"{account_id}"'
    return application.log.read_back(place, PAGE + 1, holding=holding)


def _entry(application: Application, row: Row) -> dict[str, Any]:
    event = application.log.event(row)
    told = to_payload(event)
    address = told.get("address")
    return {
        "id": row.id,
        "time": row.time,
        "event": registry.of(type(event)).name,
        "account_id": told.get("account_id"),
        "actor": orjson.loads(row.meta).get("actor"),
        "address": None if address is FORGOTTEN else address,
        "detail": {
            name: _said(value)
            for name, value in told.items()
            if name not in _APART and value not in (None, [], False) and value is not FORGOTTEN
        },
    }


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
