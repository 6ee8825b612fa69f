"""ตำบลที่บันทึกย้อนกลับ: sites restored from older backups than the province has read.

What is decided here is carried out by whichever process reads the site; see
``bangduan.store.holding``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, Literal

import orjson
from flask import abort
from sqlalchemy import Select, case, func, select

from bangduan.events.envelope import source_name
from bangduan.messaging.comparison import Difference, compare, last_event, occasions
from bangduan.permissions import reads
from bangduan.store.tables import held_sources
from services.province.domain.reconciliation import (
    IS_HELD,
    RECONCILIATION,
    AcceptRestoredRecord,
    RequestReplay,
)
from services.province.permissions import READ_REVIEW
from services.province.projections.sites import sites
from services.province.views.held import ComparisonFilter

if TYPE_CHECKING:
    from bangduan.application import Application, Reader
    from bangduan.store import Database
    from bangduan.unit_of_work import UnitOfWork

#: What is followed of every site.
FOLLOWED: Final = "reporting"
_MOST_SHOWN: Final = 200
_CODE_AT: Final = len("/tambon/") + 1
_CODE_LENGTH: Final = 6


def read_anew(command: AcceptRestoredRecord | RequestReplay, uow: UnitOfWork) -> None:
    """What was read of the site is set aside and it is read anew; a record must be held for it."""
    source = source_name(command.tambon, FOLLOWED)
    if isinstance(command, AcceptRestoredRecord):
        IS_HELD.require(uow.is_held(source), tambon=command.tambon)
    uow.decide(RECONCILIATION, command.tambon, command)
    uow.read_anew(source)


@reads(READ_REVIEW)
def list_held() -> Select[Any]:
    """ตำบลที่พักการอ่าน: sites of which nothing new is read, and whether that is decided."""
    decided = held_sources.c.decided_at.is_not(None)
    return select(
        func.substr(held_sources.c.source, _CODE_AT, _CODE_LENGTH).label("tambon"),
        case((decided, "reading-anew"), else_="held").label("state"),
        held_sources.c.held_at,
        held_sources.c.sequence,
        held_sources.c.decided_at,
    )


@reads(READ_REVIEW)
def list_undecided() -> Select[Any]:
    """ตำบลที่รอการตัดสินใจ: held, and nobody has decided yet; the longest held first."""
    held = list_held().where(held_sources.c.decided_at.is_(None)).subquery()
    return (
        select(held.c.tambon, sites.c.tambon_thai, sites.c.tambon_english, held.c.held_at)
        .select_from(held.outerjoin(sites, sites.c.tambon == held.c.tambon))
        .order_by(held.c.held_at, held.c.tambon)
    )


def held_of(reader: Reader, tambon: str) -> Mapping[str, Any] | None:
    """One of ``list_held``; None for a site that is read as ever."""
    query = list_held()
    return reader.one(query.where(query.selected_columns["tambon"] == tambon))


def last_read(database: Database, tambon: str) -> Mapping[str, Any] | None:
    """The last event that was read of a site, of those that are kept; None where there is none."""
    return last_event(database, source_name(tambon, FOLLOWED))


def was_set_aside(database: Database, tambon: str) -> bool:
    """True for a site of which something that was read is kept for comparison."""
    return bool(occasions(database, source_name(tambon, FOLLOWED)))


@reads(READ_REVIEW)
def restored_record(
    application: Application, given: ComparisonFilter, tambon: str
) -> Mapping[str, Any]:
    """What a site told before its log went back, beside what it has told since."""
    found = restored_of(application, given, tambon)
    if found is None:
        abort(404)
    return found


def restored_of(
    application: Application, given: ComparisonFilter, tambon: str
) -> Mapping[str, Any] | None:
    """As ``restored_record``; None where nothing was set aside then."""
    source = source_name(tambon, FOLLOWED)
    found = compare(application.database, source, given.set_aside_at)
    if found is None:
        return None
    differences = chain(
        _shown("missing", found.missing),
        _shown("changed", found.changed),
        _shown("added", found.added),
    )
    return {
        "tambon": tambon,
        "set_aside_at": found.set_aside_at,
        "occasions": occasions(application.database, source),
        "events_before": found.before,
        "events_now": found.now,
        "missing": len(found.missing),
        "added": len(found.added),
        "changed": len(found.changed),
        "items": list(islice(differences, _MOST_SHOWN)),
    }


def _shown(
    kind: Literal["missing", "added", "changed"], found: tuple[Difference, ...]
) -> Iterator[dict[str, Any]]:
    for each in found:
        yield {
            "event_id": each.id,
            "kind": kind,
            "type": each.type,
            "time": each.time,
            "before": _text(each.before),
            "now": _text(each.now),
        }


def _text(data: Mapping[str, Any] | None) -> str | None:
    return None if data is None else orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode()


HANDLERS: Final[Mapping[type, Callable[[Any, Any], object]]] = {
    AcceptRestoredRecord: read_anew,
    RequestReplay: read_anew,
}
