"""ลายนิ้วมือของบันทึก: what the logs of each site came to, as it said at the time.

Kept here, out of the site's reach: books that are changed afterwards no longer fit. A site that
tells two digests of one place in a log, or fewer events than before, contradicts itself; so does
one whose root is not what its own digests come to: something was changed on the way, or by hand.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    case,
    func,
    or_,
    select,
)

from bangduan.events.envelope import Recorded
from bangduan.events.reporting import SiteDigested, root_of
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.province.permissions import READ_REVIEW
from services.province.views.digests import DigestFilter, SiteFilter

digests = ReadTable(
    "digests",
    Column("tambon", String, primary_key=True),
    Column("service", String, primary_key=True),
    Column("sequence", String, primary_key=True),
    Column("digest", String, primary_key=True),
    Column("day", Date, nullable=False),
    Column("events", Integer, nullable=False),
    Column("streams", Integer, nullable=False),
    Column("root", String, nullable=False),
    Column("root_fits", Boolean, nullable=False),
    Column("event_id", String, nullable=False),
    Index("digests_by_day", "tambon", "service", "day"),
)

false_roots = ReadTable(
    "false_roots",
    Column("tambon", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("day", Date, nullable=False),
    Column("root", String, nullable=False),
    Column("root_reckoned", String, nullable=False),
)

DIGESTS = Projection("digests", version=2, tables=(digests, false_roots), source="reporting")


@DIGESTS.on(SiteDigested)
def _(event: SiteDigested, at: Recorded, rows: Rows) -> None:
    reckoned = root_of(event.services)
    if event.root != reckoned:
        rows.put(
            false_roots,
            tambon=at.tambon,
            event_id=at.id,
            day=event.day,
            root=event.root,
            root_reckoned=reckoned,
        )
    for heads in event.services:
        rows.put(
            digests,
            tambon=at.tambon,
            service=heads.service,
            sequence=heads.sequence,
            digest=heads.digest,
            day=heads.day,
            events=heads.events,
            streams=heads.streams,
            root=event.root,
            root_fits=event.root == reckoned,
            event_id=at.id,
        )


@reads(READ_REVIEW)
def list_false_roots(chosen: SiteFilter | None = None) -> Select[Any]:
    """ลายนิ้วมือรวมที่คำนวณไม่ตรง: digests of sites whose root is not what they come to."""
    query = select(false_roots).order_by(false_roots.c.tambon, false_roots.c.day)
    chosen = chosen or SiteFilter()
    return query if chosen.tambon is None else query.where(false_roots.c.tambon == chosen.tambon)


@reads(READ_REVIEW)
def list_digests(chosen: DigestFilter | None = None) -> Select[Any]:
    """ลายนิ้วมือของบันทึก of each service of each site."""
    return _narrowed(select(digests), chosen or DigestFilter())


@reads(READ_REVIEW)
def list_contradictions(chosen: DigestFilter | None = None) -> Select[Any]:
    """ลายนิ้วมือที่ขัดกัน: digests that do not fit one which the site told before."""
    chosen = chosen or DigestFilter()
    suspects = _suspects(chosen)
    before = digests.alias("before")
    differs = and_(before.c.sequence == digests.c.sequence, before.c.digest != digests.c.digest)
    shrank = and_(before.c.day < digests.c.day, before.c.events > digests.c.events)
    later = or_(
        before.c.day < digests.c.day,
        and_(before.c.day == digests.c.day, before.c.event_id < digests.c.event_id),
    )
    same = and_(before.c.tambon == digests.c.tambon, before.c.service == digests.c.service)
    # of all that it does not fit, the one that held most
    most = (
        select(before.c.event_id)
        .where(same, later, or_(differs, shrank))
        .order_by(before.c.events.desc(), before.c.event_id.desc())
        .limit(1)
        .correlate(digests)
        .scalar_subquery()
    )
    held = digests.alias("held")
    query = (
        select(
            digests,
            case((held.c.sequence == digests.c.sequence, "differs"), else_="shrank").label("kind"),
            held.c.digest.label("digest_before"),
            held.c.events.label("events_before"),
            held.c.day.label("day_before"),
        )
        .select_from(
            digests.join(
                suspects,
                and_(*(suspects.c[c.name] == c for c in digests.primary_key), suspects.c.suspect),
            ).join(
                held,
                and_(
                    held.c.tambon == digests.c.tambon,
                    held.c.service == digests.c.service,
                    held.c.event_id == most,
                ),
            )
        )
        .order_by(digests.c.tambon, digests.c.service, digests.c.day)
    )
    return _narrowed(query, chosen)


def _suspects(chosen: DigestFilter) -> Subquery:
    """Digests marked where they may contradict: by one look at all, not by one for each."""
    of = (digests.c.tambon, digests.c.service)
    place = (*of, digests.c.sequence)
    most = func.max(digests.c.events).over(
        partition_by=of, order_by=(digests.c.day, digests.c.event_id)
    )
    first = func.min(digests.c.digest).over(partition_by=place)
    last = func.max(digests.c.digest).over(partition_by=place)
    suspect = or_(most > digests.c.events, first != last).label("suspect")
    return _narrowed(select(*digests.primary_key, suspect), chosen).subquery()


def _narrowed(query: Select[Any], chosen: DigestFilter) -> Select[Any]:
    for name in ("tambon", "service"):
        wanted = getattr(chosen, name)
        if wanted is not None:
            query = query.where(digests.c[name] == wanted)
    return query
