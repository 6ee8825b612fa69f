"""From a seat back to the assembly, and on: elections, resolutions, motions, who was there."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, select

from bangduan.application import Reader
from bangduan.permissions import reads
from services.meetings.permissions import READ
from services.meetings.projections.actions import list_actions
from services.meetings.projections.decisions import (
    elections,
    motions,
    one_meeting,
    present_at,
    resolutions,
    resolutions_told,
    stood,
)
from services.meetings.projections.meetings import meetings
from services.meetings.projections.roll import roll_people
from services.meetings.views.actions import ActionFilter
from services.meetings.views.chain import ElectionFilter

#: What of a meeting is told with what it decided.
_HELD: Final = (
    "meeting_id", "title", "kind", "body_id", "body", "number", "year", "held_on", "place",
    "status", "entitled", "quorum", "quorum_required", "members_named", "villages_represented",
    "organisations_represented",
)  # fmt: skip


@reads(READ)
def list_elections(filters: ElectionFilter) -> Select[Any]:
    """การเลือกตั้ง, by meeting and by committee."""
    query = _elections()
    for name in ("meeting_id", "committee_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(elections.c[name] == wanted)
    return query


@reads(READ)
def one_election(reader: Reader, resolution_id: str) -> dict[str, Any] | None:
    """การเลือกตั้ง: the meeting, its quorum, who stood, who was elected to which committee."""
    found = reader.one(_elections().where(elections.c.resolution_id == resolution_id))
    passed = reader.one(resolutions_told().where(resolutions.c.resolution_id == resolution_id))
    if found is None or passed is None:
        return None
    return {
        **found,
        "number": passed["number"],
        "text": passed["text"],
        "meeting": _held(reader, found["meeting_id"]),
        "stood": reader.all(list_stood(resolution_id)),
    }


@reads(READ)
def one_resolution(reader: Reader, resolution_id: str) -> dict[str, Any] | None:
    """มติที่ประชุม: the motion and the votes behind it, whom it seated, what is to be done."""
    found = reader.one(resolutions_told().where(resolutions.c.resolution_id == resolution_id))
    if found is None:
        return None
    to_do = list_actions(ActionFilter(resolution_id=found["resolution_id"]))
    return {
        **found,
        "meeting": _held(reader, found["meeting_id"]),
        "motion": reader.one(list_motion_of(resolution_id)),
        "election": reader.one(list_election_of(resolution_id)),
        "stood": reader.all(list_stood(resolution_id)),
        "actions": reader.all(to_do),
    }


@reads(READ)
def list_motion_of(resolution_id: str) -> Select[Any]:
    """ญัตติ that a resolution was passed on, with its votes."""
    of = (resolutions.c.meeting_id == motions.c.meeting_id) & (
        resolutions.c.motion_id == motions.c.motion_id
    )
    return (
        select(motions)
        .select_from(motions.join(resolutions, of))
        .where(resolutions.c.resolution_id == resolution_id)
    )


@reads(READ)
def list_election_of(resolution_id: str) -> Select[Any]:
    """การเลือกตั้ง that a resolution records."""
    return _elections().where(elections.c.resolution_id == resolution_id)


@reads(READ)
def list_stood(resolution_id: str) -> Select[Any]:
    """ผู้สมัครและผู้ได้รับเลือก, those elected first."""
    known = roll_people.c.person_id == stood.c.person_id
    return (
        select(stood, roll_people.c.person_title, roll_people.c.person_name)
        .select_from(stood.outerjoin(roll_people, known))
        .where(stood.c.resolution_id == resolution_id)
        .order_by(stood.c.place)
    )


def _elections() -> Select[Any]:
    of = meetings.c.meeting_id == elections.c.meeting_id
    return select(
        elections, meetings.c.title.label("meeting_title"), meetings.c.held_on
    ).select_from(elections.outerjoin(meetings, of))


def _held(reader: Reader, meeting_id: str) -> dict[str, Any]:
    """The meeting that decided; how many are there now, until it is closed."""
    found = one_meeting(reader, meeting_id) or {}
    told = {name: found.get(name) for name in _HELD}
    return {**told, "present": found.get("present") or (present_at(found) if found else None)}
