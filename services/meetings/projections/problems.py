"""กระดานปัญหา: the people's problems, the urgent first, and on whom each waits."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Column, Date, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.days import today
from bangduan.events.envelope import Recorded
from bangduan.events.meetings import (
    ProblemAnswered,
    ProblemClosed,
    ProblemPutOnAgenda,
    ProblemRaised,
    ProblemRanked,
    ProblemReferralWithdrawn,
    ProblemReferred,
    ProblemReopened,
)
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.meetings.permissions import READ
from services.meetings.projections.roll import roll_partners
from services.meetings.views.board import ProblemFilter

problems = ReadTable(
    "problems",
    Column("problem_id", String, primary_key=True),
    Column("title", String),
    Column("details", String),
    Column("theme", String),
    Column("village", String),
    Column("organisation_id", String),
    Column("raised_on", Date),
    Column("urgency", Integer),
    Column("status", String),
    Column("agenda_meeting_id", String),
    Column("agenda_item_id", String),
    Column("waiting", Integer),
    Column("outcome", String),
    Column("closed_on", Date),
    Column("version", Integer),
)
referrals = ReadTable(
    "referrals",
    Column("problem_id", String, primary_key=True),
    Column("request_id", String, primary_key=True),
    Column("partner_id", String),
    Column("resolution_id", String),
    Column("referred_on", Date),
    Column("status", String),
    Column("answered_by_partner_id", String),
    Column("outcome", String),
    Column("answer", String),
    Column("answered_on", Date),
)

PROBLEMS = Projection("problems", version=1, tables=(problems, referrals))


@PROBLEMS.on(ProblemRaised)
def _(event: ProblemRaised, at: Recorded, rows: Rows) -> None:
    rows.put(
        problems,
        problem_id=event.problem_id,
        title=event.title,
        details=event.details,
        theme=event.theme,
        village=event.village,
        organisation_id=event.organisation_id,
        raised_on=event.raised_on,
        status="open",
        waiting=0,
        version=at.version,
    )


@PROBLEMS.on(ProblemRanked)
def _(event: ProblemRanked, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, urgency=event.urgency)


@PROBLEMS.on(ProblemPutOnAgenda)
def _(event: ProblemPutOnAgenda, at: Recorded, rows: Rows) -> None:
    meeting, item = event.meeting_id, event.item_id
    _change(event, at, rows, agenda_meeting_id=meeting, agenda_item_id=item)


@PROBLEMS.on(ProblemReferred)
def _(event: ProblemReferred, at: Recorded, rows: Rows) -> None:
    rows.put(
        referrals,
        problem_id=event.problem_id,
        request_id=event.request_id,
        partner_id=event.partner_id,
        resolution_id=event.resolution_id,
        referred_on=event.referred_on,
        status="waiting",
    )
    rows.add(problems, {"problem_id": event.problem_id}, waiting=1)
    _change(event, at, rows)


@PROBLEMS.on(ProblemAnswered)
def _(event: ProblemAnswered, at: Recorded, rows: Rows) -> None:
    rows.change(
        referrals,
        {"problem_id": event.problem_id, "request_id": event.request_id},
        status="answered",
        answered_by_partner_id=event.partner_id,
        outcome=event.outcome,
        answer=event.answer,
        answered_on=event.answered_on,
    )
    rows.add(problems, {"problem_id": event.problem_id}, waiting=-1)
    _change(event, at, rows)


@PROBLEMS.on(ProblemReferralWithdrawn)
def _(event: ProblemReferralWithdrawn, at: Recorded, rows: Rows) -> None:
    referral = {"problem_id": event.problem_id, "request_id": event.request_id}
    rows.change(referrals, referral, status="withdrawn")
    rows.add(problems, {"problem_id": event.problem_id}, waiting=-1)
    _change(event, at, rows)


@PROBLEMS.on(ProblemClosed)
def _(event: ProblemClosed, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, status="closed", outcome=event.outcome, closed_on=event.closed_on)


@PROBLEMS.on(ProblemReopened)
def _(event: ProblemReopened, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, status="open", outcome=None, closed_on=None)


def _change(event: Any, at: Recorded, rows: Rows, **values: Any) -> None:
    rows.change(problems, {"problem_id": event.problem_id}, **values, version=at.version)


# -- queries -------------------------------------------------------------------------------------


@reads(READ)
def list_problems(filters: ProblemFilter) -> Select[Any]:
    """ปัญหา, by status, theme and village."""
    query = select(problems)
    for name in ("status", "theme", "village"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(problems.c[name] == wanted)
    return query


@reads(READ)
def problem_board(reader: Reader) -> dict[str, Any]:
    """กระดานปัญหา: open problems, the most urgent first, of those the one that waits longest."""
    by_urgency = (
        problems.c.urgency.is_(None),
        problems.c.urgency,
        problems.c.raised_on.is_(None),
        problems.c.raised_on,
        problems.c.problem_id,
    )
    still_open = select(problems).where(problems.c.status == "open").order_by(*by_urgency)
    now = today()
    items = [
        {**_with_referrals(reader, found), "days_waiting": _days(found["raised_on"], now)}
        for found in reader.all(still_open)
    ]
    return {"items": items, "next": None}


def _days(since: date | None, today: date) -> int | None:
    """Days from one to the other; none for a day to come, None where it is not known."""
    return None if since is None else max(0, (today - since).days)


@reads(READ)
def one_problem(reader: Reader, problem_id: str) -> dict[str, Any] | None:
    """ปัญหา, to whom it was referred and what they answered."""
    found = reader.one(select(problems).where(problems.c.problem_id == problem_id))
    return None if found is None else _with_referrals(reader, found)


def _with_referrals(reader: Reader, found: dict[str, Any]) -> dict[str, Any]:
    asked = roll_partners.c.partner_id == referrals.c.partner_id
    query = (
        select(referrals, roll_partners.c.name.label("partner_name"))
        .select_from(referrals.outerjoin(roll_partners, asked))
        .where(referrals.c.problem_id == found["problem_id"])
        .order_by(referrals.c.referred_on, referrals.c.request_id)
    )
    return {**found, "referrals": reader.all(query)}
