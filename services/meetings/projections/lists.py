"""What the pages list: the parts of a record one by one, and what is still to be done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, String, case, cast, func, or_, select

from bangduan.permissions import PUBLIC, reads
from services.meetings.permissions import READ
from services.meetings.projections.agendas import agenda
from services.meetings.projections.bodies import numbers, rule_sets
from services.meetings.projections.decisions import (
    elections,
    list_resolutions,
    motions,
    one_meeting,
    reports,
    resolutions,
)
from services.meetings.projections.meetings import (
    invited,
    list_meetings,
    meetings,
    represented,
)
from services.meetings.projections.papers import articles, minutes
from services.meetings.projections.plans import plan_lines, plans, swot_points, swot_ties
from services.meetings.projections.problems import list_problems, problems, referrals
from services.meetings.projections.roll import roll_organisations, roll_partners, roll_villages
from services.meetings.views.board import ProblemFilter
from services.meetings.views.meetings import MeetingFilter
from services.meetings.views.papers import ResolutionFilter

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Table

    from bangduan.application import Reader

#: The five parts of an agenda in their order.
_PARTS: Final = ("notices", "previous_minutes", "matters_arising", "for_consideration", "other")


# -- of a meeting --------------------------------------------------------------------------------


@reads(READ)
def list_numbered(filters: MeetingFilter) -> Select[Any]:
    """การประชุม with ครั้งที่ as people say it, 1/2551; null for one without a number."""
    said = cast(meetings.c.number, String) + "/" + cast(meetings.c.year, String)
    return list_meetings(filters).add_columns(said.label("numbered_as"))


@reads(READ)
def one_numbered(reader: Reader, meeting_id: str) -> dict[str, Any] | None:
    """การประชุม in full, with ครั้งที่ as people say it."""
    found = one_meeting(reader, meeting_id)
    if found is None:
        return None
    numbered = found["number"] is not None and found["year"] is not None
    return {**found, "numbered_as": f"{found['number']}/{found['year']}" if numbered else None}


@reads(READ)
def list_agenda(meeting_id: str) -> Select[Any]:
    """ระเบียบวาระ, in the order of the official parts."""
    place = case({part: at for at, part in enumerate(_PARTS)}, value=agenda.c.part)
    return select(agenda).where(agenda.c.meeting_id == meeting_id).order_by(place, agenda.c.number)


@reads(READ)
def list_agenda_items() -> Select[Any]:
    """ระเบียบวาระ of every meeting, with the meeting it is of."""
    of = meetings.c.meeting_id == agenda.c.meeting_id
    return select(agenda, meetings.c.title.label("meeting_title"), meetings.c.held_on).select_from(
        agenda.outerjoin(meetings, of)
    )


@reads(READ)
def one_agenda_item(reader: Reader, item_id: str) -> dict[str, Any] | None:
    """ระเบียบวาระ."""
    return reader.one(list_agenda_items().where(agenda.c.item_id == item_id))


@reads(READ)
def list_invited(meeting_id: str) -> Select[Any]:
    """ผู้ที่เชิญ: organisations and villages by name, kinds of organisation by their own."""
    return _named(invited, invited.c.invited).where(invited.c.meeting_id == meeting_id)


@reads(READ)
def list_represented(meeting_id: str) -> Select[Any]:
    """ผู้แทน: organisations and villages that were there, by whom is not recorded."""
    return _named(represented, represented.c.represented).where(
        represented.c.meeting_id == meeting_id
    )


def _named(table: Table, id: Any) -> Select[Any]:
    known = table.outerjoin(
        roll_organisations, roll_organisations.c.organisation_id == id
    ).outerjoin(roll_villages, roll_villages.c.village == id)
    name = func.coalesce(roll_organisations.c.name, roll_villages.c.name, id)
    return select(table.c.what, id.label("id"), name.label("name")).select_from(known)


@reads(READ)
def list_reports(meeting_id: str) -> Select[Any]:
    """รายงานผลการดำเนินงาน that the meeting heard."""
    return select(reports).where(reports.c.meeting_id == meeting_id)


@reads(READ)
def list_motions(meeting_id: str) -> Select[Any]:
    """ญัตติ put to the meeting, and how each was decided."""
    return select(motions).where(motions.c.meeting_id == meeting_id)


@reads(READ)
def list_elections(meeting_id: str) -> Select[Any]:
    """การเลือกตั้ง that the meeting held."""
    return select(elections).where(elections.c.meeting_id == meeting_id)


@reads(READ)
def list_progress(filters: ResolutionFilter) -> Select[Any]:
    """มติที่ประชุม, and whether each has been carried out."""
    progress = case((resolutions.c.carried_out, "done"), else_="to_do")
    return list_resolutions(filters).add_columns(progress.label("progress"))


@reads(READ)
def one_progress(reader: Reader, resolution_id: str) -> dict[str, Any] | None:
    """มติที่ประชุม, and whether it has been carried out."""
    query = list_progress(ResolutionFilter())
    return reader.one(query.where(resolutions.c.resolution_id == resolution_id))


@reads(READ)
def list_minutes() -> Select[Any]:
    """รายงานการประชุม of every meeting that has one."""
    of = meetings.c.meeting_id == minutes.c.meeting_id
    return select(minutes, meetings.c.title, meetings.c.held_on).select_from(
        minutes.outerjoin(meetings, of)
    )


# -- of a body, a regulation, a plan, an analysis, a problem -------------------------------------


@reads(READ)
def list_rule_sets(body_id: str) -> Select[Any]:
    """ข้อบังคับการประชุม of a body, the newest last."""
    mine = rule_sets.c.body_id == body_id
    return select(rule_sets).where(mine).order_by(rule_sets.c.effective_from)


@reads(READ)
def latest_rules(reader: Reader, body_id: str) -> dict[str, Any] | None:
    """ข้อบังคับการประชุม as the newest set of a body has them."""
    sets = reader.all(list_rule_sets(body_id))
    newest = max(sets, key=lambda each: each["effective_from"] or date.min, default=None)
    return None if newest is None else {"rules": newest["rules"]}


@reads(READ)
def list_numbers(body_id: str) -> Select[Any]:
    """เลขครั้งที่ประชุม: how far each year's numbers have come."""
    return select(numbers).where(numbers.c.body_id == body_id).order_by(numbers.c.year)


@reads(READ)
def list_articles(regulation_id: str) -> Select[Any]:
    """ข้อของระเบียบ, in their order."""
    mine = articles.c.regulation_id == regulation_id
    return select(articles).where(mine).order_by(articles.c.number, articles.c.inserted)


@reads(READ)
def list_plan_lines(plan_id: str) -> Select[Any]:
    """รายการในแผน, the first priority first, those without one last."""
    unranked_last = (plan_lines.c.priority.is_(None), plan_lines.c.priority, plan_lines.c.line_id)
    return select(plan_lines).where(plan_lines.c.plan_id == plan_id).order_by(*unranked_last)


@reads(READ)
def list_every_plan_line() -> Select[Any]:
    """รายการในแผน of every plan, with the plan it is of."""
    of = plans.c.plan_id == plan_lines.c.plan_id
    return select(plan_lines, plans.c.title.label("plan_title")).select_from(
        plan_lines.outerjoin(plans, of)
    )


@reads(READ)
def one_plan_line(reader: Reader, line_id: str) -> dict[str, Any] | None:
    """รายการในแผน."""
    return reader.one(list_every_plan_line().where(plan_lines.c.line_id == line_id))


@reads(READ)
def list_points(swot_id: str) -> Select[Any]:
    """ประเด็น of an analysis: strengths, weaknesses, opportunities, then limits."""
    lists = ("strength", "weakness", "opportunity", "threat")
    place = case({name: at for at, name in enumerate(lists)}, value=swot_points.c.swot_list)
    mine = swot_points.c.swot_id == swot_id
    return select(swot_points).where(mine).order_by(place, swot_points.c.point_id)


@reads(READ)
def list_ties(swot_id: str) -> Select[Any]:
    """การโยงประเด็นกับแผน: which line of which plan answers which point."""
    point = (swot_points.c.swot_id == swot_ties.c.swot_id) & (
        swot_points.c.point_id == swot_ties.c.point_id
    )
    line = (plan_lines.c.plan_id == swot_ties.c.plan_id) & (
        plan_lines.c.line_id == swot_ties.c.line_id
    )
    tied = swot_ties.join(swot_points, point).outerjoin(plan_lines, line)
    return (
        select(swot_ties, swot_points.c.text, plan_lines.c.title)
        .select_from(tied)
        .where(swot_ties.c.swot_id == swot_id)
    )


@reads(READ)
def list_referrals(problem_id: str) -> Select[Any]:
    """การส่งต่อหน่วยงาน: whom a problem was referred to, and what they answered."""
    asked = roll_partners.c.partner_id == referrals.c.partner_id
    return (
        select(referrals, roll_partners.c.name.label("partner_name"))
        .select_from(referrals.outerjoin(roll_partners, asked))
        .where(referrals.c.problem_id == problem_id)
        .order_by(referrals.c.referred_on, referrals.c.request_id)
    )


# -- still to be done ----------------------------------------------------------------------------


@reads(READ)
def coming_meetings() -> Select[Any]:
    """การประชุมที่จะมาถึง: called or open, by day; those without a day last."""
    undated_last = (meetings.c.held_on.is_(None), meetings.c.held_on, meetings.c.meeting_id)
    to_come = meetings.c.status.in_(("convened", "open"))
    return list_numbered(MeetingFilter()).where(to_come).order_by(*undated_last)


@reads(PUBLIC)
def called_from(day: date) -> Select[Any]:
    """ประกาศเชิญประชุม: meetings called for ``day`` or later, or for a day not yet set."""
    shown = ("meeting_id", "title", "body", "held_on", "begins_at", "place")
    told = [meetings.c[name] for name in shown]
    to_come = or_(meetings.c.held_on >= day, meetings.c.held_on.is_(None))
    undated_last = (meetings.c.held_on.is_(None), meetings.c.held_on, meetings.c.meeting_id)
    return select(*told).where(meetings.c.status == "convened", to_come).order_by(*undated_last)


@reads(PUBLIC)
def titles_on_agendas(meeting_ids: Collection[str]) -> Select[Any]:
    """ระเบียบวาระ of these meetings by title, in the order of the official parts."""
    place = case({part: at for at, part in enumerate(_PARTS)}, value=agenda.c.part)
    stands = or_(agenda.c.status.is_(None), agenda.c.status != "withdrawn")
    return (
        select(agenda.c.meeting_id, agenda.c.title)
        .where(agenda.c.meeting_id.in_(meeting_ids), stands)
        .order_by(place, agenda.c.number)
    )


@reads(READ)
def urgent_problems() -> Select[Any]:
    """ปัญหาเร่งด่วน: open ones, the most urgent first, those not ranked last."""
    by_urgency = (problems.c.urgency.is_(None), problems.c.urgency, problems.c.problem_id)
    return list_problems(ProblemFilter(status="open")).order_by(*by_urgency)


@reads(READ)
def resolutions_to_carry_out() -> Select[Any]:
    """มติที่ยังไม่ได้ดำเนินการ, the oldest first; an election is carried out by being held."""
    oldest = (meetings.c.held_on.is_(None), meetings.c.held_on, resolutions.c.number)
    to_do = list_progress(ResolutionFilter(carried_out="no"))
    return to_do.where(resolutions.c.subject != "election").order_by(*oldest)
