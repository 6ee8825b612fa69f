"""องค์ประชุมขณะนี้: who is there now, for whom, and whether that is enough."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, func, select

from bangduan.application import Reader
from bangduan.events.meetings import MeetingRules
from bangduan.permissions import reads
from services.meetings.domain.body import Body, DatedRules
from services.meetings.permissions import READ
from services.meetings.projections.bodies import rule_sets
from services.meetings.projections.decisions import present_at, quorum_of, rules_from
from services.meetings.projections.meetings import attendance, meetings, represented
from services.meetings.projections.roll import roll_organisations, roll_villages


@reads(READ)
def one_quorum(reader: Reader, meeting_id: str) -> dict[str, Any] | None:
    """องค์ประชุม of a meeting as it is now."""
    found = reader.one(select(meetings).where(meetings.c.meeting_id == meeting_id))
    if found is None:
        return None
    told = quorum_of(found, _rules(reader, found))
    by_village = _spoken_for(reader, meeting_id, "village", roll_villages)
    return {
        "meeting_id": meeting_id,
        "status": found["status"],
        "state": told["quorum"],
        "present": present_at(found),
        "required": told["quorum_required"],
        "entitled": found["entitled"],
        "by_village": by_village,
        "by_organisation": _spoken_for(reader, meeting_id, "organisation", roll_organisations),
        "missing_villages": _missing(reader, by_village),
        "version": found["version"],
    }


@reads(READ)
def villages_missing(reader: Reader, meeting_id: str) -> list[dict[str, Any]]:
    """หมู่บ้านที่ยังไม่มีผู้แทน, of a meeting that is for all of them; a committee has none."""
    found = reader.one(select(meetings).where(meetings.c.meeting_id == meeting_id))
    if found is None or found["kind"] == "committee":
        return []
    return _missing(reader, _spoken_for(reader, meeting_id, "village", roll_villages))


def _missing(reader: Reader, by_village: list[dict[str, Any]]) -> list[dict[str, Any]]:
    every = select(roll_villages.c.village, roll_villages.c.name).order_by(roll_villages.c.village)
    here = {row["village"] for row in by_village}
    return [row for row in reader.all(every) if row["village"] not in here]


def _rules(reader: Reader, found: dict[str, Any]) -> MeetingRules | None:
    """Rules the meeting was opened under; before that, those its body has for the day."""
    if found["status"] != "convened":
        return None if found["rules"] is None else rules_from(found["rules"])
    sets = reader.all(
        select(rule_sets)
        .where(rule_sets.c.body_id == found["body_id"])
        .order_by(rule_sets.c.version)
    )
    dated = tuple(DatedRules(rules_from(row["rules"]), row["effective_from"]) for row in sets)
    return Body(rule_sets=dated).rules_on(found["held_on"])


def _spoken_for(reader: Reader, meeting_id: str, what: str, roll: Table) -> list[dict[str, Any]]:
    """Villages or organisations that are represented, with the members on the roll for each."""
    key = "village" if what == "village" else "organisation_id"
    mine = attendance.c[key]
    counted = reader.all(
        select(mine.label("id"), func.count().label("present"))
        .where(
            attendance.c.meeting_id == meeting_id,
            attendance.c.listed_as == "member",
            mine.is_not(None),
        )
        .group_by(mine)
    )
    known: dict[str, int | None] = {row["id"]: row["present"] for row in counted}
    besides = reader.all(
        select(represented.c.represented).where(
            represented.c.meeting_id == meeting_id, represented.c.what == what
        )
    )
    for row in besides:
        known.setdefault(row["represented"], None)
    named = select(roll.c[key].label("id"), roll.c.name).where(roll.c[key].in_(tuple(known)))
    names = {row["id"]: row["name"] for row in reader.all(named)} if known else {}
    return [{key: id, "name": names.get(id), "present": known[id]} for id in sorted(known)]
