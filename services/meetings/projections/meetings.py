"""การประชุม: meetings from call to close, and who came; ``agendas`` has what about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.meetings import (
    AbsenceRecorded,
    AgendaItemAdded,
    AgendaItemWithdrawn,
    AttendanceRecorded,
    AttendanceStruck,
    ChairDelegated,
    ChairEngagedElsewhere,
    ChairInvited,
    CountDeclared,
    ElectionHeld,
    EntitledCounted,
    HeadCountRecorded,
    ItemDiscussed,
    MeetingArranged,
    MeetingCancelled,
    MeetingClosed,
    MeetingConvened,
    MeetingOpened,
    MeetingPostponed,
    MotionMoved,
    MotionWithdrawn,
    NoticeWritten,
    OnTheRollAs,
    OrganisationsInvited,
    OutcomeDeclared,
    ProgressReported,
    RepresentationRecorded,
    ResolutionCarriedOut,
    ResolutionPassed,
    VotesCounted,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows, personal_column
from services.meetings.permissions import READ
from services.meetings.projections.agendas import agenda
from services.meetings.projections.roll import roll_organisations, roll_people
from services.meetings.views.meetings import AttendanceFilter, MeetingFilter

meetings = ReadTable(
    "meetings",
    Column("meeting_id", String, primary_key=True),
    Column("kind", String),
    Column("title", String),
    Column("body_id", String),
    Column("body", String),
    Column("number", Integer),
    Column("year", Integer),
    Column("held_on", Date),
    Column("place", String),
    Column("begins_at", String),
    Column("with_body_ids", JSON),
    Column("notice", String),
    Column("notice_on", Date),
    Column("convened_by", JSON),
    Column("entitled", Integer),
    Column("status", String),
    Column("cancelled_because", String),
    Column("chair_person_id", String),
    Column("chair_office", String),
    Column("chair_engaged", Boolean),
    Column("delegate_person_id", String),
    Column("delegate_capacity", String),
    Column("opened_by", String),
    Column("opened_as", String),
    Column("opened_in_place_of", String),
    Column("presided_by", String),
    Column("begun_at", String),
    Column("ended_at", String),
    Column("rules", JSON),
    Column("head_count", JSON),
    Column("members_named", Integer),
    Column("attending_named", Integer),
    Column("absent_named", Integer),
    Column("present", JSON),
    Column("villages_represented", Integer),
    Column("organisations_represented", Integer),
    Column("resolutions_passed", Integer),
    Column("version", Integer),
)
invited = ReadTable(
    "invited",
    Column("meeting_id", String, primary_key=True),
    Column("what", String, primary_key=True),
    Column("invited", String, primary_key=True),
)
attendance = ReadTable(
    "attendance",
    Column("meeting_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("listed_as", String),
    Column("organisation_id", String),
    Column("village", String),
    Column("in_place_of", String),
    personal_column("reason", subject="person_id"),
)
represented = ReadTable(
    "represented",
    Column("meeting_id", String, primary_key=True),
    Column("what", String, primary_key=True),
    Column("represented", String, primary_key=True),
)

MEETINGS = Projection("meetings", version=2, tables=(meetings, invited, attendance, represented))


@MEETINGS.on(MeetingConvened)
def _(event: MeetingConvened, at: Recorded, rows: Rows) -> None:
    rows.put(
        meetings,
        meeting_id=event.meeting_id,
        kind=event.kind,
        title=event.title,
        body_id=event.body_id,
        body=event.body,
        number=event.number,
        year=event.year,
        held_on=event.held_on,
        place=event.place,
        begins_at=event.begins_at,
        with_body_ids=list(event.with_body_ids),
        convened_by=list(event.convened_by),
        entitled=event.entitled,
        status="convened",
        chair_engaged=False,
        members_named=0,
        attending_named=0,
        absent_named=0,
        resolutions_passed=0,
        version=at.version,
    )


@MEETINGS.on(MeetingPostponed)
def _(event: MeetingPostponed, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, held_on=event.held_on)


@MEETINGS.on(MeetingCancelled)
def _(event: MeetingCancelled, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, status="cancelled", cancelled_because=event.reason)


@MEETINGS.on(OrganisationsInvited)
def _(event: OrganisationsInvited, at: Recorded, rows: Rows) -> None:
    asked = {
        "organisation": event.organisation_ids,
        "kind": event.kinds,
        "village": event.villages,
        "office": event.offices,
    }
    for what, ids in asked.items():
        for id in ids:
            rows.put(invited, meeting_id=event.meeting_id, what=what, invited=id)
    _change(event, at, rows)


@MEETINGS.on(MeetingArranged)
def _(event: MeetingArranged, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, begins_at=event.begins_at, place=event.place)


@MEETINGS.on(NoticeWritten)
def _(event: NoticeWritten, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, notice=event.text, notice_on=event.written_on)


@MEETINGS.on(EntitledCounted)
def _(event: EntitledCounted, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, entitled=event.entitled)


@MEETINGS.on(ChairInvited)
def _(event: ChairInvited, at: Recorded, rows: Rows) -> None:
    _change(
        event,
        at,
        rows,
        chair_person_id=event.person_id,
        chair_office=event.office,
        chair_engaged=False,
        delegate_person_id=None,
        delegate_capacity=None,
    )


@MEETINGS.on(ChairEngagedElsewhere)
def _(event: ChairEngagedElsewhere, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, chair_engaged=True)


@MEETINGS.on(ChairDelegated)
def _(event: ChairDelegated, at: Recorded, rows: Rows) -> None:
    _change(
        event,
        at,
        rows,
        delegate_person_id=event.to_person_id,
        delegate_capacity=event.capacity,
    )


@MEETINGS.on(MeetingOpened)
def _(event: MeetingOpened, at: Recorded, rows: Rows) -> None:
    _change(
        event,
        at,
        rows,
        status="open",
        opened_by=event.opened_by,
        opened_as=event.capacity,
        opened_in_place_of=event.in_place_of,
        presided_by=event.presided_by,
        begun_at=event.begun_at,
        rules=event.rules,
    )


@MEETINGS.on(AttendanceRecorded)
def _(event: AttendanceRecorded, at: Recorded, rows: Rows) -> None:
    rows.put(
        attendance,
        meeting_id=event.meeting_id,
        person_id=event.person_id,
        listed_as=event.standing,
        organisation_id=event.organisation_id,
        village=event.village,
        in_place_of=event.in_place_of,
    )
    _count(event, event.standing, 1, rows)
    _change(event, at, rows)


@MEETINGS.on(AbsenceRecorded)
def _(event: AbsenceRecorded, at: Recorded, rows: Rows) -> None:
    rows.put(
        attendance,
        meeting_id=event.meeting_id,
        person_id=event.person_id,
        listed_as="absent",
        reason=event.reason,
    )
    _count(event, "absent", 1, rows)
    _change(event, at, rows)


@MEETINGS.on(AttendanceStruck)
def _(event: AttendanceStruck, at: Recorded, rows: Rows) -> None:
    listed = {"meeting_id": event.meeting_id, "person_id": event.person_id}
    rows.remove(attendance, listed)
    _count(event, event.was, -1, rows)
    _change(event, at, rows)


@MEETINGS.on(RepresentationRecorded)
def _(event: RepresentationRecorded, at: Recorded, rows: Rows) -> None:
    for what, id in (("organisation", event.organisation_id), ("village", event.village)):
        if id is not None:
            rows.put(represented, meeting_id=event.meeting_id, what=what, represented=id)
    _change(event, at, rows)


@MEETINGS.on(HeadCountRecorded)
def _(event: HeadCountRecorded, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, head_count=event.present)


@MEETINGS.on(ResolutionPassed)
def _(event: ResolutionPassed, at: Recorded, rows: Rows) -> None:
    rows.add(meetings, {"meeting_id": event.meeting_id}, resolutions_passed=1)
    _change(event, at, rows)


@MEETINGS.on(
    AgendaItemAdded,
    AgendaItemWithdrawn,
    ItemDiscussed,
    ProgressReported,
    MotionMoved,
    MotionWithdrawn,
    VotesCounted,
    CountDeclared,
    OutcomeDeclared,
    ElectionHeld,
    ResolutionCarriedOut,
)
def _(event: object, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows)


@MEETINGS.on(MeetingClosed)
def _(event: MeetingClosed, at: Recorded, rows: Rows) -> None:
    _change(
        event,
        at,
        rows,
        status="closed",
        ended_at=event.ended_at,
        present=event.present,
        villages_represented=event.villages_represented,
        organisations_represented=event.organisations_represented,
    )


def _change(event: Any, at: Recorded, rows: Rows, **values: Any) -> None:
    rows.change(meetings, {"meeting_id": event.meeting_id}, **values, version=at.version)


def _count(event: Any, listed_as: OnTheRollAs, by: int, rows: Rows) -> None:
    column = {
        "member": "members_named",
        "attending": "attending_named",
        "absent": "absent_named",
    }[listed_as]
    rows.add(meetings, {"meeting_id": event.meeting_id}, **{column: by})


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_meetings(filters: MeetingFilter) -> Select[Any]:
    """การประชุม, by kind, body, status and day."""
    query = select(meetings)
    for name in ("kind", "body_id", "status"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(meetings.c[name] == wanted)
    if filters.held_from is not None:
        query = query.where(meetings.c.held_on >= filters.held_from)
    if filters.held_to is not None:
        query = query.where(meetings.c.held_on <= filters.held_to)
    return query


def parts_of(reader: Reader, meeting_id: str) -> dict[str, Any]:
    """What of a meeting stands in tables of its own: invited, agenda, represented."""
    return {
        "invited": reader.all(select(invited).where(invited.c.meeting_id == meeting_id)),
        "agenda": reader.all(
            select(agenda)
            .where(agenda.c.meeting_id == meeting_id)
            .order_by(agenda.c.part, agenda.c.number)
        ),
        "represented": reader.all(
            select(represented).where(represented.c.meeting_id == meeting_id)
        ),
    }


@reads(READ)
def list_attendance(filters: AttendanceFilter, meeting_id: str) -> Select[Any]:
    """รายชื่อผู้มาประชุม ผู้ไม่มาประชุม และผู้เข้าร่วมประชุม."""
    on_roll = roll_people.c.person_id == attendance.c.person_id
    speaks_for = roll_organisations.c.organisation_id == attendance.c.organisation_id
    query = (
        select(
            attendance,
            roll_people.c.person_title,
            roll_people.c.person_name,
            roll_organisations.c.name.label("organisation_name"),
        )
        .select_from(
            attendance.outerjoin(roll_people, on_roll).outerjoin(roll_organisations, speaks_for)
        )
        .where(attendance.c.meeting_id == meeting_id)
    )
    if filters.listed_as is not None:
        query = query.where(attendance.c.listed_as == filters.listed_as)
    return query
