"""มติที่แต่งตั้ง: what meetings told of the assemblies, motions and counts that fill seats.

Membership keeps what its pages say of it, so that a seat tells how it was filled also while the
meetings service is away.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, Date, Integer, Select, String, case, func, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.meetings import (
    AbsenceRecorded,
    AttendanceRecorded,
    AttendanceStruck,
    CountDeclared,
    ElectionHeld,
    HeadCountRecorded,
    MeetingClosed,
    MeetingConvened,
    MeetingPostponed,
    MotionMoved,
    OutcomeDeclared,
    ResolutionPassed,
    VotesCounted,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.membership.permissions import READ
from services.membership.projections.register import people
from services.membership.projections.seats import committees, seats

chosen_meetings = ReadTable(
    "chosen_meetings",
    Column("meeting_id", String, primary_key=True),
    Column("title", String),
    Column("held_on", Date),
    Column("number", Integer),
    Column("year", Integer),
    Column("head_count", JSON),
)
chosen_presence = ReadTable(
    "chosen_presence",
    Column("meeting_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("listed_as", String),
)
chosen_motions = ReadTable(
    "chosen_motions",
    Column("meeting_id", String, primary_key=True),
    Column("motion_id", String, primary_key=True),
    Column("text", String),
    Column("votes_for", Integer),
    Column("votes_against", Integer),
    Column("abstained", Integer),
    Column("method", String),
    Column("quorum", String),
)
chosen_resolutions = ReadTable(
    "chosen_resolutions",
    Column("resolution_id", String, primary_key=True),
    Column("meeting_id", String),
    Column("number", Integer),
    Column("text", String),
    Column("motion_id", String),
    Column("election_method", String),
    Column("election_quorum", String),
    Column("ballots", Integer),
)
chosen_candidates = ReadTable(
    "chosen_candidates",
    Column("resolution_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("votes", Integer),
)

CHOSEN = Projection(
    "chosen",
    version=1,
    tables=(
        chosen_meetings,
        chosen_presence,
        chosen_motions,
        chosen_resolutions,
        chosen_candidates,
    ),
    source="meetings",
)


@CHOSEN.on(MeetingConvened)
def _(event: MeetingConvened, at: Recorded, rows: Rows) -> None:
    rows.put(
        chosen_meetings,
        meeting_id=event.meeting_id,
        title=event.title,
        held_on=event.held_on,
        number=event.number,
        year=event.year,
    )


@CHOSEN.on(MeetingPostponed)
def _(event: MeetingPostponed, at: Recorded, rows: Rows) -> None:
    rows.change(chosen_meetings, {"meeting_id": event.meeting_id}, held_on=event.held_on)


@CHOSEN.on(HeadCountRecorded, MeetingClosed)
def _(event: HeadCountRecorded | MeetingClosed, at: Recorded, rows: Rows) -> None:
    rows.change(chosen_meetings, {"meeting_id": event.meeting_id}, head_count=event.present)


@CHOSEN.on(AttendanceRecorded)
def _(event: AttendanceRecorded, at: Recorded, rows: Rows) -> None:
    rows.put(
        chosen_presence,
        meeting_id=event.meeting_id,
        person_id=event.person_id,
        listed_as=event.standing,
    )


@CHOSEN.on(AbsenceRecorded, AttendanceStruck)
def _(event: AbsenceRecorded | AttendanceStruck, at: Recorded, rows: Rows) -> None:
    listed = {"meeting_id": event.meeting_id, "person_id": event.person_id}
    rows.remove(chosen_presence, listed)


@CHOSEN.on(MotionMoved)
def _(event: MotionMoved, at: Recorded, rows: Rows) -> None:
    rows.put(
        chosen_motions, meeting_id=event.meeting_id, motion_id=event.motion_id, text=event.text
    )


@CHOSEN.on(VotesCounted)
def _(event: VotesCounted, at: Recorded, rows: Rows) -> None:
    rows.change(
        chosen_motions,
        _motion(event),
        votes_for=event.votes_for,
        votes_against=event.votes_against,
        abstained=event.abstained,
        method=event.method,
        quorum=event.quorum,
    )


@CHOSEN.on(CountDeclared)
def _(event: CountDeclared, at: Recorded, rows: Rows) -> None:
    rows.change(chosen_motions, _motion(event), quorum=event.quorum)


@CHOSEN.on(OutcomeDeclared)
def _(event: OutcomeDeclared, at: Recorded, rows: Rows) -> None:
    rows.change(chosen_motions, _motion(event), method=event.method, quorum=event.quorum)


@CHOSEN.on(ResolutionPassed)
def _(event: ResolutionPassed, at: Recorded, rows: Rows) -> None:
    rows.put(
        chosen_resolutions,
        resolution_id=event.resolution_id,
        meeting_id=event.meeting_id,
        number=event.number,
        text=event.text,
        motion_id=event.motion_id,
    )


@CHOSEN.on(ElectionHeld)
def _(event: ElectionHeld, at: Recorded, rows: Rows) -> None:
    rows.put(
        chosen_resolutions,
        resolution_id=event.resolution_id,
        meeting_id=event.meeting_id,
        election_method=event.method,
        election_quorum=event.quorum,
        ballots=event.ballots,
    )
    for candidate in (*event.candidates, *event.runoff):
        rows.put(
            chosen_candidates,
            resolution_id=event.resolution_id,
            person_id=candidate.person_id,
            votes=candidate.votes,
        )


def _motion(event: Any) -> dict[str, str]:
    return {"meeting_id": event.meeting_id, "motion_id": event.motion_id}


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def seats_filled(reader: Reader, committee_id: str) -> dict[str, Any] | None:
    """ที่นั่งในคณะ: each with the assembly, the motion and the count that filled it."""
    committee = reader.one(_committees().where(committees.c.committee_id == committee_id))
    if committee is None:
        return None
    rows = reader.all(_seats().where(seats.c.committee_id == committee_id))
    asked = {row["meeting_id"] for row in (committee, *rows) if row["meeting_id"]}
    present = _present(reader, asked)
    unnamed = committee["unnamed"]
    with_all = _with_choice({**committee, "votes": None}, present)["filled_by"]
    return {
        "items": [_with_choice(row, present) for row in rows],
        "unnamed": unnamed,
        "unnamed_filled_by": with_all if unnamed else None,
        "next": None,
    }


def _committees() -> Select[Any]:
    """Committees with what filled their seats, all together."""
    resolution, resolved = committees.c.resolution_id, chosen_resolutions.c.meeting_id
    meeting = func.coalesce(committees.c.chosen_by_meeting_id, resolved)
    joined = _with_meetings(committees, resolution, meeting)
    told = _told(resolution, meeting)
    return select(committees.c.committee_id, committees.c.unnamed, *told).select_from(joined)


def _with_meetings(of: Any, resolution: Any, meeting: Any) -> Any:
    moved = (chosen_motions.c.meeting_id == chosen_resolutions.c.meeting_id) & (
        chosen_motions.c.motion_id == chosen_resolutions.c.motion_id
    )
    return (
        of.outerjoin(chosen_resolutions, chosen_resolutions.c.resolution_id == resolution)
        .outerjoin(chosen_meetings, chosen_meetings.c.meeting_id == meeting)
        .outerjoin(chosen_motions, moved)
    )


def _told(resolution: Any, meeting: Any) -> list[Any]:
    """What is told of a meeting, its resolution, and the motion behind it."""
    elected, moved = chosen_resolutions.c, chosen_motions.c
    return [
        meeting.label("meeting_id"),
        resolution.label("by_resolution_id"),
        chosen_meetings.c.title.label("meeting_title"),
        chosen_meetings.c.held_on,
        chosen_meetings.c.head_count,
        elected.number.label("resolution_number"),
        func.coalesce(moved.text, elected.text).label("motion"),
        func.coalesce(elected.election_method, moved.method).label("method"),
        func.coalesce(elected.election_quorum, moved.quorum).label("quorum"),
        elected.ballots,
        moved.votes_for,
        moved.votes_against,
        moved.abstained,
    ]


def _seats() -> Select[Any]:
    # who was named later was chosen with the others: no choice of one's own is recorded
    with_all = seats.c.how_chosen.is_(None)
    resolution = func.coalesce(seats.c.resolution_id, case((with_all, committees.c.resolution_id)))
    meeting = func.coalesce(
        seats.c.chosen_by_meeting_id,
        case((with_all, committees.c.chosen_by_meeting_id)),
        chosen_resolutions.c.meeting_id,
    )
    stood = (chosen_candidates.c.resolution_id == resolution) & (
        chosen_candidates.c.person_id == seats.c.person_id
    )
    of = seats.join(committees, committees.c.committee_id == seats.c.committee_id)
    of = of.outerjoin(people, people.c.person_id == seats.c.person_id)
    joined = _with_meetings(of, resolution, meeting).outerjoin(chosen_candidates, stood)
    told = _told(resolution, meeting)
    return (
        select(seats, people.c.title, people.c.name, *told, chosen_candidates.c.votes)
        .select_from(joined)
        .order_by(seats.c.status, seats.c.person_id)
    )


def _present(reader: Reader, meeting_ids: set[str]) -> dict[str, int]:
    """How many members are on the roll of each meeting by name."""
    named = (
        select(chosen_presence.c.meeting_id, func.count().label("number"))
        .where(
            chosen_presence.c.meeting_id.in_(sorted(meeting_ids)),
            chosen_presence.c.listed_as == "member",
        )
        .group_by(chosen_presence.c.meeting_id)
    )
    return {row["meeting_id"]: row["number"] for row in reader.all(named)}


_MEETING = ("meeting_title", "held_on", "resolution_id", "resolution_number", "motion", "method")
_COUNTED = ("votes", "votes_for", "votes_against", "abstained", "ballots")


def _with_choice(row: dict[str, Any], present: dict[str, int]) -> dict[str, Any]:
    """The seat, and what filled it where that is recorded."""
    meeting_id = row["meeting_id"]
    named = present.get(meeting_id) if meeting_id else None
    there = row["head_count"] or (None if named is None else {"value": named, "bound": "exact"})
    by = {"chosen_by_meeting_id": meeting_id, "resolution_id": row["by_resolution_id"]}
    seat = {**row, **by, "present": there}
    if by == dict.fromkeys(by):
        return {**seat, "filled_by": None}
    told = {name: seat[name] for name in (*_MEETING, *_COUNTED, "quorum")}
    return {**seat, "filled_by": {**told, "meeting_id": meeting_id, "present": there}}
