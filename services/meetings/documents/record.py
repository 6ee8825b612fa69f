"""What a meeting's minutes are composed from, as the read tables have it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select

from bangduan import thai
from bangduan.events.meetings import MinutesCorrection
from services.meetings.projections.actions import actions
from services.meetings.projections.decisions import elections, motions, reports, resolutions
from services.meetings.projections.lists import list_agenda, list_represented
from services.meetings.projections.meetings import list_attendance, meetings
from services.meetings.projections.papers import minutes
from services.meetings.projections.roll import roll_organisations, roll_people, roll_villages
from services.meetings.views.meetings import AttendanceFilter

Row = Mapping[str, Any]
#: Runs a query over the read tables.
Read = Callable[[Select[Any]], Sequence[dict[str, Any]]]


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """A meeting with all that was recorded of it; ``minutes`` is None before any are written."""

    meeting: Row
    roll: Sequence[Row] = ()
    represented: Sequence[Row] = ()
    agenda: Sequence[Row] = ()
    reports: Sequence[Row] = ()
    motions: Sequence[Row] = ()
    elections: Sequence[Row] = ()
    resolutions: Sequence[Row] = ()
    actions: Sequence[Row] = ()
    minutes: Row | None = None
    corrections: tuple[MinutesCorrection, ...] = ()
    adopted_by: Row | None = None


def record_of(
    read: Read,
    meeting_id: str,
    corrections: tuple[MinutesCorrection, ...] = (),
    adopted_by_meeting_id: str | None = None,
) -> Record | None:
    """A meeting with all that was recorded of it, None when there is no such meeting."""
    found = _meeting(read, meeting_id)
    if found is None:
        return None
    of = {"meeting_id": meeting_id}
    written = _all(read, minutes, of)
    passed = sorted(_all(read, resolutions, of), key=lambda each: each["number"])
    order = {each["motion_id"]: each["number"] for each in passed}
    adopting = None if adopted_by_meeting_id is None else _meeting(read, adopted_by_meeting_id)
    return Record(
        meeting=found,
        roll=_roll(read, meeting_id),
        represented=read(list_represented(meeting_id)),
        agenda=[item for item in read(list_agenda(meeting_id)) if item["status"] != "withdrawn"],
        reports=_all(read, reports, of),
        motions=sorted(
            _all(read, motions, of), key=lambda each: order.get(each["motion_id"], len(order) + 1)
        ),
        elections=_all(read, elections, of),
        resolutions=passed,
        actions=_actions(read, meeting_id),
        minutes=written[0] if written else None,
        corrections=corrections,
        adopted_by=adopting,
    )


def _meeting(read: Read, meeting_id: str) -> Row | None:
    found = read(select(meetings).where(meetings.c.meeting_id == meeting_id))
    return found[0] if found else None


def _all(read: Read, table: Any, where: Mapping[str, str]) -> Sequence[dict[str, Any]]:
    query = select(table)
    for column, value in where.items():
        query = query.where(table.c[column] == value)
    return read(query)


def _actions(read: Read, meeting_id: str) -> Sequence[dict[str, Any]]:
    """What was given to be done, with the organisation it was given to by name."""
    name = roll_organisations.c.name.label("organisation_name")
    of = roll_organisations.c.organisation_id == actions.c.organisation_id
    query = select(actions, name).select_from(actions.outerjoin(roll_organisations, of))
    return read(query.where(actions.c.meeting_id == meeting_id).order_by(actions.c.action_id))


def _roll(read: Read, meeting_id: str) -> list[dict[str, Any]]:
    """Those on the roll in the order of the dictionary, each with the village by name."""
    villages = {row["village"]: row["name"] for row in read(select(roll_villages))}
    rows = read(list_attendance(AttendanceFilter(), meeting_id))
    in_order = sorted(rows, key=lambda row: thai.collation_key(row["person_name"] or ""))
    return [{**row, "village_name": villages.get(row["village"])} for row in in_order]


def names_of(read: Read, ids: set[str]) -> dict[str, str]:
    """What people are called, title and name, as far as the roll knows them."""
    if not ids:
        return {}
    rows = read(select(roll_people).where(roll_people.c.person_id.in_(sorted(ids))))
    return {
        row["person_id"]: f"{row['person_title'] or ''}{row['person_name']}"
        if not row["erased"]
        else str(row["person_name"])
        for row in rows
        if row["person_name"]
    }


def reasons_of(read: Read, meeting_id: str) -> dict[str, str]:
    """Why those who did not come did not, where they said."""
    absent = AttendanceFilter(listed_as="absent")
    rows = read(list_attendance(absent, meeting_id))
    return {row["person_id"]: row["reason"] for row in rows if row["reason"]}
