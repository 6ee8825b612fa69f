"""มติที่ประชุม: reports, motions and votes, elections, resolutions and what became of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.meetings import (
    CountDeclared,
    ElectionHeld,
    MeetingRules,
    MotionMoved,
    MotionWithdrawn,
    OutcomeDeclared,
    ProgressReported,
    ResolutionCarriedOut,
    ResolutionPassed,
    Share,
    VotesCounted,
)
from bangduan.events.types import Count, Quantity
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.meetings.domain.quorum import quorum, required
from services.meetings.permissions import READ
from services.meetings.projections.meetings import meetings, parts_of
from services.meetings.views.papers import ResolutionFilter

reports = ReadTable(
    "reports",
    Column("meeting_id", String, primary_key=True),
    Column("report_id", String, primary_key=True),
    Column("office", String),
    Column("person_id", String),
    Column("text", String),
    Column("project_ids", JSON),
)
motions = ReadTable(
    "motions",
    Column("meeting_id", String, primary_key=True),
    Column("motion_id", String, primary_key=True),
    Column("subject", String),
    Column("text", String),
    Column("item_id", String),
    Column("moved_by", String),
    Column("seconded_by", String),
    Column("status", String),
    Column("method", String),
    Column("votes_for", Integer),
    Column("votes_against", Integer),
    Column("abstained", Integer),
    Column("spoilt", Integer),
    Column("casting_vote", String),
    Column("unanimous", Boolean),
    Column("quorum", String),
)
elections = ReadTable(
    "elections",
    Column("resolution_id", String, primary_key=True),
    Column("meeting_id", String),
    Column("committee_id", String),
    Column("committee_name", String),
    Column("seats", Integer),
    Column("elected", JSON),
    Column("unnamed", Integer),
    Column("candidates", JSON),
    Column("tie_broken_by", String),
    Column("method", String),
    Column("ballots", Integer),
    Column("spoilt", Integer),
    Column("runoff", JSON),
    Column("quorum", String),
    Column("term_from", Date),
    Column("term_to", Date),
)
stood = ReadTable(
    "stood",
    Column("resolution_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("place", Integer),
    Column("votes", Integer),
    Column("runoff_votes", Integer),
    Column("elected", Boolean),
)
resolutions = ReadTable(
    "resolutions",
    Column("resolution_id", String, primary_key=True),
    Column("meeting_id", String),
    Column("number", Integer),
    Column("subject", String),
    Column("text", String),
    Column("motion_id", String),
    Column("project", JSON),
    Column("proposed_grant", JSON),
    Column("plan_id", String),
    Column("regulation_id", String),
    Column("carried_out", Boolean),
    Column("done_on", Date),
    Column("note", String),
)

DECISIONS = Projection(
    "decisions", version=2, tables=(reports, motions, elections, stood, resolutions)
)


@DECISIONS.on(ProgressReported)
def _(event: ProgressReported, at: Recorded, rows: Rows) -> None:
    rows.put(
        reports,
        meeting_id=event.meeting_id,
        report_id=event.report_id,
        office=event.office,
        person_id=event.person_id,
        text=event.text,
        project_ids=list(event.project_ids),
    )


@DECISIONS.on(MotionMoved)
def _(event: MotionMoved, at: Recorded, rows: Rows) -> None:
    rows.put(
        motions,
        meeting_id=event.meeting_id,
        motion_id=event.motion_id,
        subject=event.subject,
        text=event.text,
        item_id=event.item_id,
        moved_by=event.moved_by,
        seconded_by=event.seconded_by,
        status="moved",
    )


@DECISIONS.on(MotionWithdrawn)
def _(event: MotionWithdrawn, at: Recorded, rows: Rows) -> None:
    rows.change(motions, _motion(event), status="withdrawn")


@DECISIONS.on(VotesCounted)
def _(event: VotesCounted, at: Recorded, rows: Rows) -> None:
    rows.change(
        motions,
        _motion(event),
        status="counted" if event.provisional else _decided(event),
        method=event.method,
        votes_for=event.votes_for,
        votes_against=event.votes_against,
        abstained=event.abstained,
        spoilt=event.spoilt,
        casting_vote=event.casting_vote,
        unanimous=event.carried and not event.votes_against and not event.abstained,
        quorum=event.quorum,
    )


@DECISIONS.on(CountDeclared)
def _(event: CountDeclared, at: Recorded, rows: Rows) -> None:
    rows.change(motions, _motion(event), status=_decided(event), quorum=event.quorum)


@DECISIONS.on(OutcomeDeclared)
def _(event: OutcomeDeclared, at: Recorded, rows: Rows) -> None:
    rows.change(
        motions,
        _motion(event),
        status=_decided(event),
        method=event.method,
        unanimous=event.unanimous,
        quorum=event.quorum,
    )


@DECISIONS.on(ResolutionPassed)
def _(event: ResolutionPassed, at: Recorded, rows: Rows) -> None:
    rows.put(
        resolutions,
        resolution_id=event.resolution_id,
        meeting_id=event.meeting_id,
        number=event.number,
        subject=event.subject,
        text=event.text,
        motion_id=event.motion_id,
        project=event.project,
        proposed_grant=event.grant,
        plan_id=event.plan_id,
        regulation_id=event.regulation_id,
        carried_out=False,
    )


@DECISIONS.on(ElectionHeld)
def _(event: ElectionHeld, at: Recorded, rows: Rows) -> None:
    rows.put(
        elections,
        resolution_id=event.resolution_id,
        meeting_id=event.meeting_id,
        committee_id=event.committee_id,
        committee_name=event.committee_name,
        seats=event.seats,
        elected=list(event.elected),
        unnamed=event.unnamed,
        candidates=list(event.candidates),
        tie_broken_by=event.tie_broken_by,
        method=event.method,
        ballots=event.ballots,
        spoilt=event.spoilt,
        runoff=list(event.runoff),
        quorum=event.quorum,
        term_from=event.term_from,
        term_to=event.term_to,
    )
    _stood(event, rows)


def _stood(event: ElectionHeld, rows: Rows) -> None:
    """Everybody named, those elected first, in the order of the election."""
    votes = {candidate.person_id: candidate.votes for candidate in event.candidates}
    again = {candidate.person_id: candidate.votes for candidate in event.runoff}
    for place, person_id in enumerate(dict.fromkeys([*event.elected, *votes])):
        rows.put(
            stood,
            resolution_id=event.resolution_id,
            person_id=person_id,
            place=place,
            votes=votes.get(person_id),
            runoff_votes=again.get(person_id),
            elected=person_id in event.elected,
        )


@DECISIONS.on(ResolutionCarriedOut)
def _(event: ResolutionCarriedOut, at: Recorded, rows: Rows) -> None:
    rows.change(
        resolutions,
        {"resolution_id": event.resolution_id},
        carried_out=True,
        done_on=event.done_on,
        note=event.note,
    )


def _decided(event: VotesCounted | CountDeclared | OutcomeDeclared) -> str:
    return "carried" if event.carried else "lost"


def _motion(event: Any) -> dict[str, str]:
    return {"meeting_id": event.meeting_id, "motion_id": event.motion_id}


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def one_meeting(reader: Reader, meeting_id: str) -> dict[str, Any] | None:
    """การประชุม: how it was called, opened, attended, what it did and what it came to."""
    found = reader.one(select(meetings).where(meetings.c.meeting_id == meeting_id))
    if found is None:
        return None
    done = {
        "reports": select(reports).where(reports.c.meeting_id == meeting_id),
        "motions": select(motions).where(motions.c.meeting_id == meeting_id),
        "elections": select(elections).where(elections.c.meeting_id == meeting_id),
        "resolutions": select(resolutions)
        .where(resolutions.c.meeting_id == meeting_id)
        .order_by(resolutions.c.number),
    }
    return {
        **found,
        **quorum_of(found, None if found["rules"] is None else rules_from(found["rules"])),
        **parts_of(reader, meeting_id),
        **{name: reader.all(query) for name, query in done.items()},
    }


def quorum_of(found: dict[str, Any], rules: MeetingRules | None) -> dict[str, Any]:
    """Whether enough came to a meeting as its row tells of it, under these rules."""
    present = present_at(found)
    return {
        "quorum": quorum(rules, present, found["entitled"]),
        "quorum_required": None if rules is None else required(rules, found["entitled"]),
    }


def present_at(found: dict[str, Any]) -> Quantity | None:
    """How many members are there: as counted, else as named; None where neither was done."""
    counted, named = found["head_count"], found["members_named"]
    if counted:
        return Quantity(**counted)
    return Quantity(value=Count(named)) if named else None


def rules_from(stored: dict[str, Any]) -> MeetingRules:
    """A body's rules as a read table keeps them."""
    share = stored["quorum_share"]
    return MeetingRules(
        quorum_share=None if share is None else Share(**share),
        quorum_at_least=stored["quorum_at_least"],
        majority=Share(**stored["majority"]),
        majority_of=stored["majority_of"],
        casting_vote=stored["casting_vote"],
        tie_rule=stored.get("tie_rule"),
    )


@reads(READ)
def list_resolutions(filters: ResolutionFilter) -> Select[Any]:
    """มติที่ประชุม, by meeting, subject, and whether carried out."""
    query = resolutions_told()
    for name in ("meeting_id", "subject"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(resolutions.c[name] == wanted)
    if filters.carried_out is not None:
        query = query.where(resolutions.c.carried_out.is_(filters.carried_out == "yes"))
    return query


def resolutions_told() -> Select[Any]:
    """Resolutions with the meeting that passed them."""
    return select(
        resolutions,
        meetings.c.title.label("meeting_title"),
        meetings.c.held_on,
    ).select_from(
        resolutions.outerjoin(meetings, meetings.c.meeting_id == resolutions.c.meeting_id)
    )
